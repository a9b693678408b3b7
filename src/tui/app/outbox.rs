//! The outbox: what waits, what is on its way, what the desk refused and why. Nothing in it is ever lost.
//!
//! Not its duty: sending (`sync`), writing (`composer`).

use super::{App, Effect, Effects, Level, Mouse, Said, Screen, case, composer, conflict, layout, many, review};
use crate::model::acts::Command;
use crate::model::{DraftKind, OutboxItem, OutboxState};
use crate::tui::action::Action;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outbox {
    pub cursor: usize,
}

/// A letter between the operator's key and the outbox, while it is signed and written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    Going,
    /// Undo was pressed already: it comes back as soon as it is there.
    ToComeBack,
}

pub fn open(app: &mut App, out: &mut Effects) {
    composer::close(app, out);
    app.stack.truncate(1);
    app.stack.push(Screen::Outbox(Outbox::default()));
    out.push(Effect::LoadOutbox);
    read_case(app, out);
}

/// The entry under the cursor.
pub fn at_hand<'a>(app: &'a App, outbox: &Outbox) -> Option<&'a OutboxItem> {
    app.outbox.get(outbox.cursor.min(app.outbox.len().saturating_sub(1)))
}

fn chosen(app: &App) -> Option<&OutboxItem> {
    match app.screen() {
        Screen::Outbox(outbox) => at_hand(app, outbox),
        _ => None,
    }
}

/// True when the outbox knows the action.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let page = isize::try_from(layout::frame(app.size).body.height / 2).unwrap_or(10);
    match action {
        Action::Down => step(app, 1, out),
        Action::Up => step(app, -1, out),
        Action::PageDown => step(app, page, out),
        Action::PageUp => step(app, -page, out),
        Action::Top => step(app, isize::MIN, out),
        Action::Bottom => step(app, isize::MAX, out),
        Action::Open => {
            // What was refused waits for a decision; anything else leads to its case.
            match chosen(app).map(|i| (i.key, i.state.clone(), i.command.case())) {
                Some((key, OutboxState::Stuck, _)) => conflict::open(app, key, out),
                Some((_, _, id)) => case::open(app, id, out),
                None => {}
            }
        }
        Action::Retry => retry(app, out),
        Action::TakeBack => take_back(app, out),
        Action::CopyLetter => copy(app, out),
        _ => return false,
    }
    true
}

fn step(app: &mut App, by: isize, out: &mut Effects) {
    let last = app.outbox.len().saturating_sub(1);
    if let Some(Screen::Outbox(outbox)) = app.stack.last_mut() {
        outbox.cursor = outbox.cursor.min(last).saturating_add_signed(by).min(last);
    }
    read_case(app, out);
}

/// Theirs is shown beside mine, so the case is read.
fn read_case(app: &App, out: &mut Effects) {
    if let Some(id) = chosen(app).map(|i| i.command.case())
        && app.case(id).is_none()
    {
        out.push(Effect::LoadCase { id });
    }
}

fn retry(app: &mut App, out: &mut Effects) {
    match chosen(app).map(|i| (i.key, i.state.clone())) {
        Some((_, OutboxState::InFlight)) => app.say(Level::Info, &Said::new("outbox-in-flight")),
        Some((key, _)) => out.push(Effect::Retry { key }),
        None => app.say(Level::Info, &Said::new("outbox-empty")),
    }
}

/// A letter goes back into its composer, any other act is given up.
fn take_back(app: &mut App, out: &mut Effects) {
    match chosen(app).map(|i| (i.key, i.state.clone())) {
        Some((_, OutboxState::InFlight)) => app.say(Level::Info, &Said::new("outbox-in-flight")),
        Some((key, _)) => out.push(Effect::TakeBack { key }),
        None => app.say(Level::Info, &Said::new("outbox-empty")),
    }
}

/// The words of a letter or note, whatever became of it.
fn copy(app: &mut App, out: &mut Effects) {
    match chosen(app).and_then(|i| composer::written(&i.command)) {
        Some((_, _, text, _)) => out.push(Effect::Copy(text)),
        None => app.say(Level::Info, &Said::new("outbox-nothing-to-copy")),
    }
}

/// The list was read again; the cursor stays within it.
pub fn items_came(app: &mut App, items: Vec<OutboxItem>, out: &mut Effects) {
    let is_new = |item: &&OutboxItem| !app.outbox.iter().any(|known| known.key == item.key);
    if items.iter().filter(is_new).any(|i| composer::written(&i.command).is_some()) {
        app.sealed = None;
    }
    let letter = items.iter().filter(is_new).find(|i| matches!(i.command, Command::Reply { .. })).cloned();
    app.outbox = items;
    if let Some(letter) = letter {
        match app.sealing.take() {
            Some(Sealing::ToComeBack) => {
                many::stopped(app);
                out.push(Effect::TakeBack { key: letter.key });
            }
            Some(Sealing::Going) if many::lies_in_outbox(app, &letter, out) => {}
            Some(Sealing::Going) => review::signed(app, &letter),
            None => {}
        }
    }
    conflict::look_again(app);
    if matches!(app.screen(), Screen::Outbox(_)) {
        step(app, 0, out);
    }
}

/// The desk said no to something written by hand: its text is a draft again, unless a newer one is there already; the
/// outbox keeps it in any case.
pub fn refused(app: &mut App, item: &OutboxItem, out: &mut Effects) {
    let Some((case, kind, text, attachments)) = composer::written(&item.command) else { return };
    app.returning.push(Returning { kind: kind.clone(), text, attachments, case });
    out.push(Effect::LoadDraft { case, kind });
    out.push(Effect::LoadOutbox);
}

/// A refused text on its way back into a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Returning {
    pub case: crate::model::CaseId,
    pub kind: DraftKind,
    pub text: String,
    pub attachments: Vec<crate::model::Attachment>,
}

pub fn mouse(app: &mut App, mouse: Mouse, out: &mut Effects) {
    match mouse {
        Mouse::ScrollDown { .. } => step(app, 1, out),
        Mouse::ScrollUp { .. } => step(app, -1, out),
        Mouse::Press { .. } | Mouse::Drag { .. } => {}
    }
}

#[cfg(test)]
mod tests;
