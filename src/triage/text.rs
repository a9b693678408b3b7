//! A text as tokens with their sentences, ready for many patterns.
//!
//! Not its duty: what to look for.

use std::ops::Range;

use crate::text::Tokens;

#[derive(Debug)]
pub(super) struct Text {
    tokens: Tokens,
    /// Where each token stands in the token text.
    places: Vec<Range<u32>>,
    /// Bytes of the original by token.
    originals: Vec<Range<usize>>,
    /// The number of the sentence of each token.
    sentence_of: Vec<u32>,
    /// Tokens of each sentence, with the marks that end it.
    sentences: Vec<Range<usize>>,
    /// Tokens that are words or numbers.
    pub words: usize,
}

impl Text {
    pub fn of(original: &str) -> Self {
        let tokens = Tokens::of(original);
        let mut text = Self {
            places: Vec::new(),
            originals: Vec::new(),
            sentence_of: Vec::new(),
            sentences: Vec::new(),
            words: 0,
            tokens,
        };
        let mut at = 1;
        for (token, place) in text.tokens.iter() {
            text.places.push(at as u32..(at + token.len()) as u32);
            text.originals.push(place);
            text.words += usize::from(token.starts_with(char::is_alphanumeric));
            at += token.len() + 1;
        }
        text.cut_sentences();
        text
    }

    fn cut_sentences(&mut self) {
        let (mut start, count) = (0, self.len());
        for at in 0..count {
            // "?!" and "..." belong to their sentence.
            let ends = is_end(self.token(at)) && (at + 1 == count || !is_mark(self.token(at + 1)));
            if ends || at + 1 == count {
                self.sentences.push(start..at + 1);
                start = at + 1;
            }
            self.sentence_of.push(self.sentences.len() as u32 - u32::from(start == at + 1));
        }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn token(&self, at: usize) -> &str {
        let place = &self.places[at];
        &self.tokens.as_str()[place.start as usize..place.end as usize]
    }

    /// Bytes of the original for tokens.
    pub fn original(&self, tokens: Range<usize>) -> Range<usize> {
        match (self.originals.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.originals.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The token that holds this byte of the original, or the one after it.
    pub fn token_at(&self, byte: usize) -> usize {
        self.originals.partition_point(|place| place.end <= byte)
    }

    /// True for words and numbers, false for marks.
    pub fn is_word(&self, at: usize) -> bool {
        self.token(at).starts_with(char::is_alphanumeric)
    }

    /// The tokens of the sentence of a token.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        let number = self.sentence_of.get(at).copied().unwrap_or_default();
        self.sentences.get(number as usize).cloned().unwrap_or(0..self.len())
    }

    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The sentence of a find, cut to so many tokens on both sides.
    pub fn around(&self, find: Range<usize>, most: usize) -> Range<usize> {
        let sentence = self.sentence(find.start);
        let end = (find.end + most).min(sentence.end.max(find.end));
        sentence.start.max(find.start.saturating_sub(most))..end
    }

    /// True when the sentence ends with a question mark.
    pub fn asks(&self, sentence: &Range<usize>) -> bool {
        sentence.clone().rev().take(4).map(|at| self.token(at)).take_while(|t| is_end(t)).any(|t| t == "?")
    }

    pub fn begins_sentence(&self, at: usize) -> bool {
        let start = self.sentence(at).start;
        (start..at).all(|before| matches!(self.token(before), "\"" | "-" | "\n" | "\n\n" | "(")) || {
            at > 0 && self.token(at - 1) == ":"
        }
    }
}

fn is_mark(token: &str) -> bool {
    matches!(token, "." | "!" | "?")
}

fn is_end(token: &str) -> bool {
    is_mark(token) || token.starts_with('\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_are_cut_at_their_marks() {
        let original = "Один два. Три?! Четыре\nпять";
        let text = Text::of(original);
        let cut: Vec<&str> = text.sentences().iter().map(|s| &original[text.original(s.clone())]).collect();
        assert_eq!(cut, ["Один два.", "Три?!", "Четыре\n", "пять"]);
        assert_eq!(text.sentence(3), text.sentences()[1]);
        assert!(text.asks(&text.sentences()[1]) && !text.asks(&text.sentences()[0]));
        assert!(text.begins_sentence(3) && !text.begins_sentence(1));
        assert_eq!((Text::of("").len(), Text::of("").sentence(0)), (0, 0..0));
    }

    proptest! {
        #[test]
        fn every_token_has_a_sentence_that_holds_it(original in "[аб .!?\n]{0,40}|\\PC{0,40}") {
            let text = Text::of(&original);
            for at in 0..text.len() {
                prop_assert!(text.sentence(at).contains(&at));
                prop_assert_eq!(text.token(at).contains(' '), false);
            }
        }
    }
}
