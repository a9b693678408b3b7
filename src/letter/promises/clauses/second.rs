//! A promise that goes on behind another in the same sentence with a day of its own and no verb: "Danuta fits the rails
//! on Monday, Olu the half-step on Tuesday", «штукатур зайдёт во вторник, маляр — в четверг».
//!
//! Not its duty: clauses with a verb (`joining`), sentences that have none at all (`general`).

use std::ops::Range;

use super::{Sentence, Unit};
use crate::letter::promises::dates::{self, Moment, Part, Role};
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::{Clause, Needs};
use crate::letter::promises::segments::Segment;
use crate::letter::promises::tokens::Tokens;

/// What only tells more of the day before, or takes it back.
const SAME_DAY: &[&str] = &[
    "than",
    "after",
    "before",
    "later",
    "latest",
    "earliest",
    "instead",
    "not",
    "week",
    "day",
    "days",
    "weather",
    "as",
    "which",
    "that",
    "then",
    "again",
    "или",
    "не",
    "чем",
    "после",
    "вместо",
    "позже",
    "позднее",
    "раньше",
    "день",
    "дня",
    "неделю",
    "то",
    "есть",
    "это",
    "максимум",
    "включительно",
    "снова",
    "опять",
    "nu",
    "decat",
    "dupa",
    "inainte",
    "cel",
    "adica",
    "ziua",
    "zi",
    "saptamana",
    "maximum",
    "apoi",
    "iar",
    "loc",
];
/// What hangs a thing on the verb before it.
const HANGS_ON: &[&str] = &[
    "with",
    "for",
    "at",
    "in",
    "from",
    "including",
    "without",
    "on",
    "to",
    "by",
    "of",
    "с",
    "со",
    "для",
    "включая",
    "без",
    "от",
    "в",
    "во",
    "на",
    "по",
    "cu",
    "pentru",
    "fara",
    "inclusiv",
    "la",
    "din",
    "de",
    "pe",
    "prin",
];

impl Sentence<'_> {
    /// A piece without a verb that has words and a day of its own begins the next promise; whether it does.
    pub(super) fn second(&mut self, segment: &Segment, clause: &Clause<'_>) -> bool {
        let Some(unit) = self.unit.as_ref().filter(|unit| self.has_other_day(unit, clause)) else { return false };
        if segment.joined.any(Tags::OR) || clause.has(Tags::PAST | Tags::SAID | Tags::NOT) {
            return false;
        }
        // «маляр — в четверг»: the mark stands between the thing and its day.
        let is_day_alone = !has_words(self.tokens, clause.at.clone(), clause.dates);
        let start = match unit.tail.filter(|_| is_day_alone && segment.mark.is_some()) {
            Some(tail) => tail,
            None if is_day_alone => return false,
            None => segment.at.start,
        };
        if !is_thing(self.tokens, start..clause.at.end, clause.dates) {
            return false;
        }
        let predicate = unit.predicate;
        if let Some(unit) = self.unit.as_mut().filter(|_| start < segment.at.start) {
            unit.at.end = start;
        }
        self.close();
        let needs = Needs::Day;
        self.begin(start, super::Predicate { needs, subject: true, ..predicate }, clause);
        true
    }
}

impl Sentence<'_> {
    /// A day of the clause, and another one of the promise before it.
    pub(super) fn has_other_day(&self, unit: &Unit, clause: &Clause<'_>) -> bool {
        if !has_day(&unit.parts) || !has_day(clause.dates) {
            return false;
        }
        let when = |parts: &[Part]| dates::moment(parts, self.now, self.before(true));
        let is_soon = clause.dates.iter().any(dates::is_distance);
        let differ = |own: Moment, first: Moment| own.date() != first.date() || is_soon && own != first;
        when(clause.dates).zip(when(&unit.parts)).is_some_and(|(own, first)| differ(own, first))
    }
}

impl Unit {
    /// Remembers where a piece without a day begins, for one that may stand behind the next mark.
    pub(super) fn trail(&mut self, segment: &Segment, clause: &Clause<'_>) {
        let begins = matches!(segment.mark, Some(',' | ';')) || segment.joined.any(Tags::AND | Tags::BUT);
        self.tail = (begins && clause.dates.is_empty()).then_some(segment.at.start);
    }
}

fn has_day(parts: &[Part]) -> bool {
    parts.iter().any(|p| dates::is_point(p) && !dates::is_hour(p) && !matches!(p.role, Role::Of | Role::After))
        || parts.iter().any(dates::is_distance)
}

/// Words that name something: no mere preposition, no second word on the day itself.
pub(in crate::letter::promises) fn is_thing(tokens: &Tokens<'_>, at: Range<usize>, dates: &[Part]) -> bool {
    let at = behind_joiner(tokens, at);
    let in_date = |i: usize| dates.iter().any(|p| p.at.contains(&i)) || tokens.date(i).is_some();
    let free = || at.clone().filter(|i| !in_date(*i) && !tokens.word(*i).is_empty());
    let hangs = free().next().is_none_or(|first| tokens.is(first, HANGS_ON) && !in_date(first + 1));
    !hangs && has_words(tokens, at.clone(), dates) && !free().any(|i| tokens.is(i, SAME_DAY))
}

/// Words beside the date.
fn has_words(tokens: &Tokens<'_>, at: Range<usize>, dates: &[Part]) -> bool {
    const SHORTEST: usize = 3;
    let in_date = |i: usize| dates.iter().any(|p| p.at.contains(&i)) || tokens.date(i).is_some();
    at.into_iter().any(|i| !in_date(i) && tokens.word(i).chars().count() >= SHORTEST)
}

/// "As well as", "plus", "then" only join.
fn behind_joiner(tokens: &Tokens<'_>, at: Range<usize>) -> Range<usize> {
    const JOINERS: &[&[&str]] = &[
        &["as", "well", "as"],
        &["plus"],
        &["then"],
        &["and", "then"],
        &["потом"],
        &["затем"],
        &["плюс"],
        &["apoi"],
        &["precum", "si"],
    ];
    let is = |words: &&&[&str]| words.iter().enumerate().all(|(i, word)| tokens.is(at.start + i, &[word]));
    let length = JOINERS.iter().find(is).map_or(0, |words| words.len());
    (at.start + length).min(at.end)..at.end
}
