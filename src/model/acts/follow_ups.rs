//! Duties that are added, moved and ticked off.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Due, FollowUpId, FollowUpKind, OperatorId};

/// `POST /v1/cases/{id}/follow-ups`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AddFollowUp {
    pub id: FollowUpId,
    pub kind: FollowUpKind,
    pub due: Due,
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OperatorId>,
}

/// `PATCH /v1/follow-ups/{id}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FollowUpPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub snoozed_until: Option<Option<Timestamp>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}
