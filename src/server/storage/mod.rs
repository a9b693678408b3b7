//! What the server keeps, behind one trait with room for more than one database.
//!
//! Duty: reading what an act needs, committing what was decided, the feed in one total order.
//! Not its duty: deciding anything (`rules`), the wire (`http`, `routes`).
//!
//! Acts are optimistic. A case with its messages, calls and follow-ups is one **scope**, and so is each customer and each
//! operator. Reading a scope gives a [`Stamp`]; a [`Batch`] names the stamps it was decided on, and is refused as a
//! whole with [`CommitError::Conflict`] when one of them has moved. The caller then reads and decides again.

mod common;
mod errand;
pub mod postgres;
mod presence;
pub mod sqlite;

pub use common::KEEP_ANSWERS;

use std::path::PathBuf;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;

use crate::model::{
    AttachmentHash, Case, CaseFile, CaseId, Customer, CustomerId, FollowUpId, MessageId, Operator, OperatorId, TokenId,
};
use crate::protocol::{AuditEntry, Entity, EntityKind, TokenInfo};
use crate::server::answer::Answer;
pub use presence::{Board, Stay};

pub use errand::{Errand, ErrandChange, ErrandKind};

/// How a scope stood when it was read. Opaque; 0 means that it did not exist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp(pub u64);

/// Something with the stamp it was read under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped<T> {
    pub value: T,
    pub stamp: Stamp,
}

/// Position in the feed. On the wire it is opaque; here it is the number of the last change it covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(pub u64);

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for Cursor {
    type Err = std::num::ParseIntError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse().map(Self)
    }
}

/// A name under which something is found again; each name has one owner.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Name {
    /// A source's own id of a case; the owner is the case.
    Case { source: String, external_id: String },
    /// A source's own id of a message (Message-ID); the owner is its case.
    Message { source: String, external_id: String },
    /// An address on a channel, in its comparable form; the owner is the customer.
    Contact { channel: String, address: String },
}

/// A change of the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameChange {
    /// Conflicts when somebody else has the name.
    Take(Name, Uuid),
    /// Nothing happens when somebody else has the name.
    Drop(Name, Uuid),
}

/// One act's first answer, kept for its Idempotency-Key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAnswer {
    pub operator: OperatorId,
    pub key: String,
    /// SHA-256 of the request.
    pub request: [u8; 32],
    pub answer: Answer,
}

/// The line an act leaves in the audit. Never contains words of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// None: the server itself (a timer).
    pub operator: Option<OperatorId>,
    pub act: &'static str,
    pub scope: Option<Uuid>,
    pub at: Timestamp,
    /// For what was refused: method and route. `act` is the kind of the problem then.
    pub refused: Option<String>,
}

/// Which lines of the audit to read; the newest come first.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only lines older than this one.
    pub before: Option<u64>,
    pub limit: usize,
    pub operator: Option<OperatorId>,
    /// A case, a customer, an operator.
    pub scope: Option<Uuid>,
    pub act: Option<String>,
    /// From this second on.
    pub since: Option<Timestamp>,
    /// To this second, itself included.
    pub until: Option<Timestamp>,
}

/// Everything an act changes, committed as a whole or not at all.
#[derive(Debug, Clone)]
pub struct Batch {
    pub expect: Vec<(Uuid, Stamp)>,
    pub puts: Vec<Entity>,
    /// Resources to take out; they stay in the feed as tombstones.
    pub deletes: Vec<(EntityKind, Uuid)>,
    pub names: Vec<NameChange>,
    pub tokens: Vec<TokenChange>,
    pub errands: Vec<ErrandChange>,
    pub first_answer: Option<FirstAnswer>,
    pub audit: AuditLine,
}

impl Batch {
    /// One that leaves its line in the audit and changes nothing yet.
    pub fn of(audit: AuditLine) -> Self {
        Self {
            expect: Vec::new(),
            puts: Vec::new(),
            deletes: Vec::new(),
            names: Vec::new(),
            tokens: Vec::new(),
            errands: Vec::new(),
            first_answer: None,
            audit,
        }
    }

    /// True for upkeep alone, which is no act of anybody: last uses of tokens, steps of errands.
    pub fn is_upkeep(&self) -> bool {
        let changes_nothing = self.puts.is_empty() && self.deletes.is_empty() && self.names.is_empty();
        let only_uses = self.tokens.iter().all(|change| matches!(change, TokenChange::Used { .. }));
        let does_something = !self.tokens.is_empty() || !self.errands.is_empty();
        changes_nothing && only_uses && self.first_answer.is_none() && does_something
    }
}

/// What else holds the words of a person who is being forgotten.
#[derive(Debug, Clone, Default)]
pub struct Forget {
    /// The customer and his cases: first answers that speak of them are taken out.
    pub scopes: Vec<Uuid>,
    /// Contents that go unless another message still has them.
    pub contents: Vec<AttachmentHash>,
}

/// A change of the access tokens; only hashes are ever stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenChange {
    Add {
        id: TokenId,
        hash: [u8; 32],
        operator: OperatorId,
        label: String,
        expires_at: Option<Timestamp>,
    },
    /// Takes one away. Nothing happens to one that was taken away before.
    Revoke {
        id: TokenId,
        at: Timestamp,
    },
    /// When tokens were last used. A batch of nothing else leaves no line in the audit.
    Used {
        tokens: Vec<(TokenId, Timestamp)>,
    },
    RevokeAllOf {
        operator: OperatorId,
        at: Timestamp,
        /// This one stays: the one that asks.
        except: Option<TokenId>,
    },
    /// Takes away what was given out under a label for one run only.
    RevokeLabel {
        label: String,
    },
}

/// Who comes with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    pub operator: Operator,
    pub token: TokenInfo,
}

/// Where a resource stands: its kind, its id, and the scope it is changed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub kind: EntityKind,
    pub id: Uuid,
    pub scope: Uuid,
}

pub fn place(entity: &Entity) -> Place {
    let (kind, id, scope) = match entity {
        Entity::Case(it) => (EntityKind::Case, it.id.0, it.id.0),
        Entity::Customer(it) => (EntityKind::Customer, it.id.0, it.id.0),
        Entity::Message(it) => (EntityKind::Message, it.id.0, it.case_id.0),
        Entity::Call(it) => (EntityKind::Call, it.id.0, it.case_id.0),
        Entity::FollowUp(it) => (EntityKind::FollowUp, it.id.0, it.case_id.0),
        Entity::Operator(it) => (EntityKind::Operator, it.id.0, it.id.0),
    };
    Place { kind, id, scope }
}

/// What to read of the feed.
#[derive(Debug, Clone, Default)]
pub struct FeedQuery {
    pub after: Cursor,
    /// At most so many lines.
    pub limit: usize,
    /// Empty: every kind.
    pub kinds: Vec<EntityKind>,
}

/// A part of the feed as the wire carries it.
#[derive(Debug, Clone, Default)]
pub struct FeedPart {
    /// One JSON object a line ([`crate::protocol::Change`]), each line ended by `\n`.
    pub lines: Bytes,
    pub count: usize,
    /// Where to go on. At the end of the feed it covers changes of other kinds too.
    pub next: Cursor,
    pub more: bool,
    /// The end of the feed when this part was read.
    pub head: Cursor,
}

/// Position in the urgency order: rank, due, waiting (milliseconds, `i64::MAX` for none), number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CasePosition {
    pub rank: u8,
    pub due: i64,
    pub waiting: i64,
    pub number: u64,
}

impl CasePosition {
    pub fn of(case: &Case) -> Self {
        let milliseconds = |at: Option<Timestamp>| at.map_or(i64::MAX, |at| at.as_millisecond());
        Self {
            rank: case.rank,
            due: milliseconds(case.next_due.as_ref().map(|d| d.at)),
            waiting: milliseconds(case.waiting_since),
            number: case.number,
        }
    }
}

/// What happened to data when a storage could not be opened or used.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error(
        "the database {path} is damaged ({reason}). Nothing was overwritten; restore it from a backup, or start afresh, \
         which keeps the damaged file aside"
    )]
    Damaged { path: PathBuf, reason: String },
    #[error(
        "the database {path} was made by a newer version of this program (schema {found}, this one knows {known}). \
         Nothing was changed; use the newer version"
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("the database {path} cannot be used: {reason}. Nothing was changed")]
    CannotOpen { path: PathBuf, reason: String },
    #[error("the disk is full; nothing was changed")]
    Full,
    #[error("the database did not do what was asked: {0}")]
    Failed(String),
    #[error("the database cannot be reached ({0}). Nothing was changed; it is tried again with the next request")]
    Unreachable(String),
    #[error("the connection broke while a change was committed ({0}), and whether it stands could not be asked")]
    Unsure(String),
    #[error("the storage is closed")]
    Closed,
}

/// Why a batch was not committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A scope moved, a name or an id was taken in the meantime: read and decide again.
    #[error("somebody else was faster")]
    Conflict,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

type Result<T, E = StorageError> = std::result::Result<T, E>;

/// A place that keeps a desk. All methods may be called from many tasks at once and never block them.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// A case with everything that belongs to it.
    async fn case_file(&self, id: CaseId) -> Result<Option<Stamped<CaseFile>>>;
    /// The case alone.
    async fn case(&self, id: CaseId) -> Result<Option<Case>>;
    async fn customer(&self, id: CustomerId) -> Result<Option<Stamped<Customer>>>;
    /// Every case of a customer.
    async fn cases_of(&self, id: CustomerId) -> Result<Vec<CaseId>>;
    async fn operator(&self, id: OperatorId) -> Result<Option<Stamped<Operator>>>;
    async fn operators(&self) -> Result<Vec<Operator>>;
    async fn case_of_message(&self, id: MessageId) -> Result<Option<CaseId>>;
    async fn case_of_follow_up(&self, id: FollowUpId) -> Result<Option<CaseId>>;
    /// Where these ids stand, tombstones too; nothing for those that are free.
    async fn places(&self, ids: Vec<Uuid>) -> Result<Vec<Place>>;
    /// Who has each name; none for a free one. In the order asked.
    async fn owners_of(&self, names: Vec<Name>) -> Result<Vec<Option<Uuid>>>;
    /// The token with this hash and its operator, also when it is in force no more; see [`TokenInfo::is_in_force`].
    async fn bearer(&self, hash: [u8; 32]) -> Result<Option<Bearer>>;
    /// Every token of an operator, the newest first.
    async fn tokens(&self, operator: OperatorId) -> Result<Vec<TokenInfo>>;
    async fn audit(&self, query: AuditQuery) -> Result<Vec<AuditEntry>>;

    /// Cases in urgency order after a position; `active` tells the living from the solved and closed.
    async fn cases(&self, active: bool, after: Option<CasePosition>, limit: usize) -> Result<Vec<Case>>;
    async fn case_count(&self) -> Result<u64>;
    /// A number no other case has or will get.
    async fn next_case_number(&self) -> Result<u64>;
    /// When the next snoozed case wakes up, and which it is.
    async fn next_wake(&self) -> Result<Option<(Timestamp, CaseId)>>;

    async fn feed(&self, query: FeedQuery) -> Result<FeedPart>;
    /// The newest position of the feed, told at once after every commit.
    fn head(&self) -> watch::Receiver<Cursor>;

    async fn first_answer(&self, operator: OperatorId, key: &str) -> Result<Option<FirstAnswer>>;
    /// Commits everything or nothing.
    async fn commit(&self, batch: Batch) -> Result<Cursor, CommitError>;

    /// Commits a batch that empties documents, and takes out every other copy of what was in them: first answers,
    /// contents that no message has any more, freed pages of the database.
    async fn forget(&self, batch: Batch, forget: Forget) -> Result<Cursor, CommitError>;

    /// Takes what somebody says of himself; it holds until its time and is never durable beyond it.
    async fn put_presence(&self, stay: Stay) -> Result<()>;
    /// Everybody whose time is not over, whichever server he told, in a fixed order.
    async fn presence(&self, now: Timestamp) -> Result<Vec<Stay>>;
    /// Changes when somebody comes, goes or does something else, at whichever server.
    fn presence_moved(&self) -> watch::Receiver<u64>;

    /// Forgets first answers to acts that were done before a moment, at most so many, the oldest first; says how many.
    async fn forget_answers(&self, before: Timestamp, limit: usize) -> Result<usize>;

    /// Which of these contents are not stored.
    async fn missing_attachments(&self, hashes: Vec<AttachmentHash>) -> Result<Vec<AttachmentHash>>;
    async fn put_attachment(&self, hash: AttachmentHash, content: Bytes) -> Result<()>;
    async fn attachment(&self, hash: AttachmentHash) -> Result<Option<Bytes>>;

    /// The first errands of a kind, the nearest time first.
    async fn errands(&self, kind: ErrandKind, limit: usize) -> Result<Vec<Errand>>;
    async fn errand(&self, kind: ErrandKind, name: &str) -> Result<Option<Errand>>;

    /// True where other processes may serve the same storage; then leases are kept, and whoever holds one may live.
    fn is_shared(&self) -> bool {
        false
    }

    /// Names this storage for ever.
    fn desk(&self) -> &str;
    /// Finishes what was begun and closes; later calls answer [`StorageError::Closed`].
    async fn close(&self);
}
