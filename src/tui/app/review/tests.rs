use super::super::fixtures::{app, case_file, case_id, follow_up, message, now, press, typed};
use super::super::{App, Effect, Event, Outgoing, Screen, update};
use super::*;
use crate::i18n::UiLang;
use crate::model::{CallOutcome, Channel, DraftKind};

/// A letter that may leave, with these words inside.
fn letter(words: &str) -> App {
    let mut app = app(UiLang::En, (120, 40));
    // The case is about safety: somebody spoke to her before, else a letter alone is stopped (R89).
    let mut file = case_file();
    file.calls[0].outcome = CallOutcome::Reached;
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    typed(&mut app, words);
    app
}

fn sent(effects: &[Effect]) -> Option<(&Outgoing, u32)> {
    effects.iter().find_map(|e| match e {
        Effect::SignAndSend { letter, delay_s } => Some((&**letter, *delay_s)),
        _ => None,
    })
}

fn said(app: &App, words: &str) -> bool {
    app.toasts.iter().any(|t| t.text.contains(words))
}

/// The signed letter lies in the outbox, on the disk; it leaves in ten seconds.
fn kept(app: &mut App) {
    let item = serde_json::json!({
        "do": "reply", "case": case_id(), "thread_version": 4,
        "reply": { "id": case_id(), "public": false, "channel": "email", "body": "", "signed_at": now(), "signature": "" }
    });
    let item = OutboxItem {
        key: uuid::Uuid::from_u128(77).into(),
        seq: 1,
        command: serde_json::from_value(item).unwrap(),
        state: OutboxState::Queued,
        attempts: 0,
        next_try_at: now() + jiff::SignedDuration::from_secs(10),
        created_at: now(),
        error: String::new(),
    };
    update(app, Event::Outbox(vec![item]), now());
}

const WORDS: &str = "Мария Ивановна, мастер приедет сегодня до 18:00.";

#[test]
fn two_keys_send_exactly_the_bytes_that_were_shown() {
    // R37, R169
    let mut app = letter(WORDS);
    update(&mut app, Event::Paste("\r\n\r\n- раз\r\n\r\n\r\n- два  ".into()), now());
    let text = app.composer.as_ref().unwrap().editor.text().to_owned();
    let out = press(&mut app, "ctrl-d");
    assert!(matches!(app.screen(), Screen::Review) && sent(&out).is_none());
    assert!(out.iter().any(|e| matches!(e, Effect::SaveDraft(d) if d.text == text)), "saved before it is signed");
    let out = press(&mut app, "ctrl-d");
    let (letter, delay) = sent(&out).expect("signed and sent");
    assert_eq!(letter.body, text);
    assert!(letter.body.contains("\n\n- раз\n\n\n- два  "));
    assert_eq!(
        (letter.kind.clone(), letter.channel.clone(), letter.thread_version),
        (DraftKind::Reply, Channel::Email, 4)
    );
    assert_eq!((letter.to.as_str(), delay), ("m.kuznetsova@example.org", 10));
    assert!(matches!(app.screen(), Screen::Queue) && app.composer.is_none() && app.review.is_none());
    assert!(!said(&app, "Signed,"), "it may still be lost: {:?}", app.toasts);
    kept(&mut app);
    assert!(said(&app, "u takes it back, 10 s"), "{:?}", app.toasts);
}

#[test]
fn a_pasted_newline_sends_nothing() {
    let mut app = letter(WORDS);
    press(&mut app, "ctrl-d");
    let out = update(&mut app, Event::Paste("\r\n\n\r".into()), now());
    assert!(out.is_empty() && matches!(app.screen(), Screen::Review));
}

#[test]
fn what_blocks_is_told_and_one_key_leads_back_to_it() {
    // R99
    let mut app = letter("");
    press(&mut app, "ctrl-p 1 ctrl-end ctrl-d");
    assert!(!blocks(&app).is_empty());
    let out = press(&mut app, "ctrl-d");
    assert!(sent(&out).is_none() && said(&app, "cannot leave yet"), "{:?}", app.toasts);
    press(&mut app, "g");
    assert!(matches!(app.screen(), Screen::Composer));
    assert!(app.composer.as_ref().unwrap().slot().is_some(), "the cursor is in the empty slot");
}

#[test]
fn a_letter_without_the_own_signature_does_not_leave() {
    // R84
    let mut app = letter("");
    press(&mut app, "ctrl-a");
    typed(&mut app, "Здравствуйте, Мария Ивановна! Мастер приедет сегодня. Служба поддержки");
    press(&mut app, "ctrl-d");
    assert!(sent(&press(&mut app, "ctrl-d")).is_none());
    press(&mut app, "esc f3 ctrl-d");
    assert!(sent(&press(&mut app, "ctrl-d")).is_some(), "{:?}", app.toasts);
}

#[test]
fn a_changed_thread_is_shown_first_and_needs_a_second_key() {
    // R167
    let mut app = letter(WORDS);
    press(&mut app, "ctrl-d");
    let mut file = case_file();
    file.case.thread_version = 9;
    file.messages.push(message(6, MessageKind::Inbound, "2026-11-23T12:05:01Z", "Уже не надо."));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    let out = press(&mut app, "ctrl-d");
    assert!(sent(&out).is_none() && said(&app, "once more"));
    assert!(matches!(&app.review.as_ref().unwrap().shown[..], [News::Wrote { text, .. }] if text == "Уже не надо."));
    let out = press(&mut app, "ctrl-d");
    assert_eq!(sent(&out).expect("the second key").0.thread_version, 9);
}

#[test]
fn a_dated_promise_opens_a_timer_and_can_be_left_out() {
    let mut app = letter("Мария Ивановна, я перезвоню Вам завтра до 12:00.");
    press(&mut app, "ctrl-d");
    let review = app.review.as_ref().unwrap();
    assert_eq!(review.opens.len(), 1, "{review:?}");
    assert!(review.opens[0].on);
    press(&mut app, "space");
    assert!(!app.review.as_ref().unwrap().opens[0].on);
    press(&mut app, "space");
    let out = press(&mut app, "ctrl-d");
    let (letter, _) = sent(&out).unwrap();
    assert_eq!(letter.opens.len(), 1);
    assert_eq!(letter.opens[0].kind, FollowUpKind::Promise);
    assert_eq!(letter.opens[0].due.local().to_string(), "2026-11-24T12:00:00+02:00[Europe/Chisinau]");
}

#[test]
fn personal_control_does_not_leave_without_its_date() {
    // R85
    let mut app = letter("Мария Ивановна, я лично проконтролирую результаты рассмотрения Вашего вопроса.");
    press(&mut app, "ctrl-d");
    assert!(sent(&press(&mut app, "ctrl-d")).is_none());
    assert!(said(&app, "until when"), "{:?}", app.toasts);
    press(&mut app, "space");
    assert!(app.review.as_ref().unwrap().opens[0].on, "it stands in the letter, so it cannot be left out");
    press(&mut app, "enter tab");
    typed(&mut app, "2 дек 10:00");
    press(&mut app, "enter");
    assert!(app.overlay.is_none(), "{:?}", app.overlay);
    let out = press(&mut app, "ctrl-d");
    let (letter, _) = sent(&out).expect("it has a date now");
    assert_eq!(letter.opens[0].kind, FollowUpKind::PersonalControl);
    assert_eq!(letter.opens[0].due.local().to_string(), "2026-12-02T10:00:00+02:00[Europe/Chisinau]");
}

#[test]
fn an_unclear_date_leaves_the_form_open() {
    let mut app = letter("Мария Ивановна, я лично проконтролирую результаты рассмотрения Вашего вопроса.");
    press(&mut app, "ctrl-d enter tab");
    typed(&mut app, "когда-нибудь");
    press(&mut app, "enter");
    assert!(app.overlay.is_some());
    assert_eq!(app.review.as_ref().unwrap().opens[0].due, None);
}

#[test]
fn an_open_promise_of_the_case_can_be_closed_with_the_letter() {
    let mut app = letter(WORDS);
    press(&mut app, "ctrl-d tab");
    let review = app.review.as_ref().unwrap();
    assert_eq!(review.closes.len(), 1, "personal control is open: {review:?}");
    while app.review.as_ref().unwrap().cursor < app.review.as_ref().unwrap().opens.len() {
        press(&mut app, "tab");
    }
    press(&mut app, "space");
    let out = press(&mut app, "ctrl-d");
    assert_eq!(
        sent(&out).unwrap().0.closes,
        [follow_up(1, FollowUpKind::PersonalControl, "2026-11-24T08:00:00Z", "").id]
    );
}

#[test]
fn anger_makes_the_letter_wait_longer() {
    // R126
    let mut app = letter(WORDS);
    let mut file = case_file();
    file.calls[0].outcome = CallOutcome::Reached;
    file.messages[4].body = "СКОЛЬКО МОЖНО ЖДАТЬ!! Вы мошенники!".into();
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "ctrl-d");
    let out = press(&mut app, "ctrl-d");
    assert_eq!(sent(&out).unwrap().1, 30);
}

#[test]
fn a_note_needs_no_signature_and_no_second_key() {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "n");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Note, draft: None }, now());
    assert!(press(&mut app, "ctrl-d").is_empty() && said(&app, "empty"));
    typed(&mut app, "Мастер в пути.");
    let out = press(&mut app, "ctrl-d");
    let Some(Effect::Submit { command, delay_s: 0 }) = out.last() else { panic!("{out:?}") };
    assert!(matches!(&**command, Command::Note { note, .. } if note.body == "Мастер в пути."));
    assert!(matches!(app.screen(), Screen::Queue) && app.composer.is_none());
}

#[test]
fn the_review_says_that_an_unconfigured_desk_only_records() {
    for sends in [false, true] {
        let mut app = letter(WORDS);
        app.sends = sends;
        press(&mut app, "ctrl-d");
        let by_hand = crate::tui::view::snapshots::drawn(&mut app).contains("recorded");
        assert_eq!(by_hand, !sends, "before it is signed, where it can still be weighed");
        press(&mut app, "ctrl-d");
        kept(&mut app);
        assert!(said(&app, "not sent yet"), "one word for a letter that can be taken back");
    }
}

#[test]
fn the_letter_can_be_copied_from_the_review() {
    let mut app = letter(WORDS);
    press(&mut app, "ctrl-d");
    let out = press(&mut app, "y");
    assert!(matches!(&out[..], [Effect::Copy(text)] if text.contains(WORDS)));
}

#[test]
fn a_letter_that_asks_to_confirm_opens_a_confirmation_and_says_so() {
    // R11
    let mut app = letter("Мария Ивановна, предлагаем вернуть 40 евро. ");
    press(&mut app, "ctrl-p");
    typed(&mut app, "согласие с условиями");
    press(&mut app, "enter ctrl-d");
    let term = "предлагаем вернуть 40 евро";
    let asks = app.review.as_ref().unwrap().asks.clone().expect("D4 asks");
    assert!(asks.on && asks.term.contains(term), "{asks:?}");
    let out = press(&mut app, "ctrl-d");
    assert!(sent(&out).unwrap().0.confirms.as_deref().is_some_and(|t| t.contains(term)), "{:?}", app.toasts);
}

#[test]
fn a_confirmation_can_be_left_out_and_an_ordinary_letter_asks_for_none() {
    // R11
    let mut app = letter("Мария Ивановна, подтвердите, пожалуйста, согласие с условиями.");
    press(&mut app, "ctrl-d");
    let lines = {
        let review = app.review.as_ref().unwrap();
        review.opens.len() + review.closes.len()
    };
    (0..lines).for_each(|_| drop(press(&mut app, "tab")));
    press(&mut app, "space");
    assert_eq!(sent(&press(&mut app, "ctrl-d")).unwrap().0.confirms, None);
    let mut app = letter(WORDS);
    press(&mut app, "ctrl-d");
    assert_eq!(app.review.as_ref().unwrap().asks, None);
}

#[test]
fn the_date_of_a_promise_is_mended_by_one_key() {
    let mut app = letter("Мария Ивановна, прошу прощения. Мастер приедет к Вам 25 ноября до 18:00.");
    press(&mut app, "ctrl-d");
    let dated =
        app.review.as_ref().and_then(|r| r.opens.iter().position(|o| o.due.is_some())).expect("a dated promise");
    for _ in 0..dated {
        press(&mut app, "tab");
    }
    press(&mut app, "enter");
    let Some(crate::tui::app::Overlay::Form(form)) = &app.overlay else { panic!() };
    assert!(form.text("when").starts_with("2026-11-25"), "the date that it has: {}", form.text("when"));
    press(&mut app, "ctrl-u");
    for _ in 0..20 {
        press(&mut app, "backspace");
    }
    typed(&mut app, "2026-11-26");
    press(&mut app, "enter");
    let open = &app.review.as_ref().unwrap().opens[dated];
    assert!(open.on && open.due.as_ref().unwrap().local().date() == jiff::civil::date(2026, 11, 26), "{open:?}");
}

#[test]
fn a_quick_choice_takes_the_place_of_the_date_that_stands_there() {
    let mut app = letter("Мария Ивановна, прошу прощения. Мастер приедет к Вам 25 ноября до 18:00.");
    press(&mut app, "ctrl-d");
    let dated =
        app.review.as_ref().and_then(|r| r.opens.iter().position(|o| o.due.is_some())).expect("a dated promise");
    for _ in 0..dated {
        press(&mut app, "tab");
    }
    press(&mut app, "enter tab 3");
    let Some(crate::tui::app::Overlay::Form(form)) = &app.overlay else { panic!() };
    assert_eq!((form.text("when"), form.chosen("quick")), ("", "tomorrow"), "what was said last counts");
    press(&mut app, "enter");
    let open = &app.review.as_ref().unwrap().opens[dated];
    assert_eq!(open.due.as_ref().unwrap().local().date(), jiff::civil::date(2026, 11, 24), "{open:?}");
}
