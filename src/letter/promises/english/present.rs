//! English present forms that mean the future because a day stands with them: "we hang the mirror on Friday".

use super::{ADVERBS, Subject};
use crate::letter::promises::dates::{self, Role};
use crate::letter::promises::lexicon::Tags;
use crate::letter::promises::reading::{Clause, Needs};

/// Pasts that no ending shows; with "on Monday" they tell what has been.
pub(in crate::letter::promises) const IRREGULAR_PASTS: &[&str] = &[
    "met",
    "saw",
    "sat",
    "heard",
    "held",
    "brought",
    "bought",
    "built",
    "caught",
    "chose",
    "cut",
    "drew",
    "drove",
    "fell",
    "felt",
    "fought",
    "flew",
    "forgot",
    "froze",
    "grew",
    "hid",
    "hit",
    "hurt",
    "knew",
    "laid",
    "led",
    "lent",
    "lost",
    "meant",
    "rode",
    "rose",
    "ran",
    "said",
    "sold",
    "shook",
    "shot",
    "shut",
    "slept",
    "spent",
    "stole",
    "stood",
    "stuck",
    "swept",
    "swore",
    "taught",
    "thought",
    "threw",
    "tore",
    "woke",
    "wore",
    "won",
    "wrote",
    "broke",
    "began",
    "became",
    "drank",
    "ate",
    "dug",
    "hung",
    "rebuilt",
    "redid",
    "rewrote",
    "withdrew",
    "undid",
    "overheard",
];
/// Verbs of what lasts.
const LASTING: &[&str] = &[
    "ask",
    "beg",
    "invite",
    "urge",
    "encourage",
    "tend",
    "rely",
    "live",
    "sell",
    "stay",
    "keep",
    "love",
    "hate",
    "owe",
    "own",
    "employ",
    "hold",
    "stock",
    "serve",
    "treat",
    "recommend",
    "suggest",
    "advise",
    "share",
    "respect",
    "admit",
    "don",
    "doesn",
    "didn",
    "couldn",
    "wouldn",
    "shouldn",
    "haven",
    "aren",
    "weren",
    "wasn",
    "myself",
    "ourselves",
    "ve",
    "only",
    "simply",
    "really",
    "first",
    "two",
    "three",
    "tenants",
    "remain",
    "sit",
    "stand",
    "celebrate",
    "observe",
    "dont",
    "didnt",
    "cant",
    "wont",
    "couldnt",
    "happen",
    "demand",
    "request",
    "become",
];

/// "This Friday we hang the mirror": an unknown verb in its bare form right behind "I" or "we".
pub(super) fn is_guess(clause: &Clause<'_>, at: usize, subject: Subject) -> bool {
    let t = clause.tokens;
    let word = t.word(at);
    let mut before = at;
    while before > clause.at.start && ADVERBS.contains(&t.word(before - 1)) {
        before -= 1;
    }
    subject == Subject::Mine
        && t.tags(at) == Tags::NONE
        && clause.date(at).is_none()
        && !ADVERBS.contains(&word)
        && word.len() > 2
        && !word.ends_with("ed")
        && !word.ends_with("ly")
        && !IRREGULAR_PASTS.contains(&word)
        && !LASTING.contains(&word)
        && !clause.has_before(at, Tags::PAST)
        && before > clause.at.start
        && t.tags(before - 1).any(Tags::I | Tags::WE)
}

/// An unknown verb behind a singular noun: "the expert gives", not "our sales team".
pub(super) fn is_singular_guess(clause: &Clause<'_>, at: usize) -> bool {
    let t = clause.tokens;
    let word = t.word(at);
    let noun = t.word(at.saturating_sub(1));
    let is_verb = word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.starts_with('\'')
        && clause.date(at).is_none();
    let is_noun = noun.len() > 2
        && !noun.ends_with('s')
        && t.tags(at.saturating_sub(1)) == Tags::NONE
        && !["for", "with", "from", "into", "onto", "about", "under", "over", "per", "via"].contains(&noun)
        && clause.date(at.saturating_sub(1)).is_none();
    at >= clause.at.start + 2
        && !["meets", "sits", "downstairs", "upstairs", "always", "shuts", "serves", "covers", "remains", "includes"]
            .contains(&word)
        && is_verb
        && is_noun
        && !clause.has(Tags::SAID)
        && (t.tags(clause.at.start).any(Tags::ARTICLE) || t.tags(at - 2).any(Tags::ARTICLE))
        && clause.dates.iter().any(|p| !dates::is_hour(p))
}

/// "Dr Patel sees you on Wednesday", "Ruth Hale unlocks the cellar at six".
pub(super) fn is_persons(clause: &Clause<'_>, at: usize, subject: Subject) -> bool {
    let t = clause.tokens;
    if subject != Subject::Ours || at <= clause.at.start || t.is_capital(at) {
        return false;
    }
    let sees = t.is(at, &["sees", "meets", "treats", "examines"]) && t.is(at + 1, &["you", "your"]);
    let word = t.word(at);
    let is_verb = t.tags(at) == Tags::NONE && word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    let is_name = t.is_capital(at - 1) && t.tags(at - 1) == Tags::NONE && clause.date(at - 1).is_none();
    let has_object =
        t.tags(at + 1).any(Tags::ARTICLE | Tags::YOU | Tags::OTHER) || t.is(at + 1, &["them", "him", "us"]);
    sees || is_verb && has_object && !word.starts_with('\'') && is_name && at > clause.at.start + 1
}

const PREPOSITIONS: &[&str] = &[
    "for", "with", "at", "in", "on", "from", "into", "onto", "about", "of", "to", "under", "over", "per", "via",
    "near", "around", "between", "behind", "through", "during", "against", "among", "like", "than", "within",
    "without",
];

/// "Two porters carry the wardrobe up on Friday": a bare verb between people of ours and its object.
pub(super) fn is_plurals(clause: &Clause<'_>, at: usize, subject: Subject) -> bool {
    let t = clause.tokens;
    let first = clause.at.start;
    let noun = t.word(at.saturating_sub(1));
    subject == Subject::Ours
        && at > first + 1
        && (t.tags(first).any(Tags::ARTICLE) || clause.date(first).is_some())
        && (t.tags(at) == Tags::NONE || t.tags(at).any(Tags::BARE))
        && !t.word(at).ends_with('s')
        && !PREPOSITIONS.contains(&t.word(at))
        && clause.date(at).is_none()
        && noun.len() > 4
        && noun.ends_with('s')
        && t.tags(at - 1) == Tags::NONE
        && clause.date(at - 1).is_none()
        && t.tags(at + 1).any(Tags::ARTICLE)
        && !clause.has_before(at, Tags::PAST | Tags::IS | Tags::WILL | Tags::CAN)
}

/// "I have booked the joiner for Wednesday": done, and a day to come.
pub(super) fn is_booked(clause: &Clause<'_>, at: usize, subject: Subject) -> bool {
    let t = clause.tokens;
    subject == Subject::Mine
        && t.is(
            at,
            &[
                "booked",
                "arranged",
                "scheduled",
                "pencilled",
                "penciled",
                "slotted",
                "reserved",
                "rebooked",
                "rescheduled",
                "lined",
            ],
        )
        && t.is(at.saturating_sub(1), &["have", "'ve"])
        && clause.dates.iter().any(|p| p.at.start > at && p.role == Role::From && dates::is_point(p))
}

/// "Two stewards have been assigned to you for 21 May": done by somebody of ours, and a day to come.
pub(super) fn is_arranged(clause: &Clause<'_>, at: usize, subject: Subject) -> bool {
    const ARRANGED: &[&str] = &[
        "booked",
        "arranged",
        "scheduled",
        "reserved",
        "rebooked",
        "rescheduled",
        "assigned",
        "moved",
        "fixed",
        "set",
        "planned",
        "confirmed",
        "postponed",
        "allocated",
    ];
    let t = clause.tokens;
    let is_been = t.is(at, &["has", "have", "'s", "'ve"]) && t.is(at + 1, &["been"]);
    let part = |p: &&dates::Part| p.at.start > at && dates::is_point(p) && !dates::is_hour(p);
    let is_for = |p: &dates::Part| (p.at.start.saturating_sub(2)..p.at.start).any(|i| t.is(i, &["for", "to"]));
    subject == Subject::Ours && is_been && t.is(at + 2, ARRANGED) && clause.dates.iter().filter(part).any(is_for)
}

/// "The engraver has your bracelet ready by Thursday."
pub(super) fn is_kept_ready(clause: &Clause<'_>, at: usize, subject: Subject) -> bool {
    const NEAR: usize = 6;
    let t = clause.tokens;
    let ready = (at + 1..clause.at.end.min(at + NEAR)).any(|i| t.is(i, &["ready", "waiting"]));
    matches!(subject, Subject::Ours | Subject::Mine) && t.is(at, &["has", "have"]) && ready
}

/// "is with you in forty minutes", "is at your door", "is on its way to you by Thursday".
pub(super) fn is_nearly_there(clause: &Clause<'_>, verb: usize) -> Option<(Needs, usize)> {
    const PLACES: &[&str] = &["door", "gate", "house", "flat", "home", "address", "desk", "side"];
    let t = clause.tokens;
    let there = t.is(verb, &["with"]) && t.is(verb + 1, &["you"])
        || t.is(verb, &["at"]) && t.is(verb + 1, &["your"]) && t.is(verb + 2, PLACES)
        || t.is(verb, &["on"])
            && t.is(verb + 1, &["its", "their", "his", "her", "our", "my"])
            && t.is(verb + 2, &["way"]);
    there.then_some((Needs::Date, verb))
}

/// "You have my word that …": what follows is promised.
pub(super) fn word_given(clause: &Clause<'_>) -> Option<usize> {
    let t = clause.tokens;
    clause.at.clone().find(|i| t.is(*i, &["word"]) && *i > clause.at.start && t.is(i - 1, &["my", "our"]))
}
