//! The first load of a copy: in stages, usable early, resumed after a kill, thrown away when it belongs to another desk.

use serde_json::json;
use sincerely::model::queue::{Filter, From, View};
use sincerely::protocol::Change;
use sincerely::store::{LoadPhase, Store};

use super::store_world::*;

const CASES: u64 = 120;

fn of_phase(phase: LoadPhase, from: u64, to: u64) -> Vec<Change> {
    let one = |n: u64| match phase {
        LoadPhase::Operators => change("operator", &json!({ "id": me(), "name": "Анна" })),
        LoadPhase::Cases => change("case", &case(n, json!({ "owner": n.is_multiple_of(3).then(me) }))),
        LoadPhase::Customers => change("customer", &customer(n, json!({}))),
        LoadPhase::FollowUps => change("follow_up", &follow_up(n, n, -1, json!({}))),
        LoadPhase::Messages => change("message", &message(n, n, &format!("слово{n} общее"))),
        _ => change(
            "call",
            &json!({
                "id": id(400_000 + n), "case_id": id(n), "operator": me(), "number": "1", "at": hours(-1), "outcome": "no_answer"
            }),
        ),
    };
    (from..to).map(one).collect()
}

/// Drives a load as sync does, page by page, and stops after so many pages as a kill would.
async fn load(store: &Store, pages: usize) -> bool {
    let mut left = pages;
    let mut loaded = store.loaded().await.unwrap();
    if loaded.storage.is_empty() {
        store.begin_load("storage-1".into(), "head".into()).await.unwrap();
        loaded = store.loaded().await.unwrap();
    }
    while loaded.phase < LoadPhase::Search {
        let mut from: u64 = loaded.phase_cursor.as_ref().map_or(0, |c| c.parse().unwrap());
        while loaded.phase.kind().is_some() && from < CASES {
            if left == 0 {
                return false;
            }
            let to = (from + 50).min(CASES);
            store.load_page(batch(of_phase(loaded.phase, from, to)), to.to_string()).await.unwrap();
            (from, left) = (to, left - 1);
        }
        store.end_phase().await.unwrap();
        loaded = store.loaded().await.unwrap();
    }
    while store.grow_search().await.unwrap() {}
    true
}

async fn check_complete(store: &Store) {
    assert_eq!(store.loaded().await.unwrap().phase, LoadPhase::Done);
    let counts = store.counts(&asker()).await.unwrap();
    assert_eq!((counts.all, counts.mine, counts.unanswered, counts.overdue_follow_ups), (CASES, 40, CASES, CASES));
    let found = |search: &str| Filter { search: search.into(), ..Filter::default() };
    assert_eq!(store.page(&found("слово77"), &asker(), From::Top, 9).await.unwrap().rows.len(), 1);
    assert_eq!(store.page(&found("общее"), &asker(), From::Top, 500).await.unwrap().rows.len() as u64, CASES);
    let file = store.case_file(case_id(77)).await.unwrap().unwrap();
    assert_eq!((file.messages.len(), file.calls.len(), file.follow_ups.len()), (1, 1, 1));
    assert_eq!(store.operators().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_load_killed_at_any_page_goes_on_where_it_was() {
    for killed_after in 0..18 {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = open(&dir);
        let complete = load(&store, killed_after).await;
        drop(store);
        let (store, _) = open(&dir);
        if !complete {
            assert!(load(&store, usize::MAX).await);
        }
        check_complete(&store).await;
    }
}

#[tokio::test]
async fn the_list_shows_early_and_what_changed_meanwhile_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(&dir);
    store.begin_load("storage-1".into(), "head".into()).await.unwrap();
    assert_eq!(store.end_phase().await.unwrap(), LoadPhase::Cases);
    store.load_page(batch(of_phase(LoadPhase::Cases, 0, 50)), "1".into()).await.unwrap();
    let all = Filter::default();
    assert_eq!(store.page(&all, &asker(), From::Top, 100).await.unwrap().rows.len(), 50);
    assert_eq!(store.counts(&asker()).await.unwrap().all, 0);
    // Case 7 was closed while the load ran, so the feed gave it twice.
    let closed = case(7, json!({ "state": "closed", "waiting_since": null }));
    store.load_page(batch(vec![change("case", &closed)]), "2".into()).await.unwrap();
    assert_eq!(store.end_phase().await.unwrap(), LoadPhase::Views);
    assert_eq!(store.counts(&asker()).await.unwrap().all, 49);
    assert_eq!(store.page(&all, &asker(), From::Top, 100).await.unwrap().rows.len(), 49);
    let mine = Filter { view: View::Mine, ..Filter::default() };
    assert_eq!(store.page(&mine, &asker(), From::Bottom, 100).await.unwrap().rows.len(), 17);
    let file = store.case_file(case_id(8)).await.unwrap().unwrap();
    assert_eq!(file.customer.name.full(), "Customer 8"); // the customers themselves come later
    assert_eq!(store.end_phase().await.unwrap(), LoadPhase::Customers);
    let ended = Filter { view: View::Ended, ..Filter::default() };
    assert_eq!(store.page(&ended, &asker(), From::Top, 100).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn from_zero_throws_the_copy_away_and_keeps_own_work() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(&dir);
    assert!(load(&store, usize::MAX).await);
    store.set_setting("kept", 1).await.unwrap();
    store.begin_load("storage-2".into(), "other head".into()).await.unwrap();
    let loaded = store.loaded().await.unwrap();
    assert_eq!((loaded.phase, loaded.storage.as_str(), loaded.phase_cursor), (LoadPhase::Operators, "storage-2", None));
    assert_eq!(loaded.cursor.as_deref(), Some("other head"));
    assert_eq!(store.page(&Filter::default(), &asker(), From::Top, 9).await.unwrap().rows, []);
    assert_eq!(store.setting::<u8>("kept").await.unwrap(), Some(1));
    assert!(load(&store, usize::MAX).await);
    check_complete(&store).await;
}

#[tokio::test]
async fn the_copy_of_another_desk_is_not_shown() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = open(&dir);
    assert!(load(&store, usize::MAX).await);
    drop(store);
    let desk = sincerely::model::DeskId("another".into());
    let (store, _) = Store::open(&dir.path().join("work.db"), &dir.path().join("cache.db"), desk).unwrap();
    assert_eq!(store.page(&Filter::default(), &asker(), From::Top, 9).await.unwrap().rows, []);
    assert_eq!(store.loaded().await.unwrap().storage, "");
}
