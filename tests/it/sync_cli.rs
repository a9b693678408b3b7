//! `sincerely connect` and `sincerely sync` as a person runs them.

use std::path::Path;
use std::process::{Command, Output};

use super::server_support::desk;

fn sincerely(home: &Path, args: &[&str], token: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.args(args).env("SINCERELY_HOME", home).env_remove("SINCERELY_TOKEN").stdin(std::process::Stdio::null());
    if let Some(token) = token {
        command.env("SINCERELY_TOKEN", token);
    }
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn connect_checks_the_token_and_sync_pulls_and_pulls_again_from_zero() {
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    anna.case("Розетка искрит").await;
    let home = tempfile::tempdir().unwrap();
    let refused = sincerely(home.path(), &["connect", &desk.url], Some("sin_unknown"));
    assert!(!refused.status.success() && said(&refused).contains("token"), "{}", said(&refused));
    let nonsense = sincerely(home.path(), &["connect", "desk.example.org"], Some("sin_x"));
    assert!(said(&nonsense).contains("https://"), "{}", said(&nonsense));
    let untold = sincerely(home.path(), &["connect", &desk.url], None);
    assert!(said(&untold).contains("no token was given"), "{}", said(&untold));
    assert!(!home.path().join("config/desk.toml").exists(), "nothing is written before the desk said yes");

    let connected = sincerely(home.path(), &["connect", &desk.url], Some(&anna.token));
    assert!(connected.status.success() && said(&connected).contains("Анна"), "{}", said(&connected));
    for args in [&["sync"][..], &["sync", "--from-zero"]] {
        let synced = sincerely(home.path(), args, None);
        assert!(synced.status.success() && said(&synced).contains("In step"), "{}", said(&synced));
        let cache = rusqlite::Connection::open(home.path().join("cache/cache.db")).unwrap();
        let cases: u32 = cache.query_row("SELECT count(*) FROM cases", [], |r| r.get(0)).unwrap();
        assert_eq!(cases, 1);
    }
    desk.server.stop().await;
    let away = sincerely(home.path(), &["sync"], None);
    assert!(!away.status.success() && said(&away).contains("Not in step"), "{}", said(&away));
}

#[test]
fn without_a_connection_sync_uses_the_desk_on_this_machine() {
    let home = tempfile::tempdir().unwrap();
    let synced = sincerely(home.path(), &["sync"], None);
    assert!(synced.status.success() && said(&synced).contains("In step"), "{}", said(&synced));
}
