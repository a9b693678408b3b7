//! A letter's way out, as a state machine: what a letter that was found on its way needs next, and what it becomes.
//!
//! ```text
//!            take (lease)          mark (durable)         answer of the mail server
//! waiting ───────────────▶ taken ───────────────▶ handing ───────────────────────────▶ ended
//!    ▲                       │ lease over: again      │ lease over: nobody knows         handed over, bounced, unsure
//!    └───────────────────────┴────── try later ───────┘
//! ```
//!
//! Before `handing` is on the disk no byte of the letter leaves; so whatever ends a process before that, the letter is
//! tried again, and whatever ends it after that, the letter is unsure and a person decides. It never goes out twice by
//! itself. Not its duty: talking to the mail server (`mail::out`), what the thread shows (`delivery`).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::model::{CaseId, MessageId};
use crate::server::storage::{Errand, ErrandChange, ErrandKind, StorageError};

/// Who took a letter resolves it within this time, or is taken for dead. Longer than one attempt may last.
pub const LEASE: SignedDuration = SignedDuration::from_secs(180);
/// Pauses between attempts; the last one is repeated.
const PAUSES: [SignedDuration; 6] = [
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(1),
];
/// After so long the author is told that the letter cannot be handed over.
const PATIENCE: SignedDuration = SignedDuration::from_hours(48);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// For its first or next attempt.
    Waiting,
    /// Somebody prepares the handing over; nothing of the letter has left.
    Taken,
    /// It may have left.
    Handing,
}

/// The document of the errand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trip {
    pub case: CaseId,
    pub message: MessageId,
    pub stage: Stage,
    /// Attempts so far.
    pub attempts: usize,
    pub since: Timestamp,
    /// The process that took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Uuid>,
}

/// What a letter on its way needs now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Wait,
    Take,
    /// Whoever handed it over did not live to say what became of it.
    GiveUpKnowing,
}

/// What became of an attempt; each with the mail server's words or ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server took it.
    HandedOver(String),
    /// The mail server will never take it.
    Refused(String),
    /// Not now; nothing of it was taken.
    Later(String),
    /// It may have been taken.
    Unsure(String),
}

/// A trip as it stands in the storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub trip: Trip,
    errand: Errand,
}

impl Standing {
    /// # Errors
    /// The errand is no trip.
    pub fn of(errand: Errand) -> Result<Self, StorageError> {
        Ok(Self { trip: errand.read()?, errand })
    }

    pub fn due(&self) -> Timestamp {
        self.errand.due
    }

    /// `alone` is this process where no other one can live: whoever else took the letter is dead then, lease or not.
    pub fn next(&self, now: Timestamp, alone: Option<Uuid>) -> Next {
        let orphaned = alone.is_some() && self.trip.holder.is_some() && self.trip.holder != alone;
        match self.trip.stage {
            _ if self.errand.due > now && !orphaned => Next::Wait,
            Stage::Waiting | Stage::Taken => Next::Take,
            Stage::Handing => Next::GiveUpKnowing,
        }
    }

    /// Takes it for one attempt, under a lease.
    pub fn take(&self, holder: Uuid, now: Timestamp) -> (ErrandChange, Self) {
        let trip =
            Trip { stage: Stage::Taken, attempts: self.trip.attempts + 1, holder: Some(holder), ..self.trip.clone() };
        self.become_(trip, later(now, LEASE))
    }

    /// From here on it may have left.
    pub fn hand(&self, now: Timestamp) -> (ErrandChange, Self) {
        self.become_(Trip { stage: Stage::Handing, ..self.trip.clone() }, later(now, LEASE))
    }

    /// The change that goes with an outcome, in one commit with the letter. An outcome of `Later` becomes `Refused` when
    /// it was tried long enough.
    pub fn settle(&self, outcome: Outcome, now: Timestamp) -> (ErrandChange, Outcome) {
        match outcome {
            Outcome::Later(why) if now.duration_since(self.trip.since) < PATIENCE => {
                let trip = Trip { stage: Stage::Waiting, holder: None, ..self.trip.clone() };
                let pause = PAUSES[self.trip.attempts.clamp(1, PAUSES.len()) - 1];
                (self.become_(trip, later(now, pause)).0, Outcome::Later(why))
            }
            Outcome::Later(why) => (self.end(), Outcome::Refused(why)),
            known => (self.end(), known),
        }
    }

    pub fn end(&self) -> ErrandChange {
        ErrandChange::end(&self.errand)
    }

    fn become_(&self, trip: Trip, due: Timestamp) -> (ErrandChange, Self) {
        let errand = self.errand.next(due, &trip);
        (ErrandChange::step(&self.errand, errand.clone()), Self { trip, errand })
    }
}

/// A letter sets out.
pub fn begin(case: CaseId, message: MessageId, now: Timestamp) -> ErrandChange {
    let trip = Trip { case, message, stage: Stage::Waiting, attempts: 0, since: now, holder: None };
    ErrandChange::Begin(Errand::begin(ErrandKind::Letter, message.to_string(), now, now, &trip))
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::fixtures::at;

    fn standing(now: Timestamp) -> Standing {
        let ErrandChange::Begin(errand) = begin(Uuid::from_u128(1).into(), Uuid::from_u128(2).into(), now) else {
            panic!("a trip begins")
        };
        Standing::of(errand).unwrap()
    }

    const LATER: fn() -> Outcome = || Outcome::Later(String::from("421 busy"));

    #[test]
    fn a_crash_before_the_mark_is_tried_again_and_one_after_it_is_never() {
        let now = at("2026-03-02T10:00Z");
        let waiting = standing(now);
        assert_eq!(waiting.next(now, None), Next::Take);
        let (_, taken) = waiting.take(Uuid::from_u128(9), now);
        assert_eq!(taken.next(now, None), Next::Wait, "somebody has it");
        let (over, other) = (later(now, LEASE), Some(Uuid::from_u128(8)));
        assert_eq!(taken.next(over, None), Next::Take, "nothing had left");
        let (_, handing) = taken.hand(now);
        assert_eq!(handing.next(now, None), Next::Wait);
        assert_eq!(handing.next(over, None), Next::GiveUpKnowing, "it may have left");
        // Where nobody else can live, a restart need not wait for the lease of the dead.
        assert_eq!((taken.next(now, other), handing.next(now, other)), (Next::Take, Next::GiveUpKnowing));
        assert_eq!(handing.next(now, handing.trip.holder), Next::Wait);
    }

    #[test]
    fn each_step_names_the_one_before_so_that_only_one_process_goes_on() {
        let now = at("2026-03-02T10:00Z");
        let waiting = standing(now);
        let (first, taken) = waiting.take(Uuid::from_u128(9), now);
        let (second, _) = waiting.take(Uuid::from_u128(8), now);
        let was = |change: &ErrandChange| match change {
            ErrandChange::Move { was, .. } | ErrandChange::End { was, .. } => *was,
            ErrandChange::Begin(_) => 0,
        };
        assert_eq!(was(&first), was(&second), "one of them conflicts");
        let (handing, _) = taken.hand(now);
        assert_eq!(was(&handing), was(&first) + 1);
        assert_eq!(was(&taken.end()), was(&first) + 1);
    }

    #[test]
    fn pauses_grow_and_in_the_end_the_author_is_told() {
        let now = at("2026-03-02T10:00Z");
        let mut standing = standing(now);
        let mut pauses = Vec::new();
        for _ in 0..8 {
            let (_, taken) = standing.take(Uuid::nil(), now);
            let (change, outcome) = taken.settle(LATER(), now);
            assert_eq!(outcome, LATER());
            let ErrandChange::Move { to, .. } = change else { panic!("it waits") };
            pauses.push(to.due.duration_since(now).as_secs());
            standing = Standing::of(to).unwrap();
        }
        assert_eq!(pauses, [30, 60, 300, 900, 1800, 3600, 3600, 3600]);
        let (change, outcome) = standing.settle(LATER(), later(now, PATIENCE));
        assert!(matches!(change, ErrandChange::End { .. }));
        assert_eq!(outcome, Outcome::Refused(String::from("421 busy")));
    }

    #[test]
    fn a_letter_that_sets_out_again_is_another_trip() {
        let now = at("2026-03-02T10:00Z");
        let (first, again) = (standing(now), standing(later(now, SignedDuration::from_secs(1))));
        let (_, taken) = first.take(Uuid::nil(), now);
        assert!(again.errand.version > taken.hand(now).1.errand.version, "no step of the old one fits it");
    }
}
