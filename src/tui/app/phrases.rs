//! The phrasebooks of the letters' languages, read when a letter in a language is first begun.

use std::sync::Arc;

use super::{App, Level, Said};
use crate::letter::Phrasebook;
use crate::model::Lang;

/// A phrase file of the user, as it was read at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseFile {
    /// The language it is for: `ru`.
    pub lang: String,
    pub name: String,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Phrases {
    files: Vec<PhraseFile>,
    books: Vec<Arc<Phrasebook>>,
}

impl Phrases {
    pub fn new(files: Vec<PhraseFile>) -> Self {
        Self { files, books: Vec::new() }
    }
}

impl App {
    /// The language a letter to this customer is written in: the case's, if there are phrases for it, else the
    /// operator's, else English (R163).
    pub fn letter_language(&self, case: &Lang) -> Lang {
        let known = |lang: &Lang| {
            let tag = lang.as_str().get(..2)?.to_lowercase();
            Phrasebook::languages().any(|l| l == tag).then(|| Lang::new(&tag))
        };
        known(case).or_else(|| known(&self.me.language)).unwrap_or_default()
    }

    /// The phrases of a language, if a letter in it was begun.
    pub fn known_phrasebook(&self, lang: &Lang) -> Option<&Phrasebook> {
        self.phrases.books.iter().find(|b| b.lang == lang.as_str()).map(|b| &**b)
    }

    /// The phrases of a language; what is wrong in the user's files is told once.
    pub fn phrasebook(&mut self, lang: &Lang) -> Arc<Phrasebook> {
        if let Some(book) = self.phrases.books.iter().find(|b| b.lang == lang.as_str()) {
            return book.clone();
        }
        let files: Vec<(&str, &str)> = self
            .phrases
            .files
            .iter()
            .filter(|f| f.lang == lang.as_str())
            .map(|f| (f.name.as_str(), f.text.as_str()))
            .collect();
        let (book, problems) = Phrasebook::load(lang.as_str(), &files);
        for problem in problems {
            self.say(
                Level::Warning,
                &Said::new("file-problem").with(
                    "problem",
                    format!("{}:{}:{}: {}", problem.file, problem.line, problem.column, problem.message),
                ),
            );
        }
        let book = Arc::new(book);
        self.phrases.books.push(book.clone());
        book
    }
}
