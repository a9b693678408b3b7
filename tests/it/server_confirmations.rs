//! Confirmations over the real wire: asked for with a letter, answered by the customer's words, set by hand, chased.

use serde_json::{Value, json};
use sincerely::model::{Case, CaseFile, Confirmation, ConfirmationState, FollowUp, FollowUpKind};

use crate::server_support::{Account, Desk, desk};

const TERM: &str = "Вернём 40 евро до 14 марта.";

/// A case whose customer was asked to confirm `TERM`.
async fn asked() -> (Desk, Account, Case) {
    let desk = desk().await;
    let anna = desk.operator("Анна Иванова").await;
    let case = anna.case("Верните деньги").await;
    ask(&anna, &case, TERM).await;
    (desk, anna, case)
}

async fn ask(anna: &Account, case: &Case, term: &str) {
    let body =
        format!("Уважаемая Мария Ивановна! {term} Пожалуйста, подтвердите согласие с условиями.\n\nАнна Иванова");
    let mut letter = anna.letter(case, &body);
    letter.confirms = Some(term.to_owned());
    let thread = anna.file(case).await.case.thread_version;
    assert_eq!(anna.reply(case, thread, &letter).await.status, 201);
}

/// What the customer says, and the case after it.
async fn says(anna: &Account, case: &Case, kind: &str, body: &str) -> CaseFile {
    let message = json!({"channel": "email", "message": {"kind": kind, "author": "Мария", "body": body}});
    let told = anna.post(&format!("/v1/cases/{}/messages", case.id), &message).await;
    assert_eq!(told.status, 201, "{}", told.body);
    anna.file(case).await
}

fn only(file: &CaseFile) -> &Confirmation {
    assert_eq!(file.case.confirmations.len(), 1);
    &file.case.confirmations[0]
}

/// Open follow-ups that chase the confirmation.
fn chases(file: &CaseFile) -> Vec<FollowUp> {
    let letters: Vec<_> = file.case.confirmations.iter().map(|c| Some(c.letter)).collect();
    let is_chase = |f: &&FollowUp| f.kind == FollowUpKind::Confirmation && letters.contains(&f.origin.message);
    file.follow_ups.iter().filter(|f| f.is_open()).filter(is_chase).cloned().collect()
}

fn mark(file: &CaseFile, state: &str, note: &str) -> Value {
    json!({"confirmation": {"letter": only(file).letter, "state": state, "note": note}})
}

#[tokio::test]
async fn a_letter_opens_a_confirmation_that_is_chased() {
    // R11, R13
    let (desk, anna, case) = asked().await;
    let file = anna.file(&case).await;
    let confirmation = only(&file);
    assert_eq!((confirmation.term.as_str(), &confirmation.state), (TERM, &ConfirmationState::Sent));
    assert!(file.messages.iter().any(|m| m.id == confirmation.letter));
    assert_eq!(chases(&file)[0].title, TERM);

    let mut empty = anna.letter(&case, "Письмо");
    empty.confirms = Some(" ".into());
    anna.reply(&case, file.case.thread_version, &empty).await.problem(422, "invalid");
    desk.server.stop().await;
}

#[tokio::test]
async fn receipt_a_thumb_and_agreement_are_three_states() {
    // R2, R12
    let (desk, anna, case) = asked().await;
    let file = says(&anna, &case, "auto", "Согласен. Это автоматический ответ.").await;
    assert_eq!(only(&file).state, ConfirmationState::Sent, "a machine confirms nothing");
    let file = says(&anna, &case, "inbound", "Получила").await;
    assert_eq!(only(&file).state, ConfirmationState::Received);
    assert_eq!(only(&file).answer, file.messages.last().map(|m| m.id));
    assert_eq!(chases(&file).len(), 1, "that the letter came is no consent");
    let file = says(&anna, &case, "inbound", "👍").await;
    assert_eq!(only(&file).state, ConfirmationState::Unclear);
    assert_eq!(chases(&file).len(), 1, "a thumb is none either");
    let file = says(&anna, &case, "inbound", "Получила").await;
    assert_eq!(only(&file).state, ConfirmationState::Unclear, "the thumb is still to be cleared up");
    let file = says(&anna, &case, "inbound", "Согласна с условиями").await;
    assert_eq!((only(&file).state.clone(), only(&file).by), (ConfirmationState::Accepted, None));
    assert!(chases(&file).is_empty());
    let file = says(&anna, &case, "inbound", "Не согласна").await;
    assert_eq!(only(&file).state, ConfirmationState::Accepted, "a change of mind is for the operator to judge");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_worded_refusal_ends_the_chase_and_clears_up_the_thumb_before_it() {
    // R2, R12
    let (desk, anna, case) = asked().await;
    let file = says(&anna, &case, "inbound", "👍").await;
    assert!(file.case.ambiguous_consent.is_some());
    let file = says(&anna, &case, "inbound", "Нет, с такими условиями не согласна.").await;
    assert_eq!(only(&file).state, ConfirmationState::Refused);
    assert!(file.case.ambiguous_consent.is_none());
    assert!(!file.follow_ups.iter().any(|f| f.kind == FollowUpKind::Confirmation && f.is_open()));
    desk.server.stop().await;
}

#[tokio::test]
async fn an_operator_sets_the_state_with_a_note_and_may_take_it_back() {
    // R2, R12, R13
    let (desk, anna, case) = asked().await;
    let file = says(&anna, &case, "inbound", "👍").await;
    let path = format!("/v1/cases/{}", case.id);
    let at = |file: &CaseFile| Some(file.case.version);
    anna.patch(&path, at(&file), &mark(&file, "accepted", " ")).await.problem(422, "invalid");
    anna.patch(&path, at(&file), &mark(&file, "sent", "x")).await.problem(422, "invalid");
    anna.patch(&path, at(&file), &mark(&file, "dance", "x")).await.problem(422, "invalid");
    let strange = json!({"confirmation": {"letter": uuid::Uuid::now_v7(), "state": "accepted", "note": "x"}});
    anna.patch(&path, at(&file), &strange).await.problem(422, "invalid");

    anna.patch(&path, at(&file), &mark(&file, "accepted", "She agreed on the phone.")).await.ok::<Case>();
    let file = anna.file(&case).await;
    assert_eq!((only(&file).state.clone(), only(&file).by), (ConfirmationState::Accepted, Some(anna.operator.id)));
    assert!(file.case.ambiguous_consent.is_none(), "the thumb was decided with it");
    assert!(file.messages.iter().any(|m| m.kind.as_str() == "note" && m.body.contains("on the phone")));
    assert!(!file.follow_ups.iter().any(|f| f.kind == FollowUpKind::Confirmation && f.is_open()));

    anna.patch(&path, at(&file), &mark(&file, "received", "I misheard.")).await.ok::<Case>();
    assert_eq!(chases(&anna.file(&case).await).len(), 1, "chased again");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_chase_that_is_ticked_off_comes_back_and_an_answer_is_to_the_last_letter() {
    // R12, R13
    let (desk, anna, case) = asked().await;
    let chase = chases(&anna.file(&case).await).remove(0);
    let path = format!("/v1/follow-ups/{}", chase.id);
    for _ in 0..2 {
        anna.patch(&path, None, &json!({"done": true})).await.ok::<FollowUp>();
        let file = anna.file(&case).await;
        assert_eq!(chases(&file).len(), 1);
        assert!(chases(&file)[0].id != chase.id && chases(&file)[0].due.latest() >= chase.due.latest());
    }
    ask(&anna, &case, "Вернём 60 евро.").await;
    let file = says(&anna, &case, "inbound", "Согласна").await;
    let states: Vec<_> = file.case.confirmations.iter().map(|c| c.state.as_str()).collect();
    assert_eq!(states, ["sent", "accepted"]);
    assert_eq!(chases(&file).iter().map(|f| f.title.as_str()).collect::<Vec<_>>(), [TERM]);
    desk.server.stop().await;
}
