//! Several windows over the same two files, and a damaged `work.db`. Two stores in one process are as apart as two windows:
//! each has its own connections, its own threads and its own lock.

use std::time::Duration;

use jiff::ToSpan;
use sincerely::model::acts::{Command, NewNote};
use sincerely::model::{DeskId, Draft, DraftKind, IdempotencyKey, MessageId, OutboxState};
use sincerely::store::{Notice, Store, StoreError, repair};
use tokio::sync::broadcast::Receiver;

use super::store_world::*;

/// Nothing here is timed; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(30);

fn draft(text: &str, second: i64) -> Draft {
    Draft {
        case: case_id(1),
        kind: DraftKind::Reply,
        text: text.to_owned(),
        cursor: 0,
        slots: vec![],
        thread_version: 4,
        saved_at: now() + second.seconds(),
        attachments: vec![],
        overrides: vec![],
    }
}

fn note(n: u64) -> Command {
    let note = NewNote { id: MessageId(id(n)), body: "текст".into(), attachments: vec![] };
    Command::Note { case: case_id(n), note }
}

fn key(n: u64) -> IdempotencyKey {
    IdempotencyKey(id(300_000 + n))
}

async fn told_of_elsewhere(notices: &mut Receiver<Notice>) {
    let told = async { while !notices.recv().await.expect("the store lives").elsewhere {} };
    tokio::time::timeout(PATIENCE, told).await.expect("the other window's writing is heard");
}

async fn versions(store: &Store) -> Vec<String> {
    let versions = store.draft_history(case_id(1), DraftKind::Reply).await.unwrap();
    versions.into_iter().map(|v| v.draft.text).collect()
}

#[tokio::test]
async fn a_second_window_hears_what_the_first_one_writes_and_nobodys_words_are_lost() {
    let (dir, first) = store().await;
    let (second, _) = open(&dir);
    let mut notices = second.subscribe();
    let saved = first.save_draft(draft("Уважаемая Мария", 1)).await.unwrap();
    assert_eq!(saved.over, None);
    told_of_elsewhere(&mut notices).await;
    assert_eq!(second.draft(case_id(1), DraftKind::Reply).await.unwrap().unwrap().text, "Уважаемая Мария");
    let saved = second.save_draft(draft("Совсем другое", 2)).await.unwrap();
    assert_eq!(saved.over, Some(now() + 1.seconds()), "told that another window's words were there");
    assert_eq!(versions(&first).await, ["Уважаемая Мария"]);
    // A late writer of another window changes nothing, and its words are kept all the same.
    first.save_draft(draft("опоздавшее", 1)).await.unwrap();
    assert_eq!(versions(&first).await, ["опоздавшее", "Уважаемая Мария"]);
    assert_eq!(first.draft(case_id(1), DraftKind::Reply).await.unwrap().unwrap().text, "Совсем другое");
    let own = second.save_draft(draft("Совсем другое, дальше", 3)).await.unwrap();
    assert_eq!(own.over, None, "one's own words are no surprise");
}

#[tokio::test]
async fn an_act_leaves_from_one_window_only_and_is_revived_when_that_window_ends() {
    let (dir, first) = store().await;
    let (second, _) = open(&dir);
    let mut notices = second.subscribe();
    first.enqueue(note(1), key(1), now()).await.unwrap();
    told_of_elsewhere(&mut notices).await;
    assert_eq!(second.pending().outbox.len(), 1, "both show what is unsent");
    assert!(first.begin(key(1)).await.unwrap());
    assert!(!second.begin(key(1)).await.unwrap(), "it leaves from the first window already");
    second.revive_others().await.unwrap();
    assert_eq!(second.outbox().await.unwrap()[0].state, OutboxState::InFlight, "the first window still runs");
    let (third, _) = open(&dir);
    assert_eq!(third.outbox().await.unwrap()[0].state, OutboxState::InFlight, "a window that opens takes nothing away");
    drop(first);
    second.revive_others().await.unwrap();
    assert!(second.begin(key(1)).await.unwrap(), "its window is gone: it is tried again with the same key");
}

#[tokio::test]
async fn one_window_pulls_everything_and_the_others_wait_for_it() {
    let (dir, first) = store().await;
    let (second, _) = open(&dir);
    let lock = first.try_load_lock().unwrap().expect("nobody pulls");
    assert!(second.try_load_lock().unwrap().is_none());
    first.begin_load("storage-2".into(), "0".into()).await.unwrap();
    let change = batch(vec![change("case", &case(1, serde_json::json!({})))]);
    let refused = second.apply(change, Some("9".into())).await;
    assert!(matches!(refused, Err(StoreError::Loading)), "changes wait until the new copy is complete");
    first.finish_load().await.unwrap();
    drop(lock);
    assert!(second.try_load_lock().unwrap().is_some());
}

#[tokio::test]
async fn a_damaged_work_db_is_refused_untouched_and_repaired_only_on_the_operators_word() {
    let (dir, store) = store().await;
    let (work, cache) = (dir.path().join("work.db"), dir.path().join("cache.db"));
    assert!(matches!(repair(&work), Err(StoreError::InUse(_))), "a running window's file is left alone");
    for n in 0..400 {
        let text = format!("письмо {n} {}", "слово ".repeat(40));
        let draft = Draft { case: case_id(n), text, ..draft("", 1) };
        store.save_draft(draft).await.unwrap();
        store.enqueue(note(n), key(n), now()).await.unwrap();
    }
    drop(store);
    assert_eq!(repair(&work).unwrap(), None, "what is sound is not repaired");
    let mut bytes = std::fs::read(&work).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 8192].fill(0xa5);
    std::fs::write(&work, &bytes).unwrap();
    let refused = Store::open(&work, &cache, DeskId(DESK.into())).err().expect("it is damaged");
    assert!(matches!(refused, StoreError::WorkDamaged { .. }) && refused.to_string().contains("sincerely repair"));
    assert_eq!(std::fs::read(&work).unwrap(), bytes, "not one byte was changed");
    let done = repair(&work).unwrap().expect("it was damaged");
    assert_eq!(std::fs::read(&done.kept).unwrap(), bytes);
    assert!(done.drafts + done.unsent > 400, "most can be read: {done:?}");
    let (store, _) = open(&dir);
    assert_eq!(store.outbox().await.unwrap().len(), done.unsent);
}

#[tokio::test]
async fn a_file_that_is_no_database_at_all_is_refused_and_put_aside_by_repair() {
    let dir = tempfile::tempdir().unwrap();
    let (work, cache) = (dir.path().join("work.db"), dir.path().join("cache.db"));
    let damage = b"this was a database once, and is not one any more".repeat(100);
    std::fs::write(&work, &damage).unwrap();
    assert!(matches!(Store::open(&work, &cache, DeskId(DESK.into())), Err(StoreError::WorkDamaged { .. })));
    let done = repair(&work).unwrap().unwrap();
    assert_eq!((done.drafts, std::fs::read(&done.kept).unwrap()), (0, damage));
    open(&dir).0.save_draft(draft("жизнь продолжается", 1)).await.unwrap();
}
