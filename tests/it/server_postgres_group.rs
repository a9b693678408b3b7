//! Acts that wait together at one server are written together: each has the answer it would have had alone.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use sincerely::protocol::{Entity, EntityKind};
use sincerely::server::storage::{AuditQuery, Batch, CommitError, Cursor, FeedQuery, Name, NameChange, Stamp, Storage};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::postgres::{fresh_url, open, session};
use crate::server_storage::{batch, customer, is_conflict, lines};

/// Far beyond what anything here takes; only a hang reaches it.
const HANG: Duration = Duration::from_secs(60);

fn naming(id: u128, address: &str) -> Batch {
    let name = Name::Contact { channel: "email".into(), address: address.into() };
    Batch { names: vec![NameChange::Take(name, Uuid::from_u128(id))], ..batch(vec![customer(id, "N")], Vec::new()) }
}

/// An operator under the id of a customer: no statement of ours may take it for one.
fn impostor(id: u128) -> Entity {
    Entity::Operator(serde_json::from_value(json!({"id": Uuid::from_u128(id), "name": "X"})).unwrap())
}

/// Commits all of them while somebody else holds the head of the feed, so that they wait together.
async fn together(url: &str, batches: Vec<Batch>) -> (Arc<dyn Storage>, Vec<Result<Cursor, CommitError>>) {
    let storage: Arc<dyn Storage> = Arc::new(open(url).await);
    storage.commit(batch(vec![customer(1, "first")], Vec::new())).await.unwrap();
    let holder = session(url).await;
    holder.batch_execute("BEGIN; SELECT seq FROM feed_head FOR UPDATE").await.unwrap();
    let commit = |batch: Batch| -> JoinHandle<Result<Cursor, CommitError>> {
        let storage = Arc::clone(&storage);
        tokio::spawn(async move { storage.commit(batch).await })
    };
    // The first one waits for the head, the others behind it.
    let ahead = commit(batch(vec![customer(2, "ahead")], Vec::new()));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let waiting: Vec<_> = batches.into_iter().map(commit).collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    holder.batch_execute("ROLLBACK").await.unwrap();
    tokio::time::timeout(HANG, ahead).await.unwrap().unwrap().unwrap();
    let mut answers = Vec::new();
    for one in waiting {
        answers.push(tokio::time::timeout(HANG, one).await.unwrap().unwrap());
    }
    (storage, answers)
}

/// Every number of the feed up to the head is there once: what was refused took none.
async fn has_no_holes(storage: &dyn Storage) {
    let part = storage.feed(FeedQuery { after: Cursor(0), limit: 1000, kinds: Vec::new() }).await.unwrap();
    let seqs: Vec<u64> = lines(&part).iter().map(|line| line["seq"].as_u64().unwrap()).collect();
    let each_once: Vec<u64> = (1..).take(seqs.len()).collect();
    assert_eq!((seqs, part.head), (each_once, Cursor(u64::try_from(lines(&part).len()).unwrap())));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn each_act_of_a_group_has_its_own_answer() {
    let zero = |id: u128| vec![(Uuid::from_u128(id), Stamp::default())];
    let batches = vec![
        batch(vec![customer(10, "A"), customer(11, "B")], Vec::new()),
        batch(vec![customer(12, "stale")], zero(1)),
        naming(13, "one@example.org"),
        naming(14, "one@example.org"),
        batch(vec![customer(15, "C")], zero(15)),
        batch(vec![customer(15, "D")], zero(15)),
        batch(vec![customer(16, "E")], zero(16)),
    ];
    let (storage, answers) = together(&fresh_url(), batches).await;
    let refused: Vec<bool> = answers.iter().map(is_conflict).collect();
    assert!(answers[0].is_ok() && answers[6].is_ok(), "{answers:?}");
    assert!(refused[1], "its scope had moved: {answers:?}");
    assert!(refused[2] != refused[3], "one has the name: {answers:?}");
    assert!(refused[4] != refused[5], "one was first: {answers:?}");
    has_no_holes(&*storage).await;
    let written = storage.audit(AuditQuery { limit: 100, ..AuditQuery::default() }).await.unwrap();
    let mut lines: Vec<u64> = written.iter().map(|entry| entry.line).collect();
    lines.dedup();
    assert_eq!((written.len(), lines.len()), (2 + answers.iter().filter(|a| a.is_ok()).count(), written.len()));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn one_that_cannot_be_written_takes_nobody_with_it() {
    let batches = vec![
        batch(vec![customer(20, "A")], Vec::new()),
        batch(vec![impostor(1)], Vec::new()),
        batch(vec![customer(21, "B")], Vec::new()),
        Batch { deletes: vec![(EntityKind::Customer, Uuid::from_u128(1))], ..batch(Vec::new(), Vec::new()) },
        batch(vec![customer(22, "C")], Vec::new()),
    ];
    let (storage, answers) = together(&fresh_url(), batches).await;
    let refused: Vec<bool> = answers.iter().map(is_conflict).collect();
    assert_eq!(refused, [false, true, false, false, false], "{answers:?}");
    for id in [20, 21, 22] {
        assert!(storage.customer(Uuid::from_u128(id).into()).await.unwrap().is_some());
    }
    assert!(storage.customer(Uuid::from_u128(1).into()).await.unwrap().is_none(), "it was deleted");
    let head = storage.feed(FeedQuery::default()).await.unwrap().head;
    assert_eq!(head, Cursor(6), "what was refused took no number");
}
