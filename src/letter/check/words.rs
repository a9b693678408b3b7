//! Rules that are words: what is looked for, and what makes a match innocent.
//!
//! Not its duty: reading the files (`pack`).

use std::ops::Range;
use std::sync::LazyLock;

use super::view::Letter;
use super::{Finding, Rule, Said, Severity};
use crate::text::{Hit, Patterns, Tokens, fold, words};

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

pub(super) type MakeLists = Box<dyn FnOnce() -> Vec<WordList> + Send>;

/// The data part of a rule; empty for a rule that is code alone.
#[derive(Debug)]
pub(super) struct Words {
    pub span: Span,
    pub most: usize,
    pub one_in_sentence: bool,
    pub whole_text: bool,
    pub in_public: Option<Severity>,
    /// By language, several of one language allowed; made when a letter in that language is first looked at.
    pub languages: Vec<(String, LazyLock<Vec<WordList>, MakeLists>)>,
}

/// The patterns of one rule in one language.
#[derive(Debug, Default)]
pub(super) struct WordList {
    pub find: Patterns,
    pub allow: Patterns,
    pub only: Patterns,
    pub only_topic: Patterns,
    pub unless: Patterns,
    pub unless_near: Patterns,
    pub unless_letter: Patterns,
    pub unless_topic: Patterns,
    pub unless_ideas: Vec<String>,
    pub unless_before: Vec<String>,
    pub replacements: Replacements,
}

/// Repairs: other words for those that were found.
#[derive(Debug, Default)]
pub(super) struct Replacements {
    from: Patterns,
    to: Vec<String>,
}

impl Replacements {
    pub fn new(from: Patterns, to: Vec<String>) -> Self {
        Self { from, to }
    }

    /// What to put in place of which bytes of the original.
    fn within(&self, tokens: &Tokens, part: Range<usize>) -> Vec<(Range<usize>, &str)> {
        let hits = self.from.find_within(tokens, part);
        hits.into_iter().map(|hit| (tokens.original(hit.span), self.to[hit.pattern].as_str())).collect()
    }
}

impl Words {
    pub fn lists(&self, lang: &str) -> impl Iterator<Item = &WordList> {
        self.languages.iter().filter(move |(l, _)| l == lang).flat_map(|(_, lists)| lists.iter())
    }

    pub fn look(&self, rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
        let first = out.len();
        for list in self.lists(letter.context.lang) {
            let part = if self.whole_text { 0..letter.tokens.as_str().len() } else { letter.body.clone() };
            let hits = list.find.find_within(&letter.tokens, part);
            if hits.is_empty() || list.is_silent(letter) {
                continue;
            }
            let innocent_from = list.innocent_from(letter);
            let mut surroundings = Surroundings::default();
            for hit in hits {
                if hit.span.start > innocent_from {
                    break;
                }
                if self.most > 0 && out.len() - first == self.most {
                    return;
                }
                if !surroundings.make_innocent(list, letter, &hit)
                    && !self.is_name(letter, &hit)
                    && !self.is_echo(letter, &hit)
                {
                    self.tell(rule, letter, list, &hit, first, out);
                }
            }
        }
    }

    /// A person may be called like an animal: «Раиса Козел, заведующая».
    fn is_name(&self, letter: &Letter<'_>, hit: &Hit) -> bool {
        let word = fold(&letter.text[letter.tokens.original(hit.span.clone())]);
        let customer = letter.context.customer.map(|c| c.name.full()).unwrap_or_default();
        let names = [customer.as_str(), letter.context.operator.name.as_str()];
        self.whole_text && names.iter().any(|name| words(name).any(|(_, one)| fold(one) == word))
    }

    /// Several words of the customer's own: «You asked to "read again"» takes them up and lectures nobody.
    fn is_echo(&self, letter: &Letter<'_>, hit: &Hit) -> bool {
        let words = &letter.tokens.as_str()[hit.span.clone()];
        !self.whole_text && words.contains(' ') && letter.topic().as_str().contains(&format!(" {words} "))
    }

    /// Adds a finding for a match unless the same place is found already, since `first`.
    fn tell(&self, rule: &Rule, letter: &Letter<'_>, list: &WordList, hit: &Hit, first: usize, out: &mut Vec<Finding>) {
        let place = letter.tokens.original(hit.span.clone());
        let span = match self.span {
            Span::Match => place.clone(),
            Span::Sentence => letter.sentence_of(&hit.span).range.clone(),
        };
        let taken = if self.one_in_sentence { letter.sentence_of(&hit.span).range.clone() } else { span.clone() };
        let overlaps = |f: &Finding| f.span.as_ref().is_some_and(|s| s.start < taken.end && taken.start < s.end);
        // The last few are enough: matches of a list come in order, and lists of one language are few.
        if out[first..].iter().rev().take(RECENT).any(overlaps) {
            return;
        }
        let severity = self.in_public.filter(|_| letter.context.public).unwrap_or(rule.card.severity);
        let mut finding = rule.finding(severity, Some(span), rule.card.say(&letter.text[place]));
        for (place, text) in list.replacements.within(&letter.tokens, padded(&hit.span)) {
            finding = finding.with_replacement(letter.text, place, text);
        }
        out.push(finding);
    }
}

impl WordList {
    /// True when something in the letter as a whole makes the rule pointless.
    fn is_silent(&self, letter: &Letter<'_>) -> bool {
        let lacks_topic = !self.only_topic.is_empty() && !self.only_topic.is_match(letter.topic());
        let has_ideas = !self.unless_ideas.is_empty() && self.unless_ideas.iter().all(|idea| letter.has_idea(idea));
        lacks_topic
            || has_ideas
            || self.unless_letter.is_within(&letter.tokens, letter.body.clone())
            || (!self.unless_topic.is_empty() && self.unless_topic.is_match(letter.topic()))
    }

    /// Where the first of the ideas stands after which a match is innocent: a place of the token text.
    fn innocent_from(&self, letter: &Letter<'_>) -> usize {
        let places = self.unless_before.iter().filter_map(|idea| letter.idea(idea).first().map(|place| place.start));
        places.min().unwrap_or(usize::MAX)
    }
}

/// What was read around the last match; the next one mostly stands in the same sentence, which is not read again.
#[derive(Debug, Default)]
struct Surroundings {
    sentence: Range<usize>,
    is_innocent: bool,
    allowed: Vec<Range<usize>>,
    near: Range<usize>,
    is_innocent_near: bool,
}

impl Surroundings {
    fn make_innocent(&mut self, list: &WordList, letter: &Letter<'_>, hit: &Hit) -> bool {
        let sentence = letter.same_sentence(&hit.span);
        if sentence != self.sentence {
            self.is_innocent = (!list.only.is_empty() && !list.only.is_within(&letter.tokens, sentence.clone()))
                || list.unless.is_within(&letter.tokens, sentence.clone());
            let allowed = list.allow.find_within(&letter.tokens, sentence.clone());
            self.allowed = allowed.into_iter().map(|hit| hit.span).collect();
            self.sentence = sentence;
        }
        self.is_innocent || self.allows(&hit.span) || self.is_innocent_near(list, letter, hit)
    }

    fn allows(&self, span: &Range<usize>) -> bool {
        let after = self.allowed.partition_point(|longer| longer.start <= span.start);
        self.allowed[..after].iter().rev().take(RECENT).any(|longer| span.end <= longer.end)
    }

    fn is_innocent_near(&mut self, list: &WordList, letter: &Letter<'_>, hit: &Hit) -> bool {
        if list.unless_near.is_empty() {
            return false;
        }
        let near = letter.around(&hit.span);
        if near != self.near {
            self.is_innocent_near = list.unless_near.is_within(&letter.tokens, near.clone());
            self.near = near;
        }
        self.is_innocent_near
    }
}

/// How many findings are looked back at for an overlap: no letter may make this quadratic.
const RECENT: usize = 32;

/// A match with the blanks around it, as patterns want to see it.
fn padded(span: &Range<usize>) -> Range<usize> {
    span.start.saturating_sub(1)..span.end + 1
}

impl Finding {
    /// A repair that keeps the capital letter of the words it replaces.
    pub(super) fn with_replacement(self, original: &str, place: Range<usize>, text: &str) -> Self {
        let is_capital = original[place.clone()].chars().next().is_some_and(char::is_uppercase);
        let text = if is_capital { capitalised(text) } else { text.to_owned() };
        self.with_replacement_as_is(place, &text)
    }

    /// A repair that puts other words in a place, as they are.
    pub(super) fn with_replacement_as_is(self, place: Range<usize>, text: &str) -> Self {
        let label = format!("→ {text}");
        self.with_fix(Said::owned(label.clone(), label.clone(), label), place, text)
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
