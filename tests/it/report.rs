//! `sincerely report` as a person runs it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use sincerely::model::{Case, Override};
use uuid::Uuid;

use super::server_support::{Account, desk, new_case};

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
    // A customer of his own, since whoever signed last would get what the same one writes next (R86).
    let mut new = new_case("Верните деньги");
    new["customer"]["contacts"][0]["address"] = json!(format!("{}@example.org", by.operator.id));
    let case: Case = by.post("/v1/cases", &new).await.ok();
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

#[tokio::test(flavor = "multi_thread")]
async fn letters_to_the_management_are_reported_with_the_commitment_that_failed() {
    // R87
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let case = anna.case("Верните деньги").await;
    let path = format!("/v1/cases/{}", case.id);
    let add = |n: u64, due: &str| {
        let due = json!({"instant": due, "zone": "UTC"});
        json!({"id": Uuid::from_u128(u128::from(n)), "kind": "promise", "due": due, "title": "деньги до понедельника"})
    };
    for (n, due) in [(1, "2026-03-02T10:00:00Z"), (2, "2999-03-02T10:00:00Z")] {
        assert_eq!(anna.post(&format!("{path}/follow-ups"), &add(n, due)).await.status, 201);
    }
    let version = anna.file(&case).await.case.version;
    let mark = |n: u64| json!({"wrote_to_management": {"commitment": Uuid::from_u128(u128::from(n))}});
    for not_failed in [mark(2), mark(77)] {
        anna.patch(&path, Some(version), &not_failed).await.problem(422, "invalid");
    }
    let marked: Case = anna.patch(&path, Some(version), &mark(1)).await.ok();
    let again: Case = anna.patch(&path, Some(marked.version), &mark(1)).await.ok();
    assert_eq!((again.wrote_to_management.len(), again.wrote_to_management[0].by), (1, anna.operator.id));
    let plain: Case = anna.patch(&path, Some(again.version), &json!({"wrote_to_management": {}})).await.ok();
    assert_eq!(plain.wrote_to_management.len(), 2);
    let home = tempfile::tempdir().unwrap();
    assert!(sincerely(home.path(), &["connect", &desk.url], Some(&anna.token)).status.success());
    let synced = sincerely(home.path(), &["sync"], None);
    assert!(synced.status.success(), "{}", said(&synced));
    let page = said(&sincerely(home.path(), &["report"], None));
    assert!(page.contains("wrote to the management: 2"), "{page}");
    assert!(page.contains("promise: деньги до понедельника (due 2026-03-02)"), "{page}");
    assert!(page.contains("nothing of ours had failed"), "{page}");
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_that_ended_complaints_skipped_are_counted() {
    // R133
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    for (words, body) in [
        ("Верните деньги", "Мария Ивановна, это наша ошибка. Деньги вернём до 14 марта.\n\nАнна"),
        ("Чайник разбит", "Мария Ивановна, мастер был у Вас вчера.\n\nАнна"),
        ("Ещё открыто", "Мария Ивановна, мастер был у Вас вчера.\n\nАнна"),
    ] {
        let case = anna.case(words).await;
        assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, body)).await.status, 201);
        if words != "Ещё открыто" {
            let told = anna.post(&format!("/v1/cases/{}/state", case.id), &json!({"state": "solved"})).await;
            assert!(told.status.is_success(), "{}", told.value());
        }
    }
    let home = tempfile::tempdir().unwrap();
    assert!(sincerely(home.path(), &["connect", &desk.url], Some(&anna.token)).status.success());
    let synced = sincerely(home.path(), &["sync"], None);
    assert!(synced.status.success(), "{}", said(&synced));
    let counted = sincerely(home.path(), &["report", "--json"], None);
    let report: Value = serde_json::from_slice(&counted.stdout).unwrap_or_else(|_| panic!("{}", said(&counted)));
    let skipped = json!({"admitted": 1, "plan": 1, "outcome_asked": 2, "done": 0, "prevented": 2});
    assert_eq!(report["way"], json!({"ended": 2, "skipped": skipped}));
    let page = said(&sincerely(home.path(), &["report", "--lang", "ru"], None));
    assert!(page.contains("завершено: 2") && page.contains("признано: пропущено в 1"), "{page}");
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_customers_took_it_is_reported() {
    // R39, R40
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    for (words, start, end, right, satisfied) in [
        ("Верните деньги", "angry", "calm", "yes", "no"),
        ("Чайник разбит", "upset", "upset", "yes", "yes"),
        ("Нет воды", "calm", "angry", "no", "no"),
    ] {
        let case = anna.case(words).await;
        let body = "Мария Ивановна, это наша ошибка. Деньги вернули.\n\nАнна";
        assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, body)).await.status, 201);
        let set = json!({"state": "solved", "impression": {
            "mood_at_start": start, "mood_at_end": end, "right_result": right, "satisfied": satisfied
        }});
        let told = anna.post(&format!("/v1/cases/{}/state", case.id), &set).await;
        assert!(told.status.is_success(), "{}", told.value());
    }
    let home = tempfile::tempdir().unwrap();
    assert!(sincerely(home.path(), &["connect", &desk.url], Some(&anna.token)).status.success());
    let synced = sincerely(home.path(), &["sync"], None);
    assert!(synced.status.success(), "{}", said(&synced));
    let counted = sincerely(home.path(), &["report", "--json"], None);
    let report: Value = serde_json::from_slice(&counted.stdout).unwrap_or_else(|_| panic!("{}", said(&counted)));
    let expected = json!({
        "mood_better": 1, "mood_same": 1, "mood_worse": 1, "right_result": {"yes": 2, "no": 1},
        "satisfied": {"yes": 1, "no": 2}, "right_but_unsatisfied": 1
    });
    assert_eq!(report["impressions"], expected);
    let page = said(&sincerely(home.path(), &["report", "--lang", "ru"], None));
    assert!(page.contains("лучше 1 · прежнее 1 · хуже 1"), "{page}");
    assert!(page.contains("верный результат: да 2 · отчасти 0 · нет 1"), "{page}");
    assert!(page.contains("верно, а клиент недоволен: 1"), "{page}");
    desk.server.stop().await;
}
