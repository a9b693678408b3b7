//! The desk in PostgreSQL: for many processes, each of which keeps nothing of its own.
//!
//! Commits follow one another (`write`), changes of other processes are heard within moments (`listen`), attachments
//! lie in the database, so that every process serves them. A desk is a database, or a schema of one. Not its duty:
//! deciding what is written.

mod accounts;
mod connect;
mod errands;
mod error;
mod feed;
mod forget;
mod group;
mod listen;
mod migrate;
mod presence;
mod read;
mod url;
mod write;
mod writer;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, RwLock};

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    AuditQuery, Batch, Bearer, CasePosition, CommitError, Cursor, Errand, ErrandKind, FeedPart, FeedQuery, FirstAnswer,
    Forget, Name, Place, Stamped, Stay, Storage, StorageError,
};
use crate::model::{
    AttachmentHash, Case, CaseFile, CaseId, Customer, CustomerId, FollowUpId, MessageId, Operator, OperatorId,
};
use crate::protocol::{AuditEntry, TokenInfo};
use connect::Pools;
use listen::Listener;
use migrate::MigrateError;
pub use url::{DatabaseUrl, UrlError};
use writer::{Work, Writer};

/// A reading whose session broke is tried so often: after a restart of the database every old session fails once.
const TRIES: usize = 10;

type Result<T, E = StorageError> = std::result::Result<T, E>;

/// A desk in a database.
pub struct PostgresStorage {
    pools: Pools,
    work: RwLock<Option<mpsc::UnboundedSender<Work>>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    head: watch::Receiver<Cursor>,
    closing: CancellationToken,
    desk: String,
    /// What every process of this desk listens to.
    channel: String,
    /// Moves when somebody comes, goes or does something else, at whichever process.
    moved: watch::Receiver<u64>,
}

impl PostgresStorage {
    /// Connects, brings the schema up to date, and listens.
    ///
    /// # Errors
    /// Says whether it is newer, unfit, or cannot be reached; nothing is changed then.
    pub async fn open(url: &DatabaseUrl) -> Result<Self> {
        Self::start(url).await.map_err(|error| error.at(url))
    }

    async fn start(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let pools = Pools::new(url)?;
        let mut session = pools.write.get().await.map_err(StorageError::from)?;
        let desk = migrate::migrate(&mut session, url.schema.as_deref()).await?;
        let (tell_head, head) = watch::channel(read::head(&session).await?);
        drop(session);
        let (tell_moved, moved) = watch::channel(0);
        let channel = format!("sincerely_{}", desk.replace('-', ""));
        let closing = CancellationToken::new();
        let listener = Listener {
            url: url.clone(),
            tls: connect::tls(url)?,
            channel: channel.clone(),
            pool: pools.read.clone(),
            head: tell_head.clone(),
            moved: tell_moved,
            closing: closing.clone(),
        };
        let (work, queue) = mpsc::unbounded_channel();
        let writer = Writer { pool: pools.write.clone(), channel: channel.clone(), head: tell_head };
        let tasks = Mutex::new(vec![tokio::spawn(writer.run(queue)), tokio::spawn(listener.run())]);
        Ok(Self { pools, work: RwLock::new(Some(work)), tasks, head, closing, desk, channel, moved })
    }
}

#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl OpenError {
    fn at(self, url: &DatabaseUrl) -> StorageError {
        let path = PathBuf::from(url.to_string());
        match self {
            Self::Migrate(MigrateError::Newer { found, known }) => StorageError::Newer { path, found, known },
            Self::Migrate(MigrateError::Postgres(error)) => {
                StorageError::CannotOpen { path, reason: StorageError::from(error).to_string() }
            }
            Self::Storage(StorageError::Unreachable(reason)) => StorageError::CannotOpen { path, reason },
            Self::Storage(named @ StorageError::CannotOpen { .. }) => named,
            other => StorageError::CannotOpen { path, reason: other.to_string() },
        }
    }
}

/// Reads over a session of the pool; over another one when it broke.
macro_rules! read {
    ($self:ident, |$db:ident| $reading:expr) => {{
        let mut tries = 0;
        loop {
            tries += 1;
            #[allow(unused_mut, reason = "one reading needs a transaction")]
            let mut $db = $self.pools.read.get().await?;
            match $reading.await {
                Err(StorageError::Unreachable(_)) if tries < TRIES => {}
                answer => break answer,
            }
        }
    }};
}

impl PostgresStorage {
    async fn forget_first_answers(&self, forget: &Forget) -> Result<()> {
        read!(self, |db| forget::first_answers(&db, forget))
    }

    async fn forget_contents(&self, forget: &Forget) -> Result<()> {
        read!(self, |db| forget::contents(&db, forget))
    }
}

#[async_trait]
impl Storage for PostgresStorage {
    async fn case_file(&self, id: CaseId) -> Result<Option<Stamped<CaseFile>>> {
        read!(self, |db| read::case_file(&db, id))
    }

    async fn case(&self, id: CaseId) -> Result<Option<Case>> {
        read!(self, |db| read::case(&db, id))
    }

    async fn customer(&self, id: CustomerId) -> Result<Option<Stamped<Customer>>> {
        read!(self, |db| read::stamped(&db, id.0))
    }

    async fn cases_of(&self, id: CustomerId) -> Result<Vec<CaseId>> {
        read!(self, |db| read::cases_of(&db, id))
    }

    async fn operator(&self, id: OperatorId) -> Result<Option<Stamped<Operator>>> {
        read!(self, |db| read::stamped(&db, id.0))
    }

    async fn operators(&self) -> Result<Vec<Operator>> {
        read!(self, |db| read::operators(&db))
    }

    async fn case_of_message(&self, id: MessageId) -> Result<Option<CaseId>> {
        read!(self, |db| read::scope_of(&db, id.0))
    }

    async fn case_of_follow_up(&self, id: FollowUpId) -> Result<Option<CaseId>> {
        read!(self, |db| read::scope_of(&db, id.0))
    }

    async fn places(&self, ids: Vec<Uuid>) -> Result<Vec<Place>> {
        read!(self, |db| read::places(&db, &ids))
    }

    async fn owners_of(&self, names: Vec<Name>) -> Result<Vec<Option<Uuid>>> {
        read!(self, |db| read::owners_of(&db, &names))
    }

    async fn bearer(&self, hash: [u8; 32]) -> Result<Option<Bearer>> {
        read!(self, |db| accounts::bearer(&db, &hash))
    }

    async fn tokens(&self, operator: OperatorId) -> Result<Vec<TokenInfo>> {
        read!(self, |db| accounts::tokens(&db, operator))
    }

    async fn audit(&self, query: AuditQuery) -> Result<Vec<AuditEntry>> {
        read!(self, |db| accounts::read_audit(&db, &query))
    }

    async fn cases(&self, active: bool, after: Option<CasePosition>, limit: usize) -> Result<Vec<Case>> {
        read!(self, |db| read::cases(&db, active, after, limit))
    }

    async fn case_count(&self) -> Result<u64> {
        read!(self, |db| read::case_count(&db))
    }

    async fn next_case_number(&self) -> Result<u64> {
        read!(self, |db| read::next_case_number(&db))
    }

    async fn next_wake(&self) -> Result<Option<(Timestamp, CaseId)>> {
        read!(self, |db| read::next_wake(&db))
    }

    async fn feed(&self, query: FeedQuery) -> Result<FeedPart> {
        read!(self, |db| feed::feed(&mut db, &query))
    }

    fn head(&self) -> watch::Receiver<Cursor> {
        self.head.clone()
    }

    async fn first_answer(&self, operator: OperatorId, key: &str) -> Result<Option<FirstAnswer>> {
        read!(self, |db| read::first_answer(&db, operator, key))
    }

    async fn commit(&self, batch: Batch) -> Result<Cursor, CommitError> {
        let (tell, told) = oneshot::channel();
        {
            let work = self.work.read().unwrap_or_else(PoisonError::into_inner);
            let queue = work.as_ref().ok_or(StorageError::Closed)?;
            queue.send((batch, tell)).map_err(|_| StorageError::Closed)?;
        }
        told.await.map_err(|_| StorageError::Closed)?
    }

    async fn forget(&self, batch: Batch, forget: Forget) -> Result<Cursor, CommitError> {
        // Before it too: should this process end in between, little is left.
        self.forget_first_answers(&forget).await?;
        let cursor = self.commit(batch).await?;
        self.forget_first_answers(&forget).await?;
        self.forget_contents(&forget).await?;
        Ok(cursor)
    }

    async fn put_presence(&self, stay: Stay) -> Result<()> {
        read!(self, |db| presence::put(&db, &self.channel, &stay))
    }

    async fn presence(&self, now: Timestamp) -> Result<Vec<Stay>> {
        read!(self, |db| presence::list(&db, now))
    }

    fn presence_moved(&self) -> watch::Receiver<u64> {
        self.moved.clone()
    }

    async fn forget_answers(&self, before: Timestamp, limit: usize) -> Result<usize> {
        read!(self, |db| read::forget_answers(&db, before, limit))
    }

    async fn missing_attachments(&self, hashes: Vec<AttachmentHash>) -> Result<Vec<AttachmentHash>> {
        read!(self, |db| read::missing_attachments(&db, &hashes))
    }

    async fn put_attachment(&self, hash: AttachmentHash, content: Bytes) -> Result<()> {
        read!(self, |db| read::put_attachment(&db, &hash, &content))
    }

    async fn attachment(&self, hash: AttachmentHash) -> Result<Option<Bytes>> {
        read!(self, |db| read::attachment(&db, &hash)).map(|content| content.map(Bytes::from))
    }

    async fn errands(&self, kind: ErrandKind, limit: usize) -> Result<Vec<Errand>> {
        read!(self, |db| errands::errands(&db, kind, limit))
    }

    async fn errand(&self, kind: ErrandKind, name: &str) -> Result<Option<Errand>> {
        read!(self, |db| errands::errand(&db, kind, name))
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn desk(&self) -> &str {
        &self.desk
    }

    async fn close(&self) {
        self.work.write().unwrap_or_else(PoisonError::into_inner).take();
        self.closing.cancel();
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            let _ = task.await;
        }
        self.pools.close();
    }
}
