//! Times as people type them: new follow-ups, and what is put off.

use super::*;

#[test]
fn a_follow_up_is_added_with_a_time_as_people_type_it() {
    // R16
    let mut app = opened(UiLang::Ru, (120, 40));
    press(&mut app, "f");
    fill(&mut app, "when", "пт 18:00");
    fill(&mut app, "title", "узнать у мастера");
    let Command::AddFollowUp { follow_up, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(follow_up.kind, FollowUpKind::Reminder);
    assert_eq!(follow_up.due, Due::instant(at("2026-11-27T16:00:00Z"), "Europe/Chisinau"));
    assert_eq!(follow_up.title, "узнать у мастера");
    press(&mut app, "f");
    let Command::AddFollowUp { follow_up: second, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(second.due.latest(), at("2026-11-24T08:00:00Z"));
    assert_ne!(second.id, follow_up.id);
}

#[test]
fn a_day_off_is_said_and_not_forbidden() {
    let mut app = case();
    press(&mut app, "f");
    fill(&mut app, "when", "sunday 10");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!() };
    assert_eq!(form.advice.as_deref(), Some("→ Sun 29 Nov 10:00 · not a working day"));
    assert!(matches!(command(&press(&mut app, "enter")), Command::AddFollowUp { .. }));
}

#[test]
fn a_time_that_is_over_or_none_is_refused_and_stays_to_be_mended() {
    let mut app = case();
    press(&mut app, "f");
    for (text, key) in [("soon", "when-unclear"), ("2026-11-20", "when-past")] {
        fill(&mut app, "when", text);
        assert_eq!(press(&mut app, "enter"), []);
        assert_eq!(error(&app), app.texts.tr(key, &[("text", text.into())]));
    }
}

#[test]
fn follow_ups_are_done_and_put_off_in_their_pane() {
    let mut app = case();
    press(&mut app, "tab j");
    let Command::PatchFollowUp { id, patch, .. } = command(&press(&mut app, "x")) else { panic!() };
    assert_eq!((id, patch.done), (case_file().follow_ups[0].id, Some(true)));
    press(&mut app, "k Z");
    let Command::PatchFollowUp { id, patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(id, case_file().follow_ups[1].id);
    assert_eq!(patch.snoozed_until, Some(Some(at("2026-11-23T13:05:00Z"))));
    assert_eq!(patch.done, None);
}

#[test]
fn a_day_puts_off_until_work_begins() {
    let mut app = case();
    press(&mut app, "z");
    fill(&mut app, "when", "fri");
    let Command::PatchCase { patch, version, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.snoozed_until, Some(Some(at("2026-11-27T07:00:00Z"))));
    assert_eq!(version, case_file().case.version);
    press(&mut app, "z");
    fill(&mut app, "when", "sun");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.snoozed_until, Some(Some(at("2026-11-29T07:00:00Z"))));
}

#[test]
fn a_case_is_put_off_by_typing_the_time_at_once() {
    let mut app = opened(UiLang::Ru, (80, 24));
    press(&mut app, "z");
    typed(&mut app, "завтра 9");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.snoozed_until, Some(Some(at("2026-11-24T07:00:00Z"))));
    press(&mut app, "z");
    typed(&mut app, "4");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.snoozed_until, Some(Some(at("2026-11-30T08:00:00Z"))));
}

#[test]
fn a_case_put_off_can_be_woken() {
    let mut app = case_with(|f| f.case.snoozed_until = Some(at("2026-11-25T07:00:00Z")));
    press(&mut app, "z");
    fill(&mut app, "wake", " ");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.snoozed_until, Some(None));
}
