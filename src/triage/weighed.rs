//! What a complaint as a whole says of the need to call, by the weight of its words (`gist`).
//!
//! Not its duty: wordings (the packs), the judgement (`judge`).

use std::ops::Range;

use super::letter::Letter;
use super::rule::ENOUGH;
use crate::gist::{self, Gist, Rate};
use crate::model::Trigger;
use crate::text::{Tokens, sentences, words};

/// How much the words as a whole weigh beside what the packs find, by how few other complaints would weigh as much.
const STEPS: [(Rate, i32); 3] = [(Rate::One, ENOUGH), (Rate::Two, ENOUGH * 5 / 10), (Rate::Five, ENOUGH * 2 / 10)];
/// In public hardly anybody waits for a call or left a number: words as a whole must weigh more there to make one.
const STEPS_IN_PUBLIC: [(Rate, i32); 3] =
    [(Rate::Half, ENOUGH), (Rate::Two, ENOUGH * 5 / 10), (Rate::Five, ENOUGH * 2 / 10)];
/// A case about danger goes before all others and stops letters.
const STEPS_TO_SAFETY: [(Rate, i32); 3] =
    [(Rate::Half, ENOUGH), (Rate::Two, ENOUGH * 5 / 10), (Rate::Five, ENOUGH * 2 / 10)];
/// A line of fewer words of three letters is a name, a greeting, a place: it says nothing by itself.
const FEWEST_WORDS: usize = 4;
/// How far below the twentieth part of complaints the words may lie before what the packs find is doubted. One word of danger alone
/// is doubted sooner: it is "mortal", «кровь из носу» and the name of a street; two of them never are.
const BELOW: f32 = -0.2;
const SAFETY_BELOW: f32 = 0.0;
/// Every fifth complaint weighs more: what the packs find is doubtful.
const UNLIKELY: i32 = -ENOUGH * 3 / 10;

#[derive(Default)]
pub(super) struct Weighed {
    gist: Option<Gist<'static>>,
    is_public: bool,
}

impl Weighed {
    pub fn of(letter: &Letter, is_public: bool) -> Self {
        let reader = letter.lang.and_then(gist::complaints);
        Self { is_public, gist: reader.map(|reader| reader.read(Tokens::of(&letter.whole).as_str())) }
    }

    /// What the whole adds for a trigger.
    pub fn weight(&self, trigger: &Trigger) -> i32 {
        let Some(gist) = &self.gist else { return 0 };
        let name = trigger.as_str();
        let steps = match trigger {
            Trigger::Safety => &STEPS_TO_SAFETY,
            Trigger::SolvableByCall if self.is_public => &STEPS_IN_PUBLIC,
            _ => &STEPS,
        };
        let step = steps.iter().find(|(rate, _)| gist.says(name, *rate)).map(|(_, weight)| *weight);
        let least = if *trigger == Trigger::Safety { SAFETY_BELOW } else { BELOW };
        let is_likely = gist.beyond(name, Rate::Twenty).is_none_or(|by| by > least);
        step.unwrap_or(if is_likely { 0 } else { UNLIKELY })
    }

    /// The sentence that says it most clearly, as bytes of the whole; none when no sentence says it by itself.
    pub fn place(&self, letter: &Letter, trigger: &Trigger) -> Option<Range<usize>> {
        let reader = letter.lang.and_then(gist::complaints)?;
        let weighed = sentences(&letter.whole).into_iter().filter_map(|range| {
            let words = &letter.whole[range.clone()];
            let beyond = reader.read(Tokens::of(words).as_str()).beyond(trigger.as_str(), Rate::Two)?;
            (beyond > 0.0 && words_of_weight(words) >= FEWEST_WORDS).then_some((beyond, range))
        });
        weighed.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, range)| range)
    }
}

fn words_of_weight(sentence: &str) -> usize {
    words(sentence).filter(|(_, word)| word.chars().count() >= 3).count()
}
