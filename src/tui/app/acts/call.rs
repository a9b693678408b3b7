//! Calls: the mark that one is needed, with one of five reasons (R88), and the record of what was said (R96).

use super::super::composer::{self, Agreement};
use super::super::form::{Choice, Field, NOTE};
use super::super::{App, Effects, Form, Level, Said};
use super::{Act, ask, fields, form, submit};
use crate::i18n::day;
use crate::model::acts::{CallRecord, CasePatch, Command, MarkCall};
use crate::model::{
    Call, CallId, CallMark, CallOutcome, CaseFile, CaseId, Consent, ConsentAnswer, DueAt, Recording, Trigger,
};
use crate::triage::{Courtesy, CourtesyReason};

/// Confirms what the desk suggests by this one key; asks for the reason where nothing is suggested, or once more.
pub fn mark_or_ask(app: &mut App, file: &CaseFile, out: &mut Effects) {
    let (trigger, note) = match file.case.suggested_call().cloned() {
        Some(trigger) => {
            let evidence = app.judged(file.case.id).map(|judged| judged.evidence(file, &trigger));
            (trigger, evidence.unwrap_or_default())
        }
        None => match friendly(app, file) {
            Some(found) => (Trigger::Courtesy, courtesy_words(app, &found)),
            None => return open_mark(app, file),
        },
    };
    let reason = app.texts.t(&format!("trigger-{}", trigger.as_str().replace('_', "-")));
    app.say(Level::Info, &Said::new("call-marked").with("reason", reason));
    submit(out, Command::MarkCall { case: file.case.id, mark: MarkCall { trigger, note, ..MarkCall::default() } });
}

/// The friendly call that is suggested on the case (R97).
fn friendly(app: &App, file: &CaseFile) -> Option<Courtesy> {
    app.judged(file.case.id)?.courtesy.filter(|_| file.case.call.is_none())
}

/// "VIP, answered in writing on 12 Nov"
pub fn courtesy_words(app: &App, found: &Courtesy) -> String {
    let key = match found.reason {
        CourtesyReason::Vip => "courtesy-vip",
        CourtesyReason::Heated => "courtesy-heated",
        CourtesyReason::Repeated => "courtesy-repeated",
    };
    let when = day(&app.texts, found.answered_at.to_zoned(app.zone()).date(), app.local_now().date());
    app.texts.tr(key, &[("when", when.into())])
}

/// One key opens it, a digit takes the reason, Enter marks.
pub fn open_mark(app: &mut App, file: &CaseFile) {
    let triggers = Trigger::KNOWN.iter().enumerate().map(|(i, t)| {
        let words = app.texts.t(&format!("trigger-{}", t.as_str().replace('_', "-")));
        Choice::new(t.as_str(), format!("{} {words}", i + 1))
    });
    let marked = file.case.call.as_ref();
    let trigger = marked.map_or("", |m| m.trigger.as_str());
    let fields = vec![
        fields::chosen("trigger", app.texts.t("call-why"), triggers.collect(), trigger),
        Field::text("note", app.texts.t("form-note"), marked.map_or("", |m| &m.note)),
        Field::text("ours", app.texts.t("call-our-position"), marked.map_or("", |m| &m.our_position)),
        Field::text("theirs", app.texts.t("call-their-position"), marked.map_or("", |m| &m.their_position)),
    ];
    let mut form = form(app, "mark-call-title", file, Act::MarkCall { case: file.case.id }, fields);
    form.intro = Trigger::KNOWN
        .iter()
        .enumerate()
        .map(|(i, t)| format!("{}  {}", i + 1, app.texts.t(&format!("trigger-{}", t.as_str().replace('_', "-")))))
        .collect();
    ask(app, form);
}

pub fn mark(case: CaseId, form: &Form, out: &mut Effects) {
    let said = |id| form.text(id).to_owned();
    let mark = MarkCall {
        trigger: Trigger::from(form.chosen("trigger")),
        note: said("note"),
        our_position: said("ours"),
        their_position: said("theirs"),
    };
    submit(out, Command::MarkCall { case, mark });
}

pub fn unmark(app: &mut App, file: &CaseFile, out: &mut Effects) {
    if file.case.call.is_some() {
        submit(out, Command::UnmarkCall { case: file.case.id });
    } else if let Some(trigger) =
        file.case.suggested_call().cloned().or_else(|| friendly(app, file).map(|_| Trigger::Courtesy))
    {
        super::details::patch(
            app,
            file.case.id,
            CasePatch { dismiss_call: Some(trigger), ..CasePatch::default() },
            out,
        );
        app.say(Level::Info, &Said::new("call-dismissed"));
    } else {
        app.say(Level::Info, &Said::new("call-not-marked"));
    }
}

/// The place of the line for what was agreed, where the form of a call begins.
const SAID: usize = 2;

pub fn open_record(app: &mut App, file: &CaseFile) {
    let texts = &app.texts;
    let trigger = file.case.call.as_ref().map(|m| &m.trigger);
    let outcomes: Vec<Choice> = CallOutcome::KNOWN
        .iter()
        .enumerate()
        .map(|(i, o)| {
            Choice::new(
                o.as_str(),
                format!("{} {}", i + 1, texts.t(&format!("outcome-{}", o.as_str().replace('_', "-")))),
            )
        })
        .collect();
    let answers = fields::words(app, "consent-answer", &["not_asked", "yes", "no"]);
    let fields = vec![
        Field::text("number", texts.t("call-number"), file.customer.phone().unwrap_or_default()),
        fields::chosen("outcome", texts.t("call-outcome"), outcomes, ""),
        Field::text("agreed", texts.t("call-what-agreed"), "").with_hint(texts.t("call-what-agreed-hint")),
        Field::text(NOTE, texts.t("form-note"), ""),
        Field::flag("apologised", texts.t("call-did-apologise"), trigger == Some(&Trigger::TooLate)),
        Field::text("retry", texts.t("call-retry"), "").with_hint(texts.t("call-retry-hint")),
        Field::text("minutes", texts.t("call-minutes"), ""),
        fields::chosen("consent", texts.t("call-consent"), answers, ""),
        Field::text("how", texts.t("call-consent-how"), "").with_hint(texts.t("call-consent-how-hint")),
        Field::text("basis", texts.t("call-consent-basis"), ""),
        Field::text("recording", texts.t("call-recording-where"), "").with_hint(texts.t("call-recording-hint")),
        Field::text("keep-until", texts.t("call-keep-until"), "").with_hint(texts.t("form-when-hint")),
    ];
    let mut form = form(app, "record-call-title", file, Act::RecordCall { case: file.case.id }, fields);
    // What was said is typed at once; the outcome stands above it, already "reached". Without a number that comes first.
    form.focus = if file.customer.phone().is_some() { SAID } else { 0 };
    form.intro = file.case.call.as_ref().map(|mark| positions(app, mark)).unwrap_or_default();
    ask(app, form);
}

/// The two positions of a plan, a line each (R32).
fn positions(app: &App, mark: &CallMark) -> Vec<String> {
    let both = [("call-our-position", &mark.our_position), ("call-their-position", &mark.their_position)];
    let told = both.into_iter().filter(|(_, words)| !words.is_empty());
    told.map(|(key, words)| format!("{}: {words}", app.texts.t(key))).collect()
}

pub fn record(app: &mut App, case: CaseId, form: &Form, out: &mut Effects) -> Result<(), String> {
    let Some(trigger) = app.case(case).map(|f| f.case.call.as_ref().map(|m| m.trigger.clone())) else { return Ok(()) };
    let wrong = |key: &str| Err(app.texts.t(key));
    let number = form.text("number");
    if number.is_empty() {
        return wrong("call-no-number");
    }
    let outcome = CallOutcome::from(form.chosen("outcome"));
    let reached = outcome == CallOutcome::Reached || outcome == CallOutcome::CallbackAgreed;
    let agreed = form.text("agreed");
    if !agreed.is_empty() && !reached {
        return wrong("call-agreed-with-nobody");
    }
    let seconds = match form.text("minutes") {
        "" => 0,
        text => text
            .parse::<u32>()
            .ok()
            .and_then(|m| m.checked_mul(60))
            .ok_or_else(|| app.texts.tr("call-minutes-wrong", &[("text", text.into())]))?,
    };
    let retry = fields::optional(app, form, "retry")?;
    if retry.is_some() && !matches!(outcome, CallOutcome::NoAnswer | CallOutcome::CallbackAgreed) {
        return wrong("call-retry-for-nothing");
    }
    let consent = consent(app, form)?;
    let recording = recording(app, form, consent.as_ref())?;
    let call = Call {
        id: CallId(app.new_id()),
        case_id: case,
        operator: app.me.id,
        trigger,
        number: number.to_owned(),
        at: app.now,
        seconds,
        apologised: reached && form.flag("apologised"),
        outcome,
        agreed: agreed.to_owned(),
        note: form.text("note").to_owned(),
        consent,
        recording,
        link: None,
    };
    let agreement = Agreement { at: call.at, agreed: call.agreed.clone() };
    submit(out, Command::RecordCall { case, record: Box::new(CallRecord { call, retry }) });
    if !agreement.agreed.is_empty() {
        app.overlay = None;
        composer::open_record(app, case, agreement, out);
    }
    Ok(())
}

/// Asked when, how, answered what, on which basis (R20).
fn consent(app: &App, form: &Form) -> Result<Option<Consent>, String> {
    let answer = form.chosen("consent");
    if answer == "not_asked" {
        return Ok(None);
    }
    let how = form.text("how");
    if how.is_empty() {
        return Err(app.texts.t("call-consent-how-missing"));
    }
    let basis = form.text("basis").to_owned();
    Ok(Some(Consent { asked_at: app.now, how: how.to_owned(), answer: ConsentAnswer::from(answer), basis }))
}

/// A recording needs the consent "yes", its basis and a date of deletion (R19, R20).
fn recording(app: &App, form: &Form, consent: Option<&Consent>) -> Result<Option<Recording>, String> {
    let reference = form.text("recording");
    if reference.is_empty() {
        return Ok(None);
    }
    if consent.is_none_or(|c| c.answer != ConsentAnswer::Yes) {
        return Err(app.texts.t("call-recording-without-consent"));
    }
    if consent.is_none_or(|c| c.basis.is_empty()) {
        return Err(app.texts.t("call-consent-basis-missing"));
    }
    let keep_until = match fields::optional(app, form, "keep-until")?.map(|due| (due.at, due)) {
        Some((DueAt::Day(day), _)) => day,
        Some((DueAt::Instant(_), due)) => due.local().date(),
        None => return Err(app.texts.t("call-keep-until-missing")),
    };
    Ok(Some(Recording { reference: reference.to_owned(), keep_until }))
}
