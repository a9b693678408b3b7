//! A promise and its date on the two sides of a mark: «деньги вернём переводом: отправлю 30 ноября», «это 3 декабря, с 10
//! до 13: новую привезём», "vă întoarcem banii, îi vedeți pe factura din 5 decembrie".
//!
//! Not its duty: nouns with a date behind a mark (`nominal`).

use super::{Sentence, Unit, extend};
use crate::letter::promises::dates::{self, Before, Moment, Part, Role};
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::{Clause, Needs, Reading};
use crate::letter::promises::segments::Segment;

/// What the customer does with a bill that shows what was promised.
const SEES: &[&str] =
    &["увидите", "найдете", "see", "find", "vedeti", "gasiti", "vedea", "gasi", "regasiti", "apare", "появится"];

impl Sentence<'_> {
    /// Behind a colon the promise in hand, which has no date, is told again with one; whether it is.
    pub(super) fn explains(&mut self, segment: &Segment, clause: &Clause<'_>) -> bool {
        let is_undated = |parts: &[Part]| parts.is_empty();
        let waits = self.unit.as_ref().is_some_and(|u| {
            u.predicate.needs == Needs::Nothing && is_undated(&u.parts) && is_undated(&u.inner) && !u.offered
        });
        if segment.mark != Some(':') || !waits || clause.dates.is_empty() {
            return false;
        }
        let Reading::Promise(predicate) = self.read(clause) else { return false };
        let has_moment = dates::moment(clause.dates, self.now, self.before(true)).is_some();
        if predicate.needs == Needs::Clause || !has_moment {
            return false;
        }
        self.take_dates(clause, clause.dates.to_vec());
        true
    }

    /// "…, you will see it on the bill of 5 December": where the customer sees what was promised tells by when.
    pub(super) fn shows(&mut self, segment: &Segment, clause: &Clause<'_>) -> bool {
        let waits = self.unit.as_ref().is_some_and(|u| u.parts.is_empty() && u.inner.is_empty());
        let is_said = matches!(segment.mark, Some(',' | ':' | '–' | '—')) && segment.joined != Tags::BUT
            || segment.joined.any(Tags::AND);
        let seen = clause.at.clone().find(|i| self.tokens.is(*i, SEES));
        // A day before the verb makes a promise of its own: "iar vineri îl vedeți".
        if !waits || !is_said || seen.is_none_or(|seen| clause.has_date_before(seen)) {
            return false;
        }
        let parts: Vec<Part> = clause.dates.iter().map(|p| Part { role: Role::Plain, ..p.clone() }).collect();
        let coming = dates::moment(&parts, self.now, Before::default()).is_some_and(|w| w.date() >= self.now.date());
        if coming {
            self.take_dates(clause, parts);
        }
        coming
    }

    /// "You will see it on the bill of 5 December": the bill's own day, for a promise that has no other.
    pub(super) fn seen_on(&self, unit: &Unit) -> Option<Moment> {
        if !unit.at.clone().any(|i| self.tokens.is(i, SEES)) {
            return None;
        }
        let parts: Vec<Part> = unit.parts.iter().map(|p| Part { role: Role::Plain, ..p.clone() }).collect();
        dates::moment(&parts, self.now, Before::default()).filter(|when| when.date() >= self.now.date())
    }

    fn take_dates(&mut self, clause: &Clause<'_>, parts: Vec<Part>) {
        if let Some(unit) = &mut self.unit {
            unit.at.end = clause.at.end;
            extend(&mut unit.parts, parts.iter());
        }
    }

    /// Whether what stands before the mark is nothing but a day: «Это 3 декабря, с 10 до 13: …».
    pub(super) fn led_by_date(&self, end: usize) -> bool {
        let Some((start, parts)) = self.lead.as_ref().filter(|(_, parts)| !parts.is_empty()) else { return false };
        (*start..end)
            .all(|i| self.tokens.mark(i).is_some() || parts.iter().any(|p| p.at.contains(&i)) || self.is_that(i))
    }

    /// "That is 3 December", "este 3 decembrie": no verb but of the day itself.
    pub(super) fn names_date_only(&self, clause: &Clause<'_>) -> bool {
        let in_date = |i: usize| clause.dates.iter().any(|p| p.at.contains(&i));
        !clause.dates.is_empty()
            && clause.at.clone().all(|i| in_date(i) || self.tokens.mark(i).is_some() || self.is_that(i))
    }

    fn is_that(&self, at: usize) -> bool {
        const THAT: &[&str] = &[
            "это", "то", "есть", "в", "во", "с", "на", "that", "is", "'s", "on", "from", "adica", "este", "e", "pe",
            "intre", "la",
        ];
        self.tokens.is(at, THAT)
    }
}
