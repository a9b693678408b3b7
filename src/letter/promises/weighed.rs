//! Sentences that promise by the weight of their words, where neither a verb that is known nor a clause with a day shows
//! it: "The manager will be informed", «Как только мастер освободится, он к Вам заедет», "From 1 March you pay the old price".
//!
//! Last of all: only sentences in which nothing else found a promise. Not its duty: the weights (`gist`).

use jiff::civil::DateTime;

use super::clauses::Found;
use super::dates::{self, Before, Moment, Part, Role};
use super::general;
use super::lexicon::Tags;
use super::reading::{Clause, Needs, Predicate};
use super::segments::{Opener, Segment, segments};
use super::span::trimmed;
use super::tokens::Tokens;
use super::told;
use super::{Act, Actor};
use crate::gist::{self, Rate};

/// What promises are called in the labelled sentences.
const PROMISE: &str = "promise";
/// How few sentences that promise nothing weigh as much: with a day to come, and without.
const DATED: Rate = Rate::Half;
const UNDATED: Rate = Rate::One;
/// A longer sentence says too many things.
const MOST_TOKENS: usize = 60;
/// "Thank you!" says nothing of the kind, whatever its words weigh.
const FEWEST_WORDS: usize = 3;

/// Words of absence, invitations, prices, opening hours and enclosures, whose days are kept by nobody's promise.
const NOTICES: &[&str] = &[
    "отпуске",
    "отпуск",
    "закрыты",
    "выходной",
    "приглашаем",
    "приглашаю",
    "жду",
    "ждем",
    "режим",
    "часы",
    "график",
    "прилагаю",
    "прикладываю",
    "office",
    "holiday",
    "closed",
    "invite",
    "attached",
    "enclosed",
    "concediu",
    "inchis",
    "inchisi",
    "inchise",
    "invitam",
    "invit",
    "astept",
    "asteptam",
    "programul",
    "orarul",
    "atasat",
    "atasez",
    "anexat",
    "anexez",
];

const COSTS: &[&str] = &["стоит", "стоят", "costs", "costa"];

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
    if is_ruled(tokens, parts, when.is_some()) {
        return None;
    }
    let rate = if when.is_some() { DATED } else { UNDATED };
    says_so(tokens, rate).then(|| Found { at: trimmed(tokens, 0..tokens.len()), when, predicate: predicate(tokens) })
}

/// Whether the sentence's grammar denies what its words weigh: a condition, a request, what only tells of its time, a
/// notice of absence, prices or hours.
fn is_ruled(tokens: &Tokens<'_>, parts: &[Part], is_dated: bool) -> bool {
    let all = 0..tokens.len();
    let denied = |i: usize| tokens.tags(i).any(Tags::NOT);
    let cannot = |i: usize| denied(i) && (i.saturating_sub(1)..i + 2).any(|j| tokens.tags(j).any(Tags::CAN));
    let is_price = |i: usize| tokens.is(i, COSTS) && (i + 1..i + 3).any(|j| tokens.number(j).is_some());
    let is_off = |i: usize| tokens.is(i, &["off"]) && tokens.is(i.wrapping_sub(1), &["is", "are", "'s"]);
    all.clone().any(|i| tokens.is(i, NOTICES) || is_off(i) || is_price(i) || cannot(i))
        || !is_dated && (0..FEWEST_WORDS).any(denied)
        || segments(tokens, parts).iter().any(|segment| rules(tokens, parts, segment))
}

/// A clause that keeps the sentence from being a promise.
fn rules(tokens: &Tokens<'_>, parts: &[Part], segment: &Segment) -> bool {
    let dates = parts.iter().filter(|p| segment.at.contains(&p.at.start)).cloned().collect::<Vec<_>>();
    let clause = Clause { tokens, at: segment.at.clone(), dates: &dates, goes_on: false };
    let is_condition = match segment.opener {
        // "To see if" is no condition.
        Opener::If => segment.at.start == 0 || segment.mark.is_some() || segment.joined != Tags::NONE,
        Opener::When => general::names_customer(&clause),
        _ => false,
    };
    is_condition
        || told::is_told(&clause)
        || !dates.is_empty() && (told::is_past(&clause) || general::asks(&clause) || denies(&clause))
}

/// "Tomorrow we are not coming", «ни завтра, ни через неделю»: nothing will be, unless it is that something will be no more.
fn denies(clause: &Clause<'_>) -> bool {
    const NO_MORE: &[&str] = &[
        "больше",
        "более",
        "никто",
        "ничего",
        "впредь",
        "никогда",
        "again",
        "longer",
        "more",
        "anymore",
        "charge",
        "charged",
        "cost",
        "fee",
        "only",
        "doubt",
        "mai",
        "nimeni",
        "nimic",
        "niciodata",
    ];
    const LATER: &[&str] = &["позднее", "позже", "раньше", "later", "than", "tarziu", "just"];
    let t = clause.tokens;
    let is_denied = |i: usize| t.tags(i).any(Tags::NOT) && !(i + 1..i + 3).any(|j| t.is(j, LATER));
    clause.at.clone().any(is_denied) && !clause.at.clone().any(|i| t.is(i, NO_MORE))
}

fn is_over(when: Moment, now: DateTime) -> bool {
    match when {
        Moment::Day(day) => day < now.date(),
        Moment::Hour(at) => at < now,
    }
}

fn says_so(tokens: &Tokens<'_>, rate: Rate) -> bool {
    let Some(reader) = gist::letters(tokens.lang.tag()) else { return false };
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
