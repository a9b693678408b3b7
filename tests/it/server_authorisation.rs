//! Who may ask for what: every route of the OpenAPI document with every kind of account, and what no account may do.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use sincerely::model::Role;

use crate::server_support::{Account, Desk, Told, client, desk, send};

/// Who may use a route. Whoever may is answered neither 401 nor 403; whoever may not is answered 403, and 401 without a
/// good token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    /// Everybody with a token.
    All,
    /// Operators, leads and sources.
    BringIn,
    /// Operators and leads.
    Staff,
    Lead,
    /// Leads, and operators for their own account; the path names another's.
    OwnOrLead,
}

use May::{All, BringIn, Lead, OwnOrLead, Staff};

/// Every route. A new one stands here with who may use it, or the test fails.
const ROUTES: &[(&str, &str, May)] = &[
    ("GET", "/v1/attachments/{hash}", Staff),
    ("PUT", "/v1/attachments/{hash}", BringIn),
    ("GET", "/v1/audit", Lead),
    ("GET", "/v1/cases", Staff),
    ("POST", "/v1/cases", BringIn),
    ("GET", "/v1/cases/{id}", Staff),
    ("PATCH", "/v1/cases/{id}", Staff),
    ("POST", "/v1/cases/{id}/assign", Staff),
    ("PUT", "/v1/cases/{id}/call-mark", Staff),
    ("DELETE", "/v1/cases/{id}/call-mark", Staff),
    ("POST", "/v1/cases/{id}/calls", Staff),
    ("POST", "/v1/cases/{id}/claim", Staff),
    ("GET", "/v1/cases/{id}/file", Staff),
    ("POST", "/v1/cases/{id}/follow-ups", Staff),
    ("POST", "/v1/cases/{id}/merge", Staff),
    ("POST", "/v1/cases/{id}/messages", BringIn),
    ("POST", "/v1/cases/{id}/notes", Staff),
    ("PUT", "/v1/cases/{id}/presence", Staff),
    ("POST", "/v1/cases/{id}/release", Staff),
    ("POST", "/v1/cases/{id}/replies", Staff),
    ("POST", "/v1/cases/{id}/state", Staff),
    ("POST", "/v1/cases/{id}/unmerge", Staff),
    ("GET", "/v1/changes", Staff),
    ("GET", "/v1/customers/{id}", Staff),
    ("PATCH", "/v1/customers/{id}", Staff),
    ("GET", "/v1/customers/{id}/alike", Staff),
    ("POST", "/v1/customers/{id}/erase", Lead),
    ("POST", "/v1/customers/{id}/merge", Staff),
    ("POST", "/v1/customers/{id}/unmerge", Staff),
    ("GET", "/v1/events", Staff),
    ("PATCH", "/v1/follow-ups/{id}", Staff),
    ("GET", "/v1/me", All),
    ("PUT", "/v1/me", All),
    ("POST", "/v1/messages/{id}/delivery", Staff),
    ("POST", "/v1/messages/{id}/sent-by-hand", Staff),
    ("GET", "/v1/operators", Staff),
    ("POST", "/v1/operators", Lead),
    ("GET", "/v1/operators/{id}", Staff),
    ("PATCH", "/v1/operators/{id}", Lead),
    // Whose keys a person may change the rule says, once it has found them.
    ("POST", "/v1/operators/{id}/keys", Staff),
    ("GET", "/v1/operators/{id}/tokens", OwnOrLead),
    ("POST", "/v1/operators/{id}/tokens", OwnOrLead),
    ("DELETE", "/v1/operators/{id}/tokens", OwnOrLead),
    ("DELETE", "/v1/operators/{id}/tokens/{token}", OwnOrLead),
    ("GET", "/v1/presence", Staff),
    ("GET", "/v1/server", All),
    ("GET", "/v1/sources", Staff),
];

#[test]
fn every_route_of_the_document_says_who_may_use_it() {
    let document = serde_json::to_value(sincerely::server::openapi()).unwrap();
    let mut routes = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let methods = item.as_object().unwrap().keys().filter(|key| *key != "parameters");
        routes.extend(methods.map(|method| (method.to_uppercase(), path.clone())));
    }
    let told: BTreeSet<_> = ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let untold: Vec<_> = routes.difference(&told).collect();
    assert!(untold.is_empty(), "say in ROUTES of this file who may use these: {untold:?}");
    let gone: Vec<_> = told.difference(&routes).collect();
    assert!(gone.is_empty(), "these are no routes any more: {gone:?}");
}

/// The route with ids of things that are not there, and a body of the right form where the account is judged by it.
async fn ask(url: &str, token: Option<&str>, method: &str, path: &str) -> Told {
    let nobody = "00000000-0000-7000-8000-000000000000";
    let path = path.replace("{id}", nobody).replace("{token}", nobody).replace("{hash}", &"0".repeat(64));
    let mut request = client().request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{url}{path}"));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if path.ends_with("/tokens") && method == "POST" {
        request = request.json(&json!({"label": "x"}));
    }
    if path == "/v1/events" {
        // The stream has no end: its head tells all that is asked here.
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = if status.is_success() { String::new() } else { answer.text().await.unwrap() };
        return Told { status, headers, body };
    }
    send(request).await
}

#[tokio::test]
async fn every_route_with_every_role() {
    let desk = desk().await;
    let lead = desk.lead("Lead").await;
    let (revoked, inactive) = (desk.operator("Revoked").await, desk.lead("Inactive").await);
    lead.delete(&format!("/v1/operators/{}/tokens", revoked.operator.id)).await;
    let path = format!("/v1/operators/{}", inactive.operator.id);
    assert!(lead.patch(&path, None, &json!({"active": false})).await.status.is_success());
    let operator = desk.operator("Operator").await;
    let source = desk.account("Source", Role::Source).await;
    for (method, path, may) in ROUTES {
        let asks = async |who: Option<&Account>| ask(&desk.url, who.map(|who| who.token.as_str()), method, path).await;
        for (who, name) in [(None, "nobody"), (Some(&revoked), "revoked"), (Some(&inactive), "inactive")] {
            assert_eq!(asks(who).await.status, 401, "{name}: {method} {path}");
        }
        for (who, among) in
            [(&source, matches!(may, All | BringIn)), (&operator, matches!(may, All | BringIn | Staff)), (&lead, true)]
        {
            let told = asks(Some(who)).await;
            let (status, what) =
                (told.status.as_u16(), format!("{}: {method} {path}: {}", who.operator.name, told.body));
            if among {
                assert!(status != 401 && status != 403 && status < 500, "{status} {what}");
            } else {
                assert_eq!(status, 403, "{what}");
                told.problem(403, "forbidden");
            }
        }
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn nobody_signs_for_another_even_with_the_others_key_on_his_record() {
    let desk = desk().await;
    let (anna, ion) = (desk.operator("Anna").await, desk.operator("Ion").await);
    let case = anna.case("Hello").await;
    let letter = anna.letter(&case, "Dear Maria, we are sorry.");
    ion.reply(&case, 1, &letter).await.problem(422, "bad_signature");
    let key = &anna.operator.keys.last().unwrap().public;
    let taken = ion.put("/v1/me", &json!({"name": "Anna", "key": key})).await;
    assert!(taken.status.is_success() || taken.status == 422, "{}", taken.body);
    ion.reply(&case, 1, &letter).await.problem(422, "bad_signature");
    assert_eq!(anna.reply(&case, 1, &letter).await.status, 201, "her own letter is hers");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_token_of_one_desk_opens_no_other() {
    let (one, other): (Desk, Desk) = (desk().await, desk().await);
    let anna = one.lead("Anna").await;
    for path in ["/v1/cases", "/v1/changes", "/v1/operators", "/v1/audit", "/v1/me"] {
        let asked = client().get(format!("{}{path}", other.url)).bearer_auth(&anna.token);
        send(asked).await.problem(401, "unauthorised");
    }
    one.server.stop().await;
    other.server.stop().await;
}

#[tokio::test]
async fn nobody_raises_himself_and_no_lead_steps_down_alone() {
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Anna").await, desk.lead("Ion").await);
    let me = |name: &str, role: &str| json!({"name": name, "role": role});
    anna.put("/v1/me", &me("Anna", "lead")).await.problem(403, "forbidden");
    anna.put("/v1/me", &me("Anna", "source")).await.problem(403, "forbidden");
    let own: Value = anna.put("/v1/me", &me("Anna", "operator")).await.ok();
    assert_eq!(own["role"], "operator");
    lead.put("/v1/me", &me("Ion", "operator")).await.problem(422, "invalid");
    let path = format!("/v1/operators/{}", lead.operator.id);
    lead.patch(&path, None, &json!({"active": false})).await.problem(422, "invalid");
    desk.server.stop().await;
}
