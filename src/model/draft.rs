//! Unsent work of this workstation: drafts being written, and acts waiting to be accepted by the desk.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Attachment, CaseId, IdempotencyKey, Override, acts::Command, open_enum};

open_enum!(
    /// A case has at most one draft of each kind, so that a note never overwrites a letter (libredesk #399).
    pub enum DraftKind {
        Reply = "reply",
        PublicReply = "public_reply",
        Note = "note",
        /// One text with fields for several customers (R65).
        ForMany = "for_many",
    }
);

/// What the text for many is kept under: it is the draft of no case, whichever of them is the first.
const OF_MANY: CaseId = CaseId(uuid::Uuid::from_u128(0x5d1e_60a4_77b3_4e19_8f02_c9a1_34de_70b6));

impl DraftKind {
    /// The id that a draft of this kind, begun on the case, is kept under.
    pub fn kept_under(&self, case: CaseId) -> CaseId {
        if *self == Self::ForMany { OF_MANY } else { case }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its case; see [`DraftKind::kept_under`].
    pub case: CaseId,
    pub kind: DraftKind,
    pub text: String,
    /// Cursor as a byte offset into `text`, on a character boundary.
    #[serde(default)]
    pub cursor: usize,
    /// Byte ranges of unfilled slots in `text`, ascending.
    #[serde(default)]
    pub slots: Vec<(usize, usize)>,
    /// The thread as it was when the writing began (R167).
    #[serde(default)]
    pub thread_version: u64,
    pub saved_at: Timestamp,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Findings that the operator set aside, each with his reason (R161).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

open_enum!(
    pub enum OutboxState {
        /// Waits for its turn, its undo window or the network.
        Queued = "queued",
        InFlight = "in_flight",
        /// The desk refused it; the operator must decide. Nothing is lost.
        Stuck = "stuck",
        Done = "done",
    }
);

/// One act in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxItem {
    pub key: IdempotencyKey,
    /// Order within the case.
    pub seq: i64,
    pub command: Command,
    pub state: OutboxState,
    pub attempts: u32,
    /// Not before then: undo window or back-off.
    pub next_try_at: Timestamp,
    pub created_at: Timestamp,
    /// Why it is stuck or was tried again, in the words of the desk.
    #[serde(default)]
    pub error: String,
}
