//! One rule at work: which finds of its patterns count, by its conditions and exceptions.
//!
//! An exception is looked for in the sentence of a find, and there no further than a few words, because many people write
//! without full stops; a condition may stand in the next sentence too. Not its duty: searching (`matcher`), weighing (`judge`), time (`facts`).

use std::ops::Range;

use super::matcher::{Find, List};
use super::pattern::Pattern;
use super::text::Text;
use crate::model::{Channel, Trigger};

/// The weight at which finds together are reason enough.
pub(super) const ENOUGH: i32 = 100;
/// How many tokens around a find its exceptions are looked for.
const UNLESS_TOKENS: usize = 12;
/// How many tokens around a find its conditions are looked for.
const WITH_TOKENS: usize = 30;

/// What a rule speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Trigger(Trigger),
    /// What the customer wants.
    Wish,
    /// What it meant for him.
    Harm,
    /// How heavy the matter is, without a trigger.
    Gravity,
    /// A letter of thanks: whatever its words look like, nothing in it asks for a call but danger.
    Praise,
    /// A wish not to be called (R48): danger alone is stronger.
    NoCall,
}

impl Says {
    pub fn speaks_of(&self, trigger: &Trigger) -> bool {
        matches!(self, Self::Trigger(own) if own == trigger)
    }
}

impl TryFrom<&str> for Says {
    type Error = String;

    fn try_from(word: &str) -> Result<Self, String> {
        match word {
            "wish" => Ok(Self::Wish),
            "harm" => Ok(Self::Harm),
            "gravity" => Ok(Self::Gravity),
            "praise" => Ok(Self::Praise),
            "no_call" => Ok(Self::NoCall),
            _ => match Trigger::from(word) {
                Trigger::Other(_) => {
                    Err(format!("`says = \"{word}\"`: neither a trigger nor one of wish, harm, gravity, praise"))
                }
                trigger => Ok(Self::Trigger(trigger)),
            },
        }
    }
}

/// The patterns of a rule by their office.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    pub any: Vec<Pattern>,
    pub with: Vec<Pattern>,
    pub unless: Vec<Pattern>,
    pub with_anywhere: Vec<Pattern>,
    pub unless_anywhere: Vec<Pattern>,
}

/// So many lists a rule has; list `number of the rule * LISTS + office` of the matcher is one of them.
const LISTS: u32 = 5;
const ANY: u32 = 0;
const WITH: u32 = 1;
const UNLESS: u32 = 2;
const WITH_ANYWHERE: u32 = 3;
const UNLESS_ANYWHERE: u32 = 4;

#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub id: String,
    pub says: Says,
    pub kind: String,
    pub weight: i32,
    pub severity: u8,
    pub urgency: u8,
    pub lists: Lists,
    pub most_words: Option<usize>,
    pub at_least: usize,
    pub asks: bool,
    pub channels: Vec<Channel>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
}

/// All finds in a text, by list.
pub(super) struct Finds(pub Vec<Find>);

impl Finds {
    fn of(&self, list: List) -> &[Find] {
        let first = self.0.partition_point(|f| f.list < list);
        let end = first + self.0[first..].partition_point(|f| f.list == list);
        &self.0[first..end]
    }

    fn within(&self, list: List, tokens: &Range<usize>) -> bool {
        let finds = self.of(list);
        let first = finds.partition_point(|f| (f.start as usize) < tokens.start);
        finds[first..].iter().take_while(|f| (f.start as usize) < tokens.end).any(|f| f.end as usize <= tokens.end)
    }
}

impl Rule {
    /// Its patterns as lists of a matcher.
    pub fn lists(&self, number: usize) -> impl Iterator<Item = (List, &[Pattern])> {
        let first = number as u32 * LISTS;
        let Lists { any, with, unless, with_anywhere, unless_anywhere } = &self.lists;
        [(ANY, any), (WITH, with), (UNLESS, unless), (WITH_ANYWHERE, with_anywhere), (UNLESS_ANYWHERE, unless_anywhere)]
            .into_iter()
            .map(move |(office, patterns)| (first + office, patterns.as_slice()))
    }

    /// The finds that count, as tokens, in order, none inside another.
    pub fn find(&self, number: usize, text: &Text, finds: &Finds, channel: Option<&Channel>) -> Vec<Range<usize>> {
        let first = number as u32 * LISTS;
        let mut out: Vec<Range<usize>> = Vec::new();
        if finds.of(first + ANY).is_empty() || !self.holds_for(first, text, finds, channel) {
            return out;
        }
        for find in finds.of(first + ANY) {
            let place = find.start as usize..find.end as usize;
            let is_new = out.last().is_none_or(|last| last.end <= place.start);
            if is_new && self.holds_here(first, text, finds, &place) {
                out.push(place);
            }
        }
        if out.len() < self.at_least {
            out.clear();
        }
        out
    }

    fn holds_for(&self, first: List, text: &Text, finds: &Finds, channel: Option<&Channel>) -> bool {
        self.most_words.is_none_or(|most| text.words <= most)
            && (self.channels.is_empty() || channel.is_some_and(|c| self.channels.contains(c)))
            && finds.of(first + UNLESS_ANYWHERE).is_empty()
            && (self.lists.with_anywhere.is_empty() || !finds.of(first + WITH_ANYWHERE).is_empty())
    }

    fn holds_here(&self, first: List, text: &Text, finds: &Finds, place: &Range<usize>) -> bool {
        let around = text.around(place.clone(), UNLESS_TOKENS);
        let near = place.start.saturating_sub(WITH_TOKENS)..place.end + WITH_TOKENS;
        (!self.asks || text.asks(&text.sentence(place.start)))
            && !finds.within(first + UNLESS, &around)
            && (self.lists.with.is_empty() || finds.within(first + WITH, &near))
    }
}
