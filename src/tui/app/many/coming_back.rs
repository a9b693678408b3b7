//! Letters that left by one key come back by one key, as long as they wait: the text with its fields is open again, and its
//! customers are marked as they were.
//!
//! Not its duty: letters that went alone (`composer`), what left already (nothing brings that back).

use super::{CaseId, DraftKind, review};
use crate::model::{Attachment, IdempotencyKey, OutboxItem, OutboxState};
use crate::tui::app::composer::{self, Composer};
use crate::tui::app::{App, Effect, Effects, Level, Said, Screen};

/// What left together.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    text: String,
    attachments: Vec<Attachment>,
    letters: Vec<Letter>,
    /// How many came back and how many had left, while some are awaited.
    back: usize,
    left: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Letter {
    number: u64,
    case: CaseId,
    key: IdempotencyKey,
    awaited: bool,
}

impl Batch {
    /// Of this text; no letter of it has left yet.
    pub fn of(master: &Composer) -> Self {
        let (text, attachments) = (master.editor.text().to_owned(), master.attachments.clone());
        Self { text, attachments, letters: Vec::new(), back: 0, left: 0 }
    }

    pub(super) fn add(&mut self, number: u64, case: CaseId, key: IdempotencyKey) {
        self.letters.push(Letter { number, case, key, awaited: false });
    }
}

/// Takes all of them back. False when the letter that can be taken back is none of these.
pub fn undo(app: &mut App, out: &mut Effects) -> bool {
    let Some(key) = app.undo_until().map(|(item, _)| item.key) else { return false };
    let waits =
        |item: &OutboxItem| item.state == OutboxState::Queued && item.attempts == 0 && item.next_try_at > app.now;
    let waiting: Vec<IdempotencyKey> = app.outbox.iter().filter(|item| waits(item)).map(|item| item.key).collect();
    let Some(batch) = app.many.last.as_mut().filter(|b| b.letters.iter().any(|l| l.key == key)) else { return false };
    (batch.back, batch.left) = (0, 0);
    for letter in &mut batch.letters {
        letter.awaited = waiting.contains(&letter.key);
        if letter.awaited {
            out.push(Effect::TakeBack { key: letter.key });
        } else {
            batch.left += 1;
        }
    }
    true
}

/// One of them came back, or had left. False when it is none of these.
pub fn taken_back(app: &mut App, key: IdempotencyKey, item: Option<&OutboxItem>, out: &mut Effects) -> bool {
    let Some(batch) = &mut app.many.last else { return false };
    let Some(letter) = batch.letters.iter_mut().find(|l| l.key == key && l.awaited) else { return false };
    letter.awaited = false;
    if item.is_some() {
        batch.back += 1;
        let mark = (letter.number, letter.case);
        if !app.many.marked.contains(&mark) {
            app.many.marked.push(mark);
            app.many.marked.sort_unstable();
        }
    } else {
        batch.left += 1;
    }
    if batch.letters.iter().all(|l| !l.awaited) {
        all_here(app, out);
    }
    true
}

/// The text is open again, or goes on where it still is.
fn all_here(app: &mut App, out: &mut Effects) {
    let Some(batch) = app.many.last.take() else { return };
    let (back, left) = (batch.back.to_string(), batch.left.to_string());
    let key = if batch.left > 0 { "many-taken-back-some" } else { "many-taken-back" };
    if app.composer.as_ref().is_some_and(|c| c.is_for_many()) {
        if matches!(app.screen(), Screen::Many) {
            app.stack.retain(|screen| !matches!(screen, Screen::Many));
            review(app, out);
        }
    } else if let Some((_, home)) = app.many.marked.first().copied().filter(|_| batch.back > 0) {
        composer::come_back(app, home, DraftKind::ForMany, batch.text, batch.attachments, out);
    }
    app.say(Level::Info, &Said::new(key).with("n", back).with("left", left));
}
