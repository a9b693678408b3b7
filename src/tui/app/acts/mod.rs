//! What an operator does to a case, from whatever screen: each act is a command for the desk, most of them after a form.
//!
//! Not its duty: showing the result. The store lays what is unsent over what was pulled and says `Event::Changed`.

mod message;
mod owner;

pub use message::ask_other_cases;

use super::{App, Effect, Effects, Level, Said};
use crate::model::acts::Command;
use crate::model::{Attachment, CaseFile, CaseId, OperatorId, OutboxItem};
use crate::tui::action::Action;

/// What can be picked from a list over the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Picked {
    Attachment(Attachment),
    Case(CaseId),
    /// Who gets the case.
    Operator(CaseId, OperatorId),
}

/// Does an act on the case at hand; false when the action is none of these.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let Some(id) = app.case_at_hand() else { return false };
    if needs_file(action) && app.case(id).is_none() {
        app.after_load = Some((id, action));
        out.push(Effect::LoadCase { id });
        return true;
    }
    match action {
        Action::Claim => owner::claim(app, id, out),
        Action::Release => owner::release(app, id, out),
        Action::OtherCases => message::other_cases(app),
        _ => return message::perform(app, action, out),
    }
    true
}

/// True for acts whose question shows what the case holds.
fn needs_file(action: Action) -> bool {
    matches!(action, Action::OtherCases)
}

/// What was chosen in a list; `second` is its second meaning, such as saving instead of opening.
pub fn picked(app: &mut App, picked: Picked, second: bool, out: &mut Effects) {
    match picked {
        Picked::Attachment(attachment) => out.push(message::take(attachment, second)),
        Picked::Case(id) => super::case::open(app, id, out),
        Picked::Operator(..) => {}
    }
}

/// The desk said no: the reason in its own words, such as who has claimed the case meanwhile (R165).
pub fn refused(app: &mut App, item: &OutboxItem) {
    let key = if matches!(item.command, Command::Claim { .. }) { "claim-refused" } else { "act-refused" };
    app.say(Level::Error, &Said::new(key).with("detail", item.error.clone()));
}

/// Puts an act into the outbox.
fn submit(out: &mut Effects, command: Command) {
    out.push(Effect::Submit { command: Box::new(command), delay_s: 0 });
}

/// The case at hand with everything.
fn file_at_hand(app: &App) -> Option<&CaseFile> {
    app.case(app.case_at_hand()?)
}
