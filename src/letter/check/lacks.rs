//! What an answer to a complaint must have and this one lacks: an apology or sympathy, a plan with a time, the writer's
//! own control (R47, R61, R62, R85, R129, R135). What these are in words is told in `rules/ideas.toml`.
//!
//! Not its duty: the name (`names`), the signature (`signed`), which promises lack a date (`promised`).

use super::{Code, Finding, Letter, Rule, amends};
use crate::gist::Rate;
use crate::letter::promises::{Act, Actor, Promise};

pub(super) const NO_EMPATHY: Code = Code { id: "no_apology_or_empathy", look: no_empathy };
pub(super) const NO_PLAN: Code = Code { id: "no_concrete_plan_or_date", look: no_plan };
pub(super) const NO_CONTROL: Code = Code { id: "no_personal_control", look: no_control };

/// How clearly a sentence must say what a letter needs, beside what the ideas find in it. That a letter lacks something
/// is told only when no sentence comes near.
const SORRY: Rate = Rate::Two;
const CONTROL: Rate = Rate::Two;
const PLAN: Rate = Rate::One;
const DONE: Rate = Rate::Fifth;

fn no_empathy(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    // Who tells the trouble in his own words and takes care of it in person need not say "sorry".
    let is_felt = || letter.has_idea("trouble") && dated_control(letter).is_some() && has_plan(letter);
    if !letter.is_blank() && !has_empathy(letter) && !is_felt() {
        out.push(rule.about_letter());
    }
}

fn no_plan(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if !letter.is_blank() && !has_plan(letter) && !amends::is_apology_enough(letter) {
        out.push(rule.about_letter());
    }
}

fn no_control(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if !letter.is_blank() && dated_control(letter).is_none() {
        out.push(rule.about_letter());
    }
}

/// An apology, regret or sympathy in the body.
pub(super) fn has_empathy(letter: &Letter<'_>) -> bool {
    letter.has_idea("apology")
        || letter.has_idea("sympathy")
        || letter.sentences_saying("sorry", SORRY).next().is_some()
}

/// Something is done already, or will be by a time that is named.
pub(super) fn has_plan(letter: &Letter<'_>) -> bool {
    letter.has_idea("done") || has_dated_plan(letter) || letter.sentences_saying("done", DONE).next().is_some()
}

/// Something will be by a time that is named. That somebody will call is no plan yet.
pub(super) fn has_dated_plan(letter: &Letter<'_>) -> bool {
    let is_vague = |p: &Promise| letter.sentences_with("vague_time").contains(&letter.sentence_at(p.range.start));
    let promised = |p: &Promise| p.when.is_some() && (p.act == Act::Do || p.actor == Actor::Me) && !is_vague(p);
    letter.sentences_with("action").into_iter().any(|s| is_dated(letter, s))
        || letter.sentences_saying("plan", PLAN).any(|s| is_dated(letter, s))
        || dated_control(letter).is_some()
        || letter.promises().iter().any(promised)
}

/// The number of a sentence in which the writer says what he will check, do or report, and when.
pub(super) fn dated_control(letter: &Letter<'_>) -> Option<usize> {
    // "The fitter comes on Friday at ten. I will be there.": the time need not be said twice.
    let is_near = |s: &usize| has_time(letter, *s) || (*s > 0 && has_time(letter, *s - 1));
    let mine = letter.promises().iter().filter(|p| p.actor == Actor::Me);
    let in_words = letter.sentences_with("control").into_iter().find(is_near);
    let promised =
        || mine.map(|p| (p, letter.sentence_at(p.range.start))).find(|(p, s)| p.when.is_some() || is_near(s));
    let said = || letter.sentences_saying("control", CONTROL).find(is_near);
    in_words.or_else(|| promised().map(|(_, sentence)| sentence)).or_else(said)
}

/// A sentence with a time in it, or one that points to the time in the sentence before: "then", «после этого».
fn is_dated(letter: &Letter<'_>, sentence: usize) -> bool {
    let points_back = || letter.sentences_with("then").binary_search(&sentence).is_ok();
    has_time(letter, sentence) || (sentence > 0 && points_back() && has_time(letter, sentence - 1))
}

fn has_time(letter: &Letter<'_>, sentence: usize) -> bool {
    letter.sentences_with("when").binary_search(&sentence).is_ok()
}
