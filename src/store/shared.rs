//! What the threads of a store share: the picture of unsent work, the list of listeners.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use rusqlite::Connection;
use tokio::sync::broadcast;

use super::work::Pending;
use super::{Notice, StoreError};
use crate::model::DeskId;

/// A listener that falls further behind is told so and reads everything again.
const NOTICES: usize = 256;

pub(super) struct Shared {
    pub(super) desk: DeskId,
    /// The desk's number in `cache.db`.
    pub(super) desk_row: i64,
    pub(super) notices: broadcast::Sender<Notice>,
    pending: RwLock<Arc<Pending>>,
    indexed: AtomicBool,
}

impl Shared {
    pub(super) fn new(desk: DeskId, desk_row: i64, pending: Pending, indexed: bool) -> Self {
        Self {
            desk,
            desk_row,
            notices: broadcast::channel(NOTICES).0,
            pending: RwLock::new(Arc::new(pending)),
            indexed: AtomicBool::new(indexed),
        }
    }

    pub(super) fn pending(&self) -> Arc<Pending> {
        // Nothing panics while it holds this lock; what a poisoned one holds is whole.
        Arc::clone(&self.pending.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Takes a new picture of `work.db`; on its thread, after a write.
    pub(super) fn refresh(&self, work: &Connection) -> Result<(), StoreError> {
        let fresh = Arc::new(Pending::load(work, &self.desk)?);
        *self.pending.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub(super) fn indexed(&self) -> bool {
        self.indexed.load(Ordering::Acquire)
    }

    pub(super) fn set_indexed(&self, indexed: bool) {
        self.indexed.store(indexed, Ordering::Release);
    }

    /// Nobody listening is no error.
    pub(super) fn tell(&self, notice: Notice) {
        let _ = self.notices.send(notice);
    }
}
