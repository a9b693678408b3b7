//! Dated duties: new ones, done, put off. Putting one off moves its alert, never its due time.

use super::super::form::Field;
use super::super::when::Quick;
use super::super::{App, Effects, Form, Purpose};
use super::{Act, ask, fields, form, submit};
use crate::model::acts::{AddFollowUp, Command, FollowUpPatch};
use crate::model::{CaseFile, CaseId, FollowUp, FollowUpId, FollowUpKind};

/// Kinds that an operator opens; the others arise from service targets and calls.
const BY_HAND: [&str; 6] = ["reminder", "promise", "personal_control", "keep_informed", "confirmation", "check_back"];

pub fn open_add(app: &mut App, file: &CaseFile) {
    let mut all = vec![fields::chosen("kind", app.texts.t("follow-up-kind"), fields::words(app, "kind", &BY_HAND), "")];
    all.extend(fields::when(app, Quick::Tomorrow));
    all.push(Field::text("title", app.texts.t("follow-up-what"), ""));
    let form = form(app, "follow-up-title", file, Act::AddFollowUp { case: file.case.id }, all);
    ask(app, form);
}

pub fn add(app: &mut App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let due = fields::read_when(app, form)?;
    let follow_up = AddFollowUp {
        id: FollowUpId(app.new_id()),
        kind: FollowUpKind::from(form.chosen("kind")),
        due,
        title: form.text("title").to_owned(),
        owner: None,
    };
    submit(out, Command::AddFollowUp { case, follow_up });
    Ok(())
}

pub fn done(_app: &mut App, follow_up: &FollowUp, out: &mut Effects) {
    let patch = FollowUpPatch { done: Some(true), ..FollowUpPatch::default() };
    submit(out, Command::PatchFollowUp { case: follow_up.case_id, id: follow_up.id, patch });
}

pub fn open_snooze(app: &mut App, follow_up: &FollowUp) {
    let kind = app.texts.t(&format!("kind-{}", follow_up.kind.as_str().replace('_', "-")));
    let title = format!("{} · {kind}", app.texts.t("snooze-title"));
    let act = Act::SnoozeFollowUp { case: follow_up.case_id, id: follow_up.id };
    let mut form = Form::new(title, Purpose::Act(act), fields::when(app, Quick::InAnHour).to_vec());
    form.intro = vec![app.texts.t("snooze-follow-up-intro")];
    if !follow_up.title.is_empty() {
        form.intro.insert(0, follow_up.title.clone());
    }
    ask(app, form);
}

pub fn snooze(app: &App, case: CaseId, id: FollowUpId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let until = fields::moment(app, &fields::read_when(app, form)?);
    let patch = FollowUpPatch { snoozed_until: Some(Some(until)), ..FollowUpPatch::default() };
    submit(out, Command::PatchFollowUp { case, id, patch });
    Ok(())
}
