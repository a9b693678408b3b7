//! SQLite on its own threads, so that no task of the server ever waits for a disk while it holds an executor thread.
//!
//! Readers: a few connections that answer from the last committed state. Writer: one connection; it takes every batch
//! that waits and commits them together, so that one flush of the disk serves many acts.

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{oneshot, watch};

use super::{forget, write};
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
type Order = (Batch, Option<Forget>, Told);

/// The one connection that writes.
pub struct Writer {
    batches: mpsc::Sender<Order>,
    thread: JoinHandle<()>,
}

impl Writer {
    pub fn start(connection: Connection, head: watch::Sender<Cursor>) -> std::io::Result<Self> {
        let (batches, queue) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("server-write".into())
            .spawn(move || write_until_closed(connection, &queue, &head))?;
        Ok(Self { batches, thread })
    }

    /// Queues a batch; the answer comes when it is on the disk.
    pub fn commit(&self, batch: Batch) -> Result<oneshot::Receiver<Result<Cursor, CommitError>>, StorageError> {
        self.order(batch, None)
    }

    /// The same for a batch that empties documents; when the answer comes, no copy is left in the database.
    pub fn forget(
        &self,
        batch: Batch,
        forget: Forget,
    ) -> Result<oneshot::Receiver<Result<Cursor, CommitError>>, StorageError> {
        self.order(batch, Some(forget))
    }

    fn order(
        &self,
        batch: Batch,
        forget: Option<Forget>,
    ) -> Result<oneshot::Receiver<Result<Cursor, CommitError>>, StorageError> {
        let (tell, told) = oneshot::channel();
        self.batches.send((batch, forget, tell)).map_err(|_| StorageError::Closed)?;
        Ok(told)
    }

    /// Takes no more work; the thread ends when what waits is committed.
    pub fn stop(self) -> JoinHandle<()> {
        self.thread
    }
}

fn write_until_closed(mut connection: Connection, queue: &mpsc::Receiver<Order>, head: &watch::Sender<Cursor>) {
    while let Some(first) = next(&connection, queue) {
        let mut group = vec![first];
        group.extend(queue.try_iter().take(GROUP - 1));
        write_group(&mut connection, group, head);
    }
    let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

/// Waits for work; the first pause is used to tidy the log, so that no act pays for it.
fn next(connection: &Connection, queue: &mpsc::Receiver<Order>) -> Option<Order> {
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
fn write_group(connection: &mut Connection, group: Vec<Order>, head: &watch::Sender<Cursor>) {
    let forgets = group.iter().any(|(_, forget, _)| forget.is_some());
    let (batches, told): (Vec<_>, Vec<Told>) = group.into_iter().map(|(b, forget, t)| ((b, forget), t)).unzip();
    let results = if forgets { forget_all(connection, &batches) } else { apply_all(connection, &batches) };
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

/// As [`apply_all`], and what was freed is overwritten before anybody is told.
fn forget_all(
    connection: &mut Connection,
    batches: &[(Batch, Option<Forget>)],
) -> Result<Vec<Result<Cursor, CommitError>>, rusqlite::Error> {
    forget::overwrite_freed(connection, true)?;
    let results = apply_all(connection, batches);
    forget::empty_log(connection)?;
    forget::overwrite_freed(connection, false)?;
    results
}

fn apply_all(
    connection: &mut Connection,
    batches: &[(Batch, Option<Forget>)],
) -> Result<Vec<Result<Cursor, CommitError>>, rusqlite::Error> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut results = Vec::with_capacity(batches.len());
    for (batch, forget) in batches {
        let savepoint = transaction.savepoint()?;
        let result = write::apply(&savepoint, batch).and_then(|cursor| {
            forget.iter().try_for_each(|forget| forget::first_answers(&savepoint, forget))?;
            Ok(cursor)
        });
        if result.is_ok() {
            savepoint.commit()?;
        }
        results.push(result);
    }
    transaction.commit()?;
    Ok(results)
}
