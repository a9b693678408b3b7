//! Whose case it is: claim, release, assign.

use super::super::form::Field;
use super::super::{App, Effects, Form, Item, Level, Overlay, Pick, Said, Screen};
use super::{Act, Picked, ask, fields, form, submit};
use crate::model::acts::{Assign, Command};
use crate::model::{CaseFile, CaseId, OperatorId};

/// The owner as this workstation knows it.
pub fn owner_of(app: &App, id: CaseId) -> Option<OperatorId> {
    match (app.case(id), app.screen()) {
        (Some(file), _) => file.case.owner,
        (None, Screen::Queue) => app.queue.row().filter(|r| r.id == id).and_then(|r| r.owner),
        _ => None,
    }
}

/// Asks the desk for the case; of two who ask at once one gets it, the other is told (R165).
pub fn claim(app: &mut App, id: CaseId, out: &mut Effects) {
    match owner_of(app, id) {
        Some(owner) if owner == app.me.id => app.say(Level::Info, &Said::new("claim-already-mine")),
        Some(owner) => {
            let name = app.operator_name(owner).to_owned();
            app.say(Level::Warning, &Said::new("claim-taken").with("name", name));
        }
        None => submit(out, Command::Claim { case: id }),
    }
}

pub fn release(app: &mut App, id: CaseId, out: &mut Effects) {
    if owner_of(app, id) == Some(app.me.id) {
        submit(out, Command::Release { case: id });
    } else {
        app.say(Level::Warning, &Said::new("release-not-mine"));
    }
}

/// Who gets it: everybody but its owner, the personal manager first (R45).
pub fn open_assign(app: &mut App, file: &CaseFile) {
    let case = file.case.id;
    let manager = file.customer.personal_manager;
    let mut items: Vec<(bool, Item<Picked>)> = Vec::new();
    for choice in fields::operators(app) {
        let Ok(id) = choice.id.parse::<OperatorId>() else { continue };
        if file.case.owner == Some(id) {
            continue;
        }
        let is_manager = manager == Some(id);
        let aside = if is_manager { app.texts.t("assign-manager") } else { String::new() };
        items.push((!is_manager, Item::new(Picked::Operator(case, id), choice.label, aside)));
    }
    items.sort_by_key(|(later, _)| *later);
    if items.is_empty() {
        return app.say(Level::Info, &Said::new("assign-nobody"));
    }
    let items = items.into_iter().map(|(_, item)| item).collect();
    app.overlay = Some(Overlay::Pick(Box::new(Pick::new(app.texts.t("assign-title"), items))));
}

/// The note that goes with it (R29); a VIP who has a personal manager needs a reason for another one (R45).
pub fn open_note(app: &mut App, case: CaseId, to: OperatorId) {
    let Some(file) = app.case(case).cloned() else { return };
    let name = app.operator_name(to).to_owned();
    let mut fields =
        vec![Field::text("note", app.texts.t("assign-note"), "").with_hint(app.texts.t("assign-note-hint"))];
    let mut intro = vec![app.texts.tr("assign-to", &[("name", name.into())])];
    if let Some(manager) = passed_over(&file, to) {
        let manager = app.operator_name(manager);
        intro.push(app.texts.tr("assign-not-manager", &[("name", manager.into())]));
        fields.insert(0, Field::text("why", app.texts.t("assign-why"), ""));
    }
    let mut form = form(app, "assign-title", &file, Act::Assign { case, to }, fields);
    form.intro = intro;
    ask(app, form);
}

/// The VIP's personal manager, when somebody else gets the case.
fn passed_over(file: &CaseFile, to: OperatorId) -> Option<OperatorId> {
    let is_vip = file.case.vip || file.customer.vip;
    file.customer.personal_manager.filter(|manager| is_vip && *manager != to)
}

pub fn assign(app: &App, case: CaseId, to: OperatorId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let needs_why = app.case(case).is_some_and(|f| passed_over(f, to).is_some());
    let why = form.text("why");
    if needs_why && why.is_empty() {
        return Err(app.texts.t("assign-why-missing"));
    }
    let note: Vec<&str> = [why, form.text("note")].into_iter().filter(|t| !t.is_empty()).collect();
    submit(out, Command::Assign { case, assign: Assign { to, note: note.join(". ") } });
    Ok(())
}
