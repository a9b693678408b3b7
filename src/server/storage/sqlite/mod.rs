//! The desk in one SQLite file: the default, and what the workstation embeds.
//!
//! Everything committed survives a power cut (`synchronous=FULL`). Attachments lie beside the file, named by their
//! content. Not its duty: deciding what is written.

mod accounts;
mod copy;
mod errands;
mod forget;
mod load;
mod migrate;
mod read;
mod threads;
mod write;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    AuditQuery, Batch, Bearer, Board, CasePosition, CommitError, Cursor, Errand, ErrandKind, FeedPart, FeedQuery,
    FirstAnswer, Forget, Name, Place, Stamped, Stay, Storage, StorageError,
};
use crate::files;
use crate::model::{
    AttachmentHash, Case, CaseFile, CaseId, Customer, CustomerId, FollowUpId, MessageId, Operator, OperatorId,
};
use crate::protocol::{AuditEntry, TokenInfo};
pub use copy::{Facts, copy, fold_log, known_schema, rename_desk};
pub use load::Load;
use migrate::MigrateError;
use threads::{Readers, Writer};

/// Name of the database inside the data folder.
pub const FILE: &str = "server.db";
const READERS: usize = 2;

/// A desk on disk.
pub struct SqliteStorage {
    threads: RwLock<Option<(Readers, Writer)>>,
    head: watch::Receiver<Cursor>,
    numbers: AtomicU64,
    attachments: PathBuf,
    desk: String,
    /// One process serves this file, so that its memory is enough.
    presence: Board,
}

impl SqliteStorage {
    /// Opens the desk in a folder; makes what is missing.
    ///
    /// # Errors
    /// Says whether the file is damaged, newer, or cannot be used; nothing is changed then.
    pub fn open(dir: &Path) -> Result<Self, StorageError> {
        let path = dir.join(FILE);
        let attachments = dir.join("attachments");
        files::private_dir(&attachments)
            .map_err(|e| StorageError::CannotOpen { path: attachments.clone(), reason: e.to_string() })?;
        Self::start(&path, attachments).map_err(|error| error.in_file(&path))
    }

    fn start(path: &Path, attachments: PathBuf) -> Result<Self, OpenError> {
        let mut connection = connect(path, false)?;
        migrate::migrate(&mut connection)?;
        let desk = read::desk(&connection)?;
        let head = read::head(&connection)?;
        let number = read::last_number(&connection)?;
        let readers: Result<Vec<Connection>, OpenError> = (0..READERS).map(|_| connect(path, true)).collect();
        let (tell_head, head) = watch::channel(head);
        Ok(Self {
            threads: RwLock::new(Some((Readers::start(readers?)?, Writer::start(connection, tell_head)?))),
            head,
            numbers: AtomicU64::new(number),
            attachments,
            desk,
            presence: Board::default(),
        })
    }

    /// Runs a reading on a thread of its own.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let told = {
            let threads = self.threads.read().unwrap_or_else(PoisonError::into_inner);
            threads.as_ref().ok_or(StorageError::Closed)?.0.run(read)?
        };
        told.await.map_err(|_| StorageError::Closed)?
    }
}

/// One connection with this desk's settings. Readers cannot write, whatever they are asked.
fn connect(path: &Path, reader: bool) -> Result<Connection, OpenError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -4096; PRAGMA wal_autocheckpoint = 8000;",
    )?;
    if reader {
        connection.execute_batch("PRAGMA query_only = ON")?;
    } else {
        // What is freed is overwritten, so that nothing is left of a person who is forgotten later. The pragma answers
        // with its value.
        connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    }
    Ok(connection)
}

#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Thread(#[from] std::io::Error),
}

impl OpenError {
    fn in_file(self, path: &Path) -> StorageError {
        let path = path.to_owned();
        let reason = self.to_string();
        let damaged = match &self {
            Self::Sqlite(error) | Self::Migrate(MigrateError::Sqlite(error)) => is_damage(error),
            Self::Storage(error) => matches!(error, StorageError::Damaged { .. }),
            _ => false,
        };
        match self {
            Self::Migrate(MigrateError::Newer { found, known }) => StorageError::Newer { path, found, known },
            _ if damaged => StorageError::Damaged { path, reason },
            _ => StorageError::CannotOpen { path, reason },
        }
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        if is_damage(&error) {
            return Self::Damaged { path: FILE.into(), reason: error.to_string() };
        }
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for CommitError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => Self::Conflict,
            _ => Self::Storage(error.into()),
        }
    }
}

type Result<T, E = StorageError> = std::result::Result<T, E>;

#[async_trait]
impl Storage for SqliteStorage {
    async fn case_file(&self, id: CaseId) -> Result<Option<Stamped<CaseFile>>> {
        self.read(move |db| read::case_file(db, id)).await
    }

    async fn case(&self, id: CaseId) -> Result<Option<Case>> {
        self.read(move |db| read::resource(db, id.0)).await
    }

    async fn customer(&self, id: CustomerId) -> Result<Option<Stamped<Customer>>> {
        self.read(move |db| read::stamped(db, id.0)).await
    }

    async fn cases_of(&self, id: CustomerId) -> Result<Vec<CaseId>> {
        self.read(move |db| read::cases_of(db, id)).await
    }

    async fn operator(&self, id: OperatorId) -> Result<Option<Stamped<Operator>>> {
        self.read(move |db| read::stamped(db, id.0)).await
    }

    async fn operators(&self) -> Result<Vec<Operator>> {
        self.read(read::operators).await
    }

    async fn case_of_message(&self, id: MessageId) -> Result<Option<CaseId>> {
        self.read(move |db| read::scope_of(db, id.0)).await.map(|scope| scope.map(CaseId))
    }

    async fn case_of_follow_up(&self, id: FollowUpId) -> Result<Option<CaseId>> {
        self.read(move |db| read::scope_of(db, id.0)).await.map(|scope| scope.map(CaseId))
    }

    async fn places(&self, ids: Vec<Uuid>) -> Result<Vec<Place>> {
        self.read(move |db| read::places(db, &ids)).await
    }

    async fn owners_of(&self, names: Vec<Name>) -> Result<Vec<Option<Uuid>>> {
        self.read(move |db| names.iter().map(|name| read::owner_of(db, name)).collect()).await
    }

    async fn bearer(&self, hash: [u8; 32]) -> Result<Option<Bearer>> {
        self.read(move |db| accounts::bearer(db, &hash)).await
    }

    async fn tokens(&self, operator: OperatorId) -> Result<Vec<TokenInfo>> {
        self.read(move |db| accounts::tokens(db, operator)).await
    }

    async fn audit(&self, query: AuditQuery) -> Result<Vec<AuditEntry>> {
        self.read(move |db| accounts::read_audit(db, &query)).await
    }

    async fn cases(&self, active: bool, after: Option<CasePosition>, limit: usize) -> Result<Vec<Case>> {
        self.read(move |db| read::cases(db, active, after, limit)).await
    }

    async fn case_count(&self) -> Result<u64> {
        self.read(read::case_count).await
    }

    async fn next_case_number(&self) -> Result<u64> {
        Ok(self.numbers.fetch_add(1, Ordering::Relaxed) + 1)
    }

    async fn next_wake(&self) -> Result<Option<(Timestamp, CaseId)>> {
        self.read(read::next_wake).await
    }

    async fn feed(&self, query: FeedQuery) -> Result<FeedPart> {
        self.read(move |db| read::feed(db, &query)).await
    }

    fn head(&self) -> watch::Receiver<Cursor> {
        self.head.clone()
    }

    async fn first_answer(&self, operator: OperatorId, key: &str) -> Result<Option<FirstAnswer>> {
        let key = key.to_owned();
        self.read(move |db| read::first_answer(db, operator, &key)).await
    }

    async fn commit(&self, batch: Batch) -> Result<Cursor, CommitError> {
        let told = {
            let threads = self.threads.read().unwrap_or_else(PoisonError::into_inner);
            threads.as_ref().ok_or(StorageError::Closed)?.1.commit(batch)?
        };
        told.await.map_err(|_| StorageError::Closed)?
    }

    async fn forget(&self, batch: Batch, forget: Forget) -> Result<Cursor, CommitError> {
        let contents = forget.contents.clone();
        let told = {
            let threads = self.threads.read().unwrap_or_else(PoisonError::into_inner);
            threads.as_ref().ok_or(StorageError::Closed)?.1.erase(batch, forget)?
        };
        let cursor = told.await.map_err(|_| StorageError::Closed)??;
        let unused = self.read(move |db| forget::unused(db, contents)).await?;
        for hash in unused {
            match tokio::fs::remove_file(attachment_path(&self.attachments, &hash)).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StorageError::Failed(format!("the attachment {hash} stays: {error}")).into());
                }
                _ => {}
            }
        }
        Ok(cursor)
    }

    async fn put_presence(&self, stay: Stay) -> Result<(), StorageError> {
        self.presence.put(stay);
        Ok(())
    }

    async fn presence(&self, now: Timestamp) -> Result<Vec<Stay>, StorageError> {
        Ok(self.presence.list(now))
    }

    fn presence_moved(&self) -> watch::Receiver<u64> {
        self.presence.moved()
    }

    async fn forget_answers(&self, before: Timestamp, limit: usize) -> Result<usize> {
        let told = {
            let threads = self.threads.read().unwrap_or_else(PoisonError::into_inner);
            threads.as_ref().ok_or(StorageError::Closed)?.1.forget(before, limit)?
        };
        told.await.map_err(|_| StorageError::Closed)?
    }

    async fn missing_attachments(&self, hashes: Vec<AttachmentHash>) -> Result<Vec<AttachmentHash>> {
        let dir = self.attachments.clone();
        let missing = move || hashes.into_iter().filter(|hash| !attachment_path(&dir, hash).is_file()).collect();
        tokio::task::spawn_blocking(missing).await.map_err(|_| StorageError::Closed)
    }

    async fn put_attachment(&self, hash: AttachmentHash, content: Bytes) -> Result<()> {
        let path = attachment_path(&self.attachments, &hash);
        let write = move || {
            if path.is_file() {
                // Whoever wrote it may not have come to this yet.
                return files::sync_name(&path);
            }
            files::private_dir(path.parent().unwrap_or(&path))?;
            files::write_private(&path, &content)
        };
        let written = tokio::task::spawn_blocking(write).await.map_err(|_| StorageError::Closed)?;
        written.map_err(|error| match error.kind() {
            std::io::ErrorKind::StorageFull => StorageError::Full,
            _ => StorageError::Failed(error.to_string()),
        })
    }

    async fn attachment(&self, hash: AttachmentHash) -> Result<Option<Bytes>> {
        let path = attachment_path(&self.attachments, &hash);
        match tokio::fs::read(path).await {
            Ok(content) => Ok(Some(content.into())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StorageError::Failed(error.to_string())),
        }
    }

    async fn errands(&self, kind: ErrandKind, limit: usize) -> Result<Vec<Errand>> {
        self.read(move |db| errands::errands(db, kind, limit)).await
    }

    async fn errand(&self, kind: ErrandKind, name: &str) -> Result<Option<Errand>> {
        let name = name.to_owned();
        self.read(move |db| errands::errand(db, kind, &name)).await
    }

    fn desk(&self) -> &str {
        &self.desk
    }

    async fn close(&self) {
        let threads = self.threads.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((readers, writer)) = threads {
            let join = move || {
                let mut handles = readers.stop();
                handles.push(writer.stop());
                handles.into_iter().for_each(|handle| drop(handle.join()));
            };
            let _ = tokio::task::spawn_blocking(join).await;
        }
    }
}

/// Only well-formed hashes come here (checked where they enter), so the name cannot leave the folder.
fn attachment_path(dir: &Path, hash: &AttachmentHash) -> PathBuf {
    debug_assert!(hash.is_well_formed());
    dir.join(hash.0.get(..2).unwrap_or("__")).join(&hash.0)
}
