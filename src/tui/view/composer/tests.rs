use insta::assert_snapshot;

use super::super::snapshots::drawn;
use crate::i18n::UiLang;
use crate::model::acts::{Command, NewNote, SetState};
use crate::model::{DraftKind, MessageKind, OutboxItem, OutboxState, State};
use crate::tui::app::fixtures::{app, case_file, case_id, message, now, press, typed};
use crate::tui::app::{App, Effect, Event, update};

/// The composer with nothing written.
fn begun(lang: UiLang, size: (u16, u16)) -> App {
    let mut app = app(lang, size);
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

/// In the middle of a letter, checked and saved, with an empty slot.
fn writing(lang: UiLang, size: (u16, u16)) -> App {
    let mut app = begun(lang, size);
    press(&mut app, "ctrl-p 1");
    typed(&mut app, "задержку");
    press(&mut app, "tab end enter enter");
    typed(&mut app, "Мария Ивановна, мастер приедет к Вам сегодня до 18:00. ");
    typed(&mut app, "Я лично проконтролирую результаты. ");
    let out = press(&mut app, "ctrl-p 2");
    for wake in out.into_iter().filter_map(|e| if let Effect::Wake { wake, .. } = e { Some(wake) } else { None }) {
        update(&mut app, Event::Woke(wake), now());
    }
    update(&mut app, Event::DraftSaved { case: case_id(), kind: DraftKind::Reply, at: now(), over: None }, now());
    app
}

#[test]
fn a_letter_beside_the_customers_words() {
    assert_snapshot!(drawn(&mut writing(UiLang::Ru, (120, 40))));
}

#[test]
fn a_letter_in_a_small_terminal() {
    assert_snapshot!(drawn(&mut writing(UiLang::En, (80, 24))));
}

#[test]
fn a_long_finding_leaves_the_checklist_the_promises_and_its_keys_in_a_small_terminal() {
    let mut app = begun(UiLang::Ru, (80, 24));
    typed(&mut app, "Мне жаль, что Вы так это восприняли. Мария Ивановна, мастер приедет к Вам завтра до 18:00.");
    press(&mut app, "ctrl-g");
    let drawing = drawn(&mut app);
    for words in ["✗ сочувствие", "вт 18:00", "! Речь о безопасности человека.", "F7"]
    {
        assert!(drawing.contains(words), "{words}: {drawing}");
    }
}

#[test]
fn a_letter_in_a_large_terminal_and_what_happened_meanwhile() {
    let mut app = writing(UiLang::Ro, (200, 60));
    let mut file = case_file();
    file.case.thread_version += 1;
    file.messages.push(message(6, MessageKind::Inbound, "2026-11-23T12:05:00Z", "Уже не надо, всё сделали соседи."));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    assert_snapshot!(drawn(&mut app));
}

#[test]
fn the_phrases_over_the_letter() {
    let mut app = writing(UiLang::En, (100, 30));
    press(&mut app, "ctrl-end ctrl-p");
    assert_snapshot!(drawn(&mut app));
}

#[test]
fn the_review_with_what_it_opens_and_what_holds_it() {
    let mut app = writing(UiLang::Ru, (120, 40));
    press(&mut app, "ctrl-d");
    assert_snapshot!(drawn(&mut app));
}

#[test]
fn the_review_in_a_small_terminal() {
    let mut app = begun(UiLang::En, (80, 24));
    typed(&mut app, "Мария Ивановна, мастер приедет к Вам сегодня до 18:00.");
    press(&mut app, "ctrl-d");
    assert_snapshot!(drawn(&mut app));
}

#[test]
fn the_outbox_with_mine_and_theirs() {
    let mut app = app(UiLang::En, (100, 24));
    let item = |number: u128, state, command| OutboxItem {
        key: uuid::Uuid::from_u128(number).into(),
        seq: 1,
        command,
        state,
        attempts: 0,
        next_try_at: now() + jiff::SignedDuration::from_secs(8),
        created_at: now(),
        error: String::new(),
    };
    let note =
        NewNote { id: uuid::Uuid::from_u128(5).into(), body: "Мастер в пути.".into(), attachments: vec![] };
    let set = SetState { state: State::Closed, note: String::new(), impression: None };
    let mut stuck = item(1, OutboxState::Stuck, Command::Note { case: case_id(), note });
    stuck.error = "Anna has answered meanwhile".into();
    press(&mut app, "g o");
    let items = vec![stuck, item(2, OutboxState::Queued, Command::SetState { case: case_id(), set })];
    update(&mut app, Event::Outbox(items), now());
    assert_snapshot!(drawn(&mut app));
}

#[test]
fn no_size_is_too_small_or_too_large_to_draw() {
    for size in [(1, 1), (20, 5), (40, 12), (79, 24), (99, 30), (100, 7), (160, 50), (300, 100)] {
        let mut app = writing(UiLang::Ru, size);
        update(&mut app, Event::Resize(size.0, size.1), now());
        drawn(&mut app);
        press(&mut app, "ctrl-p");
        drawn(&mut app);
        press(&mut app, "esc ctrl-d");
        drawn(&mut app);
        press(&mut app, "esc esc g o");
        let drawing = drawn(&mut app);
        assert!(size != (40, 12) || drawing.contains("Исходящие"), "{drawing}");
    }
}
