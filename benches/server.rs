//! What the server does in a second: filling a desk, the feed by position and over HTTP, intake over HTTP.
//!
//! `cargo bench --bench server [-- CASES]`; wall time on this machine, so compare only within one run.

use std::time::Instant;

use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use sincerely::model::acts::{NewCase, NewOperator};
use sincerely::schedule::Rules;
use sincerely::server::bulk::Loader;
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::storage::{Cursor, FeedQuery, Storage};
use sincerely::server::{Server, accounts};

fn case(number: usize, now: Timestamp) -> NewCase {
    let received = now - SignedDuration::from_mins(number as i64 % 50_000);
    serde_json::from_value(json!({
        "customer": {
            "name": {"given": "Мария", "patronymic": "Ивановна", "family": format!("Кузнецова-{number}")},
            "contacts": [{"channel": "email", "address": format!("customer{number}@example.org")}]
        },
        "channel": "email", "source": "bench", "subject": format!("Заказ {number} не пришёл"),
        "messages": [{"kind": "inbound", "author": "Мария Ивановна", "at": received, "external_id": format!("<{number}@bench>"),
            "body": "Здравствуйте! Заказ не пришёл в обещанный срок, на звонки никто не отвечает. Прошу сказать, когда его привезут, \
                     и вернуть деньги за доставку, которой не было. Жду ответа уже вторую неделю."}]
    }))
    .expect("the case has the right form")
}

fn say(what: &str, count: usize, begun: Instant, unit: &str) {
    let seconds = begun.elapsed().as_secs_f64();
    println!("{what:<44} {:>9.0} {unit}/s   ({count} in {seconds:.2} s)", count as f64 / seconds);
}

async fn feed(storage: &dyn Storage, kinds: &[sincerely::protocol::EntityKind]) -> usize {
    let (mut after, mut count) = (Cursor::default(), 0);
    loop {
        let part =
            storage.feed(FeedQuery { after, limit: 2000, kinds: kinds.to_vec() }).await.expect("the feed is read");
        count += part.count;
        after = part.next;
        if !part.more {
            return count;
        }
    }
}

async fn stream(url: &str, token: &str) -> usize {
    let request = reqwest::Client::new().get(format!("{url}/v1/changes")).bearer_auth(token);
    let response = request.header("accept", "application/x-ndjson").send().await.expect("the server answers");
    let mut parts = response.bytes_stream();
    let mut lines = 0;
    while let Some(part) = parts.next().await {
        lines += part.expect("the stream is whole").iter().filter(|b| **b == b'\n').count();
    }
    lines
}

async fn post(url: &str, token: &str, from: usize, count: usize, at_once: usize) {
    let (client, now) = (reqwest::Client::new(), Timestamp::now());
    futures_util::stream::iter(from..from + count)
        .for_each_concurrent(at_once, |number| {
            let request = client.post(format!("{url}/v1/cases")).bearer_auth(token).json(&case(number, now));
            async move {
                let response = request.send().await.expect("the server answers");
                assert_eq!(response.status(), 201);
            }
        })
        .await;
}

#[tokio::main]
async fn main() {
    let cases: usize = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let dir = tempfile::tempdir().expect("a folder");
    let now = Timestamp::now();

    let begun = Instant::now();
    let mut loader = Loader::open(dir.path(), Rules::default()).expect("the desk opens");
    for number in 0..cases {
        loader.take_in(&case(number, now), now, &[]).expect("the case is taken in");
    }
    say("bulk, rows", cases, begun, "cases");
    loader.finish().expect("the desk is whole");
    say("bulk, with indexes and flush", cases, begun, "cases");

    let storage = std::sync::Arc::new(SqliteStorage::open(dir.path()).expect("the desk opens"));
    let begun = Instant::now();
    let count = feed(&*storage, &[]).await;
    say("feed, every kind, from storage", count, begun, "docs");
    let begun = Instant::now();
    let count = feed(&*storage, &[sincerely::protocol::EntityKind::Case]).await;
    say("feed, cases only, from storage", count, begun, "docs");

    let new: NewOperator = serde_json::from_value(json!({"name": "Bench", "role": "lead"})).expect("an operator");
    let token = accounts::add(&*storage, &new).await.expect("an account").token;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let server = Server::start(listener, storage, Rules::default(), "bench").expect("the server starts");
    let url = format!("http://{}", server.address());
    let begun = Instant::now();
    let count = stream(&url, &token).await;
    say("feed, every kind, NDJSON over HTTP", count, begun, "docs");
    for (count, at_once) in [(300, 1), (3000, 16)] {
        let begun = Instant::now();
        post(&url, &token, cases + at_once * 10_000, count, at_once).await;
        say(&format!("intake over HTTP, {at_once} at once"), count, begun, "cases");
    }
    server.stop().await;
}
