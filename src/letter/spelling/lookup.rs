//! One language: its dictionaries, the further words, and a memory of the words that were asked for.
//!
//! Not its duty: which words are asked for (`look`).

use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use spellbook::Dictionary;

use super::bare;
use super::known::KnownWords;
use super::near::is_near_a_word;

/// Words remembered in one language; then the memory is cleared.
const MOST_REMEMBERED: usize = 20_000;
/// Longer words are not asked for: no language of ours has them.
const LONGEST: usize = 60;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Right,
    /// In no dictionary, and not like a word that is.
    Unknown,
    Misspelt,
}

pub(super) struct Language {
    pub tag: &'static str,
    dictionaries: Vec<Dictionary>,
    known: KnownWords,
    /// Words as they were asked for: with Romanian marks demanded, and without.
    memory: [Mutex<HashMap<Box<str>, Verdict>>; 2],
}

/// Reads a dictionary.
pub(super) fn read(aff: &str, dic: &str) -> Result<Dictionary, String> {
    // A file from outside must not end the program, whatever the parser trips over.
    match catch_unwind(AssertUnwindSafe(|| Dictionary::new(aff, dic))) {
        Ok(Ok(dictionary)) => Ok(dictionary),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the dictionary cannot be read".to_owned()),
    }
}

impl Language {
    pub fn new(tag: &'static str, dictionary: Dictionary, known: KnownWords) -> Self {
        Self { tag, dictionaries: vec![dictionary], known, memory: Default::default() }
    }

    pub fn widen(&mut self, dictionary: Dictionary) {
        self.dictionaries.push(dictionary);
        self.forget();
    }

    pub fn learn(&mut self, word: &str) {
        self.known.add(word);
        self.forget();
    }

    fn forget(&self) {
        [false, true].into_iter().for_each(|is_bare| self.remembered(is_bare).clear());
    }

    /// True for a word that is right. With `is_bare` Romanian may stand without its marks.
    pub fn knows(&self, word: &str, is_bare: bool) -> bool {
        self.judge(word, is_bare, &Cell::new(0)) == Verdict::Right
    }

    /// What is known of a word. An unknown one is looked at closely only while `closer_looks` are left; afterwards it is
    /// called unknown until somebody asks again.
    pub fn judge(&self, word: &str, is_bare: bool, closer_looks: &Cell<usize>) -> Verdict {
        if let Some(verdict) = self.remembered(is_bare).get(word) {
            return *verdict;
        }
        let plain = plain(word, self.tag);
        let verdict = if self.is_right(&plain, is_bare) {
            Verdict::Right
        } else if closer_looks.get() == 0 {
            return Verdict::Unknown;
        } else {
            closer_looks.set(closer_looks.get() - 1);
            if self.is_misspelt(&plain) { Verdict::Misspelt } else { Verdict::Unknown }
        };
        let mut remembered = self.remembered(is_bare);
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(word.into(), verdict);
        verdict
    }

    fn remembered(&self, is_bare: bool) -> MutexGuard<'_, HashMap<Box<str>, Verdict>> {
        // A table of words cannot be left half changed.
        self.memory[usize::from(is_bare)].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_right(&self, word: &str, is_bare: bool) -> bool {
        let is_too_long = word.chars().count() > LONGEST;
        is_too_long
            || self.is_word(word, is_bare)
            || parts(word).is_some_and(|mut p| p.all(|p| self.is_part(p, is_bare)))
    }

    fn is_word(&self, word: &str, is_bare: bool) -> bool {
        self.known.contains(word) || self.stands(word) || (is_bare && bare::with_marks(word, |form| self.stands(form)))
    }

    fn stands(&self, word: &str) -> bool {
        let is_there = |form: &str| self.dictionaries.iter().any(|d| d.check(form));
        is_there(word) || (self.tag == "ro" && inner_hat(word).is_some_and(|form| is_there(&form)))
    }

    /// «онлайн-чат», «скажите-ка», "v-am": each part is a word, or one of the small ones that stand beside a hyphen.
    fn is_part(&self, part: &str, is_bare: bool) -> bool {
        const SMALL: &[&str] =
            &["то", "ка", "таки", "либо", "нибудь", "кое", "де", "с", "по", "во", "в", "i", "l", "o", "e"];
        SMALL.contains(&part) || self.is_word(part, is_bare)
    }

    /// An unknown word that is one slip away from a known one, in one of its parts.
    fn is_misspelt(&self, word: &str) -> bool {
        // Capitalised it is a name that somebody wrote small, which is another matter.
        if !word.contains('-') && self.stands(&capitalised(word)) {
            return false;
        }
        let low = word.to_lowercase();
        let is_wrong = |part: &str| {
            let is_unknown = !self.is_part(part, false);
            let lacks_marks = self.tag == "ro" && part.len() > 2 && bare::lacks_marks(part, |form| self.stands(form));
            is_unknown && (lacks_marks || is_near_a_word(part, |form| self.is_word(form, false)))
        };
        match parts(&low) {
            Some(mut parts) => parts.any(is_wrong),
            None => is_wrong(&low),
        }
    }

    /// Words that may be meant.
    pub fn suggest(&self, word: &str) -> Vec<String> {
        let word = plain(word, self.tag);
        let mut out: Vec<String> = Vec::new();
        for dictionary in &self.dictionaries {
            let mut more = Vec::new();
            dictionary.suggest(&word, &mut more);
            for suggestion in more {
                if !out.contains(&suggestion) {
                    out.push(suggestion);
                }
            }
        }
        out
    }
}

/// «gîndesc» for «gândesc»: in Moldova î stands inside words by the older rule, which is no mistake.
fn inner_hat(word: &str) -> Option<String> {
    let first = word.chars().next()?.len_utf8();
    let (head, rest) = word.split_at(first);
    rest.contains('î').then(|| format!("{head}{}", rest.replace('î', "â")))
}

/// The parts of a word with hyphens.
fn parts(word: &str) -> Option<impl Iterator<Item = &str>> {
    word.contains('-').then(|| word.split('-').filter(|part| !part.is_empty()))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The word as dictionaries write it: one kind of apostrophe and hyphen, no soft hyphens and stress marks, commas below ș
/// and ț in place of the cedillas of old keyboards.
fn plain(word: &str, tag: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '’' | 'ʼ' => out.push('\''),
            '‑' => out.push('-'),
            '\u{ad}' | '\u{301}' => {}
            'ş' if tag == "ro" => out.push('ș'),
            'ţ' if tag == "ro" => out.push('ț'),
            'Ş' if tag == "ro" => out.push('Ș'),
            'Ţ' if tag == "ro" => out.push('Ț'),
            c => out.push(c),
        }
    }
    out
}
