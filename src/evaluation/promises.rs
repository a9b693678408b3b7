//! Promises as labelled records.

use std::ops::Range;

use jiff::civil::DateTime;
use serde::Deserialize;

use super::score::{Count, Ratio};
use crate::letter::read_promises;
use crate::text::CodePoints;

/// A text with the promises that careful readers see in it.
#[derive(Debug, Clone, Deserialize)]
pub struct PromiseRecord {
    #[serde(default)]
    pub id: String,
    pub lang: String,
    pub now: DateTime,
    pub text: String,
    #[serde(default)]
    pub promises: Vec<Labelled>,
}

/// Offsets in code points; `due` is `YYYY-MM-DDTHH:MM`, `YYYY-MM-DD`, or none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Labelled {
    pub start: usize,
    pub end: usize,
    pub due: Option<String>,
}

impl PromiseRecord {
    /// What the engine reads in the text.
    pub fn found(&self) -> Vec<Labelled> {
        let points = CodePoints::new(&self.text);
        let promises = read_promises(&self.text, &self.lang, self.now).into_iter();
        let labelled = promises.map(|promise| Labelled {
            start: points.at(promise.range.start),
            end: points.at(promise.range.end),
            due: promise.when.map(|when| when.to_string()),
        });
        labelled.collect()
    }
}

/// How extracted promises agree with the labels: a promise is right when the spans overlap, each counted once.
#[derive(Debug, Clone, Default)]
pub struct PromiseVerdict {
    pub promises: Count,
    /// Of the promises found, those whose due moment is exactly the labelled one.
    pub due: Ratio,
}

impl PromiseVerdict {
    pub fn add(&mut self, labels: &[Labelled], found: &[Labelled]) {
        let mut free: Vec<&Labelled> = found.iter().collect();
        for label in labels {
            let overlap = |f: &&Labelled| common(&(f.start..f.end), &(label.start..label.end));
            let best = (0..free.len()).max_by_key(|i| overlap(&free[*i])).filter(|i| overlap(&free[*i]) > 0);
            self.promises.take(true, best.is_some());
            if let Some(index) = best {
                self.due.add(free.remove(index).due == label.due);
            }
        }
        free.iter().for_each(|_| self.promises.take(false, true));
    }
}

fn common(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
