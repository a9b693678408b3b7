//! Phone calls: the mark that asks for one, and its record.

use axum::extract::State;

use super::Problems;
use crate::model::acts::{CallRecord, MarkCall};
use crate::model::{Call, Case, CaseId};
use crate::server::answer::Answer;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Act, Id};
use crate::server::rules;

/// Marks the case for a call, with one of the known reasons.
#[utoipa::path(put, path = "/v1/cases/{id}/call-mark", params(("id" = CaseId, Path)), request_body = MarkCall, responses((status = 200, body = Case), Problems))]
pub async fn mark(State(app): State<App>, Id(id): Id<CaseId>, act: Act<MarkCall>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, |file, by| rules::calls::mark(file, &act.body, by)).await
}

/// Takes the mark away.
#[utoipa::path(delete, path = "/v1/cases/{id}/call-mark", params(("id" = CaseId, Path)), responses((status = 200, body = Case), Problems))]
pub async fn unmark(State(app): State<App>, Id(id): Id<CaseId>, act: Act<()>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, rules::calls::unmark).await
}

/// Keeps what happened on the phone, and what follows from it.
#[utoipa::path(post, path = "/v1/cases/{id}/calls", params(("id" = CaseId, Path)), request_body = CallRecord, responses((status = 201, body = Call), Problems))]
pub async fn record(State(app): State<App>, Id(id): Id<CaseId>, act: Act<CallRecord>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, |file, by| rules::calls::record(file, &act.body, by)).await
}
