//! The one task that commits: it takes every batch that waits and commits them together, so that one flush of the disk
//! and one turn at the head of the feed serve many acts.
//!
//! A broken connection never leaves a doubt that can be avoided: before the commit was sent nothing stands, and the group
//! is tried again; after it PostgreSQL is asked by the transaction's number whether it stands. Not its duty: what a
//! batch does (`write`).

use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::sync::{mpsc, oneshot, watch};

use super::error::is_lost;
use super::listen::tell;
use super::write::{self, Head};
use crate::server::storage::{Batch, CommitError, Cursor, StorageError};

/// At most so many batches share one flush.
const GROUP: usize = 64;
/// A group whose connection broke is tried so often.
const TRIES: usize = 3;
/// A group that takes longer has a connection that is dead without saying so.
const PATIENCE: Duration = Duration::from_secs(40);
/// So long PostgreSQL is asked what became of a commit.
const ASKING: Duration = Duration::from_secs(20);

type Committed = Result<Cursor, CommitError>;
pub type Work = (Batch, oneshot::Sender<Committed>);

pub struct Writer {
    pub pool: Pool,
    /// The channel on which other processes hear of it.
    pub channel: String,
    pub head: watch::Sender<Cursor>,
}

/// How an attempt ended.
enum Ended {
    /// Every batch has its answer.
    Answered(Vec<Committed>),
    /// Nothing stands; `lost`: because the connection broke.
    Nothing { error: StorageError, lost: bool },
    /// The connection broke while the commit was on its way.
    Unknown { transaction: String, error: StorageError, answers: Vec<Committed> },
}

/// What became of a transaction.
enum Fate {
    Stands,
    Gone,
    Unknown,
}

impl Writer {
    /// Runs until the queue is closed and empty.
    pub async fn run(self, mut queue: mpsc::UnboundedReceiver<Work>) {
        let mut group = Vec::with_capacity(GROUP);
        while queue.recv_many(&mut group, GROUP).await > 0 {
            let (batches, told): (Vec<Batch>, Vec<_>) = group.drain(..).unzip();
            let answers = self.commit(&batches).await;
            if let Some(newest) = answers.iter().filter_map(|a| a.as_ref().ok()).max() {
                tell(&self.head, *newest);
            }
            for (told, answer) in told.into_iter().zip(answers) {
                let _ = told.send(answer);
            }
        }
    }

    async fn commit(&self, batches: &[Batch]) -> Vec<Committed> {
        let mut last = StorageError::Closed;
        for _ in 0..TRIES {
            match self.attempt(batches).await {
                Ended::Answered(answers) => return answers,
                Ended::Nothing { error, lost } => {
                    last = error;
                    if !lost {
                        break;
                    }
                }
                Ended::Unknown { transaction, error, answers } => match self.fate(&transaction).await {
                    Fate::Stands => return answers,
                    Fate::Gone => last = error,
                    Fate::Unknown => return all(batches, &StorageError::Unsure(error.to_string())),
                },
            }
        }
        all(batches, &last)
    }

    /// Gives up on a connection that does not answer. What was begun in it ends with it.
    async fn attempt(&self, batches: &[Batch]) -> Ended {
        let mut sent = None;
        match tokio::time::timeout(PATIENCE, self.try_group(batches, &mut sent)).await {
            Ok(ended) => ended,
            Err(_) => {
                let error = StorageError::Unreachable(String::from("it does not answer"));
                match sent {
                    Some((transaction, answers)) => Ended::Unknown { transaction, error, answers },
                    None => Ended::Nothing { error, lost: false },
                }
            }
        }
    }

    /// `sent` is what will have been answered once the commit that is on its way stands.
    async fn try_group(&self, batches: &[Batch], sent: &mut Option<(String, Vec<Committed>)>) -> Ended {
        let mut session = match self.pool.get().await {
            Ok(session) => session,
            Err(error) => return Ended::Nothing { error: error.into(), lost: false },
        };
        let begun = async {
            let transaction = session.transaction().await?;
            let (head, number) = write::lock(&transaction).await?;
            Ok((transaction, head, number))
        };
        let (mut transaction, before, number) = match begun.await {
            Ok(begun) => begun,
            Err(error) => return nothing(error),
        };
        let (answers, after) = match apply_all(&mut transaction, before, batches).await {
            Ok(applied) => applied,
            Err(StorageError::Unreachable(why)) => {
                return Ended::Nothing { error: StorageError::Unreachable(why), lost: true };
            }
            Err(error) => return Ended::Nothing { error, lost: false },
        };
        if after != before
            && let Err(error) = write::move_head(&transaction, after, &self.channel).await
        {
            return nothing(error);
        }
        *sent = Some((number, answers));
        let committed = transaction.commit().await;
        let Some((number, answers)) = sent.take() else { return Ended::Answered(Vec::new()) };
        match committed {
            Ok(()) => Ended::Answered(answers),
            Err(error) if is_lost(&error) => Ended::Unknown { transaction: number, error: error.into(), answers },
            Err(error) => nothing(error),
        }
    }

    /// Asks until PostgreSQL knows, or the patience ends.
    async fn fate(&self, transaction: &str) -> Fate {
        let asked = tokio::time::timeout(ASKING, async {
            loop {
                match self.ask(transaction).await {
                    Ok(Some(status)) if status == "committed" => return Fate::Stands,
                    Ok(Some(status)) if status == "aborted" => return Fate::Gone,
                    Ok(None) | Err(StorageError::Failed(_) | StorageError::Closed) => return Fate::Unknown,
                    // Still running, or still out of reach.
                    Ok(Some(_)) | Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                }
            }
        });
        asked.await.unwrap_or(Fate::Unknown)
    }

    async fn ask(&self, transaction: &str) -> Result<Option<String>, StorageError> {
        let session = self.pool.get().await?;
        let row = session.query_one("SELECT pg_xact_status($1::text::xid8)", &[&transaction]).await?;
        Ok(row.get(0))
    }
}

fn nothing(error: tokio_postgres::Error) -> Ended {
    let lost = is_lost(&error);
    Ended::Nothing { error: error.into(), lost }
}

/// Applies one batch after the other. A batch that cannot be applied is taken back alone; the others stand.
///
/// # Errors
/// The connection broke: nothing stands.
async fn apply_all(
    transaction: &mut deadpool_postgres::Transaction<'_>,
    mut head: Head,
    batches: &[Batch],
) -> Result<(Vec<Committed>, Head), StorageError> {
    let mut answers = Vec::with_capacity(batches.len());
    for batch in batches {
        let savepoint = transaction.savepoint("batch").await?;
        match write::apply(&savepoint, head, batch).await {
            Ok(moved) => {
                savepoint.commit().await?;
                head = moved;
                answers.push(Ok(head.cursor()));
            }
            Err(CommitError::Storage(StorageError::Unreachable(why))) => return Err(StorageError::Unreachable(why)),
            Err(error) => {
                savepoint.rollback().await?;
                answers.push(Err(error));
            }
        }
    }
    Ok((answers, head))
}

/// The same answer for all.
fn all(batches: &[Batch], error: &StorageError) -> Vec<Committed> {
    let again = || match error {
        StorageError::Full => StorageError::Full,
        StorageError::Closed => StorageError::Closed,
        StorageError::Unreachable(why) => StorageError::Unreachable(why.clone()),
        StorageError::Unsure(why) => StorageError::Unsure(why.clone()),
        other => StorageError::Failed(other.to_string()),
    };
    batches.iter().map(|_| Err(CommitError::Storage(again()))).collect()
}
