//! The dictionaries of the composer (R156): asked for when the first letter is begun, told of once when one is missing.
//!
//! Not its duty: reading them (`runtime`), what is misspelt (`letter::spelling`).

use std::sync::Arc;

use super::{App, Effect, Effects, Level, Said};
use crate::letter::{Finding, Fix, Speller};

/// What was read beside the screen. Shared with nobody else once it is here.
#[derive(Debug, Default)]
pub struct Dictionaries {
    pub speller: Speller,
    /// Languages without a dictionary, with what is to be told of each.
    pub missing: Vec<(&'static str, Said)>,
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
    is_asked: bool,
    dictionaries: Option<Arc<Dictionaries>>,
}

impl App {
    /// The dictionaries, once they are read.
    pub(super) fn speller(&self) -> Option<&Speller> {
        self.spelling.dictionaries.as_deref().map(|d| &d.speller)
    }

    /// Asks for the dictionaries when a letter is begun for the first time.
    pub(super) fn ask_dictionaries(&mut self, out: &mut Effects) {
        if !self.spelling.is_asked {
            self.spelling.is_asked = true;
            out.push(Effect::LoadDictionaries);
        }
    }

    /// The dictionaries came.
    pub(super) fn dictionaries_came(&mut self, dictionaries: Arc<Dictionaries>) {
        for detail in &dictionaries.broken {
            self.say(Level::Warning, &Said::new("failed-mistake").with("detail", detail.clone()));
        }
        self.spelling.dictionaries = Some(dictionaries);
    }

    /// Says once in which package the dictionary of a letter's language is, when it is not there.
    pub(super) fn tell_missing_dictionary(&mut self, lang: &str) {
        let Some(dictionaries) = self.spelling.dictionaries.as_mut().and_then(Arc::get_mut) else { return };
        if let Some(at) = dictionaries.missing.iter().position(|(of, _)| *of == lang) {
            let (_, said) = dictionaries.missing.remove(at);
            self.say(Level::Info, &said);
        }
    }

    /// Takes a word as right from now on, and keeps it.
    pub(super) fn learn_word(&mut self, word: &str, out: &mut Effects) {
        if let Some(dictionaries) = self.spelling.dictionaries.as_mut().and_then(Arc::get_mut) {
            dictionaries.speller.learn(word);
        }
        out.push(Effect::KeepWord(word.to_owned()));
    }

    /// Adds what may be meant by a misspelt word; looked up only when somebody asks, since it takes long.
    pub(super) fn with_suggestions(&self, mut finding: Finding, text: &str, lang: &str) -> Finding {
        let place = finding.span.clone().filter(|_| finding.rule() == MISSPELT && finding.fixes.is_empty());
        if let (Some(span), Some(speller)) = (place, self.speller()) {
            let meant = speller.suggest(&text[span.clone()], lang);
            finding.fixes.extend(meant.into_iter().map(|word| Fix::replacing(span.clone(), word)));
        }
        finding
    }
}

/// The rule that finds misspelt words.
pub const MISSPELT: &str = "spelling";
