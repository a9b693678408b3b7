//! The drafts of merged cases: a letter is signed for its case, so what was written for a case that went into another one
//! is written on there, and nothing of it is lost.
//!
//! Not its duty: merging (`acts`), reading drafts from the disk (`store`).

use super::{Composer, Stage, fit, judge, open, writing};
use crate::model::{CaseId, Draft};
use crate::tui::app::{App, Effect, Effects, Level, Said, Screen};
use crate::tui::editor::Editor;

/// The case went into another one while its letter is written, or before: the letter is written on there.
pub(super) fn carry_over(app: &mut App, mut composer: Box<Composer>, there: CaseId, out: &mut Effects) {
    composer.save(app.now, out);
    let was_begun = composer.stage != Stage::Case;
    let kind = was_begun.then(|| composer.kind.clone());
    app.review = None;
    app.stack.retain(|s| !matches!(s, Screen::Composer | Screen::Review));
    if was_begun {
        app.say(Level::Warning, &Said::new("composer-case-merged"));
    }
    // As it was read before it may not know yet what is part of it.
    out.push(Effect::LoadCase { id: there });
    open(app, there, kind, out);
}

/// Asks for the drafts of the cases that are part of this one.
pub(super) fn ask(app: &App, composer: &Composer, out: &mut Effects) {
    let absorbed = app.case(composer.case).map_or(&[][..], |file| &file.case.absorbed);
    out.extend(absorbed.iter().map(|a| Effect::LoadDraft { case: a.case, kind: composer.kind.clone() }));
}

/// A draft of a case that is part of this one was read: with no letter begun here it is the letter, else it stands among
/// the earlier versions.
pub(super) fn draft_came(app: &mut App, composer: &mut Composer, draft: Draft, out: &mut Effects) {
    let number = app.case(composer.case).and_then(|f| f.case.absorbed.iter().find(|a| a.case == draft.case));
    let Some(number) = number.map(|a| a.number) else { return };
    if draft.kind != composer.kind || draft.text.trim().is_empty() || composer.beside.contains(&draft) {
        return;
    }
    let is_free = composer.stage == Stage::Ready && !composer.kept && !composer.is_dirty();
    let key = if is_free { "draft-of-merged-taken" } else { "draft-of-merged" };
    if is_free {
        composer.editor = Editor::new(&draft.text);
        composer.attachments.clone_from(&draft.attachments);
        composer.overrides.clone_from(&draft.overrides);
        composer.editor.set_cursor(writing::end_of_words(app, composer));
        fit(app, composer);
        composer.touched(app.now, out);
        composer.save(app.now, out);
        // It is this case's draft from now on; left behind it would come back after the letter was sent.
        out.push(Effect::DeleteDraft { case: draft.case, kind: draft.kind.clone() });
        judge(app, composer);
    }
    composer.beside.push(draft);
    app.say(Level::Info, &Said::new(key).with("number", number.to_string()));
}

#[cfg(test)]
#[path = "merged_tests.rs"]
mod tests;
