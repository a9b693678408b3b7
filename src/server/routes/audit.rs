//! The audit: who did what, when, to what. Readable by leads, changed by nobody.

use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::Problems;
use crate::model::OperatorId;
use crate::protocol::AuditPage;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Lead, Params};
use crate::server::storage::AuditQuery;

const PAGE: usize = 100;
const LONGEST_PAGE: usize = 1000;

#[derive(Debug, Deserialize, IntoParams)]
pub struct AuditParams {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// 100 when missing, at most 1000.
    limit: Option<usize>,
    /// Only what this operator did.
    operator: Option<OperatorId>,
    /// Only what was done to this case, customer or operator.
    scope: Option<Uuid>,
    /// Only acts of this name; for what was refused `forbidden`, `bad_signature`, `unauthorised`.
    act: Option<String>,
    /// From this second on.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// To this second, itself included.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

/// Lines of the audit, the newest first (lead). No line holds words of customers.
#[utoipa::path(get, path = "/v1/audit", params(AuditParams), responses((status = 200, body = AuditPage), Problems))]
pub async fn get(
    State(app): State<App>,
    _: Lead,
    Params(params): Params<AuditParams>,
) -> Result<axum::Json<AuditPage>, Failure> {
    let before = params.cursor.as_deref().map(str::parse::<u64>).transpose();
    let before = before.map_err(|_| Failure::malformed("The cursor is not one that this server gave out."))?;
    let limit = params.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let AuditParams { operator, scope, act, since, until, .. } = params;
    let query = AuditQuery { before, limit, operator, scope, act, since, until };
    let entries = app.storage.audit(query).await?;
    let next = entries.last().filter(|_| entries.len() == limit).map(|last| last.line.to_string());
    Ok(axum::Json(AuditPage { entries, next }))
}
