//! The promises of one sentence, remembered for a while: with each key nearly all sentences of a letter are the ones of
//! the key before.
//!
//! Not its duty: reading them (`clauses`).

use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, DateTime};

use super::lexicon::{Lang, Lexicon};
use super::tokens::Tokens;
use super::{Moment, Promise, clauses, dates};
use crate::model::FollowUpKind;
use crate::text::{LONGEST, Lately};

/// All that the promises of a sentence depend on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    /// Without anybody else's words.
    pub sentence: String,
    pub lang: Lang,
    pub now: DateTime,
    /// The moment of the promise before it.
    pub last: Option<Moment>,
    /// The last day that the sentence before it names.
    pub named: Option<Date>,
}

/// What the sentence says.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Their ranges are bytes of the sentence.
    pub promises: Vec<Promise>,
    pub last: Option<Moment>,
    pub day: Option<Date>,
}

static LATELY: LazyLock<Lately<Asked, Arc<Said>>> = LazyLock::new(Lately::default);

impl Asked {
    pub fn said(&self, lexicon: &Lexicon) -> Arc<Said> {
        if self.sentence.len() > LONGEST {
            return self.read(lexicon).into();
        }
        LATELY.recall(self, || self.read(lexicon).into())
    }

    fn read(&self, lexicon: &Lexicon) -> Said {
        let tokens = Tokens::read(&self.sentence, 0..self.sentence.len(), lexicon);
        let parts = dates::parts(&tokens, self.now);
        let day = dates::last_day(parts.iter(), self.now);
        let mut last = self.last;
        let found = clauses::promises(&tokens, &parts, self.now, &mut last, self.named);
        let promises = found.into_iter().map(|found| {
            let range = tokens.items[found.at.start].range.start..tokens.items[found.at.end - 1].range.end;
            let kind = if found.predicate.personal { FollowUpKind::PersonalControl } else { FollowUpKind::Promise };
            Promise { range, when: found.when, actor: found.predicate.actor, act: found.predicate.act, kind }
        });
        Said { promises: promises.collect(), last, day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sentence_that_is_remembered_says_what_it_says_when_read_anew(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "I will ring you", "on Friday", "at 10", "that day", "and", "we post it", "tomorrow", "сообщу",
                    "завтра", "в тот же день", "до 18:00", "vă sun", "luni", "la 9", ",", "if you like",
                ]),
                1..9,
            ),
            day in prop::option::of(1..28_i8),
            lang in prop::sample::select(vec!["ru", "en", "ro"]),
        ) {
            let lexicon = Lexicon::of(lang);
            let day = day.map(|day| date(2026, 11, day));
            let now = date(2026, 11, 23).at(10, 15, 0, 0);
            let last = day.map(Moment::Day);
            let asked = Asked { sentence: words.join(" ") + ".", lang: lexicon.lang, now, last, named: day };
            for _ in 0..2 {
                let (lately, anew) = (asked.said(lexicon), asked.read(lexicon));
                prop_assert_eq!(&lately.promises, &anew.promises);
                prop_assert_eq!((lately.last, lately.day), (anew.last, anew.day));
            }
        }
    }
}
