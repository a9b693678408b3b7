//! Our fault, the remedy and the ticks of the way, by their keys.

use super::*;

fn patch(out: &Effects) -> CasePatch {
    let Command::PatchCase { patch, .. } = command(out) else { panic!("{out:?}") };
    *patch
}

#[test]
fn the_details_say_whose_fault_it_was_and_what_puts_it_right() {
    // R114, R128, R136
    let mut app = case();
    press(&mut app, "h");
    fill(&mut app, "fault", "p");
    fill(&mut app, "remedy", "m");
    fill(&mut app, "amount", "40 €");
    let remedy = Remedy { kind: RemedyKind::Refund, amount: "40 €".into(), text: String::new() };
    let expected = CasePatch {
        our_fault: Some(Some(OurFault::Partly)),
        remedy: Some(Some(remedy.clone())),
        ..CasePatch::default()
    };
    assert_eq!(patch(&press(&mut app, "enter")), expected);
    let mut app = case_with(|f| {
        f.case.our_fault = Some(OurFault::Yes);
        f.case.remedy = Some(remedy);
    });
    let shown = drawn(&mut app);
    assert!(shown.contains("our fault: yes") && shown.contains("put right by: money back: 40 €"), "{shown}");
    assert_eq!(press(&mut app, "h enter"), [], "nothing was changed");
    press(&mut app, "h");
    fill(&mut app, "fault", "1");
    assert_eq!(patch(&press(&mut app, "enter")).our_fault, Some(None), "not said is a choice too");
}

#[test]
fn a_remedy_that_cannot_be_is_told_in_the_form() {
    let mut app = case();
    press(&mut app, "h");
    fill(&mut app, "amount", "40 €");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("details-remedy-missing"));
    fill(&mut app, "remedy", "s");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("details-remedy-words"));
    fill(&mut app, "remedy", "2");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("details-remedy-no-amount"), "R116: an apology alone has none");
    press(&mut app, "esc");
    press(&mut app, "h");
    fill(&mut app, "remedy", "2");
    let remedy = patch(&press(&mut app, "enter")).remedy.flatten().unwrap();
    assert_eq!(remedy.kind, RemedyKind::ApologyOnly, "R116");
}

#[test]
fn the_way_shows_five_ticks_and_what_is_not_seen_is_ticked_by_hand() {
    // R133
    let mut app = case_with(|f| {
        f.messages.retain(|m| !m.is_outbound());
        f.calls.clear();
        f.follow_ups.clear();
        f.case.wished_outcome.clear();
        f.case.state = State::Open;
    });
    let shown = drawn(&mut app);
    for step in ["· admitted", "· plan", "· wish known", "· done", "· prevented"] {
        assert!(shown.contains(step), "{step}: {shown}");
    }
    press(&mut app, "H");
    fill(&mut app, "admitted", " ");
    fill(&mut app, "prevented", "мастера проверяют заземление");
    let note = "мастера проверяют заземление".to_owned();
    let expected = [
        SetWayStep { step: WayStep::Admitted, done: true, note: String::new() },
        SetWayStep { step: WayStep::Prevented, done: true, note: note.clone() },
    ];
    assert_eq!(patch(&press(&mut app, "enter")).way, expected);
    let mut app = case_with(|f| {
        f.case.wished_outcome = "Мастер сегодня".into();
        let tick = |step, note: &str| WayTick { step, note: note.into(), by: me(), at: now() };
        f.case.way = vec![tick(WayStep::Done, ""), tick(WayStep::Prevented, &note)];
    });
    let shown = drawn(&mut app);
    assert!(shown.contains("✓ wish known") && shown.contains("✓ prevented"), "{shown}");
    assert!(shown.contains("мастера проверяют"), "what prevents it: {shown}");
    press(&mut app, "H");
    assert!(drawn(&mut app).contains(&app.texts.t("way-by-itself")), "what shows by itself is not asked");
    assert_eq!(press(&mut app, "enter"), [], "nothing was changed");
    press(&mut app, "H");
    fill(&mut app, "done", " ");
    let expected = [SetWayStep { step: WayStep::Done, done: false, note: String::new() }];
    assert_eq!(patch(&press(&mut app, "enter")).way, expected, "a tick can be taken away");
}
