//! What comes in, and what follows from it: further words, machines, sleep, consent, odd input, attachments, cards.

use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sincerely::model::{Case, CaseFile, Customer, FollowUp, FollowUpKind, Message, State};

use crate::server_support::{Account, desk, new_case, send};

fn words(kind: &str, body: &str) -> Value {
    json!({"channel": "email", "message": {"kind": kind, "author": "Мария", "body": body}})
}

async fn say(who: &Account, case: &Case, kind: &str, body: &str) {
    let told = who.post(&format!("/v1/cases/{}/messages", case.id), &words(kind, body)).await;
    assert_eq!(told.status, 201, "{}", told.body);
}

#[tokio::test]
async fn a_word_of_the_customer_reopens_a_solved_or_closed_case_and_removes_no_follow_up() {
    // R16, R111
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let base = format!("/v1/cases/{}", case.id);
    let reminder = json!({"id": uuid::Uuid::now_v7(), "kind": "promise", "title": "the new socket",
        "due": {"day": "2030-01-01", "zone": "Europe/Moscow"}});
    let promise: FollowUp = anna.post(&format!("{base}/follow-ups"), &reminder).await.ok();
    assert_eq!(
        anna.reply(&case, case.thread_version, &anna.letter(&case, "Dear Maria! We are on it. Anna")).await.status,
        201
    );
    for state in ["solved", "waiting_customer"] {
        anna.post(&format!("{base}/state"), &json!({"state": state})).await.ok::<Case>();
        say(&anna, &case, "inbound", "Спасибо").await;
        let file = anna.file(&case).await;
        assert_eq!(file.case.state, State::Open, "after {state}");
        assert!(file.case.waiting_since.is_some());
        assert!(file.follow_ups.iter().any(|f| f.id == promise.id && f.is_open()), "the promise stands");
    }
    let file = anna.file(&case).await;
    let asleep = json!({"snoozed_until": "2030-01-01T00:00:00Z"});
    anna.patch(&base, Some(file.case.version), &asleep).await.ok::<Case>();
    say(&anna, &case, "inbound", "И ещё одно").await;
    assert!(anna.file(&case).await.case.snoozed_until.is_none(), "it wakes");

    let (thread, letter) = (anna.file(&case).await.case.thread_version, anna.letter(&case, "Dear Maria! Done. Anna"));
    assert_eq!(anna.reply(&case, thread, &letter).await.status, 201);
    let done = json!({"done": true});
    anna.patch(&format!("/v1/follow-ups/{}", promise.id), None, &done).await.ok::<FollowUp>();
    let silent = anna.post(&format!("{base}/state"), &json!({"state": "closed"})).await.problem(409, "not_allowed");
    assert_eq!(silent.owed, ["customer_word"], "R144");
    let reason = json!({"state": "closed", "note": "Мастер починил, звонила."});
    let closed: Case = anna.post(&format!("{base}/state"), &reason).await.ok();
    assert_eq!(closed.state, State::Closed);
    say(&anna, &case, "inbound", "Опять искрит").await;
    assert_eq!(anna.file(&case).await.case.state, State::Open, "after closed");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_machine_answers_nobody() {
    // R18
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    say(&anna, &case, "auto", "Your letter has the number 7.").await;
    let file = anna.file(&case).await;
    assert!(file.case.first_reply_at.is_none() && file.case.waiting_since == case.waiting_since);
    assert!(file.follow_ups.iter().any(|f| f.kind == FollowUpKind::FirstResponse && f.is_open()));
    anna.post(&format!("/v1/cases/{}/messages", case.id), &words("reply", "I am a person"))
        .await
        .problem(422, "invalid");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_snoozed_case_wakes_when_its_time_has_come() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let path = format!("/v1/cases/{}", case.id);
    let past = json!({"snoozed_until": Timestamp::now() - SignedDuration::from_secs(1)});
    anna.patch(&path, Some(case.version), &past).await.problem(422, "invalid");
    let soon = json!({"snoozed_until": Timestamp::now() + SignedDuration::from_millis(700)});
    let asleep: Case = anna.patch(&path, Some(case.version), &soon).await.ok();
    assert!(asleep.snoozed_until.is_some());
    let bell = anna.request(Method::GET, "/v1/events").send().await.unwrap();
    let mut bell = bell.bytes_stream().eventsource().boxed();
    loop {
        bell.next().await.unwrap().unwrap();
        let now: Case = anna.get(&path).await.ok();
        if now.snoozed_until.is_none() {
            break;
        }
    }
    let long: Case = anna.get(&path).await.ok();
    let far = json!({"snoozed_until": "2030-01-01T00:00:00Z"});
    let asleep: Case = anna.patch(&path, Some(long.version), &far).await.ok();
    let awake: Case = anna.patch(&path, Some(asleep.version), &json!({"snoozed_until": null})).await.ok();
    assert!(awake.snoozed_until.is_none());
    desk.server.stop().await;
}

#[tokio::test]
async fn an_agreement_by_a_thumb_is_marked_timed_and_decided_in_words() {
    // R1, R2
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("Верните деньги").await;
    let letter = anna.letter(&case, "Уважаемая Мария Ивановна! Предлагаем вернуть 40 евро. Вы согласны?\n\nАнна");
    assert_eq!(anna.reply(&case, case.thread_version, &letter).await.status, 201);
    say(&anna, &case, "inbound", "👍").await;
    let file = anna.file(&case).await;
    assert!(file.case.ambiguous_consent.is_some());
    assert!(file.follow_ups.iter().any(|f| f.kind == FollowUpKind::Confirmation && f.is_open()));
    let path = format!("/v1/cases/{}", case.id);
    anna.patch(&path, Some(file.case.version), &json!({"consent_decision": " "})).await.problem(422, "invalid");
    let decided = json!({"consent_decision": "She agreed on the phone, in words."});
    let after: Case = anna.patch(&path, Some(file.case.version), &decided).await.ok();
    assert!(after.ambiguous_consent.is_none());
    let file = anna.file(&case).await;
    assert!(file.messages.iter().any(|m| m.kind.as_str() == "note" && m.body.contains("in words")));
    assert!(!file.follow_ups.iter().any(|f| f.kind == FollowUpKind::Confirmation && f.is_open()));
    anna.patch(&path, Some(after.version), &decided).await.problem(422, "invalid");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_question_of_ours_is_settled_by_an_operator_who_is_named() {
    // R14
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("Верните деньги").await;
    let letter = anna.letter(&case, "Уважаемая Мария Ивановна! Какой номер договора?\n\nАнна");
    assert_eq!(anna.reply(&case, case.thread_version, &letter).await.status, 201);
    let file = anna.file(&case).await;
    let path = format!("/v1/cases/{}", case.id);
    let settle =
        |message: String, question: &str| json!({"close_question": {"message": message, "question": question}});
    let (ours, his) = (letter.id.to_string(), file.messages[0].id.to_string());
    for wrong in
        [settle(ours.clone(), " "), settle(his, "Какой номер договора?"), settle(ours.clone(), &"?".repeat(9_999))]
    {
        anna.patch(&path, Some(file.case.version), &wrong).await.problem(422, "invalid");
    }
    let settled: Case =
        anna.patch(&path, Some(file.case.version), &settle(ours.clone(), "Какой номер договора?")).await.ok();
    let again: Case = anna.patch(&path, Some(settled.version), &settle(ours, "Какой номер договора?")).await.ok();
    let mark = &settled.closed_questions[0];
    assert_eq!((mark.message, mark.question.as_str()), (letter.id, "Какой номер договора?"));
    assert_eq!((mark.by, again.closed_questions.len(), again.version), (anna.operator.id, 1, settled.version));
    desk.server.stop().await;
}

#[tokio::test]
async fn odd_input_is_refused_or_made_credible_and_never_breaks_anything() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let with = |message: Value| {
        let mut new = new_case("x");
        new["messages"] = json!([message]);
        new
    };
    anna.post("/v1/cases", &with(json!({"kind": "inbound", "body": " \n "}))).await.problem(422, "invalid");
    anna.post("/v1/cases", &with(json!({"kind": "note", "body": "no word of the customer"})))
        .await
        .problem(422, "invalid");
    anna.post("/v1/cases", &with(json!({"kind": "smoke", "body": "signals"}))).await.problem(422, "invalid");
    for (at, written_at) in
        [("9999-12-30T00:00:00Z", "-009998-01-01T00:00:00Z"), ("0001-01-01T00:00:00Z", "9999-12-30T00:00:00Z")]
    {
        let case: Case = anna
            .post("/v1/cases", &with(json!({"kind": "inbound", "body": "x", "at": at, "written_at": written_at})))
            .await
            .ok();
        let file = anna.file(&case).await;
        assert!((Timestamp::now().duration_since(file.case.received_at)).abs() < SignedDuration::from_mins(5));
        assert!(file.case.written_at.is_none());
    }
    let huge = "Очень длинное письмо. ".repeat(100_000);
    let case: Case = anna.post("/v1/cases", &with(json!({"kind": "inbound", "body": huge}))).await.ok();
    assert_eq!(anna.file(&case).await.messages[0].body, huge);
    let hostile = "\u{1b}[31mred\u{202e}\u{0}\r\n</script>";
    let mut new = with(json!({"kind": "inbound", "author": hostile, "body": hostile}));
    new["subject"] = json!("");
    new["customer"]["contacts"] = json!([{"channel": "email", "address": " "}]);
    let case: Case = anna.post("/v1/cases", &new).await.ok();
    assert_eq!(anna.file(&case).await.messages[0].body, hostile, "kept as it came; the screen makes it safe");
    assert!(!case.subject.is_empty(), "a case without a subject takes the first line");
    desk.server.stop().await;
}

#[tokio::test]
async fn the_written_date_is_kept_apart_from_the_received_one() {
    // R91
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut new = new_case("I wrote this long ago");
    new["messages"][0]["written_at"] = json!("2026-10-01T08:00:00Z");
    new["messages"][0]["at"] = json!("2026-11-01T08:00:00Z");
    let case: Case = anna.post("/v1/cases", &new).await.ok();
    assert_eq!(case.written_at, Some("2026-10-01T08:00:00Z".parse().unwrap()));
    assert_eq!(case.received_at, "2026-11-01T08:00:00Z".parse::<Timestamp>().unwrap());
    desk.server.stop().await;
}

#[tokio::test]
async fn a_thread_from_elsewhere_keeps_its_history() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut new = new_case("First letter");
    new["messages"] = json!([
        {"kind": "inbound", "body": "First letter", "at": "2026-11-01T08:00:00Z"},
        {"kind": "reply", "author": "Former colleague", "body": "We are looking into it.", "at": "2026-11-02T08:00:00Z"},
        {"kind": "inbound", "body": "And?", "at": "2026-11-03T08:00:00Z"}
    ]);
    let case: Case = anna.post("/v1/cases", &new).await.ok();
    assert_eq!(case.state, State::Open);
    assert_eq!(case.first_reply_at, Some("2026-11-02T08:00:00Z".parse().unwrap()));
    assert_eq!(case.waiting_since, Some("2026-11-03T08:00:00Z".parse().unwrap()));
    let file = anna.file(&case).await;
    assert_eq!(file.messages.iter().map(|m| m.author.name()).collect::<Vec<_>>(), ["", "Former colleague", ""]);
    assert!(file.follow_ups.iter().any(|f| f.kind == FollowUpKind::NextResponse), "R143");
    // The whole thread again, one message longer, as sources without ids tell it.
    new["external_id"] = json!("t-1");
    let case: Case = anna.post("/v1/cases", &new).await.ok();
    new["messages"]
        .as_array_mut()
        .unwrap()
        .push(json!({"kind": "inbound", "body": "Hello?", "at": "2026-11-04T08:00:00Z"}));
    anna.post("/v1/cases", &new).await.ok::<Case>();
    anna.post("/v1/cases", &new).await.ok::<Case>();
    assert_eq!(anna.file(&case).await.messages.len(), 4);
    desk.server.stop().await;
}

#[tokio::test]
async fn attachments_are_named_by_their_content_and_must_be_there() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let content: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let hash: String = Sha256::digest(&content).iter().map(|b| format!("{b:02x}")).collect();
    let path = format!("/v1/attachments/{hash}");
    anna.get(&path).await.problem(404, "not_found");
    let mut new = new_case("See the picture");
    new["messages"][0]["attachments"] =
        json!([{"hash": hash, "name": "а.jpg", "media_type": "image/jpeg", "size": 70_000}]);
    anna.post("/v1/cases", &new).await.problem(422, "invalid");
    send(anna.request(Method::PUT, &path).body("another content")).await.problem(422, "invalid");
    for _ in 0..2 {
        assert_eq!(send(anna.request(Method::PUT, &path).body(content.clone())).await.status, StatusCode::NO_CONTENT);
    }
    let response = anna.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/octet-stream");
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.bytes().await.unwrap(), content);
    let known = anna.request(Method::GET, &path).header("if-none-match", format!("\"{hash}\""));
    assert_eq!(send(known).await.status, StatusCode::NOT_MODIFIED);
    let case: Case = anna.post("/v1/cases", &new).await.ok();
    assert_eq!(anna.file(&case).await.messages[0].attachments[0].name, "а.jpg");
    for bad in ["..", "x", &hash.to_uppercase(), &"0".repeat(63)] {
        new["messages"][0]["attachments"][0]["hash"] = json!(bad);
        anna.post("/v1/cases", &new).await.problem(422, "invalid");
        send(anna.request(Method::PUT, &format!("/v1/attachments/{bad}")).body("x")).await.problem(404, "not_found");
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn a_customer_is_found_by_his_address_and_his_cases_follow_his_card() {
    // R41
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let first = anna.case("First").await;
    let mut new = new_case("Second");
    new["customer"] = json!({"contacts": [{"channel": "email", "address": " MARIA@example.org "}]});
    let second: Case = anna.post("/v1/cases", &new).await.ok();
    assert_eq!(second.customer_id, first.customer_id);
    assert_eq!(second.customer_name, "Кузнецова М.И.");

    let path = format!("/v1/customers/{}", first.customer_id);
    let card = json!({"name": {"given": "Мария", "patronymic": "Ивановна", "family": "Орлова"}, "preferred_channel": "phone",
        "contacts": [{"channel": "phone", "address": "+7 (495) 000-00-00"}]});
    let customer: Customer = anna.patch(&path, Some(1), &card).await.ok();
    assert_eq!(customer.preference_origin.unwrap().by, anna.operator.id, "R54");
    for case in [&first, &second] {
        let now: Case = anna.get(&format!("/v1/cases/{}", case.id)).await.ok();
        assert_eq!(now.customer_name, "Орлова М.И.");
    }
    // An address that finds somebody else may stand on the card, and goes on finding him.
    let other: Customer = {
        let mut new = new_case("Another person");
        new["customer"] =
            json!({"name": {"given": "Ion"}, "contacts": [{"channel": "email", "address": "ion@example.org"}]});
        let case: Case = anna.post("/v1/cases", &new).await.ok();
        anna.get(&format!("/v1/customers/{}", case.customer_id)).await.ok()
    };
    let both = json!({"contacts": [{"channel": "phone", "address": "+7 (495) 000-00-00"}, {"channel": "email", "address": "Ion@example.org"}]});
    let shared: Customer = anna.patch(&path, Some(2), &both).await.ok();
    assert_eq!(shared.contacts.len(), 2);
    let mut theirs = new_case("From the shared address");
    theirs["customer"] = json!({"contacts": [{"channel": "email", "address": "ion@example.org"}]});
    assert_eq!(anna.post("/v1/cases", &theirs).await.ok::<Case>().customer_id, other.id);

    // The old address finds nobody any more, the new one does.
    let third: Case = anna.post("/v1/cases", &new).await.ok();
    assert_ne!(third.customer_id, first.customer_id);
    new["channel"] = json!("phone");
    new["customer"] = json!({"contacts": [{"channel": "phone", "address": "+74950000000"}]});
    let fourth: Case = anna.post("/v1/cases", &new).await.ok();
    assert_eq!(fourth.customer_id, first.customer_id);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_burst_of_one_customers_complaints_makes_one_card() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut burst = tokio::task::JoinSet::new();
    for number in 0..24 {
        let who = anna.clone();
        burst.spawn(async move { who.case(&format!("Complaint {number}")).await });
    }
    let cases = burst.join_all().await;
    let customers: std::collections::BTreeSet<_> = cases.iter().map(|c| c.customer_id).collect();
    let numbers: std::collections::BTreeSet<_> = cases.iter().map(|c| c.number).collect();
    assert_eq!((customers.len(), numbers.len()), (1, 24));
    desk.server.stop().await;
}

#[tokio::test]
async fn a_case_is_handed_over_with_a_word_and_given_back() {
    // R29
    let desk = desk().await;
    let (anna, ion) = (desk.operator("Anna").await, desk.operator("Ion").await);
    let case = anna.case("First").await;
    let base = format!("/v1/cases/{}", case.id);
    let hand = json!({"to": ion.operator.id, "note": "He knows the workshop."});
    let given: Case = anna.post(&format!("{base}/assign"), &hand).await.ok();
    assert_eq!((given.owner, given.state.clone()), (Some(ion.operator.id), State::Open));
    let file = anna.file(&case).await;
    let note: &Message = file.messages.last().unwrap();
    assert_eq!((note.body.as_str(), note.author.name()), ("He knows the workshop.", "Anna"));
    let problem = anna.post(&format!("{base}/release"), &json!(null)).await.problem(409, "claimed");
    assert_eq!(problem.owner_name.as_deref(), Some("Ion"));
    anna.post(&format!("{base}/state"), &json!({"state": "solved"})).await.problem(409, "claimed");
    let free: Case = ion.post(&format!("{base}/release"), &json!(null)).await.ok();
    assert_eq!(free.owner, None);
    anna.post(&format!("{base}/assign"), &json!({"to": uuid::Uuid::nil()})).await.problem(422, "invalid");
    anna.post(&format!("{base}/state"), &json!({"state": "new"})).await.problem(422, "invalid");
    anna.post(&format!("{base}/state"), &json!({"state": "limbo"})).await.problem(422, "invalid");
    desk.server.stop().await;
}

#[tokio::test]
async fn follow_ups_are_put_off_done_and_opened_again() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    let new = json!({"id": uuid::Uuid::now_v7(), "kind": "reminder", "title": "ask the workshop",
        "due": {"instant": "2026-11-23T09:00:00Z", "zone": "Europe/Chisinau"}});
    let path = format!("/v1/cases/{}/follow-ups", case.id);
    let made: FollowUp = anna.post(&path, &new).await.ok();
    assert_eq!(anna.post(&path, &new).await.ok::<FollowUp>(), made, "the same again is the same");
    let mut odd = new.clone();
    odd["id"] = json!(uuid::Uuid::now_v7());
    odd["kind"] = json!("dance");
    anna.post(&path, &odd).await.problem(422, "invalid");
    let path = format!("/v1/follow-ups/{}", made.id);
    let later: FollowUp =
        anna.patch(&path, Some(made.version), &json!({"snoozed_until": "2030-01-01T00:00:00Z"})).await.ok();
    assert_eq!((later.alerts_at().to_string().as_str(), &later.due), ("2030-01-01T00:00:00Z", &made.due));
    anna.patch(&path, Some(made.version), &json!({"done": true})).await.problem(412, "changed");
    let done: FollowUp = anna.patch(&path, None, &json!({"done": true})).await.ok();
    assert_eq!((done.is_open(), done.closed_by), (false, Some(anna.operator.id)));
    let again: FollowUp = anna.patch(&path, None, &json!({"done": false, "title": "ask once more"})).await.ok();
    assert!(again.is_open() && again.title == "ask once more");
    anna.patch("/v1/follow-ups/00000000-0000-7000-8000-000000000000", None, &json!({"done": true}))
        .await
        .problem(404, "not_found");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_thank_you_is_ticked_off_without_a_letter_and_without_losing_anything() {
    // R111
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("First").await;
    assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, "Dear Maria! Done. Anna")).await.status, 201);
    say(&anna, &case, "inbound", "Спасибо, жду!").await;
    let file = anna.file(&case).await;
    let next = file.follow_ups.iter().find(|f| f.kind == FollowUpKind::NextResponse && f.is_open()).unwrap();
    let path = format!("/v1/follow-ups/{}", next.id);
    anna.patch(&path, None, &json!({"done": true})).await.ok::<FollowUp>();
    assert!(!anna.file(&case).await.case.is_unanswered());
    anna.patch(&path, None, &json!({"done": false})).await.ok::<FollowUp>();
    assert!(anna.file(&case).await.case.is_unanswered());
    anna.patch(&path, None, &json!({"done": true})).await.ok::<FollowUp>();
    let closed: Case = anna.post(&format!("/v1/cases/{}/state", case.id), &json!({"state": "closed"})).await.ok();
    assert_eq!(closed.state, State::Closed);
    desk.server.stop().await;
}

#[tokio::test]
async fn r111_thanks_for_an_answer_wait_for_nothing_and_take_nothing_away() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let runs = |file: &CaseFile, kind: FollowUpKind| file.follow_ups.iter().any(|f| f.kind == kind && f.is_open());
    let case = anna.case("Thanked").await;
    assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, "Dear Maria! Done. Anna")).await.status, 201);
    let before = anna.file(&case).await;
    say(&anna, &case, "inbound", "Ok, thanks!").await;
    let file = anna.file(&case).await;
    assert_eq!((file.case.state.clone(), file.case.waiting_since), (State::WaitingCustomer, None));
    assert!(!runs(&file, FollowUpKind::NextResponse) && !file.case.is_unanswered());
    assert!(file.case.last_inbound_at > before.case.last_inbound_at);
    assert_eq!(file.follow_ups, before.follow_ups);
    say(&anna, &case, "inbound", "Thanks, but the money is not here.").await;
    assert!(runs(&anna.file(&case).await, FollowUpKind::NextResponse));
    desk.server.stop().await;
}

#[tokio::test]
async fn whoever_solves_a_case_says_that_its_last_word_needs_no_answer() {
    // R109, R143, R144
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let runs = |file: &CaseFile, kind: FollowUpKind| file.follow_ups.iter().any(|f| f.kind == kind && f.is_open());
    let solve = json!({"state": "solved"});

    let unanswered = anna.case("Never answered").await;
    anna.post(&format!("/v1/cases/{}/state", unanswered.id), &solve).await.ok::<Case>();
    let file = anna.file(&unanswered).await;
    assert!(runs(&file, FollowUpKind::FirstResponse) && file.case.waiting_since.is_some(), "its first answer is owed");

    let case = anna.case("First").await;
    assert_eq!(anna.reply(&case, case.thread_version, &anna.letter(&case, "Dear Maria! Done. Anna")).await.status, 201);
    say(&anna, &case, "inbound", "Спасибо, жду!").await;
    assert!(runs(&anna.file(&case).await, FollowUpKind::NextResponse));
    anna.post(&format!("/v1/cases/{}/state", case.id), &solve).await.ok::<Case>();
    let file = anna.file(&case).await;
    assert!(!runs(&file, FollowUpKind::NextResponse) && !file.case.is_unanswered());
    let next = file.follow_ups.iter().find(|f| f.kind == FollowUpKind::NextResponse).unwrap();
    assert_eq!(next.closed_by, Some(anna.operator.id), "the audit of the duty knows who said so");
    assert!(runs(&file, FollowUpKind::CheckBack));
    say(&anna, &case, "inbound", "Снова искрит!").await;
    assert!(runs(&anna.file(&case).await, FollowUpKind::NextResponse), "a new word has a timer of its own");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_mail_stands_in_one_case_only() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut first = new_case("First");
    first["external_id"] = json!("t-1");
    first["messages"][0]["external_id"] = json!("<1@example.org>");
    let mut second = new_case("Second");
    second["external_id"] = json!("t-2");
    second["messages"][0]["external_id"] = json!("<2@example.org>");
    let (a, b): (Case, Case) = (anna.post("/v1/cases", &first).await.ok(), anna.post("/v1/cases", &second).await.ok());
    // The source tells a thread that mixes both.
    first["messages"].as_array_mut().unwrap().push(second["messages"][0].clone());
    let same: Case = anna.post("/v1/cases", &first).await.ok();
    assert_eq!((same.id, anna.file(&a).await.messages.len()), (a.id, 1));
    let stray =
        json!({"channel": "email", "message": {"kind": "inbound", "body": "Second", "external_id": "<2@example.org>"}});
    anna.post(&format!("/v1/cases/{}/messages", a.id), &stray).await.problem(422, "key_reused");
    let again = anna.post(&format!("/v1/cases/{}/messages", b.id), &stray).await;
    assert_eq!(again.status, StatusCode::OK, "the same delivery again");
    desk.server.stop().await;
}

#[tokio::test]
async fn the_audit_names_the_author_of_every_change_and_cannot_be_rewritten() {
    // R10
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("Секрет клиента").await;
    anna.post(&format!("/v1/cases/{}/claim", case.id), &json!(null)).await.ok::<Case>();
    let dir = desk.dir;
    desk.server.stop().await;
    let db = rusqlite::Connection::open(dir.path().join("server.db")).unwrap();
    let mut lines = db.prepare("SELECT operator, act FROM audit WHERE scope = ?1 ORDER BY last_seq").unwrap();
    let lines: Vec<(uuid::Uuid, String)> =
        lines.query_map([case.id.0], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
    let me = anna.operator.id.0;
    assert_eq!(lines, [(me, String::from("intake")), (me, String::from("claim"))]);
    assert!(db.execute("UPDATE audit SET act = 'nothing'", []).is_err());
    assert!(db.execute("DELETE FROM audit", []).is_err());
}
