//! `sincerely report` as a person runs it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use sincerely::model::Override;

use super::server_support::{Account, desk};

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

/// A letter whose author set findings of these rules aside.
async fn letter(by: &Account, rules: &[&str]) {
    let case = by.case("Верните деньги").await;
    let mut letter = by.letter(&case, "Уважаемая Мария Ивановна! Деньги вернём до 14 марта.\n\nАнна");
    letter.overrides = rules
        .iter()
        .map(|rule| Override { rule: (*rule).into(), found: String::new(), reason: "so it is".into() })
        .collect();
    assert_eq!(by.reply(&case, case.thread_version, &letter).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_aside_is_counted_for_the_team_and_for_nobody_alone_but_the_one_who_asks() {
    // R131
    let desk = desk().await;
    let (anna, boris) = (desk.operator("Анна").await, desk.operator("Борис").await);
    letter(&anna, &["dry", "machine_text"]).await;
    letter(&anna, &[]).await;
    letter(&boris, &["dry", "insult"]).await;
    let home = tempfile::tempdir().unwrap();
    let early = sincerely(home.path(), &["report"], None);
    assert!(!early.status.success() && said(&early).contains("sincerely sync"), "{}", said(&early));
    assert!(sincerely(home.path(), &["connect", &desk.url], Some(&anna.token)).status.success());
    let synced = sincerely(home.path(), &["sync"], None);
    assert!(synced.status.success(), "{}", said(&synced));
    let counted = sincerely(home.path(), &["report", "--json"], None);
    let report: Value = serde_json::from_slice(&counted.stdout).unwrap_or_else(|_| panic!("{}", said(&counted)));
    assert_eq!(report["letters"], json!({"team": 3, "mine": 2}));
    let overrides = json!({
        "dry": {"team": 2, "mine": 1}, "insult": {"team": 1, "mine": 0}, "machine_text": {"team": 1, "mine": 1}
    });
    assert_eq!(report["overrides"], overrides);
    let page = said(&sincerely(home.path(), &["report", "--lang", "ru"], None));
    assert!(page.contains("Анна") && !page.contains("Борис"), "nobody else is named: {page}");
    let later = sincerely(home.path(), &["report", "--json", "--since", "2999-01-01"], None);
    assert!(said(&later).contains("\"overrides\":{}"), "{}", said(&later));
    desk.server.stop().await;
}
