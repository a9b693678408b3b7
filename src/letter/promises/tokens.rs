//! A sentence as words, numbers and marks, each folded once and looked up once.
//!
//! Not its duty: what the words mean together (`clauses`, `dates`).

use std::ops::Range;

use super::dates::DateWord;
use super::lexicon::{Lang, Lexicon, Tags};
use crate::text::fold_into;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Its value; too large a number is no number of ours and counts as `u32::MAX`.
    Number(u32),
    Mark(char),
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Bytes of the letter.
    pub range: Range<usize>,
    folded: Range<usize>,
    pub kind: Kind,
    /// No blank stands before it.
    pub glued: bool,
    pub tags: Tags,
    pub date: Option<DateWord>,
}

/// The tokens of one sentence.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    pub lang: Lang,
    text: &'a str,
    folded: String,
    pub items: Vec<Token>,
}

impl<'a> Tokens<'a> {
    /// Reads `range` of `text`; `text` has its quotations masked. A hyphen inside a word and its parts is left out:
    /// "v-am" are two words; an apostrophe begins the second one: "i", "'ll".
    pub fn read(text: &'a str, range: Range<usize>, lexicon: &Lexicon) -> Self {
        let mut out = Self {
            lang: lexicon.lang,
            text,
            folded: String::with_capacity(range.len()),
            items: Vec::with_capacity(range.len() / 6),
        };
        let mut chars = text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)).peekable();
        let mut last_end = usize::MAX;
        while let Some((start, first)) = chars.next() {
            if first.is_whitespace() {
                continue;
            }
            let mut end = start + first.len_utf8();
            let mut grow = |belongs: fn(char) -> bool| {
                while let Some((at, c)) = chars.next_if(|(_, c)| belongs(*c)) {
                    end = at + c.len_utf8();
                }
            };
            let after_word = last_end == start && out.items.last().is_some_and(|t| !matches!(t.kind, Kind::Mark(_)));
            if is_letter(first) {
                grow(is_letter);
            } else if first.is_ascii_digit() {
                grow(|c| c.is_ascii_digit());
            } else if after_word && is_apostrophe(first) {
                grow(is_letter);
            }
            let goes_on = text[end..range.end].chars().next();
            let is_hyphen = after_word && first == '-' && goes_on.is_some_and(is_letter);
            if !is_hyphen {
                out.push(start..end, first, last_end == start, lexicon);
            }
            last_end = end;
        }
        out
    }

    fn push(&mut self, range: Range<usize>, first: char, glued: bool, lexicon: &Lexicon) {
        let piece = &self.text[range.clone()];
        let start = self.folded.len();
        let apostrophe = is_apostrophe(first) && piece.len() > first.len_utf8();
        let kind = if first.is_ascii_digit() {
            Kind::Number(piece.parse().unwrap_or(u32::MAX))
        } else if apostrophe {
            self.folded.push('\'');
            fold_into(&piece[first.len_utf8()..], &mut self.folded);
            Kind::Word
        } else if is_letter(first) {
            fold_into(piece, &mut self.folded);
            Kind::Word
        } else {
            Kind::Mark(first)
        };
        let folded = start..self.folded.len();
        let word = &self.folded[folded.clone()];
        let (tags, date) =
            if word.is_empty() { (Tags::NONE, None) } else { (lexicon.tags(word, piece), lexicon.date(word)) };
        self.items.push(Token { range, folded, kind, glued, tags, date });
    }

    /// The words of these tokens as they are written.
    pub fn passage(&self, at: Range<usize>) -> &str {
        let of = |i: usize| self.items.get(i).map(|t| t.range.clone());
        match (of(at.start), of(at.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => &self.text[first.start..last.end],
            _ => "",
        }
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The folded word at this place; empty for numbers, marks and places outside.
    pub fn word(&self, at: usize) -> &str {
        self.items.get(at).map_or("", |t| &self.folded[t.folded.clone()])
    }

    /// The word before this place.
    pub fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    pub fn number(&self, at: usize) -> Option<u32> {
        match self.items.get(at)?.kind {
            Kind::Number(value) => Some(value),
            _ => None,
        }
    }

    /// How many digits the number at this place is written with.
    pub fn digits(&self, at: usize) -> usize {
        self.items.get(at).map_or(0, |t| t.range.len())
    }

    pub fn mark(&self, at: usize) -> Option<char> {
        match self.items.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub fn is_glued(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|t| t.glued)
    }

    /// What the word says about time.
    pub fn date(&self, at: usize) -> Option<DateWord> {
        self.items.get(at).and_then(|t| t.date)
    }

    pub fn tags(&self, at: usize) -> Tags {
        self.items.get(at).map_or(Tags::NONE, |t| t.tags)
    }

    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at)) && !self.word(at).is_empty()
    }

    /// The word as it is written.
    pub fn written(&self, at: usize) -> &str {
        self.items.get(at).map_or("", |t| &self.text[t.range.clone()])
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.written(at).starts_with(char::is_uppercase)
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}
