//! The dictionaries of the composer (R156): asked for when the first letter in a language is begun, told of once when one is missing.
//!
//! Not its duty: reading them (`runtime`), what is misspelt (`letter::spelling`).

use std::sync::Arc;

use super::{App, Effect, Effects, Level, Said};
use crate::letter::{self, Finding, Fix, Speller};

/// What was read beside the screen for a language.
#[derive(Debug, Default)]
pub struct Dictionaries {
    pub speller: Speller,
    /// What is to be told when the language has none.
    pub missing: Option<Said>,
    /// What could not be read.
    pub broken: Vec<String>,
}

/// Compared by identity: a new reading is another set.
impl PartialEq for Dictionaries {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// What the workstation knows of spelling.
#[derive(Debug, Default)]
pub struct Spelling {
    asked: Vec<&'static str>,
    speller: Speller,
}

impl App {
    pub(super) fn speller(&self) -> &Speller {
        &self.spelling.speller
    }

    /// Asks for the dictionaries of a language when a letter in it is begun for the first time: they take much memory, so
    /// others are not read.
    pub(super) fn ask_dictionaries(&mut self, lang: &str, out: &mut Effects) {
        let Some(lang) = letter::spelling_language(lang).filter(|l| !self.spelling.asked.contains(l)) else { return };
        self.spelling.asked.push(lang);
        out.push(Effect::LoadDictionaries { lang });
    }

    /// Dictionaries came; that there are none for a language is said once, since they are asked for once.
    pub(super) fn dictionaries_came(&mut self, dictionaries: Arc<Dictionaries>) {
        let Some(dictionaries) = Arc::into_inner(dictionaries) else { return };
        for detail in dictionaries.broken {
            self.say(Level::Warning, &Said::new("failed-mistake").with("detail", detail));
        }
        if let Some(missing) = dictionaries.missing {
            self.say(Level::Info, &missing);
        }
        self.spelling.speller.join(dictionaries.speller);
    }

    /// Takes a word as right from now on, and keeps it.
    pub(super) fn learn_word(&mut self, word: &str, out: &mut Effects) {
        self.spelling.speller.learn(word);
        out.push(Effect::KeepWord(word.to_owned()));
    }

    /// Adds what may be meant by a misspelt word; looked up only when somebody asks, since it takes long.
    pub(super) fn with_suggestions(&self, mut finding: Finding, text: &str, lang: &str) -> Finding {
        let place = finding.span.clone().filter(|_| finding.rule() == MISSPELT && finding.fixes.is_empty());
        if let Some(span) = place {
            let meant = self.speller().suggest(&text[span.clone()], lang);
            finding.fixes.extend(meant.into_iter().map(|word| Fix::replacing(span.clone(), word)));
        }
        finding
    }
}

/// The rule that finds misspelt words.
pub const MISSPELT: &str = "spelling";
