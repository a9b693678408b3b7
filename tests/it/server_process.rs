//! The server as a program and inside another one: starting, finding, stopping, being killed, damaged files.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use sincerely::model::{Case, Operator, Role};
use sincerely::server::embedded::{self, EmbeddedError, Options};
use sincerely::server::storage::StorageError;

use crate::server_support::{client, new_case, send};

fn program(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.args(args).env("SINCERELY_HOME", home).stdin(Stdio::null());
    command
}

pub fn output(home: &Path, args: &[&str]) -> Output {
    program(home, args).output().unwrap()
}

/// A child that does not outlive its test, and the URL of its server.
pub struct Serving(Child, pub String);

impl Serving {
    pub fn start(home: &Path) -> Self {
        let mut child = program(home, &["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Listening on ").expect("it says where it listens").to_owned();
        Self(child, url)
    }

    fn end(mut self, signal: Signal) -> Option<i32> {
        let pid = Pid::from_child(&self.0);
        kill_process(pid, signal).unwrap();
        self.0.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn post_case(url: &str, token: &str, words: &str) -> Case {
    send(client().post(format!("{url}/v1/cases")).bearer_auth(token).json(&new_case(words))).await.ok()
}

async fn cases(url: &str, token: &str) -> Vec<Value> {
    let list: Value = send(client().get(format!("{url}/v1/cases")).bearer_auth(token)).await.ok();
    list["cases"].as_array().unwrap().clone()
}

#[tokio::test]
async fn serve_keeps_what_it_accepted_through_kill_and_term() {
    let home = tempfile::tempdir().unwrap();
    let token = output(home.path(), &["serve", "add-operator", "Anna", "--role", "lead"]);
    assert!(token.status.success(), "{token:?}");
    let token = String::from_utf8(token.stdout).unwrap().trim().to_owned();
    assert!(token.starts_with("sin_"));

    let first = Serving::start(home.path());
    let killed = post_case(&first.1, &token, "Before the kill").await;
    first.end(Signal::KILL);
    let second = Serving::start(home.path());
    assert_eq!(cases(&second.1, &token).await[0]["id"], json!(killed.id));
    post_case(&second.1, &token, "Before the term").await;
    assert_eq!(second.end(Signal::TERM), Some(0), "TERM ends it in order");
    let third = Serving::start(home.path());
    assert_eq!(cases(&third.1, &token).await.len(), 2);
    assert_eq!(third.end(Signal::INT), Some(0));
}

#[tokio::test]
async fn accounts_are_managed_beside_the_running_server() {
    let home = tempfile::tempdir().unwrap();
    let server = Serving::start(home.path());
    let made = output(home.path(), &["serve", "add-operator", "Ion Popescu"]);
    let token = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    let me: Operator = send(client().get(format!("{}/v1/me", server.1)).bearer_auth(&token)).await.ok();
    assert_eq!((me.name.as_str(), &me.role), ("Ion Popescu", &Role::Operator));
    let list = String::from_utf8(output(home.path(), &["serve", "list-operators"]).stdout).unwrap();
    assert!(list.contains("Ion Popescu") && !list.contains(&token), "{list}");
    assert!(!output(home.path(), &["serve", "revoke", "Nobody"]).status.success());
    assert!(output(home.path(), &["serve", "revoke", "Ion Popescu"]).status.success());
    send(client().get(format!("{}/v1/me", server.1)).bearer_auth(&token)).await.problem(401, "unauthorised");
    server.end(Signal::TERM);
}

#[test]
fn serve_refuses_the_open_network_and_a_folder_that_is_served() {
    let home = tempfile::tempdir().unwrap();
    let open = output(home.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(open.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&open.stderr).contains("--i-know-this-is-unencrypted"), "{open:?}");
    let first = Serving::start(home.path());
    let second = output(home.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("serves"), "{second:?}");
    first.end(Signal::TERM);
}

#[tokio::test]
async fn the_embedded_server_makes_its_operator_and_is_found_by_a_second_start() {
    let dir = tempfile::tempdir().unwrap();
    let first = embedded::ensure(dir.path(), Options::default()).await.unwrap();
    assert!(first.runs_here());
    let token = first.token.expose_secret().to_owned();
    let me: Operator = send(client().get(format!("{}/v1/me", first.url)).bearer_auth(&token)).await.ok();
    assert_eq!((me.id, &me.role), (first.operator, &Role::Lead));
    assert!(!me.name.is_empty());

    let second = embedded::ensure(dir.path(), Options::default()).await.unwrap();
    assert!(!second.runs_here());
    assert_eq!((&second.url, second.operator), (&first.url, first.operator));
    post_case(&second.url, second.token.expose_secret(), "Through the second").await;
    second.stop().await;
    assert_eq!(cases(&first.url, &token).await.len(), 1, "another's server goes on");
    first.stop().await;

    let third = embedded::ensure(dir.path(), Options::default()).await.unwrap();
    assert!(third.runs_here());
    assert_eq!(third.operator, me.id, "the operator is the same at every start");
    let old = client().get(format!("{}/v1/me", third.url)).bearer_auth(&token);
    send(old).await.problem(401, "unauthorised");
    assert_eq!(cases(&third.url, third.token.expose_secret()).await.len(), 1);
    third.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn address_and_token_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let embedded = embedded::ensure(dir.path(), Options::default()).await.unwrap();
    let mode = std::fs::metadata(dir.path().join("server.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    embedded.stop().await;
    assert!(!dir.path().join("server.json").exists());
}

#[tokio::test]
async fn an_address_left_behind_by_a_crash_is_not_believed() {
    let dir = tempfile::tempdir().unwrap();
    let stale = json!({"address": "127.0.0.1:9", "token": "sin_old", "operator": uuid::Uuid::nil(), "pid": 1});
    std::fs::write(dir.path().join("server.json"), stale.to_string()).unwrap();
    let embedded = embedded::ensure(dir.path(), Options::default()).await.unwrap();
    assert!(embedded.runs_here() && embedded.url != "http://127.0.0.1:9");
    embedded.stop().await;
}

#[tokio::test]
async fn a_damaged_database_is_refused_and_put_aside_only_on_explicit_word() {
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("server.db");
    let damage = vec![b'x'; 8192];
    std::fs::write(&database, &damage).unwrap();
    let refused = embedded::ensure(dir.path(), Options::default()).await.err().expect("refused");
    assert!(matches!(refused, EmbeddedError::Storage(StorageError::Damaged { .. })), "{refused:?}");
    let told = refused.to_string();
    assert!(told.contains("server.db") && told.contains("Nothing was overwritten"), "{told}");
    assert_eq!(std::fs::read(&database).unwrap(), damage);

    let afresh = Options { start_afresh: true, ..Options::default() };
    let embedded = embedded::ensure(dir.path(), afresh).await.unwrap();
    let aside = embedded.put_aside.clone().unwrap();
    assert!(aside.file_name().unwrap().to_str().unwrap().starts_with("server.db.damaged-"));
    assert_eq!(std::fs::read(&aside).unwrap(), damage);
    embedded.stop().await;
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    embedded::ensure(dir.path(), Options::default()).await.unwrap().stop().await;
    let db = rusqlite::Connection::open(dir.path().join("server.db")).unwrap();
    db.execute("INSERT INTO migration VALUES (9999, 'future', x'00')", []).unwrap();
    drop(db);
    let refused = embedded::ensure(dir.path(), Options::default()).await.err().expect("refused");
    assert!(matches!(refused, EmbeddedError::Storage(StorageError::Newer { found: 9999, .. })), "{refused:?}");
}

#[test]
fn the_openapi_document_in_docs_is_fresh() {
    let home = tempfile::tempdir().unwrap();
    let generated = output(home.path(), &["generate", "openapi"]);
    let kept = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json")).unwrap();
    assert!(
        String::from_utf8(generated.stdout).unwrap() == kept,
        "stale: run `cargo run -- generate openapi > docs/openapi.json`"
    );
}
