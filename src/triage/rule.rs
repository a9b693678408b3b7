//! One rule at work: where it is found in a text, with its conditions and exceptions.
//!
//! Conditions look at the sentence of a find, and there no further than a few words, because many people write without
//! full stops. Not its duty: weighing finds (`judge`), time (`facts`).

use std::ops::Range;

use crate::model::{Channel, Trigger};
use crate::text::{Patterns, Tokens};

/// The weight at which finds together are reason enough.
pub(super) const ENOUGH: i32 = 100;
/// How many tokens around a find its exceptions are looked for.
const UNLESS_TOKENS: usize = 12;
/// How many tokens around a find its conditions are looked for.
const WITH_TOKENS: usize = 30;

/// What a rule speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Trigger(Trigger),
    /// What the customer wants.
    Wish,
    /// What it meant for him.
    Harm,
    /// How heavy the matter is, without a trigger.
    Gravity,
}

impl TryFrom<&str> for Says {
    type Error = String;

    fn try_from(word: &str) -> Result<Self, String> {
        match word {
            "wish" => Ok(Self::Wish),
            "harm" => Ok(Self::Harm),
            "gravity" => Ok(Self::Gravity),
            _ => match Trigger::from(word) {
                Trigger::Other(_) => {
                    Err(format!("`says = \"{word}\"`: neither a trigger nor one of wish, harm, gravity"))
                }
                trigger => Ok(Self::Trigger(trigger)),
            },
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub id: String,
    pub says: Says,
    pub kind: String,
    pub weight: i32,
    pub severity: u8,
    pub urgency: u8,
    pub any: Patterns,
    pub with: Patterns,
    pub unless: Patterns,
    pub with_anywhere: Patterns,
    pub unless_anywhere: Patterns,
    pub most_words: Option<usize>,
    pub at_least: usize,
    pub asks: bool,
    pub channels: Vec<Channel>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
}

/// A text prepared for all rules.
#[derive(Debug)]
pub(super) struct Text {
    pub tokens: Tokens,
    /// Bytes of the token text, each with the blank before it and the one behind it.
    pub sentences: Vec<Range<usize>>,
    pub words: usize,
}

impl Text {
    pub fn of(original: &str) -> Self {
        let tokens = Tokens::of(original);
        let sentences = sentences(tokens.as_str());
        let words = tokens.iter().filter(|(t, _)| t.starts_with(char::is_alphanumeric)).count();
        Self { tokens, sentences, words }
    }

    /// The sentence around a place of the token text.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        let next = self.sentences.partition_point(|s| s.end <= at + 1);
        self.sentences.get(next).cloned().unwrap_or(0..self.tokens.as_str().len())
    }

    /// The sentence around a find, cut to so many tokens on both sides.
    fn around(&self, find: &Range<usize>, most: usize) -> Range<usize> {
        let sentence = self.sentence(find.start);
        let bytes = self.tokens.as_str().as_bytes();
        let blank = |i: &usize| bytes[*i] == b' ';
        let start = (sentence.start..find.start).rev().filter(blank).nth(most).unwrap_or(sentence.start);
        let limit = sentence.end.max((find.end + 1).min(bytes.len()));
        let end = (find.end..limit).filter(blank).nth(most).map_or(limit, |i| i + 1);
        start..end
    }

    fn is_question(&self, at: usize) -> bool {
        let sentence = self.sentence(at);
        self.tokens.as_str()[sentence].ends_with(" ? ")
    }
}

/// Sentences of a token text: from the blank before the first token to the blank behind the last; they overlap by it.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for at in 1..bytes.len().saturating_sub(1) {
        let alone = bytes[at - 1] == b' ' && bytes[at + 1] == b' ';
        let ends = match bytes[at] {
            b'.' | b'!' | b'?' => alone,
            b'\n' => bytes[at + 1] == b' ',
            _ => false,
        };
        if ends {
            // "?!" and "..." belong to their sentence.
            let goes_on = matches!(bytes.get(at + 2), Some(b'.' | b'!' | b'?')) && bytes.get(at + 3) == Some(&b' ');
            if !goes_on {
                out.push(start..at + 2);
                start = at + 1;
            }
        }
    }
    if start + 1 < bytes.len() {
        out.push(start..bytes.len());
    }
    out
}

impl Rule {
    /// The finds of this rule, in order, as bytes of the token text.
    pub fn find(&self, text: &Text, channel: Option<&Channel>) -> Vec<Range<usize>> {
        if !self.holds_for(text, channel) {
            return Vec::new();
        }
        let mut finds: Vec<Range<usize>> = self.any.find_all(&text.tokens).into_iter().map(|hit| hit.span).collect();
        finds.retain(|find| self.holds_here(text, find));
        let anywhere = |patterns: &Patterns| patterns.is_match(&text.tokens);
        let refused = !finds.is_empty()
            && (finds.len() < self.at_least
                || anywhere(&self.unless_anywhere)
                || !self.with_anywhere.is_empty() && !anywhere(&self.with_anywhere));
        if refused { Vec::new() } else { finds }
    }

    fn holds_for(&self, text: &Text, channel: Option<&Channel>) -> bool {
        self.most_words.is_none_or(|most| text.words <= most)
            && (self.channels.is_empty() || channel.is_some_and(|c| self.channels.contains(c)))
    }

    fn holds_here(&self, text: &Text, find: &Range<usize>) -> bool {
        let stands = |patterns: &Patterns, tokens| patterns.is_within(&text.tokens, text.around(find, tokens));
        (!self.asks || text.is_question(find.start))
            && (self.unless.is_empty() || !stands(&self.unless, UNLESS_TOKENS))
            && (self.with.is_empty() || stands(&self.with, WITH_TOKENS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_the_token_text_overlap_by_their_blank() {
        let text = Text::of("Один два. Три?! Четыре\nпять");
        let cut: Vec<&str> = text.sentences.iter().map(|s| &text.tokens.as_str()[s.clone()]).collect();
        assert_eq!(cut, [" один два . ", " три ? ! ", " четыре \n ", " пять "]);
        let at = text.tokens.as_str().find("четыре").unwrap();
        assert_eq!(&text.tokens.as_str()[text.sentence(at)], " четыре \n ");
        let at = text.tokens.as_str().find("три").unwrap();
        assert_eq!(&text.tokens.as_str()[text.sentence(at)], " три ? ! ");
        assert_eq!(Text::of("").sentence(0), 0..1);
    }
}
