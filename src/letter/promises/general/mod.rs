//! Clauses whose verb no list knows: what stands with a coming day, and shows by nothing that it is past, a condition,
//! a habit, the customer's own or somebody else's word, is promised.
//!
//! Second to `clauses`: only what the readers of verbs left is looked at. Not its duty: undated promises.

mod english;
mod romanian;
mod russian;

pub(super) use russian::is_third_person;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};

use super::clauses::{Found, is_thing};
use super::dates::{self, Before, DateWord, Moment, Part, Role};
use super::lexicon::{Lang, Tags};
use super::nobody;
use super::nominal;
use super::reading::{Clause, Needs, Predicate};
use super::segments::{Opener, Segment};
use super::span::trimmed;
use super::tokens::Tokens;
use super::{Act, Actor};
use crate::gist::{self, Rate};

type Words = LazyLock<HashSet<&'static str>>;

fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

/// What a clause can be when no reader took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A promise already.
    Covered,
    /// A condition.
    Rules,
    /// Fills another clause.
    Inner,
    /// Asks the customer for something.
    Asks,
    /// Others' word.
    Says,
    /// Past, customers', general.
    Other,
    /// Has a verb of ours, or of nobody.
    Acts,
    /// Has no verb.
    Names,
}

/// A sentence that the readers of verbs have been through.
pub(super) struct Read<'a> {
    pub tokens: &'a Tokens<'a>,
    pub parts: &'a [Part],
    pub segments: &'a [Segment],
    pub now: DateTime,
    /// The last day that the sentence before it names.
    pub earlier: Option<Date>,
}

/// No promise has more dates; what goes on is not read, so that reading stays cheap.
const MOST_DATES: usize = 16;

/// A clause with the fragments around it.
#[derive(Debug, Default)]
struct Stretch {
    /// Tokens; empty at first.
    at: Range<usize>,
    parts: Vec<Part>,
    acts: bool,
}

impl Read<'_> {
    /// Adds the promises that stand in no list.
    pub fn add(&self, last: &mut Option<Moment>, found: &mut Vec<Found>) {
        let is_taken = |at: usize| overlaps(found, &(at..at + 1));
        let is_free = |p: &Part| p.role != Role::Of && !dates::is_past(p) && !is_taken(p.at.start);
        if !self.parts.iter().any(is_free) || self.is_repeated() {
            return;
        }
        let more = self.stretches(found);
        let near = !found.is_empty();
        let before = found.len();
        for stretch in more {
            let Some(promise) = self.judge(&stretch, self.before(*last, near)) else { continue };
            *last = promise.when;
            // "In an hour I am at the depot and will read you the number": one promise, one date.
            let next = found[..before].partition_point(|f| f.at.start < promise.at.end);
            let undated = found[..before].get_mut(next).filter(|f| f.when.is_none() && self.joins(&promise, f));
            match undated {
                Some(next) => (next.at.start, next.when) = (promise.at.start, promise.when),
                None => found.push(promise),
            }
        }
        if found.len() > before {
            found.sort_by_key(|f| f.at.start);
        }
    }

    fn before(&self, last: Option<Moment>, near: bool) -> Before<'_> {
        Before { last, near, around: self.parts, earlier: self.earlier }
    }

    /// "Once a year", «раз в месяц», "o dată pe an".
    fn is_repeated(&self) -> bool {
        const ONCE: &[&[&str]] = &[&["once", "a"], &["twice", "a"], &["раз", "в"], &["data", "pe"], &["ori", "pe"]];
        let t = self.tokens;
        let is = |at: usize, words: &[&str]| words.iter().enumerate().all(|(i, w)| t.is(at + i, &[w]));
        (0..t.len())
            .any(|at| ONCE.iter().any(|words| is(at, words)) && matches!(t.date(at + 2), Some(DateWord::Unit(_))))
    }

    /// Nothing but "and" between the two.
    fn joins(&self, first: &Found, second: &Found) -> bool {
        const REACH: usize = 10;
        let between = first.at.end..second.at.start;
        (1..=REACH).contains(&between.len())
            && self.tokens.tags(second.at.start - 1).any(Tags::AND)
            && between.clone().all(|i| !matches!(self.tokens.mark(i), Some('.' | ';' | '!')))
    }

    fn clause(&self, segment: &Segment) -> Clause<'_> {
        let from = self.parts.partition_point(|p| p.at.start < segment.at.start);
        let to = self.parts.partition_point(|p| p.at.start < segment.at.end);
        Clause { tokens: self.tokens, at: segment.at.clone(), dates: &self.parts[from..to], goes_on: false }
    }

    fn kind(&self, segment: &Segment, mark: Option<char>, found: &[Found]) -> Kind {
        if overlaps(found, &segment.at) {
            return Kind::Covered;
        }
        let clause = self.clause(segment);
        match segment.opener {
            Opener::If => Kind::Rules,
            Opener::Offer if segment.at.start == 0 => Kind::Rules,
            Opener::When if names_customer(&clause) => Kind::Asks,
            Opener::None if nobody::is_nobodys(&clause) => Kind::Other,
            Opener::None => kind_of(&clause, mark),
            _ => Kind::Inner,
        }
    }

    /// Clauses that may promise, each with the fragments that belong to it.
    fn stretches(&self, found: &[Found]) -> Vec<Stretch> {
        let mut out = Vec::new();
        let mut hand = Stretch::default();
        let mut before = Kind::Names;
        let mut is_ruled = false;
        // Behind a colon stands a list: "two men, one ladder, your gutter cleared".
        let mut is_listed = false;
        for (number, segment) in self.segments.iter().enumerate() {
            let is_end = matches!(segment.mark, Some(';' | '.' | '!' | '…')) && number > 0;
            if is_end {
                out.push(std::mem::take(&mut hand));
                (before, is_ruled) = (Kind::Names, false);
            }
            is_listed = is_listed && !is_end || matches!(segment.mark, Some(':' | '–' | '—'));
            let mark = if is_listed { Some(':') } else { segment.mark };
            let kind = self.kind(segment, mark, found);
            let is_loose = matches!(segment.mark, Some(':' | '–' | '—')) || segment.joined.any(Tags::BUT);
            let and = segment.joined.any(Tags::AND);
            match kind {
                Kind::Inner => continue,
                Kind::Rules => {
                    hand = Stretch::default();
                    is_ruled = true;
                }
                Kind::Covered | Kind::Asks | Kind::Says | Kind::Other => {
                    // A fragment belongs to the verb behind it, unless a mark parts them.
                    if hand.acts || is_loose {
                        out.push(std::mem::take(&mut hand));
                    }
                    hand = Stretch::default();
                    // «Возможно, …», "As a rule, …": it rules the sentence.
                    is_ruled |= kind == Kind::Other && segment.at.len() <= 3 && self.clause(segment).is_general();
                }
                Kind::Acts | Kind::Names => {
                    let belongs = match before {
                        Kind::Covered | Kind::Other => {
                            // «Возврат оформлен, зачисление 7 октября»
                            let own = nominal::has_thing(self.tokens, segment.at.start..segment.at.start + 1)
                                && !self.clause(segment).dates.is_empty();
                            kind == Kind::Names && !is_loose && !(own && before == Kind::Other)
                        }
                        Kind::Asks => !segment.joined.any(Tags::BUT),
                        Kind::Says => !and && !segment.joined.any(Tags::BUT),
                        _ => false,
                    };
                    if is_ruled && !segment.joined.any(Tags::BUT) || belongs {
                        continue;
                    }
                    // "New claws tomorrow, polish on Thursday": each has its day.
                    // "Refund today, the kettle on Wednesday"
                    let is_beside = (segment.mark == Some(',') || and)
                        && is_thing(self.tokens, segment.at.clone(), self.clause(segment).dates);
                    let is_listed_day =
                        (is_listed || is_beside) && kind == Kind::Names && self.has_own_day(segment, &hand);
                    let is_new = hand.acts && kind == Kind::Acts || is_listed_day;
                    if is_new {
                        out.push(std::mem::take(&mut hand));
                    }
                    hand.take(segment, self.clause(segment).dates, kind);
                }
            }
            before = kind;
        }
        out.push(hand);
        out.retain(|s| !s.at.is_empty() && !s.parts.is_empty());
        out
    }

    /// Words and a day of its own, behind words and a day.
    fn has_own_day(&self, segment: &Segment, hand: &Stretch) -> bool {
        let clause = self.clause(segment);
        let is_day = |p: &Part| dates::is_point(p) && !dates::is_hour(p);
        let is_word = |at: usize, parts: &[Part]| {
            self.tokens.word(at).chars().count() > 3
                && self.tokens.date(at).is_none()
                && !parts.iter().any(|p| p.at.contains(&at))
        };
        hand.parts.iter().any(is_day)
            && clause.dates.iter().any(is_day)
            && segment.at.clone().any(|at| is_word(at, clause.dates))
            && hand.at.clone().any(|at| is_word(at, &hand.parts))
    }

    /// A stretch with a day to come, said of something.
    fn judge(&self, stretch: &Stretch, before: Before<'_>) -> Option<Found> {
        let (t, now) = (self.tokens, self.now);
        let when = dates::moment(&stretch.parts, now, before)?;
        let is_over = match when {
            Moment::Day(day) => day < now.date(),
            Moment::Hour(at) => at < now,
        };
        let at = stretch.at.clone();
        let has = |tags: Tags| at.clone().any(|i| t.tags(i).any(tags));
        // "Refunds take place within ten days" is a rule, "will be within ten days" is none.
        let is_mine = |i: usize| t.lang == Lang::Ru && t.date(i).is_none() && russian::is_first_person(t.word(i));
        let is_future =
            self.is_given(&at) || at.clone().any(is_mine) || has(Tags::WILL | Tags::WILL_DO | Tags::WILL_BE_DONE);
        let is_coming = |p: &&Part| match dates::is_distance(p) {
            true => is_future || !dates::is_term(t, p),
            false => dates::is_point(p) && (is_future || !dates::is_span(t, p)),
        };
        let points = || stretch.parts.iter().filter(|p| !matches!(p.role, Role::Of | Role::After)).filter(is_coming);
        let has_day = points().any(|p| !dates::is_hour(p));
        let content = at.clone().filter(|i| self.is_content(stretch, *i)).count();
        let to_customer = || at.clone().any(|i| t.is(i, TO_CUSTOMER)) || has(Tags::I | Tags::WE);
        let is_said = if stretch.acts {
            content >= 1 && (has_day || to_customer())
        } else {
            (content >= 2 || content == 1 && nominal::has_thing(t, at.clone())) && has_day
                || content >= 1 && has(Tags::I) && points().any(dates::is_hour)
                || content >= 1 && self.is_from_us(&at)
                || content >= 1 && to_customer() && points().any(|p| dates::is_hour(p) && dates::is_deadline(t, p))
        };
        // «Договор до августа», "I am away until Thursday" tell how long, «деньги на карте до пятницы» by when.
        let is_length = stretch.parts.iter().all(|p| is_until(t, p))
            && match t.lang {
                Lang::Ru => !is_future && !has(Tags::SHOULD) && (stretch.acts || !has(Tags::TERM)),
                Lang::En => true,
                Lang::Ro => {
                    at.clone().any(|i| t.is(i, &["este", "e", "are", "sunt", "suntem", "fi", "ramane", "raman"]))
                }
            };
        if is_over
            || is_length
            || points().next().is_none()
            || !is_said
            || nominal::is_customers_term(t, at.clone())
            || at.clone().any(|i| t.is(i, HOURS))
            || !stretch.acts && self.is_note(stretch)
        {
            return None;
        }
        if self.tells_otherwise(&at) {
            return None;
        }
        let act = match () {
            () if has(Tags::CONTACT) => Act::Contact,
            () if has(Tags::CHECK) => Act::Check,
            () => Act::Do,
        };
        let actor = match () {
            () if has(Tags::I) => Actor::Me,
            () if has(Tags::WE) => Actor::We,
            () => Actor::Ours,
        };
        let predicate = Predicate { at: at.start, actor, act, needs: Needs::Day, personal: false, subject: true };
        Some(Found { at: trimmed(t, at), when: Some(when), predicate })
    }

    /// "You have the refund within three days", «деньги у Вас в течение трёх дней»: the thing itself, no rule about such.
    fn is_given(&self, at: &Range<usize>) -> bool {
        const NEAR: usize = 4;
        let t = self.tokens;
        let has_thing = |from: usize| nominal::has_thing(t, from..(from + NEAR).min(at.end));
        at.clone().any(|i| match t.lang {
            Lang::En => {
                t.is(i, &["you"])
                    && t.is(i + 1, &["have", "'ve"])
                    && t.is(i + 2, &["the", "your", "my"])
                    && has_thing(i + 3)
            }
            Lang::Ro => t.is(i, &["aveti"]) && has_thing(i + 1),
            Lang::Ru => t.is(i, &["у"]) && t.is(i + 1, &["вас"]) && has_thing(i.saturating_sub(NEAR).max(at.start)),
        })
    }

    /// "One more message from me", «письмо от нас», "un telefon de la mine".
    fn is_from_us(&self, at: &Range<usize>) -> bool {
        const US: &[&str] = &["me", "us", "меня", "нас", "мной", "нами", "mine", "noi"];
        const FROM: &[&str] = &["from", "от", "с", "за", "la"];
        at.clone().any(|i| self.tokens.is(i, US) && self.tokens.is(i.wrapping_sub(1), FROM))
    }

    /// What the weights hold for something done, or a fault, more than for a promise.
    fn tells_otherwise(&self, stretch: &Range<usize>) -> bool {
        /// A sentence that is longer is weighed by its parts.
        const LONGEST: usize = 60;
        let whole = 0..self.tokens.len();
        let passage = if whole.len() > LONGEST { stretch.clone() } else { whole };
        const PROMISES: &[&str] = &["plan", "control", "undated"];
        const FAULTS: &[&str] = &["excuse", "sorry", "marketing", "away", "switch", "blame_customer", "blame_other"];
        let Some(reader) = gist::letters(self.tokens.lang.tag()) else { return false };
        let words = crate::text::Tokens::of(self.tokens.passage(passage));
        let said = reader.read_once(words.as_str());
        let most = |things: &[&'static str]| {
            things.iter().filter_map(|thing| said.beyond(thing, Rate::Two)).fold(f32::MIN, f32::max)
        };
        const FAR: f32 = 0.5;
        /// A plan is often told in the words of what is done already.
        const MARGIN: f32 = 0.3;
        let (promise, faults, done) = (most(PROMISES), most(FAULTS), most(&["done"]));
        faults > FAR && faults > promise || done > 0.0 && done > promise + MARGIN
    }

    fn is_content(&self, stretch: &Stretch, at: usize) -> bool {
        const SHORTEST: usize = 3;
        self.tokens.word(at).chars().count() >= SHORTEST
            && self.tokens.date(at).is_none()
            && !stretch.parts.iter().any(|p| p.at.contains(&at))
    }

    /// A line of data: numbers of things, addresses, opening hours.
    fn is_note(&self, stretch: &Stretch) -> bool {
        let at = &stretch.at;
        const MOST_DIGITS: usize = 5;
        let t = self.tokens;
        let weekdays = stretch.parts.iter().filter(|p| dates::is_weekday(p)).count();
        let hours = stretch.parts.iter().any(dates::is_hour);
        at.clone()
            .any(|i| matches!(t.mark(i), Some('@' | '№' | '#')) || t.number(i).is_some() && t.digits(i) >= MOST_DIGITS)
            || weekdays > 1 && (hours || at.clone().any(|i| t.number(i).is_some()))
            || t.tags(at.start).any(Tags::INTERJECTION)
    }
}

/// Whether one of these promises, in the order of the text, shares a token with the place.
fn overlaps(found: &[Found], at: &Range<usize>) -> bool {
    let next = found.partition_point(|f| f.at.end <= at.start);
    found.get(next).is_some_and(|f| f.at.start < at.end)
}

/// Whether a verb that no list holds says that something will be done.
pub(super) fn acts(clause: &Clause<'_>) -> bool {
    kind_of(clause, None) == Kind::Acts
}

/// Whether the clause asks the customer for something.
pub(super) fn asks(clause: &Clause<'_>) -> bool {
    kind_of(clause, None) == Kind::Asks
}

fn kind_of(clause: &Clause<'_>, mark: Option<char>) -> Kind {
    match clause.tokens.lang {
        Lang::Ru => russian::kind(clause),
        Lang::En => english::kind(clause, mark),
        Lang::Ro => romanian::kind(clause),
    }
}

/// A clause behind "I promise that" whose verb is in no list.
pub(super) fn pledged(clause: &Clause<'_>) -> Option<Predicate> {
    (acts(clause) && !clause.dates.is_empty()).then_some(Predicate {
        at: clause.at.start,
        actor: Actor::Ours,
        act: Act::Do,
        needs: Needs::Date,
        personal: false,
        subject: true,
    })
}

impl Stretch {
    fn take(&mut self, segment: &Segment, dates: &[Part], kind: Kind) {
        let start = if self.at.is_empty() { segment.at.start } else { self.at.start };
        self.at = start..segment.at.end;
        self.parts.extend(dates.iter().take(MOST_DATES.saturating_sub(self.parts.len())).cloned());
        self.acts |= kind == Kind::Acts;
    }
}

/// Words of opening hours.
const HOURS: &[&str] = &["режим", "график", "часы", "кроме", "programul", "orarul", "program", "except"];

/// "Until Thursday", «до четверга», "până joi".
fn is_until(tokens: &Tokens<'_>, part: &Part) -> bool {
    const UNTIL: &[&str] = &["до", "until", "till"];
    let start = part.at.start;
    let is = |back: usize, words: &[&str]| start >= back && tokens.is(start - back, words);
    is(1, UNTIL) || is(1, &["pana"]) || is(2, &["pana"]) || is(2, UNTIL)
}

/// The customer as the one who is given something.
const TO_CUSTOMER: &[&str] =
    &["вам", "вас", "ваш", "ваша", "ваше", "ваши", "you", "your", "va", "vi", "v", "dumneavoastra", "dvs"];

/// "When you send it", «когда пришлёте», "după ce semnați".
pub(super) fn names_customer(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    clause.has(Tags::YOU | Tags::ASK)
        || clause.at.clone().any(|i| {
            let word = t.word(i);
            match t.lang {
                Lang::Ru => russian::is_second_person(word),
                Lang::En => false,
                Lang::Ro => romanian::is_second_person(t, i),
            }
        })
}
