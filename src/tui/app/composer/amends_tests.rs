//! What the case says of putting it right, while its letter is written (R113, R114, R128).

use super::super::fixtures::{app, at, case_file, case_id, follow_up, message, now, press, typed};
use super::super::{App, Event, update};
use crate::i18n::UiLang;
use crate::model::{CaseFile, DraftKind, FollowUpKind, MessageKind, OurFault, Remedy, RemedyKind};
use crate::tui::view::snapshots::drawn;

fn writing(change: impl FnOnce(&mut CaseFile)) -> App {
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.messages.retain(|m| !m.is_outbound());
    file.follow_ups.clear();
    change(&mut file);
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

fn text(app: &App) -> &str {
    app.composer.as_ref().unwrap().editor.text()
}

fn found(app: &mut App) -> Vec<String> {
    let mut composer = app.composer.take().unwrap();
    super::judge(app, &mut composer);
    let found = composer.findings.iter().map(|f| f.rule().to_owned()).collect();
    app.composer = Some(composer);
    found
}

#[test]
fn the_letter_is_measured_by_the_fault_and_the_remedy_of_its_case() {
    // R114, R128
    let mut app = writing(|f| {
        f.case.our_fault = Some(OurFault::Yes);
        f.case.remedy = Some(Remedy { kind: RemedyKind::Discount, amount: "10 %".into(), text: String::new() });
    });
    typed(&mut app, "Мария Ивановна, мастер приедет завтра до 12:00.");
    let rules = found(&mut app);
    assert!(
        rules.iter().any(|r| r == "admission_missing") && rules.iter().any(|r| r == "remedy_not_named"),
        "{rules:?}"
    );
    typed(&mut app, " Это наша ошибка. Скидка 10 % уже в счёте.");
    let rules = found(&mut app);
    assert!(!rules.iter().any(|r| r == "admission_missing" || r == "remedy_not_named"), "{rules:?}");
    let mut app = writing(|_| {});
    typed(&mut app, "Мария Ивановна, мастер приедет завтра до 12:00.");
    assert!(!found(&mut app).iter().any(|r| r == "admission_missing"), "nobody said whose fault it was");
}

#[test]
fn p1_stands_first_with_the_broken_term_in_its_slot() {
    // R113
    let broken = |f: &mut CaseFile| {
        f.follow_ups = vec![follow_up(9, FollowUpKind::Promise, "2026-11-20T10:00:00Z", "мастер приедет")];
        assert!(f.follow_ups[0].is_failed(now()), "{} is later", at("2026-11-20T10:00:00Z"));
    };
    let named = |f: &mut CaseFile| {
        broken(f);
        f.messages.push(message(9, MessageKind::Reply, "2026-11-18T10:00:00Z", "Мастер приедет 20 ноября."));
    };
    let mut app = writing(named);
    typed(&mut app, "Мария Ивановна, мастер приедет завтра до 12:00. ");
    assert!(found(&mut app).iter().any(|r| r == "broken_term_not_regretted"));
    press(&mut app, "ctrl-p");
    assert!(drawn(&mut app).contains("нарушенный срок, 20 ноября"), "{}", drawn(&mut app));
    press(&mut app, "1");
    assert!(text(&app).contains("риношу свои извинения за нарушенный срок, 20 ноября."), "{}", text(&app));
    let composer = app.composer.as_ref().unwrap();
    let slot = composer.slot().expect("in the slot").range.clone();
    assert_eq!(&composer.editor.text()[slot.clone()], "нарушенный срок, 20 ноября");
    assert_eq!(composer.editor.selection(), Some(slot), "typing changes it");
    assert!(drawn(&mut app).contains("filled in"), "{}", drawn(&mut app));
    assert!(!found(&mut app).iter().any(|r| r == "broken_term_not_regretted"));
    press(&mut app, "tab");
    typed(&mut app, " Мастер едет.");
    assert!(text(&app).contains("за нарушенный срок, 20 ноября. Мастер едет."), "{}", text(&app));
    let mut app = writing(broken);
    press(&mut app, "ctrl-p 1");
    assert!(
        text(&app).contains("риношу свои извинения за нарушенный срок."),
        "no letter named the day: {}",
        text(&app)
    );
    let mut app = writing(|_| {});
    press(&mut app, "ctrl-p 1");
    assert!(text(&app).contains("‹задержку доставки›"), "no term was broken: {}", text(&app));
}
