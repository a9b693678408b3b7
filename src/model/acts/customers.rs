//! The customer's card: its fields, and cards that are one person.

use serde::{Deserialize, Serialize};

use crate::model::{
    Channel, Contact, ContactMode, CustomerId, Gender, Lang, OperatorId, PersonName, PinnedDetail, PreferenceOrigin,
};

/// `POST /v1/customers/{id}/merge`: this card goes into another one of the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MergeCardInto {
    /// The survivor.
    pub into: CustomerId,
}

/// `PATCH /v1/customers/{id}` with `If-Match`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CustomerPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vip: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<Contact>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Channel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<ContactMode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference_origin: Option<PreferenceOrigin>,
    /// Whose customer this person is (R45).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_manager: Option<OperatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Vec<PinnedDetail>>,
}
