//! Tokens and the audit over the wire: made, listed, used, taken away; who did what, and what was refused.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sincerely::model::Role;
use sincerely::protocol::{AuditPage, CreatedToken, TokenInfo};

use crate::server_support::{Account, Desk, desk, new_case};

impl Account {
    fn tokens_path(&self) -> String {
        format!("/v1/operators/{}/tokens", self.operator.id)
    }

    async fn new_token(&self, of: &Account, label: &str) -> CreatedToken {
        self.post(&of.tokens_path(), &json!({"label": label})).await.ok()
    }

    fn with(&self, secret: &str) -> Account {
        let mut account = self.clone();
        secret.clone_into(&mut account.token);
        account
    }

    async fn audit(&self, query: &str) -> AuditPage {
        self.get(&format!("/v1/audit{query}")).await.ok()
    }
}

#[tokio::test]
async fn tokens_are_made_listed_and_taken_away_one_by_one_and_all() {
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Anna").await, desk.lead("Ion").await);
    let home = anna.new_token(&anna, "notebook at home").await;
    let phone = lead.new_token(&anna, "phone").await;
    assert!(home.secret.starts_with("sin_") && home.token.label == "notebook at home");
    let [at_home, by_phone] = [anna.with(&home.secret), anna.with(&phone.secret)];
    assert_eq!(at_home.get("/v1/me").await.value()["name"], "Anna");

    let list = anna.get(&anna.tokens_path()).await;
    assert!(!list.body.contains("sin_") && !list.body.contains("hash"), "{}", list.body);
    let labels: Vec<String> = list.ok::<Vec<TokenInfo>>().into_iter().map(|token| token.label).collect();
    assert_eq!(labels, ["phone", "notebook at home", "account"]);

    let path = format!("{}/{}", anna.tokens_path(), home.token.id);
    let gone: TokenInfo = anna.delete(&path).await.ok();
    assert!(gone.revoked_at.is_some());
    assert!(anna.delete(&path).await.status.is_success(), "again is no harm");
    let refused = at_home.get("/v1/me").await.problem(401, "unauthorised");
    assert!(refused.detail.contains("taken away"), "{}", refused.detail);
    assert_eq!(by_phone.get("/v1/me").await.status, 200);

    assert_eq!(anna.delete(&anna.tokens_path()).await.value(), json!({"revoked": 1}));
    by_phone.get("/v1/me").await.problem(401, "unauthorised");
    assert_eq!(anna.get("/v1/me").await.status, 200, "the one that asks stays");
    assert_eq!(lead.delete(&anna.tokens_path()).await.value(), json!({"revoked": 1}));
    anna.get("/v1/me").await.problem(401, "unauthorised");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_secret_is_shown_once_and_a_replay_has_none() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let body = json!({"label": "home"});
    let first: CreatedToken = anna.post_once(&anna.tokens_path(), "k", &body).await.ok();
    let again: CreatedToken = anna.post_once(&anna.tokens_path(), "k", &body).await.ok();
    assert_eq!((again.token, again.secret.as_str()), (first.token, ""));
    let db = std::fs::read(desk.dir.path().join("server.db-wal")).unwrap_or_default();
    for stored in [db, std::fs::read(desk.dir.path().join("server.db")).unwrap()] {
        let secret = first.secret.as_bytes();
        assert!(!stored.windows(secret.len()).any(|bytes| bytes == secret), "no secret is ever on the disk");
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn a_token_with_an_end_opens_nothing_after_it() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let end = Timestamp::now() + SignedDuration::from_millis(700);
    let made: CreatedToken = anna.post(&anna.tokens_path(), &json!({"label": "short", "expires_at": end})).await.ok();
    let short = anna.with(&made.secret);
    let longer = json!({"label": "longer"});
    short.post(&short.tokens_path(), &longer).await.problem(if Timestamp::now() < end { 422 } else { 401 }, {
        if Timestamp::now() < end { "invalid" } else { "unauthorised" }
    });
    while Timestamp::now() <= end {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let refused = short.get("/v1/me").await.problem(401, "unauthorised");
    assert!(refused.detail.contains("expired"), "{}", refused.detail);
    desk.server.stop().await;
}

#[tokio::test]
async fn the_last_use_is_written_beside_the_requests() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let used = async || anna.get(&anna.tokens_path()).await.ok::<Vec<TokenInfo>>()[0].used_at;
    while used().await.is_none() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let first = used().await;
    anna.get("/v1/me").await;
    assert_eq!(used().await, first, "not twice a minute");
    desk.server.stop().await;
}

#[tokio::test]
async fn nobody_touches_the_tokens_of_others_but_a_lead() {
    let desk = desk().await;
    let (anna, ion) = (desk.operator("Anna").await, desk.operator("Ion").await);
    let form = desk.account("web form", Role::Source).await;
    for who in [&ion, &form] {
        who.get(&anna.tokens_path()).await.problem(403, "forbidden");
        who.post(&anna.tokens_path(), &json!({"label": "x"})).await.problem(403, "forbidden");
        who.delete(&anna.tokens_path()).await.problem(403, "forbidden");
    }
    form.post(&form.tokens_path(), &json!({"label": "x"})).await.problem(403, "forbidden");
    let lead = desk.lead("Maria").await;
    lead.get(&format!("/v1/operators/{}/tokens", uuid::Uuid::nil())).await.problem(404, "not_found");
    lead.delete(&format!("{}/{}", anna.tokens_path(), uuid::Uuid::nil())).await.problem(404, "not_found");
    lead.delete(&format!("{}/nonsense", anna.tokens_path())).await.problem(404, "not_found");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_lead_reads_who_did_what_and_what_was_refused() {
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Anna").await, desk.lead("Ion").await);
    let case = anna.case("Розетка искрит, очень страшно").await;
    let claim = format!("/v1/cases/{}/claim", case.id);
    anna.post(&claim, &json!(null)).await.ok::<Value>();
    let mut letter = anna.letter(&case, "Здравствуйте!");
    letter.body.push('!');
    let thread = anna.file(&case).await.case.thread_version;
    for _ in 0..3 {
        anna.reply(&case, thread, &letter).await.problem(422, "bad_signature");
    }
    anna.get("/v1/audit").await.problem(403, "forbidden");
    anna.post("/v1/operators", &json!({"name": "X"})).await.problem(403, "forbidden");

    let page = lead.audit(&format!("?scope={}", case.id)).await;
    let acts: Vec<&str> = page.entries.iter().map(|entry| entry.act.as_str()).collect();
    assert_eq!(acts, ["bad_signature", "claim", "intake"]);
    assert!(page.entries.iter().all(|entry| entry.operator == Some(anna.operator.id)));
    assert_eq!(page.entries[0].refused.as_deref(), Some("POST /v1/cases/{id}/replies"));
    let refused = lead.audit(&format!("?operator={}&act=forbidden", anna.operator.id)).await;
    let what: Vec<_> = refused.entries.iter().filter_map(|entry| entry.refused.as_deref()).collect();
    assert_eq!(what, ["POST /v1/operators", "GET /v1/audit"]);
    let all = lead.get("/v1/audit?limit=1000").await;
    assert!(!all.body.contains("Розетка") && !all.body.contains("Здравствуйте"), "no words of anybody");
    desk.server.stop().await;
}

#[tokio::test]
async fn pages_of_the_audit_hold_every_line_once() {
    let desk: Desk = desk().await;
    let lead = desk.lead("Ion").await;
    for _ in 0..7 {
        lead.post("/v1/cases", &new_case("Hello")).await;
    }
    let whole = lead.audit("?limit=1000").await;
    assert_eq!(whole.next, None);
    let (mut lines, mut query) = (Vec::new(), String::from("?limit=2"));
    loop {
        let page = lead.audit(&query).await;
        lines.extend(page.entries);
        match page.next {
            Some(next) => query = format!("?limit=2&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(lines, whole.entries);
    lead.get("/v1/audit?cursor=x").await.problem(400, "malformed");
    lead.get("/v1/audit?since=yesterday").await.problem(400, "malformed");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_token_that_was_taken_away_leaves_a_line_when_it_is_tried() {
    let desk = desk().await;
    let (anna, lead) = (desk.operator("Anna").await, desk.lead("Ion").await);
    lead.delete(&anna.tokens_path()).await;
    anna.get("/v1/cases").await.problem(401, "unauthorised");
    let page = lead.audit("?act=unauthorised").await;
    assert_eq!(page.entries[0].operator, Some(anna.operator.id));
    assert_eq!(page.entries[0].refused.as_deref(), Some("GET /v1/cases"));
    desk.server.stop().await;
}
