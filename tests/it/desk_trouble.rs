//! What an operator meets on a bad day: a token that was taken away, a damaged file of drafts, a file of an older program.

use std::path::Path;
use std::process::{Command, Output};

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use sincerely::model::{CaseId, DeskId, DraftKind, OutboxState};
use sincerely::protocol::CreatedToken;
use sincerely::store::Store;
use uuid::Uuid;

use super::server_support::desk;
use super::terminal::Terminal;
use super::workstation::{first_start, home, quit};

fn sincerely(home: &Path, args: &[&str], token: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.args(args).env("SINCERELY_HOME", home).env_remove("SINCERELY_TOKEN").stdin(std::process::Stdio::null());
    if let Some(token) = token {
        command.env("SINCERELY_TOKEN", token);
    }
    command.output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_taken_away_is_told_and_a_new_one_is_given_inside_the_program() {
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Anna Clarke").await, desk.lead("Ion").await);
    anna.case("Charged twice").await;
    let home = home();
    let connected = sincerely(home.path(), &["connect", &desk.url], Some(&anna.token));
    assert!(connected.status.success(), "{connected:?}");
    let mut terminal = Terminal::start(home.path(), &[], (140, 40));
    terminal.wait_for("Welcome to Sincerely");
    terminal.press("enter");
    terminal.wait_until("the welcome is over", |screen| !screen.contains("Welcome to Sincerely"));
    terminal.wait_for("in step");
    let tokens = format!("/v1/operators/{}/tokens", anna.operator.id);
    assert!(lead.delete(&tokens).await.status.is_success());
    terminal.press("f5");
    terminal.wait_for("the desk refuses the token");
    // What is done meanwhile waits and is not lost.
    terminal.press("n");
    terminal.wait_for("Note about");
    terminal.type_text("written while nobody knew me");
    terminal.press("ctrl-d");
    terminal.wait_for("1 act waits to be sent");
    let fresh: CreatedToken = lead.post(&tokens, &serde_json::json!({ "label": "new" })).await.ok();
    terminal.press("g t");
    terminal.wait_for("Everything unsent waits");
    terminal.type_text("sin_nonsense");
    terminal.press("enter");
    terminal.wait_for("The token was not taken");
    terminal.press("g t");
    terminal.wait_for("Everything unsent waits");
    terminal.type_text(&fresh.secret);
    terminal.press("enter");
    terminal.wait_for("knows you again");
    terminal.wait_for("in step");
    terminal.wait_until("nothing waits any more", |screen| !screen.contains("to be sent"));
    assert!(!String::from_utf8_lossy(&terminal.raw()).contains(&fresh.secret), "a token is never drawn");
    quit(terminal);
    let synced = sincerely(home.path(), &["sync"], None);
    assert!(synced.status.success(), "the next start knows the new token: {synced:?}");
}

#[test]
fn a_damaged_file_of_drafts_is_told_in_plain_words_and_repaired_by_a_command() {
    let home = home();
    quit(first_start(home.path(), (100, 30)));
    let work = home.path().join("state/work.db");
    let damaged = vec![7_u8; 50_000];
    std::fs::write(&work, &damaged).unwrap();
    for tail in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(home.path().join(format!("state/work.db{tail}")));
    }
    let mut terminal = Terminal::start(home.path(), &[], (160, 40));
    terminal.wait_for("sincerely repair");
    assert_ne!(terminal.end(), 0);
    assert_eq!(std::fs::read(&work).unwrap(), damaged, "not one byte was changed");
    let repaired = sincerely(home.path(), &["repair"], None);
    let said = String::from_utf8_lossy(&repaired.stdout).into_owned();
    assert!(repaired.status.success() && said.contains("kept as"), "{repaired:?}");
    let again = Terminal::start(home.path(), &[], (100, 30));
    again.wait_for("unanswered");
    quit(again);
    let sound = sincerely(home.path(), &["repair"], None);
    assert!(String::from_utf8_lossy(&sound.stdout).contains("nothing is damaged"), "{sound:?}");
}

/// `work.db` as the first released schema left it.
fn older_work_db(path: &Path, case: Uuid) {
    let db = Connection::open(path).unwrap();
    db.execute_batch("CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL)")
        .unwrap();
    let sql = include_str!("../../migrations/work/0001_work.sql");
    db.execute_batch(sql).unwrap();
    let hash: String = Sha256::digest(sql).iter().map(|byte| format!("{byte:02x}")).collect();
    db.execute("INSERT INTO migrations VALUES (1, 'work', ?)", [hash]).unwrap();
    let case = case.as_bytes().to_vec();
    db.execute(
        "INSERT INTO drafts (desk, case_id, kind, text, cursor, slots, thread_version, saved_at) \
         VALUES ('own', ?, 'reply', 'Уважаемая Мария', 3, '[]', 4, 1760000000000)",
        [&case],
    )
    .unwrap();
    let command = format!(r#"{{"do":"claim","case":"{}"}}"#, Uuid::from_slice(&case).unwrap());
    db.execute(
        "INSERT INTO outbox (key, desk, case_id, command, state, next_try_at, created_at) \
         VALUES (?, 'own', ?, ?, 'in_flight', 0, 0)",
        rusqlite::params![Uuid::from_u128(5).as_bytes().to_vec(), case, command],
    )
    .unwrap();
}

#[tokio::test]
async fn drafts_and_unsent_work_survive_an_upgrade() {
    let dir = tempfile::tempdir().unwrap();
    let (work, cache) = (dir.path().join("work.db"), dir.path().join("cache.db"));
    let case = Uuid::from_u128(7);
    older_work_db(&work, case);
    let (store, _) = Store::open(&work, &cache, DeskId("own".into())).unwrap();
    let draft = store.draft(CaseId(case), DraftKind::Reply).await.unwrap().unwrap();
    assert_eq!((draft.text.as_str(), draft.thread_version), ("Уважаемая Мария", 4));
    let items = store.outbox().await.unwrap();
    assert_eq!(items.iter().map(|i| i.state.clone()).collect::<Vec<_>>(), [OutboxState::Queued]);
}
