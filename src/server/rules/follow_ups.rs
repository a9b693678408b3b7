//! Duties that people open, do and put off. The server's own ones come from `schedule::arise`.

use crate::model::acts::{AddFollowUp, FollowUpPatch};
use crate::model::{CaseFile, FollowUp, FollowUpId, FollowUpKind, FollowUpState, Origin};
use crate::protocol::{Problem, ProblemKind};
use crate::schedule::{Happening, arise};
use crate::server::answer::Answer;
use crate::server::rules::work::{close, must_be_a_person};
use crate::server::rules::{Acting, Decision, Refusal, Work, invalid, refuse, unchanged_since};

/// Opens one. The same again is the same.
pub fn add(file: &CaseFile, new: &AddFollowUp, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let operator = must_be_a_person(by)?;
    if let Some(known) = file.follow_ups.iter().find(|f| f.id == new.id) {
        return if known.kind == new.kind && known.origin.operator == Some(operator) {
            Ok(Decision::nothing(made(known)))
        } else {
            Err(refuse(ProblemKind::KeyReused, "Another follow-up of this case has this id."))
        };
    }
    check_kind(&new.kind)?;
    let mut work = Work::on(file, by);
    let follow_up = FollowUp {
        id: new.id,
        case_id: file.case.id,
        kind: new.kind.clone(),
        due: new.due.clone(),
        owner: new.owner,
        title: new.title.clone(),
        origin: Origin { message: None, call: None, operator: Some(operator) },
        state: FollowUpState::Open,
        opened_at: by.now,
        closed_at: None,
        closed_by: None,
        snoozed_until: None,
        tries: 0,
        version: 0,
    };
    work.file.follow_ups.push(follow_up);
    Ok(work.decide("follow_up", |file| one(file, new.id, made)))
}

/// A kind of this version.
pub fn check_kind(kind: &FollowUpKind) -> Result<(), Refusal> {
    match kind {
        FollowUpKind::Other(word) => Err(invalid(format!("The follow-up «{word}» is not known here."))),
        _ => Ok(()),
    }
}

/// Does it, opens it again, puts it off, or words it anew. An answer that is ticked off by hand says that the last word
/// needed none («спасибо», R111): the customer no longer waits.
pub fn patch(
    file: &CaseFile,
    id: FollowUpId,
    patch: &FollowUpPatch,
    if_match: Option<u64>,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    let operator = must_be_a_person(by)?;
    let mut work = Work::on(file, by);
    let Some(follow_up) = work.file.follow_ups.iter_mut().find(|f| f.id == id) else {
        return Err(refuse(ProblemKind::NotFound, "There is no such follow-up."));
    };
    unchanged_since(if_match, follow_up.version, follow_up)?;
    if let Some(until) = patch.snoozed_until {
        if until.is_some_and(|until| until <= by.now) {
            return Err(invalid("The time to come back at is over."));
        }
        follow_up.snoozed_until = until;
    }
    if let Some(title) = &patch.title {
        follow_up.title.clone_from(title);
    }
    let mut ticked = None;
    match patch.done {
        Some(true) => {
            can_be_ticked(follow_up)?;
            close(follow_up, FollowUpState::Done, Some(operator), by.now);
            ticked = Some(follow_up.clone());
        }
        Some(false) if !follow_up.is_open() => {
            follow_up.state = FollowUpState::Open;
            follow_up.closed_at = None;
            follow_up.closed_by = None;
        }
        _ => {}
    }
    if matches!(follow_up.kind, FollowUpKind::FirstResponse | FollowUpKind::NextResponse) {
        let waits = follow_up.is_open();
        let case = &mut work.file.case;
        case.waiting_since = if waits { case.waiting_since.or(case.last_inbound_at) } else { None };
    }
    if let Some(chase) = &ticked {
        let ticked = Happening::Ticked { case: &work.file.case, chase };
        let steps = arise(&ticked, &work.file.follow_ups, by.rules, by.now);
        work.follow(steps);
    }
    Ok(work.decide("follow_up_patch", |file| one(file, id, |f| Answer::now(f, f.version))))
}

/// What was agreed on the phone is confirmed by the letter itself, not by saying so (R7, R95).
fn can_be_ticked(follow_up: &FollowUp) -> Result<(), Refusal> {
    if follow_up.kind != FollowUpKind::WrittenConfirmation || !follow_up.is_open() {
        return Ok(());
    }
    let mut problem = Problem::new(ProblemKind::NotAllowed, "Only the letter itself does this: write and send it.");
    problem.owed = vec![follow_up.kind.to_string()];
    Err(Box::new(problem))
}

fn one(file: &CaseFile, id: FollowUpId, answer: impl FnOnce(&FollowUp) -> Answer) -> Answer {
    let follow_up = file.follow_ups.iter().find(|f| f.id == id);
    answer(follow_up.expect("the rule that answers has put it there"))
}

fn made(follow_up: &FollowUp) -> Answer {
    Answer::made(follow_up, follow_up.version, format!("/v1/cases/{}/file", follow_up.case_id))
}
