//! One entry of a thread. What was sent is never edited or deleted; a correction is a new entry (R10).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chain::ChainLink;
use super::ids::{AttachmentHash, CaseId, MessageId, OperatorId};
use super::words::{Channel, open_enum};

open_enum!(
    pub enum MessageKind {
        Inbound = "inbound",
        Reply = "reply",
        PublicReply = "public_reply",
        Note = "note",
        Auto = "auto",
    }
);

/// Who wrote it. A reply without an operator does not exist (R55).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Author {
    Customer { name: String },
    Operator { id: OperatorId, name: String },
    Machine { name: String },
}

impl Author {
    pub fn name(&self) -> &str {
        match self {
            Self::Customer { name } | Self::Operator { name, .. } | Self::Machine { name } => name,
        }
    }
}

open_enum!(
    /// What became of a reply; the screen never says more than this.
    pub enum DeliveryState {
        /// No outgoing way is configured: the operator carries it himself.
        Recorded = "recorded",
        Queued = "queued",
        HandedOver = "handed_over",
        Bounced = "bounced",
        Unsure = "unsure",
    }
);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Delivery {
    pub state: DeliveryState,
    /// For `recorded`: when the operator said "I have sent it".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_by_hand_at: Option<Timestamp>,
    #[serde(default)]
    pub detail: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attachment {
    pub hash: AttachmentHash,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Message {
    pub id: MessageId,
    pub case_id: CaseId,
    pub kind: MessageKind,
    pub channel: Channel,
    pub author: Author,
    #[serde(default)]
    pub subject: String,
    /// Plain text, byte for byte as it was reviewed or as it came in (R169).
    pub body: String,
    /// When the customer wrote it, if he said so (R91); may be long before `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub written_at: Option<Timestamp>,
    /// When it reached us, or left us.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The name under which the source knows it (Message-ID).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The message exactly as it came, when the text above was derived from it (HTML, old charsets).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Attachment>,
    /// The address a reply goes to; part of what is signed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// The instant that stands in the signed form of a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub signed_at: Option<Timestamp>,
    /// Armoured SSHSIG over the canonical form (see `seal`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// What the check had said of a reply and its author decided otherwise (R161).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Its place in the chain of the case; none until the server has made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<ChainLink>,
}

/// A finding that the author of a letter set aside, with his reason; kept with the letter for good (R161).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Override {
    /// The rule that had spoken.
    pub rule: String,
    /// The words it had spoken of; empty for the letter as a whole.
    #[serde(default)]
    pub found: String,
    pub reason: String,
}

impl Message {
    /// True for what the customer can see from us.
    pub fn is_outbound(&self) -> bool {
        matches!(self.kind, MessageKind::Reply | MessageKind::PublicReply)
    }
}
