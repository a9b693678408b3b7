//! Merging from the screen: what is pressed, what is asked for, what is shown.

use insta::assert_snapshot;

use super::super::super::fixtures::{case_file, case_id, message, now, opened, press, row};
use super::super::super::{Event, update};
use super::*;
use crate::i18n::UiLang;
use crate::model::{Absorbed, Duplicate, MessageKind};
use crate::tui::view::snapshots::drawn;

fn other() -> CaseId {
    CaseId(uuid::Uuid::from_u128(2))
}

fn suggested() -> Duplicate {
    let reason = LikenessReason::Words;
    Duplicate { case: other(), number: 39, reason, evidence: "78".into(), dismissed_by: None }
}

fn came(app: &mut App, file: CaseFile) -> Vec<Effect> {
    update(app, Event::Case { id: file.case.id, file: Some(Box::new(file)) }, now())
}

/// The opened case #41 of a customer who has two more, the older of which says nearly the same.
fn app(lang: UiLang, size: (u16, u16)) -> App {
    let mut app = opened(lang, size);
    let mut file = case_file();
    file.case.duplicates.push(suggested());
    came(&mut app, file.clone());
    let (mut old, mut newer) = (row(2), row(3));
    (old.number, old.subject) = (39, "Розетка в детской искрит".into());
    (newer.number, newer.subject) = (43, "Счёт за ремонт".into());
    let rows = vec![newer, old, row(1)];
    update(&mut app, Event::OtherCases { customer: file.customer.id, rows }, now());
    app
}

fn commands(out: &[Effect]) -> Vec<Command> {
    let command = |e: &Effect| if let Effect::Submit { command, .. } = e { Some((**command).clone()) } else { None };
    out.iter().filter_map(command).collect()
}

fn merge_of(gone: CaseId, into: CaseId) -> Command {
    Command::Merge { case: gone, merge: MergeInto { into, other_customer: false } }
}

#[test]
fn the_likest_case_stands_first_and_one_key_merges_into_the_older_one() {
    let mut app = app(UiLang::En, (120, 40));
    let out = press(&mut app, "D");
    assert!(out.contains(&Effect::LoadCase { id: other() }), "for its preview: {out:?}");
    let Some(Overlay::Pick(pick)) = &app.overlay else { panic!("candidates are listed") };
    let labels: Vec<&str> = pick.items.iter().map(|i| i.label.as_str()).collect();
    assert_eq!(labels, ["#41 → #39  Розетка в детской искрит", "#43 → #41  Счёт за ремонт"]);
    assert!(pick.items[0].aside.starts_with("78 %"), "{}", pick.items[0].aside);
    let out = press(&mut app, "enter");
    assert_eq!(commands(&out), [merge_of(case_id(), other())]);
    assert_eq!(app.case_at_hand(), Some(other()), "the screen shows the survivor");
    let out = press(&mut app, "u");
    assert_eq!(commands(&out), [Command::Unmerge { case: case_id() }]);
    assert_eq!(commands(&press(&mut app, "u")), [], "once");
}

#[test]
fn the_second_key_lets_the_newer_one_go_on() {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "D");
    assert_eq!(commands(&press(&mut app, "f2")), [merge_of(other(), case_id())]);
    assert_eq!(app.case_at_hand(), Some(case_id()));
}

#[test]
fn the_list_waits_for_the_customer_s_cases() {
    let mut app = opened(UiLang::En, (120, 40));
    app.other_cases = None;
    let customer = case_file().customer.id;
    assert_eq!(press(&mut app, "D"), [Effect::LoadOtherCases { customer }]);
    update(&mut app, Event::OtherCases { customer, rows: vec![row(1), row(2)] }, now());
    assert!(matches!(&app.overlay, Some(Overlay::Pick(pick)) if pick.items.len() == 1));
}

#[test]
fn what_is_another_matter_is_said_once() {
    let mut app = app(UiLang::En, (120, 40));
    let [Command::PatchCase { patch, .. }] = &commands(&press(&mut app, "W"))[..] else { panic!() };
    assert_eq!(**patch, CasePatch { dismiss_duplicate: Some(other()), ..CasePatch::default() });
}

#[test]
fn a_merged_case_is_taken_out_from_either_side() {
    let mut app = app(UiLang::En, (120, 40));
    let mut file = case_file();
    file.case.absorbed = vec![Absorbed::unanswered(other(), 39)];
    came(&mut app, file.clone());
    assert_eq!(commands(&press(&mut app, "U")), [Command::Unmerge { case: other() }]);
    file.case.absorbed.clear();
    file.case.merged_into = Some(other());
    came(&mut app, file);
    assert_eq!(commands(&press(&mut app, "U")), [Command::Unmerge { case: case_id() }]);
    came(&mut app, case_file());
    assert_eq!(press(&mut app, "U"), []);
}

/// The survivor with a word and a letter of the case that went into it.
fn survivor() -> CaseFile {
    let mut file = case_file();
    file.case.absorbed = vec![Absorbed::unanswered(other(), 39)];
    for (n, kind, at, body) in [
        (7, MessageKind::Inbound, "2026-11-23T07:20:00Z", "Повторяю: розетка искрит, дома ребёнок!"),
        (8, MessageKind::Reply, "2026-11-23T11:00:00Z", "Мария Ивановна, мастер выехал, будет до 15:00."),
    ] {
        let mut from = message(n, kind, at, body);
        from.case_id = other();
        file.messages.push(from);
    }
    file.messages.sort_by_key(|m| m.at);
    file
}

#[test]
fn the_thread_shows_both_and_where_each_comes_from() {
    let mut app = app(UiLang::Ru, (120, 40));
    came(&mut app, survivor());
    press(&mut app, "pageup pageup");
    assert_snapshot!(drawn(&mut app));
}

#[test]
fn candidates_are_shown_with_their_words() {
    for size in [(80, 24), (120, 40)] {
        let mut app = app(UiLang::En, size);
        let mut old = case_file();
        (old.case.id, old.case.number) = (other(), 39);
        press(&mut app, "D");
        came(&mut app, old);
        assert_snapshot!(format!("candidates_{}", size.0), drawn(&mut app));
    }
}

#[test]
fn a_suggestion_stands_on_the_case_with_its_keys() {
    let mut app = app(UiLang::Ro, (200, 60));
    let shown = drawn(&mut app);
    assert!(shown.contains("= seamănă cu #39: 78 % din cuvinte coincid"), "{shown}");
    assert!(shown.contains("D unește · W altă chestiune"), "{shown}");
}
