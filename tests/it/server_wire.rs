//! The manners of the wire: accounts, problems, idempotency, preconditions.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sincerely::model::{Case, Customer, Role};

use crate::server_support::{client, desk, new_case, send};

/// Every route of the document, with a path that could exist.
fn routes() -> Vec<(Method, String)> {
    let document = serde_json::to_value(sincerely::server::openapi()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{id}", "00000000-0000-7000-8000-000000000000")
            .replace("{hash}", &"0".repeat(64))
            .replace("{token}", "00000000-0000-7000-8000-000000000001");
        for method in item.as_object().unwrap().keys() {
            if let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) {
                routes.push((method, path.clone()));
            }
        }
    }
    assert!(routes.len() > 30, "{routes:?}");
    routes
}

#[tokio::test]
async fn every_route_without_a_token_or_with_a_wrong_one_is_401() {
    let desk = desk().await;
    for (method, path) in routes() {
        let url = format!("{}{path}", desk.url);
        let bare = send(client().request(method.clone(), &url)).await;
        bare.problem(401, "unauthorised");
        assert_eq!(bare.headers["www-authenticate"], "Bearer");
        send(client().request(method, &url).bearer_auth("sin_wrong")).await.problem(401, "unauthorised");
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn a_source_brings_cases_in_and_does_nothing_else() {
    let desk = desk().await;
    let form = desk.account("web form", Role::Source).await;
    let told = form.post("/v1/cases", &new_case("Hello")).await;
    assert_eq!(told.status, 201);
    let case: Case = told.ok();
    let words = json!({"channel": "email", "message": {"kind": "inbound", "body": "And one more thing"}});
    assert_eq!(form.post(&format!("/v1/cases/{}/messages", case.id), &words).await.status, 201);
    for (method, path) in routes() {
        let may = ["/v1/me", "/v1/server"].contains(&path.as_str())
            || (method == Method::POST && (path == "/v1/cases" || path.ends_with("/messages")))
            || (method == Method::PUT && path.starts_with("/v1/attachments"));
        if !may {
            let body = body_for(&path, &method);
            send(form.request(method, &path).json(&body)).await.problem(403, "forbidden");
        }
    }
    desk.server.stop().await;
}

/// A body of the right form, so that the refusal is about the account alone.
fn body_for(path: &str, method: &Method) -> Value {
    let id = "00000000-0000-7000-8000-000000000000";
    let last = path.rsplit('/').next().unwrap();
    match (method.as_str(), last) {
        ("POST", "operators") => json!({"name": "X"}),
        ("POST", "tokens") => json!({"label": "X"}),
        ("POST", "keys") => json!({"do": "revoke", "key": "X"}),
        ("PATCH", _) => json!({}),
        (_, "assign") => json!({"to": id}),
        (_, "merge") => json!({"into": id}),
        (_, "state") => json!({"state": "open"}),
        (_, "notes") => json!({"id": id, "body": "x"}),
        (_, "follow-ups") => json!({"id": id, "kind": "reminder", "due": {"day": "2026-12-01", "zone": "UTC"}}),
        ("PUT", "call-mark") => json!({"trigger": "safety"}),
        (_, "replies") => json!({"id": id, "public": false, "channel": "email", "body": "x",
            "signed_at": "2026-11-22T10:00:00Z", "signature": ""}),
        (_, "calls") => json!({"call": {"id": id, "case_id": id, "operator": id, "number": "1",
            "at": "2026-11-22T10:00:00Z", "outcome": "reached"}}),
        _ => json!(null),
    }
}

#[tokio::test]
async fn every_error_is_a_problem_whoever_makes_it() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    anna.get("/v1/nothing").await.problem(404, "not_found");
    anna.get("/").await.problem(404, "not_found");
    anna.delete("/v1/cases").await.problem(405, "method_not_allowed");
    send(anna.request(Method::PATCH, "/healthz")).await.problem(405, "method_not_allowed");
    anna.get("/v1/cases/not-an-id").await.problem(404, "not_found");
    anna.get("/v1/cases?limit=many").await.problem(400, "malformed");
    anna.get("/v1/attachments/..%2f..%2fserver.db").await.problem(404, "not_found");
    let raw = |body: &str| anna.request(Method::POST, "/v1/cases").body(body.to_owned());
    send(raw("{")).await.problem(400, "malformed");
    send(raw("")).await.problem(422, "invalid");
    send(raw("[1]")).await.problem(422, "invalid");
    send(raw("{\"channel\": 7}")).await.problem(422, "invalid");
    send(raw(&format!("{{\"unknown\": {}", "[".repeat(100_000)))).await.problem(400, "malformed");
    let huge = "x".repeat(33 << 20);
    send(anna.request(Method::POST, "/v1/cases").body(huge)).await.problem(413, "too_large");
    let told = anna.get("/v1/me").await;
    assert!(uuid::Uuid::parse_str(told.headers["x-request-id"].to_str().unwrap()).is_ok());
    desk.server.stop().await;
}

#[tokio::test]
async fn an_id_of_another_thing_is_neither_an_error_of_ours_nor_tried_for_ever() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("Hello").await;
    let file = anna.file(&case).await;
    let (message, follow_up) = (file.messages[0].id, file.follow_ups[0].id);
    for id in [message.0, follow_up.0, anna.operator.id.0, case.customer_id.0] {
        anna.get(&format!("/v1/cases/{id}")).await.problem(404, "not_found");
        anna.get(&format!("/v1/cases/{id}/file")).await.problem(404, "not_found");
        anna.post(&format!("/v1/cases/{id}/claim"), &json!(null)).await.problem(404, "not_found");
    }
    anna.get(&format!("/v1/customers/{}", case.id)).await.problem(404, "not_found");
    anna.get(&format!("/v1/operators/{}", case.id)).await.problem(404, "not_found");
    let base = format!("/v1/cases/{}", case.id);
    for id in [follow_up.0, case.id.0, case.customer_id.0] {
        let note = json!({"id": id, "body": "x"});
        anna.post(&format!("{base}/notes"), &note).await.problem(422, "key_reused");
    }
    let due = json!({"day": "2099-12-01", "zone": "UTC"});
    let reminder = json!({"id": message, "kind": "reminder", "due": due});
    anna.post(&format!("{base}/follow-ups"), &reminder).await.problem(422, "key_reused");
    desk.server.stop().await;
}

#[tokio::test]
async fn the_same_act_delivered_twice_happens_once() {
    // R168
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("Hello").await;
    let path = format!("/v1/cases/{}/notes", case.id);
    let note = json!({"id": uuid::Uuid::now_v7(), "body": "Called the workshop."});
    let first = anna.post_once(&path, "key-1", &note).await;
    assert_eq!(first.status, 201);
    let again = anna.post_once(&path, "key-1", &note).await;
    assert_eq!((again.status, &again.body, again.etag()), (first.status, &first.body, first.etag()));
    assert_eq!(again.headers["location"], first.headers["location"]);
    let other = json!({"id": uuid::Uuid::now_v7(), "body": "Another note."});
    anna.post_once(&path, "key-1", &other).await.problem(422, "key_reused");
    assert_eq!(anna.file(&case).await.messages.len(), 2);

    // Another operator's keys are his own.
    let ion = desk.operator("Ion").await;
    assert_eq!(ion.post_once(&path, "key-1", &other).await.status, 201);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_burst_of_the_same_act_makes_one_case() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut burst = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let who = anna.clone();
        burst.spawn(async move { who.post_once("/v1/cases", "one", &new_case("Hello")).await });
    }
    let mut made = std::collections::BTreeSet::new();
    while let Some(told) = burst.join_next().await {
        let told = told.unwrap();
        if told.status == StatusCode::CONFLICT {
            told.problem(409, "in_progress");
            assert!(told.headers.contains_key("retry-after"));
        } else {
            made.insert(told.ok::<Case>().id);
        }
    }
    assert_eq!(made.len(), 1);
    desk.server.stop().await;
}

#[tokio::test]
async fn edits_need_the_version_that_was_read() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let case = anna.case("Hello").await;
    let path = format!("/v1/cases/{}", case.id);
    let told = anna.get(&path).await;
    assert_eq!(told.etag(), format!("\"{}\"", case.version));
    let known = anna.request(Method::GET, &path).header("if-none-match", told.etag());
    assert_eq!(send(known).await.status, StatusCode::NOT_MODIFIED);

    let edit = json!({"harm": "She missed the funeral."});
    anna.patch(&path, None, &edit).await.problem(428, "precondition_required");
    let changed: Case = anna.patch(&path, Some(case.version), &edit).await.ok();
    assert_eq!((changed.version, changed.harm.as_str()), (case.version + 1, "She missed the funeral."));
    let problem = anna.patch(&path, Some(case.version), &edit).await.problem(412, "changed");
    assert_eq!(serde_json::from_value::<Case>(problem.current.unwrap()).unwrap(), changed);
    anna.patch(&path, Some(changed.version), &json!({"subject": " "})).await.problem(422, "invalid");

    let path = format!("/v1/customers/{}", case.customer_id);
    anna.patch(&path, None, &json!({"vip": true})).await.problem(428, "precondition_required");
    let customer: Customer = anna.patch(&path, Some(1), &json!({"vip": true})).await.ok();
    assert!(customer.vip && customer.version == 2);
    anna.patch(&path, Some(1), &json!({"vip": false})).await.problem(412, "changed");
    let case: Case = anna.get(&format!("/v1/cases/{}", case.id)).await.ok();
    assert!(case.vip, "lists show the card's mark at once");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_lead_manages_accounts_and_a_revoked_token_ends_at_once() {
    let desk = desk().await;
    let lead = desk.lead("Olga").await;
    let anna = desk.operator("Anna").await;
    let new = json!({"name": "Ion", "role": "operator"});
    anna.post("/v1/operators", &new).await.problem(403, "forbidden");
    let told = lead.post("/v1/operators", &new).await;
    assert_eq!(told.status, 201);
    let ion = desk.account_of(told.ok());
    let first = lead.post_once("/v1/operators", "once", &json!({"name": "Form", "role": "source"})).await;
    let again = lead.post_once("/v1/operators", "once", &json!({"name": "Form", "role": "source"})).await;
    assert_eq!(again.value()["operator"], first.value()["operator"]);
    assert_eq!(again.value()["token"], json!(""), "a token is told once and kept nowhere");
    assert_eq!(ion.get("/v1/me").await.status, 200);
    let path = format!("/v1/operators/{}", ion.operator.id);
    anna.patch(&path, None, &json!({"active": false})).await.problem(403, "forbidden");
    ion.put("/v1/me", &json!({"name": "Ion", "role": "lead"})).await.problem(403, "forbidden");
    assert_eq!(lead.patch(&path, None, &json!({"active": false})).await.status, 200);
    ion.get("/v1/me").await.problem(401, "unauthorised");
    let own = format!("/v1/operators/{}", lead.operator.id);
    lead.patch(&own, None, &json!({"active": false})).await.problem(422, "invalid");
    lead.put("/v1/me", &json!({"name": " "})).await.problem(422, "invalid");
    lead.put("/v1/me", &json!({"name": "Olga", "key": "ssh-rsa nonsense"})).await.problem(422, "invalid");
    lead.put("/v1/me", &json!({"name": "Olga", "zone": "Mars/Olympus"})).await.problem(422, "invalid");
    desk.server.stop().await;
}

#[tokio::test]
async fn health_counters_and_the_description_need_no_token() {
    let desk = desk().await;
    desk.operator("Anna").await.case("Hello").await;
    let open = |path: &str| send(client().get(format!("{}{path}", desk.url)));
    assert_eq!(open("/healthz").await.body, "ok\n");
    assert_eq!(open("/readyz").await.body, "ready\n");
    let metrics = open("/metrics").await.body;
    assert!(metrics.contains("sincerely_cases 1\n") && !metrics.contains("Мария"), "{metrics}");
    let document: Value = open("/v1/openapi.json").await.ok();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(document["paths"]["/v1/cases/{id}/claim"]["post"].is_object());
    desk.server.stop().await;
}
