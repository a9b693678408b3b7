//! What was agreed by phone goes out in writing, by e-mail first.

use super::OTHER_WAY;
use crate::i18n::UiLang;
use crate::model::acts::Command;
use crate::model::{CallOutcome, CaseFile, Channel, Contact, DraftKind, FollowUpKind};
use crate::tui::app::fixtures::{call, case_file, case_id, follow_up, now, opened, press, typed};
use crate::tui::app::{App, Effect, Event, Overlay, Screen, Value, update};

/// A complaint from a chat, whose customer has these contacts.
fn from_chat(contacts: &[(Channel, &str)]) -> CaseFile {
    let mut file = case_file();
    file.case.channel = Channel::Chat;
    file.customer.preferred_channel = None;
    file.customer.contacts = contacts
        .iter()
        .map(|(channel, address)| Contact { channel: channel.clone(), address: (*address).into() })
        .collect();
    for message in &mut file.messages {
        message.channel = Channel::Chat;
    }
    file
}

/// The letter of such a case, in which an agreement by phone is owed in writing.
fn letter(contacts: &[(Channel, &str)]) -> App {
    let mut file = from_chat(contacts);
    let mut talk = call(2, "2026-11-23T09:40:00Z", CallOutcome::Reached);
    talk.agreed = "мастер придёт во вторник".into();
    let mut duty = follow_up(3, FollowUpKind::WrittenConfirmation, "2026-11-24T09:00:00Z", "");
    duty.origin.call = Some(talk.id);
    file.calls.push(talk);
    file.follow_ups.push(duty);
    let mut app = opened(UiLang::Ru, (120, 40));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

fn text(app: &App) -> &str {
    app.composer.as_ref().map_or("", |c| c.editor.text())
}

fn way(app: &App) -> (Channel, String) {
    app.composer.as_ref().map(|c| (c.channel.clone(), c.to.clone())).unwrap()
}

const MAIL: (Channel, &str) = (Channel::Email, "m@example.org");
const MESSENGER: (Channel, &str) = (Channel::Messenger, "+37369000001");

#[test]
fn an_agreement_by_phone_drafts_its_written_record_to_the_e_mail() {
    // R33
    let mut app = opened(UiLang::Ru, (120, 40));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(from_chat(&[MAIL]))) }, now());
    press(&mut app, "C");
    let Some(Overlay::Form(form)) = &mut app.overlay else { panic!() };
    for field in &mut form.fields {
        match (&mut field.value, field.id) {
            (Value::Text(line), "number") => line.insert("+373 69 11 22 33"),
            (Value::Text(line), "agreed") => line.insert("мастер придёт во вторник."),
            _ => {}
        }
    }
    let out = press(&mut app, "enter");
    let recorded = out.iter().any(|e| {
        matches!(e, Effect::Submit { command, .. } if matches!(&**command, Command::RecordCall { record, .. } if !record.call.agreed.is_empty()))
    });
    assert!(recorded && matches!(app.screen(), Screen::Composer), "{out:?}");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    assert!(text(&app).contains("по телефону 23 ноября: мастер придёт во вторник."), "{}", text(&app));
    assert!(text(&app).starts_with("Уважаемая Мария Ивановна!") && text(&app).contains("Анна Иванова"));
    assert_eq!(way(&app), (Channel::Email, "m@example.org".into()), "and not into the chat (R34)");
}

#[test]
fn a_record_that_is_owed_goes_by_e_mail_also_from_a_chat() {
    // R34
    let app = letter(&[MAIL]);
    assert!(text(&app).contains("мастер придёт во вторник"), "{}", text(&app));
    assert_eq!(way(&app).0, Channel::Email);
    let app = letter(&[]);
    assert_eq!(way(&app), (Channel::Email, String::new()), "no address is not a reason to write into the chat");
    assert!(app.toasts.iter().any(|t| t.text == app.texts.tr("record-no-email", &[("key", "ctrl-e".into())])));
}

#[test]
fn a_messenger_needs_a_reason_that_goes_out_with_the_letter() {
    // R8
    let mut app = letter(&[MAIL, MESSENGER]);
    press(&mut app, "ctrl-e");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!() };
    assert_eq!(form.chosen("channel"), "email", "e-mail comes first");
    press(&mut app, "right enter");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!() };
    assert_eq!(form.error, Some(app.texts.t("record-needs-reason")));
    press(&mut app, "tab");
    typed(&mut app, "так просила по телефону");
    press(&mut app, "enter");
    assert!(app.overlay.is_none());
    assert_eq!(way(&app), (Channel::Messenger, "+37369000001".into()));
    let composer = app.composer.as_ref().unwrap();
    let told = super::overrides(composer);
    assert_eq!(told.last().map(|o| (o.rule.as_str(), o.reason.as_str())), Some((OTHER_WAY, "так просила по телефону")));
    press(&mut app, "ctrl-e left enter");
    assert_eq!(way(&app).0, Channel::Email);
    assert!(super::overrides(app.composer.as_ref().unwrap()).iter().all(|o| o.rule != OTHER_WAY));
}

#[test]
fn without_an_address_in_a_messenger_the_record_stays_with_the_e_mail() {
    let mut app = letter(&[MAIL]);
    press(&mut app, "ctrl-e right tab");
    typed(&mut app, "просила");
    press(&mut app, "enter");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!() };
    assert_eq!(form.error, Some(app.texts.t("record-no-address")));
    assert_eq!(way(&app).0, Channel::Email);
}

/// A letter on a case of this channel, whose customer has these contacts.
fn plain(channel: Channel, contacts: &[(Channel, &str)]) -> App {
    let mut file = from_chat(contacts);
    file.case.channel = channel.clone();
    for message in &mut file.messages {
        message.channel = channel.clone();
    }
    let mut app = opened(UiLang::Ru, (120, 40));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

const PHONE: (Channel, &str) = (Channel::Phone, "+373 69 11 22 33");

#[test]
fn r48_who_rang_is_written_to_at_the_address_on_his_card() {
    let app = plain(Channel::Phone, &[PHONE, MAIL]);
    assert_eq!(way(&app), (Channel::Email, "m@example.org".into()));
    let app = plain(Channel::Phone, &[PHONE, MESSENGER]);
    assert_eq!(way(&app), (Channel::Messenger, "+37369000001".into()));
}

#[test]
fn r48_a_telephone_number_is_no_address_for_a_letter() {
    let mut app = plain(Channel::Phone, &[PHONE]);
    assert_eq!(way(&app), (Channel::Phone, String::new()));
    let told = |app: &App| app.toasts.last().map(|t| t.text.clone()).unwrap_or_default();
    assert!(told(&app).contains("адреса для письма в карточке нет"), "{}", told(&app));
    press(&mut app, "ctrl-e");
    assert!(told(&app).contains("адреса для письма в карточке нет"), "{}", told(&app));
}

#[test]
fn r48_a_chat_gets_a_short_greeting_and_the_first_name() {
    let app = plain(Channel::Chat, &[MESSENGER]);
    assert_eq!(text(&app), "Здравствуйте, Мария Ивановна!\n\n\n\nАнна");
}
