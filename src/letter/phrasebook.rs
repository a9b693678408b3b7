//! The phrases of one language: shipped as data, changed by files of the user, never lost to a broken file.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::catalogue::Item;
use super::phrase::{Phrase, Piece, Proposals, SlotSpec, Variant, Wording, pieces};
use super::skeleton::Part;
use crate::text::{Mistake, fold};

/// The packs that are shipped, by language.
const SHIPPED: &[(&str, &str)] = &[
    ("ru", include_str!("../../phrases/ru.toml")),
    ("en", include_str!("../../phrases/en.toml")),
    ("ro", include_str!("../../phrases/ro.toml")),
];

/// The phrases of one language in their order: P1-P10, D1-D10, then the user's own (R66).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrasebook {
    pub lang: String,
    pub phrases: Vec<Phrase>,
    pub(super) items: Vec<Item>,
    pub(super) classifiers: Vec<Item>,
    pub(super) skeleton: Vec<Part>,
}

impl Phrasebook {
    /// The languages that are shipped.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(lang, _)| *lang)
    }

    /// The shipped pack with the user's files (`(name, text)`) laid over it. A phrase with a known id replaces that
    /// phrase in its place, a new one is added; a file that cannot be read changes nothing.
    pub fn load(lang: &str, overrides: &[(&str, &str)]) -> (Self, Vec<Mistake>) {
        let mut book = Self {
            lang: lang.to_owned(),
            phrases: Vec::new(),
            items: Vec::new(),
            classifiers: Vec::new(),
            skeleton: Vec::new(),
        };
        let mut problems = Vec::new();
        if let Some((_, text)) = SHIPPED.iter().find(|(l, _)| *l == lang) {
            book.lay_over(&format!("{lang}.toml"), text, &mut problems);
        }
        for (file, text) in overrides {
            book.lay_over(file, text, &mut problems);
        }
        book.add_words_of_other_languages();
        (book, problems)
    }

    pub fn get(&self, id: &str) -> Option<&Phrase> {
        self.phrases.iter().find(|p| p.id == id)
    }

    fn lay_over(&mut self, file: &str, text: &str, problems: &mut Vec<Mistake>) {
        let raw: RawFile = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let at = error.span().unwrap_or_default();
                return problems.push(Mistake::at(file, text, at, error.message()));
            }
        };
        if let Some(language) = raw.language.as_ref().filter(|l| l.get_ref() != &self.lang) {
            let message =
                format!("this file is for `{}`, not for `{}`; it was not used", language.get_ref(), self.lang);
            return problems.push(Mistake::at(file, text, language.span(), &message));
        }
        for value in raw.phrase {
            let at = value.span();
            match value.into_inner().try_into::<RawPhrase>().map_err(|e| e.message().to_owned()).and_then(build) {
                Ok(phrase) => self.put(phrase),
                Err(message) => problems.push(Mistake::at(file, text, at, &message)),
            }
        }
        self.put_skeleton(raw.skeleton, |at, message| problems.push(Mistake::at(file, text, at, message)));
        for (values, into) in [(raw.item, &mut self.items), (raw.classifier, &mut self.classifiers)] {
            for value in values {
                let at = value.span();
                match value.into_inner().try_into::<Item>() {
                    Ok(item) => put_item(into, item),
                    Err(error) => problems.push(Mistake::at(file, text, at, error.message())),
                }
            }
        }
    }

    /// A file's skeleton replaces the one before as a whole, because its order is what matters.
    fn put_skeleton(&mut self, values: Vec<Spanned<toml::Value>>, mut complain: impl FnMut(Range<usize>, &str)) {
        let mut parts = Vec::new();
        for value in values {
            let at = value.span();
            match value.into_inner().try_into::<Part>() {
                Ok(part) => match part.fault() {
                    Some(fault) => complain(at, &fault),
                    None => parts.push(part),
                },
                Err(error) => complain(at, error.message()),
            }
        }
        if !parts.is_empty() {
            self.skeleton = parts;
        }
    }

    fn put(&mut self, phrase: Phrase) {
        match self.phrases.iter_mut().find(|p| p.id == phrase.id) {
            Some(old) => *old = phrase,
            None => self.phrases.push(phrase),
        }
    }

    /// An operator may look for "apology" while writing Russian.
    fn add_words_of_other_languages(&mut self) {
        for (_, text) in SHIPPED.iter().filter(|(lang, _)| *lang != self.lang) {
            let Ok(raw) = toml::from_str::<RawFile>(text) else { continue };
            for value in raw.phrase {
                let Ok(other) = value.into_inner().try_into::<RawPhrase>() else { continue };
                if let Some(phrase) = self.phrases.iter_mut().find(|p| p.id == other.id) {
                    phrase.haystack.push(' ');
                    phrase.haystack.push_str(&fold(&other.title));
                    phrase.haystack.push(' ');
                    phrase.haystack.push_str(&fold(&other.words.join(" ")));
                }
            }
        }
    }
}

fn put_item(into: &mut Vec<Item>, item: Item) {
    match into.iter_mut().find(|i| i.nominative == item.nominative) {
        Some(old) => *old = item,
        None => into.push(item),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    language: Option<Spanned<String>>,
    #[serde(default)]
    phrase: Vec<Spanned<toml::Value>>,
    #[serde(default)]
    item: Vec<Spanned<toml::Value>>,
    #[serde(default)]
    classifier: Vec<Spanned<toml::Value>>,
    #[serde(default)]
    skeleton: Vec<Spanned<toml::Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrase {
    id: String,
    title: String,
    #[serde(default)]
    requirement: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    derived: bool,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    advice: String,
    #[serde(default = "yes")]
    opens_complaint: bool,
    #[serde(default)]
    needs_proposal: bool,
    variant: Vec<RawVariant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVariant {
    #[serde(default)]
    name: String,
    text: Option<String>,
    m: Option<String>,
    f: Option<String>,
    neutral: Option<String>,
    #[serde(default)]
    slots: BTreeMap<String, SlotSpec>,
    proposals: Option<Proposals>,
}

fn yes() -> bool {
    true
}

fn build(raw: RawPhrase) -> Result<Phrase, String> {
    if raw.id.is_empty() || raw.variant.is_empty() {
        return Err("a phrase needs an id and at least one [[phrase.variant]]".to_owned());
    }
    let variants: Vec<Variant> =
        raw.variant.into_iter().map(variant).collect::<Result<_, _>>().map_err(|e| format!("{}: {e}", raw.id))?;
    let mut haystack = fold(&format!("{} {} {}", raw.id, raw.title, raw.words.join(" ")));
    for variant in &variants {
        haystack.push(' ');
        haystack.push_str(&fold(&variant.name));
    }
    Ok(Phrase {
        id: raw.id,
        title: raw.title,
        requirement: raw.requirement,
        source: raw.source,
        derived: raw.derived,
        advice: raw.advice,
        opens_complaint: raw.opens_complaint,
        needs_proposal: raw.needs_proposal,
        haystack,
        variants,
    })
}

fn variant(raw: RawVariant) -> Result<Variant, String> {
    let wording = match (raw.text, raw.m, raw.f, raw.neutral) {
        (Some(text), None, None, None) => Wording { male: text.clone(), female: text.clone(), neutral: text },
        (None, Some(male), Some(female), Some(neutral)) => Wording { male, female, neutral },
        _ => return Err("a variant needs either `text`, or all of `m`, `f` and `neutral`".to_owned()),
    };
    for text in wording.all() {
        for piece in pieces(text) {
            if let Piece::Slot(name) = piece
                && !raw.slots.contains_key(name)
            {
                return Err(format!("the slot {{{name}}} is not described under `slots`"));
            }
        }
    }
    Ok(Variant { name: raw.name, wording, slots: raw.slots.into_iter().collect(), proposals: raw.proposals })
}

#[cfg(test)]
mod tests;
