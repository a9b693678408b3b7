//! A phrase: its wordings, its slots, and how it stands in a letter.

use std::ops::Range;

use serde::Deserialize;

use super::grammar::Agreement;
use crate::model::Gender;

/// What a slot looks like in the text: `‹hint›`. No letter leaves with one (R99).
pub const SLOT_OPEN: char = '‹';
pub const SLOT_CLOSE: char = '›';

/// Who writes, as far as the wording depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    pub gender: Gender,
    /// How many proposals the letter holds; decides between the wordings of P7 (R73).
    pub proposals: usize,
}

/// The six cases of Russian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    Nominative,
    Genitive,
    Dative,
    Accusative,
    Instrumental,
    Prepositional,
}

/// What belongs into a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A noun with its words, in the slot's case.
    Noun,
    /// The rest of a sentence: "что заказ не пришёл".
    Clause,
    /// A verb: "помочь Вам".
    Infinitive,
    /// A day or an hour.
    Date,
    Text,
}

/// A slot as the data describe it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotSpec {
    pub kind: SlotKind,
    pub case: Option<Case>,
    pub agrees: Option<Agreement>,
    /// An example of what belongs there, in the phrase's language.
    pub hint: String,
}

/// A slot in a rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Bytes of `‹hint›` in the text, both marks included.
    pub range: Range<usize>,
    pub hint: String,
    pub kind: SlotKind,
    pub case: Option<Case>,
    pub agrees: Option<Agreement>,
}

/// Text to be put into a letter, with the slots that Tab walks through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insert {
    pub text: String,
    /// Ascending by range.
    pub slots: Vec<Slot>,
}

impl Insert {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), slots: Vec::new() }
    }

    /// Adds another piece behind this one.
    pub fn push(&mut self, other: Insert) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.slots
            .extend(other.slots.into_iter().map(|s| Slot { range: s.range.start + shift..s.range.end + shift, ..s }));
    }

    pub fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// The wordings of one construction by the operator's gender; all equal where it does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub male: String,
    pub female: String,
    pub neutral: String,
}

impl Wording {
    fn for_gender(&self, gender: &Gender) -> &str {
        match gender {
            Gender::Male => &self.male,
            Gender::Female => &self.female,
            Gender::Unspecified | Gender::Other(_) => &self.neutral,
        }
    }

    pub(super) fn all(&self) -> [&str; 3] {
        [&self.male, &self.female, &self.neutral]
    }
}

/// For which number of proposals a construction is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposals {
    One,
    Many,
}

/// One construction of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// What tells it from its neighbours: "о чём", "о том, что"; empty when it is the only one.
    pub name: String,
    pub wording: Wording,
    pub slots: Vec<(String, SlotSpec)>,
    pub proposals: Option<Proposals>,
}

impl Variant {
    fn render(&self, gender: &Gender) -> Insert {
        let mut out = Insert::default();
        for piece in pieces(self.wording.for_gender(gender)) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Slot(name) => {
                    // Loading has made sure that every name is described.
                    let Some((_, spec)) = self.slots.iter().find(|(n, _)| n == name) else { continue };
                    out.push(slot(spec));
                }
            }
        }
        out
    }
}

/// A lone slot as text.
pub(super) fn slot(spec: &SlotSpec) -> Insert {
    let text = format!("{SLOT_OPEN}{}{SLOT_CLOSE}", spec.hint);
    let range = 0..text.len();
    let slot = Slot { range, hint: spec.hint.clone(), kind: spec.kind, case: spec.case, agrees: spec.agrees };
    Insert { text, slots: vec![slot] }
}

/// Recommended in the sources, or derived from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// P1-P10, D1-D10, or the user's own.
    pub id: String,
    pub title: String,
    /// The requirement it serves and the place it comes from.
    pub requirement: String,
    pub source: String,
    /// True when the wording is ours and only the meaning comes from the source.
    pub derived: bool,
    /// When to use it, in the letter's language; may be empty.
    pub advice: String,
    /// False for what must not open an answer to a complaint (P5, T10).
    pub opens_complaint: bool,
    /// True for what is hollow without a proposal in the letter (P7, R73).
    pub needs_proposal: bool,
    /// Id, titles, words and wordings in every language, folded: what a palette searches.
    pub haystack: String,
    pub variants: Vec<Variant>,
}

impl Phrase {
    /// The construction to offer first to this voice.
    pub fn default_variant(&self, voice: &Voice) -> usize {
        let wanted = if voice.proposals == 1 { Proposals::One } else { Proposals::Many };
        self.variants.iter().position(|v| v.proposals.is_none_or(|p| p == wanted)).unwrap_or(0)
    }

    /// The text of one construction with its slots; an unknown number gives the first.
    pub fn render(&self, voice: &Voice, variant: usize) -> Insert {
        let variant = self.variants.get(variant).or_else(|| self.variants.first());
        variant.map_or_else(Insert::default, |v| v.render(&voice.gender))
    }
}

/// A wording cut at its slots: `…о {what}.`
pub(super) enum Piece<'a> {
    Text(&'a str),
    Slot(&'a str),
}

pub(super) fn pieces(wording: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = wording;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inner) = rest.strip_prefix('{')
            && let Some((name, after)) = inner.split_once('}')
        {
            rest = after;
            return Some(Piece::Slot(name));
        }
        let from = usize::from(rest.starts_with('{'));
        let end = rest[from..].find('{').map_or(rest.len(), |at| at + from);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Text(text))
    })
}
