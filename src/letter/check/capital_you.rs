//! «Вы» to one person is written with a capital letter (R156).

use std::ops::Range;

use super::{Code, Finding, Letter, Rule, Said};
use crate::model::Channel;

pub(super) const LOWER_CASE_YOU: Code = Code { id: "lower_case_you", look: lower_case_you };

/// No letter needs more places than these in one repair.
const MOST: usize = 200;

fn lower_case_you(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    // In a chat or in public talk the small letter is common usage.
    let is_letter = matches!(letter.context.channel, Channel::Email | Channel::Paper | Channel::WebForm);
    if letter.context.lang != "ru" || letter.context.public || !is_letter {
        return;
    }
    let is_lower = |r: &Range<usize>| letter.text[r.clone()].starts_with(char::is_lowercase);
    let places: Vec<Range<usize>> = letter
        .tokens
        .iter()
        .filter(|(token, _)| is_you(token))
        .map(|(_, range)| range)
        .filter(is_lower)
        .take(MOST)
        .collect();
    let Some(first) = places.first().cloned() else { return };
    if speaks_to_many(letter) {
        return;
    }
    let whole = first.start..places[places.len() - 1].end;
    let mut text = letter.text[whole.clone()].to_owned();
    for place in places.iter().rev() {
        let at = place.start - whole.start;
        text.replace_range(at..at + 'в'.len_utf8(), "В");
    }
    let finding = rule.finding(rule.card.severity, Some(first), rule.card.message.clone());
    out.push(finding.with_fix(fix_label(places.len()), whole, text));
}

fn fix_label(count: usize) -> Said {
    Said::owned(format!("вы → Вы ({count})"), format!("вы → Вы ({count})"), format!("вы → Вы ({count})"))
}

fn is_you(token: &str) -> bool {
    matches!(token, "вы" | "вас" | "вам" | "вами")
        || token.strip_prefix("ваш").is_some_and(|end| {
            matches!(end, "" | "а" | "е" | "и" | "у" | "его" | "ему" | "ей" | "им" | "ем" | "их" | "ими")
        })
}

/// Several people are addressed: then the small letter is right.
fn speaks_to_many(letter: &Letter<'_>) -> bool {
    const MANY: [&str; 13] = [
        " вы оба ",
        " вы обе ",
        " вас обоих ",
        " вам обоим ",
        " вы все ",
        " вас всех ",
        " всем вам ",
        " вы с муж",
        " вы с жен",
        " вы с дет",
        " уважаемые ",
        " дорогие ",
        " коллеги ",
    ];
    MANY.iter().any(|words| letter.tokens.as_str().contains(words))
}
