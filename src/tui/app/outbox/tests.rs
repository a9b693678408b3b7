use jiff::ToSpan;

use super::super::fixtures::{app, case_id, now, press, typed};
use super::super::{App, Effect, Event, Screen, update};
use super::Sealing;
use crate::i18n::UiLang;
use crate::model::acts::{Command, NewReply};
use crate::model::{Channel, Draft, DraftKind, OutboxItem, OutboxState};

fn letter(number: u128, state: OutboxState, body: &str) -> OutboxItem {
    let reply = NewReply {
        id: uuid::Uuid::from_u128(900 + number).into(),
        public: false,
        channel: Channel::Email,
        to: String::new(),
        subject: String::new(),
        body: body.into(),
        signed_at: now(),
        signature: String::new(),
        attachments: vec![],
        opens: vec![],
        closes: vec![],
        confirms: None,
        overrides: vec![],
        state: None,
    };
    OutboxItem {
        key: uuid::Uuid::from_u128(number).into(),
        seq: i64::try_from(number).unwrap(),
        command: Command::Reply { case: case_id(), thread_version: 4, reply: Box::new(reply) },
        state,
        attempts: 1,
        next_try_at: now(),
        created_at: now() - 1.minute(),
        error: "the thread has changed".into(),
    }
}

fn outbox(items: Vec<OutboxItem>) -> App {
    let mut app = app(UiLang::En, (80, 24));
    press(&mut app, "g o");
    update(&mut app, Event::Outbox(items), now());
    assert!(matches!(app.screen(), Screen::Outbox(_)));
    app
}

#[test]
fn undo_pressed_while_the_letter_is_being_signed_is_not_lost() {
    // R126
    let mut app = app(UiLang::En, (80, 24));
    app.sealing = Some(Sealing::Going);
    assert!(press(&mut app, "u").is_empty());
    let old = update(&mut app, Event::Outbox(Vec::new()), now());
    assert!(old.is_empty(), "what was read before says nothing of it");
    let item = OutboxItem { attempts: 0, next_try_at: now() + 10.seconds(), ..letter(1, OutboxState::Queued, "a") };
    let out = update(&mut app, Event::Outbox(vec![item.clone()]), now());
    assert_eq!(out, [Effect::TakeBack { key: item.key }]);
    assert_eq!(app.sealing, None);
}

#[test]
fn a_refused_letter_is_tried_again_or_taken_back() {
    let mut app = outbox(vec![letter(1, OutboxState::Queued, "а"), letter(2, OutboxState::Stuck, "б")]);
    let key = letter(2, OutboxState::Stuck, "").key;
    assert_eq!(press(&mut app, "j r"), [Effect::Retry { key }]);
    assert_eq!(press(&mut app, "t"), [Effect::TakeBack { key }]);
    let item = letter(2, OutboxState::Stuck, "б");
    update(&mut app, Event::TakenBack { key, item: Some(Box::new(item)) }, now());
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    assert_eq!(app.composer.as_ref().unwrap().editor.text(), "б");
}

#[test]
fn what_is_on_its_way_is_left_alone() {
    let mut app = outbox(vec![letter(1, OutboxState::InFlight, "а")]);
    assert!(press(&mut app, "r t").is_empty());
    assert!(app.toasts.iter().any(|t| t.text.contains("on its way")));
    let mut app = outbox(vec![]);
    assert!(press(&mut app, "r t j k enter").is_empty());
}

#[test]
fn the_cursor_stays_in_a_list_that_got_shorter() {
    let mut app = outbox((1..6).map(|n| letter(n, OutboxState::Stuck, "а")).collect());
    press(&mut app, "G");
    update(&mut app, Event::Outbox(vec![letter(1, OutboxState::Stuck, "а")]), now());
    assert_eq!(press(&mut app, "r"), [Effect::Retry { key: letter(1, OutboxState::Stuck, "").key }]);
}

#[test]
fn a_refused_letter_becomes_a_draft_again_and_never_replaces_a_newer_one() {
    let mut app = app(UiLang::En, (80, 24));
    let item = letter(1, OutboxState::Stuck, "мой ответ");
    let out = update(&mut app, Event::Refused { item: Box::new(item.clone()) }, now());
    assert!(out.contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::Reply }), "{out:?}");
    assert!(app.toasts.iter().any(|t| t.text.contains("the thread has changed")), "{:?}", app.toasts);
    let empty = Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None };
    let out = update(&mut app, empty.clone(), now());
    let [Effect::SaveDraft(draft)] = &out[..] else { panic!("{out:?}") };
    assert_eq!(draft.text, "мой ответ");

    update(&mut app, Event::Refused { item: Box::new(item.clone()) }, now());
    let newer = Draft { text: "новее".into(), ..draft.clone() };
    let out = update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: Some(newer) }, now());
    assert!(out.is_empty(), "{out:?}");

    press(&mut app, "r");
    update(&mut app, empty.clone(), now());
    typed(&mut app, "ещё новее");
    update(&mut app, Event::Refused { item: Box::new(item) }, now());
    assert!(update(&mut app, empty, now()).is_empty());
    assert!(app.composer.as_ref().unwrap().editor.text().contains("ещё новее"));
}
