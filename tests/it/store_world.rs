//! Makes cases, customers and the rest for the tests of store and sync, and a store in a folder of its own.

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use sincerely::model::queue::Asker;
use sincerely::model::{CaseId, DeskId, OperatorId};
use sincerely::protocol::Change;
use sincerely::store::{Batch, OpenReport, Store};
use tempfile::TempDir;
use uuid::Uuid;

pub const DESK: &str = "home";

pub fn id(n: u64) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(n))
}

pub fn case_id(n: u64) -> CaseId {
    CaseId(id(n))
}

pub fn me() -> OperatorId {
    OperatorId(id(900_001))
}

pub fn somebody_else() -> OperatorId {
    OperatorId(id(900_002))
}

pub fn now() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().expect("a fixed instant")
}

pub fn asker() -> Asker {
    Asker { me: me(), now: now(), day_end: "2026-03-02T21:59:59Z".parse().expect("a fixed instant") }
}

/// Hours from the tests' now, negative for the past.
pub fn hours(n: i64) -> String {
    (now() + n.hours()).to_string()
}

/// An active, unanswered case; `with` overrides its fields.
pub fn case(n: u64, with: Value) -> Value {
    let mut case = json!({
        "id": id(n), "number": n, "customer_id": id(500_000 + n), "customer_name": format!("Customer {n}"),
        "subject": format!("Subject {n}"), "channel": "email", "language": "ru", "state": "new",
        "received_at": hours(-24), "waiting_since": hours(-24), "last_inbound_at": hours(-24),
        "rank": 3, "version": 1, "thread_version": 1
    });
    merge(&mut case, with);
    case
}

pub fn customer(n: u64, with: Value) -> Value {
    let mut customer = json!({ "id": id(500_000 + n), "name": { "given": "Мария", "family": "Кузнецова" } });
    merge(&mut customer, with);
    customer
}

pub fn message(n: u64, case: u64, body: &str) -> Value {
    json!({
        "id": id(100_000 + n), "case_id": id(case), "kind": "inbound", "channel": "email",
        "author": { "is": "customer", "name": "Мария" }, "body": body, "at": hours(-24)
    })
}

pub fn follow_up(n: u64, case: u64, in_hours: i64, with: Value) -> Value {
    let mut follow_up = json!({
        "id": id(200_000 + n), "case_id": id(case), "kind": "promise", "due": { "instant": hours(in_hours), "zone": "UTC" },
        "state": "open", "opened_at": hours(-48)
    });
    merge(&mut follow_up, with);
    follow_up
}

fn merge(target: &mut Value, with: Value) {
    let (Some(target), Value::Object(with)) = (target.as_object_mut(), with) else { return };
    target.extend(with);
}

pub fn change(kind: &str, doc: &Value) -> Change {
    let line = json!({ "seq": 1, "kind": kind, "id": doc["id"], "doc": doc });
    serde_json::from_str(&line.to_string()).expect("a change")
}

pub fn gone(kind: &str, id: Uuid) -> Change {
    let line = json!({ "seq": 1, "kind": kind, "id": id, "deleted": true });
    serde_json::from_str(&line.to_string()).expect("a tombstone")
}

pub fn batch(changes: Vec<Change>) -> Batch {
    let batch = Batch::decode(changes);
    assert_eq!(batch.broken, None);
    batch
}

/// A store that has come through an (empty) first load.
pub async fn store() -> (TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder for the test");
    let (store, report) = open(&dir);
    assert_eq!(report, OpenReport::default());
    store.finish_load().await.expect("the indexes are made");
    (dir, store)
}

pub fn open(dir: &TempDir) -> (Store, OpenReport) {
    let desk = DeskId(DESK.to_owned());
    Store::open(&dir.path().join("work.db"), &dir.path().join("cache.db"), desk).expect("the store opens")
}

pub async fn put(store: &Store, changes: Vec<Change>) {
    store.apply(batch(changes), None).await.expect("the changes are applied");
}
