//! Merging and taking apart as pure rules.

use super::*;
use crate::model::acts::{FollowUpPatch, MarkCall, NewInbound, NewNote};
use crate::model::{
    AmbiguousConsent, Confirmation, ConfirmationState, Customer, CustomerId, Message, Operator, OperatorId, Role,
};
use crate::protocol::Entity;
use crate::schedule::Rules;
use crate::schedule::fixtures::{at, case, case_file, follow_up, message, operator};
use crate::server::rules::turn::Turn;
use crate::server::rules::{case as case_rules, follow_ups, inbound};
use serde_json::json;
use uuid::Uuid;

fn person(id: OperatorId, role: Role) -> Operator {
    serde_json::from_value(json!({"id": id, "name": "Anna", "role": role, "zone": "UTC", "gender": "f"})).unwrap()
}

fn id(n: u128) -> CaseId {
    CaseId(Uuid::from_u128(n))
}

/// A case of its own with one word of the customer and the duties named.
fn file(n: u128, duties: &[Kind]) -> CaseFile {
    let mut case = case();
    (case.id, case.number) = (id(n), n as u64);
    let first = Message { id: Uuid::from_u128(1000 + n).into(), case_id: case.id, ..message(1, MessageKind::Inbound) };
    let mut file = case_file(case, vec![first]);
    file.follow_ups = duties.iter().cloned().map(follow_up).collect();
    for duty in &mut file.follow_ups {
        duty.id = FollowUpId(Uuid::new_v5(&file.case.id.0, duty.kind.as_str().as_bytes()));
        duty.case_id = file.case.id;
    }
    // As it would be stored: with everything derived in step.
    let rules = Rules::default();
    let by = Acting { actor: None, now: at("2026-03-02T09:00Z"), rules: &rules, new_id: &Uuid::now_v7 };
    let mut stored = file.clone();
    apply(&mut [&mut stored], &Work::on(&file, &by).decide("stored", answer));
    stored
}

fn act(into: &CaseFile) -> MergeInto {
    MergeInto { into: into.case.id, other_customer: false }
}

/// Lets a rule decide as Anna at an hour of the day, and writes what it decided into the files.
fn decide(
    hour: u8,
    files: &mut [&mut CaseFile],
    rule: impl FnOnce(&[CaseFile], &Acting<'_>) -> Result<Decision, Refusal>,
) -> Result<(), Refusal> {
    let (rules, anna) = (Rules::default(), person(operator(), Role::Operator));
    let now = at(&format!("2026-03-02T{hour:02}:00Z"));
    let by = Acting { actor: Some(&anna), now, rules: &rules, new_id: &Uuid::now_v7 };
    let read: Vec<CaseFile> = files.iter().map(|file| (**file).clone()).collect();
    let decision = rule(&read, &by)?;
    apply(files, &decision);
    Ok(())
}

fn apply(files: &mut [&mut CaseFile], decision: &Decision) {
    for put in &decision.puts {
        for file in files.iter_mut() {
            match put {
                Entity::Case(case) if case.id == file.case.id => file.case = (**case).clone(),
                Entity::Message(new) if new.case_id == file.case.id => {
                    file.messages.retain(|known| known.id != new.id);
                    file.messages.push((**new).clone());
                }
                Entity::FollowUp(new) if new.case_id == file.case.id => {
                    file.follow_ups.retain(|known| known.id != new.id);
                    file.follow_ups.push((**new).clone());
                }
                _ => {}
            }
        }
    }
}

fn merge_two(gone: &mut CaseFile, stays: &mut CaseFile) -> Result<(), Refusal> {
    decide(10, &mut [gone, stays], |files, by| merge(&files[0], &files[1], &[], &act(&files[1]), by))
}

fn unmerge_two(gone: &mut CaseFile, stays: &mut CaseFile) -> Result<(), Refusal> {
    decide(12, &mut [gone, stays], |files, by| unmerge(&files[0], Some(&files[1]), by))
}

fn open(file: &CaseFile) -> Vec<&str> {
    let mut kinds: Vec<&str> = file.follow_ups.iter().filter(|f| f.is_open()).map(|f| f.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds
}

fn kind(refusal: &Refusal) -> String {
    refusal.kind().to_string()
}

#[test]
fn everything_owed_goes_on_in_the_survivor_and_timers_run_once() {
    let mut gone = file(1, Kind::KNOWN);
    let mut stays = file(2, &[Kind::Resolution, Kind::KeepInformed, Kind::FirstResponse]);
    let threads = (gone.case.thread_version, stays.case.thread_version);
    let words = gone.messages.clone();
    merge_two(&mut gone, &mut stays).unwrap();
    assert_eq!(open(&gone), Vec::<&str>::new());
    assert_eq!(gone.messages, words, "letters are signed for their case: nothing is moved");
    assert_eq!(gone.case.merged_into, Some(stays.case.id));
    assert_eq!(stays.case.absorbed, [Absorbed::unanswered(gone.case.id, 1)]);
    for owed in
        ["promise", "personal_control", "written_confirmation", "call", "confirmation", "reminder", "next_response"]
    {
        assert!(open(&stays).contains(&owed), "{owed}");
    }
    let count = |kind| open(&stays).iter().filter(|k| **k == kind).count();
    assert_eq!((count("resolution"), count("keep_informed"), count("check_back")), (1, 1, 1));
    assert_eq!((gone.case.thread_version, stays.case.thread_version), (threads.0 + 1, threads.1 + 1), "R167");
    assert!(gone.case.waiting_since.is_none() && gone.case.next_due.is_none());
}

#[test]
fn taken_apart_again_both_are_what_they_were() {
    let mut gone = file(1, &[Kind::FirstResponse, Kind::Resolution, Kind::Promise, Kind::Call]);
    gone.case.call = Some(
        MarkCall { trigger: Trigger::Safety, ..MarkCall::default() }.into_mark(operator(), at("2026-03-02T08:30Z")),
    );
    gone.case.waiting_since = Some(at("2026-03-02T07:00Z"));
    gone.case.owner = Some(operator());
    let mut stays = file(2, &[Kind::FirstResponse, Kind::Resolution]);
    let (gone_before, stays_before) = (gone.clone(), stays.clone());
    merge_two(&mut gone, &mut stays).unwrap();
    assert_eq!(stays.case.waiting_since, Some(at("2026-03-02T07:00Z")));
    assert_eq!((stays.case.owner, stays.case.call.is_some()), (Some(operator()), true));
    unmerge_two(&mut gone, &mut stays).unwrap();
    let facts = |file: &CaseFile| (Standing::of(&file.case), file.case.merged_into, file.case.absorbed.clone());
    assert_eq!(facts(&gone), facts(&gone_before));
    assert_eq!(facts(&stays), facts(&stays_before));
    assert_eq!((open(&gone), open(&stays)), (open(&gone_before), open(&stays_before)));
    assert!(gone.case.merge.is_none());
    // Once more: the duties that the first merge left behind are used again.
    merge_two(&mut gone, &mut stays).unwrap();
    assert_eq!(open(&stays), ["call", "first_response", "first_response", "promise", "resolution"]);
}

#[test]
fn a_repeat_changes_nothing() {
    let (mut gone, mut stays) = (file(1, &[Kind::Promise]), file(2, &[]));
    merge_two(&mut gone, &mut stays).unwrap();
    let before = (gone.clone(), stays.clone());
    merge_two(&mut gone, &mut stays).unwrap();
    assert_eq!((gone.clone(), stays.clone()), before);
    unmerge_two(&mut gone, &mut stays).unwrap();
    let before = (gone.clone(), stays.clone());
    unmerge_two(&mut gone, &mut stays).unwrap();
    assert_eq!((gone, stays), before);
}

#[test]
fn what_was_done_in_the_survivor_stays_done() {
    let (mut gone, mut stays) = (file(1, &[Kind::Promise, Kind::Reminder]), file(2, &[]));
    merge_two(&mut gone, &mut stays).unwrap();
    let promise = stays.follow_ups.iter().find(|f| f.kind == Kind::Promise).unwrap().id;
    let done = FollowUpPatch { done: Some(true), ..FollowUpPatch::default() };
    decide(11, &mut [&mut stays], |files, by| follow_ups::patch(&files[0], promise, &done, None, by)).unwrap();
    unmerge_two(&mut gone, &mut stays).unwrap();
    assert_eq!(open(&gone), ["reminder"]);
    assert_eq!(gone.follow_ups.iter().find(|f| f.kind == Kind::Promise).unwrap().state, FollowUpState::Done);
}

#[test]
fn chains_are_flattened_and_circles_refused() {
    let (mut a, mut b, mut c) = (file(1, &[Kind::Promise]), file(2, &[Kind::Reminder]), file(3, &[]));
    merge_two(&mut a, &mut b).unwrap();
    decide(11, &mut [&mut b, &mut c, &mut a], |f, by| merge(&f[0], &f[1], &f[2..], &act(&f[1]), by)).unwrap();
    assert_eq!((a.case.merged_into, b.case.merged_into), (Some(id(3)), Some(id(3))));
    let absorbed: Vec<u64> = c.case.absorbed.iter().map(|a| a.number).collect();
    assert_eq!((absorbed, b.case.absorbed.len()), (vec![2, 1], 0));
    assert_eq!((open(&a), open(&b), open(&c)), (vec![], vec![], vec!["promise", "reminder"]));
    // The survivor cannot go into what is part of it: the route follows to itself.
    let circle = decide(12, &mut [&mut c.clone()], |f, by| merge(&f[0], &f[0], &[], &act(&f[0]), by));
    assert_eq!(kind(&circle.unwrap_err()), "invalid");
    let into_part =
        decide(12, &mut [&mut c.clone(), &mut a.clone()], |f, by| merge(&f[0], &f[1], &[], &act(&f[1]), by));
    assert_eq!(into_part.unwrap_err().merged_into, Some(id(3)));
    unmerge_two(&mut a, &mut c).unwrap();
    assert_eq!((open(&a), open(&c)), (vec!["promise"], vec!["reminder"]));
}

#[test]
fn who_owns_a_side_must_agree_and_two_customers_are_one_only_when_told() {
    let colleague = Some(OperatorId(Uuid::from_u128(99)));
    for side in [0, 1] {
        let mut files = [file(1, &[]), file(2, &[])];
        files[side].case.owner = colleague;
        let [gone, stays] = &mut files;
        assert_eq!(merge_two(gone, stays).unwrap_err().owner, colleague);
    }
    let (mut gone, mut stays) = (file(1, &[]), file(2, &[]));
    gone.case.customer_id = CustomerId(Uuid::from_u128(55));
    gone.customer = Customer { id: gone.case.customer_id, ..gone.customer };
    assert_eq!(kind(&merge_two(&mut gone, &mut stays).unwrap_err()), "other_customer");
    let told = MergeInto { other_customer: true, ..act(&stays) };
    decide(10, &mut [&mut gone, &mut stays], |f, by| merge(&f[0], &f[1], &[], &told, by)).unwrap();
    assert_ne!(gone.case.customer_id, stays.case.customer_id, "the cards stay two");
}

/// The same with a letter of ours at an hour of that day.
fn with_letter(mut file: CaseFile, number: u128, hour: u8) -> CaseFile {
    let at = at(&format!("2026-03-02T{hour:02}:00Z"));
    let letter = Message {
        case_id: file.case.id,
        at,
        body: "Мастер придёт завтра.".into(),
        ..message(number, MessageKind::Reply)
    };
    inbound::answered(&mut file.case, &letter);
    file.messages.push(letter);
    file
}

#[test]
fn what_was_answered_is_answered_in_the_survivor_until_they_are_taken_apart() {
    // R60
    let mut gone = with_letter(file(1, &[]), 50, 9);
    let mut stays = file(2, &[Kind::FirstResponse]);
    merge_two(&mut gone, &mut stays).unwrap();
    assert!(!stays.case.is_never_answered() && stays.case.waiting_since.is_some(), "answered once, and waits for more");
    assert_eq!(stays.case.first_reply_at, gone.case.first_reply_at);
    let mut other = with_letter(file(3, &[]), 51, 8);
    merge_two(&mut other, &mut stays).unwrap();
    assert_eq!(stays.case.first_reply_at, other.case.first_reply_at, "the first of all");
    unmerge_two(&mut other, &mut stays).unwrap();
    assert_eq!(stays.case.first_reply_at, gone.case.first_reply_at);
    unmerge_two(&mut gone, &mut stays).unwrap();
    assert!(stays.case.is_never_answered() && stays.case.last_reply_at.is_none());
    assert!(!gone.case.is_never_answered());
}

#[test]
fn a_letter_to_the_survivor_answers_both_for_good() {
    // R60, R109
    let (mut gone, mut stays) = (file(1, &[Kind::FirstResponse]), file(2, &[Kind::FirstResponse]));
    merge_two(&mut gone, &mut stays).unwrap();
    stays = with_letter(stays, 52, 11);
    stays.follow_ups.iter_mut().for_each(|f| close(f, FollowUpState::Done, Some(operator()), at("2026-03-02T11:00Z")));
    unmerge_two(&mut gone, &mut stays).unwrap();
    assert_eq!(gone.case.first_reply_at, Some(at("2026-03-02T11:00Z")));
    assert_eq!(stays.case.first_reply_at, gone.case.first_reply_at);
    // A private letter elsewhere answers nobody who complained in public (R145).
    let (mut gone, mut public) = (with_letter(file(1, &[]), 53, 9), file(2, &[]));
    public.case.is_public = true;
    merge_two(&mut gone, &mut public).unwrap();
    assert!(public.case.is_never_answered());
}

#[test]
fn a_public_complaint_does_not_vanish_into_a_private_case() {
    // R145
    let (mut gone, mut stays) = (file(1, &[]), file(2, &[]));
    gone.case.is_public = true;
    assert_eq!(merge_two(&mut gone, &mut stays).unwrap_err().owed, ["public_reply"]);
    let (mut public, mut private) = (gone.clone(), stays.clone());
    merge_two(&mut private, &mut public).unwrap();
    gone.messages.push(message(5, MessageKind::PublicReply));
    merge_two(&mut gone, &mut stays).unwrap();
}

#[test]
fn a_living_complaint_opens_an_ended_case_again() {
    let (mut gone, mut stays) = (file(1, &[Kind::NextResponse]), file(2, &[]));
    (stays.case.state, stays.case.waiting_since) = (State::Closed, None);
    merge_two(&mut gone, &mut stays).unwrap();
    assert_eq!(stays.case.state, State::Open);
    unmerge_two(&mut gone, &mut stays).unwrap();
    assert_eq!((stays.case.state.clone(), open(&stays)), (State::Closed, vec![]));
}

#[test]
fn letters_that_ask_are_chased_there_and_an_unclear_yes_is_decided_there() {
    let mut gone = file(1, &[Kind::Confirmation]);
    let letter = Uuid::from_u128(77).into();
    gone.messages.push(Message { id: letter, case_id: gone.case.id, ..message(7, MessageKind::Reply) });
    gone.case.confirmations.push(Confirmation::asked(letter, "40 EUR".into(), at("2026-03-02T08:00Z")));
    let thumb = gone.messages[0].id;
    gone.case.ambiguous_consent =
        Some(AmbiguousConsent { message: thumb, term: String::new(), at: at("2026-03-02T08:30Z") });
    gone.follow_ups[0].id = duty_id(gone.case.id, &Kind::Confirmation, &thumb.to_string());
    gone.follow_ups[0].origin.message = Some(thumb);
    let mut stays = file(2, &[]);
    merge_two(&mut gone, &mut stays).unwrap();
    assert_eq!((stays.case.confirmations.len(), open(&stays)), (1, vec!["confirmation"]));
    let yes: NewInbound = serde_json::from_value(
        json!({"channel": "email", "message": {"kind": "inbound", "body": "Да, согласна на 40 EUR."}}),
    )
    .unwrap();
    decide(11, &mut [&mut stays], |f, by| inbound::inbound(&f[0], &[], &yes, &Turn::default(), by)).unwrap();
    assert!(stays.case.ambiguous_consent.is_none() && !open(&stays).contains(&"confirmation"));
    unmerge_two(&mut gone, &mut stays).unwrap();
    assert_eq!(gone.case.confirmations[0].state, ConfirmationState::Accepted);
    assert!(stays.case.confirmations.is_empty() && gone.case.ambiguous_consent.is_none());
}

#[test]
fn acts_on_a_merged_case_get_a_clear_answer() {
    let (mut gone, mut stays) = (file(1, &[]), file(2, &[]));
    merge_two(&mut gone, &mut stays).unwrap();
    let note = NewNote { id: Uuid::from_u128(500).into(), body: "позвонить".into(), attachments: vec![] };
    let refused = decide(11, &mut [&mut gone], |f, by| unless_merged(&f[0], case_rules::note(&f[0], &note, by)));
    let refused = refused.unwrap_err();
    assert_eq!((kind(&refused), refused.status, refused.merged_into), ("merged".into(), 409, Some(id(2))));
    // What stands there already is told again, not refused: its answer was only lost.
    let known = NewNote { id: Uuid::from_u128(501).into(), ..note };
    gone.messages.push(Message {
        id: known.id,
        case_id: gone.case.id,
        body: known.body.clone(),
        ..message(9, MessageKind::Note)
    });
    decide(11, &mut [&mut gone], |f, by| unless_merged(&f[0], case_rules::note(&f[0], &known, by))).unwrap();
}
