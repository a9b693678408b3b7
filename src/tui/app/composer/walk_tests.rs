//! What is said of a letter while it is written, and the walk through what is said.

use super::super::fixtures::{app, case_file, case_id, follow_up, now, press, typed};
use super::super::{App, Event, Overlay, update};
use super::{Severity, finding_at_hand, listed};
use crate::i18n::UiLang;
use crate::model::{CallOutcome, CaseFile, Channel, DraftKind, FollowUpKind};
use crate::tui::view::snapshots::drawn;

/// A letter begun on a safety case that is changed so.
fn begun(change: impl FnOnce(&mut CaseFile)) -> App {
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    change(&mut file);
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "r");
    update(&mut app, Event::Draft { case: case_id(), kind: DraftKind::Reply, draft: None }, now());
    app
}

fn letter(words: &str, change: impl FnOnce(&mut CaseFile)) -> App {
    let mut app = begun(change);
    typed(&mut app, words);
    judge(&mut app);
    app
}

fn judge(app: &mut App) {
    let mut composer = app.composer.take().unwrap();
    super::judge(app, &mut composer);
    app.composer = Some(composer);
}

fn reached(file: &mut CaseFile) {
    file.calls[0].outcome = CallOutcome::Reached;
}

fn severity(app: &App, rule: &str) -> Option<Severity> {
    app.composer.as_ref().unwrap().findings.iter().find(|f| f.rule() == rule).map(|f| f.severity)
}

const SAFETY: &str = "written_only_safety";
const WORDS: &str = "Мария Ивановна, мастер приедет сегодня до 18:00.";

#[test]
fn a_try_with_another_one_planned_is_enough_to_write() {
    // R89
    assert_eq!(severity(&letter(WORDS, |f| f.calls.clear()), SAFETY), Some(Severity::Block));
    let retry = |f: &mut CaseFile| {
        f.follow_ups.push(follow_up(9, FollowUpKind::Call, "2026-11-24T07:30:00Z", ""));
    };
    assert_eq!(severity(&letter(WORDS, retry), SAFETY), None);
    let untried = |f: &mut CaseFile| {
        retry(f);
        f.calls.clear();
    };
    assert_eq!(severity(&letter(WORDS, untried), SAFETY), Some(Severity::Block), "planned, and not tried");
}

#[test]
fn nobody_is_told_to_call_without_a_number() {
    // R89
    let app = letter(WORDS, |f| {
        f.calls.clear();
        f.customer.contacts.retain(|c| c.channel != Channel::Phone);
    });
    assert_eq!(severity(&app, SAFETY), Some(Severity::Hint));
}

#[test]
fn the_finding_about_danger_names_the_key_that_records_the_call() {
    // R89
    let mut app = letter(WORDS, |f| f.calls.clear());
    assert!(drawn(&mut app).contains("C in the case"), "{}", drawn(&mut app));
}

#[test]
fn the_walk_meets_what_is_listed_in_its_order_and_nothing_else() {
    // R161
    let mut app = letter("Мария Ивановна, ужасно!!! Договор null. Договор null.", |f| f.calls.clear());
    let names = |app: &App| -> Vec<(String, Option<std::ops::Range<usize>>)> {
        let composer = app.composer.as_ref().unwrap();
        listed(composer).iter().map(|f| (f.rule().to_owned(), f.span.clone())).collect()
    };
    let all = names(&app);
    let blocks = listed(app.composer.as_ref().unwrap()).iter().map(|f| f.blocks()).collect::<Vec<_>>();
    assert!(blocks.is_sorted_by(|a, b| a >= b) && blocks[0], "{all:?}");
    assert!(all.len() > 3 && all.iter().any(|(_, span)| span.is_none()), "{all:?}");
    for round in [&all, &all] {
        for expected in round {
            press(&mut app, "ctrl-g");
            let at_hand = finding_at_hand(app.composer.as_ref().unwrap()).unwrap();
            assert_eq!((at_hand.rule(), &at_hand.span), (expected.0.as_str(), &expected.1), "{all:?}");
        }
    }
}

#[test]
fn what_is_weighed_is_what_was_walked_to() {
    // R161
    let mut app = letter("Мария Ивановна, договор null.", |f| f.calls.clear());
    let rules: Vec<String> = listed(app.composer.as_ref().unwrap()).iter().map(|f| f.rule().to_owned()).collect();
    let at = rules.iter().position(|r| r == SAFETY).unwrap();
    for _ in 0..=at {
        press(&mut app, "ctrl-g");
    }
    press(&mut app, "f7");
    let Some(Overlay::Form(form)) = &app.overlay else { panic!("{:?}", app.overlay) };
    assert!(form.intro.join(" ").contains("safety is at stake"), "{:?}", form.intro);
}

#[test]
fn a_finding_about_the_whole_letter_shows_how_to_weigh_it() {
    // R161
    let mut app = letter(WORDS, |f| f.calls.clear());
    let composer = app.composer.as_mut().unwrap();
    composer.findings.retain(|f| f.rule() == "harm_not_named");
    assert_eq!(composer.findings.len(), 1);
    assert!(drawn(&mut app).contains("F7"), "{}", drawn(&mut app));
}

#[test]
fn what_the_panel_has_no_room_for_is_counted() {
    let mut app = letter(
        "Мария Ивановна, договор null, номер {{order}}, УЖАСНО ПЛОХО СДЕЛАНО 😀. Иван Петрович, на жалобу мы не ответим.",
        |f| f.calls.clear(),
    );
    update(&mut app, Event::Resize(120, 20), now());
    assert!(drawn(&mut app).contains("more finding"), "{}", drawn(&mut app));
}

#[test]
fn a_letter_without_words_of_its_own_is_not_scolded_and_does_not_leave() {
    // R161
    let mut app = begun(reached);
    let composer = app.composer.as_ref().unwrap();
    assert!(composer.findings.is_empty() && composer.blocks().count() > 0, "{:?}", composer.findings);
    assert!(!drawn(&mut app).contains('✗'), "{}", drawn(&mut app));
    press(&mut app, "ctrl-d");
    assert!(!super::super::review::blocks(&app).is_empty());
    press(&mut app, "esc");
    typed(&mut app, "Мария Ивановна, мы всё исправим.");
    judge(&mut app);
    assert!(drawn(&mut app).contains('✗'), "{}", drawn(&mut app));
}

#[test]
fn a_slot_is_no_fault_while_it_is_filled_and_its_hint_is_nobodys_words() {
    // R99
    let mut app = begun(reached);
    press(&mut app, "ctrl-o");
    judge(&mut app);
    let composer = app.composer.as_ref().unwrap();
    let holes: Vec<_> = super::slots::unfilled(composer.editor.text()).collect();
    let touches = |span: &std::ops::Range<usize>| holes.iter().any(|h| h.start < span.end && span.start < h.end);
    assert!(!holes.is_empty() && composer.slot().is_some());
    let spans = composer.findings.iter().filter(|f| f.rule() != "unfilled_slot").filter_map(|f| f.span.clone());
    assert!(!spans.into_iter().any(|s| touches(&s)), "{:?}", composer.findings);
    assert!(!composer.promises.iter().any(|p| touches(&p.range)), "{:?}", composer.promises);
    let here = composer.slot().unwrap().range.clone();
    assert!(composer.findings.iter().any(|f| f.span.as_ref() == Some(&here)));
    assert!(!listed(composer).iter().any(|f| f.span.as_ref() == Some(&here)));
    press(&mut app, "ctrl-d");
    assert!(!super::super::review::blocks(&app).is_empty());
}

#[test]
fn after_everything_is_undone_one_writes_between_greeting_and_signature() {
    let mut app = begun(reached);
    let at = |app: &App| app.composer.as_ref().unwrap().editor.cursor();
    let between = at(&app);
    typed(&mut app, "Мы всё исправим.");
    press(&mut app, "ctrl-home");
    for _ in 0..20 {
        press(&mut app, "ctrl-z");
    }
    assert!(!app.composer.as_ref().unwrap().editor.text().contains("исправим"));
    assert_eq!(at(&app), between);
}

#[test]
fn the_case_of_a_colleague_and_our_own_last_letter_are_in_sight() {
    let mut app = begun(|f| f.case.owner = Some(super::super::fixtures::colleague()));
    let shown = drawn(&mut app);
    assert!(shown.contains("in the care of Пётр Сидоров"), "{shown}");
    update(&mut app, Event::Resize(160, 60), now());
    let shown = drawn(&mut app);
    let (theirs, ours) = (shown.find("Никто не приехал!"), shown.find("our last letter"));
    assert!(theirs.is_some() && theirs < ours && shown.contains("не пользуйтесь этой розеткой"), "{shown}");
    assert!(!drawn(&mut begun(|_| {})).contains("in the care of"), "mine");
}
