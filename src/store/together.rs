//! Several windows over the same two files: hearing what another one wrote, and pulling everything anew one at a time.
//!
//! Not its duty: which windows run (`window`), what is told to the screen (`notice`).

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use rusqlite::Connection;

use super::elsewhere::{self, Watch};
use super::handle::{Store, StoreThreads};
use super::open::with_suffix;
use super::shared::Shared;
use super::{Notice, StoreError, load};

const WORK: usize = 0;
const CACHE: usize = 1;

/// The right to pull everything anew; ends with the process, or when dropped.
#[derive(Debug)]
pub struct LoadLock(#[expect(dead_code, reason = "what it holds is the lock")] File);

impl Store {
    /// Listens for what other windows write; ends with the store.
    pub(super) fn watch(&self, work: &Path, cache: &Path) -> Option<Watch> {
        let (threads, shared) = (Arc::downgrade(&self.threads), Arc::downgrade(&self.shared));
        elsewhere::watch(&[work, cache], move |file| look_at(file, &threads, &shared))
    }

    /// Looks whether another window wrote something, and tells if so. Where the system says it by itself this finds
    /// nothing new; elsewhere it is called when the window comes to the front.
    pub fn look(&self) {
        for file in [WORK, CACHE] {
            look_at(file, &Arc::downgrade(&self.threads), &Arc::downgrade(&self.shared));
        }
    }

    /// Takes the right to pull everything anew; none while another window does.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn try_load_lock(&self) -> Result<Option<LoadLock>, StoreError> {
        let path = with_suffix(&self.shared.cache, ".loading");
        let file_error = |source| StoreError::File { path: path.clone(), source };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(file_error)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(LoadLock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(file_error(source)),
        }
    }
}

/// A number that changes when another connection has committed.
pub(super) fn data_version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row("PRAGMA data_version", [], |r| r.get(0))?)
}

/// On the thread that writes the file, so that its own commits are not taken for another's.
fn look_at(file: usize, threads: &Weak<StoreThreads>, shared: &Weak<Shared>) {
    let (Some(threads), Some(shared)) = (threads.upgrade(), shared.upgrade()) else { return };
    let writer = if file == WORK { &threads.work } else { &threads.cache };
    drop(writer.run(move |db| {
        let version = data_version(db)?;
        let before = shared.seen[file].swap(version, Ordering::Relaxed);
        if before != version {
            reread(file, db, &shared)?;
        }
        Ok(())
    }));
}

fn reread(file: usize, db: &Connection, shared: &Shared) -> Result<(), StoreError> {
    if file == WORK {
        shared.refresh(db)?;
    } else {
        shared.set_ready(load::phase(db, shared.desk_row)?);
    }
    shared.tell(Notice::elsewhere());
    Ok(())
}
