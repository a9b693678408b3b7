//! What a letter promises, and by when: first drafts of follow-ups, for the operator to confirm before it leaves.
//!
//! Precise rather than complete: a sentence counts when its writer commits himself, and not when it asks, reports,
//! offers on a condition or speaks in general. Quotations are not read (R160). Not its duty: opening anything.

mod dates;
mod vocabulary;

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::quote::mask_quotes;
use crate::model::{Due, FollowUpKind};
use crate::text::{fold, sentences};
pub use dates::Moment;
use vocabulary::Vocabulary;

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
    let words = Vocabulary::of(lang);
    own_sentences(text)
        .filter_map(|range| {
            let sentence = fold(&text[range.clone()]);
            if words.is_no_promise(&sentence) {
                return None;
            }
            let when = dates::moment(&sentence, lang, now);
            let is_control = words.is_personal_control(&sentence);
            let commits = is_control || words.commits(&sentence) || (when.is_some() && words.announces(&sentence));
            let kind = if is_control { FollowUpKind::PersonalControl } else { FollowUpKind::Promise };
            commits.then(|| Promise { range, when, actor: Actor::We, act: Act::Do, kind })
        })
        .collect()
}

/// The dates of a text of ours with their places in bytes, whatever is said about them; quotations are not read.
#[allow(dead_code, reason = "for the checks of dates")]
pub(crate) fn dates_in(text: &str, lang: &str, now: DateTime) -> Vec<(Range<usize>, Moment)> {
    own_sentences(text).filter_map(|r| Some((r.clone(), dates::moment(&fold(&text[r]), lang, now)?))).collect()
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

/// The sentence in which the writer takes personal control; it wants a date before the letter leaves (R85).
pub fn personal_control(text: &str, lang: &str) -> Option<Range<usize>> {
    let words = Vocabulary::of(lang);
    own_sentences(text).find(|range| {
        let sentence = fold(&text[range.clone()]);
        words.is_personal_control(&sentence) && !words.is_no_promise(&sentence)
    })
}

/// Sentences of our own words, closing marks left out; questions are none.
fn own_sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    sentences(&mask_quotes(text)).into_iter().filter_map(|range| {
        let sentence = &text[range.clone()];
        let bare = sentence.trim_end_matches(['.', '!', '…', ' ']);
        (!bare.ends_with('?') && !bare.is_empty()).then(|| range.start..range.start + bare.len())
    })
}

#[cfg(test)]
mod tests;
