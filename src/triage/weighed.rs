//! What a complaint as a whole says of the need to call, by the weight of its words (`gist`).
//!
//! Not its duty: wordings (the packs), the judgement (`judge`).

use std::ops::Range;

use super::letter::Letter;
use super::rule::ENOUGH;
use crate::gist::{self, Gist, Rate};
use crate::model::Trigger;
use crate::text::{Tokens, sentences};

/// How much the words as a whole weigh beside what the packs find, by how few other complaints would weigh as much.
const STEPS: [(Rate, i32); 3] = [(Rate::One, ENOUGH), (Rate::Two, ENOUGH * 5 / 10), (Rate::Five, ENOUGH * 2 / 10)];
/// Every fifth complaint weighs more: what the packs find is doubtful.
const UNLIKELY: i32 = -ENOUGH * 3 / 10;

pub(super) struct Weighed {
    gist: Option<Gist<'static>>,
}

impl Weighed {
    pub fn of(letter: &Letter) -> Self {
        let reader = letter.lang.and_then(gist::complaints);
        Self { gist: reader.map(|reader| reader.read(Tokens::of(&letter.whole).as_str())) }
    }

    /// What the whole adds for a trigger.
    pub fn weight(&self, trigger: &Trigger) -> i32 {
        let Some(gist) = &self.gist else { return 0 };
        let name = trigger.as_str();
        let step = STEPS.iter().find(|(rate, _)| gist.says(name, *rate)).map(|(_, weight)| *weight);
        // Danger in plain words is danger, whatever stands around it (R89).
        let is_likely = *trigger == Trigger::Safety || gist.beyond(name, Rate::Twenty).is_none_or(|by| by > -0.2);
        step.unwrap_or(if is_likely { 0 } else { UNLIKELY })
    }

    /// The sentence that says it most clearly, as bytes of the whole.
    pub fn place(&self, letter: &Letter, trigger: &Trigger) -> Option<Range<usize>> {
        let reader = letter.lang.and_then(gist::complaints)?;
        let weighed = sentences(&letter.whole).into_iter().filter_map(|range| {
            let tokens = Tokens::of(&letter.whole[range.clone()]);
            Some((reader.read(tokens.as_str()).beyond(trigger.as_str(), Rate::Two)?, range))
        });
        weighed.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, range)| range)
    }
}
