//! What operators write: letters and notes.

use axum::extract::State;

use super::Problems;
use crate::model::acts::{NewNote, NewReply};
use crate::model::{CaseId, Message, MessageId};
use crate::protocol::ProblemKind;
use crate::server::answer::Answer;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Act, Id};
use crate::server::rules;

/// A signed letter; needs If-Match with the thread's version as read. 412 shows the thread as it is now.
#[utoipa::path(post, path = "/v1/cases/{id}/replies", params(("id" = CaseId, Path)), request_body = NewReply, responses((status = 201, body = Message), Problems))]
pub async fn reply(State(app): State<App>, Id(id): Id<CaseId>, act: Act<NewReply>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let thread = act.required_version()?;
    app.must_have(rules::hashes(&act.body.attachments)).await?;
    is_free(&app, act.body.id, id).await?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, |file, by| {
        rules::reply::reply(file, &act.body, thread, app.mail_way(), by)
    })
    .await
}

/// A note for colleagues.
#[utoipa::path(post, path = "/v1/cases/{id}/notes", params(("id" = CaseId, Path)), request_body = NewNote, responses((status = 201, body = Message), Problems))]
pub async fn note(State(app): State<App>, Id(id): Id<CaseId>, act: Act<NewNote>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.must_have(rules::hashes(&act.body.attachments)).await?;
    is_free(&app, act.body.id, id).await?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, |file, by| rules::case::note(file, &act.body, by)).await
}

/// "I have sent it": the operator carried a recorded letter himself.
#[utoipa::path(post, path = "/v1/messages/{id}/sent-by-hand", params(("id" = MessageId, Path)), responses((status = 200, body = Message), Problems))]
pub async fn sent_by_hand(State(app): State<App>, Id(id): Id<MessageId>, act: Act<()>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let case = app.storage.case_of_message(id).await?.ok_or_else(|| Failure::not_found("There is no such message."))?;
    app.on_case(Some(&act.actor), act.once.as_ref(), case, |file, by| rules::case::sent_by_hand(file, id, by)).await
}

/// Ids of entries are unique for ever, over all cases.
async fn is_free(app: &App, id: MessageId, case: CaseId) -> Result<(), Failure> {
    match app.storage.case_of_message(id).await? {
        Some(other) if other != case => {
            Err(Failure::new(ProblemKind::KeyReused, "Something else here has this id; make a new one."))
        }
        _ => Ok(()),
    }
}
