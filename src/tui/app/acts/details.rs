//! What a case holds beside its thread: tags, harm, wish, what puts it right, dates, moves; putting it off; deciding an unclear consent.

use super::super::form::Field;
use super::super::when::Quick;
use super::super::{App, Effects, Form, Level, Said};
use super::{Act, amends, ask, confirmation, fields, form, impression, submit};
use crate::model::acts::{CasePatch, Command};
use crate::model::{CaseFile, CaseId, Due, DueAt};

pub fn patch(app: &App, case: CaseId, patch: CasePatch, out: &mut Effects) {
    let Some(file) = app.case(case) else { return };
    if patch != CasePatch::default() {
        submit(out, Command::PatchCase { case, version: file.case.version, patch: Box::new(patch) });
    }
}

pub fn open_tags(app: &mut App, file: &CaseFile) {
    let field =
        Field::text("tags", app.texts.t("action-tags"), &file.case.tags.join(", ")).with_hint(app.texts.t("tags-hint"));
    let form = form(app, "action-tags", file, Act::Tags { case: file.case.id }, vec![field]);
    ask(app, form);
}

pub fn set_tags(app: &App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in form.text("tags").split([',', ';', '#']).map(str::trim).filter(|t| !t.is_empty()) {
        if !tags.iter().any(|t| t == tag) {
            tags.push(tag.to_owned());
        }
    }
    let changed = app.case(case).is_some_and(|f| f.case.tags != tags);
    patch(app, case, CasePatch { tags: changed.then_some(tags), ..CasePatch::default() }, out);
    Ok(())
}

pub fn open(app: &mut App, file: &CaseFile) {
    let (texts, case) = (&app.texts, &file.case);
    let written = case.written_at.map(|at| at.to_zoned(app.zone()).strftime("%Y-%m-%d %H:%M").to_string());
    let deadline = case.deadline.as_ref().map(shown).unwrap_or_default();
    // What the customer said himself stands there for the taking; nothing is kept before the form is.
    let reading = app.judged(case.id).map(|judged| &judged.reading);
    let said =
        |kept: &str, found: Option<String>| if kept.is_empty() { found.unwrap_or_default() } else { kept.to_owned() };
    let harm = said(&case.harm, reading.and_then(|r| r.harm.first()).map(|s| s.text.clone()));
    let wish = said(&case.wished_outcome, reading.and_then(|r| r.wished_outcome.as_ref()).map(|s| s.text.clone()));
    let mut fields =
        vec![Field::text("harm", texts.t("case-harm"), &harm), Field::text("wish", texts.t("case-wish"), &wish)];
    fields.push(impression::start_field(app, case));
    fields.extend(amends::details_fields(app, file));
    fields.extend([
        Field::text("subject", texts.t("column-subject"), &case.subject),
        Field::text("written", texts.t("details-written"), &written.unwrap_or_default())
            .with_hint(texts.t("details-written-hint")),
        Field::text("moves", texts.t("details-moves"), &case.moves.to_string()),
        Field::text("deadline", texts.t("details-deadline"), &deadline).with_hint(texts.t("form-when-hint")),
    ]);
    let form = form(app, "details-title", file, Act::Details { case: case.id }, fields);
    ask(app, form);
}

/// A due time as it can be typed again.
fn shown(due: &Due) -> String {
    match due.at {
        DueAt::Day(day) => day.to_string(),
        DueAt::Instant(_) => due.local().strftime("%Y-%m-%d %H:%M").to_string(),
    }
}

pub fn set(app: &App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let Some(file) = app.case(case) else { return Ok(()) };
    let moves: u32 = match form.text("moves") {
        "" => 0,
        text => text.parse().map_err(|_| app.texts.tr("details-moves-wrong", &[("text", text.into())]))?,
    };
    let written = fields::optional(app, form, "written")?.map(|due| match due.at {
        DueAt::Instant(at) => at,
        // A date alone is its noon, so that no zone makes another day of it.
        DueAt::Day(day) => day.at(12, 0, 0, 0).to_zoned(due.time_zone()).map_or(due.latest(), |z| z.timestamp()),
    });
    let deadline = fields::optional(app, form, "deadline")?;
    let known = &file.case;
    let text = |id: &str, before: &str| Some(form.text(id).to_owned()).filter(|t| t != before.trim());
    let is_other_minute =
        |at: &jiff::Timestamp| known.written_at.is_none_or(|b| b.as_second() / 60 != at.as_second() / 60);
    let mut changes = CasePatch {
        harm: text("harm", &known.harm),
        wished_outcome: text("wish", &known.wished_outcome),
        subject: text("subject", &known.subject).filter(|t| !t.is_empty()),
        moves: Some(moves).filter(|m| *m != known.moves),
        written_at: written.filter(is_other_minute),
        impression: impression::changes(known, form),
        deadline: deadline.filter(|d| known.deadline.as_ref().map(shown) != Some(shown(d))),
        ..CasePatch::default()
    };
    amends::details_changes(app, file, form, &mut changes)?;
    patch(app, case, changes, out);
    Ok(())
}

/// Puts a case off; one that is put off can be woken at once.
pub fn open_snooze(app: &mut App, file: &CaseFile) {
    let mut fields = fields::when(app, Quick::Tomorrow).to_vec();
    if file.case.snoozed_until.is_some_and(|until| until > app.now) {
        fields.push(Field::flag("wake", app.texts.t("snooze-wake"), false));
    }
    let mut form = form(app, "snooze-title", file, Act::SnoozeCase { case: file.case.id }, fields);
    form.intro = vec![app.texts.t("snooze-intro")];
    ask(app, form);
}

pub fn snooze(app: &App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let until = if form.flag("wake") { None } else { Some(fields::moment(app, &fields::read_when(app, form)?)) };
    patch(app, case, CasePatch { snoozed_until: Some(until), ..CasePatch::default() }, out);
    Ok(())
}

/// A 👍 that may bind us is decided by a person, with words (R2).
pub fn open_consent(app: &mut App, file: &CaseFile) {
    let Some(consent) = &file.case.ambiguous_consent else {
        return app.say(Level::Info, &Said::new("consent-none"));
    };
    let options = fields::words(app, "consent", &["agreed", "refused", "other"]);
    let fields = vec![
        fields::chosen("decision", app.texts.t("consent-decision"), options, "agreed"),
        Field::text("reason", app.texts.t("consent-reason"), "").with_hint(app.texts.t("consent-reason-hint")),
    ];
    let mut form = form(app, "consent-title", file, Act::Consent { case: file.case.id }, fields);
    form.intro = vec![app.texts.tr("case-consent-unclear", &[("term", consent.term.as_str().into())])];
    ask(app, form);
}

pub fn decide_consent(app: &App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let (decision, reason) = (form.chosen("decision"), form.text("reason"));
    if decision == "other" && reason.is_empty() {
        return Err(app.texts.t("consent-reason-missing"));
    }
    let words = match (decision, reason.is_empty()) {
        ("other", _) => reason.to_owned(),
        (_, true) => app.texts.t(&format!("consent-{decision}")),
        (_, false) => format!("{}: {reason}", app.texts.t(&format!("consent-{decision}"))),
    };
    // The 👍 may be the answer to a request for confirmation; its yes or no is then the confirmation's.
    let changes = match confirmation::settled(app, case, decision, &words) {
        Some(set) => CasePatch { confirmation: Some(set), ..CasePatch::default() },
        None => CasePatch { consent_decision: Some(words), ..CasePatch::default() },
    };
    patch(app, case, changes, out);
    Ok(())
}
