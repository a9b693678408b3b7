//! What comes in: cases of any source, further words on them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Attachment, Channel, Contact, ContactMode, Due, Gender, Lang, MessageKind, PersonName};

/// `POST /v1/cases`: intake for any source. Idempotent by `external_id` within `source`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewCase {
    pub customer: NewCustomer,
    pub channel: Channel,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// The thread so far, oldest first; at least one inbound message.
    pub messages: Vec<NewMessage>,
    /// Defaults to what the channel implies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_link: Option<String>,
    #[serde(default)]
    pub moves: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Due>,
    #[serde(default)]
    pub harm: String,
    #[serde(default)]
    pub wished_outcome: String,
    #[serde(default)]
    pub tags: Vec<String>,
    /// The source's own id of the case; the same one again adds only what is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// A customer as a source knows him. An existing one with the same address on the same channel is found and used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewCustomer {
    #[serde(default)]
    pub name: PersonName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default)]
    pub contacts: Vec<Contact>,
    #[serde(default)]
    pub vip: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Channel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<ContactMode>,
}

/// A message that happened elsewhere and is taken into the thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewMessage {
    pub kind: MessageKind,
    /// Name of the author as the source shows it.
    #[serde(default)]
    pub author: String,
    #[serde(default)]
    pub subject: String,
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub written_at: Option<Timestamp>,
    /// When it reached us; the server's clock when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Attachment>,
}

/// `POST /v1/cases/{id}/messages`: a further word of the customer (or an automatic message) on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewInbound {
    pub channel: Channel,
    pub message: NewMessage,
}
