//! The mark for a call and the record of one, by their keys.

use super::*;

#[test]
fn a_call_is_marked_with_one_of_five_reasons_by_a_digit() {
    // R88
    for (digit, trigger) in ["1", "2", "3", "4", "5"].into_iter().zip(Trigger::KNOWN) {
        let mut app = case();
        press(&mut app, "c");
        typed(&mut app, digit);
        let Command::MarkCall { mark, .. } = command(&press(&mut app, "enter")) else { panic!() };
        assert_eq!(&mark.trigger, trigger);
        assert_eq!(mark.note, "искрит, пахнет гарью");
    }
    assert_eq!(command(&press(&mut case(), "d")), Command::UnmarkCall { case: case_id() });
}

#[test]
fn a_call_keeps_number_outcome_and_what_was_agreed() {
    // R7, R96
    let mut app = case();
    press(&mut app, "C");
    fill(&mut app, "agreed", "мастер до 18:00");
    let Command::RecordCall { record, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(record.call.number, "+373 69 11 22 33");
    assert_eq!((record.call.outcome.as_str(), record.call.agreed.as_str()), ("reached", "мастер до 18:00"));
    assert_eq!((record.call.operator, record.call.at), (me(), now()));
    assert!(record.call.owes_writing());
}

#[test]
fn too_late_presets_the_oral_apology_and_nobody_reached_heard_none() {
    // R95
    let too_late = |f: &mut CaseFile| {
        if let Some(mark) = &mut f.case.call {
            mark.trigger = Trigger::TooLate;
        }
    };
    let mut app = case_with(too_late);
    let Command::RecordCall { record, .. } = command(&press(&mut app, "C enter")) else { panic!() };
    assert!(record.call.apologised);
    let mut app = case_with(too_late);
    press(&mut app, "C");
    fill(&mut app, "outcome", "2");
    fill(&mut app, "retry", "2h");
    let Command::RecordCall { record, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert!(!record.call.apologised);
    assert_eq!(record.retry.map(|d| d.latest()), Some(at("2026-11-23T14:05:00Z")));
}

#[test]
fn a_recording_is_refused_without_consent_basis_and_date() {
    // R19, R20
    let mut app = case();
    press(&mut app, "C");
    fill(&mut app, "recording", "rec/17");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("call-recording-without-consent"));
    fill(&mut app, "consent", "n");
    fill(&mut app, "how", "by voice");
    let chosen = |app: &App| match &app.overlay {
        Some(Overlay::Form(form)) => form.chosen("consent").to_owned(),
        _ => panic!(),
    };
    assert_eq!((chosen(&app).as_str(), press(&mut app, "enter").len()), ("no", 0));
    assert_eq!(error(&app), app.texts.t("call-recording-without-consent"));
    fill(&mut app, "consent", "y");
    for (missing, field, text) in
        [("call-consent-basis-missing", "basis", "договор"), ("call-keep-until-missing", "keep-until", "2027-11-23")]
    {
        assert_eq!(press(&mut app, "enter"), []);
        assert_eq!(error(&app), app.texts.t(missing));
        fill(&mut app, field, text);
    }
    let Command::RecordCall { record, .. } = command(&press(&mut app, "enter")) else { panic!() };
    let recording = record.call.recording.unwrap();
    assert_eq!((recording.reference.as_str(), recording.keep_until), ("rec/17", date(2027, 11, 23)));
    assert_eq!(record.call.consent.map(|c| (c.answer, c.asked_at)), Some((ConsentAnswer::Yes, now())));
}

#[test]
fn the_plan_of_a_call_writes_down_both_positions() {
    // R32
    let mut app = case();
    press(&mut app, "c");
    fill(&mut app, "ours", "заменить розетку");
    fill(&mut app, "theirs", "вернуть деньги");
    let Command::MarkCall { mark, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!((mark.our_position.as_str(), mark.their_position.as_str()), ("заменить розетку", "вернуть деньги"));
    let mut app = case_with(|file| {
        if let Some(mark) = &mut file.case.call {
            mark.their_position = "вернуть деньги".into();
        }
    });
    press(&mut app, "C");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!() };
    assert!(form.intro.iter().any(|line| line.contains("вернуть деньги")), "the plan is there while one calls");
}

#[test]
fn nothing_is_agreed_with_nobody() {
    // R96
    let mut app = case();
    press(&mut app, "C");
    fill(&mut app, "outcome", "2");
    fill(&mut app, "agreed", "вернём деньги");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("call-agreed-with-nobody"));
}

#[test]
fn a_suggested_call_is_confirmed_or_dismissed_by_one_key() {
    // R88
    let suggested = || {
        let mut app = case();
        let mut file = case_file();
        file.case.call = None;
        file.case.suggested_calls = vec![Trigger::Safety, Trigger::UrgentInfo];
        update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
        app
    };
    let Command::MarkCall { mark, .. } = command(&press(&mut suggested(), "c")) else { panic!() };
    assert_eq!(mark.trigger, Trigger::Safety);
    assert!(mark.note.contains("искрит"), "the words it rests on are the note: {}", mark.note);
    let Command::PatchCase { patch, .. } = command(&press(&mut suggested(), "d")) else { panic!() };
    assert_eq!(patch.dismiss_call, Some(Trigger::Safety));
}

#[test]
fn what_was_typed_of_a_call_outlives_esc() {
    // R96
    let mut app = case();
    press(&mut app, "C");
    fill(&mut app, "note", "автомат выключен");
    press(&mut app, "esc");
    assert!(app.overlay.is_none());
    press(&mut app, "C");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("{:?}", app.overlay) };
    assert_eq!(form.text("note"), "автомат выключен");
    let Command::RecordCall { record, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(record.call.note, "автомат выключен");
    press(&mut app, "C");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("{:?}", app.overlay) };
    assert_eq!(form.text("note"), "", "recorded once");
}

#[test]
fn a_refused_time_gets_the_cursor() {
    let mut app = case();
    press(&mut app, "C");
    fill(&mut app, "outcome", "2");
    fill(&mut app, "retry", "когда-нибудь потом");
    press(&mut app, "enter");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("{:?}", app.overlay) };
    assert!(form.error.is_some());
    assert_eq!(form.fields[form.focus].id, "retry");
}

#[test]
fn what_was_said_is_typed_at_once_and_no_letter_ticks_the_apology() {
    // R95, R96
    let mut app = case();
    press(&mut app, "C");
    typed(&mut app, "мастер в два");
    press(&mut app, "tab tab");
    typed(&mut app, "он плохо слышит");
    let Command::RecordCall { record, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!((record.call.agreed.as_str(), record.call.note.as_str()), ("мастер в два", "он плохо слышит"));
    assert!(!record.call.apologised);
}
