//! The local store with many cases: how fast it is filled, how fast it answers, what it takes.
//!
//! `cargo bench --bench store [-- CASES]` (1,000,000 when missing) prints medians; nothing is asserted.

use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};
use serde_json::json;
use sincerely::model::queue::{Asker, Filter, FollowUpView, From, Mark, View};
use sincerely::model::{CaseId, DeskId, OperatorId};
use sincerely::protocol::{Change, EntityKind};
use sincerely::store::{Batch, LoadPhase, Store};
use uuid::Uuid;

const PAGE: u64 = 10_000;
const WORDS: &[&str] = &[
    "заказ",
    "доставка",
    "деньги",
    "мастер",
    "розетка",
    "ответ",
    "письмо",
    "звонок",
    "срок",
    "возврат",
    "магазин",
    "договор",
    "comanda",
    "livrare",
    "bani",
    "raspuns",
    "termen",
    "order",
    "refund",
    "delivery",
    "answer",
    "broken",
    "again",
    "late",
];

fn main() {
    let cases = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(1_000_000);
    let dir = tempfile::tempdir().expect("a folder");
    let open = || {
        Store::open(&dir.path().join("work.db"), &dir.path().join("cache.db"), DeskId("bench".into()))
            .expect("a store")
            .0
    };
    let store = open();
    fill(&store, cases);
    drop(store);
    let begun = Instant::now();
    let store = open();
    let first = store.page(&Filter::default(), &asker(), From::Top, 50).wait().expect("a page");
    assert_eq!(first.rows.len() as u64, cases.min(50));
    println!("open and first page          {:>10.2} ms", millis(begun.elapsed()));
    pages(&store, cases);
    searches(&store);
    others(&store, cases);
    println!("peak memory                  {:>10.1} MB", peak_memory());
}

/// Time on the clock and on the processors; the second repeats on a busy machine, the first does not.
#[derive(Debug, Clone, Copy, Default)]
struct Spent {
    wall: f64,
    cpu: f64,
}

impl std::ops::AddAssign for Spent {
    fn add_assign(&mut self, more: Self) {
        self.wall += more.wall;
        self.cpu += more.cpu;
    }
}

impl std::fmt::Display for Spent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>8.2} s ({:>7.2} s CPU)", self.wall, self.cpu)
    }
}

/// A first load. Making the data is not counted; reading it (as off the wire) and writing it are, one after the other.
fn fill(store: &Store, cases: u64) {
    store.begin_load("storage".into(), "0".into()).wait().expect("a load begins");
    let mut spent = Spent::default();
    loop {
        let phase = store.loaded().wait().expect("a phase").phase;
        let mut pages = Spent::default();
        if let Some(kind) = phase.kind() {
            pages = load_kind(store, &kind, cases);
        }
        let (next, indexes) = timed(|| store.end_phase().wait().expect("the phase ends"));
        spent += pages;
        spent += indexes;
        println!("  {phase:<12?} pages {pages}, indexes {indexes}");
        if next == LoadPhase::Views {
            println!("list usable after            {spent}, {:.0} cases/s", cases as f64 / spent.wall);
        }
        if next == LoadPhase::Search {
            break;
        }
    }
    println!("everything here after        {spent}");
    let ((), search) = timed(|| while store.grow_search().wait().expect("the search grows") {});
    spent += search;
    println!("searchable after             {spent}");
    println!("peak memory of the load      {:>8.1} MB", peak_memory());
}

fn load_kind(store: &Store, kind: &EntityKind, cases: u64) -> Spent {
    let total = if *kind == EntityKind::Operator { 50 } else { cases };
    let mut spent = Spent::default();
    for from in (0..total).step_by(PAGE as usize) {
        let to = (from + PAGE).min(total);
        let changes = (from..to).map(|n| change(kind, n)).collect();
        let load = || store.load_page(Batch::decode(changes), to.to_string()).wait().expect("the page is written");
        spent += timed(load).1;
    }
    spent
}

fn timed<R>(act: impl FnOnce() -> R) -> (R, Spent) {
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let result = act();
    (result, Spent { wall: begun.elapsed().as_secs_f64(), cpu: cpu_seconds() - cpu })
}

/// What this process has used so far, where the system tells it.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> = after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
    const TICKS_A_SECOND: f64 = 100.0;
    ticks.iter().sum::<f64>() / TICKS_A_SECOND
}

fn pages(store: &Store, cases: u64) {
    let all = Filter::default();
    let mut from = From::Top;
    report("next page of 50", 200, || {
        let page = store.page(&all, &asker(), from, 50).wait().expect("a page");
        from = page.rows.last().map_or(From::Top, |row| From::After(row.key));
    });
    let mut n = 0;
    report("page around a random case", 200, || {
        n = (n + 618_033) % cases;
        store.page(&all, &asker(), From::Around(CaseId(id(1, n))), 50).wait().expect("a page");
    });
    report("last page", 100, || store.page(&all, &asker(), From::Bottom, 50).wait().expect("a page"));
    let views = [View::Mine, View::Unanswered, View::DueToday, View::Calls, View::Public, View::Ended];
    for view in views {
        let filter = Filter { view, ..Filter::default() };
        report(&format!("{view:?}: top"), 50, || store.page(&filter, &asker(), From::Top, 50).wait().expect("a page"));
        report(&format!("{view:?}: bottom"), 50, || {
            store.page(&filter, &asker(), From::Bottom, 50).wait().expect("a page");
        });
    }
    let narrow = Filter { view: View::Unanswered, mark: Some(Mark::Vip), ..Filter::default() };
    report("Unanswered and VIP", 50, || store.page(&narrow, &asker(), From::Top, 50).wait().expect("a page"));
    report("counts", 100, || store.counts(&asker()).wait().expect("counts"));
}

fn searches(store: &Store) {
    let words =
        ["розетка", "роз", "розетка мастер", "\"заказ доставка\"", "rare77777", "nothing-like-it", "озетк", "👍"];
    for word in words {
        let filter = Filter { search: word.into(), ..Filter::default() };
        report(&format!("search {word}"), 30, || store.page(&filter, &asker(), From::Top, 50).wait().expect("hits"));
    }
}

fn others(store: &Store, cases: u64) {
    let mut n = 0;
    report("open a case", 200, || {
        n = (n + 618_033) % cases;
        store.case_file(CaseId(id(1, n))).wait().expect("a case").expect("it is there");
    });
    for view in [FollowUpView::Mine, FollowUpView::All, FollowUpView::Today] {
        report(&format!("follow-ups {view:?}"), 50, || {
            store.follow_ups(view, &asker(), None, 50).wait().expect("follow-ups");
        });
    }
    report("next alert", 50, || store.next_alert(now(), &asker()).wait().expect("an alert"));
    report("calls", 50, || store.calls(&asker(), 50).wait().expect("calls"));
    let mut n = 1;
    report("a delta of 500 cases", 20, || {
        let changes = (0..500).map(|_| {
            n = (n + 618_033) % cases;
            change(&EntityKind::Case, n)
        });
        store.apply(Batch::decode(changes.collect()), Some(n.to_string())).wait().expect("applied");
    });
    report("a delta of 500 messages", 20, || {
        let changes = (0..500).map(|_| {
            n = (n + 618_033) % cases;
            change(&EntityKind::Message, n)
        });
        store.apply(Batch::decode(changes.collect()), Some(n.to_string())).wait().expect("applied");
    });
}

fn report<R>(what: &str, times: usize, mut act: impl FnMut() -> R) {
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let begun = Instant::now();
            std::hint::black_box(act());
            begun.elapsed()
        })
        .collect();
    took.sort_unstable();
    let at = |part: usize| millis(took[(took.len() * part / 100).min(took.len() - 1)]);
    println!("{what:<28} {:>10.2} ms  p95 {:>8.2}", at(50), at(95));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn now() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a fixed instant")
}

fn asker() -> Asker {
    Asker { me: OperatorId(id(6, 7)), now: now(), day_end: now() + 10.hours() }
}

fn id(kind: u128, n: u64) -> Uuid {
    Uuid::from_u128((0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n)) | (kind << 60))
}

fn hours(n: u64) -> String {
    (now() - i64::try_from(n).unwrap_or(0).hours()).to_string()
}

fn text(n: u64, words: u64) -> String {
    let mut text: String = (0..words)
        .map(|w| WORDS[((n * 31 + w * w * 7 + n / 97) % WORDS.len() as u64) as usize])
        .fold(String::new(), |mut text, word| {
            text.push_str(word);
            text.push(' ');
            text
        });
    text.push_str(&format!("rare{n}"));
    text
}

/// A line of the feed; a different state of the same thing for each call would only blur the figures.
fn change(kind: &EntityKind, n: u64) -> Change {
    let doc = match kind {
        EntityKind::Operator => json!({ "id": id(6, n), "name": format!("Operator {n}") }),
        EntityKind::Case => json!({
            "id": id(1, n), "number": n + 1, "customer_id": id(2, n / 2), "customer_name": format!("Кузнецова М.И. {n}"),
            "subject": text(n, 5), "channel": (["email", "web_form", "chat", "review"][(n % 4) as usize]), "language": "ru",
            "state": if n.is_multiple_of(4) { "closed" } else { "open" }, "owner": n.is_multiple_of(3).then(|| id(6, n % 50)),
            "is_public": n % 4 == 3, "vip": n % 100 == 1, "received_at": hours(n % 9000), "last_inbound_at": hours(n % 9000),
            "waiting_since": (n % 2 == 1).then(|| hours(n % 9000)), "rank": n % 6, "version": 1, "thread_version": 1,
            "call": (n % 500 == 1).then(|| json!({ "trigger": "safety", "by": id(6, 1), "at": hours(2) })),
            "next_due": (n % 2 == 1).then(|| json!({ "id": id(4, n), "kind": "first_response", "at": hours(n % 9000) })),
        }),
        EntityKind::Customer => json!({ "id": id(2, n), "name": { "given": "Мария", "family": "Кузнецова" } }),
        EntityKind::FollowUp => json!({
            "id": id(4, n), "case_id": id(1, n), "kind": "first_response", "due": { "instant": hours(n % 9000), "zone": "UTC" },
            "state": if n % 2 == 1 { "open" } else { "done" }, "opened_at": hours(n % 9000)
        }),
        EntityKind::Message => json!({
            "id": id(3, n), "case_id": id(1, n), "kind": "inbound", "channel": "email",
            "author": { "is": "customer", "name": "Мария" }, "body": text(n, 25), "at": hours(n % 9000)
        }),
        _ => json!({
            "id": id(5, n), "case_id": id(1, n), "operator": id(6, 1), "number": "1", "at": hours(1), "outcome": "no_answer"
        }),
    };
    let id = doc["id"].clone();
    let line = json!({ "seq": n + 1, "kind": kind, "id": id, "doc": doc });
    serde_json::from_str(&line.to_string()).expect("a change")
}

/// The process's high-water mark, where the system tells it.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(f64::NAN, |kib| kib / 1024.0)
}
