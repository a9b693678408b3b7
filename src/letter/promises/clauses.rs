//! Which clauses of a sentence promise, and which of them make one promise together.
//!
//! Not its duty: what the words of one language say (`russian`, `english`, `romanian`).

mod colon;
mod joining;
mod second;
mod subordinate;

use std::ops::Range;

use super::dates::{self, Before, Moment, Part, Role};
use super::general;
use super::lexicon::{Lang, Tags};
use super::nobody;
use super::nominal;
use super::reading::{Clause, Needs, Predicate, Reading};
use super::segments::{Opener, Segment, segments};
use super::span::{as_said, is_aside, is_vague, trimmed};
use super::tokens::Tokens;
use super::{english, romanian, russian};
use super::{vow, weighed};
pub(super) use second::is_thing;

/// No promise has more dates, so that reading stays cheap.
const MOST_DATES: usize = 16;

/// A promise while it is put together.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Tokens.
    pub at: Range<usize>,
    pub when: Option<Moment>,
    pub predicate: Predicate,
}

/// The promises of one sentence; `last` is the moment of the promise before it, for "that day", `earlier` the last day
/// that the sentence before it names, for an hour alone.
pub(super) fn promises(
    tokens: &Tokens<'_>,
    parts: &[Part],
    now: jiff::civil::DateTime,
    last: &mut Option<Moment>,
    earlier: Option<jiff::civil::Date>,
) -> Vec<Found> {
    let segments = segments(tokens, parts);
    let mut sentence = Sentence { last: *last, earlier, ..Sentence::new(tokens, parts, now) };
    for segment in &segments {
        sentence.take(segment);
    }
    sentence.close();
    *last = sentence.last;
    let mut found = sentence.found;
    let before = Before { last: *last, near: false, around: parts, earlier };
    general::Read { tokens, parts, segments: &segments, now, earlier }.add(last, &mut found);
    if found.is_empty() {
        found.extend(weighed::promise(tokens, parts, now, before));
        *last = found.first().and_then(|found| found.when).or(*last);
    }
    found
}

struct Unit {
    at: Range<usize>,
    predicate: Predicate,
    parts: Vec<Part>,
    vague: bool,
    /// "If you like" followed: without a day it is only an offer.
    offered: bool,
    /// Dates of clauses within it, used when it has none of its own.
    inner: Vec<Part>,
    /// Where a piece without a day began that went on with it.
    tail: Option<usize>,
}

struct Sentence<'a> {
    tokens: &'a Tokens<'a>,
    parts: &'a [Part],
    /// The first part not before the segment in hand.
    next_part: usize,
    now: jiff::civil::DateTime,
    last: Option<Moment>,
    /// The last day that the sentence before it names.
    earlier: Option<jiff::civil::Date>,
    found: Vec<Found>,
    unit: Option<Unit>,
    /// Where fragments before a predicate begin, and their dates.
    lead: Option<(usize, Vec<Part>)>,
    /// An "if" or a request rules what follows.
    conditional: bool,
    /// The main clause that it rules has been.
    ruled: bool,
    requested: bool,
    /// What is told after "that" is others' word or a wish.
    reported: bool,
    /// "I promise that": the clause of the pledge.
    pledge: Option<(usize, Predicate)>,
    has_promised: bool,
    /// A moment that a clause of another kind named: "in two hours we know where it is, then I ring you".
    mentioned: Option<Moment>,
    /// The moment of a clause of ours that opened the sentence.
    lent: Option<Moment>,
    /// The clause before tells what somebody says: "the driver says, he comes on Friday".
    said: bool,
    /// "As soon as the part comes, …": the next promise has a time, though no date.
    vague_lead: bool,
}

impl<'a> Sentence<'a> {
    fn new(tokens: &'a Tokens<'a>, parts: &'a [Part], now: jiff::civil::DateTime) -> Self {
        Self {
            tokens,
            parts,
            next_part: 0,
            now,
            last: None,
            earlier: None,
            found: Vec::new(),
            unit: None,
            lead: None,
            conditional: false,
            ruled: false,
            requested: false,
            reported: false,
            pledge: None,
            has_promised: false,
            mentioned: None,
            lent: None,
            said: false,
            vague_lead: false,
        }
    }

    /// What an hour alone and "that day" lean on; `near`: a promise of this sentence was dated.
    fn before(&self, near: bool) -> Before<'a> {
        Before { last: self.last, near, around: self.parts, earlier: self.earlier }
    }

    fn dates(&mut self, at: &Range<usize>) -> &'a [Part] {
        let all: &'a [Part] = self.parts;
        while all.get(self.next_part).is_some_and(|p| p.at.start < at.start) {
            self.next_part += 1;
        }
        let count = all[self.next_part..].iter().take_while(|p| p.at.start < at.end).count();
        &all[self.next_part..self.next_part + count]
    }

    fn take(&mut self, segment: &Segment) {
        let dates = self.dates(&segment.at);
        let goes_on = self.unit.is_some() && (!segment.joined.eq(&Tags::NONE) || segment.mark == Some(','));
        let clause = Clause { tokens: self.tokens, at: segment.at.clone(), dates, goes_on };
        if self.shows(segment, &clause) {
            return;
        }
        if matches!(segment.mark, Some(';' | ':' | '.' | '!' | '–' | '—')) && self.strong_mark(segment, &clause) {
            return;
        }
        match segment.opener {
            Opener::If => self.condition(segment),
            Opener::Offer => self.offer(segment, &clause),
            Opener::When => self.when_clause(&clause),
            Opener::Filling => self.fill(&clause),
            Opener::Which => self.which_clause(&clause),
            Opener::That => self.that_clause(&clause),
            Opener::None => self.main_clause(segment, &clause),
        }
    }

    fn read(&self, clause: &Clause<'_>) -> Reading {
        if nobody::is_nobodys(clause) {
            return Reading::Verb;
        }
        match self.tokens.lang {
            Lang::Ru => russian::read(clause),
            Lang::En => english::read(clause),
            Lang::Ro => romanian::read(clause),
        }
    }

    /// A mark that ends what was before: a colon only when it is no «Срок: 14 марта».
    /// Whether that is all there is to say of the segment.
    fn strong_mark(&mut self, segment: &Segment, clause: &Clause<'_>) -> bool {
        let is_dash = matches!(segment.mark, Some('–' | '—'));
        if self.dates_unit(segment, clause) || self.explains(segment, clause) {
            return true;
        }
        if let Some(term) = self.term(clause) {
            let start = self.lead.take().map_or(segment.at.start, |(start, _)| start);
            self.close();
            self.begin(start, term, clause);
            return true;
        }
        self.reported = false;
        let led = segment.mark == Some(':') && self.led_by_date(segment.at.start);
        if !is_dash {
            self.close();
            self.lead.take_if(|_| !led);
            if segment.mark != Some(':') {
                self.conditional = false;
                self.requested = false;
            }
        }
        false
    }

    /// «За мной отчёт: среда, 12:00»: the date of the promise in hand stands behind the mark.
    fn dates_unit(&mut self, segment: &Segment, clause: &Clause<'_>) -> bool {
        let starts_with_date = clause.dates.first().is_some_and(|p| p.at.start <= clause.at.start + 1);
        let waits = self.unit.as_ref().is_some_and(|u| u.parts.is_empty() && u.inner.is_empty());
        let is_date = matches!(segment.mark, Some(':' | '–' | '—')) && starts_with_date && waits;
        if is_date
            && matches!(self.read(clause), Reading::Fragment)
            && let Some(unit) = &mut self.unit
        {
            unit.at.end = clause.at.end;
            extend(&mut unit.parts, clause.dates.iter());
            return true;
        }
        false
    }

    /// «Срок – 14 марта», "Delivery: 3 July": a noun of ours, and a date behind the mark.
    fn term(&self, clause: &Clause<'_>) -> Option<Predicate> {
        let (start, parts) = self.lead.as_ref().filter(|_| !self.conditional && !self.reported)?;
        let before = *start..clause.at.start;
        let is_fragment = || matches!(self.read(clause), Reading::Fragment);
        if parts.is_empty() { nominal::term(clause, before, is_fragment) } else { None }
    }

    fn main_clause(&mut self, segment: &Segment, clause: &Clause<'_>) {
        if matches!(segment.mark, Some(',' | '–' | '—' | ':')) && vow::is_vow(clause) && self.vow(clause) {
            return;
        }
        if self.unit.is_none() && self.names_date_only(clause) {
            return self.fragment(segment, clause);
        }
        let is_ruled = self.conditional || self.requested;
        match self.read(clause) {
            Reading::Promise(predicate) => self.promise(segment, predicate, clause),
            Reading::Request => {
                self.close();
                self.lead = None;
                self.requested = true;
                self.mention(clause);
            }
            Reading::Verb => {
                self.close();
                self.lead = None;
                self.requested = false;
                self.said = clause.has(Tags::SAID) && !as_said(self.tokens, &clause.at);
                self.mention(clause);
                // «Возможно, …», "As a rule, …": it rules the sentence.
                let general = clause.is_general() || clause.at.clone().any(|i| self.tokens.is(i, &["правило"]));
                self.conditional |= general && clause.at.len() <= 3;
            }
            Reading::Fragment => return self.fragment(segment, clause),
        }
        self.ruled |= is_ruled;
    }

    /// "No more letters, I promise you that": what stands before a vow is promised; whether anything does.
    fn vow(&mut self, clause: &Clause<'_>) -> bool {
        const SHORTEST: usize = 2;
        if let Some(unit) = &mut self.unit {
            (unit.at.end, unit.predicate.needs) = (clause.at.end, Needs::Nothing);
            return true;
        }
        let has_words = |start: usize| clause.at.start > start + SHORTEST;
        let Some((start, parts)) = self.lead.take_if(|(start, _)| has_words(*start)) else { return false };
        if self.conditional || self.reported {
            return true;
        }
        let predicate = Predicate {
            at: start,
            actor: super::Actor::Ours,
            act: super::Act::Do,
            needs: Needs::Nothing,
            personal: false,
            subject: true,
        };
        self.begin(start, predicate, clause);
        if let Some(unit) = &mut self.unit {
            unit.parts.splice(0..0, parts);
        }
        true
    }

    /// A coming day that is only spoken of: "the board meets on Tuesday, I will ring you the same day".
    fn mention(&mut self, clause: &Clause<'_>) {
        let said = dates::moment(clause.dates, self.now, Before::default());
        let coming = said.filter(|w| w.date() >= self.now.date());
        self.mentioned = coming.or(self.mentioned);
        self.last = self.last.or(coming.map(|w| Moment::Day(w.date())));
    }

    fn promise(&mut self, segment: &Segment, predicate: Predicate, clause: &Clause<'_>) {
        if predicate.needs == Needs::Clause {
            self.close();
            let start = self.lead.take().map_or(segment.at.start, |(start, _)| start);
            self.pledge = Some((start, predicate));
            return;
        }
        let own_date = !clause.dates.is_empty();
        // "If it smells, keep the window open, and on Tuesday I will send Leroy": the day stands before all that.
        let is_anew = self.ruled
            && segment.joined.any(Tags::AND | Tags::BUT)
            && clause.dates.first().is_some_and(|p| p.at.start <= clause.at.start + 1)
            && predicate.actor != super::Actor::Ours;
        if is_anew {
            (self.conditional, self.requested) = (false, false);
        }
        let asked = self.requested && segment.joined.any(Tags::AND);
        let said = std::mem::take(&mut self.said)
            && segment.mark == Some(',')
            && segment.joined == Tags::NONE
            && predicate.actor == super::Actor::Ours;
        if said
            || (self.conditional && !(segment.joined.any(Tags::BUT) && own_date))
            || self.reported && !own_date
            || (asked && !clause.has(Tags::VAGUE))
        {
            self.unit = None;
            self.lead = None;
            return;
        }
        // "Give me an hour and I will have it": one promise, with the date of its own clause if there is one.
        let gives_time =
            |u: &Unit| self.tokens.is(u.predicate.at, &["give", "allow", "дайте", "дай", "dati", "lasati"]);
        if let Some(unit) = self.unit.as_mut().filter(|u| gives_time(u)) {
            (unit.at.end, unit.predicate) = (clause.at.end, predicate);
            if own_date {
                unit.parts = clause.dates.iter().take(MOST_DATES).cloned().collect();
            }
            return;
        }
        let joins = self.unit.is_some() && self.joins(segment, &predicate, clause);
        if joins {
            if let Some(unit) = &mut self.unit {
                unit.at.end = clause.at.end;
                extend(&mut unit.parts, clause.dates.iter());
                unit.vague |= is_vague(clause);
                unit.predicate = merged(unit.predicate, predicate);
            }
            return;
        }
        // What stands between belongs to the new promise when it has a date: "…, and by Monday, you will have it".
        let is_other = |(start, parts): &mut (usize, Vec<Part>)| {
            let own = Clause { at: *start..segment.at.start, dates: parts, goes_on: false, ..*clause };
            own_date && !parts.is_empty() && segment.joined.any(Tags::BUT | Tags::AND) && general::acts(&own)
        };
        // «Через час перебронирую номер, а ваучер придёт завтра»: what stands before is a promise by itself.
        if let Some((_, parts)) = self.lead.take_if(|lead| is_other(lead)) {
            self.vague_lead = false;
            // "It is dry till Sunday, so …" leads nothing.
            let leads = !parts.iter().any(|p| self.tokens.is(p.at.start.wrapping_sub(1), &["until", "till", "до"]));
            let said = dates::moment(&parts, self.now, self.before(self.has_promised)).filter(|_| leads);
            (self.last, self.has_promised) = (said.or(self.last), self.has_promised || said.is_some());
        }
        let (start, lead) = self.lead.take().unwrap_or((segment.at.start, Vec::new()));
        self.close();
        self.begin(start, predicate, clause);
        if let Some(unit) = &mut self.unit {
            unit.parts.splice(0..0, lead);
        }
    }

    fn begin(&mut self, start: usize, predicate: Predicate, clause: &Clause<'_>) {
        let led = std::mem::take(&mut self.vague_lead) && predicate.needs != Needs::DateOrSoon;
        let vague = is_vague(clause) || led;
        self.unit = Some(Unit {
            at: start..clause.at.end,
            predicate,
            parts: clause.dates.iter().take(MOST_DATES).cloned().collect(),
            vague,
            offered: false,
            inner: Vec::new(),
            tail: None,
        });
    }

    /// A piece without a verb: the rest of the promise in hand, or the beginning of the next.
    fn fragment(&mut self, segment: &Segment, clause: &Clause<'_>) {
        let starts_new = segment.joined.any(Tags::AND | Tags::BUT)
            && !clause.dates.is_empty()
            && clause.dates[0].at.start <= clause.at.start + 2
            && (clause.at.len() <= 6 || segment.joined.any(Tags::BUT));
        if starts_new && self.unit.as_ref().is_some_and(|u| !u.parts.is_empty()) {
            // «, и в пятницу, 27 ноября, пришлём»: what follows shows whose it is.
            self.close();
            self.lead = Some((segment.at.start, clause.dates.to_vec()));
            return;
        }
        // "It is re-hemmed tonight, and it hangs behind the till from nine tomorrow"
        let is_other = segment.joined.any(Tags::AND | Tags::BUT)
            && !clause.dates.is_empty()
            && self.unit.as_ref().is_some_and(|u| !u.parts.is_empty())
            && general::acts(clause);
        if is_other {
            self.close();
            return;
        }
        if self.second(segment, clause) {
            return;
        }
        if let Some(unit) = &mut self.unit
            && segment.mark != Some(':')
        {
            unit.trail(segment, clause);
            unit.at.end = clause.at.end;
            extend(&mut unit.parts, clause.dates.iter());
            unit.vague |= is_vague(clause);
            return;
        }
        if clause.dates.is_empty() && is_aside(self.tokens, &segment.at) {
            // "Tomorrow, Anna, …": the day before the name stays.
            self.lead.take_if(|(_, parts)| parts.is_empty());
            return;
        }
        match &mut self.lead {
            Some((_, parts)) => extend(parts, clause.dates.iter()),
            None => self.lead = Some((segment.at.start, clause.dates.to_vec())),
        }
    }

    /// Ends the promise in hand; it counts when it has what its verb needs.
    fn close(&mut self) {
        let Some(unit) = self.unit.take() else { return };
        let before = self.before(self.has_promised);
        let is_then = (unit.at.start..unit.at.start + 2).any(|i| self.tokens.is(i, &["atunci", "then", "тогда"]));
        let when = dates::moment(&unit.parts, self.now, before)
            .or_else(|| dates::moment(&unit.inner, self.now, before))
            .or(self.mentioned.filter(|_| is_then))
            .or_else(|| self.lent.take())
            .or_else(|| self.seen_on(&unit));
        let is_day = unit.parts.iter().any(|p| !matches!(p.role, Role::Of) && dates::is_point(p));
        let counts = match unit.predicate.needs {
            Needs::Nothing | Needs::Clause => true,
            Needs::DateOrVague | Needs::DateOrSoon => when.is_some() || unit.vague,
            Needs::Date => when.is_some(),
            Needs::Day => when.is_some() && is_day,
        };
        // A day that is over makes no promise of a form that only a date makes one.
        let past = when.is_some_and(|w| w.date() < self.now.date()) && !matches!(unit.predicate.needs, Needs::Nothing);
        if !counts || past || unit.offered && when.is_none() {
            return;
        }
        if when.is_some() {
            self.last = when;
        }
        self.has_promised |= when.is_some();
        let at = trimmed(self.tokens, unit.at);
        self.found.push(Found { at, when, predicate: unit.predicate });
    }
}

fn extend<'a>(parts: &mut Vec<Part>, more: impl Iterator<Item = &'a Part>) {
    let room = MOST_DATES.saturating_sub(parts.len());
    parts.extend(more.take(room).cloned());
}

/// Several verbs of one promise: a report tells more than a deed, and what is personal stays so.
fn merged(first: Predicate, second: Predicate) -> Predicate {
    Predicate { personal: first.personal || second.personal, ..first }
}
