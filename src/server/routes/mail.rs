//! What became of letters that went out by mail, and how the sources are.

use axum::Json;
use axum::extract::State;

use super::Problems;
use crate::model::{Message, MessageId, SettleDelivery};
use crate::protocol::SourceList;
use crate::server::answer::Answer;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Act, Id, Staff};
use crate::server::mail;
use crate::server::rules;

/// Decides of a letter that is `unsure` or `bounced`: it has arrived, or it is sent again under the same Message-ID.
#[utoipa::path(post, path = "/v1/messages/{id}/delivery", params(("id" = MessageId, Path)), request_body = SettleDelivery, responses((status = 200, body = Message), Problems))]
pub async fn settle(
    State(app): State<App>,
    Id(id): Id<MessageId>,
    act: Act<SettleDelivery>,
) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let case = app.storage.case_of_message(id).await?.ok_or_else(|| Failure::not_found("There is no such message."))?;
    app.on_case(Some(&act.actor), act.once.as_ref(), case, |file, by| {
        rules::delivery::decide(file, id, &act.body, app.mail_way(), by)
    })
    .await
}

/// Where cases come from and letters go by mail, each with its health (R100). Empty when no mail is configured.
#[utoipa::path(get, path = "/v1/sources", responses((status = 200, body = SourceList), Problems))]
pub async fn sources(State(app): State<App>, _: Staff) -> Result<Json<SourceList>, Failure> {
    Ok(Json(SourceList { sources: mail::health::all(&*app.storage).await? }))
}
