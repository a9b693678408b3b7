//! People who work here: their records and their keys.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Gender, Lang, OperatorId, Role};

/// `POST /v1/operators` (lead), and `PUT /v1/me` for one's own record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewOperator {
    pub name: String,
    #[serde(default)]
    pub post: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub language: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default)]
    pub zone: String,
    /// Only a lead sets it; absent means `operator`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// A public key to add, in OpenSSH's one-line form; the newest one is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Who answers while this person is away (R86); `null`: nobody; absent: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<OperatorId>)]
    pub deputy: Option<Option<OperatorId>>,
    /// Away until then (R86); `null`: here again; absent: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub away_until: Option<Option<Timestamp>>,
}

/// `PATCH /v1/operators/{id}` (lead)
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OperatorPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// False takes every token of this operator away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Who answers for this person when he is away (R86); `null`: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<OperatorId>)]
    pub deputy: Option<Option<OperatorId>>,
    /// Away until then (R86); `null`: here again.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub away_until: Option<Option<Timestamp>>,
}

/// `POST /v1/operators/{id}/keys`: one's own keys; a lead may revoke another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum KeyChange {
    /// The key is in force from now on; the one before it ends.
    Add {
        /// OpenSSH's one-line form.
        key: String,
    },
    /// The key was in strange hands since then: what it signs or what comes in later counts for nothing.
    Revoke {
        /// Its fingerprint, `SHA256:…`
        key: String,
        /// From now on when missing; never in the future.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<String>, format = DateTime)]
        since: Option<Timestamp>,
    },
}
