//! The part of the storages' suite (`server_storage`) that is about readers: the feed and pages, while others write.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};
use sincerely::model::CaseId;
use sincerely::protocol::EntityKind;
use sincerely::server::storage::{FeedQuery, Storage};
use uuid::Uuid;

use crate::server_storage::{batch, case, customer, head, lines, put_case};

pub async fn the_feed_is_compact_ordered_and_goes_on_where_it_stopped(storage: &dyn Storage) {
    let before = head(storage).await;
    let after = |after, limit, kinds: &[EntityKind]| FeedQuery { after, limit, kinds: kinds.to_vec() };
    for number in 100..110 {
        storage.commit(batch(vec![customer(number, "first")], Vec::new())).await.unwrap();
    }
    storage.commit(batch(vec![customer(100, "again")], Vec::new())).await.unwrap();
    let first = storage.feed(after(before, 4, &[])).await.unwrap();
    assert_eq!((first.count, first.more), (4, true));
    let rest = storage.feed(after(first.next, 100, &[])).await.unwrap();
    assert_eq!((rest.count, rest.more, rest.next), (6, false, rest.head));
    assert!(String::from_utf8_lossy(&rest.lines).trim_end().ends_with(r#""version":0}}"#));
    assert!(String::from_utf8_lossy(&rest.lines).contains("again"));
    let none = storage.feed(after(before, 100, &[EntityKind::Call])).await.unwrap();
    assert_eq!((none.count, none.more, none.next), (0, false, rest.next), "the end covers the other kinds");
    let two = storage.feed(after(before, 100, &[EntityKind::Call, EntityKind::Customer])).await.unwrap();
    assert_eq!(two.lines, [first.lines, rest.lines].concat(), "kinds apart are the same lines");
    let nothing = storage.feed(after(before, 0, &[])).await.unwrap();
    assert_eq!((nothing.count, nothing.more, nothing.next), (0, true, before));
}

pub async fn what_was_taken_out_leaves_a_tombstone(storage: &dyn Storage) {
    let known = storage.case_count().await.unwrap();
    let mine = case(301, 300, storage.next_case_number().await.unwrap());
    storage.commit(batch(vec![customer(300, "A"), put_case(&mine)], Vec::new())).await.unwrap();
    assert_eq!(storage.case_count().await.unwrap(), known + 1);
    let before = head(storage).await;
    let mut deleting = batch(Vec::new(), Vec::new());
    deleting.deletes = vec![(EntityKind::Case, mine.id.0)];
    storage.commit(deleting).await.unwrap();
    let part = storage.feed(FeedQuery { after: before, limit: 9, kinds: Vec::new() }).await.unwrap();
    let [tombstone] = lines(&part).try_into().unwrap();
    assert_eq!(
        (&tombstone["kind"], &tombstone["deleted"], &tombstone["doc"]),
        (&json!("case"), &json!(true), &Value::Null)
    );
    assert_eq!((storage.case(mine.id).await.unwrap(), storage.case_count().await.unwrap()), (None, known));
    assert_eq!(storage.cases_of(mine.customer_id).await.unwrap(), []);
}

/// Design §4: a reader who goes on from his cursor while others commit misses nothing and sees one total order.
pub async fn a_reader_misses_nothing_while_others_commit(storage: &Arc<dyn Storage>) {
    const WRITERS: u128 = 6;
    const EACH: u128 = 20;
    let mut cursor = head(&**storage).await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let storage = Arc::clone(storage);
        writers.spawn(async move {
            for number in 0..EACH {
                let id = 10_000 + writer * 1000 + number;
                storage.commit(batch(vec![customer(id, "new"), customer(9_999, "shared")], Vec::new())).await.unwrap();
            }
        });
    }
    let (mut seen, mut last) = (BTreeMap::new(), cursor.0);
    loop {
        let all_written = writers.is_empty();
        let part = storage.feed(FeedQuery { after: cursor, limit: 7, kinds: Vec::new() }).await.unwrap();
        for line in lines(&part) {
            let seq = line["seq"].as_u64().unwrap();
            assert!(seq > last, "one total order");
            last = seq;
            *seen.entry(line["id"].to_string()).or_insert(0) += 1;
        }
        cursor = part.next;
        while let Some(done) = writers.try_join_next() {
            done.unwrap();
        }
        if all_written && !part.more {
            break;
        }
    }
    assert_eq!(seen.len() as u128, WRITERS * EACH + 1);
    let shared = json!(Uuid::from_u128(9_999)).to_string();
    assert!(seen.iter().all(|(id, times)| *times == 1 || *id == shared), "what did not change comes once");
}

/// R60, R102: nothing comes twice and nothing is left out while others come and go.
pub async fn pages_stay_right_while_data_changes(storage: &dyn Storage) {
    let mut mine = BTreeSet::new();
    for id in 0..23 {
        let mut case = case(2000 + id, 1999, storage.next_case_number().await.unwrap());
        (case.rank, case.waiting_since) =
            (1, Some(Timestamp::from_second(1_000_000 - i64::try_from(id).unwrap()).unwrap()));
        storage.commit(batch(vec![put_case(&case)], Vec::new())).await.unwrap();
        mine.insert(case.id);
    }
    let (mut seen, mut after, mut new) = (Vec::new(), None, 0);
    loop {
        let page = storage.cases(true, after, 5).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(sincerely::server::storage::CasePosition::of(last));
        seen.extend(page.iter().map(|case| case.id));
        if new < 10 {
            new += 1;
            let mut late = case(2100 + new, 1999, storage.next_case_number().await.unwrap());
            late.rank = 9;
            storage.commit(batch(vec![put_case(&late)], Vec::new())).await.unwrap();
        }
    }
    let once: BTreeSet<CaseId> = seen.iter().copied().collect();
    assert_eq!(once.len(), seen.len(), "nothing comes twice");
    assert!(mine.is_subset(&once), "nothing is left out");
}
