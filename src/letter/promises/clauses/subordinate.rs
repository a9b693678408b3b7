//! Clauses that hang on another: conditions and turns of politeness, times, and what only fills the promise in hand.
//!
//! Not its duty: main clauses, and which promises count (`clauses`).

use super::{Sentence, Unit, extend};
use crate::letter::promises::dates::{self, Before};
use crate::letter::promises::general;
use crate::letter::promises::lexicon::{Lang, Tags};
use crate::letter::promises::reading::{Clause, Needs, Predicate, Reading};
use crate::letter::promises::segments::Segment;
use crate::letter::promises::{Act, Actor};

/// "I will see that the bed is changed tomorrow", «прослежу, чтобы завтра поменяли»: its day holds for the promise.
fn sees_to(unit: &Unit, clause: &Clause<'_>) -> bool {
    unit.predicate.act == Act::Check && !clause.has(Tags::PAST)
}

impl Sentence<'_> {
    /// An "if" takes back the promise before it, unless "and" or "but" begins something new, and rules what follows.
    pub(super) fn condition(&mut self, segment: &Segment) {
        if segment.joined == Tags::NONE {
            self.unit = None;
        } else {
            self.close();
        }
        self.lead = None;
        self.conditional = true;
    }

    /// "If you like" behind a promise leaves it when it has a day.
    pub(super) fn offer(&mut self, segment: &Segment, clause: &Clause<'_>) {
        match &mut self.unit {
            Some(unit) => {
                (unit.at.end, unit.offered) = (clause.at.end, true);
                extend(&mut unit.parts, clause.dates.iter());
            }
            None => self.condition(segment),
        }
    }

    /// «…, когда я позвоню в 10:00», "when I ring you tomorrow at ten": the writer's own act at its hour is promised;
    /// whether that was all.
    fn my_hour(&mut self, clause: &Clause<'_>) -> bool {
        const WHEN: &[&str] = &["когда", "when", "cand"];
        let start = clause.at.start;
        if !self.tokens.is(start, WHEN) || !clause.dates.iter().any(dates::is_hour) {
            return false;
        }
        let own = Clause { at: start + 1..clause.at.end, goes_on: false, ..*clause };
        let Reading::Promise(predicate) = self.read(&own) else { return false };
        if predicate.actor == Actor::Ours || predicate.needs == Needs::Clause {
            return false;
        }
        match &mut self.unit {
            Some(unit) if unit.parts.iter().any(dates::is_hour) => return false,
            Some(unit) => {
                unit.at.end = clause.at.end;
                extend(&mut unit.parts, clause.dates.iter());
            }
            None => self.begin(start + 1, predicate, &own),
        }
        true
    }

    /// "When the parts come, we will call": an event of ours leaves the promise, one of the customer makes a condition.
    pub(super) fn when_clause(&mut self, clause: &Clause<'_>) {
        if !self.conditional && self.my_hour(clause) {
            self.lead = None;
            return;
        }
        let customers =
            clause.has(Tags::YOU) || self.speaks_to_customer(clause) || matches!(self.read(clause), Reading::Request);
        if customers && self.unit.is_none() {
            self.conditional = true;
            self.lead = None;
        } else if customers && self.unit.as_ref().is_some_and(|u| u.parts.is_empty()) {
            self.unit = None;
        } else {
            self.fill(clause);
            // "I scan it over before we lock up at 5.30"
            if let Some(unit) = self.unit.as_mut().filter(|u| u.parts.is_empty())
                && self.tokens.is(clause.at.start, &["before"])
            {
                extend(&mut unit.parts, clause.dates.iter());
            }
            self.vague_lead = self.unit.is_none();
            // "Before I leave at six, I will look": the time of the clause before, when there is no other.
            if self.unit.is_none() && clause.has(Tags::I | Tags::WE) {
                self.lent = dates::moment(clause.dates, self.now, Before::default());
            }
            // "as soon as we know": a time, though no date.
            if let Some(unit) = self.unit.as_mut().filter(|u| u.predicate.needs != Needs::DateOrSoon) {
                unit.vague = true;
            }
        }
    }

    /// «Когда пришлёте», "imediat ce semnați": the verb shows the customer without naming him.
    fn speaks_to_customer(&self, clause: &Clause<'_>) -> bool {
        let endings: &[&str] = match self.tokens.lang {
            Lang::Ru => &["ете", "ите", "етесь", "итесь"],
            Lang::En => return false,
            Lang::Ro => &["ati", "eti", "iti"],
        };
        let is_form = |word: &str| endings.iter().any(|e| word.len() > e.len() + 1 && word.ends_with(e));
        // "noutăți" is a noun.
        let is_noun = |i: usize| self.tokens.word(i).ends_with("tati") && !self.tokens.written(i).ends_with("tați");
        clause.at.clone().any(|i| is_form(self.tokens.word(i)) && !is_noun(i) && clause.date(i).is_none())
    }

    /// A clause that only fills the one before it, or opens the sentence.
    pub(super) fn fill(&mut self, clause: &Clause<'_>) {
        // Romanian says the aim between the verb and its date: "vine să măsoare pe 5 decembrie".
        let starts_with_sa = self.tokens.is(clause.at.start, &["sa"]);
        match (&mut self.unit, &self.lead) {
            (Some(unit), _) => {
                unit.at.end = clause.at.end;
                let all = starts_with_sa || sees_to(unit, clause);
                extend(&mut unit.inner, clause.dates.iter().filter(|p| all || dates::is_deadline(self.tokens, p)));
            }
            (None, Some(_)) => {}
            (None, None) => self.lead = None,
        }
    }

    /// «передала коллегам, которые свяжутся с Вами завтра»; within a promise it belongs to it.
    pub(super) fn which_clause(&mut self, clause: &Clause<'_>) {
        let reading = self.read(clause);
        // «Передаю Олжасу, который позвонит Вам во вторник»: a day of its own makes it a promise of its own.
        if let Reading::Promise(predicate) = reading
            && self.unit.as_ref().is_some_and(|unit| self.has_other_day(unit, clause))
        {
            self.close();
            self.begin(clause.at.start, predicate, clause);
            return;
        }
        if let Some(unit) = &mut self.unit {
            unit.at.end = clause.at.end;
            if matches!(reading, Reading::Promise(_)) {
                extend(&mut unit.inner, clause.dates.iter());
            }
            return;
        }
        if self.lead.is_none()
            && let Reading::Promise(predicate) = reading
        {
            self.begin(clause.at.start, predicate, clause);
        }
    }

    pub(super) fn that_clause(&mut self, clause: &Clause<'_>) {
        if let Some(unit) = &mut self.unit {
            unit.at.end = clause.at.end;
            if sees_to(unit, clause) {
                extend(&mut unit.inner, clause.dates.iter());
            }
            return;
        }
        match (self.read(clause), self.pledge.take()) {
            (Reading::Promise(predicate), Some((start, pledge))) => {
                self.begin(
                    start,
                    Predicate { at: predicate.at, personal: pledge.personal || predicate.personal, ..predicate },
                    clause,
                );
            }
            (_, Some((start, _))) if let Some(predicate) = general::pledged(clause) => {
                self.begin(start, predicate, clause)
            }
            _ => self.reported = true,
        }
        self.lead = None;
    }
}
