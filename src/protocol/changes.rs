//! The feed of changes: every change of every resource in one total order, the newest state of each.

use serde::{Deserialize, Serialize};

use crate::model::{Call, Case, Customer, FollowUp, Message, Operator, open_enum};

open_enum!(
    /// What a change is about.
    pub enum EntityKind {
        Case = "case",
        Customer = "customer",
        Message = "message",
        Call = "call",
        FollowUp = "follow_up",
        Operator = "operator",
    }
);

/// A resource taken out of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entity {
    Case(Box<Case>),
    Customer(Box<Customer>),
    Message(Box<Message>),
    Call(Box<Call>),
    FollowUp(Box<FollowUp>),
    Operator(Box<Operator>),
}

/// One line of the feed: `{"seq":7,"kind":"case","doc":{…}}`, or a tombstone `{"seq":8,"kind":"case","id":"…","deleted":true}`.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Change {
    /// Position in the total order; also the cursor after this line.
    pub seq: u64,
    pub kind: EntityKind,
    pub id: uuid::Uuid,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// The resource as it is now; none in a tombstone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub doc: Option<Box<serde_json::value::RawValue>>,
}

impl Change {
    /// The resource in this line; none for tombstones and for kinds of newer servers.
    ///
    /// # Errors
    /// The document is not of its kind's form.
    pub fn entity(&self) -> Result<Option<Entity>, serde_json::Error> {
        let Some(doc) = &self.doc else { return Ok(None) };
        let doc = doc.get();
        Ok(Some(match self.kind {
            EntityKind::Case => Entity::Case(serde_json::from_str(doc)?),
            EntityKind::Customer => Entity::Customer(serde_json::from_str(doc)?),
            EntityKind::Message => Entity::Message(serde_json::from_str(doc)?),
            EntityKind::Call => Entity::Call(serde_json::from_str(doc)?),
            EntityKind::FollowUp => Entity::FollowUp(serde_json::from_str(doc)?),
            EntityKind::Operator => Entity::Operator(serde_json::from_str(doc)?),
            EntityKind::Other(_) => return Ok(None),
        }))
    }
}

/// A page of the feed. As NDJSON (`Accept: application/x-ndjson`) the changes come as lines and the cursor as a last
/// line `{"cursor":"…","more":false}`.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChangePage {
    pub changes: Vec<Change>,
    /// Opaque; give it back as `after`.
    pub cursor: String,
    pub more: bool,
}

/// `GET /v1/server`: who answers here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ServerInfo {
    pub name: String,
    pub version: String,
    pub oldest_client: String,
    /// Names this storage for ever; a client with another one's cursor starts from zero.
    pub desk: String,
    /// The cursor of the newest change.
    pub head: String,
    /// True when replies leave by themselves (SMTP configured); false: `recorded`.
    pub sends: bool,
    /// Number of cases, for a progress display; an estimate is enough.
    #[serde(default)]
    pub cases: u64,
}
