//! Problem details of RFC 9457: every error of the server has this form.

use serde::{Deserialize, Serialize};

use crate::model::open_enum;

open_enum!(
    /// The error, as the last part of its `type` URI (`urn:sincerely:problem:<kind>`); clients translate by it.
    pub enum ProblemKind {
        /// 400: the request cannot be read.
        Malformed = "malformed",
        /// 401: no token, or an unknown or revoked one.
        Unauthorised = "unauthorised",
        /// 403: this account may not do that.
        Forbidden = "forbidden",
        /// 404
        NotFound = "not_found",
        /// 405
        MethodNotAllowed = "method_not_allowed",
        /// 408: the request did not arrive in time.
        TooSlow = "too_slow",
        /// 409: somebody else owns the case; `owner` and `owner_name` say who (R165).
        Claimed = "claimed",
        /// 409: the same act is being carried out right now; try again.
        InProgress = "in_progress",
        /// 409: the case's state does not allow it; `owed` lists what is still owed (R7, R95, R109).
        NotAllowed = "not_allowed",
        /// 409: the case went into another one; `merged_into` says which.
        Merged = "merged",
        /// 409: the customer's card is part of another card of the same person.
        CardMerged = "card_merged",
        /// 409: the two cases are of different customers, and nobody said that they are one all the same.
        OtherCustomer = "other_customer",
        /// 412: it changed since it was read; `current` holds what it is now (R167).
        Changed = "changed",
        /// 413
        TooLarge = "too_large",
        /// 422: understood, but wrong; `detail` says what.
        Invalid = "invalid",
        /// 422: the letter's signature is missing or does not fit (design §6).
        BadSignature = "bad_signature",
        /// 422: this Idempotency-Key was used for another request.
        KeyReused = "key_reused",
        /// 428: If-Match is required here.
        PreconditionRequired = "precondition_required",
        /// 429
        TooMany = "too_many",
        /// 500: our fault; nothing was changed.
        Internal = "internal",
        /// 503
        Unavailable = "unavailable",
    }
);

impl ProblemKind {
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthorised => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TooSlow => 408,
            Self::Claimed
            | Self::InProgress
            | Self::NotAllowed
            | Self::Merged
            | Self::CardMerged
            | Self::OtherCustomer => 409,
            Self::Changed => 412,
            Self::TooLarge => 413,
            Self::Invalid | Self::BadSignature | Self::KeyReused => 422,
            Self::PreconditionRequired => 428,
            Self::TooMany => 429,
            Self::Internal | Self::Other(_) => 500,
            Self::Unavailable => 503,
        }
    }
}

/// Prefix of every `type` URI.
pub const TYPE_PREFIX: &str = "urn:sincerely:problem:";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:sincerely:problem:<kind>`
    #[serde(rename = "type")]
    pub type_uri: String,
    pub title: String,
    pub status: u16,
    #[serde(default)]
    pub detail: String,
    /// `claimed`: who has the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<crate::model::OperatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// `merged`: where the case went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<crate::model::CaseId>,
    /// `changed`: the resource as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
    /// `not_allowed`: words for what must be done first (follow-up kinds and the like).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<String>,
}

impl Problem {
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self {
            type_uri: format!("{TYPE_PREFIX}{kind}"),
            title: kind.as_str().replace('_', " "),
            status: kind.status(),
            detail: detail.into(),
            owner: None,
            owner_name: None,
            merged_into: None,
            current: None,
            owed: Vec::new(),
        }
    }

    pub fn kind(&self) -> ProblemKind {
        ProblemKind::from(self.type_uri.strip_prefix(TYPE_PREFIX).unwrap_or(&self.type_uri))
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}): {}", self.title, self.status, self.detail)
    }
}

impl std::error::Error for Problem {}
