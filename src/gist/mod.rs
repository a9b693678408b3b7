//! What a sentence says, by the weight of its words: an apology, a promise to watch over something, an excuse, …
//!
//! People say one thing in countless ways, and no list of wordings holds them all. So each language has word fields
//! (`gist/fields/`, written by hand: what belongs to guilt, to obligation, to an exact time), and weights for the fields,
//! their pairs and single words, which `sincerely generate weights` learns from the labelled sentences in `gist/sentences/`. A
//! sum over them tells how likely a sentence says a thing, and a bar how rarely an ordinary sentence reaches it. The same
//! words always give the same answer, on this machine alone. Not its duty: what follows from it (`letter`, `triage`).

mod features;
mod fields;
mod shipped;
mod training;
mod weights;

pub use fields::Fields;
pub use training::{Sample, train};
pub use weights::{Gist, Rate, Weights};

use std::sync::Arc;

use features::features;

/// The fields and weights of one kind of text in one language.
#[derive(Debug)]
pub struct Reader {
    fields: Arc<Fields>,
    weights: Weights,
}

impl Reader {
    pub fn new(fields: Arc<Fields>, weights: Weights) -> Self {
        Self { fields, weights }
    }

    /// What a passage says; `words` is folded text (`crate::text::Tokens`).
    pub fn read(&self, words: &str) -> Gist<'_> {
        self.weights.weigh(&features(&self.fields, words))
    }
}

pub use shipped::{complaints, letters};
