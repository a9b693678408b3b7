//! `sincerely operators` and `sincerely audit` as a lead runs them: at the desk on this machine, and at a connected one.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::server_support::{client, desk, send};

fn sincerely(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.args(args).env("SINCERELY_HOME", home).env_remove("SINCERELY_TOKEN").stdin(Stdio::null());
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What a command prints when it succeeds.
fn told(home: &Path, args: &[&str]) -> String {
    let output = sincerely(home, args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_desk_on_this_machine_is_managed_by_its_owner() {
    let home = tempfile::tempdir().unwrap();
    let told = |args: &[&str]| told(home.path(), args);
    assert!(told(&["operators", "add", "Ion Popescu"]).starts_with("sin_"));
    told(&["operators", "role", "Ion Popescu", "lead"]);
    told(&["operators", "add", "Мария", "--role", "operator"]);
    told(&["operators", "deputy", "Мария", "Ion Popescu"]);
    let list = told(&["operators", "list"]);
    assert!(list.contains("lead") && list.contains("Мария  deputy: Ion Popescu"), "{list}");
    told(&["operators", "deputy", "Мария"]);
    assert!(!told(&["operators", "list"]).contains("deputy"));

    let secret = told(&["operators", "token", "Мария", "--label", "tablet", "--days", "7"]);
    assert!(secret.starts_with("sin_"));
    let tokens = told(&["operators", "tokens", "Мария"]);
    assert!(tokens.contains("tablet") && tokens.contains("ends ") && !tokens.contains("sin_"), "{tokens}");
    let id = tokens.lines().find(|line| line.contains("tablet")).unwrap().split(' ').next().unwrap();
    told(&["operators", "revoke", "Мария", id]);
    assert!(told(&["operators", "tokens", "Мария"]).contains("taken away"));
    told(&["operators", "deactivate", "Мария"]);
    assert!(told(&["operators", "list"]).contains("(inactive)"));
    let refused = sincerely(home.path(), &["operators", "token", "Мария"]);
    assert!(!refused.status.success() && said(&refused).contains("not active"), "{}", said(&refused));
    told(&["operators", "activate", "Мария"]);
    let nobody = sincerely(home.path(), &["operators", "role", "Nobody", "lead"]);
    assert!(said(&nobody).contains("operators list"), "{}", said(&nobody));

    let audit = told(&["audit", "--act", "operator_patch"]);
    assert!(audit.lines().count() >= 4, "{audit}");
    let json = told(&["audit", "--lines", "1", "--json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["act"].is_string(), "{json}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connected_desk_is_managed_by_a_lead_and_by_nobody_else() {
    let desk = desk().await;
    let (lead, anna) = (desk.lead("Ion").await, desk.operator("Anna").await);
    let home = tempfile::tempdir().unwrap();
    let connect = |token: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
        command.args(["connect", &desk.url]).env("SINCERELY_HOME", home.path()).env("SINCERELY_TOKEN", token);
        assert!(command.stdin(Stdio::null()).output().unwrap().status.success());
    };
    connect(&lead.token);
    let token = told(home.path(), &["operators", "add", "Web form", "--role", "source"]);
    let me = client().get(format!("{}/v1/me", desk.url)).bearer_auth(token.trim());
    assert_eq!(send(me).await.value()["role"], "source");
    told(home.path(), &["operators", "revoke", "Web form", "--all"]);
    let me = client().get(format!("{}/v1/me", desk.url)).bearer_auth(token.trim());
    send(me).await.problem(401, "unauthorised");

    connect(&anna.token);
    for args in [&["operators", "add", "X"][..], &["operators", "deactivate", "Ion"], &["audit"]] {
        let refused = sincerely(home.path(), args);
        assert!(!refused.status.success() && said(&refused).contains("Only a lead"), "{}", said(&refused));
    }
    assert!(told(home.path(), &["operators", "tokens", "Anna"]).contains("account"), "one's own");
    connect(&lead.token);
    let audit = told(home.path(), &["audit", "--operator", "Anna"]);
    assert!(audit.contains("Anna  refused (forbidden): GET /v1/audit"), "{audit}");
    desk.server.stop().await;
}
