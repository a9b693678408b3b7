//! A promise that goes on behind another in the same sentence with a day of its own and no verb: "Danuta fits the rails
//! on Monday, Olu the half-step on Tuesday", «штукатур зайдёт во вторник, маляр — в четверг».
//!
//! Not its duty: clauses with a verb (`joining`), sentences that have none at all (`general`).

use std::ops::Range;

use super::{Sentence, Unit};
use crate::letter::promises::dates::{self, Part, Role};
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
        let Some(unit) = self.unit.as_ref().filter(|unit| has_day(&unit.parts) && has_day(clause.dates)) else {
            return false;
        };
        let when = |parts: &[Part]| dates::moment(parts, self.now, self.before(true));
        let (own, first) = (when(clause.dates), when(&unit.parts));
        let is_other = own.is_some_and(|own| first.is_some_and(|first| own.date() != first.date()));
        if !is_other || segment.joined.any(Tags::OR) || clause.has(Tags::PAST | Tags::SAID | Tags::NOT) {
            return false;
        }
        // «маляр — в четверг»: the mark stands between the thing and its day.
        let is_day_alone = self.names_date_only(clause);
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
    const SHORTEST: usize = 3;
    let in_date = |i: usize| dates.iter().any(|p| p.at.contains(&i)) || tokens.date(i).is_some();
    let free = || at.clone().filter(|i| !in_date(*i) && !tokens.word(*i).is_empty());
    let hangs = free().next().is_none_or(|first| tokens.is(first, HANGS_ON) && !in_date(first + 1));
    let content = free().filter(|i| tokens.word(*i).chars().count() >= SHORTEST).count();
    !hangs && content > 0 && !free().any(|i| tokens.is(i, SAME_DAY))
}
