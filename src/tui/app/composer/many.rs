//! The composer as it writes one text for many, and as it holds the letter that one of them gets (R65).

use super::{CaseField, Composer, Known, Stage, address, findings};
use crate::letter;
use crate::model::{CaseFile, DraftKind};
use crate::tui::app::App;
use crate::tui::editor::Editor;

impl Composer {
    /// One text with fields, for several customers.
    pub fn is_for_many(&self) -> bool {
        self.kind == DraftKind::ForMany
    }
}

/// The letter to one of them, checked like one that was written to him alone.
pub fn for_one(app: &App, master: &Composer, file: &CaseFile, text: &str) -> Composer {
    let mut composer = Composer::new(file.case.id, DraftKind::Reply);
    composer.lang = master.lang.clone();
    composer.known = Known::of(file);
    composer.stage = Stage::Ready;
    composer.attachments.clone_from(&master.attachments);
    composer.overrides.clone_from(&master.overrides);
    address(&mut composer, file);
    composer.editor = Editor::new(text);
    composer.acknowledges = letter::is_acknowledgement(text);
    findings::judge_in(app, &mut composer, file);
    composer
}

/// A text for many that is not begun: the greeting of each stands for itself.
pub fn fresh(app: &App, lang: &str) -> (String, Option<usize>) {
    let before = format!("{}\n\n", CaseField::Greeting.spelled(lang));
    (format!("{before}\n\n{}", letter::signature(&app.me_in(lang), lang)), Some(before.len()))
}

/// Of a text with fields only its own words can be judged; whether a letter has what it needs is seen in each letter.
pub fn own_words_only(composer: &mut Composer) {
    let fields: Vec<_> = letter::case_fields(composer.editor.text()).collect();
    composer.findings.retain(|finding| {
        finding.span.as_ref().is_some_and(|span| !fields.iter().any(|f| f.start < span.end && span.start < f.end))
    });
    composer.checklist = None;
}
