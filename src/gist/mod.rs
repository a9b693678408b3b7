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

use crate::text::{LONGEST, Lately};

/// The fields and weights of one kind of text in one language.
#[derive(Debug)]
pub struct Reader {
    fields: Arc<Fields>,
    weights: Weights,
    /// The sums of the sentences that were read last.
    lately: Lately<String, Arc<[f32]>>,
}

impl Reader {
    pub fn new(fields: Arc<Fields>, weights: Weights) -> Self {
        Self { fields, weights, lately: Lately::default() }
    }

    /// What a passage says; `words` is folded text (`crate::text::Tokens`).
    pub fn read(&self, words: &str) -> Gist<'_> {
        self.weights.weigh(&features(&self.fields, words))
    }

    /// The same for a passage that will be asked about again soon: it is remembered for a while.
    pub fn read_once(&self, words: &str) -> Gist<'_> {
        if words.len() > LONGEST {
            return self.read(words);
        }
        let sums = self.lately.recall(words, || self.weights.sums(&features(&self.fields, words)));
        self.weights.gist(sums)
    }
}

pub use shipped::{complaints, letters};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_is_remembered_says_what_it_says_when_read_anew() {
        for (lang, sentence) in [
            ("ru", " я сама прослежу за доставкой до пятницы и позвоню вам вечером . "),
            ("en", " i am sorry that nobody called you , i will check it on friday myself . "),
            ("ro", " imi pare rau ca ati asteptat , verific eu comanda pana vineri . "),
        ] {
            let reader = letters(lang).unwrap();
            let mut text = sentence.to_owned();
            for step in 0..60_usize {
                // A key somewhere in the sentence; every fifth takes a letter away.
                let at = text.char_indices().nth(step * 7 % text.chars().count()).map_or(0, |(at, _)| at);
                if step % 5 == 4 {
                    text.remove(at);
                } else {
                    text.insert(at, ['a', 'о', ' ', 'e', 'т'][step % 5]);
                }
                for _ in 0..2 {
                    let (lately, anew) = (reader.read_once(&text), reader.read(&text));
                    for thing in ["sorry", "control", "plan", "done", "excuse"] {
                        assert!(anew.beyond(thing, Rate::One).is_some(), "{thing}");
                        assert_eq!(lately.beyond(thing, Rate::One), anew.beyond(thing, Rate::One), "{text}");
                    }
                }
            }
        }
    }
}
