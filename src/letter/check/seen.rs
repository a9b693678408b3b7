//! What stands in a letter already, for the checklist beside it: by the same ideas and rules that judge the letter.
//!
//! Not its duty: what is done with it (`letter::checklist`).

use std::ops::Range;

use super::names::{addressed, named};
use super::{CheckContext, Letter, lacks};

/// The five methods and the palette's phrases as a text has them; all ranges are bytes of the text.
#[derive(Debug, Clone, Default)]
pub(in crate::letter) struct Seen {
    pub sympathy: Option<Range<usize>>,
    /// The name in full, as a letter should say it once; else in part, with `false`.
    pub name: Option<(Range<usize>, bool)>,
    /// The writer's own control; `false` while it has no time.
    pub control: Option<(Range<usize>, bool)>,
}

/// Phrases that are told by an idea of another name.
const OTHER_NAMES: &[(&str, &str)] = &[("P1", "apology"), ("P5", "joy")];

/// A text that is looked at once for everything.
pub(in crate::letter) struct Look<'a> {
    letter: Letter<'a>,
}

impl<'a> Look<'a> {
    pub fn at(text: &'a str, context: &'a CheckContext<'a>) -> Self {
        Self { letter: Letter::new(text, context) }
    }

    pub fn seen(&self) -> Seen {
        let letter = &self.letter;
        let sentence = |number: usize| letter.sentences[number].range.clone();
        let dated = lacks::dated_control(letter).map(|number| (sentence(number), true));
        let undated = || letter.sentences_with("control").first().map(|number| (sentence(*number), false));
        let part = || named(&letter.outline, letter.context).map(|range| (range, false));
        Seen {
            sympathy: self.idea("sympathy").or_else(|| self.idea("apology")),
            name: addressed(&letter.outline, letter.context).map(|range| (range, true)).or_else(part),
            control: dated.or_else(undated),
        }
    }

    /// Where a phrase of the palette stands in other words.
    pub fn phrase(&self, id: &str) -> Option<Range<usize>> {
        let name = OTHER_NAMES.iter().find(|(phrase, _)| *phrase == id).map_or(id, |(_, idea)| idea);
        self.idea(name)
    }

    /// The parts of the letter.
    pub fn outline(&self) -> &crate::letter::outline::Outline<'a> {
        &self.letter.outline
    }

    fn idea(&self, name: &str) -> Option<Range<usize>> {
        self.letter.idea(name).first().map(|place| self.letter.tokens.original(place.clone()))
    }
}
