//! Whether a clause makes one promise with the one before it, or a promise of its own.
//!
//! Not its duty: whether it promises at all (the readers of the languages).

use super::{Sentence, Unit};
use crate::letter::promises::dates;
use crate::letter::promises::lexicon::{Lang, Tags};
use crate::letter::promises::reading::{Clause, Needs, Predicate};
use crate::letter::promises::segments::Segment;

impl Sentence<'_> {
    /// Whether the clause only goes on with the promise in hand: one date for several verbs.
    pub(super) fn joins(&self, segment: &Segment, predicate: &Predicate, clause: &Clause<'_>) -> bool {
        let Some(unit) = &self.unit else { return false };
        if unit.predicate.actor != predicate.actor && !clause.dates.is_empty() && segment.joined == Tags::NONE {
            return false;
        }
        if self.lead.is_some() || segment.joined.any(Tags::BUT) && !clause.dates.is_empty() {
            return false;
        }
        // «Завтра позвоню, а письмо вышлем позже»: the other one has no date.
        const LATER: &[&str] = &["позже", "попозже", "погодя", "later", "ulterior", "tarziu"];
        let is_later = clause.at.clone().any(|i| self.tokens.is(i, LATER));
        if segment.joined.any(Tags::BUT) && is_later && clause.dates.is_empty() {
            return false;
        }
        let unit_has_date = dates::moment(&unit.parts, self.now, self.before(true)).is_some();
        let date_leads = clause.has_date_before(predicate.at);
        match (unit_has_date, !clause.dates.is_empty()) {
            // "We will post the screws and we will make a note": two promises, unless a day holds for both.
            (true, false) => true,
            (false, false) => {
                let is_name = self.tokens.is_capital(clause.at.start)
                    && self.tokens.tags(clause.at.start) == Tags::NONE
                    && self.tokens.date(clause.at.start).is_none();
                let is_new = self.tokens.lang == Lang::En
                    && segment.joined.any(Tags::AND)
                    && clause.has(Tags::WILL)
                    && unit.predicate.subject
                    && (predicate.subject || is_name);
                self.is_strong(unit) && !is_new || predicate.needs != Needs::Nothing || !predicate.subject && !is_new
            }
            (true, true) => false,
            // "Let me look into it and come back by 4": the date at the end holds for both.
            (false, true) => !(date_leads || predicate.subject && self.is_strong(unit)),
        }
    }

    pub(super) fn is_strong(&self, unit: &Unit) -> bool {
        match unit.predicate.needs {
            Needs::Nothing | Needs::Clause => true,
            Needs::DateOrVague | Needs::DateOrSoon => unit.vague,
            Needs::Date | Needs::Day => false,
        }
    }
}
