//! Cases over the real wire: intake, claims, letters, follow-ups, calls, closing.

use serde_json::json;
use sincerely::model::{Case, CaseFile, FollowUpKind, Message, State};

use crate::server_support::{desk, new_case};

#[tokio::test]
async fn a_complaint_comes_in_is_claimed_answered_and_keeps_its_signature() {
    let desk = desk().await;
    let anna = desk.operator("Анна Иванова").await;
    let case = anna.case("Искрит розетка в детской!").await;
    assert_eq!((case.number, &case.state), (1, &State::New));
    assert_eq!(case.customer_name, "Кузнецова М.И.");
    assert_eq!(case.language.as_str(), "ru");
    let file = anna.file(&case).await;
    assert!(file.follow_ups.iter().any(|f| f.kind == FollowUpKind::FirstResponse), "R60");

    let claimed: Case = anna.post(&format!("/v1/cases/{}/claim", case.id), &json!(null)).await.ok();
    assert_eq!(claimed.owner, Some(anna.operator.id));

    let file = anna.file(&case).await;
    let letter = anna.letter(&case, "Уважаемая Мария Ивановна!\n\nМы пришлём мастера сегодня.\n\nАнна Иванова");
    let told = anna.reply(&case, file.case.thread_version, &letter).await;
    let message: Message = told.ok();
    assert_eq!(message.body, letter.body, "R169");
    assert_eq!(message.signature.as_ref(), Some(&letter.signature));
    assert_eq!(message.delivery.unwrap().state.as_str(), "recorded");

    let after: CaseFile = anna.file(&case).await;
    assert_eq!(after.case.state, State::WaitingCustomer);
    assert!(after.case.waiting_since.is_none() && after.case.first_reply_at.is_some());
    assert!(!after.follow_ups.iter().any(|f| f.kind == FollowUpKind::FirstResponse && f.is_open()));
    assert!(after.case.thread_version > file.case.thread_version);
    desk.server.stop().await;
}

#[tokio::test]
async fn of_sixty_four_claims_at_once_exactly_one_wins_and_the_others_learn_who() {
    // R165
    let desk = desk().await;
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(desk.operator(&format!("Operator {number}")).await);
    }
    let case = people[0].case("Two months without an answer.").await;
    let mut claims = tokio::task::JoinSet::new();
    for number in 0..64 {
        let who = people[number % people.len()].clone();
        let path = format!("/v1/cases/{}/claim", case.id);
        claims.spawn(async move { (who.operator.clone(), who.post(&path, &json!(null)).await) });
    }
    let mut winners = std::collections::BTreeSet::new();
    let mut refused = Vec::new();
    while let Some(done) = claims.join_next().await {
        let (who, told) = done.unwrap();
        if told.status == 200 {
            winners.insert(who.id)
        } else {
            refused.push(told);
            true
        };
    }
    assert_eq!(winners.len(), 1, "one operator has the case");
    let owner = winners.into_iter().next().unwrap();
    assert_eq!(refused.len(), 56, "the winner's own repeats are no conflict");
    for told in refused {
        let problem = told.problem(409, "claimed");
        assert_eq!(problem.owner, Some(owner));
        assert!(problem.owner_name.unwrap().starts_with("Operator "));
    }
    let file = people[0].file(&case).await;
    assert_eq!(file.case.owner, Some(owner));
    desk.server.stop().await;
}

#[tokio::test]
async fn the_same_case_again_changes_nothing_and_more_of_it_adds_only_the_new() {
    let desk = desk().await;
    let anna = desk.operator("Anna").await;
    let mut new = new_case("Первое письмо");
    new["external_id"] = json!("form-77");
    new["messages"][0]["external_id"] = json!("<a@example.org>");
    let first = anna.post("/v1/cases", &new).await;
    assert_eq!(first.status, 201);
    let case: Case = first.ok();
    let again = anna.post("/v1/cases", &new).await;
    assert_eq!((again.status.as_u16(), again.value()), (200, first.value()));

    let more = json!({"kind": "inbound", "author": "Мария", "body": "Второе письмо", "external_id": "<b@example.org>"});
    new["messages"].as_array_mut().unwrap().push(more);
    assert_eq!(anna.post("/v1/cases", &new).await.status, 200);
    assert_eq!(anna.file(&case).await.messages.len(), 2);

    // A mail whose Message-ID is known finds its case without the case's own id.
    new.as_object_mut().unwrap().remove("external_id");
    let found: Case = anna.post("/v1/cases", &new).await.ok();
    assert_eq!(found.id, case.id);
    desk.server.stop().await;
}
