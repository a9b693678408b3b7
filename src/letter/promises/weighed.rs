//! Sentences that promise by the weight of their words, where neither a verb that is known nor a clause with a day shows
//! it: "The manager will be informed", «Как только мастер освободится, он к Вам заедет», "From 1 March you pay the old price".
//!
//! Last of all: only sentences in which nothing else found a promise. Not its duty: the weights (`gist`).

use jiff::civil::DateTime;

use super::clauses::Found;
use super::dates::{self, Before, Moment, Part, Role};
use super::lexicon::{Lang, Tags};
use super::reading::{Needs, Predicate};
use super::span::trimmed;
use super::tokens::Tokens;
use super::{Act, Actor};
use crate::gist::{self, Rate};

/// What promises are called in the labelled sentences.
const PROMISE: &str = "promise";
/// How few sentences that promise nothing weigh as much: with a day to come, and without.
const DATED: Rate = Rate::One;
const UNDATED: Rate = Rate::One;
/// A longer sentence says too many things.
const MOST_TOKENS: usize = 60;
/// "Thank you!" says nothing of the kind, whatever its words weigh.
const FEWEST_WORDS: usize = 3;

/// The sentence as a promise.
pub(super) fn promise(tokens: &Tokens<'_>, parts: &[Part], now: DateTime, before: Before<'_>) -> Option<Found> {
    let words = (0..tokens.len()).filter(|at| !tokens.word(*at).is_empty()).count();
    if tokens.len() > MOST_TOKENS || words < FEWEST_WORDS {
        return None;
    }
    let own: Vec<Part> = parts.iter().filter(|p| !matches!(p.role, Role::Of | Role::After)).cloned().collect();
    let when = dates::moment(&own, now, before);
    if own.iter().any(dates::is_past) || when.is_some_and(|when| is_over(when, now)) {
        return None;
    }
    let rate = if when.is_some() { DATED } else { UNDATED };
    says_so(tokens, rate).then(|| Found { at: trimmed(tokens, 0..tokens.len()), when, predicate: predicate(tokens) })
}

fn is_over(when: Moment, now: DateTime) -> bool {
    match when {
        Moment::Day(day) => day < now.date(),
        Moment::Hour(at) => at < now,
    }
}

fn says_so(tokens: &Tokens<'_>, rate: Rate) -> bool {
    let lang = match tokens.lang {
        Lang::Ru => "ru",
        Lang::En => "en",
        Lang::Ro => "ro",
    };
    let Some(reader) = gist::letters(lang) else { return false };
    let words = crate::text::Tokens::of(tokens.passage(0..tokens.len()));
    reader.read_once(words.as_str()).says(PROMISE, rate)
}

fn predicate(tokens: &Tokens<'_>) -> Predicate {
    let has = |tags: Tags| (0..tokens.len()).any(|at| tokens.tags(at).any(tags));
    let actor = match () {
        () if has(Tags::I) => Actor::Me,
        () if has(Tags::WE) => Actor::We,
        () => Actor::Ours,
    };
    let act = match () {
        () if has(Tags::CONTACT) => Act::Contact,
        () if has(Tags::CHECK) => Act::Check,
        () => Act::Do,
    };
    Predicate { at: 0, actor, act, needs: Needs::Nothing, personal: false, subject: true }
}
