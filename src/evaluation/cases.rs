//! Complaints as labelled records: does the case need a call?

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::score::Count;

/// The labels of a complaint.
#[derive(Debug, Clone, Deserialize)]
pub struct CaseRecord {
    #[serde(default)]
    pub id: String,
    pub lang: String,
    pub call_needed: bool,
    #[serde(default)]
    pub triggers: Vec<String>,
    /// Triggers on which two careful readers differ; they are not scored.
    #[serde(default)]
    pub disputed: Vec<String>,
}

/// How the judgement agrees with the labels.
#[derive(Debug, Clone, Default)]
pub struct CaseVerdict {
    pub call_needed: Count,
    pub triggers: BTreeMap<String, Count>,
}

impl CaseVerdict {
    pub fn add(&mut self, record: &CaseRecord, found: &[String]) {
        let is_scored = |trigger: &&String| !record.disputed.contains(trigger);
        // A case whose only reason is disputed says nothing about the need of a call.
        let labelled: BTreeSet<&String> = record.triggers.iter().filter(is_scored).collect();
        let found: BTreeSet<&String> = found.iter().filter(is_scored).collect();
        if record.disputed.is_empty() || !labelled.is_empty() || !record.call_needed {
            self.call_needed.add(record.call_needed, !found.is_empty());
        }
        for trigger in labelled.union(&found) {
            self.triggers
                .entry((*trigger).clone())
                .or_default()
                .add(labelled.contains(trigger), found.contains(trigger));
        }
    }

    /// All triggers together.
    pub fn micro(&self) -> Count {
        self.triggers.values().fold(Count::default(), |sum, count| sum + *count)
    }
}
