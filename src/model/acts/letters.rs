//! What is written on a case: letters and notes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Attachment, Channel, Due, FollowUpId, FollowUpKind, MessageId, Override, State};

/// A follow-up that a letter or a call opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OpenFollowUp {
    pub kind: FollowUpKind,
    pub due: Due,
    #[serde(default)]
    pub title: String,
}

/// `POST /v1/cases/{id}/replies`, with `If-Match: "<thread_version as read>"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewReply {
    /// Made by the workstation, so that the letter is the same everywhere from the first moment.
    pub id: MessageId,
    /// `public_reply` for a public case, else `reply`.
    pub public: bool,
    pub channel: Channel,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub subject: String,
    /// Exactly as reviewed, signature block included (R169).
    pub body: String,
    /// The instant that stands in the canonical form.
    #[schema(value_type = String, format = DateTime)]
    pub signed_at: Timestamp,
    /// Armoured SSHSIG, namespace `reply@sincerely`, over the canonical form (see docs/signing.md).
    pub signature: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default)]
    pub opens: Vec<OpenFollowUp>,
    #[serde(default)]
    pub closes: Vec<FollowUpId>,
    /// The term whose confirmation the letter asks for (R11); not in public (T8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirms: Option<String>,
    /// Findings that the author set aside, each with his reason (R161).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// The state after it; `waiting_customer` when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

/// `POST /v1/cases/{id}/notes`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewNote {
    pub id: MessageId,
    pub body: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
