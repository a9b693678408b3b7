//! The urgency class of a case: the first part of the queue's order, before due times and waiting times.
//!
//! | rank | class |
//! |---|---|
//! | 0 | marked or suggested for a call about safety, whoever waits or sleeps (R89) |
//! | 20 | never answered (R60) |
//! | 40 | the customer waits for our next word |
//! | 60 | nobody waits, but the next step is ours: open work, a promise, a call |
//! | 80 | the customer's turn |
//! | 100 | put aside until a date |
//! | 120 | solved |
//! | 140 | closed or merged |
//!
//! An agreement by 👍 that nobody cleared up stands above its equals: five less, down to the class "put aside" (R2).
//! The gaps are for classes to come.

use crate::model::{Case, FollowUp, FollowUpKind, State, Trigger};

const SAFETY: u8 = 0;
const NEVER_ANSWERED: u8 = 20;
const WAITING: u8 = 40;
const OURS: u8 = 60;
const THEIRS: u8 = 80;
const PUT_ASIDE: u8 = 100;
const SOLVED: u8 = 120;
const ENDED: u8 = 140;
/// How far an ambiguous consent lifts a case.
const LIFT: u8 = 5;

/// The class of a case, 0 first; `open` are its open follow-ups. Made of facts alone, so it never grows old by itself.
pub fn rank(case: &Case, open: &[FollowUp]) -> u8 {
    let class = class(case, open);
    let lifted = case.ambiguous_consent.is_some() && (NEVER_ANSWERED..=PUT_ASIDE).contains(&class);
    if lifted { class - LIFT } else { class }
}

fn class(case: &Case, open: &[FollowUp]) -> u8 {
    let reason = case.call.as_ref().map(|mark| &mark.trigger).or_else(|| case.suggested_call());
    let about_safety = reason == Some(&Trigger::Safety);
    match case.state {
        _ if case.merged_into.is_some() => ENDED,
        State::Closed => ENDED,
        State::Solved => SOLVED,
        _ if about_safety => SAFETY,
        _ if case.snoozed_until.is_some() => PUT_ASIDE,
        _ if case.waiting_since.is_some() && case.is_never_answered() => NEVER_ANSWERED,
        _ if case.waiting_since.is_some() => WAITING,
        State::WaitingCustomer if !open.iter().any(is_ours_to_do) => THEIRS,
        _ => OURS,
    }
}

/// Duties that do not wait for the customer; keep_informed and check_back run on nearly every case and tell no two apart.
fn is_ours_to_do(follow_up: &FollowUp) -> bool {
    use FollowUpKind::{Call, PersonalControl, Promise, Reminder, WrittenConfirmation};
    follow_up.is_open() && matches!(follow_up.kind, Promise | PersonalControl | Call | WrittenConfirmation | Reminder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::acts::MarkCall;
    use crate::model::{AmbiguousConsent, MessageKind};
    use crate::schedule::fixtures::{at, case, follow_up, message, operator};

    fn safety(mut case: Case) -> Case {
        case.call =
            Some(MarkCall { trigger: Trigger::Safety, ..MarkCall::default() }.into_mark(operator(), case.received_at));
        case
    }

    fn thumb(mut case: Case) -> Case {
        case.ambiguous_consent = Some(AmbiguousConsent {
            message: message(1, MessageKind::Inbound).id,
            term: String::new(),
            at: case.received_at,
        });
        case
    }

    fn answered() -> Case {
        Case { first_reply_at: Some(at("2026-03-02T09:00Z")), ..case() }
    }

    fn their_turn() -> Case {
        Case { waiting_since: None, state: State::WaitingCustomer, ..answered() }
    }

    fn put_aside() -> Case {
        Case { snoozed_until: Some(at("2026-04-01T09:00Z")), ..answered() }
    }

    #[test]
    fn classes_stand_in_the_order_of_the_table() {
        // R2, R60, R89
        let classes = [
            safety(case()),
            thumb(case()),
            case(),
            thumb(answered()),
            answered(),
            Case { waiting_since: None, ..answered() },
            thumb(their_turn()),
            their_turn(),
            thumb(put_aside()),
            put_aside(),
            Case { state: State::Solved, ..answered() },
            Case { state: State::Closed, ..answered() },
        ];
        let ranks: Vec<u8> = classes.iter().map(|case| rank(case, &[])).collect();
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    }

    #[test]
    fn safety_is_never_put_aside_while_the_case_lives() {
        // R89
        assert_eq!(rank(&safety(put_aside()), &[]), SAFETY);
        assert_eq!(rank(&safety(Case { state: State::Closed, ..case() }), &[]), ENDED);
    }

    #[test]
    fn a_promise_of_ours_is_not_the_customers_turn() {
        assert_eq!(rank(&their_turn(), &[follow_up(FollowUpKind::KeepInformed)]), THEIRS);
        assert_eq!(rank(&their_turn(), &[follow_up(FollowUpKind::Promise)]), OURS);
    }

    #[test]
    fn a_merged_case_is_at_the_end() {
        let merged = Case { merged_into: Some(answered().id), ..safety(case()) };
        assert_eq!(rank(&merged, &[]), ENDED);
    }
}
