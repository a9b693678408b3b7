//! Drafts, outbox, settings: what must survive everything, and what happens to damaged files.

use jiff::ToSpan;
use sincerely::model::acts::{Command, NewNote};
use sincerely::model::{DeskId, Draft, DraftKind, IdempotencyKey, MessageId, OutboxState};
use sincerely::store::{Changed, Store, StoreError};

use super::store_world::*;

fn draft(text: &str, second: i64) -> Draft {
    Draft {
        overrides: vec![],
        case: case_id(1),
        kind: DraftKind::Reply,
        text: text.to_owned(),
        cursor: text.len(),
        slots: vec![(0, 3)],
        thread_version: 4,
        saved_at: now() + second.seconds(),
        attachments: vec![],
    }
}

fn key(n: u64) -> IdempotencyKey {
    IdempotencyKey(id(300_000 + n))
}

fn note(n: u64) -> Command {
    Command::Note {
        case: case_id(n),
        note: NewNote { id: MessageId(id(n)), body: "текст".into(), attachments: vec![] },
    }
}

#[tokio::test]
async fn r166_drafts_survive_a_restart_and_no_late_writer_or_empty_text_destroys_one() {
    let (dir, store) = store().await;
    let kind = DraftKind::Reply;
    store.save_draft(draft("Уважаемая Мария", 1)).await.unwrap();
    store.save_draft(draft("старое", 0)).await.unwrap();
    assert_eq!(store.draft(case_id(1), kind.clone()).await.unwrap(), Some(draft("Уважаемая Мария", 1)));
    store.save_draft(draft(" ", 2)).await.unwrap();
    drop(store);
    let (store, _) = open(&dir);
    assert_eq!(store.draft(case_id(1), kind.clone()).await.unwrap(), Some(draft("Уважаемая Мария", 1)));
    // What is thrown away on purpose stays among the earlier versions.
    store.delete_draft(case_id(1), kind.clone()).await.unwrap();
    let history = store.draft_history(case_id(1), kind.clone()).await.unwrap();
    assert_eq!(history.iter().map(|v| v.draft.text.as_str()).collect::<Vec<_>>(), ["Уважаемая Мария"]);
    // A note is a draft of its own.
    store.save_draft(Draft { kind: DraftKind::Note, ..draft("для своих", 3) }).await.unwrap();
    store.delete_draft(case_id(1), DraftKind::Note).await.unwrap();
    assert_eq!(store.draft(case_id(1), DraftKind::Note).await.unwrap(), None);
    assert_eq!(store.draft_history(case_id(1), DraftKind::Note).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_order_is_carried_out_even_when_its_answer_is_dropped() {
    let (dir, store) = store().await;
    drop(store.save_draft(draft("на бегу", 1)));
    drop(store);
    let (store, _) = open(&dir);
    assert_eq!(store.draft(case_id(1), DraftKind::Reply).await.unwrap().unwrap().text, "на бегу");
}

#[tokio::test]
async fn sending_moves_the_draft_into_history_and_undo_gives_the_text_back() {
    let (_dir, store) = store().await;
    store.save_draft(Draft { kind: DraftKind::Note, ..draft("текст", 1) }).await.unwrap();
    let item = store.enqueue(note(1), key(1), now() + 10.seconds()).await.unwrap();
    assert_eq!(store.enqueue(note(1), key(1), now()).await.unwrap(), item); // the same key again
    assert_eq!(store.draft(case_id(1), DraftKind::Note).await.unwrap(), None);
    assert_eq!(store.draft_history(case_id(1), DraftKind::Note).await.unwrap().len(), 1);
    assert_eq!(store.recall(key(1)).await.unwrap().unwrap().command, note(1));
    assert_eq!(store.outbox().await.unwrap(), []);
    assert!(!store.begin(key(1)).await.unwrap(), "what was recalled must not leave");
}

#[tokio::test]
async fn r168_what_may_have_left_cannot_be_taken_back_and_is_tried_again_after_a_crash() {
    let (dir, store) = store().await;
    store.enqueue(note(1), key(1), now()).await.unwrap();
    store.enqueue(note(2), key(2), now()).await.unwrap();
    assert!(store.begin(key(1)).await.unwrap() && store.begin(key(2)).await.unwrap());
    assert_eq!(store.recall(key(1)).await.unwrap(), None);
    store.again(key(2), now() + 5.seconds(), "no answer".into(), false).await.unwrap();
    drop(store);
    let (store, _) = open(&dir);
    let items = store.outbox().await.unwrap();
    assert_eq!(
        items.iter().map(|i| (i.attempts, i.state.clone())).collect::<Vec<_>>(),
        vec![(1, OutboxState::Queued); 2]
    );
    assert_eq!(store.recall(key(1)).await.unwrap(), None, "its answer may have been lost");
    assert!(store.recall(key(2)).await.unwrap().is_some(), "the desk was never reached");
    store.stuck(key(1), "the thread moved on".into()).await.unwrap();
    assert!(store.retry(key(1)).await.unwrap());
    store.stuck(key(1), "again".into()).await.unwrap();
    assert_eq!(store.discard(key(1)).await.unwrap().unwrap().command, note(1));
    assert_eq!(store.outbox().await.unwrap(), []);
}

#[tokio::test]
async fn a_case_entered_here_keeps_its_later_acts_and_drafts_when_the_desk_names_it() {
    let (_dir, store) = store().await;
    store.enqueue(note(1), key(1), now()).await.unwrap();
    store.save_draft(draft("Уважаемая", 1)).await.unwrap();
    store.rename_case(case_id(1), case_id(55)).await.unwrap();
    assert_eq!(store.outbox().await.unwrap()[0].command.case(), case_id(55));
    assert_eq!(store.draft(case_id(55), DraftKind::Reply).await.unwrap().unwrap().text, "Уважаемая");
}

#[tokio::test]
async fn settings_and_notices() {
    let (_dir, store) = store().await;
    let mut notices = store.subscribe();
    store.set_setting("offline_since", now()).await.unwrap();
    assert_eq!(store.setting::<jiff::Timestamp>("offline_since").await.unwrap(), Some(now()));
    assert_eq!(store.setting::<u8>("never set").await.unwrap(), None);
    store.save_draft(draft("x", 1)).await.unwrap();
    let notice = notices.recv().await.unwrap();
    assert_eq!((notice.cases, notice.work), (Changed::Cases(vec![case_id(1)]), true));
}

#[tokio::test]
async fn a_damaged_cache_is_kept_aside_and_said_so_and_the_work_is_as_it_was() {
    let (dir, store) = store().await;
    store.save_draft(draft("жизнь продолжается", 1)).await.unwrap();
    store.enqueue(note(2), key(2), now()).await.unwrap();
    drop(store);
    let cache = dir.path().join("cache.db");
    for tail in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(dir.path().join(format!("cache.db{tail}")));
    }
    let damage = b"this was a database once, and is not one any more".repeat(100);
    std::fs::write(&cache, &damage).unwrap();
    let (store, report) = open(&dir);
    assert_eq!(std::fs::read(report.cache.unwrap().path).unwrap(), damage);
    assert_eq!(store.draft(case_id(1), DraftKind::Reply).await.unwrap(), Some(draft("жизнь продолжается", 1)));
    assert_eq!(store.outbox().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_newer_work_db_is_refused_and_left_as_it_is_while_a_newer_cache_is_pulled_again() {
    let (dir, store) = store().await;
    drop(store);
    let newer = |name: &str| {
        let db = rusqlite::Connection::open(dir.path().join(name)).unwrap();
        db.execute("INSERT INTO migrations (version, name, sha256) VALUES (999, 'future', '')", []).unwrap();
    };
    newer("cache.db");
    let (store, report) = open(&dir);
    assert!(report.cache.unwrap().why.contains("newer"));
    drop(store);
    newer("work.db");
    let refused = Store::open(&dir.path().join("work.db"), &dir.path().join("cache.db"), DeskId(DESK.into()));
    assert!(matches!(refused.err(), Some(StoreError::Newer { found: 999, .. })));
    assert!(dir.path().join("work.db").exists());
}

#[tokio::test]
async fn a_cache_that_proves_damaged_while_it_is_read_is_replaced_at_the_next_start() {
    let (dir, store) = store().await;
    let cases = (0..500).map(|n| change("case", &case(n, serde_json::json!({ "harm": "x".repeat(2000) }))));
    put(&store, cases.collect()).await;
    drop(store);
    let path = dir.path().join("cache.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let after_the_schema = 200 * 4096;
    bytes[after_the_schema..].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let (store, report) = open(&dir);
    assert!(report.cache.is_none(), "a large file is not read at every start");
    let mut failed = false;
    for n in 0..500 {
        failed |= store.case_file(case_id(n)).await.is_err();
    }
    assert!(failed);
    drop(store);
    let (store, report) = open(&dir);
    assert!(report.cache.is_some());
    drop(store);
    assert!(open(&dir).1.cache.is_none(), "once is enough");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let nowhere = std::path::Path::new("/proc/no-such-folder/work.db");
    let error = Store::open(nowhere, nowhere, DeskId(DESK.into())).err().unwrap().to_string();
    assert!(error.contains("/proc/no-such-folder/work.db") && error.contains("writable"), "{error}");
}

#[tokio::test]
async fn an_unsent_act_of_a_newer_version_is_kept_and_hinders_nothing() {
    let (dir, store) = store().await;
    store.enqueue(note(1), key(1), now()).await.unwrap();
    store.enqueue(note(2), key(2), now()).await.unwrap();
    drop(store);
    let db = rusqlite::Connection::open(dir.path().join("work.db")).unwrap();
    db.execute("UPDATE outbox SET command = '{\"do\":\"teleport\"}' WHERE seq = 1", []).unwrap();
    let (store, _) = open(&dir);
    assert_eq!(store.outbox().await.unwrap().iter().map(|i| i.key).collect::<Vec<_>>(), [key(2)]);
    drop(store);
    let kept: u32 = db.query_row("SELECT count(*) FROM outbox", [], |r| r.get(0)).unwrap();
    assert_eq!(kept, 2);
}
