//! Filling a desk fast: one connection, large transactions, the indexes that only readers need made at the end.
//!
//! Everything goes through [`super::write::apply`], so what is loaded is what the server would have written. A load that
//! is cut short leaves a desk with the transactions that were committed.

use std::path::Path;

use rusqlite::Connection;
use uuid::Uuid;

use super::{FILE, OpenError, connect, migrate, read, write};
use crate::model::{CaseFile, CaseId, CustomerId, Operator};
use crate::server::storage::common::Stored;
use crate::server::storage::{Batch, CommitError, Name, Stamped, StorageError};

/// So many batches share a transaction.
const GROUP: usize = 5000;
/// Indexes that nobody reads while a desk is filled, as the first migration makes them.
const LATER: [(&str, &str); 3] = [
    ("resource_kind", "resource (kind)"),
    ("case_order", "case_key (active, rank, due, waiting, number)"),
    ("audit_scope", "audit (scope)"),
];

type Result<T> = std::result::Result<T, StorageError>;

/// A desk that is being filled. Nobody may serve it meanwhile.
pub struct Load {
    db: Connection,
    open: usize,
    fresh: bool,
}

impl Load {
    /// # Errors
    /// As [`super::SqliteStorage::open`].
    pub fn begin(dir: &Path) -> Result<Self> {
        let path = dir.join(FILE);
        Self::start(&path).map_err(|error| error.in_file(&path))
    }

    fn start(path: &Path) -> std::result::Result<Self, OpenError> {
        let mut db = connect(path, false)?;
        migrate::migrate(&mut db)?;
        read::desk(&db)?;
        db.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -65536")?;
        // A desk in use keeps its indexes: making them anew costs more than keeping them.
        let fresh = read::last_number(&db)? == 0;
        if fresh {
            for (name, _) in LATER {
                db.execute_batch(&format!("DROP INDEX {name}"))?;
            }
        }
        db.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Self { db, open: 0, fresh })
    }

    pub fn apply(&mut self, batch: &Batch) -> std::result::Result<(), CommitError> {
        write::apply(&self.db, batch)?;
        self.open += 1;
        if self.open == GROUP {
            self.db.execute_batch("COMMIT; BEGIN IMMEDIATE")?;
            self.open = 0;
        }
        Ok(())
    }

    /// Commits, makes the indexes, and flushes everything to the disk.
    pub fn finish(self) -> Result<()> {
        self.db.execute_batch("COMMIT; PRAGMA synchronous = FULL")?;
        if self.fresh {
            for (name, columns) in LATER {
                self.db.execute_batch(&format!("CREATE INDEX {name} ON {columns}"))?;
            }
        }
        self.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        Ok(())
    }

    pub fn last_number(&self) -> Result<u64> {
        Ok(read::last_number(&self.db)?)
    }

    /// The number of the last change; grows with every load.
    pub fn head(&self) -> Result<u64> {
        Ok(read::head(&self.db)?.0)
    }

    pub fn operators(&self) -> Result<Vec<Operator>> {
        read::operators(&self.db)
    }

    pub fn owner_of(&self, name: &Name) -> Result<Option<Uuid>> {
        read::owner_of(&self.db, name)
    }

    pub fn resource<T: Stored>(&self, id: Uuid) -> Result<Option<T>> {
        read::resource(&self.db, id)
    }

    pub fn case_file(&self, id: CaseId) -> Result<Option<Stamped<CaseFile>>> {
        read::case_file_in(&self.db, id)
    }

    pub fn cases_of(&self, id: CustomerId) -> Result<Vec<CaseId>> {
        read::cases_of(&self.db, id)
    }
}
