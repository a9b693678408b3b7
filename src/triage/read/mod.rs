//! What stands in a complaint as it comes in, each with its place: the operator takes it over by one key or leaves it.
//!
//! Not its duty: whether it needs a call (`judge`).

mod amounts;
mod dates;
mod numbers;

use std::ops::Range;

use super::complaint::{Complaint, Reading, Said};
use super::engine::Triage;
use super::judge::united;
use super::letter::Letter;
use super::rule::Says;
use super::text::Text;

/// The strongest wish first: who wants his money back and an answer wants his money back.
const WISHES: &[&str] = &["refund", "replacement", "repair", "compensation", "delivery", "apology", "answer"];
/// So many harms are told; more is a story, to be read.
const HARMS: usize = 5;
/// A wish or a harm is shown with so many characters of its sentence.
const SAID_CHARS: usize = 200;

pub(super) fn read(triage: &Triage, complaint: &Complaint) -> Reading {
    let letter = Letter::of_body(complaint);
    let body = letter.body();
    let text = &letter.text;
    let (wishes, harms) = said(triage, &letter, complaint);
    Reading {
        language: letter.lang,
        heat: super::heat::heat(body),
        is_public: complaint.is_public || complaint.channel.is_some_and(|c| c.is_public()),
        questions: questions(text),
        wished_outcome: wishes.into_iter().min_by_key(|wish| rank_of(&wish.kind)),
        harm: harms,
        written_on: dates::written_on(body, complaint),
        ids: numbers::ids(text, body),
        amounts: amounts::amounts(text),
    }
}

fn rank_of(kind: &str) -> usize {
    WISHES.iter().position(|w| *w == kind).unwrap_or(WISHES.len())
}

fn said(triage: &Triage, letter: &Letter, complaint: &Complaint) -> (Vec<Said>, Vec<Said>) {
    let found = triage.find(letter, complaint.channel, |says| matches!(says, Says::Wish | Says::Harm));
    let (mut wishes, mut harms): (Vec<Said>, Vec<Said>) = (Vec::new(), Vec::new());
    for found in found {
        let into = if found.rule.says == Says::Wish { &mut wishes } else { &mut harms };
        into.extend(found.places.into_iter().map(|place| Said {
            text: in_one_line(sentence_around(letter, &place)),
            kind: found.rule.kind.clone(),
            evidence: place,
        }));
    }
    wishes.sort_by_key(|said| said.evidence.start);
    harms.sort_by_key(|said| said.evidence.start);
    harms.dedup_by(|a, b| a.text == b.text);
    harms.truncate(HARMS);
    (wishes, harms)
}

/// The sentence in which a place stands.
fn sentence_around<'l>(letter: &'l Letter, place: &Range<usize>) -> &'l str {
    let text = &letter.text;
    let at = text.token_at(place.start);
    let whole = text.original(text.sentence(at));
    letter.whole.get(whole.start..whole.end.max(place.end)).unwrap_or_default()
}

fn in_one_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SAID_CHARS) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// Sentences that ask, and hold more than marks and one word.
fn questions(text: &Text) -> Vec<Range<usize>> {
    let asking = text.sentences().iter().filter(|s| text.asks(s));
    let worded = asking.filter(|s| (*s).clone().filter(|at| text.is_word(*at)).nth(1).is_some());
    united(worded.map(|s| text.original(s.clone())).collect())
}

#[cfg(test)]
mod tests;
