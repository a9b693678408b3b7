//! An act that the desk refused, decided by the operator: theirs beside mine, and three keys: keep theirs, send mine after
//! all, write on. Whatever the key, no word is lost.
//!
//! Not its duty: the list of what waits (`outbox`), the words of each side (`sides`).

mod sides;
#[cfg(test)]
mod tests;

use super::{App, Effect, Effects, Level, Outgoing, Said, Screen, case, composer, keys};
use crate::model::acts::{Command, NewReply};
use crate::model::{CaseFile, DraftKind, IdempotencyKey, OutboxItem, OutboxState};
use crate::tui::action::Action;

pub use sides::{Part, Sides, sides};

/// The act before the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    pub key: IdempotencyKey,
    pub scroll: usize,
}

pub fn open(app: &mut App, key: IdempotencyKey, out: &mut Effects) {
    app.stack.push(Screen::Conflict(Conflict { key, scroll: 0 }));
    if let Some(id) = item(app).map(|i| i.command.case()) {
        out.push(Effect::LoadCase { id });
    }
}

/// The act that is decided here, while it is still in the outbox.
pub fn item(app: &App) -> Option<&OutboxItem> {
    let Screen::Conflict(conflict) = app.screen() else { return None };
    app.outbox.iter().find(|i| i.key == conflict.key)
}

/// The outbox was read again: what was decided in another window needs no decision here.
pub fn look_again(app: &mut App) {
    if matches!(app.screen(), Screen::Conflict(_)) && item(app).is_none_or(|i| i.state != OutboxState::Stuck) {
        app.stack.pop();
    }
}

/// True when this place knows the action.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    match action {
        Action::KeepTheirs => keep_theirs(app, out),
        Action::SendMine => send_mine(app, out),
        Action::EditMine => edit_mine(app, out),
        Action::CopyLetter => copy(app, out),
        _ => {
            let measured = app.measured.clone();
            return match app.stack.last_mut() {
                Some(Screen::Conflict(conflict)) => keys::scroll(&mut conflict.scroll, &measured, action),
                _ => false,
            };
        }
    }
    true
}

/// Mine is given up; what was written in it stays among the earlier versions of the draft.
fn keep_theirs(app: &mut App, out: &mut Effects) {
    let Some(found) = item(app) else { return };
    let key = found.key;
    let said = if composer::written(&found.command).is_some() { "conflict-theirs-letter" } else { "conflict-theirs" };
    app.stack.pop();
    out.push(Effect::GiveUp { key });
    app.say(Level::Info, &Said::new(said));
}

/// Mine goes out again on what the case is now, as it is shown beside it; a letter is signed anew.
fn send_mine(app: &mut App, out: &mut Effects) {
    let Some(found) = item(app).cloned() else { return };
    let Some(file) = app.case(found.command.case()) else {
        return app.say(Level::Info, &Said::new("conflict-loading"));
    };
    let key = found.key;
    let on_top = |command| Effect::Replace { key, command: Box::new(command) };
    out.push(match found.command {
        Command::Reply { reply, .. } => {
            let delay_s = super::review::delay(file);
            Effect::SignAndSend { letter: Box::new(again(file, &reply, key)), delay_s }
        }
        Command::PatchCase { case, patch, .. } => {
            on_top(Command::PatchCase { case, version: file.case.version, patch })
        }
        Command::PatchCustomer { case, customer, patch, .. } => {
            on_top(Command::PatchCustomer { case, customer, version: file.customer.version, patch })
        }
        _ => Effect::Retry { key },
    });
    app.stack.pop();
    app.say(Level::Info, &Said::new("conflict-mine"));
}

fn again(file: &CaseFile, reply: &NewReply, key: IdempotencyKey) -> Outgoing {
    Outgoing {
        case: file.case.id,
        thread_version: file.case.thread_version,
        kind: if reply.public { DraftKind::PublicReply } else { DraftKind::Reply },
        channel: reply.channel.clone(),
        to: reply.to.clone(),
        subject: reply.subject.clone(),
        body: reply.body.clone(),
        attachments: reply.attachments.clone(),
        opens: reply.opens.clone(),
        closes: reply.closes.clone(),
        confirms: reply.confirms.clone(),
        overrides: reply.overrides.clone(),
        replaces: vec![key],
    }
}

/// A letter goes back into the composer, with what happened since marked there; any other act is given up and its case
/// opened.
fn edit_mine(app: &mut App, out: &mut Effects) {
    let Some(found) = item(app) else { return };
    let (key, id, is_written) = (found.key, found.command.case(), composer::written(&found.command).is_some());
    app.stack.pop();
    out.push(Effect::TakeBack { key });
    if !is_written {
        case::open(app, id, out);
    }
}

fn copy(app: &mut App, out: &mut Effects) {
    match item(app).and_then(|i| composer::written(&i.command)) {
        Some((_, _, text, _)) => out.push(Effect::Copy(text)),
        None => app.say(Level::Info, &Said::new("outbox-nothing-to-copy")),
    }
}
