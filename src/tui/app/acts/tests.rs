//! Acts by their keys: what is pressed and typed, and the command that comes of it.

use jiff::civil::date;

use super::super::fixtures::{
    app, at, case_file, case_id, colleague, customer, me, message, now, opened, press, typed,
};
use super::super::{App, Effect, Effects, Event, Overlay, Screen, update};
use crate::i18n::UiLang;
use crate::model::acts::*;
use crate::model::*;
use crate::tui::view::snapshots::drawn;

mod amends;
mod calls;
mod confirmation;
mod courtesy;
mod impression;
mod times;

/// The only command among the effects.
fn command(out: &Effects) -> Command {
    let commands: Vec<_> = out
        .iter()
        .filter_map(|e| match e {
            Effect::Submit { command, delay_s: 0 } => Some((**command).clone()),
            _ => None,
        })
        .collect();
    assert_eq!(commands.len(), 1, "{out:?}");
    commands.into_iter().next().unwrap()
}

fn case() -> App {
    let mut app = opened(UiLang::En, (120, 40));
    drawn(&mut app);
    app
}

/// The case, changed before it is opened.
fn case_with(change: impl FnOnce(&mut CaseFile)) -> App {
    let mut app = case();
    let mut file = case_file();
    change(&mut file);
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    app
}

fn error(app: &App) -> String {
    match &app.overlay {
        Some(Overlay::Form(form)) => form.error.clone().unwrap_or_default(),
        other => panic!("no form is open: {other:?}"),
    }
}

fn toast(app: &App) -> String {
    app.toasts.last().map(|t| t.text.clone()).unwrap_or_default()
}

/// Goes to the field and types into it.
fn fill(app: &mut App, id: &str, text: &str) {
    for _ in 0..20 {
        match &app.overlay {
            Some(Overlay::Form(form)) if form.fields[form.focus].id == id => break,
            _ => drop(press(app, "tab")),
        }
    }
    press(app, "ctrl-u");
    typed(app, text);
}

#[test]
fn a_claim_asks_the_desk_and_who_has_the_case_is_told() {
    // R165
    let mut app = case_with(|f| f.case.owner = None);
    assert_eq!(command(&press(&mut app, "a")), Command::Claim { case: case_id() });
    let mut app = case_with(|f| f.case.owner = Some(colleague()));
    assert_eq!(press(&mut app, "a"), []);
    assert!(toast(&app).contains("Пётр Сидоров"));
    let item = OutboxItem {
        key: IdempotencyKey(uuid::Uuid::from_u128(5)),
        seq: 1,
        command: Command::Claim { case: case_id() },
        state: OutboxState::Stuck,
        attempts: 1,
        next_try_at: now(),
        created_at: now(),
        error: "Пётр Сидоров has it since 14:01".into(),
    };
    update(&mut app, Event::Refused { item: Box::new(item) }, now());
    assert!(toast(&app).contains("since 14:01"));
}

#[test]
fn only_one_s_own_case_is_released() {
    assert_eq!(command(&press(&mut case(), "R")), Command::Release { case: case_id() });
    let mut app = case_with(|f| f.case.owner = None);
    assert_eq!(press(&mut app, "R"), []);
}

#[test]
fn another_than_the_personal_manager_of_a_vip_needs_a_reason() {
    // R45
    let mut app = case();
    let out = press(&mut app, "A enter enter");
    let Command::Assign { assign, .. } = command(&out) else { panic!() };
    assert_eq!(assign, Assign { to: colleague(), note: String::new() });

    let mut app = case_with(|f| f.customer.personal_manager = Some(me()));
    press(&mut app, "A enter");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("assign-why-missing"));
    fill(&mut app, "why", "на больничном");
    fill(&mut app, "note", "мастер обещан сегодня");
    let Command::Assign { assign, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(assign.note, "на больничном. мастер обещан сегодня");
}

#[test]
fn what_is_owed_stands_before_the_closing_with_its_keys() {
    // R7, R95, R109
    let mut app = case();
    assert_eq!(press(&mut app, "e enter"), []);
    press(&mut app, "e");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("what is owed is listed") };
    assert_eq!(form.intro.len(), 2);
    assert!(form.intro[0].contains(" r ") && form.intro[1].contains(" x "), "{:?}", form.intro);
    press(&mut app, "x");
    assert!(app.overlay.is_none(), "the key that was told works at once");
    let Command::PatchFollowUp { .. } = command(&press(&mut app, "x")) else { panic!() };
    press(&mut app, "s 5");
    assert_eq!(press(&mut app, "enter"), []);
    assert!(matches!(&app.overlay, Some(Overlay::Form(f)) if f.fields.is_empty()));
}

#[test]
fn a_question_and_an_act_of_an_apology_stand_before_the_closing_and_their_key_leads_to_them() {
    // R109, R158
    let mut app = case_with(|f| {
        f.case.waiting_since = None;
        f.follow_ups.clear();
        let body = "Приношу свои извинения. Мы вернём деньги. Какой у Вас номер договора?";
        let mut letter = message(9, MessageKind::Reply, "2026-11-23T10:00:00Z", body);
        letter.signature = Some("signed".into());
        f.messages.push(letter);
    });
    press(&mut app, "e");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("what is owed is listed") };
    assert_eq!(form.intro.len(), 2, "{:?}", form.intro);
    assert!(form.intro.iter().all(|line| line.contains(" Q ")), "{:?}", form.intro);
    assert!(form.intro[0].contains("Мы вернём деньги"), "{:?}", form.intro);
    press(&mut app, "Q");
    let Some(Overlay::Pick(pick)) = &app.overlay else { panic!("the key leads there") };
    assert_eq!(pick.items.len(), 2);
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "down enter")) else { panic!() };
    assert_eq!(patch.close_question.map(|q| q.question).as_deref(), Some("Мы вернём деньги"));
}

#[test]
fn a_silent_customer_s_case_is_closed_with_a_reason() {
    // R144
    let mut app = case_with(|f| {
        f.case.waiting_since = None;
        f.case.last_reply_at = Some(now());
        f.follow_ups.clear();
    });
    assert_eq!(press(&mut app, "e enter"), []);
    assert_eq!(error(&app), app.texts.t("close-reason-missing"));
    typed(&mut app, "звонила, всё работает");
    let note = "звонила, всё работает".into();
    let set = SetState { state: State::Closed, note, impression: None };
    assert_eq!(command(&press(&mut app, "enter")), Command::SetState { case: case_id(), set });
}

#[test]
fn a_case_that_owes_nothing_is_closed_and_the_next_one_opens() {
    let mut app = case_with(|f| {
        f.case.waiting_since = None;
        f.follow_ups.clear();
    });
    let out = press(&mut app, "E enter");
    let set = SetState { state: State::Closed, note: String::new(), impression: None };
    assert_eq!(command(&out), Command::SetState { case: case_id(), set });
    assert_eq!(app.case_at_hand(), app.queue.row().map(|r| r.id));
    assert_ne!(app.case_at_hand(), Some(case_id()));
}

#[test]
fn details_send_only_what_was_changed() {
    // R91, R94, R107
    let mut app = case();
    assert_eq!(press(&mut app, "h enter"), []);
    press(&mut app, "h");
    fill(&mut app, "harm", "Дети спят на кухне");
    fill(&mut app, "written", "12.11");
    fill(&mut app, "deadline", "2026-11-20");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    let expected = CasePatch {
        harm: Some("Дети спят на кухне".into()),
        written_at: Some(at("2026-11-12T10:00:00Z")),
        deadline: Some(Due::day(date(2026, 11, 20), "Europe/Chisinau")),
        ..CasePatch::default()
    };
    assert_eq!(*patch, expected);
}

#[test]
fn tags_are_split_and_kept_once() {
    let mut app = case();
    assert_eq!(press(&mut app, "t enter"), []);
    press(&mut app, "t");
    fill(&mut app, "tags", "ремонт, #срочно,, ремонт");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.tags, Some(vec!["ремонт".into(), "срочно".into()]));
}

#[test]
fn an_unclear_consent_is_decided_in_words() {
    // R2
    let mut app = case();
    press(&mut app, "y");
    assert_eq!(toast(&app), app.texts.t("consent-none"));
    let unclear = AmbiguousConsent { message: case_file().messages[4].id, term: "€40".into(), at: now() };
    let mut app = case_with(|f| f.case.ambiguous_consent = Some(unclear));
    press(&mut app, "y");
    typed(&mut app, "3");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("consent-reason-missing"));
    fill(&mut app, "reason", "он подтвердил по телефону");
    let Command::PatchCase { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(patch.consent_decision.as_deref(), Some("он подтвердил по телефону"));
}

#[test]
fn a_new_wish_keeps_who_asked_when_and_where_it_was_said() {
    // R54
    let mut app = case();
    assert_eq!(press(&mut app, "i enter"), []);
    press(&mut app, "i");
    fill(&mut app, "mode", "3");
    fill(&mut app, "phone", "");
    let Command::PatchCustomer { patch, version, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!(version, customer().version);
    assert_eq!(patch.mode, Some(ContactMode::SendNotices));
    assert_eq!(patch.contacts.map(|c| c.len()), Some(1));
    let origin = PreferenceOrigin { at: now(), by: me(), message: Some(case_file().messages[4].id) };
    assert_eq!(patch.preference_origin, Some(origin));
    assert_eq!((patch.name, patch.gender, patch.preferred_channel), (None, None, None));
}

#[test]
fn an_unknown_zone_is_refused() {
    let mut app = case();
    press(&mut app, "i");
    fill(&mut app, "zone", "Europe/Nowhere");
    assert_eq!(press(&mut app, "enter"), []);
    assert!(error(&app).contains("Europe/Nowhere"));
}

#[test]
fn a_line_of_a_message_is_pinned_with_its_source() {
    // R15
    let mut app = case();
    press(&mut app, "p enter");
    let Command::PatchCustomer { patch, .. } = command(&press(&mut app, "enter")) else { panic!() };
    let pinned = patch.pinned.unwrap();
    assert_eq!(pinned.len(), 2);
    assert_eq!((pinned[1].text.as_str(), pinned[1].message), ("Никто не приехал!", Some(case_file().messages[4].id)));
}

#[test]
fn a_paper_letter_is_entered_by_hand_with_its_written_date() {
    // R91, R101
    let mut app = app(UiLang::Ru, (120, 40));
    press(&mut app, "N");
    assert_eq!(press(&mut app, "enter"), []);
    assert_eq!(error(&app), app.texts.t("new-case-no-name"));
    for (id, text) in
        [("given", "Пётр"), ("family", "Лаптев"), ("address", "+7 900 000-00-00, p@example.org"), ("subject", "Крыша")]
    {
        fill(&mut app, id, text);
    }
    fill(&mut app, "text", "Крыша течёт с осени.");
    update(&mut app, Event::Paste("\r\nЖду ответа.\n".into()), now());
    fill(&mut app, "written", "1.11");
    let Command::NewCase { new, .. } = command(&press(&mut app, "enter")) else { panic!() };
    assert_eq!((new.channel, new.messages[0].kind.as_str()), (Channel::Paper, "inbound"));
    assert_eq!(new.messages[0].body, "Крыша течёт с осени.\nЖду ответа.");
    assert_eq!(new.messages[0].written_at, Some(at("2026-11-01T10:00:00Z")));
    let channels: Vec<_> = new.customer.contacts.iter().map(|c| c.channel.as_str().to_owned()).collect();
    assert_eq!(channels, ["phone", "email"]);
}

#[test]
fn acts_work_from_the_queue_and_wait_for_their_case() {
    let mut app = app(UiLang::En, (80, 24));
    let out = press(&mut app, "j t");
    let id = app.case_at_hand().unwrap();
    assert!(out.contains(&Effect::LoadCase { id }) && app.overlay.is_none());
    let mut file = case_file();
    file.case.id = id;
    update(&mut app, Event::Case { id, file: Some(Box::new(file)) }, now());
    assert!(matches!(app.overlay, Some(Overlay::Form(_))));
    assert!(matches!(app.screen(), Screen::Queue));
}

#[test]
fn what_is_unsent_is_said_beside_the_letter() {
    let mut app = opened(UiLang::En, (120, 40));
    let note = message(9, MessageKind::Note, "2026-11-23T12:04:00Z", "checking");
    let command =
        Command::Note { case: case_id(), note: NewNote { id: note.id, body: note.body.clone(), attachments: vec![] } };
    let mut file = case_file();
    file.messages.push(note);
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    let item = OutboxItem {
        key: IdempotencyKey(uuid::Uuid::from_u128(5)),
        seq: 1,
        command,
        state: OutboxState::Queued,
        attempts: 0,
        next_try_at: now(),
        created_at: now(),
        error: String::new(),
    };
    update(&mut app, Event::Outbox(vec![item]), now());
    let words = format!("↑ {}", app.texts.t("unsent-queued"));
    assert!(drawn(&mut app).contains(&words));
}

#[test]
fn every_form_can_be_drawn_in_every_language_and_size() {
    for lang in UiLang::ALL {
        for size in [(20, 5), (40, 12), (80, 24)] {
            let mut app = opened(lang, size);
            for key in ["A", "s", "e", "t", "h", "i", "p", "z", "c", "C", "f", "Z Z"] {
                press(&mut app, key);
                assert!(app.overlay.is_some(), "{key}");
                drawn(&mut app);
                press(&mut app, "tab tab esc");
            }
        }
    }
}
