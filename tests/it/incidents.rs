//! What others lost, one test an incident: docs/incidents.md has the table.

use jiff::{Timestamp, ToSpan};
use serde_json::json;
use sincerely::model::acts::{Command, NewNote};
use sincerely::model::{
    Case, CaseId, Doing, Draft, DraftKind, IdempotencyKey, MessageId, MessageKind, OutboxState, Presences,
};
use uuid::Uuid;

use super::server_support::desk;
use super::store_world::{batch, case, case_id, change, now, open, store};
use super::sync_desk::Station;

fn draft(case: CaseId, kind: DraftKind, text: &str) -> Draft {
    Draft {
        case,
        kind,
        text: text.into(),
        cursor: 0,
        slots: vec![],
        thread_version: 1,
        saved_at: Timestamp::now(),
        attachments: vec![],
        overrides: vec![],
    }
}

#[test]
fn every_incident_of_the_table_has_the_test_it_names() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("docs/incidents.md")).unwrap();
    let mut sources = String::new();
    let mut folders = vec![root.join("src"), root.join("tests/it")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut numbers = Vec::new();
    for row in table.lines().filter(|l| l.starts_with("| ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let Ok(number) = cells[1].parse::<u32>() else { continue };
        numbers.push(number);
        let named: Vec<&str> = cells[4].split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "incident {number} names no test");
        for name in named {
            assert!(sources.contains(&format!("fn {name}(")), "incident {number}: there is no test `{name}`");
        }
    }
    assert!((1..=14).chain([24]).all(|n| numbers.contains(&n)), "{numbers:?}");
}

#[tokio::test]
async fn incident_1_owner_change_keeps_the_draft() {
    let desk = desk().await;
    let (anna, boris) = (desk.operator("Анна").await, desk.lead("Борис").await);
    let case = anna.case("Искрит").await;
    let station = Station::in_step(&desk.url, &anna.token).await;
    station.until(&case, |_| true).await;
    let kept = draft(case.id, DraftKind::Reply, "Уважаемая Мария Ивановна!");
    station.store.save_draft(kept).await.unwrap();
    let to = json!({ "to": boris.operator.id, "note": "возьму" });
    boris.post(&format!("/v1/cases/{}/assign", case.id), &to).await.ok::<Case>();
    let state = json!({ "state": "open" });
    boris.post(&format!("/v1/cases/{}/state", case.id), &state).await.ok::<Case>();
    station.until(&case, |file| file.case.owner == Some(boris.operator.id)).await;
    let after = station.store.draft(case.id, DraftKind::Reply).await.unwrap().unwrap();
    assert_eq!(after.text, "Уважаемая Мария Ивановна!");
}

#[tokio::test]
async fn incident_4_merged_cases_keep_both_drafts() {
    let (_dir, store) = store().await;
    let cases = (1..=2).map(|n| change("case", &case(n, json!({}))));
    store.apply(batch(cases.collect()), None).await.unwrap();
    for n in 1..=2 {
        let kept = draft(case_id(n), DraftKind::Reply, &format!("письмо {n}"));
        store.save_draft(kept).await.unwrap();
    }
    let merged = case(1, json!({ "merged_into": case_id(2).0, "state": "closed", "version": 2 }));
    store.apply(batch(vec![change("case", &merged)]), None).await.unwrap();
    for n in 1..=2 {
        let kept = store.draft(case_id(n), DraftKind::Reply).await.unwrap().unwrap();
        assert_eq!(kept.text, format!("письмо {n}"));
    }
}

#[tokio::test]
async fn incident_5_all_drafts_survive_a_restart_not_only_the_first() {
    let (dir, store) = store().await;
    for n in 0..50 {
        let kept = draft(case_id(n), DraftKind::Reply, &format!("письмо {n}"));
        store.save_draft(kept).await.unwrap();
    }
    drop(store);
    let (store, _) = open(&dir);
    for n in 0..50 {
        let kept = store.draft(case_id(n), DraftKind::Reply).await.unwrap().unwrap();
        assert_eq!(kept.text, format!("письмо {n}"));
    }
}

#[tokio::test]
async fn incident_7_an_undone_letter_is_whole_again_and_a_sent_one_is_no_draft() {
    let (_dir, store) = store().await;
    let kept = draft(case_id(1), DraftKind::Note, "слово в слово  \n\n- раз\n");
    store.save_draft(kept.clone()).await.unwrap();
    let note = NewNote { id: MessageId(Uuid::from_u128(1)), body: kept.text.clone(), attachments: vec![] };
    let command = Command::Note { case: case_id(1), note };
    let key = IdempotencyKey(Uuid::from_u128(2));
    store.enqueue(command.clone(), key, now() + 10.seconds()).await.unwrap();
    assert_eq!(store.draft(case_id(1), DraftKind::Note).await.unwrap(), None, "what leaves is no draft any more");
    let item = store.recall(key).await.unwrap().unwrap();
    assert_eq!(item.command, command, "byte for byte");
    let versions = store.draft_history(case_id(1), DraftKind::Note).await.unwrap();
    assert_eq!(versions[0].draft.text, kept.text);
}

#[tokio::test]
async fn incident_8_reply_and_note_have_drafts_of_their_own() {
    let (dir, store) = store().await;
    store.save_draft(draft(case_id(1), DraftKind::Reply, "клиенту")).await.unwrap();
    store.save_draft(draft(case_id(1), DraftKind::Note, "коллегам")).await.unwrap();
    store.save_draft(draft(case_id(1), DraftKind::PublicReply, "всем")).await.unwrap();
    drop(store);
    let (store, _) = open(&dir);
    for (kind, text) in [(DraftKind::Reply, "клиенту"), (DraftKind::Note, "коллегам"), (DraftKind::PublicReply, "всем")]
    {
        assert_eq!(store.draft(case_id(1), kind).await.unwrap().unwrap().text, text);
    }
}

#[tokio::test]
async fn incident_9_and_10_who_reads_and_who_writes_is_seen() {
    let desk = desk().await;
    let (anna, boris) = (desk.operator("Анна").await, desk.operator("Борис").await);
    let case = anna.case("Искрит").await;
    let path = format!("/v1/cases/{}/presence", case.id);
    anna.put(&path, &json!({ "doing": "writing" })).await.ok::<Presences>();
    let seen: Presences = boris.put(&path, &json!({ "doing": "reading" })).await.ok();
    assert!(matches!(&seen.present[..], [one] if one.operator == anna.operator.id && one.doing == Doing::Writing));
}

#[tokio::test(flavor = "multi_thread")]
async fn incident_11_and_12_of_many_who_claim_at_once_exactly_one_has_it_and_it_does_not_bounce() {
    let desk = desk().await;
    let mut all = Vec::new();
    for n in 0..16 {
        all.push(desk.operator(&format!("Оператор {n}")).await);
    }
    for round in 0..5 {
        let case = all[0].case(&format!("Раунд {round}")).await;
        let claims = all.iter().map(|who| {
            let (who, path) = (who.clone(), format!("/v1/cases/{}/claim", case.id));
            tokio::spawn(async move { who.post(&path, &json!(null)).await.status.as_u16() })
        });
        let mut answers = Vec::new();
        for claim in claims.collect::<Vec<_>>() {
            answers.push(claim.await.unwrap());
        }
        assert_eq!(answers.iter().filter(|a| **a == 200).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|a| matches!(a, 200 | 409)), "{answers:?}");
        let owner = all[0].file(&case).await.case.owner;
        // A claim that comes later takes nothing away.
        for who in all.iter().filter(|who| Some(who.operator.id) != owner) {
            who.post(&format!("/v1/cases/{}/claim", case.id), &json!(null)).await.problem(409, "claimed");
        }
        assert_eq!(all[0].file(&case).await.case.owner, owner);
    }
}

#[tokio::test]
async fn incident_13_a_reply_over_a_changed_thread_never_vanishes_without_a_word() {
    let desk = desk().await;
    let (anna, boris) = (desk.operator("Анна").await, desk.operator("Борис").await);
    let case = anna.case("Искрит").await;
    let mut station = Station::in_step(&desk.url, &anna.token).await;
    let seen = station.until(&case, |_| true).await.case;
    let note = json!({ "id": Uuid::now_v7(), "body": "я уже звоню" });
    assert!(boris.post(&format!("/v1/cases/{}/notes", case.id), &note).await.status.is_success());
    let letter = anna.letter(&seen, "Уважаемая Мария Ивановна! …");
    let command = Command::Reply { case: case.id, thread_version: seen.thread_version, reply: Box::new(letter) };
    station.act(command).await;
    station.event(|e| matches!(e, sincerely::sync::SyncEvent::Conflict { .. })).await;
    let items = station.store.outbox().await.unwrap();
    assert_eq!(items[0].state, OutboxState::Stuck);
    assert!(items[0].error.starts_with("changed: "), "the reason stands beside it: {}", items[0].error);
}

#[tokio::test]
async fn incident_14_a_teammate_who_reads_the_customers_last_word_is_seen() {
    let desk = desk().await;
    let (anna, boris) = (desk.operator("Анна").await, desk.operator("Борис").await);
    let case = anna.case("Искрит").await;
    let path = format!("/v1/cases/{}/presence", case.id);
    anna.put(&path, &json!({ "doing": "reading" })).await.ok::<Presences>();
    let all: Presences = boris.get("/v1/presence").await.ok();
    assert!(all.present.iter().any(|p| p.operator == anna.operator.id && p.doing == Doing::Reading));
}

#[tokio::test]
async fn incident_24_a_timer_wakes_a_case_and_sends_nothing() {
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let case = anna.case("Искрит").await;
    let soon = json!({ "snoozed_until": Timestamp::now() + 500.milliseconds() });
    anna.patch(&format!("/v1/cases/{}", case.id), Some(case.version), &soon).await.ok::<Case>();
    let station = Station::in_step(&desk.url, &anna.token).await;
    let awake = station.until(&case, |file| file.case.snoozed_until.is_none()).await;
    assert!(awake.messages.iter().all(|m| m.kind == MessageKind::Inbound), "{:?}", awake.messages);
    assert_eq!(awake.messages.len(), 1);
}
