//! What a desk is to the workstation: [`Backend`], with one folder a kind of desk.
//!
//! Duty: speaking a desk's wire and saying what an error means, once, for everybody.
//! Not its duty: when to call it and what follows from an answer (`sync`).

mod error;
pub mod sincerely;

pub use error::BackendError;

use std::path::Path;

use async_trait::async_trait;
use futures_util::stream::BoxStream;

use crate::model::acts::{Command, NewOperator};
use crate::model::{AttachmentHash, CaseId, Doing, IdempotencyKey, Operator, Presences, Source};
use crate::protocol::{Change, ChangePage, Entity, EntityKind, ServerInfo};

/// What the desk answered to an accepted act: the resource as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub entity: Entity,
}

/// A line of a long pull.
#[derive(Debug)]
pub enum PullLine {
    Change(Change),
    /// The last line: everything came; the feed goes on here. A stream that ends without it was cut.
    End {
        cursor: String,
    },
}

/// What the desk's bell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Ring {
    /// There is more in the feed; this is its newest cursor.
    Changes(String),
    /// Who reads and who writes.
    Presence(Presences),
}

/// A desk. Every call may be made again: pulls change nothing, acts carry their key.
#[async_trait]
pub trait Backend: Send + Sync {
    /// The same, for what only a desk of our own kind can do.
    fn own_kind(&self) -> Option<&sincerely::Client> {
        None
    }

    /// Who answers, and where its feed stands.
    async fn info(&self) -> Result<ServerInfo, BackendError>;

    /// The account behind the token.
    async fn me(&self) -> Result<Operator, BackendError>;

    /// Where its cases come from and its letters go, with their health (R100); nothing for desks that do not say.
    async fn sources(&self) -> Result<Vec<Source>, BackendError> {
        Ok(Vec::new())
    }

    /// Changes one's own record.
    async fn put_me(&self, record: &NewOperator) -> Result<Operator, BackendError>;

    /// A page of changes after the cursor, of every kind.
    async fn pull(&self, after: &str, limit: usize) -> Result<ChangePage, BackendError>;

    /// Everything of one kind after the cursor, as a stream.
    async fn pull_all(
        &self,
        after: Option<&str>,
        kind: &EntityKind,
    ) -> Result<BoxStream<'static, Result<PullLine, BackendError>>, BackendError>;

    /// Carries out an act, once for its key however often it is called.
    async fn perform(&self, key: IdempotencyKey, command: &Command) -> Result<Outcome, BackendError>;

    /// Rings at once, and then whenever something changed after `last`. Ends when the connection does.
    async fn events(&self, last: Option<&str>) -> Result<BoxStream<'static, Result<Ring, BackendError>>, BackendError>;

    /// Says what the operator does on a case right now. A desk that does not ask for it takes no notice.
    async fn tell_presence(&self, case: CaseId, doing: &Doing) -> Result<(), BackendError>;

    /// Who reads and who writes, for a desk whose bell cannot be heard.
    async fn presence(&self) -> Result<Presences, BackendError>;

    /// Stores a file's content under its hash.
    async fn put_attachment(&self, hash: &AttachmentHash, content: Vec<u8>) -> Result<(), BackendError>;

    /// Fetches a content into a file of one's own, whole or not at all; its hash is checked.
    async fn get_attachment(&self, hash: &AttachmentHash, into: &Path) -> Result<(), BackendError>;
}
