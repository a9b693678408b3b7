//! Cases of one customer that look like one complaint: near in time, and nearly the same words or the same number.
//!
//! Precise rather than complete: a wrong suggestion costs a look each time, a missed one is found in the customer's card.
//! Not its duty: merging anything; an operator decides.

use std::collections::HashSet;

use jiff::SignedDuration;

use crate::model::{CaseFile, Duplicate, LikenessReason, MessageKind};
use crate::text::{fold, words};

/// What was written within this time is compared by its words …
const NEAR: SignedDuration = SignedDuration::from_hours(14 * 24);
/// … and within this time by the numbers in it.
const NEAR_BY_NUMBER: SignedDuration = SignedDuration::from_hours(60 * 24);
/// What was sent twice in a day needs less likeness.
const SAME_DAY: SignedDuration = SignedDuration::from_hours(36);
/// Shared words and pairs of words, in percent of what both have.
const LIKE: u32 = 45;
const LIKE_ON_A_DAY: u32 = 30;
/// Fewer words than this say too little to be like others.
const FEWEST_WORDS: usize = 5;
/// A number with fewer digits is an amount, a day or an hour.
const FEWEST_DIGITS: usize = 5;
/// Letters of a word that are compared: what differs behind them is its ending.
const STEM: usize = 5;
/// More are no help to anybody.
const MOST: usize = 3;

/// The others that look like the same complaint as `file`, the likest first.
pub fn duplicates(file: &CaseFile, others: &[CaseFile]) -> Vec<Duplicate> {
    let own = Said::of(file);
    let mut found: Vec<(u32, Duplicate)> = others
        .iter()
        .filter(|other| other.case.id != file.case.id)
        .filter_map(|other| like(&own, file, other))
        .collect();
    found.sort_by_key(|(likeness, duplicate)| (std::cmp::Reverse(*likeness), std::cmp::Reverse(duplicate.number)));
    found.into_iter().map(|(_, duplicate)| duplicate).take(MOST).collect()
}

fn like(own: &Said, file: &CaseFile, other: &CaseFile) -> Option<(u32, Duplicate)> {
    let apart = file.case.received_at.duration_since(other.case.received_at).abs();
    let said = Said::of(other);
    let duplicate = |reason, evidence| Duplicate {
        case: other.case.id,
        number: other.case.number,
        reason,
        evidence,
        dismissed_by: None,
    };
    if apart <= NEAR_BY_NUMBER
        && let Some(number) = own.numbers.iter().find(|number| said.numbers.contains(*number))
    {
        return Some((100, duplicate(LikenessReason::Number, number.clone())));
    }
    let likeness = own.likeness(&said)?;
    let bar = if apart <= SAME_DAY { LIKE_ON_A_DAY } else { LIKE };
    (apart <= NEAR && likeness >= bar).then(|| (likeness, duplicate(LikenessReason::Words, likeness.to_string())))
}

/// What the customer says first in a case.
struct Said {
    /// Stems and neighbouring pairs of stems.
    parts: HashSet<String>,
    words: usize,
    /// Numbers that name something, in the order of the text.
    numbers: Vec<String>,
}

impl Said {
    fn of(file: &CaseFile) -> Self {
        let first = file.messages.iter().find(|m| m.kind == MessageKind::Inbound);
        let body = first.map_or("", |m| m.body.as_str());
        let own: String =
            body.lines().filter(|line| !line.trim_start().starts_with('>')).collect::<Vec<_>>().join("\n");
        let phones: Vec<String> = file.customer.contacts.iter().map(|c| digits(&c.address)).collect();
        let numbers = numbers(&format!("{} {own}", file.case.subject));
        let numbers = numbers.into_iter().filter(|n| !phones.iter().any(|phone| phone.ends_with(n.as_str()))).collect();
        let stems: Vec<String> = words(&own).filter_map(|(_, word)| stem(word)).collect();
        let pairs = stems.windows(2).map(|pair| pair.join(" "));
        Self { words: stems.len(), parts: pairs.chain(stems.iter().cloned()).collect(), numbers }
    }

    /// In percent; none where one of them says too little.
    fn likeness(&self, other: &Self) -> Option<u32> {
        let fewest = self.words.min(other.words);
        let all = self.parts.len() + other.parts.len();
        if fewest < FEWEST_WORDS || all == 0 {
            return None;
        }
        let shared = self.parts.intersection(&other.parts).count();
        u32::try_from(200 * shared / all).ok()
    }
}

/// The beginning of a word that says something; short words and greetings stand in every letter.
fn stem(word: &str) -> Option<String> {
    const GREETINGS: [&str; 8] = ["здрав", "добры", "уважа", "hello", "dear", "buna", "stima", "спаси"];
    let stem: String = fold(word).chars().take(STEM).collect();
    let says = stem.chars().count() > 2 && stem.starts_with(char::is_alphabetic);
    (says && !GREETINGS.contains(&stem.as_str())).then_some(stem)
}

/// Runs of letters and digits with enough digits in them: orders, contracts, invoices. Telephones and the like, which hold
/// marks, come as one run of digits.
fn numbers(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '№' | '#');
    let mut out: Vec<String> = Vec::new();
    for run in text.split(|c: char| !is_part(c)) {
        let number = digits(run);
        let is_date = !run.contains(char::is_alphabetic) && run.matches(['-', '/']).count() == 2 && number.len() <= 8;
        if number.len() >= FEWEST_DIGITS && !is_date && !out.contains(&number) {
            out.push(number);
        }
    }
    out
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CaseId, Contact};
    use crate::schedule::fixtures::{at, case, case_file, message};

    fn said(number: u64, received: &str, body: &str) -> CaseFile {
        let mut case = case();
        (case.id, case.number, case.received_at) = (CaseId(uuid::Uuid::from_u128(number.into())), number, at(received));
        let mut first = message(1, MessageKind::Inbound);
        first.body = body.into();
        case_file(case, vec![first])
    }

    fn found(new: &CaseFile, old: &[CaseFile]) -> Vec<(u64, String)> {
        duplicates(new, old).into_iter().map(|d| (d.number, format!("{} {}", d.reason, d.evidence))).collect()
    }

    const FIRST: &str = "Здравствуйте! Заказ не привезли третий день, курьер не звонит, в чате мне никто не отвечает.";

    #[test]
    fn the_same_words_a_day_later_are_the_same_complaint() {
        let old = said(1, "2026-03-02T08:00Z", FIRST);
        let again = "Добрый день. Третий день не привезли заказ! Курьер не звонит, в чате никто не отвечает. Где он?";
        assert_eq!(found(&said(2, "2026-03-03T08:00Z", again), std::slice::from_ref(&old))[0].0, 1);
        assert_eq!(found(&said(2, "2026-04-03T08:00Z", again), &[old]), [], "a month later it is another one");
    }

    #[test]
    fn another_matter_is_not_suggested() {
        let old = said(1, "2026-03-02T08:00Z", FIRST);
        for other in [
            "Ваш мастер поцарапал паркет в комнате и ушёл, не сказав ни слова. Прошу возместить ремонт.",
            "Не привезли.",
            "",
            "👍",
        ] {
            assert_eq!(found(&said(2, "2026-03-02T12:00Z", other), std::slice::from_ref(&old)), [], "{other}");
        }
    }

    #[test]
    fn the_same_order_is_the_same_matter_in_any_words() {
        let old = said(1, "2026-03-02T08:00Z", "Where is order A-4471203? It should have come on 2026-03-01.");
        let new = said(2, "2026-03-20T08:00Z", "Comanda mea 4471203 nu a ajuns, vreau banii.");
        assert_eq!(found(&new, &[old]), [(1, "number 4471203".into())]);
    }

    #[test]
    fn a_day_an_amount_and_his_own_telephone_name_no_matter() {
        let mut old = said(1, "2026-03-02T08:00Z", "Paid 1250 on 2026-03-01, call +7 495 123-45-67.");
        let mut new =
            said(2, "2026-03-02T12:00Z", "On 2026-03-01 I lost 1250 lei. My number is 74951234567, thank you.");
        for file in [&mut old, &mut new] {
            file.customer.contacts.push(Contact { channel: "phone".into(), address: "+7 (495) 123-45-67".into() });
        }
        assert_eq!(found(&new, &[old]), []);
    }

    #[test]
    fn the_likest_stands_first_and_a_case_is_not_its_own_twin() {
        let exact = said(1, "2026-03-02T08:00Z", FIRST);
        let near = said(2, "2026-03-02T09:00Z", "Заказ не привезли третий день, курьер не звонит, помогите.");
        let new = said(3, "2026-03-02T10:00Z", FIRST);
        let numbers: Vec<_> = found(&new, &[near, exact, new.clone()]).into_iter().map(|(n, _)| n).collect();
        assert_eq!(numbers, [1, 2]);
    }
}
