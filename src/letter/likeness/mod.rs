//! Letters that were sent before, kept so that a new one is compared with all of them while it is written (R105, R106).
//!
//! Duty: a small sketch of every earlier letter, the nearest one, what two letters share. Not its duty: reading letters
//! from the store, deciding what likeness means (`check`).

mod own_words;
mod shared;
mod sketch;

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;

use super::outline::Outline;
use super::{Phrasebook, check::without_quotations};
use crate::model::{CaseId, CustomerId, MessageId};
use crate::text::{Tokens, fold, sentences, words};
use own_words::{Palette, own_words, own_words_of};
pub use shared::shared_parts;
use sketch::Sketch;

/// The operator's own letters that are compared (R105), and those of the whole team; public ones for R106.
const OWN_LETTERS: usize = 200;
const TEAM_LETTERS: usize = 2_000;
const PUBLIC_LETTERS: usize = 2_000;
/// So many letters too many are borne before the oldest go.
const SLACK: usize = 64;
/// Apologies to one customer that are remembered (R157).
const APOLOGIES: usize = 5;

/// Below so many own words a private letter says too little to be a copy of anything.
const FEW_WORDS: usize = 12;
/// A short public reply is a copy only when it is the same from end to end.
const FEW_PUBLIC_WORDS: usize = 8;
const FEWEST_PUBLIC_WORDS: usize = 4;
/// "Forgive me" alone may be said twice.
const FEWEST_APOLOGY_WORDS: usize = 4;

/// A letter that was sent, as the archive takes it. What is not known stays empty.
#[derive(Debug, Clone, Default)]
pub struct Earlier<'a> {
    pub case: Option<CaseId>,
    pub message: Option<MessageId>,
    pub customer: Option<CustomerId>,
    pub at: Option<Timestamp>,
    pub public: bool,
    /// Where it stands in public; letters without a site stand on every one.
    pub site: &'a str,
    /// Sent by the operator who writes now.
    pub own: bool,
    pub text: &'a str,
}

/// What is kept of an earlier letter.
#[derive(Debug, Clone)]
struct Kept {
    number: usize,
    case: Option<CaseId>,
    message: Option<MessageId>,
    at: Option<Timestamp>,
    public: bool,
    site: Option<Box<str>>,
    own: bool,
    sketch: Sketch,
}

/// An earlier letter that is like the one being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// What [`Archive::add`] returned for it.
    pub number: usize,
    pub case: Option<CaseId>,
    pub message: Option<MessageId>,
    pub at: Option<Timestamp>,
    /// By the operator who writes now.
    pub own: bool,
    pub public: bool,
    /// Likeness in percent, 100 for the same own words in the same order.
    pub percent: u8,
}

/// The letters that a new one is compared with; oldest first.
#[derive(Debug, Default)]
pub struct Archive {
    palette: Arc<Palette>,
    letters: VecDeque<Kept>,
    /// Apology sentences of own letters, by customer; oldest first.
    apologies: VecDeque<(CustomerId, usize, Vec<Sketch>)>,
    added: usize,
}

/// An archive as one letter sees it.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    pub archive: &'a Archive,
    /// The letter itself, when it is in the archive.
    pub except: Option<usize>,
    /// Where the letter will stand in public; empty when that is not known.
    pub site: &'a str,
    pub customer: Option<CustomerId>,
}

impl<'a> Past<'a> {
    pub fn new(archive: &'a Archive) -> Self {
        Self { archive, except: None, site: "", customer: None }
    }
}

impl Archive {
    /// An empty archive. The books' phrases are what letters may share (T1).
    pub fn new<'b>(books: impl IntoIterator<Item = &'b Phrasebook>) -> Self {
        Self { palette: Arc::new(Palette::of(books)), ..Self::default() }
    }

    /// Another empty archive with the same phrases.
    pub fn beside(&self) -> Self {
        Self { palette: Arc::clone(&self.palette), ..Self::default() }
    }

    /// Takes a letter in; it counts as the newest. Returns its number.
    pub fn add(&mut self, letter: &Earlier<'_>) -> usize {
        let number = self.added;
        self.added += 1;
        let sketch = Sketch::of(&own_words(letter.text, &self.palette));
        self.letters.push_back(Kept {
            number,
            case: letter.case,
            message: letter.message,
            at: letter.at,
            public: letter.public,
            site: (!letter.site.is_empty()).then(|| letter.site.into()),
            own: letter.own,
            sketch,
        });
        if let Some(customer) = letter.customer.filter(|_| letter.own) {
            self.remember_apologies(customer, number, letter.text);
        }
        self.forget_the_oldest();
        number
    }

    /// Letters that are kept.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// The earlier letter that shares most with this text. With `public` only public ones of the same site count.
    pub fn nearest(&self, text: &str, public: bool) -> Option<Twin> {
        self.like(&Sketch::of(&own_words(text, &self.palette)), public, &Past::new(self))
    }

    fn like(&self, letter: &Sketch, public: bool, past: &Past<'_>) -> Option<Twin> {
        let mut best: Option<(f32, &Kept)> = None;
        let same_site = |kept: &Kept| kept.site.as_deref().is_none_or(|s| past.site.is_empty() || s == past.site);
        for kept in self.letters.iter().rev() {
            let floor = best.map_or(0.0, |(most, _)| most);
            let counts = past.except != Some(kept.number) && (!public || (kept.public && same_site(kept)));
            if !counts || kept.sketch.most_likeness(letter) <= floor {
                continue;
            }
            let likeness = kept.sketch.likeness(letter);
            if likeness > floor && says_enough(letter, &kept.sketch, likeness, public) {
                best = Some((likeness, kept));
            }
        }
        best.map(|(likeness, kept)| kept.twin(likeness))
    }

    fn remember_apologies(&mut self, customer: CustomerId, number: usize, text: &str) {
        let outline = Outline::of(text);
        let own = without_quotations(&outline.own);
        let sketches: Vec<Sketch> = sentences(&own).into_iter().filter_map(|range| apology(&own[range])).collect();
        if sketches.is_empty() {
            return;
        }
        self.apologies.push_back((customer, number, sketches));
        if self.apologies.iter().filter(|(c, _, _)| *c == customer).count() > APOLOGIES {
            let oldest = self.apologies.iter().position(|(c, _, _)| *c == customer);
            oldest.and_then(|at| self.apologies.remove(at));
        }
        if self.apologies.len() > TEAM_LETTERS {
            self.apologies.pop_front();
        }
    }

    /// The likeness of a sentence to an apology that this customer has read from the operator before, if it apologises.
    fn apology_like(&self, sentence: &str, customer: CustomerId, except: Option<usize>) -> Option<f32> {
        let new = apology(sentence)?;
        let old = self.apologies.iter().filter(|(c, number, _)| *c == customer && Some(*number) != except);
        old.flat_map(|(_, _, sketches)| sketches).map(|s| s.likeness(&new)).max_by(f32::total_cmp)
    }

    fn forget_the_oldest(&mut self) {
        if self.letters.len() < TEAM_LETTERS + SLACK {
            return;
        }
        let (mut team, mut own, mut public) = (0, 0, 0);
        let mut keeps: VecDeque<bool> = VecDeque::with_capacity(self.letters.len());
        for kept in self.letters.iter().rev() {
            team += 1;
            own += usize::from(kept.own);
            public += usize::from(kept.public);
            let is_own = kept.own && own <= OWN_LETTERS;
            let is_public = kept.public && public <= PUBLIC_LETTERS;
            keeps.push_front(team <= TEAM_LETTERS || is_own || is_public);
        }
        self.letters.retain(|_| keeps.pop_front().unwrap_or(true));
    }
}

impl Past<'_> {
    /// The earlier letter that shares most with a letter that was taken apart already.
    pub(super) fn nearest(
        &self,
        text: &str,
        tokens: &Tokens,
        body: std::ops::Range<usize>,
        public: bool,
    ) -> Option<Twin> {
        let words = own_words_of(text, tokens, body, &self.archive.palette);
        self.archive.like(&Sketch::of(&words), public, self)
    }

    /// The likeness of a sentence to the operator's last apologies to the same customer.
    pub(super) fn apology_like(&self, sentence: &str) -> Option<f32> {
        self.archive.apology_like(sentence, self.customer?, self.except)
    }
}

impl Kept {
    fn twin(&self, likeness: f32) -> Twin {
        Twin {
            number: self.number,
            case: self.case,
            message: self.message,
            at: self.at,
            own: self.own,
            public: self.public,
            // Between 0 and 100 by construction; the part behind the point says nothing.
            percent: (likeness * 100.0) as u8,
        }
    }
}

/// A ratio between a few words says nothing: short letters are copies only when they are the same, the shortest never.
fn says_enough(a: &Sketch, b: &Sketch, likeness: f32, public: bool) -> bool {
    let words = a.words.min(b.words);
    if public && words < FEW_PUBLIC_WORDS {
        return words >= FEWEST_PUBLIC_WORDS && likeness > 0.999;
    }
    public || words >= FEW_WORDS
}

/// The sketch of a sentence that apologises; none for another one, or for one too short to be a copy.
fn apology(sentence: &str) -> Option<Sketch> {
    const STARTS: &[&str] = &["извин", "прощени", "apolog", "scuz", "iert"];
    const WHOLE: &[&str] = &["простите", "sorry"];
    let apologises = words(sentence)
        .map(|(_, w)| fold(w))
        .any(|w| WHOLE.contains(&w.as_str()) || STARTS.iter().any(|start| w.starts_with(start)));
    if !apologises {
        return None;
    }
    let tokens = Tokens::of(sentence);
    let words = own_words_of(sentence, &tokens, 0..tokens.as_str().len(), &Palette::default());
    (words.len() >= FEWEST_APOLOGY_WORDS).then(|| Sketch::of(&words))
}

#[cfg(test)]
mod tests;
