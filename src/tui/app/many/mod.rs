//! One text for many customers (R65): cases are marked in the queue, one text with fields is written in the composer, and
//! every one of them gets a letter of his own, which is checked, shown and signed like any other.
//!
//! `making` turns the text into letters and says what holds one back, `sending` signs them one after the other,
//! `coming_back` takes them back together. Not its
//! duty: the fields (`letter`), the writing (`composer`), checking and sending one letter (`composer`, `review`).

mod coming_back;
mod making;
mod sending;
#[cfg(test)]
pub mod tests;

use std::collections::VecDeque;

pub use coming_back::{Batch, taken_back, undo};
pub use making::MadeLetter;
pub use sending::{lies_in_outbox, stopped};

use super::composer::{self, Composer};
use super::{App, Effect, Effects, Level, Outgoing, Said, Screen, keys};
use crate::model::{CaseFile, CaseId, DraftKind};
use crate::tui::action::Action;

/// Nobody walks through more letters than that before he signs them.
const MOST: usize = 200;

/// The marked cases, and the letters to them while they are looked at.
#[derive(Debug, Default)]
pub struct Many {
    /// Marked in the queue, by number.
    marked: Vec<(u64, CaseId)>,
    /// The cases as they were when the letters were made first.
    files: Vec<CaseFile>,
    pub letters: Vec<MadeLetter>,
    pub cursor: usize,
    /// The letter beside the list is scrolled by so many lines.
    pub scroll: usize,
    /// The cases are being read to make the letters.
    asked: bool,
    /// Letters that are to be signed yet.
    to_go: VecDeque<Outgoing>,
    /// The one that is being signed.
    going: Option<CaseId>,
    signed: usize,
    /// What left last by one key, as long as it can come back by one.
    last: Option<Batch>,
}

impl Many {
    pub fn is_marked(&self, case: CaseId) -> bool {
        self.marked.iter().any(|(_, id)| *id == case)
    }

    /// The marked cases, in the order in which they were marked.
    pub fn marked(&self) -> impl Iterator<Item = CaseId> + '_ {
        self.marked.iter().map(|(_, id)| *id)
    }

    #[cfg(test)]
    pub fn mark_case(&mut self, number: u64, case: CaseId) {
        self.marked.push((number, case));
    }

    /// How many cases are marked.
    pub fn count(&self) -> usize {
        self.marked.len()
    }

    pub fn letter(&self) -> Option<&MadeLetter> {
        self.letters.get(self.cursor)
    }

    /// How many letters leave by one key.
    pub fn clean(&self) -> usize {
        self.letters.iter().filter(|l| l.is_clean()).count()
    }

    /// True while letters are signed one after the other.
    pub fn is_going(&self) -> bool {
        self.going.is_some()
    }

    fn unmark(&mut self, case: CaseId) {
        self.marked.retain(|(_, id)| *id != case);
    }

    /// Forgets the letters, not the marks.
    fn forget_letters(&mut self) {
        self.letters.clear();
        self.files.clear();
        self.asked = false;
        (self.cursor, self.scroll) = (0, 0);
    }
}

/// Marks the case under the queue's cursor, or takes the mark away, and goes one down.
pub fn mark(app: &mut App, out: &mut Effects) {
    let Some((number, id)) = app.queue.row().map(|r| (r.number, r.id)) else { return };
    if app.many.is_marked(id) {
        app.many.unmark(id);
    } else if app.many.count() < MOST {
        app.many.marked.push((number, id));
        app.many.marked.sort_unstable();
    } else {
        return app.say(Level::Warning, &Said::new("many-too-many").with("n", MOST.to_string()));
    }
    super::queue::moved(app, 1, out);
}

/// Opens the text for all that are marked.
pub fn write(app: &mut App, out: &mut Effects) {
    let first = app.many.marked.first().map(|(_, id)| *id);
    let Some(first) = first.filter(|_| app.many.count() > 1) else {
        return app.say(Level::Info, &Said::new("many-none-marked"));
    };
    composer::open(app, first, Some(DraftKind::ForMany), out);
}

/// The text is ready to be looked at: the cases are read, and then the letters are made.
pub fn review(app: &mut App, out: &mut Effects) {
    app.many.forget_letters();
    app.many.asked = true;
    out.push(Effect::LoadRecipients { ids: app.many.marked.iter().map(|(_, id)| *id).collect() });
}

/// The cases were read. What happened in a case since its letter was made first holds that letter back (R167).
pub fn cases_came(app: &mut App, files: Vec<CaseFile>) {
    let shown = matches!(app.screen(), Screen::Many);
    if app.many.is_going() || !(app.many.asked || shown) || app.composer.as_ref().is_none_or(|c| !c.is_for_many()) {
        return;
    }
    if std::mem::take(&mut app.many.asked) {
        app.many.files.clone_from(&files);
        app.stack.push(Screen::Many);
    }
    app.many.letters = making::letters(app, &files);
    app.many.cursor = app.many.cursor.min(app.many.letters.len().saturating_sub(1));
}

/// Things changed in the store: letters that are looked at are made anew.
pub fn changed(app: &App, cases: &[CaseId], out: &mut Effects) {
    let concerns = cases.is_empty() || app.many.letters.iter().any(|l| cases.contains(&l.case));
    if matches!(app.screen(), Screen::Many) && concerns && !app.many.is_going() {
        out.push(Effect::LoadRecipients { ids: app.many.marked.iter().map(|(_, id)| *id).collect() });
    }
}

/// True when the list of letters knows the action.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    if app.many.is_going() && !matches!(action, Action::Up | Action::Down | Action::Undo) {
        app.say(Level::Info, &Said::new("many-going"));
        return true;
    }
    match action {
        Action::Down => step(app, 1),
        Action::Up => step(app, -1),
        Action::Top => step(app, isize::MIN),
        Action::Bottom => step(app, isize::MAX),
        Action::PageDown | Action::PageUp => {
            let measured = app.measured.clone();
            keys::scroll(&mut app.many.scroll, &measured, action);
        }
        Action::Send => sending::send(app, out),
        Action::MarkForMany => leave_out(app),
        Action::Reply | Action::Open => by_hand(app, out),
        Action::CopyLetter => copy(app, out),
        Action::Back => back(app),
        _ => return false,
    }
    true
}

fn step(app: &mut App, by: isize) {
    let last = app.many.letters.len().saturating_sub(1);
    app.many.cursor = app.many.cursor.saturating_add_signed(by).min(last);
    app.many.scroll = 0;
}

/// Back to the text.
fn back(app: &mut App) {
    app.many.forget_letters();
    app.stack.retain(|s| !matches!(s, Screen::Many));
}

/// Takes the customer at the cursor out of the number.
fn leave_out(app: &mut App) {
    let Some(case) = app.many.letter().map(|l| l.case) else { return };
    app.many.unmark(case);
    app.many.letters.retain(|l| l.case != case);
    step(app, 0);
    if app.many.letters.is_empty() {
        back(app);
    }
}

/// The letter at the cursor is written on by itself, with the words it has so far.
fn by_hand(app: &mut App, out: &mut Effects) {
    let Some(letter) = app.many.letter() else { return };
    let (case, text) = (letter.case, letter.text.clone().unwrap_or_default());
    let kind = app.many.files.iter().find(|f| f.case.id == case).map_or(DraftKind::Reply, kind_of);
    app.many.unmark(case);
    composer::close(app, out);
    if text.is_empty() || kind == DraftKind::PublicReply {
        return composer::open(app, case, Some(kind), out);
    }
    composer::come_back(app, case, kind, text, Vec::new(), out);
}

fn kind_of(file: &CaseFile) -> DraftKind {
    if file.case.is_public { DraftKind::PublicReply } else { DraftKind::Reply }
}

fn copy(app: &mut App, out: &mut Effects) {
    if let Some(text) = app.many.letter().and_then(|l| l.text.clone()) {
        out.push(Effect::Copy(text));
        app.say(Level::Info, &Said::new("review-copied"));
    }
}

/// The text as it was written, with its fields.
fn text(app: &App) -> Option<&Composer> {
    app.composer.as_deref().filter(|c| c.is_for_many())
}

/// The composer was closed; the letters go with it, the marks stay.
pub fn closed(app: &mut App) {
    app.many.forget_letters();
    app.stack.retain(|s| !matches!(s, Screen::Many));
}
