//! What one client may take: requests, wrong tokens, connections, time, bytes. The others notice nothing.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use sincerely::schedule::Rules;
use sincerely::server::storage::Storage;
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::{Limits, Network, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server_support::{Desk, client, new_case, send};

async fn desk(limits: Limits) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let storage: Arc<dyn Storage> = Arc::new(SqliteStorage::open(dir.path()).unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let network = Network { limits, tls: None };
    let server = Server::start_in(network, listener, storage, Rules::default(), "test desk").unwrap();
    let url = format!("http://{}", server.address());
    Desk { server, dir, url, client: client() }
}

fn number(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap()
}

#[tokio::test]
async fn a_token_that_asks_too_much_is_told_how_long_to_wait() {
    let few = Limits { requests: Some(number(1)), burst: number(5), ..Limits::network() };
    let desk = desk(few).await;
    let (anna, ion) = (desk.account("Anna", "operator".into()).await, desk.account("Ion", "operator".into()).await);
    let mut refused = None;
    for _ in 0..20 {
        let told = anna.get("/v1/me").await;
        if told.status == 429 {
            refused = Some(told);
            break;
        }
    }
    let refused = refused.expect("it is refused in the end");
    refused.problem(429, "too_many");
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait));
    assert_eq!(ion.get("/v1/me").await.status, 200, "another's token is another's");
    tokio::time::sleep(Duration::from_secs(wait)).await;
    assert_eq!(anna.get("/v1/me").await.status, 200, "after the time it was told");
    desk.server.stop().await;
}

#[tokio::test]
async fn guessing_tokens_is_slowed_down_and_good_tokens_are_not() {
    let desk = desk(Limits { failed_logins: Some(number(3)), ..Limits::network() }).await;
    let anna = desk.account("Anna", "operator".into()).await;
    let guess = || send(client().get(format!("{}/v1/me", desk.url)).bearer_auth("sin_guess"));
    for _ in 0..3 {
        guess().await.problem(401, "unauthorised");
    }
    let slowed = guess().await;
    slowed.problem(429, "too_many");
    assert!(slowed.headers.contains_key("retry-after"));
    assert_eq!(anna.get("/v1/me").await.status, 200);
    desk.server.stop().await;
}

#[tokio::test]
async fn bodies_have_a_largest_size_by_what_they_are_for() {
    let desk = desk(Limits::network()).await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("Hello").await;
    let megabytes = |n: usize| "x".repeat(n << 20);
    let note = json!({"id": uuid::Uuid::now_v7(), "body": megabytes(2)});
    anna.post(&format!("/v1/cases/{}/notes", case.id), &note).await.problem(413, "too_large");
    let padded = |n: usize| {
        let mut case = new_case("Hello");
        case["a_field_of_the_future"] = json!(megabytes(n));
        case
    };
    assert_eq!(anna.post("/v1/cases", &padded(2)).await.status, 201);
    anna.post("/v1/cases", &padded(9)).await.problem(413, "too_large");
    let content = anna.request(Method::PUT, &format!("/v1/attachments/{}", "0".repeat(64)));
    send(content.body(megabytes(9))).await.problem(422, "invalid");
    desk.server.stop().await;
}

/// Everything a raw connection is answered until it is closed.
async fn answered(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer)).await.expect("it is closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn heads_and_bodies_that_do_not_come_are_given_up() {
    let short = Duration::from_millis(300);
    let desk = desk(Limits { head_time: short, body_pause: short, ..Limits::network() }).await;
    let anna = desk.operator("Anna").await;
    let address = desk.server.address();
    let silent = TcpStream::connect(address).await.unwrap();
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(b"GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    let mut body = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /v1/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: 1000\r\n\r\n{{",
        anna.token
    );
    body.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(answered(silent).await, "");
    let half = answered(half).await;
    assert!(half.is_empty() || half.starts_with("HTTP/1.1 408"), "{half}");
    let body = answered(body).await;
    assert!(body.starts_with("HTTP/1.1 408") && body.contains("urn:sincerely:problem:too_slow"), "{body}");
    assert_eq!(anna.get("/v1/me").await.status, 200);
    desk.server.stop().await;
}

#[tokio::test]
async fn when_all_places_are_taken_the_next_one_waits_for_one() {
    let desk = desk(Limits { connections: 2, ..Limits::network() }).await;
    let address = desk.server.address();
    let (one, two) = (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
    let health = format!("{}/healthz", desk.url);
    let waiting = tokio::spawn(async move { client().get(health).send().await.map(|answer| answer.status().as_u16()) });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!waiting.is_finished(), "there is no place for it");
    drop(one);
    assert_eq!(waiting.await.unwrap().unwrap(), 200);
    drop(two);
    desk.server.stop().await;
}
