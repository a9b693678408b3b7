//! Duties that people open, do and put off.

use axum::extract::State;

use super::Problems;
use crate::model::acts::{AddFollowUp, FollowUpPatch};
use crate::model::{CaseId, FollowUp, FollowUpId};
use crate::server::answer::Answer;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Act, Id};
use crate::server::rules;

/// Opens a follow-up on a case.
#[utoipa::path(post, path = "/v1/cases/{id}/follow-ups", params(("id" = CaseId, Path)), request_body = AddFollowUp, responses((status = 201, body = FollowUp), Problems))]
pub async fn add(State(app): State<App>, Id(id): Id<CaseId>, act: Act<AddFollowUp>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, |file, by| rules::follow_ups::add(file, &act.body, by)).await
}

/// Does one, opens it again, puts it off, or words it anew. If-Match is honoured, not required.
#[utoipa::path(patch, path = "/v1/follow-ups/{id}", params(("id" = FollowUpId, Path)), request_body = FollowUpPatch, responses((status = 200, body = FollowUp), Problems))]
pub async fn patch(State(app): State<App>, Id(id): Id<FollowUpId>, act: Act<FollowUpPatch>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let case =
        app.storage.case_of_follow_up(id).await?.ok_or_else(|| Failure::not_found("There is no such follow-up."))?;
    app.on_case(Some(&act.actor), act.once.as_ref(), case, |file, by| {
        rules::follow_ups::patch(file, id, &act.body, act.if_match, by)
    })
    .await
}
