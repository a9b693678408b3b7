use super::super::fixtures::{app, at, case_file, case_id, colleague, message, now, press, typed};
use super::super::{App, Effect, Event, Overlay, Screen, update};
use super::*;
use crate::i18n::UiLang;
use crate::model::{Gender, MessageKind};
use crate::tui::input::Key;
use jiff::ToSpan;

const SIGNATURE: &str = "С уважением,\nАнна Иванова, specialist\n+373 22 00 00 00";

/// The composer over the first case of the queue, with nothing written before.
pub(super) fn writing() -> App {
    let mut app = app(UiLang::En, (120, 40));
    let out = press(&mut app, "r");
    assert!(out.contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::Reply }), "{out:?}");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

pub(super) fn composer(app: &App) -> &Composer {
    app.composer.as_ref().expect("the composer is open")
}

pub(super) fn text(app: &App) -> &str {
    composer(app).editor.text()
}

/// What the operator wrote between greeting and signature.
pub(super) fn body(app: &App) -> &str {
    let text = text(app).strip_prefix("Уважаемая Мария Ивановна!\n\n").expect("the greeting");
    text.strip_suffix(SIGNATURE).expect("the signature").trim_end_matches('\n')
}

pub(super) fn saves(effects: &[Effect]) -> Vec<&Draft> {
    effects.iter().filter_map(|e| if let Effect::SaveDraft(draft) = e { Some(draft) } else { None }).collect()
}

fn pick_phrase(app: &mut App, digit: &str) {
    press(app, "ctrl-p");
    press(app, digit);
}

#[test]
fn a_fresh_letter_has_greeting_and_signature_and_the_cursor_between() {
    let mut app = writing();
    assert_eq!(text(&app), format!("Уважаемая Мария Ивановна!\n\n\n\n{SIGNATURE}"));
    typed(&mut app, "Мастер выехал.");
    assert_eq!(body(&app), "Мастер выехал.");
    let composer = composer(&app);
    assert_eq!(
        (composer.to.as_str(), composer.subject.as_str()),
        ("m.kuznetsova@example.org", "Re: Искрит розетка после ремонта")
    );
}

/// A fresh letter to the same customer in another language, over a profile in Russian.
fn fresh_in(lang: &str, post: &str) -> App {
    let mut app = app(UiLang::En, (120, 40));
    app.me.post = post.into();
    app.me.language = Lang::new("ru");
    let mut file = case_file();
    file.case.language = Lang::new(lang);
    file.customer.language = Lang::new(lang);
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

#[test]
fn r84_a_letter_is_signed_in_its_own_language() {
    let app = fresh_in("en", "ведущий специалист");
    assert!(text(&app).ends_with("Kind regards,\nAnna Ivanova, senior specialist\n+373 22 00 00 00"), "{}", text(&app));
    assert!(!composer(&app).findings.iter().any(|f| f.rule() == "not_signed"));
    let app = fresh_in("ro", "ведущий специалист");
    assert!(text(&app).ends_with("Cu stimă,\nAnna Ivanova, specialist principal\n+373 22 00 00 00"), "{}", text(&app));
}

#[test]
fn r84_what_a_signature_lacks_in_a_language_is_told_once() {
    let told = |app: &App| app.toasts.iter().filter(|t| t.text.contains("[signature.en]")).count();
    let mut app = fresh_in("en", "хранительница ключей");
    assert!(text(&app).ends_with("Kind regards,\nAnna Ivanova\n+373 22 00 00 00"), "{}", text(&app));
    assert_eq!(told(&app), 1);
    app.toasts.clear();
    press(&mut app, "esc");
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    assert_eq!(told(&app), 0);
}

#[test]
fn the_customers_own_channel_goes_before_the_one_he_wrote_on() {
    // R48, R52
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.customer.preferred_channel = Some(Channel::Messenger);
    file.customer.contacts.push(crate::model::Contact { channel: Channel::Messenger, address: "@masha".into() });
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file.clone())) }, now());
    press(&mut app, "r");
    assert_eq!((&composer(&app).channel, composer(&app).to.as_str()), (&Channel::Messenger, "@masha"));
    press(&mut app, "esc");
    file.customer.preferred_channel = None;
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    assert_eq!(composer(&app).channel, Channel::Email, "the channel of the last message");
}

#[test]
fn nothing_is_saved_before_something_is_written() {
    let mut app = writing();
    assert_eq!(saves(&press(&mut app, "down left esc")), Vec::<&Draft>::new());
    assert!(matches!(app.screen(), Screen::Queue));
}

#[test]
fn a_draft_is_saved_300_ms_after_the_last_key() {
    // R166
    let mut app = writing();
    let key = |app: &mut App, c, ms: i64| update(app, Event::Key(Key::char(c)), now() + ms.milliseconds());
    key(&mut app, 'Д', 0);
    let out = key(&mut app, 'а', 100);
    let Some(Effect::Wake { after_ms: 300, wake }) =
        out.iter().find(|e| matches!(e, Effect::Wake { wake: Wake::SaveDraft { .. }, .. }))
    else {
        panic!("{out:?}")
    };
    let wake = *wake;
    let stale = update(&mut app, Event::Woke(Wake::SaveDraft { revision: 1 }), now() + 300.milliseconds());
    assert_eq!(saves(&stale), Vec::<&Draft>::new());
    let out = update(&mut app, Event::Woke(wake), now() + 400.milliseconds());
    let [draft] = saves(&out)[..] else { panic!("{out:?}") };
    assert!(draft.text.contains("Да") && draft.thread_version == 4 && draft.saved_at == now() + 400.milliseconds());
    assert_eq!(&draft.text[..draft.cursor], "Уважаемая Мария Ивановна!\n\nДа");
    let again = update(&mut app, Event::Woke(wake), now() + 500.milliseconds());
    assert_eq!(saves(&again), Vec::<&Draft>::new(), "nothing new");
}

#[test]
fn while_typing_goes_on_a_draft_is_saved_every_750_ms() {
    // R166: a kill loses less than a second. One timer of a kind: a later wish replaces the earlier one.
    let mut app = writing();
    let mut timer: Option<(i64, Wake)> = None;
    let mut saved_at = Vec::new();
    for ms in 0..3_000 {
        let at = now() + ms.milliseconds();
        let mut out = Vec::new();
        if let Some((_, wake)) = timer.take_if(|(due, _)| *due <= ms) {
            out.extend(update(&mut app, Event::Woke(wake), at));
        }
        if ms % 80 == 0 {
            out.extend(update(&mut app, Event::Key(Key::char('а')), at));
        }
        if !saves(&out).is_empty() {
            saved_at.push(ms);
        }
        for effect in out {
            if let Effect::Wake { after_ms, wake: wake @ Wake::SaveDraft { .. } } = effect {
                timer = Some((ms + i64::try_from(after_ms).unwrap(), wake));
            }
        }
    }
    assert!(saved_at.len() >= 3, "{saved_at:?}");
    assert!(saved_at[0] <= 750 && saved_at.windows(2).all(|w| w[1] - w[0] <= 830), "{saved_at:?}");
}

#[test]
fn leaving_quitting_suspending_and_a_lost_terminal_save_at_once() {
    for event in [Event::Leave, Event::Key("esc".parse().unwrap()), Event::Key("ctrl-q".parse().unwrap())] {
        let mut app = writing();
        typed(&mut app, "Да");
        let out = update(&mut app, event.clone(), now());
        assert_eq!(saves(&out).len(), 1, "{event:?}");
    }
    let mut app = writing();
    typed(&mut app, "Да");
    let mut out = Effects::new();
    super::super::keys::perform(&mut app, crate::tui::action::Action::Suspend, &mut out);
    assert!(matches!(out[..], [Effect::SaveDraft(_), Effect::Suspend]), "{out:?}");
}

#[test]
fn an_emptied_text_never_replaces_a_full_draft() {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "r");
    let draft = Draft {
        overrides: vec![],
        case: case_id(),
        kind: DraftKind::Reply,
        text: "Почти готово".into(),
        cursor: "Почти".len(),
        slots: vec![],
        thread_version: 4,
        saved_at: now(),
        attachments: vec![],
    };
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: Some(draft) }, now());
    assert_eq!((text(&app), composer(&app).editor.cursor()), ("Почти готово", "Почти".len()));
    let out = press(&mut app, "ctrl-a backspace esc");
    assert_eq!(saves(&out), Vec::<&Draft>::new());
    assert!(app.toasts.iter().any(|t| t.text.contains("kept")), "{:?}", app.toasts);
}

#[test]
fn what_is_typed_before_the_draft_comes_goes_into_it() {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "r");
    typed(&mut app, "Я");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    assert_eq!(body(&app), "Я");
}

#[test]
fn a_phrase_is_inserted_by_a_digit_and_its_slot_is_filled_and_agrees() {
    // R66, R68
    let mut app = writing();
    pick_phrase(&mut app, "2");
    assert!(app.overlay.is_none());
    assert!(composer(&app).slot().is_some(), "{}", text(&app));
    typed(&mut app, "ошибке в счёте");
    press(&mut app, "tab");
    assert!(body(&app).contains("информировали нас об ошибке в счёте"), "{}", body(&app));
    press(&mut app, "ctrl-z");
    assert!(body(&app).contains("нас о ошибке"), "one step back takes the agreement alone: {}", body(&app));
}

#[test]
fn leaving_a_slot_by_an_arrow_agrees_too() {
    // R70, R72
    let mut app = writing();
    pick_phrase(&mut app, "6");
    typed(&mut app, "счётом");
    press(&mut app, "up");
    assert!(body(&app).contains("имели со счётом"), "{}", body(&app));
    press(&mut app, "ctrl-end up up up ctrl-p");
    typed(&mut app, "P4");
    press(&mut app, "enter");
    typed(&mut app, "второму предложению");
    press(&mut app, "shift-tab");
    assert!(text(&app).contains("интерес ко второму предложению"), "{}", text(&app));
}

#[test]
fn tab_walks_the_slots_in_a_circle() {
    let mut app = writing();
    pick_phrase(&mut app, "1");
    press(&mut app, "end enter");
    pick_phrase(&mut app, "2");
    let first = composer(&app).slot().unwrap().range.start;
    press(&mut app, "tab");
    let second = composer(&app).slot().unwrap().range.start;
    press(&mut app, "tab");
    assert_ne!(first, second);
    assert_eq!(composer(&app).slot().unwrap().range.start, first);
    press(&mut app, "shift-tab");
    assert_eq!(composer(&app).slot().unwrap().range.start, second);
}

#[test]
fn after_the_last_slot_the_letter_goes_on_behind_the_full_stop() {
    let mut app = writing();
    pick_phrase(&mut app, "1");
    typed(&mut app, "задержку");
    press(&mut app, "tab");
    typed(&mut app, " Мастер приедет завтра.");
    assert_eq!(body(&app), "Приношу свои извинения за задержку. Мастер приедет завтра.");
}

#[test]
fn a_slot_offers_words_in_its_case_and_they_are_picked() {
    let mut app = writing();
    pick_phrase(&mut app, "6");
    typed(&mut app, "достав");
    press(&mut app, "ctrl-p");
    let Some(Overlay::Letter(pick)) = &app.overlay else { panic!("{:?}", app.overlay) };
    assert!(pick.items.iter().any(|i| i.label == "доставкой"), "{:?}", pick.items);
    press(&mut app, "2");
    press(&mut app, "tab");
    assert!(body(&app).contains("с доставкой"), "{}", body(&app));
}

#[test]
fn the_palette_finds_by_words_and_says_what_is_used() {
    let mut app = writing();
    pick_phrase(&mut app, "1");
    typed(&mut app, "задержку");
    press(&mut app, "ctrl-end");
    press(&mut app, "ctrl-p");
    let Some(Overlay::Letter(pick)) = &app.overlay else { panic!() };
    let p1 = pick.items.iter().find(|i| i.label.starts_with("Приношу свои извинения за")).unwrap();
    assert!(p1.aside.contains("used") && !pick.items.last().unwrap().aside.contains("used"));
    typed(&mut app, "thank");
    press(&mut app, "enter");
    assert!(text(&app).contains("Благодарю Вас"), "{}", text(&app));
}

#[test]
fn a_phrase_inside_a_sentence_begins_with_a_small_letter() {
    let mut app = writing();
    typed(&mut app, "Мария Ивановна,");
    pick_phrase(&mut app, "1");
    assert!(body(&app).starts_with("Мария Ивановна, приношу свои извинения"), "{}", body(&app));
    typed(&mut app, "задержку");
    press(&mut app, "tab end");
    pick_phrase(&mut app, "5");
    assert!(body(&app).contains("задержку. Я рада"), "{}", body(&app));
}

#[test]
fn the_voice_of_the_operator_decides_the_wording() {
    // R69, R75
    for (gender, words) in
        [(Gender::Male, "Я хотел бы"), (Gender::Female, "Я хотела бы"), (Gender::Unspecified, "Хочу, чтобы Вы знали")]
    {
        let mut app = writing();
        app.me.gender = gender;
        pick_phrase(&mut app, "9");
        assert!(body(&app).contains(words), "{}", body(&app));
    }
}

#[test]
fn pasted_rubbish_becomes_text_and_sends_nothing() {
    let mut app = writing();
    let out = update(&mut app, Event::Paste("один\r\nдва\u{1b}[2J\u{202e}\r\n\r\n".into()), now());
    assert_eq!(body(&app), "один\nдва[2J");
    assert!(matches!(app.screen(), Screen::Composer));
    assert!(out.iter().all(|e| matches!(e, Effect::Wake { .. })), "{out:?}");
}

#[test]
fn a_pasted_megabyte_is_cut_told_and_broken_into_lines_that_can_be_edited() {
    let mut app = writing();
    update(&mut app, Event::Paste("слово ".repeat(100_000)), now());
    assert!(text(&app).len() < 260_000 && text(&app).lines().all(|l| l.len() < 9_000));
    assert!(app.toasts.iter().any(|t| t.text.contains("longer")));
    typed(&mut app, "и дальше");
    assert!(text(&app).contains("и дальше"));
}

#[test]
fn the_signature_is_there_exactly_once() {
    // R84
    let mut app = writing();
    press(&mut app, "f3 f3");
    assert_eq!(text(&app).matches("Анна Иванова").count(), 1);
    press(&mut app, "ctrl-a");
    typed(&mut app, "Здравствуйте!");
    press(&mut app, "f3");
    assert!(text(&app).ends_with(SIGNATURE) && text(&app).starts_with("Здравствуйте!"), "{}", text(&app));
    press(&mut app, "ctrl-z");
    assert_eq!(text(&app), "Здравствуйте!");
}

#[test]
fn greeting_and_quote_come_once_each() {
    let mut app = writing();
    press(&mut app, "ctrl-a backspace f2 f2 f4 f4");
    assert_eq!(text(&app).matches("Уважаемая Мария Ивановна!").count(), 1);
    assert_eq!(text(&app).matches("> Никто не приехал!").count(), 1);
}

#[test]
fn reply_and_note_have_drafts_of_their_own() {
    let mut app = writing();
    typed(&mut app, "Да");
    let out = press(&mut app, "f6");
    assert_eq!(saves(&out)[0].kind, DraftKind::Reply);
    assert!(out.contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::Note }));
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Note, draft: None }, now());
    assert_eq!(text(&app), "");
    typed(&mut app, "для своих");
    let out = press(&mut app, "f6");
    assert_eq!((saves(&out)[0].kind.clone(), saves(&out)[0].text.as_str()), (DraftKind::Note, "для своих"));
    assert!(out.contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::Reply }));
}

#[test]
fn a_public_complaint_is_answered_in_public() {
    // R145, T8
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.case.is_public = true;
    file.customer.name.public = "masha_k".into();
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    let out = press(&mut app, "r");
    assert!(out.contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::PublicReply }));
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::PublicReply, draft: None }, now());
    assert!(text(&app).contains("masha_k") && !text(&app).contains("Ивановна"), "{}", text(&app));
}

#[test]
fn findings_come_60_ms_after_the_last_key_and_are_walked() {
    let mut app = writing();
    pick_phrase(&mut app, "1");
    let out = press(&mut app, "right");
    assert!(out.is_empty(), "moving is no change: {out:?}");
    let out = update(&mut app, Event::Key(Key::char('!')), now());
    let Some(Effect::Wake { after_ms: 60, wake }) =
        out.iter().find(|e| matches!(e, Effect::Wake { wake: Wake::Check { .. }, .. }))
    else {
        panic!("{out:?}")
    };
    update(&mut app, Event::Woke(*wake), now());
    assert!(composer(&app).blocks().count() >= 1, "{:?}", composer(&app).findings);
    press(&mut app, "ctrl-home ctrl-g");
    assert!(composer(&app).slot().is_some(), "an empty slot is the first finding");
}

#[test]
fn a_message_that_comes_while_writing_is_shown_and_own_doings_are_not() {
    // R167
    let mut app = writing();
    typed(&mut app, "Да");
    let mut file = case_file();
    file.case.thread_version += 1;
    file.messages.push(message(6, MessageKind::Note, "2026-11-23T12:05:01Z", "моя заметка"));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file.clone())) }, now());
    assert_eq!((composer(&app).news.len(), composer(&app).thread_version()), (0, 5));
    file.case.thread_version += 1;
    file.messages.push(message(7, MessageKind::Inbound, "2026-11-23T12:05:02Z", "Уже не надо."));
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file.clone())) }, now());
    assert!(matches!(&composer(&app).news[..], [News::Wrote { text, .. }] if text == "Уже не надо."));
    assert_eq!(composer(&app).thread_version(), 5, "not seen yet");
    file.case.owner = Some(colleague());
    file.case.thread_version += 1;
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    assert_eq!(composer(&app).news.len(), 2);
    assert_eq!(body(&app), "Да", "the text is untouched");
}

#[test]
fn an_old_draft_shows_what_happened_since_it_was_saved() {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "r");
    let draft = Draft {
        overrides: vec![],
        case: case_id(),
        kind: DraftKind::Reply,
        text: "Утренний черновик".into(),
        cursor: 0,
        slots: vec![],
        thread_version: 3,
        saved_at: at("2026-11-23T08:30:00Z"),
        attachments: vec![],
    };
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: Some(draft) }, now());
    assert!(matches!(&composer(&app).news[..], [News::Wrote { text, .. }] if text.starts_with("Никто не приехал")));
}

#[test]
fn copy_and_cut_take_the_selection_out() {
    let mut app = writing();
    typed(&mut app, "слово");
    let out = press(&mut app, "ctrl-shift-left");
    assert!(out.is_empty());
    let out = press(&mut app, "ctrl-c");
    assert_eq!(out, [Effect::Copy("слово".into())]);
    let out = update(&mut app, Event::Key(Key::ctrl('ч')), now());
    assert_eq!((out[0].clone(), body(&app)), (Effect::Copy("слово".into()), ""), "Ctrl+X under the Russian layout");
}

#[test]
fn a_case_that_is_gone_closes_the_composer_and_says_so() {
    let mut app = app(UiLang::En, (80, 24));
    let other = CaseId(uuid::Uuid::from_u128(2));
    press(&mut app, "j r");
    assert!(matches!(app.screen(), Screen::Composer));
    update(&mut app, Event::Case { id: other, file: None }, now());
    assert!(matches!(app.screen(), Screen::Queue) && app.composer.is_none());
}

#[test]
fn r84_the_profile_shows_how_other_languages_are_signed() {
    let mut app = app(UiLang::Ru, (80, 24));
    app.me.post = "ведущий специалист".into();
    super::super::welcome::open_profile(&mut app, false);
    let shown = crate::tui::view::snapshots::drawn(&mut app).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("en: Anna Ivanova, senior") && shown.contains("config.toml"), "{shown}");
}
