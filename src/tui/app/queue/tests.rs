//! The queue's window against a whole list: whatever is pressed, the cursor stands where it would in the whole.

use super::super::{App, Effect, Event, Setup, update};
use super::*;
use crate::i18n::{Texts, UiLang};
use crate::model::queue::{Marks, RowKey};
use crate::model::{Channel, DeskId, Gender, Lang, Operator, OperatorId, Role};
use crate::schedule::Rules;
use crate::tui::input::Keymap;
use proptest::prelude::*;
use uuid::Uuid;

const NOW: &str = "2026-11-22T12:00:00Z";

fn row(n: usize) -> QueueRow {
    QueueRow {
        key: RowKey { rank: 10, due: n as i64, waiting: 0, row: n as i64 },
        id: CaseId(Uuid::from_u128(n as u128 + 1)),
        desk: DeskId("own".into()),
        number: n as u64,
        customer: format!("Customer {n}"),
        subject: format!("Subject {n}"),
        channel: Channel::Email,
        language: Lang::new("en"),
        state: State::Open,
        owner: None,
        received_at: NOW.parse().unwrap(),
        waiting_since: None,
        never_answered: true,
        due: None,
        marks: Marks::default(),
    }
}

fn operator() -> Operator {
    Operator {
        id: OperatorId(Uuid::from_u128(7)),
        name: "Анна Иванова".into(),
        post: String::new(),
        contact: String::new(),
        hours: String::new(),
        language: Lang::new("ru"),
        gender: Gender::Female,
        zone: "Europe/Moscow".into(),
        role: Role::Operator,
        keys: vec![],
        deputy: None,
        away_until: None,
        active: true,
        version: 1,
    }
}

/// A screen over a list of `n` rows that answers at once, as the store would.
struct Desk {
    app: App,
    all: Vec<QueueRow>,
    loads: usize,
}

impl Desk {
    fn new(n: usize) -> Self {
        let setup = Setup {
            texts: Texts::new(UiLang::En),
            keymap: Keymap::shipped(),
            me: operator(),
            rules: Rules::default(),
            theme_name: "dark".into(),
            language_is_fixed: true,
            first_start: false,
            connected: false,
            phrase_files: vec![],
            signatures: crate::letter::Signatures::new(),
        };
        let (app, effects) = App::new(setup, (80, 24), NOW.parse().unwrap());
        let mut desk = Self { app, all: (0..n).map(row).collect(), loads: 0 };
        desk.answer(effects);
        desk
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::LoadPage { request, from, limit, .. } = effect {
                self.loads += 1;
                let page = self.page(from, limit);
                let more = update(&mut self.app, Event::Page { request, page }, NOW.parse().unwrap());
                self.answer(more);
            }
        }
    }

    fn page(&self, from: From, limit: usize) -> Page {
        let n = self.all.len();
        let (start, end) = match from {
            From::Top => (0, limit.min(n)),
            From::Bottom => (n.saturating_sub(limit), n),
            From::After(key) => {
                let at = self.all.partition_point(|r| r.key <= key);
                (at, (at + limit).min(n))
            }
            From::Before(key) => {
                let at = self.all.partition_point(|r| r.key < key);
                (at.saturating_sub(limit), at)
            }
            From::Around(id) => {
                let at = self.all.iter().position(|r| r.id == id).unwrap_or(0);
                (at.saturating_sub(limit / 2), (at + limit / 2).min(n))
            }
        };
        Page { rows: self.all[start..end].to_vec(), at_top: start == 0, at_bottom: end == n }
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            let effects = update(&mut self.app, Event::Key(key.parse().unwrap()), NOW.parse().unwrap());
            self.answer(effects);
        }
    }

    fn at(&self) -> u64 {
        self.app.queue.row().map_or(u64::MAX, |r| r.number)
    }
}

#[test]
fn the_ends_are_reached_and_not_passed() {
    let mut desk = Desk::new(5_000);
    desk.press("k");
    assert_eq!(desk.at(), 0);
    desk.press("G j");
    assert_eq!(desk.at(), 4_999);
    desk.press("g g");
    assert_eq!(desk.at(), 0);
}

#[test]
fn the_russian_layout_moves_too() {
    let mut desk = Desk::new(100);
    desk.press("о о о л");
    assert_eq!(desk.at(), 2);
}

#[test]
fn a_held_key_reads_few_pages_and_keeps_a_bounded_window() {
    let mut desk = Desk::new(100_000);
    for _ in 0..5_000 {
        desk.press("j");
    }
    assert_eq!(desk.at(), 5_000);
    assert!(desk.loads < 100, "{} loads", desk.loads);
    assert!(desk.app.queue.rows.len() <= 20 * 14);
}

#[test]
fn steps_beyond_what_is_read_are_made_when_the_rows_come() {
    let mut desk = Desk::new(10_000);
    let mut effects = Vec::new();
    for _ in 0..500 {
        effects.extend(update(&mut desk.app, Event::Key("j".parse().unwrap()), NOW.parse().unwrap()));
    }
    assert!(desk.at() < 500);
    desk.answer(effects);
    assert_eq!(desk.at(), 500);
}

#[test]
fn a_refresh_keeps_the_case_and_its_line_when_rows_come_before_it() {
    let mut desk = Desk::new(1_000);
    desk.press("pagedown pagedown j j j");
    let (case, line) = (desk.app.queue.row().unwrap().id, desk.app.queue.cursor - desk.app.queue.top);
    for n in 0..7 {
        let mut new = row(2_000 + n);
        new.key.due = -1;
        desk.all.insert(0, new);
    }
    let effects = update(&mut desk.app, Event::Changed { cases: vec![] }, NOW.parse().unwrap());
    desk.answer(effects);
    assert_eq!(desk.app.queue.row().unwrap().id, case);
    assert_eq!(desk.app.queue.cursor - desk.app.queue.top, line);
}

#[test]
fn what_changes_under_another_screen_is_read_when_the_queue_is_seen_again() {
    let mut desk = Desk::new(50);
    desk.press("f1");
    let effects = update(&mut desk.app, Event::Changed { cases: vec![row(1).id] }, NOW.parse().unwrap());
    assert!(!effects.iter().any(|e| matches!(e, Effect::LoadPage { .. })), "{effects:?}");
    let before = desk.loads;
    desk.press("esc");
    assert!(desk.loads > before, "the queue was not read again");
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut desk = Desk::new(50);
    let before = desk.app.queue.rows.clone();
    update(&mut desk.app, Event::Page { request: 1, page: Page::default() }, NOW.parse().unwrap());
    assert_eq!(desk.app.queue.rows, before);
}

#[test]
fn an_empty_queue_takes_every_key() {
    let mut desk = Desk::new(0);
    desk.press("j k G pagedown pageup g g enter r c a z e s t");
    assert_eq!(desk.app.queue.cursor, 0);
}

#[test]
fn search_is_typed_and_asked_for_and_escape_takes_it_back() {
    let mut desk = Desk::new(50);
    desk.press("f3 и с к enter");
    assert_eq!(desk.app.queue.filter.search, "иск");
    desk.press("esc");
    assert_eq!(desk.app.queue.filter.search, "");
}

#[test]
fn a_new_search_begins_empty_and_the_last_one_comes_back_by_a_key() {
    let mut desk = Desk::new(30);
    desk.press("/ и с к enter / д о м enter");
    assert_eq!(desk.app.queue.filter.search, "дом");
    desk.press("/ up enter");
    assert_eq!(desk.app.queue.filter.search, "дом");
    desk.press("esc / enter");
    assert_eq!(desk.app.queue.filter.search, "");
    desk.press("/ up enter");
    assert_eq!(desk.app.queue.filter.search, "дом", "also after it was taken back");
}

proptest! {
    #[test]
    fn the_window_never_differs_from_the_whole_list(
        n in 1usize..900,
        moves in proptest::collection::vec(0usize..6, 1..120),
    ) {
        let mut desk = Desk::new(n);
        let page = usize::from(layout::queue((80, 24)).list.height);
        let mut expected = 0usize;
        for step in moves {
            let (key, to) = [
                ("j", (expected + 1).min(n - 1)),
                ("k", expected.saturating_sub(1)),
                ("pagedown", (expected + page).min(n - 1)),
                ("pageup", expected.saturating_sub(page)),
                ("G", n - 1),
                ("home", 0),
            ][step];
            desk.press(key);
            expected = to;
            prop_assert_eq!(desk.at(), expected as u64);
            let q = &desk.app.queue;
            prop_assert!(q.top <= q.cursor && q.cursor < q.top + page);
        }
    }
}
