//! Whether a clause makes one promise with the one before it, or a promise of its own.
//!
//! Not its duty: whether it promises at all (the readers of the languages).

use super::{Sentence, Unit};
use crate::letter::promises::Actor;
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
            (true, false) => !self.is_apart(unit, segment, predicate, clause),
            (false, false) => {
                let is_name = self.is_named(clause);
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

    /// "The taxi comes at six tomorrow, and the fare will be paid by us": somebody or something else, and the day of the
    /// clause before stands behind its verb, so that it holds for that alone.
    fn is_apart(&self, unit: &Unit, segment: &Segment, predicate: &Predicate, clause: &Clause<'_>) -> bool {
        let day_leads = unit.parts.first().is_some_and(|p| p.at.start < unit.predicate.at);
        if day_leads || predicate.needs != Needs::Nothing {
            return false;
        }
        let others = predicate.actor == Actor::Ours && unit.predicate.actor != Actor::Ours;
        let is_beside = segment.mark.is_some() || segment.joined.any(Tags::BUT);
        match self.tokens.lang {
            Lang::En => {
                let goes = clause.has(Tags::WILL) || clause.has(Tags::IS) && clause.has(Tags::GOING);
                goes && (predicate.subject || self.is_named(clause))
            }
            Lang::Ru | Lang::Ro => (is_beside || others) && self.names_before(clause, predicate.at),
        }
    }

    /// It begins with a name: "Kayleigh will write to you", "Dr Iqbal is going to ring you".
    fn is_named(&self, clause: &Clause<'_>) -> bool {
        const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "nurse", "sister", "professor", "captain"];
        const JOINERS: &[&str] = &["then", "also", "so"];
        let first = clause.at.start + usize::from(self.tokens.is(clause.at.start, JOINERS));
        let is_word = self.tokens.tags(first) == Tags::NONE || self.tokens.is(first, TITLES);
        self.tokens.is_capital(first) && is_word && self.tokens.date(first).is_none()
    }

    /// A thing or a person stands before the verb.
    fn names_before(&self, clause: &Clause<'_>, verb: usize) -> bool {
        const SHORTEST: usize = 4;
        const BESIDE: &[&str] = &[
            "тоже",
            "также",
            "сразу",
            "лично",
            "обязательно",
            "затем",
            "потом",
            "после",
            "этого",
            "сама",
            "тогда",
            "заодно",
            "дополнительно",
            "непременно",
            "тотчас",
            "также",
            "apoi",
            "imediat",
            "personal",
            "dupa",
            "aceea",
            "atunci",
            "sigur",
            "totodata",
            "astfel",
            "deci",
        ];
        let t = self.tokens;
        (clause.at.start..verb).any(|i| {
            t.word(i).chars().count() >= SHORTEST
                && t.date(i).is_none()
                && !t.is(i, BESIDE)
                && !t.tags(i).any(Tags::I | Tags::WE | Tags::YOU | Tags::WILL | Tags::VAGUE)
        })
    }

    pub(super) fn is_strong(&self, unit: &Unit) -> bool {
        match unit.predicate.needs {
            Needs::Nothing | Needs::Clause => true,
            Needs::DateOrVague | Needs::DateOrSoon => unit.vague,
            Needs::Date | Needs::Day => false,
        }
    }
}
