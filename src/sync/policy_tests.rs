//! What leaves when, what an answer means, how own acts move versions.

use super::*;
use crate::model::acts::{CasePatch, CustomerPatch, MergeInto, NewNote};
use crate::model::{MessageId, OperatorId};
use jiff::ToSpan;

fn now() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

fn case(n: u128) -> CaseId {
    CaseId(Uuid::from_u128(n))
}

fn item(seq: i64, case_n: u128, state: OutboxState, in_seconds: i64) -> OutboxItem {
    let note = NewNote { id: MessageId(Uuid::nil()), body: String::new(), attachments: vec![] };
    OutboxItem {
        key: IdempotencyKey(Uuid::from_u128(seq.unsigned_abs().into())),
        seq,
        command: Command::Note { case: case(case_n), note },
        state,
        attempts: 0,
        next_try_at: now() + in_seconds.seconds(),
        created_at: now(),
        error: String::new(),
    }
}

fn seqs(keys: Vec<IdempotencyKey>) -> Vec<u128> {
    keys.into_iter().map(|k| k.0.as_u128()).collect()
}

#[test]
fn acts_of_a_case_leave_in_order_and_four_cases_at_once() {
    use OutboxState::{InFlight, Queued, Stuck};
    let none = HashSet::new();
    let items = [
        item(1, 1, Queued, 0),
        item(2, 1, Queued, 0), // behind 1
        item(3, 2, Stuck, 0),
        item(4, 2, Queued, 0),  // behind a stuck one
        item(5, 3, Queued, 10), // in its undo window
        item(6, 3, Queued, 0),  // behind 5
        item(7, 4, InFlight, 0),
        item(8, 4, Queued, 0), // behind 7
        item(9, 5, Queued, -5),
        item(10, 6, Queued, 0),
        item(11, 7, Queued, 0),
    ];
    assert_eq!(seqs(ready(&items, &none, now())), [1, 9, 10, 11]);
    let leaving = HashSet::from([items[0].key, items[8].key, items[6].key]);
    assert_eq!(seqs(ready(&items, &leaving, now())), [10]);
    assert_eq!(next_try(&items, &leaving, now()), Some(now()));
    let full = HashSet::from_iter((20..24).map(|n| IdempotencyKey(Uuid::from_u128(n))));
    assert_eq!(next_try(&items, &full, now()), None, "no room: an answer will wake us");
    assert_eq!(next_try(&items[4..6], &none, now()), Some(now() + 10.seconds()));
}

#[test]
fn tries_are_spread_and_wait_as_long_as_the_desk_asks() {
    assert_eq!(backoff(1, 1.0), Duration::from_secs(1));
    assert_eq!(backoff(4, 0.5), Duration::from_secs(4));
    assert_eq!(backoff(u32::MAX, 1.0), LONGEST_DELAY);
    assert_eq!(backoff(3, 0.0), Duration::ZERO);
    let asked = BackendError::TryAgain { kind: None, why: String::new(), after: Some(Duration::from_secs(90)) };
    let Verdict::Again { at, left } = verdict(&asked, 1, 0.3, now()) else { panic!() };
    assert_eq!((at, left), (now() + 90.seconds(), true));
    let unreached = BackendError::NotReached(String::new());
    assert!(matches!(verdict(&unreached, 1, 0.3, now()), Verdict::Again { left: false, .. }));
}

#[test]
fn a_desk_says_which_workstations_are_too_old() {
    for (oldest, own, served) in [
        ("0.1.0", "0.1.0", true),
        ("0.2.0", "0.10.0", true),
        ("0.2.0", "0.1.9", false),
        ("1.0.0", "0.9.0-rc.1", false),
        ("soon", "0.1.0", true),
    ] {
        assert_eq!(serves(oldest, own), served, "{oldest} {own}");
    }
}

#[test]
fn conflicts_and_refusals_go_to_the_operator() {
    let problem = Box::new(Problem::new(ProblemKind::Changed, "it moved on"));
    let conflict = verdict(&BackendError::Conflict(problem.clone()), 1, 0.0, now());
    assert_eq!(conflict, Verdict::Conflict(problem.clone()));
    assert_eq!(verdict(&BackendError::Refused(problem), 1, 0.0, now()), Verdict::Stuck);
    assert_eq!(verdict(&BackendError::LoginNeeded(String::new()), 1, 0.0, now()), Verdict::Login);
}

fn record(version: u64, thread_version: u64, owner: Option<OperatorId>) -> Case {
    let mut case: Case = serde_json::from_value(serde_json::json!({
        "id": case(1), "number": 1, "customer_id": case(2), "subject": "", "channel": "email", "state": "open",
        "received_at": now(), "version": version, "thread_version": thread_version
    }))
    .unwrap();
    case.owner = owner;
    case
}

#[test]
fn what_is_not_signed_follows_a_merged_case_and_a_letter_comes_back() {
    let mut problem = Problem::new(ProblemKind::Merged, "");
    problem.merged_into = Some(case(2));
    let note = item(1, 1, OutboxState::Queued, 0).command;
    assert_eq!(retargeted(&note, &problem).map(|c| c.case()), Some(case(2)));
    assert_eq!(retargeted(&Command::Claim { case: case(1) }, &problem), None);
    let patch = Command::PatchCase { case: case(1), version: 5, patch: Box::new(CasePatch::default()) };
    assert_eq!(retargeted(&patch, &problem), None, "its version is that of the other record");
    let other = Problem { merged_into: problem.merged_into, ..Problem::new(ProblemKind::Changed, "") };
    assert_eq!(retargeted(&note, &other), None);
    let merge = MergeInto { into: case(2), other_customer: false };
    let merge = Command::Merge { case: case(1), merge };
    let moves = moved(&merge, &Versions::of(&record(5, 3, None)), &record(6, 4, None));
    assert_eq!(moves.thread, [(3, 4)], "a letter to the survivor that waits is not held up by one's own merge");
    assert_eq!(other_case(&merge, None), Some(case(2)));
}

#[test]
fn a_clock_that_is_set_back_keeps_no_act_waiting_for_its_hour_to_come_again() {
    let (none, items) = (HashSet::new(), [item(1, 1, OutboxState::Queued, 10)]);
    let earlier = now() - 1.hour();
    assert_eq!(seqs(ready(&items, &none, earlier)), [1]);
    assert_eq!(next_try(&items, &none, earlier), Some(earlier));
    // A clock that the network corrects by seconds cuts no time to take a letter back.
    assert_eq!(seqs(ready(&items, &none, now() - 5.seconds())), [0; 0]);
    assert_eq!(next_try(&items, &none, now() - 5.seconds()), Some(now() + 10.seconds()));
}

#[test]
fn only_what_the_own_act_did_moves_the_versions() {
    let me = Some(OperatorId(Uuid::nil()));
    let claim = Command::Claim { case: case(1) };
    let by = |command: &Command, before: Case, after: Case| moved(command, &Versions::of(&before), &after);
    let moves = by(&claim, record(5, 3, None), record(6, 4, me));
    assert_eq!(moves, Moves { thread: vec![(3, 4)], record: vec![(5, 6)], card: vec![] });
    assert_eq!(by(&claim, record(5, 3, None), record(7, 5, me)), Moves::default(), "a stranger's note between");
    // Claiming what was mine already adds nothing: the entry is a stranger's.
    assert_eq!(by(&claim, record(5, 3, me), record(6, 4, me)).thread, []);
    // A letter over a case that was nobody's is an entry and takes the case.
    let mut letter = item(1, 1, OutboxState::Queued, 0).command;
    assert_eq!(by(&letter, record(5, 3, None), record(6, 5, me)).thread, [], "a note takes nothing");
    letter = reply(3);
    assert_eq!(by(&letter, record(5, 3, None), record(6, 5, me)).thread, [(3, 5)]);
    assert_eq!(by(&letter, record(5, 3, me), record(6, 5, me)).thread, [], "a stranger's note between");
}

#[test]
fn an_act_leaves_on_the_version_to_which_own_acts_moved_its_case() {
    let patch = |version| Command::PatchCase { case: case(1), version, patch: Box::new(CasePatch::default()) };
    let moves = Moves { thread: vec![(3, 4), (4, 6)], record: vec![(5, 6), (8, 9)], card: vec![(5, 7)] };
    assert_eq!(moved_on(&patch(5), &moves), Some(patch(6)));
    assert_eq!(moved_on(&patch(4), &moves), None, "decided on another state");
    assert_eq!(moved_on(&patch(6), &moves), None, "somebody else moved it from 6 to 8");
    assert_eq!(moved_on(&reply(3), &moves), Some(reply(6)), "the whole chain");
    assert_eq!(moved_on(&card(1, 5), &moves), Some(card(1, 7)), "a card has versions of its own");
    assert_eq!(moved_on(&Command::Claim { case: case(1) }, &moves), None);
}

fn card(case_n: u128, version: u64) -> Command {
    let customer = CustomerId(Uuid::from_u128(99));
    Command::PatchCustomer { case: case(case_n), customer, version, patch: Box::new(CustomerPatch::default()) }
}

#[test]
fn two_acts_on_one_card_or_one_survivor_never_leave_together() {
    let none = HashSet::new();
    let with = |seq, case_n, command| OutboxItem { command, ..item(seq, case_n, OutboxState::Queued, 0) };
    let merge = MergeInto { into: case(4), other_customer: false };
    let items = [
        with(1, 1, card(1, 5)),
        with(2, 2, card(2, 5)),
        with(3, 3, Command::Merge { case: case(3), merge }),
        item(4, 4, OutboxState::Queued, 0),
    ];
    assert_eq!(seqs(ready(&items, &none, now())), [1, 3]);
    let leaving = HashSet::from([items[0].key, items[2].key]);
    assert_eq!(seqs(ready(&items, &leaving, now())), [0; 0]);
    assert_eq!(next_try(&items, &leaving, now()), None, "their answers will wake us");
    assert_eq!(seqs(ready(&items[1..], &none, now())), [2, 3]);
    let mut vip = card(1, 5);
    if let Command::PatchCustomer { patch, .. } = &mut vip {
        patch.vip = Some(true);
    }
    let record = Command::PatchCase { case: case(2), version: 5, patch: Box::new(CasePatch::default()) };
    let both = [with(1, 1, vip), with(2, 2, record), with(3, 3, card(3, 5))];
    assert_eq!(seqs(ready(&both, &none, now())), [1], "a VIP mark stands in every case of its customer");
    assert_eq!(seqs(ready(&both[1..], &none, now())), [2, 3]);
}

#[test]
fn an_answer_that_says_later_keeps_its_kind_for_the_screen() {
    let busy = |kind| BackendError::TryAgain { kind, why: "later".into(), after: None };
    assert_eq!(told(&busy(Some(ProblemKind::TooMany))), "too_many: later");
    assert_eq!(told(&busy(None)), "later");
    assert_eq!(told(&BackendError::LoginNeeded("gone".into())), "unauthorised: gone");
}

fn reply(thread_version: u64) -> Command {
    serde_json::from_value(serde_json::json!({
        "do": "reply", "case": case(1), "thread_version": thread_version,
        "reply": { "id": case(3), "public": false, "channel": "email", "body": "", "signed_at": now(), "signature": "" }
    }))
    .unwrap()
}
