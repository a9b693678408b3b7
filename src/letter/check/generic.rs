//! Letters that could go to anybody: formulas alone (R108, R159), not a word of the case (R58), or dry (R23).
//!
//! Not its duty: likeness to earlier letters (`letter::likeness`), single bad words (`words`).

use std::ops::Range;

use super::content::Content;
use super::{Code, Finding, Letter, Rule};
use crate::gist::Rate;
use crate::letter::outline::closing_words;
use crate::text::words;

pub(super) const TEMPLATE: Code = Code { id: "template_like", look: template_like };
pub(super) const FACELESS: Code = Code { id: "faceless", look: faceless };
pub(super) const DRY: Code = Code { id: "dry", look: dry };

fn template_like(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if is_template(letter) {
        out.push(rule.about_letter());
    }
}

/// So many content words may stand in a letter that says nothing.
const MOST_WORDS: usize = 6;

fn faceless(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    let knows_case = !letter.context.customer_letter.trim().is_empty();
    // Whoever says much in words of his own speaks of the matter, only in other words than the customer's.
    let says_little = || own_words(letter).len() <= MOST_WORDS;
    // A question or a link is about something.
    let leads_on = letter.outline.own.contains(['?']) || letter.outline.own.contains("://");
    if knows_case
        && !letter.is_blank()
        && !leads_on
        && says_little()
        && !has_own_content(letter)
        && !is_template(letter)
    {
        out.push(rule.about_letter());
    }
}

fn dry(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    const KIND: [&str; 5] = ["apology", "sympathy", "thanks", "offer", "joy"];
    let is_kind = letter.outline.greeting.is_some()
        || super::names::greets_by_name(&letter.outline)
        || super::names::named(&letter.outline, letter.context).is_some()
        || KIND.iter().any(|idea| letter.has_idea(idea));
    // A question cares, and a name that nobody knows cannot be seen.
    let may_be_kind = letter.outline.own.contains('?') || letter.context.customer.is_none();
    if !letter.is_blank() && !is_kind && !may_be_kind {
        out.push(rule.about_letter());
    }
}

/// Most of its sentences are formulas, and nothing in it belongs to this case.
fn is_template(letter: &Letter<'_>) -> bool {
    const SHORT_LETTER: usize = 3;
    let formulas = formulas(letter);
    let sends = letter.sentences_with("redirect").into_iter().filter(|s| formulas.binary_search(s).is_err()).count();
    let count = own_sentences(letter).count();
    let is_known = !letter.context.customer_letter.trim().is_empty();
    let empty = formulas.len() + sends;
    let enough = if is_known { empty * 2 >= count } else { empty >= count };
    let many = formulas.len() >= 2 || (formulas.len() == 1 && count <= SHORT_LETTER);
    enough && many && !has_own_content(letter)
}

/// How few ordinary sentences sound as much like a formula.
const FORMULA: Rate = Rate::Fifth;

/// Sentences that are a formula and little more, by their numbers.
fn formulas(letter: &Letter<'_>) -> Vec<usize> {
    const LONGEST: usize = 30;
    let is_short = |number: &usize| {
        let part = &letter.tokens.as_str()[letter.sentences[*number].tokens.clone()];
        part.split(' ').filter(|word| word.starts_with(char::is_alphanumeric)).count() <= LONGEST
    };
    let mut all = letter.sentences_with("formula");
    all.extend(letter.sentences_saying("formula", FORMULA));
    all.sort_unstable();
    all.dedup();
    all.retain(is_short);
    all
}

/// The sentences of the body without a signature that stands behind the last of them, on its line.
fn own_sentences(letter: &Letter<'_>) -> impl Iterator<Item = (usize, Range<usize>)> {
    let last = letter.body_sentences().last().map(|(number, _)| number);
    letter.body_sentences().filter(move |(number, _)| Some(*number) != last || !is_signature(letter, *number))
}

fn is_signature(letter: &Letter<'_>, number: usize) -> bool {
    const LONGEST: usize = 5;
    let sentence = letter.outline.own[letter.sentences[number].range.clone()].trim();
    let is_open = sentence.ends_with(char::is_alphanumeric) && words(sentence).count() <= LONGEST && number > 0;
    is_open || closing_words(sentence).is_some()
}

/// Something that belongs to this case alone: a number, a thing the customer named, a deed, a promise with a time.
fn has_own_content(letter: &Letter<'_>) -> bool {
    letter.has_idea("done")
        || super::lacks::dated_control(letter).is_some()
        || letter.has_idea("named_fault")
        || has_number(letter)
        || Content::of(letter.topic()).touches(&own_words(letter))
}

/// The content of the body without the sentences of formulas: what they say belongs to nobody.
fn own_words(letter: &Letter<'_>) -> Content {
    let (formulas, sends) = (formulas(letter), letter.sentences_with("redirect"));
    let is_own = |number: &usize| formulas.binary_search(number).is_err() && sends.binary_search(number).is_err();
    let own = own_sentences(letter).filter(|(number, _)| is_own(number));
    Content::of_words(own.flat_map(|(_, part)| letter.tokens.as_str()[part].split(' ')))
}

/// A number that is no telephone and no address in the net.
fn has_number(letter: &Letter<'_>) -> bool {
    const LONGEST_AMOUNT: usize = 6;
    let is_of_case = |token: &str| {
        let digits = token.chars().filter(char::is_ascii_digit).count();
        token.starts_with(|c: char| c.is_ascii_digit()) && digits <= LONGEST_AMOUNT && token != "24/7"
    };
    let phones = letter.sentences_with("redirect");
    let mut numbers = letter.tokens.iter().filter(|(token, range)| {
        let in_body = letter.outline.body.contains(&range.start);
        in_body && is_of_case(token)
    });
    numbers.any(|(_, range)| {
        let sentence = letter.sentence_at(range.start);
        phones.binary_search(&sentence).is_err()
    })
}
