//! `sincerely demo`: the real program makes desks that the real server serves.

use std::path::Path;
use std::process::{Command, Output};

use sincerely::model::CaseFile;
use sincerely::protocol::EntityKind;
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::storage::{FeedQuery, Storage};

fn demo(home: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sincerely"))
        .args(["demo", "--no-open", "--keep"])
        .arg(home.join("desk"))
        .args(args)
        // Whatever the user has is not to be touched.
        .env("HOME", home.join("nobody"))
        .env_remove("XDG_DATA_HOME")
        .env_remove("SINCERELY_HOME")
        .output()
        .expect("the program starts")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn storage(home: &Path) -> SqliteStorage {
    SqliteStorage::open(&home.join("desk/data")).expect("the desk opens")
}

/// Every line of the feed but the operators', whose keys are made anew each time.
async fn feed(home: &Path) -> String {
    let storage = storage(home).await;
    let kinds = EntityKind::KNOWN.iter().filter(|k| **k != EntityKind::Operator).cloned().collect();
    let part = storage.feed(FeedQuery { limit: 100_000, kinds, ..FeedQuery::default() }).await.unwrap();
    storage.close().await;
    String::from_utf8(part.lines.to_vec()).unwrap()
}

#[tokio::test]
async fn the_demo_desk_is_filled_with_the_samples_and_touches_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let output = demo(home.path(), &["--lang", "ru"]);
    assert!(output.status.success(), "{}", told(&output));
    assert!(!home.path().join("nobody").exists(), "nothing of the user's is written");
    let storage = storage(home.path()).await;
    assert!(storage.case_count().await.unwrap() >= 64);
    let people = storage.operators().await.unwrap();
    assert_eq!(people.len(), 3);
    let me = people.iter().find(|o| o.name == "Анна Иванова").expect("the operator");
    assert_eq!((me.post.as_str(), me.keys.len()), ("ведущий специалист", 1));
    // The first of all is about somebody's safety (R89), or a case that nobody ever answered (R60).
    let first = storage.cases(true, None, 1).await.unwrap().remove(0);
    let about_safety = first.suggested_call() == Some(&sincerely::model::Trigger::Safety);
    assert!(first.is_never_answered() || about_safety, "{}", first.subject);
    storage.close().await;
}

#[tokio::test]
async fn attachments_of_the_samples_are_there() {
    let home = tempfile::tempdir().unwrap();
    assert!(demo(home.path(), &[]).status.success());
    let storage = storage(home.path()).await;
    let mut found = 0;
    for case in storage.cases(true, None, 1000).await.unwrap() {
        let file: CaseFile = storage.case_file(case.id).await.unwrap().unwrap().value;
        for attachment in file.messages.iter().flat_map(|m| &m.attachments) {
            let content = storage.attachment(attachment.hash.clone()).await.unwrap().expect("its content");
            assert_eq!(content.len() as u64, attachment.size);
            assert_eq!(content.starts_with(b"\x89PNG"), attachment.media_type == "image/png");
            found += 1;
        }
    }
    assert!(found >= 3, "{found}");
    storage.close().await;
}

#[tokio::test]
async fn the_same_seed_fills_the_same_desk_and_the_rules_accept_every_case() {
    let (one, two, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let now = ["--cases", "600", "--now", "2026-03-14T09:00:00Z", "--lang", "en"];
    let with_seed = |seed: &'static str| now.iter().copied().chain(["--seed", seed]).collect::<Vec<_>>();
    for (home, seed) in [(&one, "5"), (&two, "5"), (&other, "6")] {
        let output = demo(home.path(), &with_seed(seed));
        assert!(output.status.success(), "{}", told(&output));
    }
    let (first, second, third) = (feed(one.path()).await, feed(two.path()).await, feed(other.path()).await);
    assert_eq!(first, second);
    assert_ne!(first, third);
    let storage = storage(one.path()).await;
    assert_eq!(storage.case_count().await.unwrap(), 600);
    let active = storage.cases(true, None, 1000).await.unwrap();
    assert!((90..=150).contains(&active.len()), "{} of 600 are active", active.len());
    assert!(active.iter().any(|c| c.is_unanswered()) && active.iter().any(|c| c.next_due.is_some()));
    storage.close().await;
}

#[test]
fn a_kept_desk_is_made_once_and_no_other_folder_is_taken_for_one() {
    let home = tempfile::tempdir().unwrap();
    assert!(demo(home.path(), &["--cases", "20"]).status.success());
    let made = std::fs::metadata(home.path().join("desk/data/server.db")).unwrap().modified().unwrap();
    assert!(demo(home.path(), &[]).status.success());
    assert!(demo(home.path(), &["--cases", "20"]).status.success());
    let output = demo(home.path(), &["--cases", "21"]);
    assert!(!output.status.success() && told(&output).contains("20 cases"), "{}", told(&output));
    std::fs::remove_file(home.path().join("desk/demo.json")).unwrap();
    let output = demo(home.path(), &[]);
    assert!(!output.status.success() && told(&output).contains("Nothing was changed"), "{}", told(&output));
    let after = std::fs::metadata(home.path().join("desk/data/server.db")).unwrap().modified().unwrap();
    assert_eq!(made, after);
}

#[test]
fn a_wrong_order_is_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    for (args, word) in [(["--cases", "1000001"], "1..=1000000"), (["--lang", "de"], "possible values")] {
        let output = demo(home.path(), &args);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains(word), "{}", told(&output));
    }
}
