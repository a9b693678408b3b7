//! Hours that a letter invites the customer to, beside those that the desk keeps (R103).
//!
//! Only invitations to us are judged: «звоните с 8 до 22», not «курьер приедет с 8 до 22». Not its duty: words such as
//! "around the clock" (the rule's file), hours written in words.

use super::{Code, Finding, Letter, Rule, Said};
use crate::schedule::Interval;

pub(super) const HOURS: Code = Code { id: "offers_what_is_not_there", look: hours };

fn hours(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(calendar) = letter.context.facts.calendar else { return };
    for number in letter.sentences_with("invites") {
        let sentence = &letter.sentences[number];
        let tokens: Vec<&str> = letter.tokens.as_str()[sentence.tokens.clone()].split_whitespace().collect();
        let wrong_hours = named_hours(&tokens).find(|named| !calendar.is_open_through(*named));
        let days_off = letter.sentences_with("on_days_off").contains(&number) && !calendar.works_on_weekends();
        let said = match wrong_hours {
            Some(named) => not_those_hours(named),
            None if days_off => not_on_days_off(),
            None => continue,
        };
        out.push(rule.finding(rule.card.severity, Some(sentence.range.clone()), said));
    }
}

/// «9:00-18:00», «с 9 до 18», "from 9 to 18", „de la 9 la 18”: two clock times around one of the words that part them.
fn named_hours(tokens: &[&str]) -> impl Iterator<Item = Interval> {
    const BETWEEN: &[&str] = &["-", "до", "to", "till", "until", "la", "and", "si", "и"];
    let together = tokens.iter().filter_map(|token| token.parse().ok());
    let apart = tokens
        .windows(3)
        .filter(|part| BETWEEN.contains(&part[1]))
        .filter_map(|part| format!("{}-{}", part[0], part[2]).parse().ok());
    together.chain(apart).collect::<Vec<_>>().into_iter()
}

fn not_those_hours(named: Interval) -> Said {
    Said::owned(
        format!("By its calendar the desk is not there {named}. Name the hours when somebody answers."),
        format!("По календарю в {named} отвечают не всё время. Назовите часы, в которые ответят наверняка."),
        format!("După calendar, între {named} nu răspunde mereu cineva. Numiți orele în care se răspunde."),
    )
}

fn not_on_days_off() -> Said {
    Said::new(
        "By its calendar nobody is at the desk on weekends. Name the days when somebody answers.",
        "По календарю в выходные здесь никого нет. Назовите дни, когда ответят.",
        "După calendar, la sfârșit de săptămână nu este nimeni. Numiți zilele în care se răspunde.",
    )
}
