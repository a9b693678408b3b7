//! What only many processes over one PostgreSQL can get wrong. Each storage here stands for a process: nothing but the
//! database is shared.

use std::sync::Arc;
use std::time::Duration;

use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::json;
use sincerely::model::{Case, Doing, Present, Role};
use sincerely::protocol::ChangePage;
use sincerely::server::storage::postgres::{DatabaseUrl, PostgresStorage};
use sincerely::server::storage::{AuditQuery, Cursor, FeedQuery, Stay, Storage, StorageError};
use sincerely::server::{Server, accounts};
use uuid::Uuid;

use crate::postgres::{certificate, fresh_url, open, session};
use crate::server_storage::{batch, customer, is_conflict, lines};
use crate::server_support::{Account, account_at, new_operator, serve};

/// Far beyond what anything here takes; only a hang reaches it.
const HANG: Duration = Duration::from_secs(60);

async fn everything_after(storage: &dyn Storage, after: Cursor) -> (Vec<String>, Cursor) {
    let part = storage.feed(FeedQuery { after, limit: 1000, kinds: Vec::new() }).await.unwrap();
    let families = lines(&part).iter().map(|line| line["doc"]["name"]["family"].as_str().unwrap().to_owned()).collect();
    (families, part.next)
}

/// The trap of design §4: numbers are handed out before the commit. A process is stopped between the two (here by hand,
/// as `write` does it); meanwhile another commits and a reader reads. Nobody may get a later number before the earlier
/// one can be seen.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn no_reader_passes_over_a_change_whose_commit_is_held_open() {
    let url = fresh_url();
    let (writer, reader) = (Arc::new(open(&url).await), open(&url).await);
    writer.commit(batch(vec![customer(1, "before")], Vec::new())).await.unwrap();
    let (_, cursor) = everything_after(&reader, Cursor(0)).await;

    let slow = session(&url).await;
    slow.batch_execute(&format!(
        "BEGIN; SELECT seq FROM feed_head FOR UPDATE;
         INSERT INTO resource SELECT seq + 1, 1, '{0}', '{0}', '{{\"name\":{{\"family\":\"slow\"}}}}' FROM feed_head;
         UPDATE feed_head SET seq = seq + 1",
        Uuid::from_u128(2)
    ))
    .await
    .unwrap();
    let quick = {
        let writer = Arc::clone(&writer);
        tokio::spawn(async move { writer.commit(batch(vec![customer(3, "quick")], Vec::new())).await.unwrap() })
    };
    // The quick one can only wait; give it every chance not to.
    for _ in 0..20 {
        let (seen, next) = everything_after(&reader, cursor).await;
        assert_eq!((seen, next), (Vec::new(), cursor), "neither can be seen yet");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!quick.is_finished());
    slow.batch_execute("COMMIT").await.unwrap();
    let newest = tokio::time::timeout(HANG, quick).await.unwrap().unwrap();
    let (seen, next) = everything_after(&reader, cursor).await;
    assert_eq!((seen, next), (vec![String::from("slow"), String::from("quick")], newest));
}

/// A process that dies in the middle of a commit holds nobody up.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn what_a_dead_process_began_is_not_there() {
    let url = fresh_url();
    let storage = open(&url).await;
    let dying = session(&url).await;
    dying
        .batch_execute("BEGIN; SELECT seq FROM feed_head FOR UPDATE; UPDATE feed_head SET seq = seq + 1")
        .await
        .unwrap();
    drop(dying);
    let first = tokio::time::timeout(HANG, storage.commit(batch(vec![customer(1, "A")], Vec::new()))).await;
    assert_eq!(first.unwrap().unwrap(), Cursor(1), "its number is given to the next one");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn every_process_hears_of_a_change() {
    let url = fresh_url();
    let (one, two) = (open(&url).await, open(&url).await);
    let mut heard = two.head();
    let newest = one.commit(batch(vec![customer(1, "A")], Vec::new())).await.unwrap();
    assert_eq!(*one.head().borrow(), newest, "its own at once");
    tokio::time::timeout(HANG, heard.wait_for(|head| *head == newest)).await.unwrap().unwrap();
    assert_eq!(everything_after(&two, Cursor(0)).await.0, ["A"]);
}

/// Every session of every process is cut, as by a restart of the database; nothing is lost, doubled or deaf after it.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn cut_sessions_are_made_anew() {
    let url = format!("{}&application_name=cut", fresh_url());
    let (one, two) = (open(&url).await, open(&url).await);
    let other = session(&url).await;
    for round in 0..5 {
        let id = 100 + round;
        one.commit(batch(vec![customer(id, "A")], Vec::new())).await.unwrap();
        other
            .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'", &[])
            .await
            .unwrap();
        let newest = one.commit(batch(vec![customer(id, "B")], Vec::new())).await.unwrap();
        let mut heard = two.head();
        tokio::time::timeout(HANG, heard.wait_for(|head| *head >= newest)).await.unwrap().unwrap();
        assert_eq!(two.customer(Uuid::from_u128(id).into()).await.unwrap().unwrap().value.name.family, "B");
    }
}

/// The connection breaks while commits run: each was told right, and each is there once.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn a_commit_whose_connection_breaks_is_told_as_it_ended() {
    let url = format!("{}&application_name=cut_often", fresh_url());
    let storage = Arc::new(open(&url).await);
    let other = session(&url).await;
    let cutting = tokio::spawn(async move {
        for _ in 0..30 {
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE application_name = 'cut_often' AND query NOT LIKE '%LISTEN%'";
            other.execute(cut, &[]).await.unwrap();
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    });
    let (mut committed, mut number) = (0, 0_u128);
    while !cutting.is_finished() || number < 100 {
        number += 1;
        let id = Uuid::from_u128(number);
        match storage.commit(batch(vec![customer(number, "A")], vec![(id, Default::default())])).await {
            Ok(_) => committed += 1,
            // Refused is refused: it is not there.
            Err(_) => {
                let there = loop {
                    match storage.customer(id.into()).await {
                        Ok(there) => break there,
                        Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                    }
                };
                assert_eq!(there, None, "{number} was refused");
            }
        }
    }
    cutting.await.unwrap();
    let (seen, _) = everything_after(&*storage, Cursor(0)).await;
    assert_eq!(seen.len(), committed.min(1000));
    assert!(committed > 50, "{committed} of {number}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn many_that_start_together_make_one_desk() {
    let url = fresh_url();
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let url = url.clone();
        starting.spawn(async move { open(&url).await.desk().to_owned() });
    }
    let desks = starting.join_all().await;
    assert!(desks.iter().all(|desk| *desk == desks[0]));
}

async fn refused(url: &str) -> StorageError {
    PostgresStorage::open(&url.parse::<DatabaseUrl>().unwrap()).await.err().expect("it is refused")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn a_newer_or_edited_schema_is_refused_and_left_alone() {
    let url = fresh_url();
    open(&url).await.close().await;
    let other = session(&url).await;
    other.batch_execute("INSERT INTO migration VALUES (9999, 'future', '')").await.unwrap();
    let newer = refused(&url).await;
    assert!(matches!(newer, StorageError::Newer { found: 9999, .. }), "{newer:?}");
    other.batch_execute("DELETE FROM migration WHERE version = 9999; UPDATE migration SET sha256 = ''").await.unwrap();
    let edited = refused(&url).await.to_string();
    assert!(edited.contains("migration 1 is not the one"), "{edited}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn what_cannot_be_reached_is_said_without_the_password() {
    let told = refused("postgres://anna:s3cret@127.0.0.1:1/desk").await.to_string();
    assert!(told.contains("127.0.0.1:1/desk") && !told.contains("s3cret"), "{told}");
    let base = fresh_url();
    let (place, _) = base.split_once('?').unwrap();
    let missing = format!("{}/no_such_database", place.rsplit_once('/').unwrap().0);
    let told = refused(&missing).await.to_string();
    assert!(told.contains("does not exist"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn the_audit_is_append_only() {
    let url = fresh_url();
    let storage = open(&url).await;
    storage.commit(batch(vec![customer(1, "A")], Vec::new())).await.unwrap();
    let other = session(&url).await;
    for act in ["UPDATE audit SET act = 'x'", "DELETE FROM audit", "TRUNCATE audit"] {
        assert!(other.batch_execute(act).await.is_err(), "{act}");
    }
    let again = storage.commit(batch(vec![customer(1, "B")], vec![(Uuid::from_u128(1), Default::default())])).await;
    assert!(is_conflict(&again));
}

/// Who writes at one process is seen at the others within moments.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn presence_crosses_processes() {
    let url = fresh_url();
    let (here, there) = (open(&url).await, open(&url).await);
    let mut moved = there.presence_moved();
    moved.mark_unchanged();
    let now = jiff::Timestamp::now();
    let present =
        Present { case_id: Uuid::from_u128(1).into(), operator: Uuid::from_u128(2).into(), doing: Doing::Writing };
    here.put_presence(Stay { present: present.clone(), until: now + jiff::SignedDuration::from_secs(30) })
        .await
        .unwrap();
    tokio::time::timeout(HANG, moved.changed()).await.unwrap().unwrap();
    let seen = there.presence(now).await.unwrap();
    assert_eq!(seen.into_iter().map(|stay| stay.present).collect::<Vec<_>>(), [present]);
}

/// Two servers of one desk and a lead at each.
async fn two_servers(url: &str) -> ([Server; 2], [Account; 2]) {
    let (one, two) = (serve(Arc::new(open(url).await)).await, serve(Arc::new(open(url).await)).await);
    let mut leads = Vec::new();
    for (server, name) in [(&one, "Anna"), (&two, "Ion")] {
        let mut new = new_operator(name);
        new.role = Some(Role::Lead);
        let made = accounts::add(&**one.storage(), &new).await.unwrap();
        leads.push(account_at(&format!("http://{}", server.address()), made));
    }
    ([one, two], leads.try_into().unwrap_or_else(|_| panic!("two")))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn a_change_at_one_server_rings_at_the_other_and_a_file_is_at_both() {
    let url = fresh_url();
    let (servers, [anna, ion]) = two_servers(&url).await;
    let mut bell = ion
        .request(Method::GET, "/v1/events")
        .send()
        .await
        .unwrap()
        .bytes_stream()
        .eventsource()
        .filter(|event| std::future::ready(event.as_ref().is_ok_and(|event| event.event == "changes")))
        .boxed();
    let before = bell.next().await.unwrap().unwrap().id;
    let case = anna.case("New").await;
    let rung = tokio::time::timeout(HANG, bell.next()).await.unwrap().unwrap().unwrap();
    let page: ChangePage = ion.get(&format!("/v1/changes?after={before}&kinds=case")).await.ok();
    assert_eq!(page.changes.iter().map(|change| change.id).collect::<Vec<_>>(), [case.id.0]);
    assert_eq!(anna.get("/v1/changes").await.ok::<ChangePage>().cursor, rung.id, "a cursor of one holds at the other");

    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let put = anna.request(Method::PUT, &format!("/v1/attachments/{hash}")).body("test");
    assert!(put.send().await.unwrap().status().is_success());
    assert_eq!(ion.get(&format!("/v1/attachments/{hash}")).await.body, "test");

    // The same act through both: one case, one answer.
    let new = crate::server_support::new_case("Once");
    let anna_there = ion.with_token_of(&anna);
    let here = anna.post_once("/v1/cases", "k", &new);
    let (a, b) = tokio::join!(here, anna_there.post_once("/v1/cases", "k", &new));
    assert_eq!(a.ok::<Case>().id, b.ok::<Case>().id);
    for server in servers {
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn a_snoozed_case_is_woken_once_however_many_serve_it() {
    let url = fresh_url();
    let (servers, [anna, ion]) = two_servers(&url).await;
    let mut cases = Vec::new();
    for number in 0..5 {
        let case = anna.case(&format!("Case {number}")).await;
        let soon = json!({"snoozed_until": Timestamp::now() + SignedDuration::from_millis(700)});
        anna.patch(&format!("/v1/cases/{}", case.id), Some(case.version), &soon).await.ok::<Case>();
        cases.push(case.id);
    }
    for id in &cases {
        while ion.get(&format!("/v1/cases/{id}")).await.ok::<Case>().snoozed_until.is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    for id in cases {
        let query = AuditQuery { scope: Some(id.0), act: Some("wake".into()), limit: 10, ..AuditQuery::default() };
        assert_eq!(servers[0].storage().audit(query).await.unwrap().len(), 1);
    }
    for server in servers {
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn encryption_means_that_the_server_is_known() {
    // An existing database has a certificate of its own.
    let Some(certificate) = certificate() else { return };
    let url = fresh_url();
    let trusting = format!("{url}&sslmode=require&sslrootcert={}&application_name=tls", certificate.display());
    let storage = open(&trusting).await;
    let encrypted =
        "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'tls'";
    let row = session(&url).await.query_one(encrypted, &[]).await.unwrap();
    assert_eq!(row.get::<_, Option<bool>>(0), Some(true));
    storage.commit(batch(vec![customer(1, "A")], Vec::new())).await.unwrap();

    let told = refused(&format!("{url}&sslmode=require")).await.to_string();
    assert!(told.contains("certificate"), "an unknown server: {told}");
    let elsewhere = trusting.replace("127.0.0.1", "localhost");
    let told = refused(&elsewhere).await.to_string();
    assert!(told.contains("certificate"), "a server of another name: {told}");
}

/// No assertion, a measurement: `SINCERELY_TEST_POSTGRES` names a database that flushes to the disk.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn how_many_acts_are_committed_in_a_second() {
    let url = fresh_url();
    let dir = tempfile::tempdir().unwrap();
    let sqlite: Arc<dyn Storage> =
        Arc::new(sincerely::server::storage::sqlite::SqliteStorage::open(dir.path()).unwrap());
    let one: Arc<dyn Storage> = Arc::new(open(&url).await);
    let two: Arc<dyn Storage> = Arc::new(open(&url).await);
    for (what, storages) in
        [("SQLite", vec![&sqlite]), ("PostgreSQL", vec![&one]), ("PostgreSQL, two processes", vec![&one, &two])]
    {
        for writers in [1, 16, 64] {
            let (begun, each) = (std::time::Instant::now(), 320 / writers);
            let mut writing = tokio::task::JoinSet::new();
            for writer in 0..writers {
                let storage = Arc::clone(storages[writer % storages.len()]);
                writing.spawn(async move {
                    for _ in 0..each {
                        let id = Uuid::now_v7().as_u128();
                        storage
                            .commit(batch(vec![customer(id, "A"), customer(id ^ 1, "B")], Vec::new()))
                            .await
                            .unwrap();
                    }
                });
            }
            writing.join_all().await;
            let rate = (writers * each) as f64 / begun.elapsed().as_secs_f64();
            println!("{what}, {writers} at once: {rate:.0} acts/s");
        }
    }
}
