//! English: who will do it, and the words around that.

mod future;
mod opening;
mod present;
mod words;

use super::dates;
use super::lexicon::Tags;
use super::reading::{Clause, GIVEN, Needs, Predicate, Reading};
use super::tokens::Tokens;
use super::{Act, Actor};
use future::{present_of_be, will};
pub(super) use opening::is_request;
use opening::{has_bare_verb, opening};
pub(super) use present::IRREGULAR_PASTS;
pub(super) use words::LEXICON;

/// The tags of a word that opens a clause here.
pub(super) fn opener(tokens: &Tokens<'_>, at: usize, is_first: bool) -> Option<Tags> {
    let tags = tokens.tags(at);
    let next_is_subject = tokens.tags(at + 1).any(Tags::I | Tags::WE | Tags::YOU | Tags::OTHER)
        || tokens.is(at + 1, &["your", "our", "the", "my"]);
    let before = tokens.word_before(at);
    if tags.any(Tags::IF) {
        // "should you prefer" at the beginning; "see if" asks; "even if" is no condition.
        if tokens.is(at, &["should"]) {
            return (is_first && next_is_subject).then_some(Tags::IF);
        }
        if tokens.is(at, &["provided"]) {
            return (next_is_subject || tokens.is(at + 1, &["that"])).then_some(Tags::IF);
        }
        if tokens.is(at, &["subject"]) {
            return tokens.is(at + 1, &["to"]).then_some(Tags::IF);
        }
        if before == "even" {
            return Some(Tags::WHAT);
        }
        // "If not tonight, then tomorrow" is no condition.
        if tokens.is(at + 1, &["not"]) && tokens.date(at + 2).is_some() {
            return None;
        }
        let asks = ["see", "check", "ask", "out", "confirm", "sure", "hear", "whether", "tell", "looking", "look"]
            .contains(&before);
        return Some(if asks { Tags::WHAT } else { Tags::IF });
    }
    if tokens.is(at, &["long"]) && before == "as" && tokens.is(at + 1, &["as"]) {
        return Some(Tags::IF);
    }
    if tokens.is(at, &["soon"]) {
        let can = (at + 1..at + 5).any(|i| tokens.is(i, &["possible", "can", "able", "practicable"]));
        return (before == "as" && tokens.is(at + 1, &["as"]) && !can).then_some(Tags::WHEN);
    }
    if tags.any(Tags::WHEN) {
        let clause = next_is_subject && !tokens.is(at + 1, &["that", "this", "the"])
            || tokens.is(at, &["when", "once", "whenever", "while"]) && is_first
            || tokens.is(at, &["when", "once"]) && next_is_subject;
        let next_is_date = tokens.date(at + 1).is_some();
        return (clause && !next_is_date).then_some(Tags::WHEN);
    }
    if tags.any(Tags::WHICH) {
        return Some(Tags::WHICH);
    }
    if tokens.is(at, &["in"]) && tokens.is(at + 1, &["case"]) {
        return Some(Tags::IF);
    }
    if tags.any(Tags::THAT) {
        const ON: &[&str] = &[
            "on", "in", "at", "of", "to", "for", "with", "from", "by", "under", "over", "into", "onto", "behind", "up",
        ];
        let is_pronoun = ON.contains(&before)
            || tokens.date(at + 1).is_some()
            || tokens.tags(at + 1).any(Tags::IS | Tags::WILL | Tags::PAST | Tags::CAN)
            || tokens.tags(at + 1) == Tags::NONE && (is_first || at > 0 && tokens.date(at - 1).is_some());
        return (!is_pronoun && (next_is_subject || !is_first)).then_some(Tags::THAT);
    }
    if tags.any(Tags::WHAT) {
        return Some(Tags::WHAT);
    }
    if tags.any(Tags::SO_THAT) {
        // "do so this afternoon" goes on; "so I will call" begins anew.
        let opens_clause = next_is_subject && !tokens.is(at + 1, &["this", "that"]) && before != "do";
        let aims = tokens.is(at + 1, &["that"]) && tokens.date(at + 2).is_none();
        let begins = is_first
            && (tokens.tags(at + 1).any(Tags::I | Tags::WE)
                || tokens.is(at + 1, &["the", "our", "your", "he", "she", "it", "they"]));
        return ((opens_clause || aims) && !begins).then_some(Tags::SO_THAT);
    }
    if tags.any(Tags::BECAUSE) {
        return (next_is_subject && tokens.tags(at + 1).any(Tags::I | Tags::WE | Tags::YOU | Tags::OTHER)
            || tokens.is(at, &["because"]))
        .then_some(Tags::BECAUSE);
    }
    None
}

/// What the clause does.
pub(super) fn read(clause: &Clause<'_>) -> Reading {
    let t = clause.tokens;
    let start = clause.at.start;
    if clause.is_general() {
        return Reading::Verb;
    }
    // The customer's own journey is no promise.
    if t.is(start, &["your"])
        && t.is(
            start + 1,
            &[
                "flight",
                "train",
                "plane",
                "bus",
                "ferry",
                "holiday",
                "trip",
                "wedding",
                "exam",
                "tenancy",
                "lease",
                "contract",
                "subscription",
            ],
        )
        && !clause.has(Tags::WILL)
    {
        return Reading::Verb;
    }
    if let Some(reading) = opening(clause) {
        return reading;
    }
    let mut verb = false;
    for at in clause.at.clone() {
        let tags = t.tags(at);
        if clause.date(at).is_some_and(|d| !matches!(d, dates::DateWord::Number(_)))
            && !tags.any(Tags::WILL | Tags::BARE)
            && !(t.is(at, &["am"]) && t.tags(at.wrapping_sub(1)).any(Tags::I))
        {
            continue;
        }
        // "They say it will snow": others' word.
        if t.is(at, &["say", "think"]) && t.is(at.saturating_sub(1), &["they", "people", "you", "some"]) {
            return Reading::Verb;
        }
        if let Some((needs, head)) = promise_at(clause, at) {
            return Reading::Promise(predicate(clause, head, needs));
        }
        // "the statement you asked for": what was said only names a thing.
        if tags.any(Tags::SAID | Tags::HOPE)
            && at > start + 1
            && t.tags(at - 1).any(Tags::YOU)
            && t.tags(at - 2) == Tags::NONE
        {
            continue;
        }
        if t.is(at, &["sure", "certain"]) && t.tags(at.wrapping_sub(1)).any(Tags::NOT) {
            return Reading::Verb;
        }
        if t.is(at, &["assured"]) && (at + 1..clause.at.end).any(|i| t.tags(i).any(Tags::WILL)) {
            continue;
        }
        let names = at == start && !clause.goes_on && t.is(at, &["written", "quoted", "asked", "confirmed"]);
        if tags.any(Tags::CAN) && t.tags(at + 1).any(Tags::PLEDGE) || names {
            continue;
        }
        if tags.any(Tags::WILL | Tags::CAN | Tags::SAID) || tags.any(Tags::HOPE) && is_finite(clause, at) {
            return Reading::Verb;
        }
        verb |= (tags.any(Tags::BARE) || tags == Tags::NONE && at == start + 1)
            && at > start
            && t.tags(at - 1).any(Tags::YOU);
        verb |= tags == Tags::NONE && at > start && present::IRREGULAR_PASTS.contains(&t.word(at));
        // "It will be reglued and the top closed up by Tuesday"
        let only_names = clause.goes_on
            && tags.any(Tags::PASSIVE)
            && !clause.has(Tags::I | Tags::WE | Tags::YOU | Tags::OTHER | Tags::PAST | Tags::IS | Tags::CAN);
        if only_names {
            continue;
        }
        verb |= tags.any(Tags::PAST | Tags::VERB | Tags::IS_DONE_NOW | Tags::PASSIVE | Tags::PLAN)
            || tags.any(Tags::IS) && !t.is(at, &["'s"]);
    }
    let under = clause.at.clone().any(|i| t.is(i, &["under"]));
    if under && clause.has(Tags::CONTROL) && clause.has(Tags::MY) {
        return Reading::Promise(Predicate {
            personal: true,
            actor: Actor::Me,
            act: Act::Check,
            ..predicate(clause, start, Needs::Nothing)
        });
    }
    if clause.goes_on && has_bare_verb(clause) {
        return Reading::Promise(predicate(clause, start, Needs::Nothing));
    }
    if verb { Reading::Verb } else { Reading::Fragment }
}

/// Whether a relative clause has its verb already: "that blinded you", "which sticks".
pub(super) fn has_finite_verb(tokens: &Tokens<'_>, at: std::ops::Range<usize>) -> bool {
    const ANYONE: &[&str] = &["anyone", "everyone", "anybody", "everybody", "those", "somebody", "someone", "people"];
    if tokens.is(at.start.wrapping_sub(2), ANYONE) {
        return false;
    }
    at.into_iter().any(|i| {
        let word = tokens.word(i);
        let is_third = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && tokens.date(i).is_none();
        is_third && tokens.tags(i.wrapping_sub(1)).any(Tags::THAT | Tags::WHICH)
            || tokens.tags(i).any(Tags::PAST | Tags::SAID | Tags::PASSIVE | Tags::CAN | Tags::IS)
            || IRREGULAR_PASTS.contains(&word)
    })
}

/// A verb behind its subject: "I hope", not "the hope".
fn is_finite(clause: &Clause<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|b| *b >= clause.at.start).map_or(Tags::NONE, |b| clause.tokens.tags(b));
    // "let you know"
    let is_let = at > clause.at.start + 1 && clause.tokens.is(at - 2, &["let"]);
    before.any(Tags::I | Tags::WE | Tags::OTHER | Tags::YOU) && !is_let
        || clause.tokens.is(at.saturating_sub(1), &["do", "really", "also", "very"])
}

/// What must stand with the verb at this place, and the token of the act.
fn promise_at(clause: &Clause<'_>, at: usize) -> Option<(Needs, usize)> {
    let t = clause.tokens;
    let tags = t.tags(at);
    let subject = subject_of(clause, at);
    let next = |from: usize| {
        (from..clause.at.end).find(|i| !t.tags(*i).any(Tags::PERSONAL | Tags::VAGUE) && !ADVERBS.contains(&t.word(*i)))
    };
    if tags.any(Tags::PLEDGE) && (clause.has_before(at, Tags::I | Tags::WE) || t.is(at, &["assured"])) {
        if t.is(at, &["confirm"]) && !t.is(at.saturating_sub(1), &["can", "i", "we"]) {
            return None;
        }
        // "I can confirm you will be paid": the clause itself goes on.
        if (at + 1..clause.at.end).any(|i| t.tags(i).any(Tags::WILL)) {
            return None;
        }
        // "I promise you hot bread on Saturday"
        let of_thing = t.tags(at + 1).any(Tags::YOU) && !t.tags(at + 2).any(Tags::THAT) && !clause.dates.is_empty();
        if of_thing && t.mark(at + 2).is_none() {
            return Some((Needs::Date, at)).filter(|_| pledges(clause, at));
        }
        return Some((if t.is(at + 1, &["to"]) { Needs::Nothing } else { Needs::Clause }, at))
            .filter(|_| pledges(clause, at));
    }
    // "I am writing to tell you that the refund will …"
    let tells = t.is(at, &["tell", "inform", "say", "confirm", "advise", "assure", "know", "report"])
        && clause.has_before(at, Tags::I | Tags::WE | Tags::PLEDGE);
    if tells
        && (t.is(at + 1, &["that"]) || t.tags(at + 1).any(Tags::YOU) && t.is(at + 2, &["that"]))
        && !clause.has_before(at, Tags::WILL | Tags::HOPE | Tags::NOT)
    {
        return Some((Needs::Clause, at));
    }
    if tags.any(Tags::WILL) {
        let verb = next(at + 1)?;
        let verb = if t.tags(verb).any(Tags::NOT) { next(verb + 1)? } else { verb };
        return will(clause, at, subject, verb);
    }
    if tags.any(Tags::SHOULD) {
        let goes_on = subject == Subject::None && at > 0;
        let stranger = matches!(subject, Subject::Stranger | Subject::Mine) || subject == Subject::None && !goes_on;
        let verb = next(at + 1)?;
        // "You should see the money by Friday", not "you should see a doctor".
        let sees_money = (verb + 1..verb + 4).any(|i| t.tags(i).any(Tags::TERM) || t.is(i, &["it", "them", "amount"]));
        let gets = t.tags(verb).any(Tags::GETS)
            && !t.is(verb + 1, &["to", "been"])
            && !t.is(verb, &["know"])
            && (!t.is(verb, &["see"]) || sees_money);
        let ours = (subject == Subject::Ours || goes_on) && !t.is(verb, &["have", "not"]);
        return ((gets && subject == Subject::You || ours) && !stranger).then_some((Needs::DateOrVague, verb));
    }
    // "Your next two lessons are on us"
    let is_gift =
        t.is(at + 1, &["on"]) && (t.is(at + 2, &["us", "me"]) || t.is(at + 2, &["the"]) && t.is(at + 3, &["house"]));
    let is_fault = at > 0 && t.tags(at - 1).any(Tags::OTHER | Tags::THAT | Tags::WHICH);
    if tags.any(Tags::IS) && is_gift && !is_fault && subject == Subject::Ours {
        return Some((Needs::Nothing, at));
    }
    // "I am to re-key the door", "it is to be recalibrated tomorrow"
    if tags.any(Tags::IS) && !t.is(at, &["be", "'s"]) && t.is(at + 1, &["to"]) && !t.is(at + 2, &["blame", "follow"]) {
        return match subject {
            Subject::Mine
                if t.tags(at.wrapping_sub(1)).any(Tags::I | Tags::WE) && !t.is(at.wrapping_sub(2), &["than"]) =>
            {
                Some((Needs::Nothing, at + 2))
            }
            Subject::Ours if t.is(at + 2, &["be"]) && t.tags(at + 3).any(Tags::PASSIVE) && !t.is(at + 3, DUTIES) => {
                Some((Needs::Day, at + 2))
            }
            _ => None,
        };
    }
    // "By Friday I have your history exported"
    let is_deadline_before = clause.dates.iter().any(|p| p.at.end <= at && dates::is_deadline(t, p));
    if t.is(at, &["have"]) && subject == Subject::Mine && t.tags(at + 1).any(Tags::ARTICLE) && is_deadline_before {
        return Some((Needs::Day, at));
    }
    // "We are not going to let this happen again"
    let is_over = clause.at.clone().any(|i| t.is(i, &["again", "anymore"]));
    if tags.any(Tags::IS) && t.is(at + 1, &["not"]) && t.is(at + 2, &["going"]) && t.is(at + 3, &["to"]) && is_over {
        return matches!(subject, Subject::Mine | Subject::Ours).then_some((Needs::Nothing, at + 4));
    }
    if tags.any(Tags::IS) && t.is(at + 1, &["going"]) && t.is(at + 2, &["to"]) {
        return matches!(subject, Subject::Mine | Subject::Ours).then_some((Needs::Nothing, at + 3));
    }
    if tags.any(Tags::PLAN)
        && clause.has_before(at, Tags::I | Tags::WE)
        && t.is(at + 1, &["to"])
        && !t.is(at, &["hope"])
    {
        let needs = if t.is(at, &["intend"]) { Needs::Nothing } else { Needs::Date };
        return Some((needs, at + 2));
    }
    let counts_on = t.is(at + 1, &["count", "rely"]) && t.is(at + 2, &["on"]) || t.is(at + 1, &["expect"]);
    if tags.any(Tags::CAN) && subject == Subject::You && t.is(at, &["can"]) && counts_on {
        return Some((Needs::DateOrVague, at + 1));
    }
    if tags.any(Tags::TRY) && clause.has_before(at, Tags::I | Tags::WE) && !clause.has_before(at, Tags::NOT) {
        return t.is(at + 1, &["to"]).then_some((Needs::Date, at));
    }
    if tags.any(Tags::IS) {
        return present_of_be(clause, at, subject, next(at + 1)?);
    }
    if present::is_booked(clause, at, subject)
        || present::is_kept_ready(clause, at, subject)
        || present::is_arranged(clause, at, subject)
    {
        return Some((Needs::Day, at));
    }
    if clause.goes_on && at == clause.at.start && tags.any(Tags::IS_DONE_NOW) && !clause.dates.is_empty() {
        return Some((Needs::Date, at));
    }
    // "takes five days", "opens at nine": how long and when things are, not what is done.
    let lasts = t.is(at, &["takes"]) && clause.dates.iter().any(|p| p.at.start == at + 1)
        || t.is(at, &["opens"]) && clause.dates.iter().any(dates::is_hour);
    if lasts {
        return None;
    }
    let present =
        tags.any(Tags::IS_DONE_NOW) && subject == Subject::Ours && (!is_rule(clause) || !t.is(at, &["get", "arrive"]));
    if present && !clause.has_before(at, Tags::PAST | Tags::NOT) && at > clause.at.start {
        return (!is_rule(clause)).then_some((Needs::Date, at));
    }
    let begins = t.is(at, &["start", "begin", "arrive", "come", "leave", "go"])
        && subject == Subject::Ours
        && t.word(at.wrapping_sub(1)).ends_with('s');
    let guess = tags == Tags::NONE && present::is_singular_guess(clause, at) && subject == Subject::Ours;
    if guess
        || present::is_guess(clause, at, subject)
        || present::is_persons(clause, at, subject)
        || present::is_plurals(clause, at, subject)
    {
        return Some((Needs::Day, at));
    }
    if begins && at > clause.at.start + 1 {
        return Some((Needs::Day, at));
    }
    // "You have until Friday to claim" is the customer's term.
    let is_term_of_yours = t.is(at, &["have"]) && t.is(at + 1, &["until", "till", "to"]);
    if subject == Subject::You
        && !is_term_of_yours
        && t.is(at, &["get", "have", "receive", "hold"])
        && at > 0
        && t.tags(at - 1).any(Tags::YOU)
    {
        return Some((Needs::Day, at));
    }
    if subject == Subject::Mine
        && tags.any(Tags::BARE)
        && !tags.any(Tags::VERB | Tags::CHECK | Tags::HOPE)
        && !t.is(at, &["open", "close", "start", "have"])
        && clause.has_before(at, Tags::I | Tags::WE)
        && t.tags(at - 1).any(Tags::I | Tags::WE)
    {
        return Some((Needs::Day, at));
    }
    None
}

/// What customers have to do: "receipts are to be presented by Friday".
const DUTIES: &[&str] =
    &["presented", "submitted", "returned", "addressed", "lodged", "noted", "found", "handed", "settled", "produced"];

const ADVERBS: &[&str] = &[
    "also",
    "then",
    "now",
    "definitely",
    "certainly",
    "of",
    "course",
    "gladly",
    "surely",
    "again",
    "just",
    "both",
    "all",
    "be",
    "have",
    "still",
    "absolutely",
    "in",
    "the",
    "meantime",
    "naturally",
    "too",
    "probably",
];

/// "I promise to", "I can confirm that": not "a promise".
fn pledges(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    if t.is(at, &["assured"]) {
        return t.is(at.saturating_sub(1), &["be", "rest"]);
    }
    // "We as the parish council undertake to …"
    let undertakes = t.is(at, &["undertake", "pledge"]) && t.is(at + 1, &["to"]);
    at > 0
        && (undertakes
            || t.tags(at - 1).any(Tags::I | Tags::WE)
            || t.is(at - 1, &["can", "do", "will", "'ll", "hereby"]))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Mine,
    You,
    Ours,
    Stranger,
    None,
}

/// Who stands before the verb: the nearest pronoun, or a noun.
fn subject_of(clause: &Clause<'_>, at: usize) -> Subject {
    let t = clause.tokens;
    let words = (clause.at.start..at).filter(|i| !t.word(*i).is_empty());
    let mut subject = Subject::None;
    for i in words {
        let tags = t.tags(i);
        if tags.any(Tags::I | Tags::WE) {
            subject = Subject::Mine;
        } else if tags.any(Tags::YOU) {
            // "the parcel to you will", "what you": only a "you" next to the verb is its subject.
            let near = (i + 1..at).all(|n| t.tags(n).any(Tags::PERSONAL) || ADVERBS.contains(&t.word(n)));
            subject = if near { Subject::You } else { subject };
        } else if tags.any(Tags::STRANGER)
            && !(t.is(i, GIVEN) && clause.at.clone().any(|i| t.tags(i).any(Tags::YOU)))
            && !(i + 1 < at && t.tags(i + 1) == Tags::NONE && !ADVERBS.contains(&t.word(i + 1)))
        {
            subject = Subject::Stranger;
        } else if subject == Subject::None
            && (clause.date(i).is_none() || tags.any(Tags::OTHER))
            && !tags.any(Tags::BUT)
        {
            subject = Subject::Ours;
        }
    }
    subject
}

/// "Refunds arrive within three days" speaks of all refunds.
fn is_rule(clause: &Clause<'_>) -> bool {
    let t = clause.tokens;
    let first = clause.at.start;
    t.word(first).len() > 3
        && t.word(first).ends_with('s')
        && !t.word(first).ends_with("ss")
        && t.tags(first) == Tags::NONE
        && !t.word(first).starts_with('\'')
}

fn predicate(clause: &Clause<'_>, at: usize, needs: Needs) -> Predicate {
    let t = clause.tokens;
    let before = |tags| clause.has_before(at, tags);
    let mine =
        before(Tags::I | Tags::WE) || t.is(clause.at.start, &["will", "let"]) || clause.goes_on && !before(Tags::OTHER);
    let actor = match (mine, before(Tags::WE) && !before(Tags::I)) {
        (true, false) => Actor::Me,
        (true, true) => Actor::We,
        _ => Actor::Ours,
    };
    // "let you know", "be in touch", "get back": the act may stand some words on.
    let near = |tags: Tags| (at..clause.at.end.min(at + 4)).any(|i| t.tags(i).any(tags) && clause.date(i).is_none());
    let act = if near(Tags::CONTACT) {
        Act::Contact
    } else if near(Tags::CHECK) {
        Act::Check
    } else {
        Act::Do
    };
    let control = clause.at.clone().any(|i| t.is(i, &["control", "supervision"])) && clause.has(Tags::MY);
    let personal = actor == Actor::Me && (clause.has(Tags::PERSONAL) && act != Act::Do || control);
    let subject = before(Tags::I | Tags::WE | Tags::YOU | Tags::OTHER) || before(Tags::ARTICLE);
    Predicate { at, actor, act, needs, personal, subject }
}
