//! The state of a case, and its closing, which is refused while something is owed (R7, R95, R109, R145, R158), and asks for
//! a reason where nobody knows the customer's mind (R144).

use super::super::form::Field;
use super::super::{App, Effects, Form, Overlay, Purpose, Screen, case, spell};
use super::{Act, ask, fields, form, impression, submit};
use crate::letter::owed_before_closing;
use crate::model::acts::{Command, SetState};
use crate::model::{CaseFile, CaseId, FollowUpId, State};
use crate::schedule::{Owed, OwedKind, lacks_customer_word};
use crate::text::safe_line;
use crate::tui::action::Action;

pub fn open_state(app: &mut App, file: &CaseFile) {
    let known: Vec<&str> = State::KNOWN.iter().map(State::as_str).collect();
    let options = fields::words(app, "state", &known);
    let fields = vec![
        fields::chosen("state", app.texts.t("column-state"), options, file.case.state.as_str()),
        Field::text("note", app.texts.t("form-note"), ""),
    ];
    let form = form(app, "state-title", file, Act::State { case: file.case.id }, fields);
    ask(app, form);
}

pub fn set_state(app: &mut App, id: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let state = State::from(form.chosen("state"));
    let Some(file) = app.case(id).cloned() else { return Ok(()) };
    if state == State::Closed && file.case.state != State::Closed && !owed_before_closing(&file).is_empty() {
        open(app, &file, false);
        return Ok(());
    }
    if state == State::Closed && file.case.state != State::Closed {
        needs_reason(app, &file, form)?;
    }
    if state != file.case.state {
        submit(
            out,
            Command::SetState {
                case: id,
                set: SetState { state, note: form.text("note").to_owned(), impression: None },
            },
        );
    }
    Ok(())
}

/// A case is closed without a word of the customer only with a reason (R144).
fn needs_reason(app: &App, file: &CaseFile, form: &Form) -> Result<(), String> {
    if lacks_customer_word(file) && form.text("note").is_empty() {
        return Err(app.texts.t("close-reason-missing"));
    }
    Ok(())
}

/// Asks before closing; or lists what is owed, each with the key that does it.
pub fn open(app: &mut App, file: &CaseFile, then_next: bool) {
    let owed = owed_before_closing(file);
    if !owed.is_empty() {
        let mut form = form(app, "close-owed-title", file, Act::Close { case: file.case.id, then_next }, vec![]);
        form.purpose = Purpose::None;
        form.intro = owed.iter().map(|o| owed_words(app, file, o)).collect();
        app.overlay = Some(Overlay::Form(Box::new(form)));
        return;
    }
    let is_silent = lacks_customer_word(file);
    let label = app.texts.t(if is_silent { "close-reason" } else { "form-note" });
    // The note stands first: whoever only closes types it, or Enter, and is asked nothing more (R39, R40).
    let mut fields = vec![Field::text("note", label, "")];
    fields.extend(impression::closing_fields(app, &file.case));
    let mut form = form(app, "close-title", file, Act::Close { case: file.case.id, then_next }, fields);
    let open = file.follow_ups.iter().filter(|f| f.is_open()).count();
    if is_silent {
        form.intro.push(app.texts.t("close-customer-word"));
    }
    if open > 0 {
        form.intro.push(app.texts.count("close-ends-follow-ups", open as u64));
    }
    ask(app, form);
}

/// "· a promise: «…», r answers it, x says it is done"
fn owed_words(app: &App, file: &CaseFile, owed: &Owed) -> String {
    let title = owed.follow_up.and_then(|id| title_of(file, id)).unwrap_or_else(|| safe_line(&owed.words).into_owned());
    let word = app.texts.t(&format!("owed-{}", owed.what.as_str().replace('_', "-")));
    let action = match owed.what {
        OwedKind::Promise | OwedKind::PersonalControl => Action::Done,
        OwedKind::Consent => Action::DecideConsent,
        OwedKind::Question | OwedKind::PromisedAct => Action::CloseQuestion,
        _ => Action::Reply,
    };
    let key = |action| app.keymap.keys_of(app.contexts(), action).first().map(|c| spell(c));
    let what = if title.is_empty() { word } else { format!("{word}: {title}") };
    match (key(action), key(Action::Open)) {
        (Some(key), _) => format!("· {what} — {key} {}", app.texts.t(action.title_key())),
        // What is done on the open case alone.
        (None, Some(open)) => format!("· {what} — {open} {}", app.texts.t(Action::Open.title_key())),
        (None, None) => format!("· {what} — {}", app.texts.t(action.title_key())),
    }
}

fn title_of(file: &CaseFile, id: FollowUpId) -> Option<String> {
    file.follow_ups.iter().find(|f| f.id == id).map(|f| f.title.clone())
}

/// # Errors
/// The reason that is missing.
pub fn close(app: &mut App, id: CaseId, then_next: bool, form: &Form, out: &mut Effects) -> Result<(), String> {
    let mut impression = None;
    if let Some(file) = app.case(id) {
        needs_reason(app, file, form)?;
        impression = impression::changes(&file.case, form);
    }
    let set = SetState { state: State::Closed, note: form.text("note").to_owned(), impression };
    submit(out, Command::SetState { case: id, set });
    match app.screen() {
        Screen::Case(_) if then_next => case::go_on(app, out),
        Screen::Queue if then_next => super::super::queue::moved(app, 1, out),
        _ => {}
    }
    Ok(())
}
