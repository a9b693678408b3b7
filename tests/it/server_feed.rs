//! The feed of changes and the doorbell: nothing is missed, nothing comes in another order, the end is said.

use std::collections::{BTreeMap, BTreeSet};

use eventsource_stream::{Event, Eventsource};
use futures_util::{StreamExt, future};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use sincerely::model::Case;
use sincerely::protocol::{Change, ChangePage, Entity, EntityKind};
use sincerely::server::storage::{AuditLine, Batch};

use crate::server_support::{Account, Desk, desk, new_case, send};

async fn page(reader: &Account, after: &str, limit: usize, kinds: &str) -> ChangePage {
    reader.get(&format!("/v1/changes?after={after}&limit={limit}{kinds}")).await.ok()
}

#[tokio::test]
async fn the_feed_misses_nothing_while_eight_writers_write() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let who = anna.clone();
        writers.spawn(async move {
            let mut cases = BTreeSet::new();
            for number in 0..25 {
                let mut new = new_case(&format!("Case {writer}/{number}"));
                new["customer"]["contacts"][0]["address"] = json!(format!("{writer}-{number}@example.org"));
                cases.insert(who.post("/v1/cases", &new).await.ok::<Case>().id.0);
            }
            cases
        });
    }
    let (mut seen, mut cursor, mut last) = (BTreeSet::new(), String::new(), 0);
    let mut made = BTreeSet::new();
    loop {
        let writers_are_done = writers.is_empty();
        let part = page(&anna, &cursor, 7, "").await;
        for change in &part.changes {
            assert!(change.seq > last, "one total order");
            last = change.seq;
            if change.kind == EntityKind::Case {
                seen.insert(change.id);
            }
        }
        cursor = part.cursor;
        while let Some(done) = writers.try_join_next() {
            made.extend(done.unwrap());
        }
        if writers_are_done && !part.more {
            break;
        }
    }
    assert_eq!(made.len(), 200);
    assert_eq!(seen, made);
    desk.server.stop().await;
}

#[tokio::test]
async fn the_stream_has_the_same_lines_as_the_pages_and_says_its_end() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    for number in 0..30 {
        anna.case(&format!("Case {number}")).await;
    }
    let lines = |told: &str| told.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect::<Vec<_>>();
    let told = send(anna.request(Method::GET, "/v1/changes").header("accept", "application/x-ndjson")).await;
    assert_eq!(told.headers["content-type"], "application/x-ndjson");
    let mut streamed = lines(&told.body);
    let end = streamed.pop().unwrap();
    assert_eq!(end["more"], json!(false));

    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let part = page(&anna, &cursor, 4, "").await;
        paged.extend(part.changes.iter().map(|c| serde_json::to_value(c).unwrap()));
        cursor = part.cursor;
        if !part.more {
            break;
        }
    }
    assert_eq!(streamed, paged);
    assert_eq!(end["cursor"], json!(cursor));

    let limited = send(anna.request(Method::GET, "/v1/changes?limit=5").header("accept", "application/x-ndjson")).await;
    let limited = lines(&limited.body);
    assert_eq!((limited.len(), &limited[5]["more"]), (6, &json!(true)));
    desk.server.stop().await;
}

#[tokio::test]
async fn kinds_can_be_read_apart_and_each_document_has_its_form() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    for number in 0..5 {
        anna.case(&format!("Case {number}")).await;
    }
    let all = page(&anna, "", 1000, "").await;
    let cases = page(&anna, "", 1000, "&kinds=case").await;
    assert_eq!(cases.changes.len(), 5);
    assert!(cases.changes.iter().all(|c| matches!(c.entity(), Ok(Some(Entity::Case(_))))));
    assert_eq!(cases.cursor, all.cursor, "at the end the cursor covers the other kinds too");
    let two = page(&anna, "", 1000, "&kinds=message,follow_up").await;
    let order: Vec<u64> = two.changes.iter().map(|c| c.seq).collect();
    assert!(order.is_sorted() && two.changes.iter().any(|c| c.kind == EntityKind::Message));
    assert!(all.changes.iter().all(|c| c.entity().unwrap().is_some()));
    anna.get("/v1/changes?kinds=case,pigeon").await.problem(400, "malformed");
    anna.get("/v1/changes?after=yesterday").await.problem(400, "malformed");
    anna.get("/v1/changes?after=999999").await.problem(400, "malformed");
    let foreign = all.cursor.replacen(|_: char| true, "", 8);
    let told = anna.get(&format!("/v1/changes?after=ffffffff{foreign}")).await.problem(400, "malformed");
    assert!(told.detail.contains("another desk"), "{}", told.detail);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_changed_case_stands_in_the_feed_once_as_it_is_now() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let before = page(&anna, "", 1000, "").await.cursor;
    anna.post(&format!("/v1/cases/{}/claim", case.id), &json!(null)).await.ok::<Case>();
    let since = page(&anna, &before, 1000, "").await;
    assert_eq!(since.changes.len(), 1);
    let all = page(&anna, "", 1000, "&kinds=case").await;
    assert_eq!(all.changes.len(), 1);
    let Ok(Some(Entity::Case(now))) = all.changes[0].entity() else { panic!("a case") };
    assert_eq!(now.owner, Some(anna.operator.id));
    desk.server.stop().await;
}

#[tokio::test]
async fn what_was_taken_out_stays_in_the_feed_as_a_tombstone() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let before = page(&anna, "", 1000, "").await.cursor;
    delete(&desk, EntityKind::Case, case.id.0).await;
    let since = page(&anna, &before, 1000, "").await;
    let [tombstone]: [Change; 1] = since.changes.try_into().unwrap();
    assert_eq!((tombstone.kind.clone(), tombstone.id, tombstone.deleted), (EntityKind::Case, case.id.0, true));
    assert!(tombstone.doc.is_none() && tombstone.entity().unwrap().is_none());
    anna.get(&format!("/v1/cases/{}", case.id)).await.problem(404, "not_found");
    desk.server.stop().await;
}

async fn delete(desk: &Desk, kind: EntityKind, id: uuid::Uuid) {
    let batch = Batch {
        expect: Vec::new(),
        puts: Vec::new(),
        deletes: vec![(kind, id)],
        names: Vec::new(),
        tokens: Vec::new(),
        errands: Vec::new(),
        first_answer: None,
        audit: AuditLine { operator: None, act: "test", scope: Some(id), at: Timestamp::now(), refused: None },
    };
    desk.server.storage().commit(batch).await.unwrap();
}

fn is_change<E>(event: &Result<Event, E>) -> future::Ready<bool> {
    future::ready(event.as_ref().is_ok_and(|e| e.event == "changes"))
}

#[tokio::test]
async fn two_operators_see_each_others_changes_through_the_doorbell() {
    let desk = desk().await;
    let (anna, ion) = (desk.operator("Anna").await, desk.operator("Ion").await);
    let mut bells = Vec::new();
    for who in [&anna, &ion] {
        let response = who.request(Method::GET, "/v1/events").send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut events = response.bytes_stream().eventsource().filter(is_change).boxed();
        let hello = events.next().await.unwrap().unwrap();
        bells.push((events, hello.id));
    }
    let case = anna.case("New").await;
    let (mut events, before) = bells.pop().unwrap();
    let bell = events.next().await.unwrap().unwrap();
    assert_eq!(bell.event, "changes");
    let cursor: Value = serde_json::from_str(&bell.data).unwrap();
    assert_eq!(cursor["cursor"], json!(bell.id));
    let since = page(&ion, &before, 100, "&kinds=case").await;
    assert_eq!(since.changes.iter().map(|c| c.id).collect::<Vec<_>>(), [case.id.0]);

    anna.post(&format!("/v1/cases/{}/claim", case.id), &json!(null)).await.ok::<Case>();
    // Whoever was away rings at once with the last event he saw.
    let late = ion.request(Method::GET, "/v1/events").header("last-event-id", &bell.id).send().await.unwrap();
    let bell = late.bytes_stream().eventsource().filter(is_change).boxed().next().await.unwrap().unwrap();
    assert_eq!(bell.id, page(&ion, "", 1000, "").await.cursor);
    desk.server.stop().await;
}

#[tokio::test]
async fn stopping_ends_the_doorbell_and_loses_nothing() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let bell = anna.request(Method::GET, "/v1/events").send().await.unwrap();
    let case = anna.case("Kept").await;
    let dir = desk.dir;
    desk.server.stop().await;
    let rest: Vec<_> = bell.bytes_stream().collect().await;
    assert!(rest.iter().all(Result::is_ok), "the stream ends in order");
    let server = crate::server_support::start(dir.path()).await;
    let kept = server.storage().case(case.id).await.unwrap().unwrap();
    assert_eq!(kept, case);
    server.stop().await;
}

#[tokio::test]
async fn the_list_is_in_urgency_order_and_paging_stays_right_while_data_changes() {
    // R60, R102
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut waiting = BTreeMap::new();
    for number in 0..23 {
        let mut new = new_case(&format!("Case {number}"));
        new["messages"][0]["at"] = json!(format!("2026-01-{:02}T10:00:00Z", 28 - number));
        let case: Case = anna.post("/v1/cases", &new).await.ok();
        waiting.insert(case.id, case.waiting_since);
    }
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let after = cursor.map(|c| format!("&cursor={c}")).unwrap_or_default();
        let told = anna.get(&format!("/v1/cases?limit=5{after}")).await;
        let list: sincerely::protocol::CaseList = told.ok();
        seen.extend(list.cases.iter().map(|c| (c.rank, c.next_due.as_ref().map(|d| d.at), c.id)));
        // Something new arrives between two pages, at the end of the order.
        anna.case("One more").await;
        assert_eq!(list.next.is_some(), told.headers.contains_key("link"));
        match list.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
        if seen.len() > 100 {
            break;
        }
    }
    let order: Vec<_> = seen.iter().map(|(rank, due, _)| (*rank, *due)).collect();
    assert!(order.is_sorted());
    let ids: BTreeSet<_> = seen.iter().map(|(_, _, id)| *id).collect();
    assert_eq!(ids.len(), seen.len(), "nothing comes twice");
    assert!(waiting.keys().all(|id| ids.contains(id)), "nothing is left out");
    anna.get("/v1/cases?cursor=nonsense").await.problem(400, "malformed");
    desk.server.stop().await;
}
