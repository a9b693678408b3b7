//! How a case is put right, as an operator says it: whose fault it was and what is given for it (fields of the details),
//! and the ticks of its way (R114, R128, R133).
//!
//! Not its duty: which steps show by themselves (`letter`), what a letter must say of it (`letter::check`).

use super::super::form::Field;
use super::super::{App, Effects, Form};
use super::{Act, ask, details, fields, form};
use crate::letter::Taken;
use crate::model::acts::{CasePatch, SetWayStep};
use crate::model::{CaseFile, CaseId, OurFault, Remedy, RemedyKind, WayStep};

const FAULT: &str = "fault";
const REMEDY: &str = "remedy";
const AMOUNT: &str = "amount";
const WHAT: &str = "remedy-what";

/// The fields of the details that say it.
pub fn details_fields(app: &App, file: &CaseFile) -> Vec<Field> {
    let (texts, case) = (&app.texts, &file.case);
    let faults = fields::or_none(app, fields::words(app, "fault", &["yes", "partly", "no"]));
    let fault = case.our_fault.as_ref().map_or("", OurFault::as_str);
    let kinds: Vec<&str> = RemedyKind::KNOWN.iter().map(RemedyKind::as_str).collect();
    let kinds = fields::or_none(app, fields::words(app, "remedy", &kinds));
    let remedy = case.remedy.as_ref();
    vec![
        fields::chosen(FAULT, texts.t("case-fault"), faults, fault),
        fields::chosen(REMEDY, texts.t("case-remedy"), kinds, remedy.map_or("", |r| r.kind.as_str())),
        Field::text(AMOUNT, texts.t("details-amount"), remedy.map_or("", |r| &r.amount))
            .with_hint(texts.t("details-amount-hint")),
        Field::text(WHAT, texts.t("details-remedy-what"), remedy.map_or("", |r| &r.text))
            .with_hint(texts.t("details-remedy-what-hint")),
    ]
}

/// What the fields change of the case.
///
/// # Errors
/// A remedy that needs words has none, or there is an amount and nobody said of what.
pub fn details_changes(app: &App, file: &CaseFile, form: &Form, changes: &mut CasePatch) -> Result<(), String> {
    let case = &file.case;
    let fault = Some(form.chosen(FAULT)).filter(|word| !word.is_empty()).map(OurFault::from);
    // A word of a newer version is not in the list; what was not chosen anew stays.
    let is_unknown = matches!(case.our_fault, Some(OurFault::Other(_))) && fault.is_none();
    changes.our_fault = (fault != case.our_fault && !is_unknown).then_some(fault);
    let remedy = remedy(app, form)?;
    let is_unknown = case.remedy.as_ref().is_some_and(|r| matches!(r.kind, RemedyKind::Other(_))) && remedy.is_none();
    changes.remedy = (remedy != case.remedy && !is_unknown).then_some(remedy);
    Ok(())
}

fn remedy(app: &App, form: &Form) -> Result<Option<Remedy>, String> {
    let (kind, amount, text) = (form.chosen(REMEDY), form.text(AMOUNT), form.text(WHAT));
    let kind = match kind {
        "" if amount.is_empty() && text.is_empty() => return Ok(None),
        // Words without a kind are a remedy of their own; a bare amount says nothing.
        "" if !text.is_empty() => RemedyKind::Another,
        "" => return Err(app.texts.t("details-remedy-missing")),
        word => RemedyKind::from(word),
    };
    match kind {
        RemedyKind::Another if text.is_empty() => Err(app.texts.t("details-remedy-words")),
        RemedyKind::ApologyOnly if !amount.is_empty() => Err(app.texts.t("details-remedy-no-amount")),
        kind => Ok(Some(Remedy { kind, amount: amount.to_owned(), text: text.to_owned() })),
    }
}

/// "a discount: 10 %, on the next order"
pub fn remedy_words(app: &App, remedy: &Remedy) -> String {
    let key = format!("remedy-{}", remedy.kind.as_str().replace('_', "-"));
    let kind = match (&remedy.kind, app.texts.t(&key)) {
        (RemedyKind::Other(word), _) => word.to_string(),
        (RemedyKind::Another, _) if !remedy.text.is_empty() => String::new(),
        (_, words) => words,
    };
    let details: Vec<&str> =
        [remedy.amount.as_str(), remedy.text.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
    match (kind.is_empty(), details.is_empty()) {
        (true, _) => details.join(", "),
        (false, true) => kind,
        (false, false) => format!("{kind}: {}", details.join(", ")),
    }
}

/// The steps that can be ticked by hand as flags, with the prevention in words.
static FLAGS: [(WayStep, &str); 4] = [
    (WayStep::Admitted, "admitted"),
    (WayStep::Plan, "plan"),
    (WayStep::OutcomeAsked, "outcome-asked"),
    (WayStep::Done, "done"),
];
const PREVENTED: &str = "prevented";

/// Asks for the steps that nothing shows yet; what shows by itself is told above them.
pub fn open_way(app: &mut App, file: &CaseFile) {
    let texts = &app.texts;
    let way = app.judged(file.case.id).and_then(|judged| judged.way.clone()).map(Vec::from).unwrap_or_default();
    let shows = |step: &WayStep| way.iter().any(|(s, taken)| s == step && *taken == Taken::Shown);
    let ticked = |step: &WayStep| file.case.way.iter().find(|tick| tick.step == *step);
    let (shown, open): (Vec<_>, Vec<_>) = FLAGS.iter().partition(|(step, _)| shows(step) && ticked(step).is_none());
    let mut all: Vec<Field> =
        open.iter().map(|(step, id)| Field::flag(id, texts.t(&format!("way-{id}")), ticked(step).is_some())).collect();
    let prevention = ticked(&WayStep::Prevented).map_or("", |tick| tick.note.as_str());
    all.push(Field::text(PREVENTED, texts.t("way-prevention"), prevention).with_hint(texts.t("way-prevention-hint")));
    let shown: Vec<String> = shown.iter().map(|(_, id)| format!("✓ {}", texts.t(&format!("way-{id}")))).collect();
    let mut form = form(app, "action-way", file, Act::Way { case: file.case.id }, all);
    if !shown.is_empty() {
        form.intro = vec![format!("{} · {}", shown.join("  "), app.texts.t("way-by-itself"))];
    }
    ask(app, form);
}

pub fn set_way(app: &App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let Some(file) = app.case(case) else { return Ok(()) };
    let ticked = |step: &WayStep| file.case.way.iter().find(|tick| tick.step == *step);
    let is_asked = |id: &str| form.fields.iter().any(|field| field.id == id);
    let mut way: Vec<SetWayStep> = FLAGS
        .iter()
        .filter(|(step, id)| is_asked(id) && form.flag(id) != ticked(step).is_some())
        .map(|(step, id)| SetWayStep { step: step.clone(), done: form.flag(id), note: String::new() })
        .collect();
    let note = form.text(PREVENTED).to_owned();
    let before = ticked(&WayStep::Prevented);
    if before.map_or("", |tick| tick.note.trim()) != note {
        way.push(SetWayStep { step: WayStep::Prevented, done: !note.is_empty(), note });
    }
    details::patch(app, case, CasePatch { way, ..CasePatch::default() }, out);
    Ok(())
}
