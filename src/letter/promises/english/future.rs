//! English auxiliaries that promise: "will", "'ll", and "to be" with a day: "is coming tomorrow", "is due on Friday".
//!
//! Not its duty: present forms of other verbs (`present`).

use super::words::STATES;
use super::{Subject, present};
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::nominal;
use crate::letter::promises::reading::{Clause, Needs};

/// What must stand with the auxiliary at this place before it promises, and the token of the act.
pub(super) fn will(clause: &Clause<'_>, at: usize, subject: Subject, verb: usize) -> Option<(Needs, usize)> {
    let t = clause.tokens;
    let tags = t.tags(verb);
    let is_be = (at + 1..verb).any(|i| t.is(i, &["be"]));
    let has_have = (at + 1..=verb).any(|i| t.is(i, &["have"]));
    // "won't happen again": what will be no more is promised too.
    let is_end = clause.at.clone().any(|i| t.is(i, &["again", "anymore", "longer"])) && !t.is(verb, &["able"])
        || (verb..clause.at.end.min(verb + 2)).any(|i| t.is(i, &["charged", "charge", "billed", "cost"]));
    let negated = (at..=verb).any(|i| t.tags(i).any(Tags::NOT)) && !is_end;
    let absent = is_be && t.is(verb, &["out", "away", "off", "closed", "absent", "unavailable", "abroad"])
        || is_be && t.is(verb, &["on"]) && t.is(verb + 1, &["leave", "holiday"]);
    let lasts = is_be && clause.at.clone().any(|i| t.is(i, &["until", "till"])) && !clause.has(Tags::GUESS);
    if absent || lasts {
        return None;
    }
    // "We'll keep an eye out for your update"
    let waits = (verb..clause.at.end.min(verb + 4)).any(|i| t.is(i, &["eye"]) && t.is(i + 1, &["out"]))
        || t.is(verb, &["look", "watch"]) && t.is(verb + 1, &["out"]) && t.is(verb + 2, &["for"]);
    let looks = t.is(verb, &["see"]) && clause.at.end == verb + 1 && !t.is(verb + 1, &["that"]);
    let empty = looks
        || tags.any(Tags::EMPTY)
            && !(is_end && (at..=verb).any(|i| t.tags(i).any(Tags::NOT)))
            && !t.is(verb, &["find", "apply"])
        || t.is(verb, &["able"]);
    let can_by_then = t.is(verb, &["able"]) && !clause.dates.is_empty();
    if negated || waits || (empty && !can_by_then) || has_have && t.is(verb, &["to"]) {
        return None;
    }
    if is_end && (at..=verb).any(|i| t.tags(i).any(Tags::NOT)) {
        return Some((Needs::Nothing, verb));
    }
    let vague_or_ours = Needs::Nothing;
    match subject {
        Subject::You => {
            let gets = tags.any(Tags::GETS) || is_be && tags.any(Tags::PASSIVE | Tags::PAST | Tags::SAID) || has_have;
            let needs = if t.is(verb, &["see", "find", "know"]) { Needs::Date } else { Needs::Nothing };
            gets.then_some((needs, verb))
        }
        Subject::Mine => Some((Needs::Nothing, verb)),
        Subject::Stranger => None,
        Subject::Ours | Subject::None => {
            // "The choirmaster will have a word", "Gareth will retake the lesson"
            let speaks = t.is(at + 1, &["have"]) && t.is(at + 2, &["a"]) && t.is(at + 3, &["word", "look", "go"]);
            let is_person = at > clause.at.start
                && (t.is_capital(at - 1) && at > 1 && t.tags(at - 1) == Tags::NONE
                    || nominal::is_person(t, clause.at.start..at))
                && !is_be
                && !has_have;
            if speaks || is_person && t.tags(verb) == Tags::NONE {
                return Some((Needs::Nothing, verb));
            }
            let is_made = is_be && tags.any(Tags::PAST) && !t.is(verb, &["had", "been", "has", "have"]);
            let acts = is_made
                || tags.any(Tags::BARE | Tags::CONTACT | Tags::PASSIVE) && !t.is(verb, &["have"])
                || is_be && tags.any(Tags::READY)
                || t.is(verb, &["come", "arrive", "reach", "sent", "put", "paid", "done", "in"]);
            Some((if acts && !t.is(verb, &["help"]) { vague_or_ours } else { Needs::DateOrVague }, verb))
        }
    }
}

/// "is coming tomorrow", "is due on Friday", "is scheduled for", "am sending it today".
pub(super) fn present_of_be(clause: &Clause<'_>, at: usize, subject: Subject, verb: usize) -> Option<(Needs, usize)> {
    let t = clause.tokens;
    let tags = t.tags(verb);
    if t.is(verb, &["writing"]) && t.is(verb + 1, &["to"]) {
        return None;
    }
    // "The cake for your sister's wedding was ordered": of the sister, not "is".
    if t.is(at, &["'s"]) && (verb + 1..clause.at.end).any(|i| t.is(i, &["was", "were", "is", "has", "had", "will"])) {
        return None;
    }
    // "The roof's being done from Monday"
    if t.is(verb, &["being"]) && t.tags(verb + 1).any(Tags::PASSIVE | Tags::PAST | Tags::READY) {
        return matches!(subject, Subject::Ours | Subject::None).then_some((Needs::Day, at));
    }
    // "Water's back at one"
    let is_there = t.is(at, &["'s"]) && t.is(verb, &["back", "ready", "due", "in", "with"]) && !clause.dates.is_empty();
    if t.is(at, &["'s", "be"]) && !tags.any(Tags::GUESS) && !is_there
        || tags.any(Tags::NOT)
        || clause.has_before(at, Tags::PAST | Tags::WILL)
    {
        return None;
    }
    let ing = tags.any(Tags::GUESS)
        || t.word(verb).ends_with("ing") && tags.any(Tags::CONTACT | Tags::CHECK) && !STATES.contains(&t.word(verb));
    if nominal::is_customers_term(t, clause.at.start..at) {
        return None;
    }
    if matches!(subject, Subject::Mine | Subject::Ours)
        && let Some(there) = present::is_nearly_there(clause, verb)
    {
        return Some(there);
    }
    let is_term = (clause.at.start..at).any(|i| t.tags(i).any(Tags::TERM))
        && clause.dates.first().is_some_and(|p| p.at.start <= verb + 1 && p.at.start > at);
    match subject {
        Subject::Ours if is_term && !ing => Some((Needs::Day, at)),
        Subject::Mine if ing || t.is(verb, &["with", "back"]) => Some((Needs::Date, verb)),
        Subject::Ours if ing || tags.any(Tags::SET) => Some((Needs::Day, verb)),
        Subject::Ours if is_there || t.is(verb, &["with", "back", "ready", "due", "yours", "here", "there"]) => {
            Some((Needs::Day, verb))
        }
        _ => None,
    }
}
