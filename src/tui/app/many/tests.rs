//! One text for many, by keys.

use super::*;
use crate::i18n::UiLang;
use crate::model::acts::{Command, NewReply};
use crate::model::{Channel, IdempotencyKey, MessageId, MessageKind, OutboxItem, OutboxState};
use crate::tui::app::fixtures::{self, case_file, me, now, press, typed};
use crate::tui::app::{Event, Outgoing, update};
use uuid::Uuid;

const TEXT: &str = "{имя}, прошу прощения за ожидание. По обращению №{номер} мастер приедет к Вам сегодня до 18:00.";

fn id(n: u128) -> CaseId {
    CaseId(Uuid::from_u128(n))
}

/// A case of a customer of his own, as it was read.
fn file(n: u128, given: &str, patronymic: &str) -> CaseFile {
    let mut file = case_file();
    file.case.id = id(n);
    file.case.number = 40 + u64::try_from(n).unwrap();
    file.case.customer_name = given.into();
    (file.case.suggested_calls, file.case.call) = (Vec::new(), None);
    file.customer.id = crate::model::CustomerId(Uuid::from_u128(500 + n));
    file.customer.name.given = given.into();
    file.customer.name.patronymic = patronymic.into();
    file.customer.preferred_channel = Some(Channel::Email);
    file.follow_ups.clear();
    file.messages.truncate(1);
    file.messages[0].body = "Здравствуйте! Второй день нет воды, никто не отвечает.".into();
    file
}

fn files() -> Vec<CaseFile> {
    vec![file(1, "Мария", "Ивановна"), file(2, "Пётр", "Андреевич"), file(3, "Ольга", "Сергеевна")]
}

/// The text is written for the three cases of the queue.
fn written(text: &str) -> crate::tui::app::App {
    let mut app = fixtures::app(UiLang::Ru, (120, 40));
    press(&mut app, "x x x");
    press(&mut app, "B");
    let home = app.composer.as_ref().unwrap().case;
    update(&mut app, Event::Case { id: home, file: Some(Box::new(files().remove(0))) }, now());
    let kept_under = DraftKind::ForMany.kept_under(home);
    assert_ne!(kept_under, home, "the text is the draft of no case");
    update(&mut app, Event::Draft { case: kept_under, kind: DraftKind::ForMany, draft: None }, now());
    typed(&mut app, text);
    app
}

/// Two letters that can leave and one that is held back, in the list.
pub fn listed(size: (u16, u16)) -> crate::tui::app::App {
    let mut all = files();
    all[1].customer.contacts.clear();
    let mut app = made(TEXT, all);
    update(&mut app, Event::Resize(size.0, size.1), now());
    app
}

/// The letters made of it, with the cases as they are given.
fn made(text: &str, files: Vec<CaseFile>) -> crate::tui::app::App {
    let mut app = written(text);
    let asked = press(&mut app, "ctrl-d");
    let ids = vec![id(1), id(2), id(3)];
    assert!(asked.contains(&Effect::LoadRecipients { ids }), "{asked:?}");
    update(&mut app, Event::Recipients(files), now());
    assert!(matches!(app.screen(), Screen::Many));
    app
}

fn held(app: &crate::tui::app::App) -> Vec<Vec<String>> {
    app.many.letters.iter().map(|l| l.held.clone()).collect()
}

fn signed(effects: &Effects) -> Option<Outgoing> {
    effects.iter().find_map(|e| match e {
        Effect::SignAndSend { letter, .. } => Some((**letter).clone()),
        _ => None,
    })
}

/// The letter came into the outbox.
fn lies(app: &mut crate::tui::app::App, letter: &Outgoing) -> Effects {
    let reply = NewReply {
        id: MessageId(Uuid::new_v5(&letter.case.0, b"letter")),
        public: false,
        channel: letter.channel.clone(),
        to: letter.to.clone(),
        subject: letter.subject.clone(),
        body: letter.body.clone(),
        signed_at: now(),
        signature: String::from("-----BEGIN SSH SIGNATURE-----"),
        attachments: Vec::new(),
        opens: letter.opens.clone(),
        closes: Vec::new(),
        confirms: None,
        overrides: Vec::new(),
        state: None,
    };
    let command = Command::Reply { case: letter.case, thread_version: letter.thread_version, reply: Box::new(reply) };
    let mut items = app.outbox.clone();
    items.push(OutboxItem {
        key: IdempotencyKey(Uuid::new_v5(&letter.case.0, b"key")),
        seq: 0,
        command,
        created_at: now(),
        attempts: 0,
        next_try_at: now() + jiff::SignedDuration::from_secs(30),
        state: OutboxState::Queued,
        error: String::new(),
    });
    update(app, Event::Outbox(items), now())
}

#[test]
fn marks_stand_in_the_queue_and_one_is_not_many() {
    let mut app = fixtures::app(UiLang::En, (120, 40));
    press(&mut app, "x");
    assert!(app.many.is_marked(id(1)) && app.queue.cursor == 1);
    press(&mut app, "B");
    assert!(app.composer.is_none(), "a letter to one is written by r");
    press(&mut app, "x k k x");
    assert!(!app.many.is_marked(id(1)) && app.many.is_marked(id(2)), "the same key takes the mark away");
}

#[test]
fn each_gets_a_letter_of_his_own_and_one_key_signs_them_one_after_the_other() {
    // R65
    let mut app = made(TEXT, files());
    assert_eq!(held(&app), vec![Vec::<String>::new(); 3]);
    let mut effects = press(&mut app, "ctrl-d");
    let mut bodies = Vec::new();
    for (n, name) in [(1, "Мария Ивановна"), (2, "Пётр Андреевич"), (3, "Ольга Сергеевна")]
    {
        let letter = signed(&effects).unwrap();
        assert_eq!(effects.iter().filter(|e| matches!(e, Effect::SignAndSend { .. })).count(), 1, "one at a time");
        assert_eq!(letter.case, id(n));
        assert_eq!(letter.to, "m.kuznetsova@example.org", "one address: no letter goes to several");
        assert!(letter.body.contains(&format!("{name}, прошу")) && letter.body.contains(&format!("№{}", 40 + n)));
        assert!(letter.body.starts_with("Уважаем") && letter.body.contains("Анна Иванова"));
        assert!(!letter.opens.is_empty(), "what is promised to each becomes a timer of each");
        bodies.push(letter.body.clone());
        effects = lies(&mut app, &letter);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 3);
    assert!(
        effects.contains(&Effect::DeleteDraft { case: DraftKind::ForMany.kept_under(id(1)), kind: DraftKind::ForMany })
    );
    assert!(matches!(app.screen(), Screen::Queue) && app.many.count() == 0 && app.composer.is_none());
}

#[test]
fn whoever_lacks_a_field_is_held_back_with_the_reason_and_the_others_go() {
    let mut all = files();
    all[0].case.wished_outcome = "вернуть деньги".into();
    all[1].case.wished_outcome = String::new();
    all[2].case.wished_outcome = "прислать мастера".into();
    let text = "{имя}, прошу прощения за ожидание. Вы просили: {просьба}. Мастер приедет к Вам сегодня до 18:00.";
    let mut app = made(text, all);
    assert_eq!(app.many.clean(), 2);
    assert!(held(&app)[1][0].contains("{просьба}"), "{:?}", held(&app));
    let mut effects = press(&mut app, "ctrl-d");
    for _ in 0..2 {
        let letter = signed(&effects).unwrap();
        effects = lies(&mut app, &letter);
    }
    assert!(signed(&effects).is_none());
    assert!(matches!(app.screen(), Screen::Many), "what is held back stays, with its reason");
    assert_eq!(app.many.letters.iter().map(|l| l.case).collect::<Vec<_>>(), [id(2)]);
    assert!(app.many.is_marked(id(2)) && !app.many.is_marked(id(1)));
    press(&mut app, "ctrl-d");
    assert!(matches!(app.screen(), Screen::Many), "nothing is ready, and that is said");
    press(&mut app, "r");
    assert!(matches!(app.screen(), Screen::Composer) && app.composer.as_ref().unwrap().kind == DraftKind::Reply);
}

#[test]
fn what_concerns_the_case_holds_its_letter_back() {
    let mut all = files();
    all[0].case.owner = Some(fixtures::colleague());
    all[1].case.language = crate::model::Lang::new("en");
    all[2].case.is_public = true;
    assert_eq!(made(TEXT, all).many.clean(), 0);
    let mut all = files();
    all[1].customer.id = all[0].customer.id;
    all[2].customer.contacts.clear();
    let app = made(TEXT, all);
    assert_eq!(app.many.letters.iter().map(MadeLetter::is_clean).collect::<Vec<_>>(), [true, false, false]);
    let app = made("{обращение}, работы идут.", files());
    assert_eq!(app.many.clean(), 0, "a text without anything of the customer's own is a circular");
}

#[test]
fn a_blocking_finding_holds_back_the_letter_it_is_in() {
    let mut all = files();
    all[1].case.subject = "нет воды, ‹впишите›".into();
    let text = "{имя}, прошу прощения за «{тема}». Мастер приедет к Вам сегодня до 18:00.";
    let app = made(text, all);
    let clean: Vec<bool> = app.many.letters.iter().map(MadeLetter::is_clean).collect();
    assert_eq!(clean, [true, false, true], "{:?}", held(&app));
}

#[test]
fn a_case_that_moves_while_it_is_looked_at_is_held_back() {
    // R167
    let mut app = made(TEXT, files());
    let out = update(&mut app, Event::Changed { cases: vec![id(2)] }, now());
    assert!(out.iter().any(|e| matches!(e, Effect::LoadRecipients { .. })));
    let mut news = files();
    news[1].case.thread_version += 1;
    news[1].messages.push(fixtures::message(9, MessageKind::Inbound, "2026-11-23T09:31:00Z", "Вода есть!"));
    update(&mut app, Event::Recipients(news), now());
    let clean: Vec<bool> = app.many.letters.iter().map(MadeLetter::is_clean).collect();
    assert_eq!(clean, [true, false, true]);
    press(&mut app, "x");
    assert_eq!(app.many.letters.len(), 2, "x leaves one out");
    press(&mut app, "esc");
    assert!(matches!(app.screen(), Screen::Composer));
    assert!(app.composer.as_ref().unwrap().editor.text().contains("{имя}"), "the text with its fields");
}

#[test]
fn a_letter_that_cannot_be_signed_stops_the_others_and_none_is_lost() {
    let mut app = made(TEXT, files());
    let first = signed(&press(&mut app, "ctrl-d")).unwrap();
    let effects = lies(&mut app, &first);
    let second = signed(&effects).unwrap();
    let out = update(&mut app, Event::NotSigned { letter: Box::new(second.clone()), why: "no agent".into() }, now());
    assert!(signed(&out).is_none() && !app.many.is_going());
    let kept = out.iter().any(|e| matches!(e, Effect::SaveDraft(d) if d.case == id(2) && d.text == second.body));
    assert!(kept, "the letter is a draft of its case: {out:?}");
    assert!(app.many.is_marked(id(3)) && matches!(app.screen(), Screen::Many));
    assert_eq!(app.me.id, me());
}

#[test]
fn a_locked_key_asks_once_and_the_rest_follows() {
    let mut app = made(TEXT, files());
    let first = signed(&press(&mut app, "ctrl-d")).unwrap();
    update(&mut app, Event::KeyLocked { letter: Box::new(first.clone()), delay_s: 30, wrong: false }, now());
    typed(&mut app, "тайна");
    let out = press(&mut app, "enter");
    assert!(out.iter().any(|e| matches!(e, Effect::Unlock { letter, .. } if **letter == first)));
    assert!(signed(&lies(&mut app, &first)).is_some_and(|second| second.case == id(2)));
}

/// All letters are signed and wait; the keys that `u` takes back.
fn all_signed(app: &mut crate::tui::app::App) -> Vec<IdempotencyKey> {
    let mut effects = press(app, "ctrl-d");
    while let Some(letter) = signed(&effects) {
        effects = lies(app, &letter);
    }
    let taken = press(app, "u");
    let key = |e: &Effect| if let Effect::TakeBack { key } = e { Some(*key) } else { None };
    taken.iter().filter_map(key).collect()
}

/// The store's answers to that.
fn come_back(app: &mut crate::tui::app::App, keys: &[IdempotencyKey], gone: usize) -> Effects {
    let mut out = Effects::new();
    for (at, key) in keys.iter().enumerate() {
        let item = app.outbox.iter().find(|item| item.key == *key).cloned().filter(|_| at >= gone);
        out.extend(update(app, Event::TakenBack { key: *key, item: item.map(Box::new) }, now()));
    }
    out
}

#[test]
fn one_key_takes_all_of_them_back_with_their_text_and_marks() {
    let mut app = made(TEXT, files());
    let keys = all_signed(&mut app);
    assert_eq!(keys.len(), 3, "none is left to leave alone");
    assert!(app.composer.is_none() && app.many.count() == 0);
    come_back(&mut app, &keys, 0);
    assert_eq!(app.many.count(), 3);
    let composer = app.composer.as_ref().unwrap();
    assert!(composer.is_for_many() && matches!(app.screen(), Screen::Composer));
    let (place, kind) = (composer.place(), composer.kind.clone());
    update(&mut app, Event::Draft { case: place, kind, draft: None }, now());
    assert!(app.composer.as_ref().unwrap().editor.text().contains("{имя}"), "the text with its fields");
    assert!(app.toasts.last().unwrap().text.contains("Возвращено писем: 3"), "{:?}", app.toasts);
}

#[test]
fn what_had_left_already_is_told_and_stays_unmarked() {
    let mut app = made(TEXT, files());
    let keys = all_signed(&mut app);
    come_back(&mut app, &keys, 1);
    assert_eq!(app.many.count(), 2);
    assert!(app.toasts.last().unwrap().text.contains("Ушло раньше: 1"), "{:?}", app.toasts);
}

#[test]
fn while_some_are_held_back_the_list_is_made_anew() {
    let mut all = files();
    all[1].customer.contacts.clear();
    let mut app = made(TEXT, all);
    let keys = all_signed(&mut app);
    assert_eq!(keys.len(), 2);
    let out = come_back(&mut app, &keys, 0);
    assert!(out.contains(&Effect::LoadRecipients { ids: vec![id(1), id(2), id(3)] }), "{out:?}");
    assert!(!out.iter().any(|e| matches!(e, Effect::LoadDraft { .. })), "the text is open still");
}
