//! Misspelt words (R156): Hunspell dictionaries of three languages in one letter.
//!
//! Duty: which words of a letter are misspelt, what may be meant. A dictionary takes tens of milliseconds and megabytes to
//! load, so a [`Speller`] is made and filled off the key path; asking it for a letter costs a look into a table for each
//! word that was seen before. Not its duty: finding and reading the files (`config`), grammar.

mod bare;
mod known;
mod look;
mod lookup;
mod near;

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

pub use known::KnownWords;
use look::{Script, Word, words_of};
use lookup::{Language, Verdict};

use crate::text::Tokens;

/// A word that no dictionary knows, and that a slip of the pen explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misspelt {
    /// Bytes of the letter.
    pub range: Range<usize>,
    /// The language it was taken for.
    pub lang: &'static str,
}

/// The tag of a language whose letters have a spelling.
pub fn spelling_language(lang: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|tag| *tag == lang)
}

/// The languages there may be dictionaries for.
const LANGUAGES: [&str; 3] = ["ru", "en", "ro"];
/// More suggestions are no help.
const SUGGESTIONS: usize = 3;
/// Longer words are no words; looking for others like them would take long.
const LONGEST_SUGGESTED: usize = 30;
/// Remembered suggestions; then the memory is cleared.
const MOST_REMEMBERED: usize = 500;
/// More findings in one letter are noise, whatever it is.
const MOST_FINDINGS: usize = 50;
/// Unknown words that are looked at closely in one pass, at a millisecond each; the next pass goes on with others, because
/// what was found is remembered.
const CLOSER_LOOKS: usize = 24;
/// A word of another language of the same letters counts alone from this length on: "teh" is Romanian too.
const FOREIGN_LETTERS: usize = 4;

/// The dictionaries that are there, with the words of the user.
#[derive(Default)]
pub struct Speller {
    languages: Vec<Language>,
    suggestions: Mutex<HashMap<String, Vec<String>>>,
}

impl fmt::Debug for Speller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.languages.iter().map(|l| l.tag)).finish()
    }
}

impl Speller {
    /// Adds a dictionary in Hunspell's format, as text; a second one of a language (British English) widens the first.
    /// `known` are further words of the language.
    ///
    /// # Errors
    /// What is wrong with the dictionary; nothing was added then.
    pub fn add(&mut self, lang: &str, aff: &str, dic: &str, known: &KnownWords) -> Result<(), String> {
        let Some(tag) = LANGUAGES.into_iter().find(|l| *l == lang) else {
            return Err(format!("there are no letters in `{lang}`"));
        };
        let dictionary = lookup::read(aff, dic)?;
        match self.languages.iter_mut().find(|l| l.tag == tag) {
            Some(language) => language.widen(dictionary),
            None => self.languages.push(Language::new(tag, dictionary, known.clone())),
        }
        Ok(())
    }

    /// Takes over the languages of another one; those that are here already stay as they are.
    pub fn join(&mut self, other: Self) {
        let new = other.languages.into_iter().filter(|l| !self.has(l.tag)).collect::<Vec<_>>();
        self.languages.extend(new);
    }

    /// True when a dictionary of the language was loaded.
    pub fn has(&self, lang: &str) -> bool {
        self.language(lang).is_some()
    }

    /// Takes a word as right from now on, in every language: the user says so.
    pub fn learn(&mut self, word: &str) {
        self.languages.iter_mut().for_each(|language| language.learn(word));
    }

    fn language(&self, lang: &str) -> Option<&Language> {
        self.languages.iter().find(|l| l.tag == lang)
    }

    /// The misspelt words of a letter in `lang`. `names` (of the card, of operators) are right in all their forms.
    pub fn misspelt(&self, text: &str, lang: &str, names: &[&str]) -> Vec<Misspelt> {
        let tokens = Tokens::of(text);
        self.misspelt_in(text, &tokens, 0..text.len(), lang, names)
    }

    /// The same for a part of a text whose tokens are there already; quotations are not in them.
    pub(in crate::letter) fn misspelt_in(
        &self,
        text: &str,
        tokens: &Tokens,
        part: Range<usize>,
        lang: &str,
        names: &[&str],
    ) -> Vec<Misspelt> {
        if self.languages.is_empty() {
            return Vec::new();
        }
        let words = words_of(text, tokens, part, names);
        let letters = Letters {
            speller: self,
            lang,
            is_bare: lang == "ro" && bare::is_bare(&words),
            words: &words,
            closer_looks: Cell::new(CLOSER_LOOKS),
        };
        let found = (0..words.len()).filter_map(|at| letters.misspelt(at));
        found.take(MOST_FINDINGS).collect()
    }

    /// What may be meant by a misspelt word: at most three words, the likeliest first. Takes up to a tenth of a second for
    /// a word that was not asked for before.
    pub fn suggest(&self, word: &str, lang: &str) -> Vec<String> {
        let Some(language) = self.language(lang).filter(|_| word.chars().count() <= LONGEST_SUGGESTED) else {
            return Vec::new();
        };
        let key = format!("{lang} {word}");
        if let Some(known) = self.remembered().get(&key) {
            return known.clone();
        }
        let mut suggestions = language.suggest(word);
        suggestions.truncate(SUGGESTIONS);
        let mut remembered = self.remembered();
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(key, suggestions.clone());
        suggestions
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<String>>> {
        // A table of words cannot be left half changed.
        self.suggestions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One letter while its words are looked at.
struct Letters<'a> {
    speller: &'a Speller,
    lang: &'a str,
    /// Romanian typed without its marks.
    is_bare: bool,
    words: &'a [Word<'a>],
    closer_looks: Cell<usize>,
}

impl Letters<'_> {
    fn misspelt(&self, at: usize) -> Option<Misspelt> {
        let word = &self.words[at];
        if word.is_left_alone {
            return None;
        }
        let languages = word.script.languages();
        let tag = if languages.contains(&self.lang) {
            self.wrong_among_its_own(at, languages)?
        } else {
            self.wrong_in_a_passage(at, languages)?
        };
        Some(Misspelt { range: word.range.clone(), lang: tag })
    }

    /// A word in the letters of the letter's language: another language counts when it is no short chance hit.
    fn wrong_among_its_own(&self, at: usize, languages: &[&'static str]) -> Option<&'static str> {
        let word = &self.words[at];
        let main = self.speller.language(self.lang)?;
        if main.judge(word.text, self.is_bare, &self.closer_looks) != Verdict::Misspelt {
            return None;
        }
        let is_long = word.text.chars().count() >= FOREIGN_LETTERS;
        for other in languages.iter().filter(|l| **l != self.lang).filter_map(|l| self.speller.language(l)) {
            let stands_among =
                || self.neighbours(at).any(|n| !main.knows(n.text, self.is_bare) && other.knows(n.text, false));
            if other.knows(word.text, false) && (is_long || stands_among()) {
                return None;
            }
        }
        Some(main.tag)
    }

    /// A word in other letters than the letter's: a product's name is left alone, a passage is not.
    fn wrong_in_a_passage(&self, at: usize, languages: &[&'static str]) -> Option<&'static str> {
        let loaded: Option<Vec<&Language>> = languages.iter().map(|l| self.speller.language(l)).collect();
        let loaded = loaded?;
        let tag_of = |w: &Word<'_>| loaded.iter().find(|l| l.knows(w.text, false)).map(|l| l.tag);
        // Two known neighbours show a sentence in that language; one may be half of a trade name.
        let mut around = self.neighbours(at).filter_map(tag_of);
        let tag = around.next().filter(|tag| around.next() == Some(tag))?;
        if tag_of(&self.words[at]).is_some() {
            return None;
        }
        let language = self.speller.language(tag)?;
        (language.judge(self.words[at].text, false, &self.closer_looks) == Verdict::Misspelt).then_some(tag)
    }

    /// The words beside it that are written in the same letters, no names.
    fn neighbours(&self, at: usize) -> impl Iterator<Item = &Word<'_>> {
        let script = self.words[at].script;
        let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
        beside.filter_map(|i| self.words.get(i)).filter(move |w| w.script == script && !w.is_left_alone)
    }
}

impl Script {
    fn languages(self) -> &'static [&'static str] {
        match self {
            Self::Cyrillic => &["ru"],
            Self::Latin => &["en", "ro"],
        }
    }
}

#[cfg(test)]
mod tests;
