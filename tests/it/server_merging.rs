//! Two cases that are one complaint: merged and taken apart over the wire, and what comes in for the merged one meanwhile.

use reqwest::Method;
use serde_json::{Value, json};
use sincerely::model::{Case, CaseFile, FollowUpState, MessageKind};

use super::server_support::{Account, Desk, desk, new_case, send};

/// A case of the same customer, told by the source under an id of its own.
async fn told(source: &Account, name: &str, words: &str) -> Case {
    let mut new = new_case(words);
    new["external_id"] = json!(name);
    new["messages"][0]["external_id"] = json!(format!("<{name}@form>"));
    source.post("/v1/cases", &new).await.ok()
}

async fn two(desk: &Desk) -> (Account, Case, Case) {
    let anna = desk.operator("Anna").await;
    let first = told(&anna, "first", "Розетка искрит второй день, мастер не приходит, дома ребёнок.").await;
    let second = told(&anna, "second", "Розетка искрит второй день, мастер так и не приходит! Дома ребёнок.").await;
    (anna, first, second)
}

async fn merge(account: &Account, gone: &Case, into: &Case) -> Case {
    account.post(&format!("/v1/cases/{}/merge", gone.id), &json!({ "into": into.id })).await.ok()
}

#[tokio::test]
async fn the_second_letter_about_the_same_is_suggested_with_its_reason_and_dismissed_for_good() {
    let desk = desk().await;
    let (anna, first, second) = two(&desk).await;
    assert_eq!(first.duplicates, []);
    let found = second.suggested_duplicate().expect("it says the same");
    assert_eq!((found.case, found.number, found.reason.as_str()), (first.id, first.number, "words"));
    assert!(found.evidence.parse::<u32>().unwrap() >= 45, "{found:?}");
    let other = told(&anna, "other", "Ваш курьер был очень груб со мной по телефону вчера вечером.").await;
    assert_eq!(other.suggested_duplicate(), None);
    let path = format!("/v1/cases/{}", second.id);
    let dismissed: Case = anna.patch(&path, Some(second.version), &json!({ "dismiss_duplicate": first.id })).await.ok();
    assert_eq!(dismissed.suggested_duplicate(), None);
    assert_eq!(dismissed.duplicates[0].dismissed_by, Some(anna.operator.id));
}

#[tokio::test]
async fn a_merge_is_one_act_and_one_act_takes_it_back() {
    let desk = desk().await;
    let (anna, first, second) = two(&desk).await;
    let before = (anna.file(&first).await, anna.file(&second).await);
    let gone = merge(&anna, &second, &first).await;
    assert_eq!(gone.merged_into, Some(first.id));
    let again = merge(&anna, &second, &first).await;
    assert_eq!(again, gone, "the same again changes nothing");
    let survivor = anna.file(&first).await;
    assert_eq!(survivor.case.absorbed[0].number, second.number);
    assert_eq!(survivor.case.thread_version, before.0.case.thread_version + 1, "R167");
    assert_eq!(anna.file(&second).await.messages, before.1.messages);
    let listed: Value = anna.get("/v1/cases").await.ok();
    assert_eq!(listed["cases"].as_array().unwrap().len(), 1);
    let back: Case = anna.post(&format!("/v1/cases/{}/unmerge", second.id), &json!(null)).await.ok();
    assert_eq!(back.merged_into, None);
    let after = (anna.file(&first).await, anna.file(&second).await);
    let open = |file: &CaseFile| file.follow_ups.iter().filter(|f| f.is_open()).map(|f| f.id).collect::<Vec<_>>();
    assert_eq!((open(&after.0), open(&after.1)), (open(&before.0), open(&before.1)));
    assert_eq!(after.1.case.waiting_since, before.1.case.waiting_since);
    let listed: Value = anna.get("/v1/cases").await.ok();
    assert_eq!(listed["cases"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_survivor_of_an_answered_case_is_answered_until_they_are_taken_apart() {
    // R60
    let desk = desk().await;
    let (anna, first, second) = two(&desk).await;
    let letter = anna.letter(&second, "Мария Ивановна, мастер будет сегодня до 18:00.");
    let thread = anna.file(&second).await.case.thread_version;
    anna.reply(&second, thread, &letter).await.ok::<Value>();
    assert!(anna.file(&first).await.case.is_never_answered());
    merge(&anna, &second, &first).await;
    let survivor = anna.file(&first).await.case;
    assert!(!survivor.is_never_answered() && survivor.last_reply_at.is_some());
    anna.post(&format!("/v1/cases/{}/unmerge", second.id), &json!(null)).await.ok::<Case>();
    let (first, second) = (anna.file(&first).await.case, anna.file(&second).await.case);
    assert!(first.is_never_answered() && first.last_reply_at.is_none() && first.waiting_since.is_some());
    assert!(!second.is_never_answered());
}

#[tokio::test]
async fn new_words_for_the_merged_case_arrive_at_the_survivor_and_none_twice() {
    let desk = desk().await;
    let (anna, first, second) = two(&desk).await;
    merge(&anna, &second, &first).await;
    let letter = anna.letter(&first, "Мария Ивановна, приношу извинения. Мастер будет сегодня до 18:00.");
    let thread = anna.file(&first).await.case.thread_version;
    anna.reply(&first, thread, &letter).await.ok::<Value>();
    assert!(anna.file(&first).await.case.waiting_since.is_none());

    // The source tells the whole thread again with one word more; another answers by Message-ID; one comes by address.
    let mut more = new_case("Розетка искрит второй день, мастер так и не приходит! Дома ребёнок.");
    more["external_id"] = json!("second");
    more["messages"][0]["external_id"] = json!("<second@form>");
    let word = json!({"kind": "inbound", "body": "Мастер не пришёл.", "external_id": "<third@form>"});
    more["messages"].as_array_mut().unwrap().push(word.clone());
    for _ in 0..2 {
        let case: Case = anna.post("/v1/cases", &more).await.ok();
        assert_eq!(case.id, first.id);
    }
    let mut reply = new_case("И вечером тоже.");
    reply["messages"][0]["in_reply_to"] = json!("<second@form>");
    reply["messages"][0]["external_id"] = json!("<fourth@form>");
    assert_eq!(anna.post("/v1/cases", &reply).await.ok::<Case>().id, first.id);
    let path = format!("/v1/cases/{}/messages", second.id);
    let direct =
        json!({"channel": "email", "message": {"kind": "inbound", "body": "Жду.", "external_id": "<fifth@form>"}});
    let told: Value = anna.post(&path, &direct).await.ok();
    assert_eq!(told["case_id"], json!(first.id));
    let known =
        json!({"channel": "email", "message": {"kind": "inbound", "body": "…", "external_id": "<second@form>"}});
    let told = anna.post(&path, &known).await;
    assert_eq!((told.status.as_u16(), told.value()["case_id"].clone()), (200, json!(second.id)));

    let (survivor, gone) = (anna.file(&first).await, anna.file(&second).await);
    let words = |file: &CaseFile| file.messages.iter().filter(|m| m.kind == MessageKind::Inbound).count();
    assert_eq!((words(&survivor), words(&gone)), (4, 1));
    assert!(survivor.case.waiting_since.is_some(), "its timers run there");
    assert!(survivor.follow_ups.iter().any(|f| f.is_open() && f.kind.as_str() == "next_response"));
    assert!(gone.follow_ups.iter().all(|f| f.state != FollowUpState::Open));
}

#[tokio::test]
async fn acts_on_a_merged_case_are_told_where_it_went() {
    let desk = desk().await;
    let (anna, first, second) = two(&desk).await;
    let letter = anna.letter(&second, "Мария Ивановна, мастер будет сегодня до 18:00.");
    let thread = anna.file(&second).await.case.thread_version;
    anna.reply(&second, thread, &letter).await.ok::<Value>();
    merge(&anna, &second, &first).await;
    let base = format!("/v1/cases/{}", second.id);
    let late = anna.letter(&second, "Мария Ивановна, мастер выехал.");
    let told = [
        anna.reply(&second, thread + 1, &late).await,
        anna.post(&format!("{base}/release"), &json!(null)).await,
        anna.post(&format!("{base}/assign"), &json!({ "to": anna.operator.id, "note": "x" })).await,
        anna.post(&format!("{base}/state"), &json!({ "state": "closed" })).await,
        anna.post(&format!("{base}/notes"), &json!({ "id": uuid::Uuid::now_v7(), "body": "x" })).await,
        anna.put(&format!("{base}/call-mark"), &json!({ "trigger": "safety" })).await,
        anna.patch(&base, Some(1), &json!({ "tags": ["x"] })).await,
    ];
    for told in told {
        assert_eq!(told.problem(409, "merged").merged_into, Some(first.id));
    }
    // The letter of before is known as ever, and may still be said to have been carried.
    let request = anna.request(Method::POST, &format!("{base}/replies")).json(&letter);
    assert_eq!(send(request.header("if-match", format!("\"{thread}\""))).await.status.as_u16(), 201);
    anna.post(&format!("/v1/messages/{}/sent-by-hand", letter.id), &json!(null)).await.ok::<Value>();
}

#[tokio::test]
async fn a_merge_needs_an_operator_who_may_and_a_clear_word_for_two_customers() {
    let desk = desk().await;
    let (anna, first, second) = two(&desk).await;
    let boris = desk.operator("Boris").await;
    boris.post(&format!("/v1/cases/{}/claim", first.id), &json!(null)).await.ok::<Case>();
    let path = format!("/v1/cases/{}/merge", second.id);
    let refused = anna.post(&path, &json!({ "into": first.id })).await.problem(409, "claimed");
    assert_eq!(refused.owner, Some(boris.operator.id));
    let source = desk.account("form", sincerely::model::Role::Source).await;
    source.post(&path, &json!({ "into": first.id })).await.problem(403, "forbidden");
    anna.post(&path, &json!({ "into": second.id })).await.problem(422, "invalid");
    anna.post(&path, &json!({ "into": uuid::Uuid::now_v7() })).await.problem(404, "not_found");
    let mut stranger = new_case("Розетка искрит и у меня.");
    stranger["customer"] = json!({"contacts": [{"channel": "email", "address": "ion@example.org"}]});
    let stranger: Case = anna.post("/v1/cases", &stranger).await.ok();
    let into = json!({ "into": stranger.id });
    anna.post(&path, &into).await.problem(409, "other_customer");
    let told: Case = anna.post(&path, &json!({ "into": stranger.id, "other_customer": true })).await.ok();
    assert_eq!(told.merged_into, Some(stranger.id));
    // Whoever merges into a case that went elsewhere means where it lives on; a circle is none.
    let third = told_third(&anna).await;
    let third = merge(&anna, &third, &stranger).await;
    assert_eq!(third.merged_into, Some(stranger.id));
    let path = format!("/v1/cases/{}/merge", stranger.id);
    anna.post(&path, &json!({ "into": second.id, "other_customer": true })).await.problem(422, "invalid");
}

async fn told_third(anna: &Account) -> Case {
    let mut third = new_case("Ещё одна.");
    third["customer"] = json!({"contacts": [{"channel": "email", "address": "ion@example.org"}]});
    anna.post("/v1/cases", &third).await.ok()
}

#[tokio::test]
async fn what_the_letters_of_a_merged_case_owe_stands_before_the_closing_of_the_survivor() {
    // R109, R158
    let desk = desk().await;
    let (anna, first, second) = two(&desk).await;
    let body = "Мария Ивановна, приношу свои извинения. Мы вернём деньги.\n\nАнна";
    let letter = anna.letter(&second, body);
    let thread = anna.file(&second).await.case.thread_version;
    anna.reply(&second, thread, &letter).await.ok::<Value>();
    let thread = anna.file(&first).await.case.thread_version;
    anna.reply(&first, thread, &anna.letter(&first, "Мария Ивановна, мастер был у Вас сегодня.\n\nАнна"))
        .await
        .ok::<Value>();
    merge(&anna, &second, &first).await;
    let base = format!("/v1/cases/{}", first.id);
    let close = json!({"state": "closed", "note": "Звонила, всё работает."});
    let owed = anna.post(&format!("{base}/state"), &close).await.problem(409, "not_allowed").owed;
    assert_eq!(owed, ["promised_act"]);
    let version = anna.file(&first).await.case.version;
    let mark = json!({"close_question": {"message": letter.id, "question": "Мы вернём деньги"}});
    anna.patch(&base, Some(version), &mark).await.ok::<Case>();
    anna.post(&format!("{base}/state"), &close).await.ok::<Case>();
}
