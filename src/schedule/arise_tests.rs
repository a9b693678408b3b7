//! One test a line of the table of duties. Monday 2026-03-02 is a working day of the default calendar (9-18 UTC).

use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::model::acts::MarkCall;
use crate::model::{AmbiguousConsent, CallId, Confirmation, ConfirmationState};
use crate::schedule::fixtures::{at, case, follow_up, message, operator};

const NOW: &str = "2026-03-02T10:00Z";

fn steps(happening: &Happening<'_>, open: &[FollowUp]) -> Vec<Step> {
    arise(happening, open, &Rules::default(), at(NOW))
}

fn opened(steps: &[Step]) -> Vec<&FollowUp> {
    steps.iter().filter_map(|step| if let Step::Open(f) = step { Some(&**f) } else { None }).collect()
}

fn opened_kinds(steps: &[Step]) -> Vec<Kind> {
    opened(steps).into_iter().map(|f| f.kind.clone()).collect()
}

/// Kinds and end states of what is closed.
fn closed(steps: &[Step], open: &[FollowUp]) -> Vec<(Kind, FollowUpState)> {
    let kind = |id: FollowUpId| open.iter().find(|f| f.id == id).unwrap().kind.clone();
    steps
        .iter()
        .filter_map(
            |step| if let Step::Close { id, state, .. } = step { Some((kind(*id), state.clone())) } else { None },
        )
        .collect()
}

fn done(kinds: &[Kind]) -> Vec<(Kind, FollowUpState)> {
    kinds.iter().map(|kind| (kind.clone(), FollowUpState::Done)).collect()
}

fn cancelled(kinds: &[Kind]) -> Vec<(Kind, FollowUpState)> {
    kinds.iter().map(|kind| (kind.clone(), FollowUpState::Cancelled)).collect()
}

/// One open follow-up of every kind.
fn all() -> Vec<FollowUp> {
    Kind::KNOWN.iter().cloned().map(follow_up).collect()
}

fn due(follow_up: &FollowUp) -> Timestamp {
    follow_up.due.latest()
}

fn call(outcome: CallOutcome) -> Call {
    Call {
        id: CallId(Uuid::from_u128(9)),
        case_id: case().id,
        operator: operator(),
        trigger: None,
        number: "+373 22 000000".into(),
        at: at(NOW),
        seconds: 60,
        outcome,
        agreed: String::new(),
        apologised: false,
        note: String::new(),
        consent: None,
        recording: None,
        link: None,
    }
}

fn called(call: &Call, retry: Option<&Due>, open: &[FollowUp]) -> Vec<Step> {
    steps(&Happening::Called { case: &case(), call, retry }, open)
}

#[test]
fn a_case_that_arrives_opens_first_response_resolution_and_keep_informed() {
    // R25, R26, R60
    let found = steps(&Happening::Arrived { case: &case(), message: &message(1, MessageKind::Inbound) }, &[]);
    assert_eq!(opened_kinds(&found), [Kind::FirstResponse, Kind::Resolution, Kind::KeepInformed]);
    // Received at 8:00, before work: four hours from 9:00.
    assert_eq!(due(opened(&found)[0]), at("2026-03-02T13:00Z"));
    assert_eq!(opened(&found)[0].origin.message, Some(message(1, MessageKind::Inbound).id));
}

#[test]
fn a_public_case_is_due_sooner() {
    // R147
    let mut case = case();
    case.is_public = true;
    let found = steps(&Happening::Arrived { case: &case, message: &message(1, MessageKind::Inbound) }, &[]);
    assert_eq!(due(opened(&found)[0]), at("2026-03-02T10:00Z"));
}

#[test]
fn a_case_that_arrives_answered_owes_no_first_response() {
    let mut case = case();
    case.first_reply_at = Some(at("2026-03-01T10:00Z"));
    let arrived = |case: &Case| {
        opened_kinds(&steps(&Happening::Arrived { case, message: &message(1, MessageKind::Inbound) }, &[]))
    };
    assert_eq!(arrived(&case), [Kind::NextResponse, Kind::Resolution, Kind::KeepInformed]);
    case.waiting_since = None;
    assert_eq!(arrived(&case), [Kind::Resolution, Kind::KeepInformed]);
    case.state = State::Solved;
    assert_eq!(arrived(&case), []);
}

#[test]
fn a_customers_word_opens_next_response_and_removes_nothing() {
    // R16, R143; freescout#5378
    let mut case = case();
    case.first_reply_at = Some(at("2026-03-01T10:00Z"));
    let promise = [follow_up(Kind::Promise), follow_up(Kind::CheckBack), follow_up(Kind::Reminder)];
    let found = steps(&Happening::CustomerWrote { case: &case, message: &message(2, MessageKind::Inbound) }, &promise);
    assert_eq!(opened_kinds(&found), [Kind::NextResponse, Kind::Resolution, Kind::KeepInformed]);
    assert_eq!(closed(&found, &promise), []);
    assert_eq!(
        steps(&Happening::CustomerWrote { case: &case, message: &message(3, MessageKind::Inbound) }, &all()),
        []
    );
}

#[test]
fn a_second_word_before_our_first_reply_waits_on_the_same_timer() {
    let open = [follow_up(Kind::FirstResponse), follow_up(Kind::Resolution), follow_up(Kind::KeepInformed)];
    let wrote = |case: &Case| {
        opened_kinds(&steps(&Happening::CustomerWrote { case, message: &message(2, MessageKind::Inbound) }, &open))
    };
    assert_eq!(wrote(&case()), []);
    // A public case that got a private reply still runs its first response, and the new word has its own (R145).
    let mut answered_privately = case();
    answered_privately.first_reply_at = Some(at("2026-03-02T09:00Z"));
    assert_eq!(wrote(&answered_privately), [Kind::NextResponse]);
}

#[test]
fn a_word_on_a_closed_case_starts_the_clocks_again() {
    // R111
    let mut case = case();
    case.state = State::Closed;
    case.first_reply_at = Some(at("2026-03-01T10:00Z"));
    let found = steps(&Happening::CustomerWrote { case: &case, message: &message(2, MessageKind::Inbound) }, &[]);
    assert_eq!(opened_kinds(&found), [Kind::NextResponse]);
    case.state = State::Open;
    let found = steps(&Happening::CustomerWrote { case: &case, message: &message(2, MessageKind::Inbound) }, &[]);
    assert_eq!(opened_kinds(&found), [Kind::NextResponse, Kind::Resolution, Kind::KeepInformed]);
}

#[test]
fn a_reply_answers_informs_and_confirms_but_solves_nothing() {
    // R25, R110
    let reply = message(2, MessageKind::Reply);
    let open = all();
    let found = steps(&Happening::Replied { case: &case(), message: &reply, opens: &[], closes: &[] }, &open);
    let expected = [Kind::FirstResponse, Kind::NextResponse, Kind::KeepInformed, Kind::WrittenConfirmation];
    assert_eq!(closed(&found, &open), done(&expected));
    assert_eq!(opened_kinds(&found), [Kind::KeepInformed]);
    assert_eq!(due(opened(&found)[0]), at("2026-03-04T10:00Z"));
}

#[test]
fn an_automatic_message_answers_nothing() {
    // R18
    let auto = message(2, MessageKind::Auto);
    assert_eq!(steps(&Happening::Replied { case: &case(), message: &auto, opens: &[], closes: &[] }, &all()), []);
}

#[test]
fn a_private_reply_leaves_the_public_first_response_open() {
    // R145
    let mut case = case();
    case.is_public = true;
    let open = [follow_up(Kind::FirstResponse), follow_up(Kind::WrittenConfirmation)];
    let after = |kind| {
        let reply = message(2, kind);
        closed(&steps(&Happening::Replied { case: &case, message: &reply, opens: &[], closes: &[] }, &open), &open)
    };
    assert_eq!(after(MessageKind::Reply), done(&[Kind::WrittenConfirmation]));
    assert_eq!(after(MessageKind::PublicReply), done(&[Kind::FirstResponse]));
}

#[test]
fn a_reply_opens_and_closes_what_its_author_reviewed() {
    // R85, R122
    let monday = Due::day(date(2026, 3, 9), "Europe/Chisinau");
    let promise = |title: &str| OpenFollowUp { kind: Kind::Promise, due: monday.clone(), title: title.into() };
    let control = OpenFollowUp { kind: Kind::PersonalControl, due: monday.clone(), title: String::new() };
    let kept = [follow_up(Kind::Promise)];
    let found = steps(
        &Happening::Replied {
            case: &case(),
            message: &message(2, MessageKind::Reply),
            opens: &[promise("money"), promise("call"), control],
            closes: &[kept[0].id],
        },
        &kept,
    );
    assert_eq!(closed(&found, &kept), done(&[Kind::Promise]));
    assert_eq!(opened_kinds(&found), [Kind::KeepInformed, Kind::Promise, Kind::Promise, Kind::PersonalControl]);
    let promises = &opened(&found)[1..];
    assert_ne!(promises[0].id, promises[1].id);
    assert!(promises.iter().all(|f| f.due == monday && f.owner == Some(operator())));
}

#[test]
fn a_note_and_another_owner_change_no_timer() {
    // R25
    assert_eq!(steps(&Happening::Noted { case: &case() }, &all()), []);
    assert_eq!(steps(&Happening::Assigned { case: &case() }, &all()), []);
}

#[test]
fn a_mark_opens_the_call_and_takes_the_place_of_an_earlier_one() {
    // R88, R89
    let mark = |trigger| MarkCall { trigger, note: "ask".into(), ..MarkCall::default() }.into_mark(operator(), at(NOW));
    let marked = |trigger| {
        let mut case = case();
        case.call = Some(mark(trigger));
        steps(&Happening::CallMarked { case: &case }, &[follow_up(Kind::Call)])
    };
    let found = marked(Trigger::SolvableByCall);
    assert_eq!(closed(&found, &[follow_up(Kind::Call)]), cancelled(&[Kind::Call]));
    assert_eq!(due(opened(&found)[0]), at("2026-03-02T12:00Z"));
    assert_eq!(due(opened(&marked(Trigger::Safety))[0]), at(NOW));
}

#[test]
fn r89_danger_keeps_no_office_hours() {
    // A Saturday night: the call is due now, and the next try by the clock.
    let night = at("2026-03-07T23:10Z");
    let mut case = case();
    case.call = Some(MarkCall { trigger: Trigger::Safety, ..MarkCall::default() }.into_mark(operator(), night));
    let found = arise(&Happening::CallMarked { case: &case }, &[], &Rules::default(), night);
    assert_eq!(due(opened(&found)[0]), night);
    let talk = Call { at: night, ..call(CallOutcome::NoAnswer) };
    let found = arise(&Happening::Called { case: &case, call: &talk, retry: None }, &[], &Rules::default(), night);
    assert_eq!(due(opened(&found)[0]), at("2026-03-08T01:10Z"));
}

#[test]
fn a_friendly_call_has_a_day_and_outlives_the_closing() {
    // R97
    let marked = |trigger| {
        let mut case = case();
        case.call = Some(MarkCall { trigger, ..MarkCall::default() }.into_mark(operator(), at(NOW)));
        case
    };
    let friendly = marked(Trigger::Courtesy);
    let found = steps(&Happening::CallMarked { case: &friendly }, &[]);
    assert_eq!(due(opened(&found)[0]), at("2026-03-03T10:00Z"));
    let ended = |mut case: Case| {
        case.state = State::Closed;
        let open = [follow_up(Kind::Call)];
        closed(&steps(&Happening::StateSet { case: &case, from: &State::Solved, by: Some(operator()) }, &open), &open)
    };
    assert_eq!(ended(friendly), []);
    assert_eq!(ended(marked(Trigger::UrgentInfo)), cancelled(&[Kind::Call]));
}

#[test]
fn a_mark_taken_away_cancels_the_call() {
    let found = steps(&Happening::CallUnmarked { case: &case(), by: operator() }, &all());
    assert_eq!(closed(&found, &all()), cancelled(&[Kind::Call]));
}

#[test]
fn reached_or_refused_ends_the_call() {
    // R96
    for outcome in [CallOutcome::Reached, CallOutcome::Refused] {
        let found = called(&call(outcome), None, &all());
        assert_eq!(closed(&found, &all()), done(&[Kind::Call]));
        assert_eq!(opened_kinds(&found), []);
    }
}

#[test]
fn no_answer_opens_one_more_try() {
    // R96
    let mut second_try = follow_up(Kind::Call);
    second_try.tries = 1;
    let found = called(&call(CallOutcome::NoAnswer), None, std::slice::from_ref(&second_try));
    assert_eq!(closed(&found, &[second_try]), done(&[Kind::Call]));
    assert_eq!((opened(&found)[0].tries, due(opened(&found)[0])), (2, at("2026-03-02T12:00Z")));
}

#[test]
fn a_call_back_is_due_when_it_was_agreed() {
    // R50, R96
    let agreed = Due::instant(at("2026-03-03T07:15Z"), "Europe/Chisinau");
    let found = called(&call(CallOutcome::CallbackAgreed), Some(&agreed), &[follow_up(Kind::Call)]);
    assert_eq!((&opened(&found)[0].due, opened(&found)[0].tries), (&agreed, 0));
}

#[test]
fn agreement_apology_and_a_lost_term_are_owed_in_writing() {
    // R7, R95
    let mut agreed = call(CallOutcome::Reached);
    agreed.agreed = "refund of 40".into();
    let mut apologised = call(CallOutcome::Reached);
    apologised.apologised = true;
    let mut too_late = call(CallOutcome::Reached);
    too_late.trigger = Some(Trigger::TooLate);
    for call in [&agreed, &apologised, &too_late] {
        let found = called(call, None, &[]);
        assert_eq!(opened_kinds(&found), [Kind::WrittenConfirmation]);
        assert_eq!((&opened(&found)[0].title, opened(&found)[0].origin.call), (&call.agreed, Some(call.id)));
    }
    too_late.outcome = CallOutcome::NoAnswer;
    assert_eq!(opened_kinds(&called(&too_late, None, &[])), [Kind::Call]);
}

#[test]
fn an_outcome_of_a_newer_version_closes_nothing() {
    assert_eq!(called(&call(CallOutcome::Other("voicemail".into())), None, &all()), []);
}

#[test]
fn consent_by_thumb_starts_a_clock_that_only_a_decision_stops() {
    // R2
    let mut case = case();
    let thumb = message(4, MessageKind::Inbound);
    case.ambiguous_consent =
        Some(AmbiguousConsent { message: thumb.id, term: "Начинаем?".into(), at: thumb.at });
    let found = steps(&Happening::ConsentUnclear { case: &case, message: &thumb }, &[]);
    let clock = opened(&found)[0].clone();
    assert_eq!((&clock.kind, clock.title.as_str(), due(&clock)), (&Kind::Confirmation, "Начинаем?", at(NOW)));
    let open = [clock, follow_up(Kind::Confirmation)];
    let decided = Happening::ConsentDecided { case: &case, message: thumb.id, by: Some(operator()) };
    assert_eq!(
        steps(&decided, &open),
        [Step::Close { id: open[0].id, state: FollowUpState::Done, by: Some(operator()) }]
    );
}

#[test]
fn solved_ends_the_resolution_and_looks_back_later() {
    // R56
    let mut case = case();
    case.state = State::Solved;
    let found = steps(&Happening::StateSet { case: &case, from: &State::Open, by: Some(operator()) }, &all()[..6]);
    assert_eq!(closed(&found, &all()), done(&[Kind::Resolution, Kind::KeepInformed]));
    assert_eq!(opened_kinds(&found), [Kind::CheckBack]);
    assert_eq!(due(opened(&found)[0]), at("2026-03-09T10:00Z"));
}

#[test]
fn closed_ends_the_service_timers_and_no_promise_and_no_reminder() {
    // R7, R16, R109
    let mut case = case();
    case.state = State::Closed;
    let found = steps(&Happening::StateSet { case: &case, from: &State::Solved, by: Some(operator()) }, &all());
    let ends = closed(&found, &all());
    assert_eq!(ends[0], (Kind::Resolution, FollowUpState::Done));
    for kept in [Kind::Promise, Kind::PersonalControl, Kind::WrittenConfirmation, Kind::Reminder] {
        assert!(ends.iter().all(|(kind, _)| *kind != kept), "{kept}");
    }
    assert_eq!(ends.len(), 7);
    assert_eq!(opened_kinds(&found), []);
}

#[test]
fn opened_again_the_case_has_its_clocks_back() {
    let mut case = case();
    case.state = State::Open;
    let open = [follow_up(Kind::CheckBack)];
    let again = |by| steps(&Happening::StateSet { case: &case, from: &State::Solved, by }, &open);
    assert_eq!(closed(&again(Some(operator())), &open), cancelled(&[Kind::CheckBack]));
    assert_eq!(opened_kinds(&again(Some(operator()))), [Kind::Resolution, Kind::KeepInformed]);
    // The desk opens it for a word of the customer, and that removes nothing (R16).
    assert_eq!(again(None), []);
    // A state set to what it was is nothing.
    assert_eq!(steps(&Happening::StateSet { case: &case, from: &State::Open, by: Some(operator()) }, &open), []);
}

#[test]
fn what_is_told_twice_happens_once() {
    // Design §1: deterministic ids.
    let case = case();
    let inbound = message(1, MessageKind::Inbound);
    let arrived = Happening::Arrived { case: &case, message: &inbound };
    let first: Vec<FollowUp> = opened(&steps(&arrived, &[])).into_iter().cloned().collect();
    assert_eq!(steps(&arrived, &first), []);
    let reply = message(2, MessageKind::Reply);
    let replied = Happening::Replied { case: &case, message: &reply, opens: &[], closes: &[] };
    let after: Vec<FollowUp> = opened(&steps(&replied, &first)).into_iter().cloned().collect();
    assert_eq!(steps(&replied, &after), []);
}

#[test]
fn follow_ups_of_other_cases_and_ended_ones_are_not_touched() {
    let mut foreign = follow_up(Kind::NextResponse);
    foreign.case_id = crate::model::CaseId(Uuid::from_u128(77));
    let mut ended = follow_up(Kind::FirstResponse);
    ended.state = FollowUpState::Cancelled;
    let reply = message(2, MessageKind::Reply);
    let found = steps(
        &Happening::Replied { case: &case(), message: &reply, opens: &[], closes: &[foreign.id, ended.id] },
        &[foreign, ended],
    );
    assert_eq!(opened_kinds(&found), [Kind::KeepInformed]);
    assert_eq!(found.len(), 1);
}

/// A case whose letter `message(4)` asked to confirm its terms, in this state.
fn asked(state: ConfirmationState) -> (Case, Message) {
    let letter = message(4, MessageKind::Reply);
    let mut case = case();
    case.waiting_since = None;
    let asked = Confirmation::asked(letter.id, "Вернём 40 евро.".into(), at(NOW));
    case.confirmations = vec![Confirmation { state, ..asked }];
    (case, letter)
}

fn replied(case: &Case, letter: &Message, open: &[FollowUp], closes: &[FollowUpId]) -> Vec<Step> {
    steps(&Happening::Replied { case, message: letter, opens: &[], closes }, open)
}

/// The chase that the asking letter starts.
fn first_chase() -> FollowUp {
    let (case, letter) = asked(ConfirmationState::Sent);
    let found = replied(&case, &letter, &[], &[]);
    opened(&found).into_iter().find(|f| f.kind == Kind::Confirmation).unwrap().clone()
}

#[test]
fn terms_that_were_sent_are_chased_after_two_working_days() {
    // R13
    let (_, letter) = asked(ConfirmationState::Sent);
    let chase = first_chase();
    assert_eq!((chase.title.as_str(), due(&chase)), ("Вернём 40 евро.", at("2026-03-04T10:00Z")));
    assert_eq!((chase.origin.message, chase.owner), (Some(letter.id), Some(operator())));
    let mut silent = asked(ConfirmationState::Sent).0;
    silent.confirmations.clear();
    assert_eq!(opened_kinds(&replied(&silent, &letter, &[], &[])), [Kind::KeepInformed]);
}

#[test]
fn only_a_worded_yes_or_no_ends_the_chase() {
    // R12, R13
    let open = [first_chase(), follow_up(Kind::Confirmation)];
    for state in ConfirmationState::KNOWN {
        let (case, letter) = asked(state.clone());
        let found = steps(&Happening::ConfirmationSet { case: &case, letter: letter.id, by: None }, &open);
        let ended = Step::Close { id: open[0].id, state: FollowUpState::Done, by: None };
        assert_eq!(found, if state.is_final() { vec![ended] } else { vec![] }, "{state}");
        let again = steps(&Happening::ConfirmationSet { case: &case, letter: letter.id, by: None }, &open[1..]);
        assert_eq!(opened_kinds(&again).len(), usize::from(!state.is_final()), "taken back, it is chased: {state}");
    }
}

#[test]
fn a_chase_that_is_ticked_or_written_comes_back_until_it_is_decided() {
    // R13
    let chase = first_chase();
    let open = std::slice::from_ref(&chase);
    let by_letter = |case: &Case| {
        let found = replied(case, &message(5, MessageKind::Reply), open, &[chase.id]);
        opened(&found).into_iter().find(|f| f.kind == Kind::Confirmation).cloned()
    };
    let by_hand = |case: &Case| {
        let found = steps(&Happening::Ticked { case, chase: &chase }, &[]);
        opened(&found).first().map(|f| (*f).clone())
    };
    let (case, _) = asked(ConfirmationState::Received);
    for again in [by_letter(&case), by_hand(&case)] {
        let again = again.expect("chased again");
        assert!(again.id != chase.id && again.origin.message == chase.origin.message);
    }
    let (case, _) = asked(ConfirmationState::Accepted);
    assert_eq!((by_letter(&case), by_hand(&case)), (None, None));
    let reminder = follow_up(Kind::Reminder);
    assert_eq!(steps(&Happening::Ticked { case: &case, chase: &reminder }, &[]), []);
}

#[test]
fn a_letter_that_asks_anew_takes_over_from_the_chase_it_closes() {
    // R13
    let (mut case, _) = asked(ConfirmationState::Sent);
    let letter = message(6, MessageKind::Reply);
    case.confirmations.push(Confirmation::asked(letter.id, "Вернём 60 евро.".into(), at(NOW)));
    let chase = first_chase();
    let found = replied(&case, &letter, std::slice::from_ref(&chase), &[chase.id]);
    let titles: Vec<_> =
        opened(&found).iter().filter(|f| f.kind == Kind::Confirmation).map(|f| f.title.clone()).collect();
    assert_eq!(titles, ["Вернём 60 евро."]);
}
