//! Cases: the list in urgency order, one, its file, its fields, its state.

use axum::extract::State;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Problems;
use crate::model::acts::{CasePatch, SetState};
use crate::model::{Case, CaseFile, CaseId};
use crate::protocol::CaseList;
use crate::server::answer::Answer;
use crate::server::app::{App, not_forgotten};
use crate::server::failure::Failure;
use crate::server::family::Family;
use crate::server::http::{Act, Id, IfNoneMatch, Params, Staff, json_with_etag};
use crate::server::rules;
use crate::server::storage::CasePosition;

const PAGE: usize = 100;
const LONGEST_PAGE: usize = 1000;

#[derive(Debug, Deserialize, IntoParams)]
pub struct ListParams {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// 100 when missing, at most 1000.
    limit: Option<usize>,
    /// True for solved and closed cases instead of the living ones.
    #[serde(default)]
    ended: bool,
}

/// Cases, the most urgent first (R60, R102). A case that moves meanwhile may come twice or be left to the next reading;
/// those that stay in their place come exactly once.
#[utoipa::path(get, path = "/v1/cases", params(ListParams), responses((status = 200, body = CaseList), Problems))]
pub async fn list(
    State(app): State<App>,
    _: Staff,
    Params(params): Params<ListParams>,
) -> Result<Response<axum::body::Body>, Failure> {
    let after = params.cursor.as_deref().map(position).transpose()?;
    let limit = params.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let cases = app.storage.cases(!params.ended, after, limit).await?;
    let next = cases.last().filter(|_| cases.len() == limit).map(|last| cursor(&CasePosition::of(last)));
    let link = next
        .as_ref()
        .map(|next| format!("</v1/cases?cursor={next}&limit={limit}&ended={}>; rel=\"next\"", params.ended));
    let mut response = axum::Json(CaseList { cases, next }).into_response();
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

fn cursor(at: &CasePosition) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {} {} {}", at.rank, at.due, at.waiting, at.number))
}

fn position(cursor: &str) -> Result<CasePosition, Failure> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let mut parts = text.split(' ');
        Some(CasePosition {
            rank: parts.next()?.parse().ok()?,
            due: parts.next()?.parse().ok()?,
            waiting: parts.next()?.parse().ok()?,
            number: parts.next()?.parse().ok()?,
        })
    };
    read().ok_or_else(|| Failure::malformed("The cursor is not one that this server gave out."))
}

/// One case.
#[utoipa::path(get, path = "/v1/cases/{id}", params(("id" = CaseId, Path)), responses((status = 200, body = Case), Problems))]
pub async fn get(
    State(app): State<App>,
    _: Staff,
    Id(id): Id<CaseId>,
    IfNoneMatch(known): IfNoneMatch,
) -> Result<Response<axum::body::Body>, Failure> {
    let case = app.storage.case(id).await?.ok_or_else(|| Failure::not_found("There is no such case."))?;
    Ok(json_with_etag(&case, case.version, known.as_deref()))
}

/// A case with its customer, thread, calls and follow-ups. The ETag is the thread's version, for the If-Match of a reply.
#[utoipa::path(get, path = "/v1/cases/{id}/file", params(("id" = CaseId, Path)), responses((status = 200, body = CaseFile), Problems))]
pub async fn file(State(app): State<App>, _: Staff, Id(id): Id<CaseId>) -> Result<Response<axum::body::Body>, Failure> {
    let file = app.storage.case_file(id).await?.ok_or_else(|| Failure::not_found("There is no such case."))?.value;
    // Tags and timers do not count in this version, so it must not answer 304 for them.
    Ok(json_with_etag(&file, file.case.thread_version, None))
}

/// Changes fields of a case; needs If-Match.
#[utoipa::path(patch, path = "/v1/cases/{id}", params(("id" = CaseId, Path)), request_body = CasePatch, responses((status = 200, body = Case), Problems))]
pub async fn patch(State(app): State<App>, Id(id): Id<CaseId>, act: Act<CasePatch>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let version = act.required_version()?;
    app.on_case(Some(&act.actor), act.once.as_ref(), id, |file, by| {
        rules::case::patch(file, &act.body, Some(version), by)
    })
    .await
}

/// Sets the state. Closing is refused while something is owed.
#[utoipa::path(post, path = "/v1/cases/{id}/state", params(("id" = CaseId, Path)), request_body = SetState, responses((status = 200, body = Case), Problems))]
pub async fn set_state(State(app): State<App>, Id(id): Id<CaseId>, act: Act<SetState>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.act(
        Some(&act.actor),
        act.once.as_ref(),
        || app.family(id),
        |family: &Family, by| {
            let Family { survivor, absorbed } = family;
            if survivor.case.id != id {
                return Err(rules::merge::merged(survivor.case.id));
            }
            not_forgotten(survivor, by)?;
            rules::case::set_state(survivor, absorbed, &act.body, by)
        },
    )
    .await
}
