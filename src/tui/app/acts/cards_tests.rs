//! Joining cards from the screen: what is pressed, what is asked for, what is shown.

use super::super::super::fixtures::{case_file, case_id, now, opened, press};
use super::super::super::{Event, update};
use super::*;
use crate::i18n::UiLang;
use crate::model::{AlikeCard, Channel, Customer, PersonName};
use crate::tui::view::snapshots::drawn;

fn other() -> CustomerId {
    CustomerId(uuid::Uuid::from_u128(1))
}

fn here() -> CustomerId {
    case_file().customer.id
}

/// Another card, made before this one, with the same number.
fn alike() -> AlikeCard {
    let shared = vec![Contact { channel: Channel::Phone, address: "+373 69 11 22 33".into() }];
    let name = PersonName { public: "maria\u{1b}[31m_k".into(), ..PersonName::default() };
    AlikeCard { customer: Customer { name, ..Customer::blank(other()) }, shared }
}

fn app(lang: UiLang, size: (u16, u16)) -> App {
    let mut app = opened(lang, size);
    let file = case_file();
    update(&mut app, Event::Case { id: file.case.id, file: Some(Box::new(file.clone())) }, now());
    update(&mut app, Event::Alike { customer: here(), cards: vec![alike()] }, now());
    app
}

fn commands(out: &[Effect]) -> Vec<Command> {
    let command = |e: &Effect| if let Effect::Submit { command, .. } = e { Some((**command).clone()) } else { None };
    out.iter().filter_map(command).collect()
}

fn merge_of(gone: CustomerId, into: CustomerId) -> Command {
    Command::MergeCard { case: case_id(), customer: gone, merge: MergeCardInto { into } }
}

#[test]
fn the_cards_of_an_opened_case_are_asked_for_once() {
    let mut app = opened(UiLang::En, (120, 40));
    let file = case_file();
    let came = |app: &mut App| update(app, Event::Case { id: file.case.id, file: Some(Box::new(file.clone())) }, now());
    assert!(came(&mut app).contains(&Effect::LoadAlike { customer: here() }));
    update(&mut app, Event::Alike { customer: here(), cards: Vec::new() }, now());
    assert!(!came(&mut app).contains(&Effect::LoadAlike { customer: here() }));
}

#[test]
fn a_card_with_the_same_address_is_suggested_in_words_and_one_key_joins_it() {
    for lang in UiLang::ALL {
        let mut app = app(lang, (200, 60));
        let screen = drawn(&mut app);
        assert!(screen.contains("maria[31m_k") || screen.contains("maria_k"), "{screen}");
        assert!(screen.contains("+373 69 11 22 33") && !screen.contains('\u{1b}'));
        press(&mut app, "I");
        let Some(Overlay::Pick(pick)) = &app.overlay else { panic!("candidates are listed") };
        assert!(pick.items[0].label.ends_with("_k"), "the older card goes on: {}", pick.items[0].label);
        assert!(pick.items[0].aside.contains("+373 69 11 22 33"));
        let out = press(&mut app, "enter");
        assert_eq!(commands(&out), [merge_of(here(), other())]);
        assert!(app.alike.is_none() && app.other_cases.is_none(), "all of it is read again");
        let out = press(&mut app, "u");
        assert_eq!(commands(&out), [Command::UnmergeCard { case: case_id(), customer: here() }]);
        assert!(commands(&press(&mut app, "u")).is_empty(), "once");
    }
}

#[test]
fn the_second_key_lets_this_card_go_on() {
    let mut app = app(UiLang::En, (120, 40));
    press(&mut app, "I");
    assert_eq!(commands(&press(&mut app, "f2")), [merge_of(other(), here())]);
}

#[test]
fn without_a_likeness_a_marked_case_says_which_card_is_meant() {
    let mut app = app(UiLang::En, (120, 40));
    update(&mut app, Event::Alike { customer: here(), cards: Vec::new() }, now());
    press(&mut app, "I");
    assert!(app.overlay.is_none() && app.toasts.iter().any(|t| t.text.contains("mark one of its cases")));
    let mut file = case_file();
    (file.case.id, file.case.number) = (CaseId(uuid::Uuid::from_u128(77)), 77);
    (file.customer.id, file.case.customer_id) = (other(), other());
    app.many.mark_case(77, file.case.id);
    assert_eq!(press(&mut app, "I"), [Effect::LoadCase { id: file.case.id }]);
    update(&mut app, Event::Case { id: file.case.id, file: Some(Box::new(file)) }, now());
    press(&mut app, "I");
    let Some(Overlay::Pick(pick)) = &app.overlay else { panic!("the marked one is listed") };
    assert!(pick.items[0].aside.contains("#77"), "{}", pick.items[0].aside);
    assert_eq!(commands(&press(&mut app, "enter")), [merge_of(here(), other())]);
}

#[test]
fn what_is_part_of_a_card_stands_on_it_and_is_taken_out_by_a_key() {
    let mut app = app(UiLang::Ru, (200, 60));
    press(&mut app, "O");
    assert!(app.toasts.iter().any(|t| t.text.contains("Других карточек внутри")));
    let mut file = case_file();
    let part = |n: u128, name: &str| AbsorbedCard {
        customer: CustomerId(uuid::Uuid::from_u128(n)),
        name: name.into(),
        by: app.me.id,
        at: now(),
    };
    let (one, two) = (part(301, "guest_41"), part(302, "Маша"));
    file.customer.absorbed = vec![one.clone()];
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file.clone())) }, now());
    assert!(drawn(&mut app).contains("вместе с карточкой «guest_41»"));
    let out = press(&mut app, "O");
    assert_eq!(commands(&out), [Command::UnmergeCard { case: case_id(), customer: one.customer }]);
    file.customer.absorbed.push(two.clone());
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(file)) }, now());
    press(&mut app, "O down");
    assert_eq!(commands(&press(&mut app, "enter")), [Command::UnmergeCard { case: case_id(), customer: two.customer }]);
}
