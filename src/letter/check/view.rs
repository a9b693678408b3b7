//! A letter as the rules see it: its parts, its sentences, its tokens without anybody else's words.
//!
//! Not its duty: judging any of it.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use super::CheckContext;
use super::times::promises_of;
use crate::gist::{self, Gist, Rate};
use crate::letter::outline::Outline;
use crate::letter::promises::Promise;
use crate::text::{Tokens, sentences};

/// How far from a match other words can matter, in bytes: a line without any end must not be read again for each match.
const NEAR: usize = 1_500;

pub(super) struct Letter<'a> {
    pub text: &'a str,
    pub outline: Outline<'a>,
    /// The own words: quoted lines and what stands between quotation marks is left out (R160).
    pub tokens: Tokens,
    /// Bytes of the token text between greeting and signature.
    pub body: Range<usize>,
    /// All sentences of the own text, greeting and signature too, in order.
    pub sentences: Vec<Sentence>,
    pub context: &'a CheckContext<'a>,
    topic: OnceCell<Tokens>,
    promises: OnceCell<Vec<Promise>>,
    /// What each sentence of the body says, by its number.
    gists: OnceCell<Vec<(usize, Gist<'static>)>>,
    /// Ideas that were looked for already.
    ideas: RefCell<Vec<(String, Places)>>,
}

/// Places of the token text, in order.
type Places = Rc<[Range<usize>]>;

/// One sentence of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Bytes of the letter.
    pub range: Range<usize>,
    /// Bytes of the token text.
    pub tokens: Range<usize>,
}

impl<'a> Letter<'a> {
    pub fn new(text: &'a str, context: &'a CheckContext<'a>) -> Self {
        let outline = Outline::of(text);
        let own = without_quotations(&outline.own);
        let tokens = Tokens::of(&own);
        let body = tokens.within(outline.body.clone());
        let sentences = sentences(&outline.own)
            .into_iter()
            .map(|range| Sentence { tokens: tokens.within(range.clone()), range })
            .collect();
        Self {
            text,
            outline,
            tokens,
            body,
            sentences,
            context,
            topic: OnceCell::new(),
            promises: OnceCell::new(),
            gists: OnceCell::new(),
            ideas: RefCell::default(),
        }
    }

    /// The sentence a place of the token text lies in.
    pub fn sentence_of(&self, place: &Range<usize>) -> &Sentence {
        let after = self.sentences.partition_point(|s| s.tokens.start < place.start);
        // A text with a match has a sentence before it or around it.
        &self.sentences[after.saturating_sub(1)]
    }

    /// The sentence of a place, as a part of the token text; of an endless one what stands near.
    pub fn same_sentence(&self, place: &Range<usize>) -> Range<usize> {
        self.near(place, self.sentence_of(place).tokens.clone())
    }

    /// The sentence of a place with its neighbours, as a part of the token text; of endless ones what stands near.
    pub fn around(&self, place: &Range<usize>) -> Range<usize> {
        let after = self.sentences.partition_point(|s| s.tokens.start < place.start);
        let first = &self.sentences[after.saturating_sub(2)];
        let last = &self.sentences[after.min(self.sentences.len() - 1)];
        self.near(place, first.tokens.start..last.tokens.end)
    }

    /// `part` without what is far from the place, cut between tokens; at least [`NEAR`] bytes on both sides stay. Places
    /// close to each other share one window, so that what was read in it need not be read again.
    fn near(&self, place: &Range<usize>, part: Range<usize>) -> Range<usize> {
        let bytes = self.tokens.as_str().as_bytes();
        let block = (place.start - part.start.min(place.start)) / NEAR * NEAR + part.start;
        let mut start = part.start.max(block.saturating_sub(NEAR));
        while start > part.start && bytes[start] != b' ' {
            start -= 1;
        }
        let mut end = part.end.min(place.end.max(block + NEAR) + NEAR);
        while end < part.end && bytes[end - 1] != b' ' {
            end += 1;
        }
        start..end
    }

    /// The sentences of the body by their numbers, with what of them lies in it: places of the token text.
    pub fn body_sentences(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        let clip = |s: &Sentence| s.tokens.start.max(self.body.start)..s.tokens.end.min(self.body.end);
        let clipped = self.sentences.iter().map(clip).enumerate();
        clipped
            .filter(|(_, part)| self.tokens.as_str().get(part.clone()).is_some_and(|t| t.contains(char::is_alphabetic)))
    }

    /// What the letter promises.
    pub fn promises(&self) -> &[Promise] {
        self.promises
            .get_or_init(|| promises_of(&without_quotations(&self.outline.own), self.context.lang, self.context.now))
    }

    /// What each sentence of the body says, with its number; nothing in a language without a reader.
    pub fn gists(&self) -> &[(usize, Gist<'static>)] {
        self.gists.get_or_init(|| {
            let Some(reader) = gist::letters(self.context.lang) else { return Vec::new() };
            let read = |(number, part): (usize, Range<usize>)| (number, reader.read_once(&self.tokens.as_str()[part]));
            self.body_sentences().map(read).collect()
        })
    }

    /// The numbers of the sentences of the body that say a thing, more clearly than so many ordinary ones.
    pub fn sentences_saying(&self, thing: &'static str, rate: Rate) -> impl Iterator<Item = usize> {
        self.gists().iter().filter(move |(_, gist)| gist.says(thing, rate)).map(|(number, _)| *number)
    }

    /// True for a letter without words of its own; other rules say so, and none needs to add what it lacks.
    pub fn is_blank(&self) -> bool {
        self.tokens.as_str()[self.body.clone()].trim().is_empty()
    }

    /// The tokens of the letter that is answered.
    pub fn topic(&self) -> &Tokens {
        self.topic.get_or_init(|| Tokens::of(self.context.customer_letter))
    }

    /// The number of the sentence a place of the token text lies in.
    pub fn sentence_number(&self, place: &Range<usize>) -> usize {
        // The blank before a place belongs to its sentence.
        self.sentences.partition_point(|s| s.tokens.start < place.start).saturating_sub(1)
    }

    /// The number of the sentence that a byte of the letter lies in.
    pub fn sentence_at(&self, byte: usize) -> usize {
        self.sentences.partition_point(|s| s.range.start <= byte).saturating_sub(1)
    }

    /// True when a named idea (`rules/ideas.toml`) stands in the body.
    pub fn has_idea(&self, name: &str) -> bool {
        !self.idea(name).is_empty()
    }

    /// Where a named idea stands in the body: places of the token text.
    pub fn idea(&self, name: &str) -> Places {
        if let Some((_, known)) = self.ideas.borrow().iter().find(|(n, _)| n == name) {
            return known.clone();
        }
        let found: Places = self.find_idea(name).into();
        self.ideas.borrow_mut().push((name.to_owned(), found.clone()));
        found
    }

    /// The numbers of the sentences in which a named idea stands, in order and each once.
    pub fn sentences_with(&self, name: &str) -> Vec<usize> {
        let mut numbers: Vec<usize> = self.idea(name).iter().map(|place| self.sentence_number(place)).collect();
        numbers.dedup();
        numbers
    }

    fn find_idea(&self, name: &str) -> Vec<Range<usize>> {
        let Some(idea) = self.context.rules.idea(name, self.context.lang) else { return Vec::new() };
        let hits = idea.find.find_within(&self.tokens, self.body.clone());
        if hits.is_empty() {
            return Vec::new();
        }
        let allowed = idea.allow.find_within(&self.tokens, self.body.clone());
        let is_allowed = |place: &Range<usize>| {
            let next = allowed.partition_point(|a| a.span.end <= place.start);
            allowed.get(next).is_some_and(|a| a.span.start < place.end)
        };
        // Many hits in one long sentence must not mean that it is read as often.
        let mut last = (usize::MAX, false);
        let mut is_innocent = |place: &Range<usize>| {
            let number = self.sentence_number(place);
            if last.0 != number {
                last = (number, idea.unless.is_within(&self.tokens, self.sentences[number].tokens.clone()));
            }
            last.1
        };
        hits.into_iter().map(|hit| hit.span).filter(|place| !is_allowed(place) && !is_innocent(place)).collect()
    }
}

/// No quotation is longer: a mark that was never closed must not hide the rest of a letter.
const LONGEST_QUOTATION: usize = 600;

/// The text with what stands between quotation marks turned into blanks; lengths and places stay as they are.
pub(in crate::letter) fn without_quotations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['«', '“', '„', '"']) {
        let mark = rest[at..].chars().next().unwrap_or_default();
        let start = at + mark.len_utf8();
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(end) = closing(rest, mark) {
            out.extend(std::iter::repeat_n(' ', end));
            rest = &rest[end..];
            // The closing mark must not open the next quotation.
            let close = rest.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..close]);
            rest = &rest[close..];
        }
    }
    out.push_str(rest);
    out
}

/// Where the quotation ends that `mark` opened.
fn closing(rest: &str, mark: char) -> Option<usize> {
    let marks: &[char] = match mark {
        '«' => &['»'],
        '„' => &['”', '“', '"'],
        '“' => &['”'],
        _ => &['"'],
    };
    let end = rest.char_indices().take(LONGEST_QUOTATION).find(|(_, c)| marks.contains(c) || *c == '\n')?;
    marks.contains(&end.1).then_some(end.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotations_are_blank_and_open_ones_hide_nothing() {
        for (text, own) in [
            ("Вы писали «скоро». Да", "Вы писали «          ». Да"),
            ("You \"asap\" and \"x\" y", "You \"    \" and \" \" y"),
            ("Ați scris „repede” azi", "Ați scris „      ” azi"),
            ("5\" pipe is open", "5\" pipe is open"),
            ("«a\nскоро»", "«a\nскоро»"),
        ] {
            assert_eq!(without_quotations(text), own);
        }
    }

    proptest! {
        #[test]
        fn lengths_stay(text in "[«»“”„\"а-я \n]{0,40}") {
            prop_assert_eq!(without_quotations(&text).len(), text.len());
        }
    }
}
