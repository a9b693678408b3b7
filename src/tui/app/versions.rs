//! Earlier versions of a draft: a list with time and first line, the chosen one in full, and a key that brings it back. The
//! present text becomes a version first.

use super::{App, Effect, Effects, Level, Said, Screen, composer, keys};
use crate::model::{CaseId, Draft, DraftKind};
use crate::tui::action::Action;

#[derive(Debug, Clone, PartialEq)]
pub struct Versions {
    /// Newest first; never empty.
    pub drafts: Vec<Draft>,
    pub cursor: usize,
    /// The chosen text is scrolled by so many lines.
    pub scroll: usize,
}

impl Versions {
    pub fn chosen(&self) -> Option<&Draft> {
        self.drafts.get(self.cursor)
    }
}

/// They were read; over the composer that asked, if it is still there.
pub fn came(app: &mut App, case: CaseId, kind: &DraftKind, mut drafts: Vec<Draft>) {
    let asked = app.composer.as_ref().is_some_and(|c| c.is_at(case, kind));
    if !asked || app.overlay.is_some() || !matches!(app.screen(), Screen::Composer) {
        return;
    }
    // The drafts of merged cases are offered with its own.
    drafts.extend(app.composer.iter().flat_map(|composer| composer.beside().iter().cloned()));
    if drafts.is_empty() {
        return app.say(Level::Info, &Said::new("history-empty"));
    }
    app.stack.push(Screen::Versions(Box::new(Versions { drafts, cursor: 0, scroll: 0 })));
}

/// The first line that says something.
pub fn first_line(draft: &Draft) -> &str {
    draft.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// True when this place knows the action.
pub fn perform(app: &mut App, action: Action, out: &mut Effects) -> bool {
    let measured = app.measured.clone();
    let Some(Screen::Versions(versions)) = app.stack.last_mut() else { return false };
    let last = versions.drafts.len().saturating_sub(1);
    let step = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::Restore => {
            if let Some(draft) = versions.chosen().cloned() {
                app.stack.pop();
                composer::restore(app, draft, out);
            }
            return true;
        }
        Action::CopyLetter => {
            out.extend(versions.chosen().map(|draft| Effect::Copy(draft.text.clone())));
            return true;
        }
        _ => return keys::scroll(&mut versions.scroll, &measured, action),
    };
    versions.cursor = versions.cursor.saturating_add_signed(step).min(last);
    versions.scroll = 0;
    true
}
