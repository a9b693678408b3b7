//! What became of a confirmation, set by hand: the customer said it on the phone, or the desk read him wrongly (R12).

use super::super::form::{Choice, Field};
use super::super::{App, Effects, Form, Level, Said};
use super::{Act, ask, details, fields, form};
use crate::model::acts::{CasePatch, SetConfirmation};
use crate::model::{CaseFile, CaseId, Confirmation, ConfirmationState, MessageId};
use crate::text::{safe_line, truncate};

const BY_HAND: [&str; 4] = ["accepted", "refused", "received", "unclear"];
/// As much of a term as tells it from others.
const TERM_CELLS: usize = 40;

pub fn open(app: &mut App, file: &CaseFile) {
    let Some(last) = newest(file) else {
        return app.say(Level::Info, &Said::new("confirmation-none"));
    };
    let terms: Vec<Choice> = file.case.confirmations.iter().rev().map(choice).collect();
    let at = last.letter.to_string();
    let states = fields::words(app, "confirmation", &BY_HAND);
    let mut all = vec![
        fields::chosen("state", app.texts.t("confirmation-state"), states, "accepted"),
        Field::text("reason", app.texts.t("consent-reason"), "").with_hint(app.texts.t("consent-reason-hint")),
    ];
    if terms.len() > 1 {
        all.insert(0, fields::chosen("letter", app.texts.t("confirmation-which"), terms, &at));
    }
    let mut form = form(app, "confirmation-title", file, Act::Confirmation { case: file.case.id }, all);
    form.intro = vec![safe_line(&last.term).into_owned()];
    ask(app, form);
}

/// The one an operator most likely means: the last that is still open.
fn newest(file: &CaseFile) -> Option<&Confirmation> {
    let all = &file.case.confirmations;
    all.iter().rfind(|c| !c.state.is_final()).or_else(|| all.last())
}

fn choice(confirmation: &Confirmation) -> Choice {
    Choice::new(confirmation.letter.to_string(), truncate(&safe_line(&confirmation.term), TERM_CELLS).into_owned())
}

/// # Errors
/// No word on how that is known.
pub fn set(app: &App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let Some(letter) = app.case(case).and_then(|file| chosen(file, form)) else { return Ok(()) };
    let reason = form.text("reason");
    if reason.is_empty() {
        return Err(app.texts.t("confirmation-reason-missing"));
    }
    let state = form.chosen("state");
    let note = format!("{}: {reason}", app.texts.t(&format!("confirmation-{state}")));
    let set = SetConfirmation { letter, state: ConfirmationState::from(state), note };
    details::patch(app, case, CasePatch { confirmation: Some(set), ..CasePatch::default() }, out);
    Ok(())
}

fn chosen(file: &CaseFile, form: &Form) -> Option<MessageId> {
    let id = form.chosen("letter");
    let all = &file.case.confirmations;
    all.iter().find(|c| c.letter.to_string() == id).or_else(|| newest(file)).map(|c| c.letter)
}

/// The confirmation that an unclear consent answered, when that is decided as yes or no.
pub fn settled(app: &App, case: CaseId, decision: &str, words: &str) -> Option<SetConfirmation> {
    let state = match decision {
        "agreed" => ConfirmationState::Accepted,
        "refused" => ConfirmationState::Refused,
        _ => return None,
    };
    let case = &app.case(case)?.case;
    let unclear = case.ambiguous_consent.as_ref()?.message;
    let open = case.confirmations.iter().rfind(|c| c.answer == Some(unclear) && !c.state.is_final())?;
    Some(SetConfirmation { letter: open.letter, state, note: words.to_owned() })
}
