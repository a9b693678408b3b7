//! What a desk counts about its own work: findings that were set aside (R131), letters to the management with the
//! commitment that had failed (R87), steps that ended complaints skipped (R133), how customers took it (R39, R40).
//!
//! Counted for the team, and for nobody alone but the one who asks. Not its duty: reading letters out of a store.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{Author, Due, FollowUp, FollowUpKind, Impression, Message, Operator, OperatorId, Verdict};

/// How often: all of the desk, and the one who asks among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub team: u64,
    pub mine: u64,
}

impl Tally {
    fn count(&mut self, is_mine: bool) {
        self.team += 1;
        self.mine += u64::from(is_mine);
    }
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { team: self.team + other.team, mine: self.mine + other.mine }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Who asks; without a name nothing is his own.
    #[serde(skip)]
    pub me: Option<Operator>,
    /// Letters that went out.
    pub letters: Tally,
    /// Findings set aside in them, by rule.
    pub overrides: BTreeMap<String, Tally>,
    /// Customers who wrote to the management, the earliest first.
    pub management: Vec<ToManagement>,
    /// How far the complaints went that came since then and have ended (R133).
    pub way: WayCount,
    /// How the customers of the same complaints took it, as operators noted it (R39, R40).
    pub impressions: ImpressionCount,
}

/// Moods that changed, and the two questions: what is right and what satisfies are not the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImpressionCount {
    pub mood_better: u64,
    pub mood_same: u64,
    pub mood_worse: u64,
    /// By answer; nobody is counted of whom nothing was noted.
    pub right_result: BTreeMap<String, u64>,
    pub satisfied: BTreeMap<String, u64>,
    /// The result was right, and the customer is not satisfied all the same.
    pub right_but_unsatisfied: u64,
}

impl ImpressionCount {
    pub fn add(&mut self, noted: &Impression) {
        match noted.mood_change() {
            Some(Ordering::Less) => self.mood_better += 1,
            Some(Ordering::Equal) => self.mood_same += 1,
            Some(Ordering::Greater) => self.mood_worse += 1,
            None => {}
        }
        let count = |into: &mut BTreeMap<String, u64>, verdict: &Option<Verdict>| {
            if let Some(known) = verdict.as_ref().filter(|v| Verdict::KNOWN.contains(v)) {
                *into.entry(known.to_string()).or_default() += 1;
            }
        };
        count(&mut self.right_result, &noted.right_result);
        count(&mut self.satisfied, &noted.satisfied);
        let is_right = noted.right_result == Some(Verdict::Yes);
        self.right_but_unsatisfied += u64::from(is_right && noted.satisfied == Some(Verdict::No));
    }
}

/// Complaints that ended, and how many of them lack a step of the way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct WayCount {
    pub ended: u64,
    /// By step; those that none lacks are there too.
    pub skipped: BTreeMap<String, u64>,
}

impl WayCount {
    /// Counts one complaint: each step with whether it was skipped.
    pub fn add<'a>(&mut self, steps: impl Iterator<Item = (&'a str, bool)>) {
        self.ended += 1;
        for (step, is_skipped) in steps {
            *self.skipped.entry(step.to_owned()).or_default() += u64::from(is_skipped);
        }
    }
}

/// A letter to the management. Whose the commitment was is not told: it is the desk that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToManagement {
    /// The number of the case.
    pub case: u64,
    pub at: Timestamp,
    /// What had failed before; none when nothing of ours had, or when it is not known here any more.
    pub failed: Option<Failed>,
}

/// A commitment that was not kept in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    pub kind: FollowUpKind,
    pub title: String,
    pub due: Due,
}

impl From<FollowUp> for Failed {
    fn from(follow_up: FollowUp) -> Self {
        Self { kind: follow_up.kind, title: follow_up.title, due: follow_up.due }
    }
}

impl Report {
    pub fn of(me: Option<Operator>) -> Self {
        Self { me, ..Self::default() }
    }

    /// Counts a letter; what is none is passed over.
    pub fn add_letter(&mut self, message: &Message) {
        if !message.is_outbound() {
            return;
        }
        let is_mine = matches!(&message.author, Author::Operator { id, .. } if self.is_me(*id));
        self.letters.count(is_mine);
        for set_aside in &message.overrides {
            self.overrides.entry(set_aside.rule.clone()).or_default().count(is_mine);
        }
    }

    fn is_me(&self, id: OperatorId) -> bool {
        self.me.as_ref().is_some_and(|me| me.id == id)
    }
}
