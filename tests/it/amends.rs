//! How a case is put right, over the real wire: our fault, the remedy, the ticks of its way (R114, R128, R133, R136).

use serde_json::{Value, json};
use sincerely::model::{Case, CaseFile, Mood, OurFault, RemedyKind, Verdict, WayStep};

use crate::server_support::{desk, send};

#[tokio::test]
async fn fault_remedy_and_ticks_are_kept_and_can_be_taken_back() {
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Анна").await, desk.lead("Вера").await);
    let case = anna.case("Чайник пришёл разбитым!").await;
    assert_eq!((&case.our_fault, &case.remedy, case.way.len()), (&None, &None, 0));
    let path = format!("/v1/cases/{}", case.id);
    let edit = json!({
        "our_fault": "partly", "remedy": {"kind": "refund", "amount": " 1500 ₽ "},
        "way": [{"step": "admitted", "done": true}, {"step": "prevented", "done": true, "note": "коробки проверяем"}]
    });
    let told: Case = anna.patch(&path, Some(case.version), &edit).await.ok();
    assert_eq!(told.version, case.version + 1);
    assert_eq!(told.thread_version, case.thread_version, "the thread is as it was (R167)");
    let kept: Case = anna.file(&case).await.case;
    assert_eq!(kept.our_fault, Some(OurFault::Partly));
    let remedy = kept.remedy.as_ref().unwrap();
    assert_eq!((&remedy.kind, remedy.amount.as_str()), (&RemedyKind::Refund, "1500 ₽"));
    let ticks: Vec<_> = kept.way.iter().map(|t| (t.step.clone(), t.note.as_str(), t.by)).collect();
    let by = anna.operator.id;
    assert_eq!(ticks, [(WayStep::Admitted, "", by), (WayStep::Prevented, "коробки проверяем", by)]);
    // The same again changes nothing; something else leaves them alone.
    let again: Case = anna.patch(&path, Some(kept.version), &edit).await.ok();
    assert_eq!(again, kept);
    let other: Case = anna.patch(&path, Some(kept.version), &json!({"harm": "Осталась без чая."})).await.ok();
    assert_eq!((&other.our_fault, &other.remedy, &other.way), (&kept.our_fault, &kept.remedy, &kept.way));
    let back = json!({"our_fault": null, "remedy": null, "way": [{"step": "prevented", "done": false}]});
    let told: Case = anna.patch(&path, Some(other.version), &back).await.ok();
    assert_eq!((&told.our_fault, &told.remedy, told.way.len()), (&None, &None, 1));
    let fault: Value = anna.get("/v1/changes").await.ok();
    assert!(fault.to_string().contains("admitted"), "the feed has it");
    // Who said it is in the audit under a name of its own.
    for (act, edit) in [
        ("our_fault", json!({"our_fault": "yes"})),
        ("remedy", json!({"remedy": {"kind": "apology_only"}})),
        ("way", json!({"way": [{"step": "done", "done": true}]})),
    ] {
        let version = anna.file(&case).await.case.version;
        anna.patch(&path, Some(version), &edit).await.ok::<Case>();
        let audit: Value = lead.get(&format!("/v1/audit?act={act}&scope={}", case.id)).await.ok();
        assert_eq!(audit["entries"][0]["act"], act, "{audit}");
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_nothing_changes() {
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let case = anna.case("Чайник пришёл разбитым!").await;
    let path = format!("/v1/cases/{}", case.id);
    for wrong in [
        json!({"our_fault": "perhaps"}),
        json!({"remedy": {"kind": "a_trip"}}),
        json!({"remedy": {"kind": "other"}}),
        json!({"remedy": {"kind": "apology_only", "amount": "40 €"}}),
        json!({"remedy": {"kind": "bonus", "text": "x".repeat(3000)}}),
        json!({"way": [{"step": "sideways", "done": true}]}),
        json!({"way": [{"step": "done", "done": true, "note": "x".repeat(3000)}]}),
    ] {
        anna.patch(&path, Some(case.version), &wrong).await.problem(422, "invalid");
    }
    anna.patch(&path, Some(case.version + 9), &json!({"our_fault": "yes"})).await.problem(412, "changed");
    let after: CaseFile = anna.file(&case).await;
    assert_eq!(after.case.version, case.version);
    desk.server.stop().await;
}

#[tokio::test]
async fn the_words_of_a_remedy_go_when_its_person_is_forgotten() {
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Анна").await, desk.lead("Вера").await);
    let case = anna.case("Чайник пришёл разбитым!").await;
    let edit = json!({
        "our_fault": "yes", "remedy": {"kind": "other", "amount": "1500 ₽", "text": "чай для Марии Ивановны"},
        "way": [{"step": "prevented", "done": true, "note": "звонок Марии Ивановне"}]
    });
    anna.patch(&format!("/v1/cases/{}", case.id), Some(case.version), &edit).await.ok::<Case>();
    let customer = anna.file(&case).await.customer;
    let request = lead.request(reqwest::Method::POST, &format!("/v1/customers/{}/erase", customer.id));
    let told = send(request.header("If-Match", format!("\"{}\"", customer.version))).await;
    assert!(told.status.is_success(), "{}", told.value());
    let after = anna.file(&case).await.case;
    let words = serde_json::to_string(&after).unwrap();
    assert!(!words.contains("Мари") && !words.contains("₽"), "{words}");
    assert_eq!(
        (after.our_fault, after.way.len()),
        (Some(OurFault::Yes), 1),
        "what happened at the desk is still counted"
    );
    desk.server.stop().await;
}

#[tokio::test]
async fn mood_and_the_two_questions_are_noted_at_the_start_and_at_closing() {
    // R39, R40
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Анна").await, desk.lead("Вера").await);
    let case = anna.case("Чайник пришёл разбитым!").await;
    let path = format!("/v1/cases/{}", case.id);
    let start = json!({"impression": {"mood_at_start": "angry"}});
    let told: Case = anna.patch(&path, Some(case.version), &start).await.ok();
    let again: Case = anna.patch(&path, Some(told.version), &start).await.ok();
    assert_eq!(again, told, "the same again is nothing new");
    let audit: Value = lead.get(&format!("/v1/audit?act=impression&scope={}", case.id)).await.ok();
    assert_eq!(audit["entries"].as_array().map(Vec::len), Some(1), "{audit}");
    let body = "Мария Ивановна, это наша ошибка. Новый чайник привезли.\n\nАнна";
    assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, body)).await.status, 201);
    let closed = json!({
        "state": "closed", "note": "позвонила, всё хорошо",
        "impression": {"mood_at_end": "calm", "right_result": "yes", "satisfied": "no"}
    });
    let told: Case = anna.post(&format!("{path}/state"), &closed).await.ok();
    let noted = told.impression.clone().unwrap();
    assert_eq!((noted.mood_at_start, noted.mood_at_end), (Some(Mood::Angry), Some(Mood::Calm)));
    assert_eq!((noted.right_result, noted.satisfied), (Some(Verdict::Yes), Some(Verdict::No)), "not the same");
    assert_eq!((noted.by, noted.at.is_some()), (Some(anna.operator.id), true));
    // It can be mended afterwards, and nothing of it is asked for.
    let mended = json!({"impression": {"satisfied": null}});
    let told: Case = anna.patch(&path, Some(told.version), &mended).await.ok();
    assert_eq!(told.impression.unwrap().satisfied, None);
    let version = anna.file(&case).await.case.version;
    let strange = json!({"impression": {"mood_at_end": "elated"}});
    anna.patch(&path, Some(version), &strange).await.problem(422, "invalid");
    desk.server.stop().await;
}
