//! What becomes of the draft under the operator's hands: saved, saved over another window's words, written on in another
//! window, or not taken by the disk. The text in the editor is never lost to any of it.
//!
//! Not its duty: when to save (`composer`), the files (`store`).

use jiff::Timestamp;

use super::{Composer, SAVE_AGAIN_MS, Stage, slots};
use crate::model::{CaseId, Draft, DraftKind};
use crate::tui::app::{App, Effect, Effects, Level, Said, Screen, Wake};

/// The disk does not take the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// In the words of the system.
    pub why: String,
    /// Where the text lies instead; none: it is in this window alone.
    pub rescued: Option<String>,
}

/// The customer was forgotten at the desk while a letter to him was written: the letter goes too, and what was saved of
/// it since. Its composer is given away already, so that nothing saves it again.
pub(super) fn forget(app: &mut App, case: CaseId, out: &mut Effects) {
    app.review = None;
    app.sealed.take_if(|sealed| sealed.case == case);
    app.returning.retain(|returning| returning.case != case);
    app.stack.retain(|s| !matches!(s, Screen::Composer | Screen::Review | Screen::Versions(_)));
    out.push(Effect::ForgetWork { case });
    app.say(Level::Warning, &Said::new("composer-case-erased"));
}

/// The draft is on the disk. `over`: another window's words were there, and are an earlier version now.
pub fn saved(app: &mut App, case: CaseId, kind: &DraftKind, at: Timestamp, over: Option<Timestamp>) {
    let Some(composer) = app.composer.as_mut().filter(|c| c.is_at(case, kind)) else { return };
    composer.saved_at = Some(at);
    composer.trouble = None;
    let unseen =
        over.is_some_and(|over| composer.adopted.is_none_or(|at| at.as_millisecond() != over.as_millisecond()));
    if unseen {
        app.say(Level::Warning, &Said::new("draft-two-windows"));
    }
}

/// The disk did not take the draft. It counts as unsaved, that is said for as long as it lasts, and it is tried again.
pub fn not_saved(app: &mut App, case: CaseId, kind: &DraftKind, trouble: Trouble, out: &mut Effects) {
    let key = if trouble.rescued.is_some() { "draft-rescued" } else { "draft-in-memory" };
    let said =
        Said::new(key).with("why", trouble.why.clone()).with("path", trouble.rescued.clone().unwrap_or_default());
    let is_first = match app.composer.as_mut().filter(|c| c.is_at(case, kind)) {
        Some(composer) => {
            composer.saved = composer.revision.wrapping_sub(1);
            let wake = Wake::SaveDraft { revision: composer.revision };
            out.push(Effect::Wake { after_ms: SAVE_AGAIN_MS, wake });
            composer.trouble.replace(trouble).is_none()
        }
        None => true,
    };
    if is_first {
        app.say(Level::Error, &said);
    }
}

/// Another window of this operator worked: the draft that is open here may have been written on there.
pub fn look_elsewhere(app: &App, out: &mut Effects) {
    if let Some(composer) = app.composer.as_ref().filter(|c| c.stage == Stage::Ready) {
        out.push(Effect::LoadDraft { case: composer.place(), kind: composer.kind.clone() });
    }
}

/// The draft as it is on the disk now, while it is open here. What nobody has touched here since follows the other
/// window; what is being written here stays, and the other words come into the history when it is saved.
pub fn came_from_elsewhere(app: &mut App, composer: &mut Composer, draft: Option<Draft>) {
    let Some(draft) = draft else {
        if composer.kept && !composer.is_dirty() {
            composer.kept = false;
            app.say(Level::Warning, &Said::new("draft-gone-elsewhere"));
        }
        return;
    };
    let own = composer.last_save.is_some_and(|at| draft.saved_at.as_millisecond() <= at.as_millisecond());
    let known = composer.saved_at.is_some_and(|at| draft.saved_at.as_millisecond() <= at.as_millisecond());
    if own || known || draft.text == composer.editor.text() {
        return;
    }
    if composer.is_dirty() {
        return app.say(Level::Warning, &Said::new("draft-two-windows"));
    }
    composer.editor.become_text(&draft.text);
    composer.editor.set_cursor(draft.cursor.min(draft.text.len()));
    composer.saved_at = Some(draft.saved_at);
    composer.adopted = Some(draft.saved_at);
    composer.attachments = draft.attachments;
    composer.overrides = draft.overrides;
    composer.kept = true;
    slots::mark_slots(composer);
    super::judge(app, composer);
    app.say(Level::Info, &Said::new("draft-from-window"));
}

/// A letter that was sent and could not be put into the outbox is open again, with every byte it had.
pub fn not_sent(app: &mut App, out: &mut Effects) {
    let Some(mut sealed) = app.sealed.take() else { return };
    sealed.touched(app.now, out);
    if app.composer.is_some() {
        out.push(Effect::SaveDraft(sealed.draft(app.now)));
        return app.say(Level::Info, &Said::new("letter-is-a-draft-again"));
    }
    app.overlay = None;
    app.composer = Some(sealed);
    app.stack.push(Screen::Composer);
}

/// An earlier version becomes the text again; what stood there becomes a version first, and one step of undo brings it back.
pub fn restore(app: &mut App, version: Draft, out: &mut Effects) {
    let now = app.now;
    let Some(composer) = app.composer.as_mut() else { return };
    if !composer.editor.text().trim().is_empty() {
        out.push(Effect::KeepVersion(composer.draft(now)));
    }
    composer.editor.become_text(&version.text);
    composer.attachments = version.attachments;
    composer.touched(now, out);
    slots::mark_slots(composer);
    app.say(Level::Info, &Said::new("history-restored"));
}
