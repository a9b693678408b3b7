//! The key that asks in words what a 👍 left unclear.

use super::super::fixtures::{app, case_file, case_id, now, press, typed};
use super::super::{App, Event, update};
use crate::i18n::UiLang;
use crate::model::{AmbiguousConsent, CaseFile, DraftKind};
use crate::tui::view::snapshots::drawn;

const TERM: &str = "Предлагаем заменить розетку до 27 ноября.";

/// A letter begun on a case, flagged or as the function leaves it.
fn writing(change: impl FnOnce(&mut CaseFile)) -> App {
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.messages[4].body = "👍".into();
    file.case.ambiguous_consent = Some(AmbiguousConsent { message: file.messages[4].id, term: TERM.into(), at: now() });
    change(&mut file);
    let kind = if file.case.is_public { DraftKind::PublicReply } else { DraftKind::Reply };
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind, draft: None }, now());
    app
}

fn text(app: &App) -> &str {
    app.composer.as_ref().unwrap().editor.text()
}

#[test]
fn one_key_asks_about_the_open_term_and_leaves_the_cursor_behind_it() {
    // R3
    let mut app = writing(|_| {});
    assert!(drawn(&mut app).contains("ctrl-t asks about it") || drawn(&mut app).contains("^T asks about it"));
    press(&mut app, "ctrl-t");
    let asked = "Вижу Ваш 👍. Правильно ли я понимаю, что Вы согласны: заменить розетку до 27 ноября?";
    assert!(text(&app).contains(asked), "{}", text(&app));
    let composer = app.composer.as_ref().unwrap();
    let end = composer.editor.text().find(asked).unwrap() + asked.len();
    assert_eq!((composer.editor.cursor(), composer.editor.selection()), (end, None), "the letter goes on behind it");
    press(&mut app, "ctrl-z");
    assert!(!text(&app).contains("Правильно ли"), "one step takes the question back: {}", text(&app));
}

#[test]
fn a_question_of_ours_is_asked_about_as_a_question() {
    // R3
    let question = "Согласны ли Вы на замену?";
    let mut app = writing(|f| f.case.ambiguous_consent.as_mut().unwrap().term = question.into());
    press(&mut app, "ctrl-t");
    assert!(text(&app).contains("что Вы согласны на замену?"), "{}", text(&app));
}

#[test]
fn without_a_flag_and_in_public_the_slot_is_left_open() {
    // R3, T8
    for change in [|f: &mut CaseFile| f.case.ambiguous_consent = None, |f: &mut CaseFile| f.case.is_public = true] {
        let mut app = writing(change);
        press(&mut app, "ctrl-t");
        assert!(text(&app).contains("согласны с ‹нашим предложением› и мы"), "{}", text(&app));
        typed(&mut app, "сроком");
        assert!(text(&app).contains("согласны с сроком и мы"), "its hint was selected: {}", text(&app));
    }
}
