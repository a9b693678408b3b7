//! Phone calls: the mark that asks for one, and the record of what was said (R7, R19, R20, R88, R95, R96).

use crate::model::acts::{CallRecord, MarkCall};
use jiff::Timestamp;

use crate::model::{
    Call, CallDismissal, CallMark, CallOutcome, Case, CaseFile, ConsentAnswer, OperatorId, State, Trigger,
};
use crate::protocol::ProblemKind;
use crate::schedule::{Happening, arise};
use crate::server::answer::Answer;
use crate::server::rules::work::must_be_a_person;
use crate::server::rules::{Acting, Decision, Refusal, Work, credible, invalid, refuse};

/// Marks the case for a call.
pub fn mark(file: &CaseFile, mark: &MarkCall, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let operator = must_be_a_person(by)?;
    if let Trigger::Other(word) = &mark.trigger {
        return Err(invalid(format!("The reason «{word}» is not known here.")));
    }
    let new = mark.clone().into_mark(operator, by.now);
    let stands = file.case.call.as_ref().is_some_and(|m| CallMark { by: new.by, at: new.at, ..m.clone() } == new);
    if stands {
        return Ok(Decision::nothing(answer(file)));
    }
    let mut work = Work::on(file, by);
    work.file.case.call = Some(new);
    let marked = Happening::CallMarked { case: &work.file.case };
    let steps = arise(&marked, &work.file.follow_ups, by.rules, by.now);
    work.follow(steps);
    Ok(work.decide("call_mark", answer))
}

/// Remembers that a suggestion to call is answered; it is not made again.
pub fn dismiss(case: &mut Case, trigger: Trigger, by: OperatorId, at: Timestamp) {
    if !case.dismissed_calls.iter().any(|d| d.trigger == trigger) {
        case.dismissed_calls.push(CallDismissal { trigger, by, at });
    }
}

/// Takes the mark away.
pub fn unmark(file: &CaseFile, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let operator = must_be_a_person(by)?;
    if file.case.call.is_none() {
        return Ok(Decision::nothing(answer(file)));
    }
    let mut work = Work::on(file, by);
    // A friendly call that is given up is not offered once more (R97).
    if work.file.case.call.take().is_some_and(|mark| mark.trigger == Trigger::Courtesy) {
        dismiss(&mut work.file.case, Trigger::Courtesy, operator, by.now);
    }
    let unmarked = Happening::CallUnmarked { case: &work.file.case, by: operator };
    let steps = arise(&unmarked, &work.file.follow_ups, by.rules, by.now);
    work.follow(steps);
    Ok(work.decide("call_unmark", answer))
}

/// Keeps what happened on the phone. A talk takes the mark away; no answer leaves it, with the next try.
pub fn record(file: &CaseFile, record: &CallRecord, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let operator = must_be_a_person(by)?;
    let call = &record.call;
    if let Some(known) = file.calls.iter().find(|c| c.id == call.id) {
        let same = Call { link: None, ..call.clone() } == Call { link: None, ..known.clone() };
        return if same {
            Ok(Decision::nothing(made(file, known)))
        } else {
            Err(refuse(ProblemKind::KeyReused, "Another call of this case has this id."))
        };
    }
    check(file, call, by)?;
    if call.operator != operator {
        return Err(invalid("A call is recorded by the one who made it."));
    }
    let mut work = Work::on(file, by);
    if matches!(call.outcome, CallOutcome::Reached | CallOutcome::Refused) {
        for trigger in work.file.case.suggested_calls.clone() {
            dismiss(&mut work.file.case, trigger, operator, by.now);
        }
        work.file.case.call = None;
    }
    if work.file.case.state == State::New {
        work.set_state(State::Open, Some(operator));
    }
    work.file.calls.push(Call { link: None, ..call.clone() });
    let called = Happening::Called { case: &work.file.case, call, retry: record.retry.as_ref() };
    let steps = arise(&called, &work.file.follow_ups, by.rules, by.now);
    work.follow(steps);
    Ok(work.decide("call", |file| made(file, call)))
}

fn check(file: &CaseFile, call: &Call, by: &Acting<'_>) -> Result<(), Refusal> {
    if call.case_id != file.case.id {
        return Err(invalid("The call belongs to another case."));
    }
    if let CallOutcome::Other(word) = &call.outcome {
        return Err(invalid(format!("The outcome «{word}» is not known here.")));
    }
    if call.number.trim().is_empty() {
        return Err(invalid("Say which number was called (R96)."));
    }
    if credible(Some(call.at), by.now).is_none() {
        return Err(invalid("The call cannot have been then."));
    }
    let may_record = call.consent.as_ref().is_some_and(|c| c.answer == ConsentAnswer::Yes);
    if call.recording.is_some() && !may_record {
        return Err(invalid("A recording is kept only with the customer's consent (R20)."));
    }
    Ok(())
}

fn made(file: &CaseFile, call: &Call) -> Answer {
    let call = file.calls.iter().find(|c| c.id == call.id).unwrap_or(call);
    Answer::made(call, file.case.thread_version, format!("/v1/cases/{}/file", file.case.id))
}

fn answer(file: &CaseFile) -> Answer {
    Answer::now(&file.case, file.case.version)
}
