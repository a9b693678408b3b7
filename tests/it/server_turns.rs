//! Whose turn it is over the real wire: the customer's next word comes to the one who signed the last letter, or to his
//! deputy (R86).

use serde_json::{Value, json};
use sincerely::model::{Case, OperatorId};

use crate::server_support::{Account, Desk, desk, new_case};

const BODY: &str = "Уважаемая Мария Ивановна!\n\nМы пришлём мастера сегодня.\n\n- Анна Иванова  ";

/// A case that Anna has answered and given back to all.
async fn answered() -> (Desk, Account, Account, Account, Case) {
    let desk = desk().await;
    let lead = desk.lead("Lead").await;
    let (anna, ion) = (desk.operator("Анна Иванова").await, desk.operator("Ion").await);
    let case = lead.post("/v1/cases", &of_maria("Искрит розетка", "email")).await.ok::<Case>();
    let letter = anna.letter(&case, BODY);
    assert_eq!(anna.reply(&case, case.thread_version, &letter).await.status, 201);
    lead.post(&format!("/v1/cases/{}/release", case.id), &json!(null)).await.ok::<Case>();
    (desk, lead, anna, ion, case)
}

/// A complaint of one and the same customer, known by her address and her number.
fn of_maria(words: &str, channel: &str) -> Value {
    let mut new = new_case(words);
    new["channel"] = channel.into();
    new["customer"]["contacts"] = json!([
        {"channel": "email", "address": "maria@example.org"},
        {"channel": "messenger", "address": "+37360000001"}
    ]);
    new
}

async fn write_again(who: &Account, case: &Case, channel: &str, words: &str) -> Case {
    let word = json!({"channel": channel, "message": {"kind": "inbound", "body": words}});
    assert_eq!(who.post(&format!("/v1/cases/{}/messages", case.id), &word).await.status, 201);
    who.file(case).await.case
}

async fn away(lead: &Account, who: &Account, deputy: Option<OperatorId>, until: Option<&str>) {
    let path = format!("/v1/operators/{}", who.operator.id);
    let told = lead.patch(&path, None, &json!({"deputy": deputy, "away_until": until})).await;
    assert_eq!(told.status, 200, "{}", told.body);
}

#[tokio::test]
async fn the_next_word_on_another_channel_comes_to_the_signer() {
    let (desk, lead, anna, ion, case) = answered().await;
    let case = write_again(&lead, &case, "messenger", "Мастер не пришёл.").await;
    assert_eq!(case.owner, Some(anna.operator.id));
    let promised = case.promised.clone().unwrap();
    assert_eq!((promised.by, promised.deputy), (anna.operator.id, None));

    // Another complaint of hers, by another way, is a new case and still Anna's.
    let new: Case = lead.post("/v1/cases", &of_maria("Теперь и свет погас", "messenger")).await.ok();
    assert_ne!(new.id, case.id);
    assert_eq!(new.owner, Some(anna.operator.id));
    assert_eq!(new.state.as_str(), "new", "nobody has looked at it yet");
    assert_eq!(new.promised.as_ref().map(|p| p.letter), Some(promised.letter));

    // Somebody else's customer is nobody's.
    let mut stranger = new_case("Долго ждали");
    stranger["customer"]["contacts"] = json!([{"channel": "email", "address": "ion@example.org"}]);
    let stranger: Case = lead.post("/v1/cases", &stranger).await.ok();
    assert_eq!((stranger.owner, stranger.promised), (None, None));

    // A colleague who takes it over keeps it.
    let to = json!({"to": ion.operator.id, "note": "Анна занята"});
    anna.post(&format!("/v1/cases/{}/assign", case.id), &to).await.ok::<Case>();
    let case = write_again(&lead, &case, "email", "Вы там живы?").await;
    assert_eq!(case.owner, Some(ion.operator.id));
    assert_eq!(case.promised.unwrap().by, anna.operator.id, "the card says who had promised");
    desk.server.stop().await;
}

#[tokio::test]
async fn while_the_signer_is_away_the_deputy_has_it_and_the_audit_says_so() {
    let (desk, lead, anna, ion, case) = answered().await;
    away(&lead, &anna, Some(ion.operator.id), Some("2999-01-01T00:00:00Z")).await;
    let case = write_again(&lead, &case, "email", "Мастер не пришёл.").await;
    assert_eq!(case.owner, Some(ion.operator.id));
    let promised = case.promised.unwrap();
    assert_eq!((promised.by, promised.deputy), (anna.operator.id, Some(ion.operator.id)));
    let lines: Value = lead.get(&format!("/v1/audit?scope={}", case.id)).await.json();
    let acts: Vec<&str> = lines["entries"].as_array().unwrap().iter().filter_map(|l| l["act"].as_str()).collect();
    assert_eq!(acts[0], "inbound_to_signer", "{lines}");
    desk.server.stop().await;
}

#[tokio::test]
async fn with_nobody_to_stand_in_the_case_is_everybodys_again() {
    let (desk, lead, anna, _, case) = answered().await;
    away(&lead, &anna, None, Some("2999-01-01T00:00:00Z")).await;
    let case = write_again(&lead, &case, "email", "Мастер не пришёл.").await;
    assert_eq!(case.owner, None);
    assert_eq!(case.promised.as_ref().map(|p| p.by), Some(anna.operator.id));
    away(&lead, &anna, None, None).await;
    let case = write_again(&lead, &case, "email", "И сегодня тоже.").await;
    assert_eq!(case.owner, Some(anna.operator.id), "she is back");
    desk.server.stop().await;
}

#[tokio::test]
async fn everybody_says_of_himself_that_he_is_away_and_only_a_lead_of_others() {
    let (desk, _, anna, ion, case) = answered().await;
    let me = json!({"name": "Анна Иванова", "deputy": ion.operator.id, "away_until": "2999-01-01T00:00:00Z"});
    assert_eq!(anna.put("/v1/me", &me).await.status, 200);
    let again: Value = anna.put("/v1/me", &json!({"name": "Анна Иванова"})).await.json();
    assert_eq!(again["deputy"], json!(ion.operator.id), "what is not said stays");
    assert!(again["away_until"].is_string());
    let path = format!("/v1/operators/{}", anna.operator.id);
    ion.patch(&path, None, &json!({"away_until": null})).await.problem(403, "forbidden");
    let own = json!({"name": "Анна Иванова", "deputy": anna.operator.id});
    anna.put("/v1/me", &own).await.problem(422, "invalid");
    let case = write_again(&ion, &case, "email", "Мастер не пришёл.").await;
    assert_eq!(case.owner, Some(ion.operator.id));
    desk.server.stop().await;
}
