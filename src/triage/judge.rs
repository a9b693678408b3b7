//! Weighs what the rules found and what the facts of the case say: call or letter, how grave, how urgent.
//!
//! Not its duty: finding (`rule`), the rules themselves (the packs), acting on the answer.

use std::ops::Range;

use super::complaint::{Complaint, Judgement, Suggestion};
use super::engine::{Found, Triage};
use super::facts::{self, Fact};
use super::letter::Letter;
use super::quotation::quotation;
use super::rule::{ENOUGH, Says};
use super::wander;
use super::weighed::Weighed;
use crate::model::Trigger;

/// The gravest first: safety outranks everything (R89).
const ORDER: &[Trigger] =
    &[Trigger::Safety, Trigger::UrgentInfo, Trigger::TooLate, Trigger::Misrouted, Trigger::SolvableByCall];

/// The kind of rules by which a customer asks to be called.
const WANTS_CALL: &str = "wants_call";

/// So many quoted words stand in a reason.
const QUOTED: usize = 3;

/// A chain of hands weighs as much as words for wandering; a long time must come to it.
const HANDED_ON: i32 = 60;

pub(super) fn judge(triage: &Triage, complaint: &Complaint, ui: &str) -> Judgement {
    let letter = Letter::of(complaint);
    let wanted = |says: &Says| !matches!(says, Says::Wish | Says::Harm);
    let found = triage.find(&letter, complaint.channel, wanted);
    let forbids_call = found.iter().any(|f| f.rule.says == Says::NoCall);
    let is_praise = found.iter().any(|f| f.rule.says == Says::Praise);
    let wants_no_call = forbids_call || is_praise;
    let chain = wander::chain(&letter.text).into_iter().map(|place| letter.text.original(place)).collect();
    let grounds = Grounds {
        triage,
        letter: &letter,
        found,
        facts: facts::of(complaint),
        chain,
        // In a letter of thanks only words of danger tell of danger, not its words as a whole.
        weighed: if is_praise { Weighed::default() } else { Weighed::of(&letter, complaint.is_public) },
        ui,
    };
    let mut suggestions: Vec<Suggestion> = Vec::new();
    // Who only thanks, or forbids it, is called for danger alone.
    for trigger in ORDER.iter().filter(|trigger| !wants_no_call || **trigger == Trigger::Safety) {
        suggestions.extend(grounds.suggest(trigger, suggestions.is_empty()));
    }
    let severity = severity(&suggestions, &grounds.found);
    Judgement {
        call_needed: !suggestions.is_empty(),
        urgency: urgency(complaint, &suggestions, &grounds, severity),
        severity,
        suggestions,
        forbids_call,
    }
}

/// What suggestions rest on.
struct Grounds<'g> {
    triage: &'g Triage,
    letter: &'g Letter,
    found: Vec<Found<'g>>,
    facts: Vec<Fact>,
    /// Links of a chain of hands, as bytes of the letter.
    chain: Vec<Range<usize>>,
    weighed: Weighed,
    ui: &'g str,
}

impl Grounds<'_> {
    fn suggest(&self, trigger: &Trigger, is_first: bool) -> Option<Suggestion> {
        let of_text: Vec<&Found> = self.found.iter().filter(|f| f.rule.says.speaks_of(trigger)).collect();
        if !is_first && !is_worth_telling_beside(trigger, &of_text) {
            return None;
        }
        let of_case: Vec<&Fact> = self.facts.iter().filter(|f| f.trigger == *trigger).collect();
        let chain: &[Range<usize>] = if *trigger == Trigger::Misrouted { &self.chain } else { &[] };
        let weight = of_text.iter().map(|f| f.rule.weight).sum::<i32>()
            + of_case.iter().map(|f| f.weight).sum::<i32>()
            + if chain.is_empty() { 0 } else { HANDED_ON }
            + self.weight_of_words(trigger, !of_case.is_empty());
        if weight < ENOUGH {
            return None;
        }
        let mut telling: Vec<&Found> = of_text.into_iter().filter(|f| f.rule.weight > 0).collect();
        telling.sort_by_key(|f| std::cmp::Reverse(f.rule.weight));
        let mut places = united(telling.iter().flat_map(|f| f.places.iter()).chain(chain).cloned().collect());
        if places.is_empty() && of_case.is_empty() {
            places.push(self.weighed.place(self.letter, trigger)?);
        }
        let reason = self.reason(trigger, &telling, &of_case, &places);
        let (subject_evidence, evidence) = self.letter.split(&places);
        Some(Suggestion { trigger: trigger.clone(), evidence, subject_evidence, reason })
    }

    /// What the words say as a whole; facts of the case are no less true for them.
    fn weight_of_words(&self, trigger: &Trigger, has_facts: bool) -> i32 {
        let weight = self.weighed.weight(trigger);
        if has_facts { weight.max(0) } else { weight }
    }

    /// What is quoted, the best first: words of the body before those of the subject, and such as tell most before others.
    fn telling_first<'p>(
        &self,
        telling: &'p [&'p Found],
        places: &'p [Range<usize>],
    ) -> impl Iterator<Item = &'p Range<usize>> {
        let of_rules: Vec<&Range<usize>> = telling.iter().flat_map(|f| f.places.iter()).collect();
        let mut all: Vec<&Range<usize>> = of_rules.clone();
        all.extend(
            places.iter().filter(|place| !of_rules.iter().any(|p| place.start <= p.start && p.end <= place.end)),
        );
        let in_subject = |place: &&Range<usize>| self.letter.is_in_subject(place);
        all.sort_by_key(in_subject);
        all.into_iter()
    }

    /// «искрит», «запах гари»: безопасность клиента
    fn reason(&self, trigger: &Trigger, telling: &[&Found], facts: &[&Fact], places: &[Range<usize>]) -> String {
        let kinds = telling.iter().map(|f| f.rule.kind.as_str()).chain(facts.iter().map(|f| f.kind));
        let kind = kinds.into_iter().find(|kind| !kind.is_empty()).unwrap_or(trigger.as_str());
        let words = &self.letter.whole;
        let mut parts: Vec<String> = Vec::new();
        for quotation in self.telling_first(telling, places).filter_map(|place| quotation(words, place)) {
            let inner = quotation.trim_matches(['«', '»', '…']);
            if parts.len() < QUOTED && !parts.iter().any(|part| part.contains(inner)) {
                parts.push(quotation);
            }
        }
        parts.extend(facts.iter().map(|fact| self.triage.fact_in_words(fact, self.ui)));
        let why = self.triage.reason(kind, trigger.as_str(), self.ui);
        if parts.is_empty() { why } else { format!("{}: {why}", parts.join(", ")) }
    }
}

/// Beside a graver reason a question goes without saying, and what only adds up to urgency says nothing new; a wish to be
/// called, or urgency of its own, is still worth telling.
fn is_worth_telling_beside(trigger: &Trigger, found: &[&Found]) -> bool {
    match trigger {
        Trigger::SolvableByCall => found.iter().any(|f| f.rule.kind == WANTS_CALL),
        Trigger::UrgentInfo => found.iter().any(|f| f.rule.weight >= ENOUGH),
        _ => true,
    }
}

/// Places in order, those that touch made one.
pub(super) fn united(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|p| (p.start, p.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match out.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => out.push(place),
        }
    }
    out
}

fn severity(suggestions: &[Suggestion], found: &[Found]) -> u8 {
    let of_rules = found
        .iter()
        .filter(|f| match &f.rule.says {
            Says::Trigger(trigger) => suggestions.iter().any(|s| s.trigger == *trigger),
            _ => true,
        })
        .map(|f| f.rule.severity);
    let of_triggers = suggestions.iter().map(|s| least_severity(&s.trigger));
    of_rules.chain(of_triggers).max().unwrap_or(1).clamp(1, 3)
}

fn least_severity(trigger: &Trigger) -> u8 {
    if *trigger == Trigger::SolvableByCall { 1 } else { 2 }
}

/// The trigger sets the class, the rest moves within it: weight of the matter, age, heat, readers, a term ahead.
fn urgency(complaint: &Complaint, suggestions: &[Suggestion], grounds: &Grounds, severity: u8) -> u8 {
    let class = suggestions.iter().map(|s| class_of(&s.trigger)).max().unwrap_or(10);
    let of_rules = grounds.found.iter().map(|f| f.rule.urgency).max().unwrap_or(0);
    let mut more = u32::from(severity.saturating_sub(1)) * 5;
    more += facts::pressure(complaint);
    more += if complaint.is_public { 3 } else { 0 };
    more += if super::heat::heated(&grounds.letter.whole) { 3 } else { 0 };
    (u32::from(class.max(of_rules)) + more).min(100) as u8
}

fn class_of(trigger: &Trigger) -> u8 {
    match trigger {
        Trigger::Safety => 85,
        Trigger::UrgentInfo => 75,
        Trigger::TooLate => 50,
        Trigger::Misrouted => 45,
        _ => 30,
    }
}
