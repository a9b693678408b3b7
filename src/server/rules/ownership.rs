//! Who has the case: claim, release, assign (R165).

use crate::model::acts::Assign;
use crate::model::{CaseFile, MessageKind, Operator, Role};
use crate::server::answer::Answer;
use crate::server::rules::work::claimed;
use crate::server::rules::{Acting, Decision, Refusal, Work, invalid};

/// Takes the case; of two who try, the storage lets one win and the other decides again and is refused here.
pub fn claim(file: &CaseFile, by: &Acting<'_>) -> Result<Decision, Refusal> {
    match file.case.owner {
        Some(owner) if by.is(owner) => Ok(Decision::nothing(answer(file))),
        Some(owner) => Err(claimed(owner)),
        None => {
            let mut work = Work::on(file, by);
            work.give_to(by.id());
            Ok(work.decide("claim", answer))
        }
    }
}

/// Gives the case back to all. Only its owner or a lead can.
pub fn release(file: &CaseFile, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let mut work = Work::on(file, by);
    work.must_not_be_anothers()?;
    work.give_to(None);
    Ok(work.decide("release", answer))
}

/// Hands the case over, with the reason as a note in the thread (R29).
pub fn assign(file: &CaseFile, to: &Operator, assign: &Assign, by: &Acting<'_>) -> Result<Decision, Refusal> {
    if !to.active || to.role == Role::Source {
        return Err(invalid(format!("{} does not answer cases.", to.name)));
    }
    let mut work = Work::on(file, by);
    work.must_not_be_anothers()?;
    work.give_to(Some(to.id));
    if !assign.note.trim().is_empty() {
        let note = work.new_message(MessageKind::Note, assign.note.clone());
        work.note(note);
    }
    Ok(work.decide("assign", answer))
}

fn answer(file: &CaseFile) -> Answer {
    Answer::now(&file.case, file.case.version)
}
