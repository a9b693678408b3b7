//! Findings in the composer: what is asked, repaired, set aside and sent with the letter.

use super::super::fixtures::{app, case_file, case_id, now, press, typed};
use std::sync::Arc;

use super::super::form::Purpose;
use super::super::spelling::MISSPELT;
use super::super::{App, Dictionaries, Effect, Event, Overlay, Said, update};
use super::{finding_at_hand, overrides};
use crate::i18n::UiLang;
use crate::letter::{KnownWords, Speller};
use crate::model::{CallOutcome, DraftKind, Override};

/// A letter with these words; the customer of this safety case was called before.
fn letter(words: &str) -> App {
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.calls[0].outcome = CallOutcome::Reached;
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    typed(&mut app, words);
    app
}

fn rules(app: &App) -> Vec<String> {
    app.composer.as_ref().unwrap().findings.iter().map(|f| f.rule().to_owned()).collect()
}

#[test]
fn a_finding_says_why_and_is_repaired_by_one_key() {
    // R161
    let mut app = letter("Мария Ивановна, номер: {{order}}.");
    press(&mut app, "ctrl-g f7");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("{:?}", app.overlay) };
    assert!(matches!(&form.purpose, Purpose::Finding { rule, .. } if rule == "machine_text"), "{:?}", form.purpose);
    assert!(!form.intro.join(" ").contains("machine_text"), "a name of the program's own: {:?}", form.intro);
    press(&mut app, "esc");
    let mut app = letter("Иван Петрович, мы всё исправили.");
    press(&mut app, "ctrl-g");
    assert!(rules(&app).contains(&"wrong_name".to_owned()), "{:?}", rules(&app));
    press(&mut app, "ctrl-r");
    assert!(!rules(&app).contains(&"wrong_name".to_owned()), "{:?}", rules(&app));
}

#[test]
fn what_is_set_aside_needs_a_reason_and_goes_out_with_the_letter() {
    // R161
    let mut app = letter("Мария Ивановна, договор null прекращён. Напишу Вам завтра до 12:00.");
    press(&mut app, "ctrl-g f7");
    assert_eq!(finding_at_hand(app.composer.as_ref().unwrap()).unwrap().rule(), "machine_text");
    press(&mut app, "enter");
    assert!(matches!(app.overlay, Some(Overlay::Form(_))), "no reason: the question stays");
    press(&mut app, "tab");
    typed(&mut app, "так называется договор");
    press(&mut app, "enter");
    assert!(app.overlay.is_none() && !rules(&app).contains(&"machine_text".to_owned()), "{:?}", rules(&app));
    let kept = Override {
        rule: "machine_text".into(), found: "null".into(), reason: "так называется договор".into()
    };
    assert_eq!(overrides(app.composer.as_ref().unwrap()), std::slice::from_ref(&kept));
    let out = press(&mut app, "ctrl-d ctrl-d");
    let sent = out.iter().find_map(|e| match e {
        Effect::SignAndSend { letter, .. } => Some(letter.overrides.clone()),
        _ => None,
    });
    assert_eq!(sent, Some(vec![kept]));
}

#[test]
fn an_override_of_words_that_are_gone_is_not_sent() {
    let mut app = letter("Мария Ивановна, договор null прекращён.");
    press(&mut app, "ctrl-g f7 tab");
    typed(&mut app, "x");
    press(&mut app, "enter");
    let composer = app.composer.as_mut().unwrap();
    let at = composer.editor.text().find("null").unwrap();
    composer.editor.replace(at..at + 4, "7");
    press(&mut app, "ctrl-g");
    assert_eq!(overrides(app.composer.as_ref().unwrap()), []);
}

#[test]
fn a_letter_without_a_signature_cannot_be_set_aside() {
    // R84
    let mut app = letter("x");
    press(&mut app, "ctrl-a");
    typed(&mut app, "Мария Ивановна, всё исправили.");
    press(&mut app, "ctrl-g f7");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("{:?}", app.overlay) };
    assert!(matches!(&form.purpose, Purpose::Finding { rule, .. } if rule == "not_signed"), "{:?}", form.purpose);
    assert!(form.fields.iter().all(|f| f.id != "reason"));
}

#[test]
fn a_written_answer_alone_to_danger_is_stopped_until_the_operator_says_why() {
    // R89
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    typed(&mut app, "Мария Ивановна, мастер приедет сегодня до 18:00.");
    let out = press(&mut app, "ctrl-d ctrl-d");
    assert!(!out.iter().any(|e| matches!(e, Effect::SignAndSend { .. })));
    let composer = app.composer.as_ref().unwrap();
    assert!(composer.findings.iter().any(|f| f.rule() == "written_only_safety" && f.blocks() && !f.card.firm));
}

/// A Russian dictionary of a few words, as if read from the disk; none of English.
fn dictionaries() -> Event {
    let mut speller = Speller::default();
    let known = KnownWords::default();
    speller.add("ru", "SET UTF-8\nTRY извнтаеос\n", "5\nизвините\nмы\nвсё\nисправили\nвас\n", &known).unwrap();
    let missing = Some(Said::new("spelling-missing").with("lang", "ru").with("package", "hunspell-ru"));
    Event::Dictionaries(Arc::new(Dictionaries { speller, missing, ..Dictionaries::default() }))
}

#[test]
fn a_misspelt_word_is_repaired_or_learnt() {
    // R156
    let mut app = letter("Извините, мы всё исправели.");
    assert!(!rules(&app).contains(&MISSPELT.to_owned()));
    update(&mut app, dictionaries(), now());
    assert!(rules(&app).contains(&MISSPELT.to_owned()), "{:?}", rules(&app));
    let at = app.composer.as_ref().unwrap().editor.text().find("исправели").unwrap();
    app.composer.as_mut().unwrap().editor.set_cursor(at);
    press(&mut app, "ctrl-r");
    let text = app.composer.as_ref().unwrap().editor.text().to_owned();
    assert!(text.contains("мы всё исправили."), "{text}");

    let mut app = letter("Извините, мы всё исправели.");
    update(&mut app, dictionaries(), now());
    app.composer.as_mut().unwrap().editor.set_cursor(at);
    press(&mut app, "f7");
    let chosen = |app: &App| match &app.overlay {
        Some(Overlay::Form(form)) => form.chosen("do").to_owned(),
        other => panic!("{other:?}"),
    };
    for _ in 0..5 {
        if chosen(&app) != "learn" {
            press(&mut app, "right");
        }
    }
    assert_eq!(chosen(&app), "learn", "{:?}", app.overlay);
    let out = press(&mut app, "enter");
    assert!(out.contains(&Effect::KeepWord("исправели".into())), "{out:?}");
    assert!(!rules(&app).contains(&MISSPELT.to_owned()), "{:?}", rules(&app));
}

#[test]
fn dictionaries_are_asked_for_once_and_a_missing_one_is_told_once() {
    let mut app = app(UiLang::En, (120, 40));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(case_file())) }, now());
    press(&mut app, "r");
    let none = || Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None };
    let out = update(&mut app, none(), now());
    assert!(out.iter().any(|e| matches!(e, Effect::LoadDictionaries { .. })), "{out:?}");
    update(&mut app, dictionaries(), now());
    let told = app.toasts.iter().filter(|t| t.text.contains("hunspell-ru")).count();
    press(&mut app, "esc r");
    let out = update(&mut app, none(), now());
    assert!(!out.iter().any(|e| matches!(e, Effect::LoadDictionaries { .. })));
    assert_eq!((told, app.toasts.iter().filter(|t| t.text.contains("hunspell-ru")).count()), (1, 1));
}

#[test]
fn a_letter_is_judged_in_the_language_it_is_written_in() {
    let words = "The courier lost your parcel and that is nothing to do with us. Please take the box to the depot yourself, \
                 and bring the receipt with you.";
    let mut app = letter(words);
    press(&mut app, "ctrl-g");
    let found = rules(&app);
    assert!(found.iter().any(|rule| rule == "sends_customer_away"), "{found:?}");
}

#[test]
fn a_public_answer_without_regret_is_told_so_once() {
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.case.is_public = true;
    file.case.our_fault = None;
    file.customer.name.public = "guest_41".into();
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::PublicReply, draft: None }, now());
    typed(&mut app, "Электрик придёт завтра до 12:00.");
    let mut composer = app.composer.take().unwrap();
    super::judge(&app, &mut composer);
    app.composer = Some(composer);
    let found = rules(&app);
    assert_eq!(found.iter().filter(|r| *r == "public_reply_incomplete").count(), 1, "{found:?}");
    assert!(!found.iter().any(|r| r == "no_apology_or_empathy"), "{found:?}");
}

#[test]
fn r84_an_english_answer_to_a_russian_letter_is_not_signed_in_cyrillic() {
    let words = "Maria, the electrician comes to you tomorrow by twelve. He rings you half an hour before he is there, and I \
                 will see to it myself.";
    let mut app = letter(words);
    let mut composer = app.composer.take().unwrap();
    super::judge(&app, &mut composer);
    app.composer = Some(composer);
    let composer = app.composer.as_ref().unwrap();
    let finding = composer.findings.iter().find(|f| f.rule() == "signature_language").expect("it is told");
    assert!(finding.fixes[0].text.starts_with("Kind regards,\nAnna Ivanova"), "{finding:?}");
}
