//! What the facts of a case say without its words: moves and days (R90), ping-pong (R92), terms (R94), age.

use jiff::{SignedDuration, Timestamp};

use super::complaint::Complaint;
use super::rule::ENOUGH;
use crate::model::Trigger;

/// So many moves and so many days since it was written: the letter wandered (R90).
const MOVES: u32 = 2;
const DAYS: i64 = 7;
/// So many exchanges within a day: better spoken (R92).
const EXCHANGES: u32 = 3;
/// A term that is nearer than this needs a call now.
const NEAR: SignedDuration = SignedDuration::from_hours(24);
const AHEAD: SignedDuration = SignedDuration::from_hours(72);

/// A fact that speaks for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub trigger: Trigger,
    pub weight: i32,
    /// The name of its phrase in `reasons.toml`, in which `{n}` is `number` and `{days}` is `days`.
    pub kind: &'static str,
    pub number: u32,
    pub days: i64,
}

/// The facts that speak for a call.
pub(super) fn of(complaint: &Complaint) -> Vec<Fact> {
    let mut out = Vec::new();
    let days = age(complaint).map_or(0, |age| age.as_hours() / 24);
    let fact = |trigger, kind, number| Fact { trigger, weight: ENOUGH, kind, number, days };
    if complaint.moves >= MOVES && days >= DAYS {
        out.push(fact(Trigger::Misrouted, "fact_moves", complaint.moves));
    }
    if complaint.exchanges >= EXCHANGES {
        out.push(fact(Trigger::SolvableByCall, "fact_exchanges", complaint.exchanges));
    }
    match time_left(complaint) {
        Some(left) if left.is_negative() => out.push(fact(Trigger::TooLate, "fact_term_over", 0)),
        Some(left) if left <= NEAR => out.push(fact(Trigger::UrgentInfo, "fact_term_near", 0)),
        _ => {}
    }
    out
}

/// How much more urgent age and a term make a case: 0 to 20.
pub(super) fn pressure(complaint: &Complaint) -> u32 {
    let of_age = match age(complaint) {
        Some(age) if age >= SignedDuration::from_hours(24 * DAYS) => 6,
        Some(age) if age >= SignedDuration::from_hours(24) => 3,
        _ => 0,
    };
    let of_term = match time_left(complaint) {
        Some(left) if left.is_negative() => 0,
        Some(left) if left <= AHEAD => 14,
        _ => 0,
    };
    of_age + of_term
}

/// Since it was written, not since it reached us (R90, R91).
fn age(complaint: &Complaint) -> Option<SignedDuration> {
    let since: Timestamp = complaint.written_at.or(complaint.received_at)?;
    Some(complaint.now?.duration_since(since))
}

fn time_left(complaint: &Complaint) -> Option<SignedDuration> {
    Some(complaint.deadline?.latest().duration_since(complaint.now?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Due;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn triggers(complaint: &Complaint) -> Vec<Trigger> {
        of(complaint).into_iter().map(|f| f.trigger).collect()
    }

    #[test]
    fn moves_count_from_the_day_it_was_written() {
        // R90, R91
        let case = Complaint {
            moves: 2,
            written_at: Some(at("2026-03-01T08:00Z")),
            received_at: Some(at("2026-03-09T08:00Z")),
            now: Some(at("2026-03-09T09:00Z")),
            ..Complaint::default()
        };
        assert_eq!(triggers(&case), [Trigger::Misrouted]);
        assert_eq!(triggers(&Complaint { moves: 1, ..case }), []);
        assert_eq!(triggers(&Complaint { written_at: None, ..case }), []);
        assert_eq!(triggers(&Complaint { now: None, ..case }), []);
    }

    #[test]
    fn ping_pong_and_terms() {
        // R92, R94
        let term = Due::instant(at("2026-03-10T12:00Z"), "UTC");
        let case = Complaint { deadline: Some(&term), ..Complaint::default() };
        for (now, expected) in [
            ("2026-03-01T12:00Z", vec![]),
            ("2026-03-09T13:00Z", vec![Trigger::UrgentInfo]),
            ("2026-03-10T12:01Z", vec![Trigger::TooLate]),
        ] {
            assert_eq!(triggers(&Complaint { now: Some(at(now)), ..case }), expected, "{now}");
        }
        assert_eq!(triggers(&Complaint { exchanges: 3, ..Complaint::default() }), [Trigger::SolvableByCall]);
        assert_eq!(triggers(&Complaint { exchanges: 2, ..Complaint::default() }), []);
    }
}
