//! What an operator meets on a bad day: a damaged file of drafts, a file of an older program.

use std::path::Path;
use std::process::{Command, Output};

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use sincerely::model::{CaseId, DeskId, DraftKind, OutboxState};
use sincerely::store::Store;
use uuid::Uuid;

use super::terminal::Terminal;
use super::workstation::{first_start, home, quit};

fn sincerely(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.args(args).env("SINCERELY_HOME", home).stdin(std::process::Stdio::null());
    command.output().unwrap()
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
    let repaired = sincerely(home.path(), &["repair"]);
    let said = String::from_utf8_lossy(&repaired.stdout).into_owned();
    assert!(repaired.status.success() && said.contains("kept as"), "{repaired:?}");
    let again = Terminal::start(home.path(), &[], (100, 30));
    again.wait_for("unanswered");
    quit(again);
    let sound = sincerely(home.path(), &["repair"]);
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
