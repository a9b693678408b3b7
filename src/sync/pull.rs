//! From the desk into the store: the first load in its phases, then page after page of changes.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::Mutex;
use tokio::task::{JoinError, JoinHandle};

use super::SyncError;
use crate::backend::{Backend, BackendError, PullLine};
use crate::protocol::{Change, EntityKind, ServerInfo};
use crate::store::{Answer, Batch, LoadPhase, Store};

/// A page of a first load: large enough that a transaction costs nothing, small enough for the memory.
const LOAD_LINES: usize = 10_000;
const LOAD_BYTES: usize = 8 << 20;
/// Pages being decoded while the next one comes in.
const DECODING: usize = 1;
/// Pages decoded but not yet written.
const LOAD_AHEAD: usize = 1;
/// Between two looks whether another window has pulled everything.
const ANOTHER_LOADS: Duration = Duration::from_millis(250);
/// Changes of one page afterwards.
const DELTA: usize = 500;

/// Loads everything that the store does not have yet. `progress` hears how many cases are there, of about how many.
pub(super) async fn first_load(
    backend: &dyn Backend,
    store: &Store,
    info: &ServerInfo,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<(), SyncError> {
    let mut loaded = store.loaded().await?;
    if loaded.storage == info.desk && loaded.phase >= LoadPhase::Search {
        return Ok(());
    }
    // One window at a time; the others find everything done.
    let _lock = loop {
        match store.try_load_lock()? {
            Some(lock) => break lock,
            None => tokio::time::sleep(ANOTHER_LOADS).await,
        }
    };
    loaded = store.loaded().await?;
    if loaded.storage != info.desk {
        // Never loaded, or another storage answers at this address now.
        store.begin_load(info.desk.clone(), info.head.clone()).await?;
        loaded = store.loaded().await?;
    }
    let mut phase = loaded.phase;
    let mut cursor = loaded.phase_cursor;
    while phase < LoadPhase::Search {
        progress(if phase > LoadPhase::Cases { info.cases } else { 0 }, info.cases);
        if let Some(kind) = phase.kind() {
            let is_cases = phase == LoadPhase::Cases;
            load_kind(backend, store, &kind, cursor.take(), |lines| {
                if is_cases {
                    progress(lines, info.cases);
                }
            })
            .await?;
        }
        phase = store.end_phase().await?;
    }
    Ok(())
}

async fn load_kind(
    backend: &dyn Backend,
    store: &Store,
    kind: &EntityKind,
    cursor: Option<String>,
    mut progress: impl FnMut(u64) + Send,
) -> Result<(), SyncError> {
    let mut lines = backend.pull_all(cursor.as_deref(), kind).await?;
    let mut decoding: VecDeque<(JoinHandle<Batch>, String)> = VecDeque::new();
    let mut writing: VecDeque<Answer<Batch>> = VecDeque::new();
    let mut page = Page::default();
    let mut total = 0;
    loop {
        let ended = match lines.next().await.transpose()? {
            Some(PullLine::Change(change)) => {
                page.push(change);
                false
            }
            Some(PullLine::End { .. }) | None => true,
        };
        if page.is_full() || (ended && !page.changes.is_empty()) {
            total += page.changes.len() as u64;
            let Page { changes, cursor, .. } = std::mem::take(&mut page);
            decoding.push_back((decode(changes), cursor));
            progress(total);
        }
        while decoding.len() > if ended { 0 } else { DECODING } {
            if let Some((batch, cursor)) = decoding.pop_front() {
                writing.push_back(store.load_page(batch.await.map_err(undecoded)?, cursor));
            }
        }
        while writing.len() > if ended { 0 } else { LOAD_AHEAD } {
            if let Some(page) = writing.pop_front() {
                drop(page.await?);
            }
        }
        if ended {
            return Ok(());
        }
    }
}

#[derive(Default)]
struct Page {
    changes: Vec<Change>,
    bytes: usize,
    cursor: String,
}

impl Page {
    fn push(&mut self, change: Change) {
        self.bytes += change.doc.as_ref().map_or(0, |doc| doc.get().len());
        self.cursor = change.seq.to_string();
        self.changes.push(change);
    }

    fn is_full(&self) -> bool {
        self.changes.len() >= LOAD_LINES || self.bytes >= LOAD_BYTES
    }
}

/// Off the runtime's threads: a page takes tens of milliseconds.
fn decode(changes: Vec<Change>) -> JoinHandle<Batch> {
    tokio::task::spawn_blocking(move || {
        let batch = Batch::decode(changes);
        if let Some((n, first)) = &batch.broken {
            tracing::warn!(n, first, "documents that cannot be read were left out");
        }
        batch
    })
}

/// The program is ending, or the decoder died: the page is pulled again, never passed over.
fn undecoded(error: JoinError) -> BackendError {
    BackendError::TryAgain { kind: None, why: format!("a page was not decoded: {error}"), after: None }
}

/// Applies every change there is. True when something came. The lock keeps two of these from crossing their cursors.
pub(super) async fn catch_up(backend: &dyn Backend, store: &Store, pulling: &Mutex<()>) -> Result<bool, SyncError> {
    let _alone = pulling.lock().await;
    let mut cursor = store.loaded().await?.cursor.unwrap_or_default();
    let mut came = false;
    loop {
        let page = backend.pull(&cursor, DELTA).await?;
        if page.cursor == cursor {
            return Ok(came);
        }
        came |= !page.changes.is_empty();
        cursor.clone_from(&page.cursor);
        let batch = decode(page.changes).await.map_err(undecoded)?;
        store.apply(batch, Some(page.cursor)).await?;
        if !page.more {
            return Ok(came);
        }
    }
}
