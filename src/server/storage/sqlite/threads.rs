//! SQLite on its own threads, so that no task of the server ever waits for a disk while it holds an executor thread.
//!
//! Readers: a few connections that answer from the last committed state. Writer: one connection; it takes every batch
//! that waits and commits them together, so that one flush of the disk serves many acts.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{oneshot, watch};

use super::{forget, read, write};
use crate::server::storage::{Batch, CommitError, Cursor, Forget, StorageError};

/// At most so many batches share one flush.
const GROUP: usize = 128;
/// The writer tidies the write-ahead log after so long a pause, once.
const PAUSE: Duration = Duration::from_millis(500);

type ReadJob = Box<dyn FnOnce(&Connection) + Send>;

/// A pool of reading connections.
pub struct Readers {
    jobs: mpsc::Sender<ReadJob>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub fn start(connections: Vec<Connection>) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel::<ReadJob>();
        let queue = Arc::new(Mutex::new(queue));
        let mut threads = Vec::new();
        for connection in connections {
            let queue = Arc::clone(&queue);
            threads.push(std::thread::Builder::new().name("server-read".into()).spawn(move || {
                loop {
                    let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(job) = job else { break };
                    // A job that panics must not take the connection away from the others.
                    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&connection)));
                }
            })?);
        }
        Ok(Self { jobs, threads })
    }

    /// Hands a reading to the next free connection; the answer comes through the channel.
    pub fn run<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, StorageError>>, StorageError> {
        let (tell, told) = oneshot::channel();
        let job = Box::new(move |connection: &Connection| {
            let _ = tell.send(read(connection));
        });
        self.jobs.send(job).map_err(|_| StorageError::Closed)?;
        Ok(told)
    }

    /// Takes no more work; the threads end when what waits is done.
    pub fn stop(self) -> Vec<JoinHandle<()>> {
        self.threads
    }
}

type Told = oneshot::Sender<Result<Cursor, CommitError>>;

/// What the writing connection is asked to do.
enum Work {
    Commit(Box<Batch>, Told),
    /// A batch that empties documents, and what else holds their words.
    Erase(Box<(Batch, Forget)>, Told),
    /// To forget so many first answers to acts before a moment.
    Forget(Timestamp, usize, oneshot::Sender<Result<usize, StorageError>>),
}

/// The one connection that writes.
pub struct Writer {
    work: mpsc::Sender<Work>,
    thread: JoinHandle<()>,
}

impl Writer {
    pub fn start(connection: Connection, head: watch::Sender<Cursor>) -> std::io::Result<Self> {
        let (work, queue) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("server-write".into())
            .spawn(move || write_until_closed(connection, &queue, &head))?;
        Ok(Self { work, thread })
    }

    /// Queues a batch; the answer comes when it is on the disk.
    pub fn commit(&self, batch: Batch) -> Result<oneshot::Receiver<Result<Cursor, CommitError>>, StorageError> {
        let (tell, told) = oneshot::channel();
        self.work.send(Work::Commit(Box::new(batch), tell)).map_err(|_| StorageError::Closed)?;
        Ok(told)
    }

    /// The same for a batch that empties documents; when the answer comes, no copy is left in the database.
    pub fn erase(
        &self,
        batch: Batch,
        forget: Forget,
    ) -> Result<oneshot::Receiver<Result<Cursor, CommitError>>, StorageError> {
        let (tell, told) = oneshot::channel();
        self.work.send(Work::Erase(Box::new((batch, forget)), tell)).map_err(|_| StorageError::Closed)?;
        Ok(told)
    }

    /// Queues the forgetting of old first answers; the answer says how many were forgotten.
    pub fn forget(
        &self,
        before: Timestamp,
        limit: usize,
    ) -> Result<oneshot::Receiver<Result<usize, StorageError>>, StorageError> {
        let (tell, told) = oneshot::channel();
        self.work.send(Work::Forget(before, limit, tell)).map_err(|_| StorageError::Closed)?;
        Ok(told)
    }

    /// Takes no more work; the thread ends when what waits is committed.
    pub fn stop(self) -> JoinHandle<()> {
        self.thread
    }
}

fn write_until_closed(mut connection: Connection, queue: &mpsc::Receiver<Work>, head: &watch::Sender<Cursor>) {
    while let Some(first) = next(&connection, queue) {
        let mut group = Vec::new();
        for work in std::iter::once(first).chain(queue.try_iter().take(GROUP - 1)) {
            match work {
                Work::Commit(batch, told) => group.push((*batch, told)),
                Work::Erase(what, tell) => {
                    let erased = forget::erase(&mut connection, &what.0, &what.1);
                    if let Ok(newest) = &erased {
                        head.send_replace(*newest);
                    }
                    let _ = tell.send(erased);
                }
                Work::Forget(before, limit, tell) => {
                    let _ = tell.send(read::forget_answers(&connection, before, limit).map_err(StorageError::from));
                }
            }
        }
        if !group.is_empty() {
            write_group(&mut connection, group, head);
        }
    }
    let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

/// Waits for work; the first pause is used to tidy the log, so that no act pays for it.
fn next(connection: &Connection, queue: &mpsc::Receiver<Work>) -> Option<Work> {
    match queue.recv_timeout(PAUSE) {
        Ok(work) => Some(work),
        Err(mpsc::RecvTimeoutError::Disconnected) => None,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            let _ = connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
            queue.recv().ok()
        }
    }
}

/// Commits a group with one flush. A batch that cannot be applied is taken back alone; the others stand.
fn write_group(connection: &mut Connection, group: Vec<(Batch, Told)>, head: &watch::Sender<Cursor>) {
    let (batches, told): (Vec<Batch>, Vec<Told>) = group.into_iter().unzip();
    let results = apply_all(connection, &batches);
    let results = match results {
        Ok(results) => results,
        Err(error) => {
            let reason = error.to_string();
            for tell in told {
                let _ = tell.send(Err(CommitError::Storage(StorageError::Failed(reason.clone()))));
            }
            return;
        }
    };
    if let Some(newest) = results.iter().filter_map(|r| r.as_ref().ok()).max() {
        head.send_replace(*newest);
    }
    for (tell, result) in told.into_iter().zip(results) {
        let _ = tell.send(result);
    }
}

fn apply_all(
    connection: &mut Connection,
    batches: &[Batch],
) -> Result<Vec<Result<Cursor, CommitError>>, rusqlite::Error> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut results = Vec::with_capacity(batches.len());
    for batch in batches {
        let savepoint = transaction.savepoint()?;
        let result = write::apply(&savepoint, batch);
        if result.is_ok() {
            savepoint.commit()?;
        }
        results.push(result);
    }
    transaction.commit()?;
    Ok(results)
}
