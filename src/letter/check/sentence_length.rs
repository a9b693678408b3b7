//! Sentences that are too long to be read once (R6, R80).
//!
//! Words are counted, not characters; a quotation inside a sentence is not the operator's and does not count.

use super::view::Sentence;
use super::{Code, Finding, Letter, Rule, Said};

pub(super) const LONG: Code = Code { id: "long_sentences", look: long };
pub(super) const LONGISH: Code = Code { id: "longish_sentence", look: longish };

/// A sentence with more words is hard to follow.
const MANY_WORDS: usize = 25;
/// A sentence with more words is read twice.
const TOO_MANY_WORDS: usize = 35;

fn long(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    tell(rule, letter, |count| count > TOO_MANY_WORDS, out);
}

fn longish(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    tell(rule, letter, |count| count > MANY_WORDS && count <= TOO_MANY_WORDS, out);
}

fn tell(rule: &Rule, letter: &Letter<'_>, is_found: impl Fn(usize) -> bool, out: &mut Vec<Finding>) {
    for (number, _) in letter.body_sentences() {
        let sentence = &letter.sentences[number];
        let count = word_count(letter, sentence);
        if is_found(count) {
            out.push(rule.finding(rule.card.severity, Some(sentence.range.clone()), words_said(count)));
        }
    }
}

/// The words of a sentence; behind a colon or a semicolon the reader draws breath, so that the longer part counts, and of
/// the whole no more than two thirds.
fn word_count(letter: &Letter<'_>, sentence: &Sentence) -> usize {
    let tokens = &letter.tokens.as_str()[sentence.tokens.clone()];
    let (mut all, mut part, mut longest) = (0, 0, 0);
    let mut before = "";
    for token in tokens.split(' ') {
        // What follows a mark inside a sentence is the rest of an address or a number, not a word of its own.
        let is_rest = matches!(before, "@" | "." | "/");
        if matches!(token, ":" | ";") {
            part = 0;
        }
        let is_word = !is_rest && token.starts_with(char::is_alphanumeric);
        (all, part) = (all + usize::from(is_word), part + usize::from(is_word));
        longest = longest.max(part);
        before = token;
    }
    longest.max(all * 2 / 3)
}

fn words_said(count: usize) -> Said {
    Said::owned(
        format!("A long sentence ({count} words). Two or three short ones read more easily."),
        format!("Длинное предложение (слов: {count}). Два-три коротких читаются легче."),
        format!("O propoziție lungă (cuvinte: {count}). Două-trei scurte se citesc mai ușor."),
    )
}
