//! What is written for a case that goes into another one.

use super::super::super::fixtures::{at, case_file, case_id, now, opened, press, typed};
use super::super::super::{Event, update};
use super::*;
use crate::i18n::UiLang;
use crate::model::{Absorbed, CaseFile, DraftKind};

fn other() -> CaseId {
    CaseId(uuid::Uuid::from_u128(2))
}

fn draft(case: CaseId, text: &str) -> Draft {
    Draft {
        case,
        kind: DraftKind::Reply,
        text: text.into(),
        cursor: 0,
        slots: vec![],
        thread_version: 0,
        saved_at: at("2026-11-23T10:00:00Z"),
        attachments: vec![],
        overrides: vec![],
    }
}

/// The survivor of a merge.
fn survivor() -> CaseFile {
    let mut file = case_file();
    (file.case.id, file.case.number) = (other(), 42);
    file.case.absorbed = vec![Absorbed::unanswered(case_id(), 41)];
    file
}

fn came(app: &mut App, file: CaseFile) -> Effects {
    update(app, Event::Case { id: file.case.id, file: Some(Box::new(file)) }, now())
}

fn drafted(app: &mut App, case: CaseId, text: Option<&str>) -> Effects {
    let draft = text.map(|text| draft(case, text));
    update(app, Event::Draft { case, kind: DraftKind::Reply, draft }, now())
}

fn text(app: &App) -> &str {
    app.composer.as_ref().map_or("", |c| c.editor.text())
}

/// The case of the letter went into #42 while it was written.
fn merged_under_the_pen() -> (App, Effects) {
    let mut app = opened(UiLang::En, (120, 40));
    press(&mut app, "r");
    drafted(&mut app, case_id(), Some("Уважаемая Мария Ивановна! Мастер"));
    typed(&mut app, " выехал.");
    let mut gone = case_file();
    gone.case.merged_into = Some(other());
    let mut out = came(&mut app, gone);
    out.extend(came(&mut app, survivor()));
    (app, out)
}

#[test]
fn a_letter_begun_for_a_merged_case_is_saved_and_written_on_in_the_survivor() {
    // R166
    let (mut app, out) = merged_under_the_pen();
    let is_saved = |e: &Effect| matches!(e, Effect::SaveDraft(d) if d.case == case_id() && d.text.contains("выехал"));
    assert!(out.iter().any(is_saved), "{out:?}");
    assert_eq!(app.composer.as_ref().map(|c| c.case), Some(other()));
    let out = drafted(&mut app, other(), None);
    assert!(out.contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::Reply }), "{out:?}");
    let out = drafted(&mut app, case_id(), Some("Уважаемая Мария Ивановна! Мастер выехал."));
    assert_eq!(text(&app), "Уважаемая Мария Ивановна! Мастер выехал.");
    assert!(out.contains(&Effect::DeleteDraft { case: case_id(), kind: DraftKind::Reply }), "it must not come back");
    assert!(out.iter().any(|e| matches!(e, Effect::SaveDraft(d) if d.case == other())), "{out:?}");
}

#[test]
fn with_a_letter_begun_on_both_sides_both_are_offered() {
    // R166
    let (mut app, _) = merged_under_the_pen();
    drafted(&mut app, other(), Some("Мария Ивановна, добрый день!"));
    drafted(&mut app, case_id(), Some("Мастер выехал."));
    assert_eq!(text(&app), "Мария Ивановна, добрый день!");
    assert!(app.toasts.last().unwrap().text.contains("#41"));
    let history = Event::DraftHistory { case: other(), kind: DraftKind::Reply, drafts: vec![] };
    update(&mut app, history, now());
    let Screen::Versions(versions) = app.screen() else { panic!("the other draft is offered") };
    assert_eq!(versions.drafts[0].text, "Мастер выехал.");
    press(&mut app, "enter");
    assert_eq!(text(&app), "Мастер выехал.");
}

#[test]
fn whoever_answers_a_merged_case_answers_in_the_survivor() {
    let mut app = opened(UiLang::En, (120, 40));
    let mut gone = case_file();
    gone.case.merged_into = Some(other());
    came(&mut app, gone);
    press(&mut app, "r");
    assert_eq!(app.composer.as_ref().map(|c| c.case), Some(other()));
    assert_eq!(app.stack.iter().filter(|s| matches!(s, Screen::Composer)).count(), 1);
}
