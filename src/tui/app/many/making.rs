//! From one text to a letter for each marked case, with what holds one back.

use super::text;
use crate::letter::{self, Missing};
use crate::model::{CaseFile, CaseId, Doing};
use crate::tui::app::composer::{self, Composer};
use crate::tui::app::review::{self, Review};
use crate::tui::app::{App, Outgoing, presence};

/// The letter to one customer, or why there is none.
#[derive(Debug)]
pub struct MadeLetter {
    pub case: CaseId,
    pub number: u64,
    pub customer: String,
    /// Where it goes: channel and address are the composer's.
    pub composer: Option<Box<Composer>>,
    review: Review,
    /// The words of the letter; none while a field is missing.
    pub text: Option<String>,
    /// What holds it back, in the operator's language; empty when it leaves with the others.
    pub held: Vec<String>,
}

impl MadeLetter {
    pub fn is_clean(&self) -> bool {
        self.held.is_empty() && self.composer.is_some()
    }

    /// The letter as it leaves. None when it is held back.
    pub fn outgoing(&self) -> Option<Outgoing> {
        let composer = self.composer.as_deref().filter(|_| self.is_clean())?;
        Some(review::outgoing(composer, self.review.clone(), Vec::new()))
    }
}

/// One letter for each case that was read, in their order.
pub fn letters(app: &App, files: &[CaseFile]) -> Vec<MadeLetter> {
    let Some(master) = text(app) else { return Vec::new() };
    let mut made: Vec<MadeLetter> = Vec::with_capacity(files.len());
    for file in files {
        let mut letter = letter_to(app, master, file);
        if files.iter().take(made.len()).any(|earlier| earlier.customer.id == file.customer.id) {
            letter.held.push(app.texts.t("many-same-customer"));
        }
        made.push(letter);
    }
    made
}

fn letter_to(app: &App, master: &Composer, file: &CaseFile) -> MadeLetter {
    let mut held = of_case(app, master, file);
    let mut composer = None;
    let mut made = Review::default();
    let filled = letter::fill(master.editor.text(), file, master.lang.as_str(), &app.zone());
    let text = match filled {
        Ok(text) => {
            let written = composer::for_one(app, master, file, &text);
            made = review::of_letter(app, &written, file);
            held.extend(review::held_by(app, &written, &made));
            if written.to.trim().is_empty() {
                held.push(app.texts.t("many-no-address"));
            }
            composer = Some(Box::new(written));
            Some(text)
        }
        Err(missing) => {
            held.extend(missing.iter().map(|m| words(app, m, master.lang.as_str())));
            None
        }
    };
    let case = &file.case;
    let customer = case.customer_name.clone();
    MadeLetter { case: case.id, number: case.number, customer, composer, review: made, text, held }
}

/// What about the case itself asks for a letter of its own, or for none.
fn of_case(app: &App, master: &Composer, file: &CaseFile) -> Vec<String> {
    let (texts, case) = (&app.texts, &file.case);
    let mut held = Vec::new();
    if case.is_public {
        held.push(texts.t("many-public"));
    }
    if case.merged_into.is_some() || case.erased_at.is_some() {
        held.push(texts.t("many-gone"));
    }
    if let Some(owner) = case.owner.filter(|owner| *owner != app.me.id) {
        held.push(texts.tr("many-anothers", &[("who", app.operator_name(owner).into())]));
    }
    let writers = presence::others(app, case.id, &Doing::Writing);
    if !writers.is_empty() {
        held.push(texts.tr("many-another-writes", &[("who", writers.join(", ").into())]));
    }
    if app.letter_language(&case.language) != master.lang {
        held.push(texts.t("many-other-language"));
    }
    let first = app.many.files.iter().find(|known| known.case.id == case.id);
    if first.is_some_and(|known| known.case.thread_version != case.thread_version) {
        held.push(texts.t("many-changed"));
    }
    held
}

fn words(app: &App, missing: &Missing, lang: &str) -> String {
    match missing {
        Missing::Value(field) => app.texts.tr("many-missing", &[("field", field.spelled(lang).into())]),
        Missing::Unknown(word) => app.texts.tr("many-unknown", &[("field", format!("{{{word}}}").into())]),
        Missing::NothingOwn => app.texts.t("many-nothing-own"),
    }
}
