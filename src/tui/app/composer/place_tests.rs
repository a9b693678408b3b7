//! What a key inserts stands in front of the signature; a letter that is not begun is not judged aloud.

use super::super::fixtures::{app, case_file, case_id, now, press, typed};
use super::super::{App, Event, update};
use crate::i18n::UiLang;
use crate::model::{AmbiguousConsent, CaseFile, Channel, DraftKind};
use crate::tui::view::snapshots::drawn;

/// A letter begun on the case as `change` leaves it, with these words typed.
fn writing(change: impl FnOnce(&mut CaseFile), words: &str) -> App {
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.case.call = None;
    change(&mut file);
    let kind = if file.case.is_public { DraftKind::PublicReply } else { DraftKind::Reply };
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind, draft: None }, now());
    typed(&mut app, words);
    judged(&mut app);
    app
}

/// As after the moment of rest in which a letter is looked at.
fn judged(app: &mut App) {
    let mut composer = app.composer.take().unwrap();
    super::judge(app, &mut composer);
    app.composer = Some(composer);
}

fn text(app: &App) -> &str {
    app.composer.as_ref().unwrap().editor.text()
}

fn public(file: &mut CaseFile) {
    file.case.is_public = true;
    file.case.channel = Channel::Review;
    file.customer.name.public = "guest_41".into();
    file.messages.iter_mut().for_each(|m| m.channel = Channel::Review);
}

fn chat(file: &mut CaseFile) {
    file.case.channel = Channel::Chat;
    file.customer.preferred_channel = None;
    file.messages.iter_mut().for_each(|m| m.channel = Channel::Chat);
}

const SIGNED: &str = "\n\nАнна Иванова";

#[test]
fn an_empty_chat_or_public_answer_is_not_scolded_and_cannot_leave() {
    let initial = |file: &mut CaseFile| {
        public(file);
        file.customer.name.public = "Марина Т.".into();
    };
    for change in [public as fn(&mut CaseFile), chat, initial] {
        let mut app = writing(change, "");
        let composer = app.composer.as_ref().unwrap();
        assert_eq!(composer.findings, [], "{}", text(&app));
        let blocks: Vec<&str> = composer.blocks().map(|f| f.rule()).collect();
        assert!(blocks.contains(&"empty_letter"), "{blocks:?}");
        let before = text(&app).to_owned();
        press(&mut app, "ctrl-r");
        assert_eq!(text(&app), before);
        assert!(!drawn(&mut app).contains('✗'));
        typed(&mut app, "Мастер был у Вас.");
        judged(&mut app);
        assert_eq!(app.composer.as_ref().unwrap().silent, [], "judged once there is text");
    }
}

#[test]
fn a_repair_stands_in_front_of_the_signature() {
    let mut app = writing(public, "Приносим извинения.");
    for _ in 0..8 {
        let at_hand = super::finding_at_hand(app.composer.as_ref().unwrap()).map(|f| f.rule().to_owned());
        if at_hand.as_deref() == Some("public_reply_incomplete") {
            break;
        }
        press(&mut app, "ctrl-g");
    }
    press(&mut app, "ctrl-r");
    assert!(text(&app).contains("Предлагаем решить вопрос: ‹что мы предлагаем›."), "{}", text(&app));
    assert!(text(&app).ends_with(SIGNED), "{}", text(&app));
    typed(&mut app, "вернуть деньги");
    assert!(text(&app).contains("Предлагаем решить вопрос: вернуть деньги."), "its hole was gone to: {}", text(&app));
}

#[test]
fn a_repair_behind_or_at_the_signature_becomes_a_paragraph_before_it() {
    use crate::letter::Fix;
    for change in [public as fn(&mut CaseFile), chat, |_: &mut CaseFile| {}] {
        let app = writing(change, "");
        let composer = app.composer.as_ref().unwrap();
        let start = super::place::signature_start(&app, composer).unwrap();
        for at in [start, text(&app).len(), text(&app)[..start].trim_end().len()] {
            let fix = Fix { span: at..at, ..Fix::replacing(0..0, " We offer this.".into()) };
            let fix = super::place::before_signature(&app, composer, fix);
            let mut out = text(&app).to_owned();
            out.replace_range(fix.span, &fix.text);
            let signature = &text(&app)[start..];
            let greeting = text(&app)[..start].trim_end();
            assert_eq!(out, format!("{greeting}\n\nWe offer this.\n\n{signature}"));
        }
    }
}

#[test]
fn a_phrase_picked_behind_the_signature_stands_before_it() {
    let mut app = writing(chat, "Мастер был у Вас.");
    press(&mut app, "ctrl-end ctrl-p 6");
    assert!(text(&app).ends_with(text(&app).lines().last().unwrap()) && text(&app).ends_with("Анна"), "{}", text(&app));
    assert!(text(&app).contains("Мастер был у Вас.\n\n"), "{}", text(&app));
}

#[test]
fn behind_an_inserted_question_the_letter_goes_on() {
    // R3
    let change = |f: &mut CaseFile| {
        f.messages[4].body = "👍".into();
        let term = "Предлагаем заменить розетку.".into();
        f.case.ambiguous_consent = Some(AmbiguousConsent { message: f.messages[4].id, term, at: now() });
    };
    let mut app = writing(change, "");
    press(&mut app, "ctrl-t");
    typed(&mut app, "Мастер");
    assert!(text(&app).contains("согласны: заменить розетку? Мастер\n"), "{}", text(&app));
    let mut app = writing(change, "");
    press(&mut app, "ctrl-t");
    typed(&mut app, " Мастер");
    assert!(text(&app).contains("розетку? Мастер\n"), "no second blank: {}", text(&app));
}

#[test]
fn our_own_form_of_address_is_kept() {
    // R83
    let app = writing(
        |file| {
            let ours = file.messages.iter_mut().find(|m| m.is_outbound()).unwrap();
            ours.body = "Здравствуйте, Мария!\n\nПишу Вам завтра.".into();
        },
        "",
    );
    assert!(text(&app).starts_with("Здравствуйте, Мария!\n"), "{}", text(&app));
}

#[test]
fn who_only_thanks_is_owed_no_sympathy() {
    let thanks = |file: &mut CaseFile| file.messages[4].body = "Спасибо Вам большое, всё замечательно!".into();
    let mut app = writing(thanks, "Мария Ивановна, спасибо и Вам: я передала это мастеру.");
    assert!(!drawn(&mut app).contains("✗ sympathy"), "{}", drawn(&mut app));
    let mut app = writing(|_| {}, "Мастер придёт завтра.");
    assert!(drawn(&mut app).contains("✗ sympathy"), "{}", drawn(&mut app));
}

#[test]
fn the_greeting_follows_a_card_that_comes_late_and_leaves_the_operators_own_alone() {
    let named = || case_file();
    let nameless = |file: &mut CaseFile| {
        file.customer.name = crate::model::PersonName::default();
        file.messages.retain(|m| m.kind == crate::model::MessageKind::Inbound);
    };
    let comes = |app: &mut App| {
        let mut file = named();
        file.case.call = None;
        file.messages.retain(|m| m.kind == crate::model::MessageKind::Inbound);
        update(app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now())
    };
    for words in ["", "Мастер был у Вас."] {
        let mut app = writing(nameless, words);
        let (before, cursor) = (text(&app).to_owned(), app.composer.as_ref().unwrap().editor.cursor());
        let behind = before[cursor..].to_owned();
        comes(&mut app);
        assert!(text(&app).starts_with("Уважаемая Мария Ивановна!"), "{before} -> {}", text(&app));
        let composer = app.composer.as_ref().unwrap();
        assert_eq!(&composer.editor.text()[composer.editor.cursor()..], behind, "the cursor stays where it was");
    }
    let mut app = writing(nameless, "");
    press(&mut app, "ctrl-home");
    typed(&mut app, "И ещё раз: ");
    let before = text(&app).to_owned();
    comes(&mut app);
    assert_eq!(text(&app), before, "his own greeting stays");
}
