//! What comes in from sources: cases, and further words on them.

use axum::extract::State;

use super::Problems;
use crate::model::acts::{NewCase, NewInbound, NewMessage};
use crate::model::{Attachment, Case, CaseId, Message};
use crate::protocol::ProblemKind;
use crate::server::answer::Answer;
use crate::server::app::{App, not_forgotten};
use crate::server::arriving;
use crate::server::failure::Failure;
use crate::server::family::Family;
use crate::server::http::{Act, Id};
use crate::server::rules;
use crate::server::rules::intake::message_name;
use crate::server::rules::turn::Turn;

/// Brings a case in: 201 for a new one, 200 for one that is here (by the source's id of the case or of a message), with
/// only the new messages added.
#[utoipa::path(post, path = "/v1/cases", request_body = NewCase, responses((status = 201, body = Case), (status = 200, body = Case), Problems))]
pub async fn post(State(app): State<App>, act: Act<NewCase>) -> Result<Answer, Failure> {
    let new = &act.body;
    app.must_have(rules::hashes(new.messages.iter().flat_map(files_of))).await?;
    arriving::take_in(&app, Some(&act.actor), act.once.as_ref(), new, &[]).await
}

/// A further word of the customer, or an automatic message.
#[utoipa::path(post, path = "/v1/cases/{id}/messages", params(("id" = CaseId, Path)), request_body = NewInbound, responses((status = 201, body = Message), (status = 200, body = Message), Problems))]
pub async fn inbound(State(app): State<App>, Id(id): Id<CaseId>, act: Act<NewInbound>) -> Result<Answer, Failure> {
    app.must_have(rules::hashes(files_of(&act.body.message))).await?;
    let case = app.storage.case(id).await?.ok_or_else(|| Failure::not_found("There is no such case."))?;
    let name = message_name(&case.source, &act.body.message);
    let owner = arriving::first_owner(&app, name.into_iter().collect()).await?;
    let load = || app.family_and_turn(id);
    app.act(Some(&act.actor), act.once.as_ref(), load, |(family, turn): &(Family, Turn), by| {
        if owner.is_some_and(|owner| !family.has(CaseId(owner))) {
            return Err(rules::refuse(ProblemKind::KeyReused, "This message stands in another case already."));
        }
        not_forgotten(&family.survivor, by)?;
        rules::inbound::inbound(&family.survivor, &family.absorbed, &act.body, turn, by)
    })
    .await
}

fn files_of(message: &NewMessage) -> impl Iterator<Item = &Attachment> {
    message.attachments.iter().chain(&message.original)
}
