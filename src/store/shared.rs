//! What the threads of a store share: the picture of unsent work, the list of listeners.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rusqlite::Connection;
use tokio::sync::broadcast;

use super::tallies::Tallies;
use super::window::Window;
use super::work::Pending;
use super::{LoadPhase, Notice, StoreError};
use crate::model::DeskId;

/// A listener that falls further behind is told so and reads everything again.
const NOTICES: usize = 256;

pub(super) struct Shared {
    pub(super) desk: DeskId,
    /// The desk's number in `cache.db`.
    pub(super) desk_row: i64,
    pub(super) window: Window,
    /// The file of the copy.
    pub(super) cache: PathBuf,
    /// What `PRAGMA data_version` said of each file when it was last looked at: another number is another window's work.
    pub(super) seen: [AtomicI64; 2],
    pub(super) notices: broadcast::Sender<Notice>,
    pending: RwLock<Arc<Pending>>,
    ready: RwLock<LoadPhase>,
    /// What the pages of a first load counted, when all of them were written by this process.
    gathered: Mutex<Option<Tallies>>,
    /// Folders with contents of attachments.
    pub(super) contents: Mutex<Vec<PathBuf>>,
}

impl Shared {
    pub(super) fn new(
        desk: DeskId,
        desk_row: i64,
        pending: Pending,
        ready: LoadPhase,
        (window, cache): (Window, PathBuf),
    ) -> Self {
        Self {
            desk,
            desk_row,
            window,
            cache,
            seen: [const { AtomicI64::new(0) }; 2],
            notices: broadcast::channel(NOTICES).0,
            pending: RwLock::new(Arc::new(pending)),
            ready: RwLock::new(ready),
            gathered: Mutex::new(None),
            contents: Mutex::new(Vec::new()),
        }
    }

    /// What the files were like when they were opened.
    pub(super) fn saw(&self, versions: [i64; 2]) {
        for (seen, version) in self.seen.iter().zip(versions) {
            seen.store(version, Ordering::Relaxed);
        }
    }

    pub(super) fn contents(&self) -> Vec<PathBuf> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn pending(&self) -> Arc<Pending> {
        // Nothing panics while it holds this lock; what a poisoned one holds is whole.
        Arc::clone(&self.pending.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a new picture of `work.db`; on its thread, after a write.
    pub(super) fn refresh(&self, work: &Connection) -> Result<(), StoreError> {
        let fresh = Arc::new(Pending::load(work, &self.desk)?);
        *self.pending.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// What is before this phase has its indexes.
    pub(super) fn ready(&self) -> LoadPhase {
        *self.ready.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_ready(&self, phase: LoadPhase) {
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = phase;
    }

    /// A first load begins: its pages are counted from here on.
    pub(super) fn begin_gathering(&self) {
        *self.gathered.lock().unwrap_or_else(PoisonError::into_inner) = Some(Tallies::default());
    }

    /// Adds what a page counted, unless the load began in another process.
    pub(super) fn gather(&self, counted: Tallies) {
        if let Some(gathered) = &mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner) {
            gathered.add_all(counted);
        }
    }

    /// Takes what the pages counted, at the end of the phase that they belong to.
    pub(super) fn gathered(&self, phase: LoadPhase) -> Option<Tallies> {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.take_if(|_| phase == LoadPhase::Cases)
    }

    /// Nobody listening is no error.
    pub(super) fn tell(&self, notice: Notice) {
        let _ = self.notices.send(notice);
    }
}
