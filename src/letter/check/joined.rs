//! Two sentences without a blank between them: what remains where a passage was put in (R156).
//!
//! Not its duty: words (`spelling`, the packs), names with points inside ("Booking.com", «А.Б. Иванов»).

use super::{Code, Finding, Letter, Rule, Said};

pub(super) const JOINED: Code = Code { id: "joined_sentences", look: joined };

const SEPARATE: Said = Said::new("put a blank", "вставить пробел", "pune un spațiu");
/// Shorter words before a point are abbreviations: «т.Е», "St.John".
const SHORTEST: usize = 3;

fn joined(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let own = &letter.outline.own;
    for (at, mark) in own.match_indices(['.', '!', '?', '…']) {
        let behind = at + mark.len();
        if ends_word(&own[..at]) && begins_sentence(&own[behind..]) {
            let place = at..behind;
            let said = rule.card.message.clone();
            let fix = format!("{mark} ");
            out.push(rule.finding(rule.card.severity, Some(place.clone()), said).with_fix(SEPARATE, place, fix));
        }
    }
}

/// A word in small letters, or a number with one: «к 18:00», "by 6pm".
fn ends_word(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_hour = word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit()) && before.ends_with(&format!(":{word}"));
    let is_address = before.rsplit(char::is_whitespace).next().is_some_and(|token| token.contains(['@', '/', '.']));
    is_hour || !is_address && word.chars().count() >= SHORTEST && word.chars().all(char::is_lowercase)
}

fn begins_sentence(after: &str) -> bool {
    let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let rest = &after[word.len()..];
    let mut letters = word.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
    // "node.Js/…", "shop.Example.com": what goes on without a blank is an address.
    is_capital && (rest.is_empty() || rest.starts_with([' ', '\n', ',', ';', ':', '!', '?', '-', '’', '\'']))
}
