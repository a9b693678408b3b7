//! What a letter promises, and by when: first drafts of follow-ups, for the operator to confirm before it leaves.
//!
//! Precise rather than complete: a sentence counts when its writer commits himself, and not when it asks, reports,
//! offers on a condition or speaks in general. Quotations are not read (R160). Not its duty: opening anything.

mod clauses;
mod dates;
mod english;
mod general;
mod lexicon;
mod nobody;
mod nominal;
mod polite;
mod reading;
mod remembered;
mod romanian;
mod russian;
mod segments;
mod span;
mod tokens;
mod told;
mod vow;
mod weighed;

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;

use super::quote::mask_quotes;
use crate::model::{Due, FollowUpKind};
use crate::text::sentences;
pub use dates::Moment;
use lexicon::Lexicon;
use remembered::Asked;

/// Who will act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Me,
    We,
    /// Our people or things: the fitter, the parcel, the money.
    Ours,
}

/// What will be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Writing, calling, reporting.
    Contact,
    /// Checking, watching, seeing to it.
    Check,
    Do,
}

/// A clause that promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Bytes of the letter: the clause without its closing mark.
    pub range: Range<usize>,
    /// The latest moment that keeps it, on the writer's clock; none for a promise without a date.
    pub when: Option<Moment>,
    pub actor: Actor,
    pub act: Act,
    /// `Promise`, or `PersonalControl` for the assurance of personal control (R85).
    pub kind: FollowUpKind,
}

/// A promise as the draft of a follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseDraft {
    /// Bytes of the letter, without the closing mark.
    pub range: Range<usize>,
    pub text: String,
    /// The latest moment that keeps it; none for a promise without a date.
    pub due: Option<Due>,
    /// `Promise`, or `PersonalControl` for the assurance of personal control (R85).
    pub kind: FollowUpKind,
}

/// The promises of a letter written when the writer's clock shows `now`, in the order of the text.
pub fn read_promises(text: &str, lang: &str, now: DateTime) -> Vec<Promise> {
    let lexicon = Lexicon::of(lang);
    let masked = mask(text);
    // No promise is kept by the second, and what was read in this minute holds.
    let now = now.date().at(now.hour(), now.minute(), 0, 0);
    let (mut out, mut last) = (Vec::new(), None);
    let (mut earlier, mut end) = (None, 0);
    for sentence in sentences(&masked) {
        // A day named in another paragraph is far.
        let is_near = !is_paragraph_end(&masked[end..sentence.start]);
        end = sentence.end;
        let named = earlier.take().filter(|_| is_near);
        if is_question(&masked[sentence.clone()]) {
            continue;
        }
        let sentence = span::behind_closing(&masked, sentence);
        let asked = Asked { sentence: masked[sentence.clone()].to_owned(), lang: lexicon.lang, now, last, named };
        let said = asked.said(lexicon);
        (last, earlier) = (said.last, said.day);
        let in_letter = |p: &Promise| sentence.start + p.range.start..sentence.start + p.range.end;
        out.extend(said.promises.iter().map(|p| Promise { range: in_letter(p), ..p.clone() }));
    }
    out
}

/// An empty line.
fn is_paragraph_end(between: &str) -> bool {
    between.bytes().filter(|b| *b == b'\n').count() > 1
}

/// The dates of a text with their places in bytes, whatever is said about them: how the tests look at them alone.
#[cfg(test)]
fn dates_in(text: &str, lang: &str, now: DateTime) -> Vec<(Range<usize>, Moment)> {
    let lexicon = Lexicon::of(lang);
    let masked = mask(text);
    let mut out = Vec::new();
    for sentence in sentences(&masked) {
        let tokens = tokens::Tokens::read(&masked, sentence, lexicon);
        for part in dates::parts(&tokens, now) {
            if let Some(moment) = dates::single(&part, now) {
                out.push((tokens.items[part.at.start].range.start..tokens.items[part.at.end - 1].range.end, moment));
            }
        }
    }
    out
}

/// The text without quoted lines and without what stands in quotation marks, all places kept.
fn mask(text: &str) -> Cow<'_, str> {
    let lines = mask_quotes(text);
    let mut out: Option<Vec<u8>> = None;
    let mut open: Option<(usize, char)> = None;
    let mut line_start = 0;
    for (at, c) in lines.char_indices() {
        match (open, c) {
            (_, '\n') => (open, line_start) = (None, at + 1),
            (Some((start, close)), _) if is_closing(c, close) => {
                open = None;
                // A line that is a quotation as a whole is somebody's way to write his own words.
                if !lines[line_start..start].trim_matches(['«', '"', '„', '“', ' ']).is_empty() {
                    out.get_or_insert_with(|| lines.as_bytes().to_vec())[start..at].fill(b' ');
                }
            }
            (None, '«') => open = Some((at + c.len_utf8(), '»')),
            (None, '„' | '“') => open = Some((at + c.len_utf8(), '”')),
            (None, '"') => open = Some((at + 1, '"')),
            _ => {}
        }
    }
    match out.map(String::from_utf8) {
        Some(Ok(masked)) => Cow::Owned(masked),
        _ => lines,
    }
}

/// «…», "…", „…”, “…”; the German “ closes „ too.
fn is_closing(c: char, close: char) -> bool {
    c == close || (close == '”' && c == '“')
}

fn is_question(sentence: &str) -> bool {
    sentence.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?').ends_with('?')
}

/// The promises of a letter written at `now` by somebody whose clock shows `zone` (IANA; unknown is read as UTC).
pub fn promises(text: &str, lang: &str, now: Timestamp, zone: &str) -> Vec<PromiseDraft> {
    let now = now.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).datetime();
    let draft = |promise: Promise| PromiseDraft {
        text: text[promise.range.clone()].to_owned(),
        due: promise.when.and_then(|when| when.due(zone)),
        range: promise.range,
        kind: promise.kind,
    };
    read_promises(text, lang, now).into_iter().map(draft).collect()
}

/// The clause in which the writer takes personal control; it wants a date before the letter leaves (R85).
pub fn personal_control(text: &str, lang: &str) -> Option<Range<usize>> {
    let any_time = date(2000, 1, 3).at(9, 0, 0, 0);
    let found = read_promises(text, lang, any_time).into_iter().find(|p| p.kind == FollowUpKind::PersonalControl);
    found.map(|promise| promise.range)
}

#[cfg(test)]
mod tests;
