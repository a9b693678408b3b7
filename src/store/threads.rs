//! Threads that own SQLite connections and do what they are handed, in order, so that no caller ever waits for a disk.

use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::StoreError;
use super::open::note_damage;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// How long a writer rests before it moves the write-ahead log into the file …
const IDLE_BEFORE_CHECKPOINT: Duration = Duration::from_secs(2);
/// … and after how many changed rows: a few drafts and read marks can wait, and the program sleeps meanwhile.
const WORTH_A_CHECKPOINT: u64 = 500;

/// One or more threads behind one queue. Dropping it lets the queue run empty and waits for that: durable work is done.
pub(super) struct Threads {
    queue: Option<mpsc::Sender<Job>>,
    handles: Vec<JoinHandle<()>>,
    /// The file, if it is to be noted when it proves damaged.
    disposable: Option<Arc<Path>>,
}

impl Threads {
    /// A single thread that also checkpoints its database when it has nothing else to do.
    pub(super) fn writer(name: &str, connection: Connection) -> std::io::Result<Self> {
        Self::start(name, vec![connection], true)
    }

    /// Should this file prove damaged, the next start is to replace it.
    pub(super) fn disposable(mut self, path: &Path) -> Self {
        self.disposable = Some(Arc::from(path));
        self
    }

    /// Several threads that take turns; for reading.
    pub(super) fn readers(name: &str, connections: Vec<Connection>) -> std::io::Result<Self> {
        Self::start(name, connections, false)
    }

    fn start(name: &str, connections: Vec<Connection>, writes: bool) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        let mut handles = Vec::with_capacity(connections.len());
        for mut connection in connections {
            let jobs = Arc::clone(&jobs);
            let work = move || serve(&jobs, &mut connection, writes);
            handles.push(std::thread::Builder::new().name(name.to_owned()).spawn(work)?);
        }
        Ok(Self { queue: Some(queue), handles, disposable: None })
    }

    /// Hands the job over at once, whether or not the answer is ever awaited.
    pub(super) fn run<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<R, StoreError> + Send + 'static,
    ) -> Answer<R> {
        let (answer, result) = oneshot::channel();
        let disposable = self.disposable.clone();
        if let Some(queue) = &self.queue {
            // A send that fails drops `answer`, which is then reported as `Closed`.
            let _ = queue.send(Box::new(move |connection| {
                let done = job(connection);
                if let (Err(error), Some(path)) = (&done, disposable)
                    && error.is_damage()
                {
                    note_damage(&path, error);
                }
                let _ = answer.send(done);
            }));
        }
        Answer(result)
    }
}

/// What a thread of the store will answer. The work is done whether or not this is awaited.
#[must_use = "an error is only seen by who awaits it"]
pub struct Answer<R>(oneshot::Receiver<Result<R, StoreError>>);

impl<R> Answer<R> {
    /// Waits for it on a thread that may block; not within a runtime.
    ///
    /// # Errors
    /// Those of the work; [`StoreError::Closed`] when its thread is gone.
    pub fn wait(self) -> Result<R, StoreError> {
        self.0.blocking_recv().unwrap_or(Err(StoreError::Closed))
    }

    /// Tells it to `told` on the thread that answers, without any other thread between. `told` must not block.
    pub fn then(self, told: impl FnOnce(Result<R, StoreError>) + Send + 'static)
    where
        R: Send + 'static,
    {
        Arc::new(Then(Mutex::new(Some((self, Box::new(told)))))).wake();
    }
}

type Told<R> = Box<dyn FnOnce(Result<R, StoreError>) + Send>;

/// An answer that is awaited by the very thread that gives it.
struct Then<R>(Mutex<Option<(Answer<R>, Told<R>)>>);

impl<R: Send + 'static> Wake for Then<R> {
    fn wake(self: Arc<Self>) {
        let waker = Waker::from(Arc::clone(&self));
        // Held while looking, so that an answer given meanwhile waits until it can be taken.
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((mut answer, told)) = waiting.take() else { return };
        match Pin::new(&mut answer).poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(result) => {
                drop(waiting);
                told(result);
            }
            Poll::Pending => *waiting = Some((answer, told)),
        }
    }
}

impl<R> Future for Answer<R> {
    type Output = Result<R, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|result| result.unwrap_or(Err(StoreError::Closed)))
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.queue = None;
        for handle in self.handles.drain(..) {
            // A thread that panicked has already dropped its answers; there is nothing left to save.
            let _ = handle.join();
        }
    }
}

fn serve(jobs: &Mutex<mpsc::Receiver<Job>>, connection: &mut Connection, writes: bool) {
    let mut checkpointed = connection.total_changes();
    loop {
        let written = writes && connection.total_changes() - checkpointed >= WORTH_A_CHECKPOINT;
        let next = {
            let Ok(jobs) = jobs.lock() else { return };
            if written { jobs.recv_timeout(IDLE_BEFORE_CHECKPOINT) } else { jobs.recv().map_err(Into::into) }
        };
        match next {
            Ok(job) => job(connection),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                checkpoint(connection);
                checkpointed = connection.total_changes();
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    if writes {
        checkpoint(connection);
    }
}

/// Moves the log into the file without waiting for any reader, then empties a large log, for the next start reads what
/// is in it. A failure only means that the log stays a little longer.
fn checkpoint(connection: &Connection) {
    const LARGE_LOG_PAGES: i64 = 1_000;
    let moved =
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |r| Ok((r.get::<_, i64>(1)?, r.get::<_, i64>(2)?)));
    let emptied = match moved {
        Ok((log, moved)) if log == moved && log > LARGE_LOG_PAGES => {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        }
        other => other.map(drop),
    };
    if let Err(error) = emptied {
        tracing::debug!(%error, "checkpoint put off");
    }
    let _ = connection.execute_batch("PRAGMA shrink_memory");
}
