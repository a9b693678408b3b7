//! What the server answers with, beyond the domain's own things.

use serde::{Deserialize, Serialize};

use crate::model::{Case, Operator, Source};

/// One page of cases in urgency order; `next` is the cursor of the page after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CaseList {
    pub cases: Vec<Case>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Every source of cases and the way out, with their health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SourceList {
    pub sources: Vec<Source>,
}

/// A new account. The token is shown here once and kept hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CreatedOperator {
    pub operator: Operator,
    pub token: String,
}
