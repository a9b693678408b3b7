//! English clauses by how they begin: a request, "Expect my call", a bare verb that goes on with "will" before it.

use super::words::REQUESTS;
use super::{predicate, present};
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::{Clause, Needs, Reading};

/// "and email you …", "then write to you": it goes on with the auxiliary before.
pub(super) fn has_bare_verb(clause: &Clause<'_>) -> bool {
    let first = clause.at.clone().find(|i| {
        clause.date(*i).is_none()
            && !clause.tokens.is(*i, &["on", "by", "also", "then", "the", "at", "in", "within", "personally", "next"])
    });
    first.is_some_and(|i| {
        clause.tokens.tags(i).any(Tags::BARE | Tags::CONTACT | Tags::CHECK)
            && !clause.tokens.is(i, &["back", "touch", "sure", "posted"])
    })
}

/// Sentences that open with their verb: "Expect my call by 5", "Will email the form", "Let me check", "Please send".
pub(super) fn opening(clause: &Clause<'_>) -> Option<Reading> {
    let t = clause.tokens;
    let start = clause.at.start;
    let promise = |needs| Some(Reading::Promise(predicate(clause, start, needs)));
    if clause.has(Tags::ASK) && !clause.has(Tags::WILL) {
        return Some(Reading::Request);
    }
    if let Some(word) = present::word_given(clause) {
        return Some(Reading::Promise(predicate(clause, word, Needs::Clause)));
    }
    if t.is(start, &["expect"]) || t.is(start, &["look"]) && t.is(start + 1, &["out"]) {
        return promise(Needs::Date);
    }
    if t.is(start, &["let"]) && t.is(start + 1, &["me", "us"]) {
        return if t.is(start + 2, &["know", "have"]) { Some(Reading::Request) } else { promise(Needs::DateOrVague) };
    }
    // "ill chuck one in an envelope" of a chat
    let is_ill =
        t.is(start, &["ill"]) && !t.tags(start + 1).any(Tags::ARTICLE | Tags::IS) && !t.word(start + 1).is_empty();
    if t.is(start, &["gonna"]) || is_ill {
        return promise(Needs::Nothing);
    }
    // "Consider the fee waived"
    if t.is(start, &["consider"])
        && clause.has(Tags::PASSIVE | Tags::PAST)
        && !clause.has(Tags::I | Tags::WE | Tags::YOU)
    {
        return promise(Needs::Nothing);
    }
    if t.is(start, &["will"]) {
        let asks = t.tags(start + 1).any(Tags::YOU | Tags::I | Tags::WE);
        return if asks { Some(Reading::Verb) } else { promise(Needs::Nothing) };
    }
    if t.is(start, &["give"])
        && t.is(start + 1, &["me", "us"])
        && (t.is(start + 2, &["until", "till"]) || clause.dates.first().is_some_and(|p| p.at.start <= start + 2))
    {
        return promise(Needs::Date);
    }
    if t.is(start, &["come"]) && clause.dates.first().is_some_and(|p| p.at.start <= start + 2) {
        return Some(Reading::Fragment);
    }
    is_request(clause).then_some(Reading::Request)
}

/// A bare verb at the beginning: "Send us the receipt".
pub(in crate::letter::promises) fn is_request(clause: &Clause<'_>) -> bool {
    let (t, start) = (clause.tokens, clause.at.start);
    // "Call from me: today" names the call.
    let names = t.is(start + 1, &["from"]) && t.is(start + 2, &["me", "us", "our"]);
    !names && REQUESTS.contains(&t.word(start)) && !clause.goes_on && !clause.has(Tags::WILL)
}
