//! The phrases of the palette in a letter: too many of them (R77), a second apology (T3, R135), joy in answer to a
//! complaint (T10).

use super::{Code, Finding, Letter, Rule};
use crate::letter::checklist::used_phrases;
use crate::text::Folded;

pub(super) const TOO_MANY: Code = Code { id: "too_many_phrases", look: too_many };
pub(super) const TWO_APOLOGIES: Code = Code { id: "more_than_one_apology", look: two_apologies };
pub(super) const JOY: Code = Code { id: "joy_to_the_angry", look: joy };

/// More of the ten in one letter read like a form (R77).
const MOST_PHRASES: usize = 4;

fn too_many(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some(book) = letter.context.book else { return };
    let used = used_phrases(&Folded::new(&letter.outline.own), book);
    let recommended = used.iter().filter(|p| p.id.starts_with('P')).count();
    if recommended > MOST_PHRASES {
        out.push(rule.about_letter());
    }
}

fn two_apologies(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    // "I will apologise to the neighbours myself" is a promise to others.
    let promised: Vec<usize> = letter.promises().iter().map(|p| letter.sentence_at(p.range.start)).collect();
    let apologies = letter.sentences_with("apology").into_iter();
    for number in apologies.enumerate().filter(|(at, n)| *at > 0 && !promised.contains(n)).map(|(_, n)| n) {
        let span = letter.sentences[number].range.clone();
        out.push(rule.finding(rule.card.severity, Some(span), rule.card.message.clone()));
    }
}

fn joy(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let Some((first, _)) = letter.body_sentences().next() else { return };
    let is_first = |place: &&std::ops::Range<usize>| letter.sentence_number(place) == first;
    // "Glad about the dog, and sorry about everything else" begins with neither alone.
    if letter.idea("apology").iter().any(|place| is_first(&place)) {
        return;
    }
    let place = letter.idea("joy").iter().find(is_first).cloned();
    if let Some(place) = place {
        out.push(rule.finding(rule.card.severity, Some(letter.tokens.original(place)), rule.card.message.clone()));
    }
}
