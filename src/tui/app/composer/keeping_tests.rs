use super::super::fixtures::{app, case_id, now, press, typed};
use super::super::{App, Effect, Event, Screen, Wake, update};
use super::*;
use crate::i18n::UiLang;
use crate::tui::view::snapshots::drawn;
use jiff::ToSpan;

fn writing() -> App {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

fn text(app: &App) -> &str {
    app.composer.as_ref().expect("the composer is open").editor.text()
}

/// The draft rests and is saved.
fn saved(app: &mut App) -> Draft {
    let revision = app.composer.as_ref().unwrap().revision;
    let out = update(app, Event::Woke(Wake::SaveDraft { revision }), now());
    let draft = out.into_iter().find_map(|e| if let Effect::SaveDraft(draft) = e { Some(draft) } else { None });
    let draft = draft.expect("it is saved");
    let told = Event::DraftSaved { case: case_id(), kind: DraftKind::Reply, at: draft.saved_at, over: None };
    update(app, told, now());
    draft
}

fn elsewhere(app: &mut App, draft: Option<Draft>) {
    let out = update(app, Event::WroteElsewhere, now());
    assert!(out.contains(&Effect::LoadDraft { case: case_id(), kind: DraftKind::Reply }), "{out:?}");
    update(app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft }, now());
}

fn toast(app: &App, words: &str) -> bool {
    app.toasts.iter().any(|t| t.text.contains(words))
}

#[test]
fn what_another_window_wrote_is_followed_and_one_step_of_undo_goes_back() {
    let mut app = writing();
    typed(&mut app, "раз");
    let own = saved(&mut app);
    elsewhere(&mut app, Some(own.clone()));
    assert_eq!(text(&app), own.text, "one's own saving is no news");
    let theirs = Draft { text: "два в другом окне".into(), saved_at: now() + 5.seconds(), ..own.clone() };
    elsewhere(&mut app, Some(theirs));
    assert_eq!(text(&app), "два в другом окне");
    assert!(toast(&app, "other window"));
    press(&mut app, "ctrl-z");
    assert_eq!(text(&app), own.text);
}

#[test]
fn words_being_written_here_stay_and_that_another_window_wrote_is_told() {
    let mut app = writing();
    typed(&mut app, "раз");
    let own = saved(&mut app);
    typed(&mut app, " ещё");
    let theirs = Draft { text: "другое".into(), saved_at: now() + 5.seconds(), ..own };
    elsewhere(&mut app, Some(theirs));
    assert!(text(&app).contains("раз ещё") && toast(&app, "F10"), "{}", text(&app));
    let over = Event::DraftSaved { case: case_id(), kind: DraftKind::Reply, at: now(), over: Some(now()) };
    app.toasts.clear();
    update(&mut app, over, now());
    assert!(toast(&app, "F10"), "saving over words that were never seen here is told");
}

#[test]
fn a_draft_that_went_out_in_another_window_keeps_its_text_here() {
    let mut app = writing();
    typed(&mut app, "раз");
    saved(&mut app);
    elsewhere(&mut app, None);
    assert!(text(&app).contains("раз") && toast(&app, "other window"));
}

#[test]
fn a_disk_that_takes_nothing_is_told_as_long_as_it_lasts_and_tried_again() {
    let mut app = writing();
    typed(&mut app, "важное");
    let revision = app.composer.as_ref().unwrap().revision;
    update(&mut app, Event::Woke(Wake::SaveDraft { revision }), now());
    let trouble = Trouble { why: "database or disk is full".into(), rescued: None };
    let failed = Event::DraftNotSaved { case: case_id(), kind: DraftKind::Reply, trouble };
    let out = update(&mut app, failed, now());
    let again = Effect::Wake { after_ms: SAVE_AGAIN_MS, wake: Wake::SaveDraft { revision } };
    assert!(out.contains(&again), "{out:?}");
    assert!(drawn(&mut app).contains("NOT SAVED"));
    let out = update(&mut app, Event::Woke(Wake::SaveDraft { revision }), now() + 3.seconds());
    assert!(out.iter().any(|e| matches!(e, Effect::SaveDraft(d) if d.text.contains("важное"))));
    let saved = Event::DraftSaved { case: case_id(), kind: DraftKind::Reply, at: now() + 3.seconds(), over: None };
    update(&mut app, saved, now() + 3.seconds());
    assert!(!drawn(&mut app).contains("NOT SAVED"));
}

#[test]
fn a_letter_that_the_outbox_did_not_take_is_open_again_with_every_byte() {
    let mut app = writing();
    typed(&mut app, "Мастер выехал.");
    let whole = text(&app).to_owned();
    press(&mut app, "ctrl-d");
    if let Some(composer) = &mut app.composer {
        composer.findings.clear();
    }
    let out = press(&mut app, "ctrl-d");
    assert!(out.iter().any(|e| matches!(e, Effect::SignAndSend { .. })), "{out:?}");
    assert!(app.composer.is_none());
    update(&mut app, Event::Failed { what: "failed-outbox", detail: "disk full".into() }, now());
    assert!(matches!(app.screen(), Screen::Composer));
    assert_eq!(text(&app), whole);
}

#[test]
fn an_earlier_version_is_looked_at_and_brought_back_and_the_present_text_becomes_one() {
    let mut app = writing();
    typed(&mut app, "новое");
    let present = text(&app).to_owned();
    let old = saved(&mut app);
    press(&mut app, "f10");
    let drafts = vec![
        Draft { text: "\n  Первая строка\nещё строка".into(), ..old.clone() },
        Draft { text: "совсем прежнее".into(), ..old },
    ];
    update(&mut app, Event::DraftHistory { case: case_id(), kind: DraftKind::Reply, drafts }, now());
    let screen = drawn(&mut app);
    assert!(screen.contains("Первая строка") && screen.contains("ещё строка"), "{screen}");
    press(&mut app, "j");
    let out = press(&mut app, "enter");
    assert_eq!(text(&app), "совсем прежнее");
    assert!(out.iter().any(|e| matches!(e, Effect::KeepVersion(d) if d.text == present)), "{out:?}");
}

#[test]
fn a_letter_to_a_forgotten_customer_goes_with_him_and_is_never_saved_again() {
    let mut app = writing();
    typed(&mut app, "Уважаемая Мария Ивановна!");
    let revision = app.composer.as_ref().unwrap().revision;
    let mut file = crate::tui::app::fixtures::case_file();
    file.case.erased_at = Some(now());
    let out = update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    assert!(out.contains(&Effect::ForgetWork { case: case_id() }), "{out:?}");
    assert!(app.composer.is_none() && !matches!(app.screen(), Screen::Composer));
    assert!(app.toasts.last().unwrap().text.contains("forgotten"));
    let later = update(&mut app, Event::Woke(Wake::SaveDraft { revision }), now() + 1.second());
    let all = out.iter().chain(&later);
    assert!(!all.clone().any(|e| matches!(e, Effect::SaveDraft(_) | Effect::KeepVersion(_))), "{out:?} {later:?}");
}
