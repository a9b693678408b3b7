//! The form of a call between its keys: what was typed outlives Esc, and a value that is refused gets the cursor.
//!
//! Not its duty: its fields and what is made of them (`call`).

use super::super::{App, Form, Level, Purpose, Said};
use super::{Act, fields};
use crate::model::CaseId;
use crate::tui::action::Action;
use crate::tui::app::spell;
use crate::tui::input::Context;

/// What is typed by hand during a call.
const TYPED: &[&str] = &["agreed", "note", "retry", "minutes", "how", "basis", "recording", "keep-until"];

/// Keeps a form in which something was typed, and says how it comes back.
pub fn keep(app: &mut App, mut form: Box<Form>) {
    if TYPED.iter().all(|id| form.text(id).is_empty()) {
        return;
    }
    form.error = None;
    app.call_record = Some(form);
    let key = app.keymap.keys_of(&[Context::Case], Action::RecordCall).first().map(|c| spell(c)).unwrap_or_default();
    app.say(Level::Info, &Said::new("call-record-kept").with("key", key));
}

/// The form that was left half written in this case.
pub fn kept(app: &mut App, case: CaseId) -> Option<Form> {
    let is_of = |form: &mut Box<Form>| matches!(form.purpose, Purpose::Act(Act::RecordCall { case: of }) if of == case);
    app.call_record.take_if(is_of).map(|form| *form)
}

/// The field with a value that cannot be read.
pub fn at_fault(app: &App, form: &Form) -> Option<usize> {
    let is_unclear = |id: &str| fields::optional(app, form, id).is_err();
    let minutes = form.text("minutes");
    let id = if form.text("number").is_empty() {
        "number"
    } else if !minutes.is_empty() && minutes.parse::<u32>().is_err() {
        "minutes"
    } else {
        ["retry", "keep-until"].into_iter().find(|id| is_unclear(id))?
    };
    form.fields.iter().position(|field| field.id == id)
}
