//! Rules that are words: what is looked for, and what makes a match innocent.
//!
//! Not its duty: reading the files (`pack`).

use std::ops::Range;
use std::sync::LazyLock;

use super::view::Letter;
use super::{Finding, Rule, Said};
use crate::text::{Hit, PatternMistake, Patterns, Tokens};

/// What a finding underlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Span {
    /// The words that were found.
    #[default]
    Match,
    /// The sentence they stand in; several matches there are one finding.
    Sentence,
}

pub(super) type Compile = Box<dyn FnOnce() -> WordList + Send>;

/// The data part of a rule; empty for a rule that is code alone.
#[derive(Debug)]
pub(super) struct Words {
    pub span: Span,
    pub most: usize,
    pub whole_text: bool,
    /// By language; compiled when a letter in that language is first looked at.
    pub languages: Vec<(String, LazyLock<WordList, Compile>)>,
}

/// The patterns of one rule in one language.
#[derive(Debug, Default)]
pub(super) struct WordList {
    pub find: Patterns,
    pub allow: Patterns,
    pub unless: Patterns,
    pub unless_near: Patterns,
    pub unless_letter: Patterns,
    pub unless_topic: Patterns,
    pub unless_ideas: Vec<String>,
    pub replacements: Replacements,
}

/// Repairs: other words for those that were found.
#[derive(Debug, Default)]
pub(super) struct Replacements {
    from: Patterns,
    to: Vec<String>,
}

impl Replacements {
    pub fn new(from: &[&str], to: Vec<String>) -> Result<Self, PatternMistake> {
        Ok(Self { from: Patterns::new(from)?, to })
    }

    /// What to put in place of which bytes of the original.
    fn within(&self, tokens: &Tokens, part: Range<usize>) -> Vec<(Range<usize>, &str)> {
        let hits = self.from.find_within(tokens, part);
        hits.into_iter().map(|hit| (tokens.original(hit.span), self.to[hit.pattern].as_str())).collect()
    }
}

impl Words {
    pub fn look(&self, rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
        let Some((_, list)) = self.languages.iter().find(|(lang, _)| lang == letter.context.lang) else { return };
        let part = if self.whole_text { 0..letter.tokens.as_str().len() } else { letter.body.clone() };
        let hits = list.find.find_within(&letter.tokens, part);
        if hits.is_empty() || list.is_silent(letter) {
            return;
        }
        let before = out.len();
        for hit in hits {
            if list.is_innocent(letter, &hit) {
                continue;
            }
            let span = match self.span {
                Span::Match => letter.tokens.original(hit.span.clone()),
                Span::Sentence => letter.sentence_of(&hit.span).range.clone(),
            };
            if out[before..].iter().any(|f| f.span.as_ref() == Some(&span)) {
                continue;
            }
            let found = &letter.text[letter.tokens.original(hit.span.clone())];
            let mut finding = rule.finding(rule.card.severity, Some(span), rule.card.say(found));
            for (place, text) in list.replacements.within(&letter.tokens, padded(&hit.span)) {
                finding = finding.with_replacement(letter.text, place, text);
            }
            out.push(finding);
            if self.most > 0 && out.len() - before == self.most {
                return;
            }
        }
    }
}

impl WordList {
    /// True when something in the letter as a whole makes the rule pointless.
    fn is_silent(&self, letter: &Letter<'_>) -> bool {
        let has_ideas = !self.unless_ideas.is_empty() && self.unless_ideas.iter().all(|idea| letter.has_idea(idea));
        has_ideas
            || self.unless_letter.is_within(&letter.tokens, letter.body.clone())
            || (!self.unless_topic.is_empty() && self.unless_topic.is_match(letter.topic()))
    }

    fn is_innocent(&self, letter: &Letter<'_>, hit: &Hit) -> bool {
        let covers = |longer: &Hit| longer.span.start <= hit.span.start && hit.span.end <= longer.span.end;
        let sentence = letter.sentence_of(&hit.span);
        self.unless.is_within(&letter.tokens, sentence.tokens.clone())
            || self.unless_near.is_within(&letter.tokens, letter.around(&hit.span))
            || self.allow.find_within(&letter.tokens, sentence.tokens.clone()).iter().any(covers)
    }
}

/// A match with the blanks around it, as patterns want to see it.
fn padded(span: &Range<usize>) -> Range<usize> {
    span.start.saturating_sub(1)..span.end + 1
}

impl Finding {
    /// A repair that keeps the capital letter of the words it replaces.
    pub(super) fn with_replacement(self, original: &str, place: Range<usize>, text: &str) -> Self {
        let is_capital = original[place.clone()].chars().next().is_some_and(char::is_uppercase);
        let text = if is_capital { capitalised(text) } else { text.to_owned() };
        let label = format!("→ {text}");
        self.with_fix(Said::owned(label.clone(), label.clone(), label), place, text)
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
