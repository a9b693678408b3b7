//! Complaints as labelled records: does the case need a call?

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::score::Count;
use crate::model::Channel;
use crate::triage::{Complaint, judge};

/// The labels of a complaint.
#[derive(Debug, Clone, Deserialize)]
pub struct CaseRecord {
    #[serde(default)]
    pub id: String,
    pub lang: String,
    #[serde(default)]
    pub channel: Option<String>,
    #[serde(default)]
    pub subject: Option<String>,
    pub body: String,
    #[serde(default)]
    pub is_public: bool,
    #[serde(default)]
    pub written_at: Option<String>,
    #[serde(default)]
    pub received_at: Option<String>,
    #[serde(default)]
    pub moves: u32,
    #[serde(default)]
    pub now: Option<String>,
    pub call_needed: bool,
    #[serde(default)]
    pub triggers: Vec<String>,
    /// Triggers on which two careful readers differ; they are not scored.
    #[serde(default)]
    pub disputed: Vec<String>,
}

impl CaseRecord {
    /// The reasons for a call that the engine sees.
    pub fn found(&self) -> Vec<String> {
        let channel = self.channel.as_deref().map(Channel::from_source);
        let complaint = Complaint {
            lang: &self.lang,
            channel: channel.as_ref(),
            subject: self.subject.as_deref().unwrap_or_default(),
            body: &self.body,
            is_public: self.is_public,
            written_at: self.written_at.as_deref().and_then(moment),
            received_at: self.received_at.as_deref().and_then(moment),
            moves: self.moves,
            now: self.now.as_deref().and_then(moment),
            ..Complaint::default()
        };
        judge(&complaint, "en").suggestions.into_iter().map(|s| s.trigger.as_str().to_owned()).collect()
    }
}

/// An instant, a time of day without a zone, or a day, as records have them; without a zone it is UTC.
pub fn moment(text: &str) -> Option<Timestamp> {
    let utc = |at: DateTime| at.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp());
    let day = || text.parse::<Date>().ok().and_then(|day| utc(day.at(0, 0, 0, 0)));
    text.parse().ok().or_else(|| text.parse().ok().and_then(utc)).or_else(day)
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
            self.call_needed.take(record.call_needed, !found.is_empty());
        }
        for trigger in labelled.union(&found) {
            self.triggers
                .entry((*trigger).clone())
                .or_default()
                .take(labelled.contains(trigger), found.contains(trigger));
        }
    }

    /// All triggers together.
    pub fn micro(&self) -> Count {
        self.triggers.values().fold(Count::default(), |sum, count| sum + *count)
    }
}
