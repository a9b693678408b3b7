//! What comes back: a letter out of the outbox, an earlier version, a discarded text.

use jiff::ToSpan;

use super::super::fixtures::{app, case_id, now, press, typed};
use super::super::{Effect, Event, Screen, update};
use super::tests::{body, saves, text, writing};
use super::*;
use crate::i18n::UiLang;
use crate::letter;
use crate::model::acts::Command;
use crate::model::{OutboxItem, OutboxState};

fn item(body: &str) -> OutboxItem {
    let reply = crate::model::acts::NewReply {
        id: uuid::Uuid::from_u128(900).into(),
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
        key: uuid::Uuid::from_u128(901).into(),
        seq: 1,
        command: Command::Reply { case: case_id(), thread_version: 4, reply: Box::new(reply) },
        state: OutboxState::Queued,
        attempts: 0,
        next_try_at: now() + 10.seconds(),
        created_at: now(),
        error: String::new(),
    }
}

#[test]
fn undo_brings_the_letter_back_byte_for_byte() {
    // R126, R166
    let mut app = app(UiLang::En, (120, 40));
    let item = item("Уважаемая Мария Ивановна!\n\n- раз\n\n\n- два  \n");
    update(&mut app, Event::Outbox(vec![item.clone()]), now());
    let out = press(&mut app, "u");
    assert_eq!(out, [Effect::TakeBack { key: item.key }]);
    update(&mut app, Event::TakenBack { key: item.key, item: Some(Box::new(item)) }, now());
    let out = update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    assert_eq!(text(&app), "Уважаемая Мария Ивановна!\n\n- раз\n\n\n- два  \n");
    assert_eq!(saves(&out).len(), 1, "it is a draft on the disk at once");
}

#[test]
fn a_letter_that_came_back_is_written_on_above_its_signature() {
    let mut app = app(UiLang::En, (120, 40));
    let signature = letter::signature(&app.me, "ru");
    let item = item(&format!("Здравствуйте!\n\nРаз.\n\n{signature}"));
    update(&mut app, Event::TakenBack { key: item.key, item: Some(Box::new(item)) }, now());
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    typed(&mut app, " Два.");
    assert_eq!(text(&app), format!("Здравствуйте!\n\nРаз. Два.\n\n{signature}"));
}

#[test]
fn a_letter_that_comes_back_late_does_not_disturb_another_one() {
    let mut app = writing();
    typed(&mut app, "другое");
    let item = item("старое");
    let out = update(&mut app, Event::TakenBack { key: item.key, item: Some(Box::new(item)) }, now());
    assert_eq!((saves(&out)[0].text.as_str(), body(&app)), ("старое", "другое"));
    let out = update(&mut app, Event::TakenBack { key: uuid::Uuid::from_u128(1).into(), item: None }, now());
    assert!(out.is_empty() && app.toasts.iter().any(|t| t.text.contains("already left")));
}

#[test]
fn earlier_versions_come_back_by_a_key_and_can_be_undone() {
    let mut app = writing();
    typed(&mut app, "новое");
    let out = press(&mut app, "f10");
    assert!(out.contains(&Effect::LoadDraftHistory { case: case_id(), kind: DraftKind::Reply }));
    let old = saves(&out)[0].clone();
    let drafts = vec![Draft { text: "прежнее".into(), ..old }];
    update(&mut app, Event::DraftHistory { case: case_id(), kind: DraftKind::Reply, drafts }, now());
    press(&mut app, "enter");
    assert_eq!(text(&app), "прежнее");
    press(&mut app, "ctrl-z");
    assert_eq!(body(&app), "новое");
}

#[test]
fn discarding_saves_first_so_that_history_has_it() {
    let mut app = writing();
    typed(&mut app, "не то");
    let out = press(&mut app, "f11");
    let [Effect::SaveDraft(_), Effect::DeleteDraft { .. }] = &out[out.len() - 2..] else { panic!("{out:?}") };
    assert!(matches!(app.screen(), Screen::Queue) && app.composer.is_none());
}
