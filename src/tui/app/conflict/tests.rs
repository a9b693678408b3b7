use super::super::fixtures::{app, case_file, case_id, colleague, message, now, press};
use super::super::{App, Effect, Event, Screen, update};
use super::*;
use crate::i18n::UiLang;
use crate::model::acts::CasePatch;
use crate::model::{Author, Channel, MessageId, MessageKind};
use crate::tui::view::snapshots::drawn;

fn stuck(command: Command, error: &str) -> OutboxItem {
    OutboxItem {
        key: uuid::Uuid::from_u128(77).into(),
        seq: 1,
        command,
        state: OutboxState::Stuck,
        attempts: 1,
        next_try_at: now(),
        created_at: now(),
        error: error.into(),
    }
}

fn letter() -> Command {
    let reply = NewReply {
        id: MessageId(uuid::Uuid::from_u128(78)),
        public: false,
        channel: Channel::Email,
        to: "m.kuznetsova@example.org".into(),
        subject: "Re: розетка".into(),
        body: "Уважаемая Мария Ивановна!\n\nМастер выехал.".into(),
        signed_at: now(),
        signature: "old".into(),
        attachments: vec![],
        opens: vec![],
        closes: vec![],
        confirms: None,
        overrides: vec![],
        state: None,
    };
    Command::Reply { case: case_id(), thread_version: 4, reply: Box::new(reply) }
}

/// A colleague answered while the letter was on its way.
fn with_a_colleagues_answer(app: &mut App) {
    let mut file = case_file();
    let mut theirs = message(9, MessageKind::Reply, "2026-11-23T12:04:00Z", "Мы уже отправили мастера.");
    theirs.author = Author::Operator { id: colleague(), name: "Пётр Сидоров".into() };
    file.messages.push(theirs);
    file.case.thread_version = 5;
    file.case.version = 9;
    file.case.harm = "по-ихнему".into();
    update(app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
}

fn decide(command: Command, error: &str, size: (u16, u16)) -> App {
    let mut app = app(UiLang::En, size);
    with_a_colleagues_answer(&mut app);
    update(&mut app, Event::Outbox(vec![stuck(command, error)]), now());
    press(&mut app, "g o");
    press(&mut app, "enter");
    assert!(matches!(app.screen(), Screen::Conflict(_)));
    app
}

#[test]
fn a_refused_letter_stands_beside_what_came_and_theirs_keeps_my_text_in_the_history() {
    // R167
    let mut app = decide(letter(), "changed: The thread moved on.", (120, 30));
    let screen = drawn(&mut app);
    for words in ["Somebody changed this", "Мастер выехал.", "Мы уже отправили мастера.", "Пётр Сидоров"]
    {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    assert!(!screen.contains("Никто не приехал"), "only what is new is theirs\n{screen}");
    let key = app.outbox[0].key;
    assert_eq!(press(&mut app, "t"), [Effect::GiveUp { key }]);
    assert!(matches!(app.screen(), Screen::Outbox(_)));
}

#[test]
fn mine_goes_out_again_on_the_thread_as_it_is_now_and_is_signed_anew() {
    let mut app = decide(letter(), "changed: The thread moved on.", (60, 20));
    assert!(drawn(&mut app).contains("Мастер выехал."), "a narrow terminal shows one below the other");
    let out = press(&mut app, "m");
    let [Effect::SignAndSend { letter, .. }] = &out[..] else { panic!("{out:?}") };
    assert_eq!((letter.thread_version, letter.replaces.len()), (5, 1));
    assert_eq!(letter.body, "Уважаемая Мария Ивановна!\n\nМастер выехал.");
}

#[test]
fn mine_written_on_comes_into_the_composer_with_the_news_marked() {
    let mut app = decide(letter(), "changed: The thread moved on.", (120, 30));
    let item = app.outbox[0].clone();
    assert_eq!(press(&mut app, "e"), [Effect::TakeBack { key: item.key }]);
    update(&mut app, Event::TakenBack { key: item.key, item: Some(Box::new(item)) }, now());
    let kind = DraftKind::Reply;
    let out = update(&mut app, Event::Draft { case: case_id(), kind, draft: None }, now());
    assert!(out.iter().any(|e| matches!(e, Effect::SaveDraft(d) if d.text.ends_with("Мастер выехал."))));
    let composer = app.composer.as_ref().unwrap();
    assert!(
        matches!(&composer.news[..], [composer::News::Wrote { who, .. }] if who == "Пётр Сидоров"),
        "{:?}",
        composer.news
    );
}

#[test]
fn an_edit_is_shown_field_by_field_and_mine_is_put_on_theirs() {
    let patch = CasePatch { harm: Some("по-моему".into()), ..CasePatch::default() };
    let command = Command::PatchCase { case: case_id(), version: 5, patch: Box::new(patch.clone()) };
    let mut app = decide(command, "changed: …", (100, 24));
    let screen = drawn(&mut app);
    assert!(screen.contains("по-моему") && screen.contains("по-ихнему"), "{screen}");
    let out = press(&mut app, "m");
    let [Effect::Replace { command, .. }] = &out[..] else { panic!("{out:?}") };
    assert_eq!(**command, Command::PatchCase { case: case_id(), version: 9, patch: Box::new(patch) });
}

#[test]
fn a_conflict_decided_in_another_window_leaves_by_itself() {
    let mut app = decide(letter(), "changed: …", (100, 24));
    update(&mut app, Event::Outbox(vec![]), now());
    assert!(matches!(app.screen(), Screen::Outbox(_)));
}
