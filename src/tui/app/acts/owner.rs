//! Whose case it is: claim, release, assign.

use super::super::{App, Effects, Level, Said, Screen};
use super::submit;
use crate::model::acts::Command;
use crate::model::{CaseId, OperatorId};

/// The owner as this workstation knows it.
pub fn owner_of(app: &App, id: CaseId) -> Option<OperatorId> {
    match (app.case(id), app.screen()) {
        (Some(file), _) => file.case.owner,
        (None, Screen::Queue) => app.queue.row().filter(|r| r.id == id).and_then(|r| r.owner),
        _ => None,
    }
}

/// Asks the desk for the case; of two who ask at once one gets it, the other is told (R165).
pub fn claim(app: &mut App, id: CaseId, out: &mut Effects) {
    match owner_of(app, id) {
        Some(owner) if owner == app.me.id => app.say(Level::Info, &Said::new("claim-already-mine")),
        Some(owner) => {
            let name = app.operator_name(owner).to_owned();
            app.say(Level::Warning, &Said::new("claim-taken").with("name", name));
        }
        None => submit(out, Command::Claim { case: id }),
    }
}

pub fn release(app: &mut App, id: CaseId, out: &mut Effects) {
    if owner_of(app, id) == Some(app.me.id) {
        submit(out, Command::Release { case: id });
    } else {
        app.say(Level::Warning, &Said::new("release-not-mine"));
    }
}
