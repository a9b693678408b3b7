//! The one task that commits: it takes every batch that waits and commits them together, so that one flush of the disk,
//! one turn at the head of the feed and a few round trips serve many acts.
//!
//! A broken connection never leaves a doubt that can be avoided: before the commit was sent nothing stands, and the group
//! is tried again; after it PostgreSQL is asked by the transaction's number whether it stands. Not its duty: what a
//! batch does (`write`).

use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::sync::{mpsc, oneshot, watch};

use super::error::is_lost;
use super::group;
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
        let (transaction, before, number) = match begun.await {
            Ok(begun) => begun,
            Err(error) => return nothing(error),
        };
        let (answers, after) = match apply_all(&transaction, before, batches).await {
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

/// Applies all batches, round by round (`group`). What cannot be applied is taken back alone; the others stand.
///
/// # Errors
/// The connection broke: nothing stands.
async fn apply_all(
    transaction: &deadpool_postgres::Transaction<'_>,
    mut head: Head,
    batches: &[Batch],
) -> Result<(Vec<Committed>, Head), StorageError> {
    let mut answers: Vec<Committed> = batches.iter().map(|_| Err(CommitError::Conflict)).collect();
    for round in group::rounds(batches) {
        let members: Vec<&Batch> = round.iter().map(|at| &batches[*at]).collect();
        let mut told = vec![];
        head = match apply_round(transaction, head, &members, &mut told).await? {
            Some(after) => after,
            // One of them is in the way of all: each goes alone.
            None => {
                let mut head = head;
                for member in &members {
                    head = apply_round(transaction, head, &[*member], &mut told).await?.unwrap_or(head);
                }
                head
            }
        };
        for (at, answer) in round.into_iter().zip(told) {
            answers[at] = answer;
        }
    }
    Ok((answers, head))
}

/// Applies a round, and tells each of its members what became of it. None: one of several cannot be applied, nobody is
/// told anything, and nothing of the round is there.
///
/// # Errors
/// The connection broke: nothing stands.
async fn apply_round(
    transaction: &deadpool_postgres::Transaction<'_>,
    head: Head,
    members: &[&Batch],
    told: &mut Vec<Committed>,
) -> Result<Option<Head>, StorageError> {
    match try_round(transaction, head, members).await {
        Ok((answers, after)) => {
            told.extend(answers);
            Ok(Some(after))
        }
        Err(CommitError::Storage(StorageError::Unreachable(why))) => Err(StorageError::Unreachable(why)),
        Err(error) => {
            transaction.batch_execute("ROLLBACK TO SAVEPOINT round").await?;
            let [_] = members else { return Ok(None) };
            told.push(Err(error));
            Ok(Some(head))
        }
    }
}

/// The savepoint and the look at the stamps travel together, then all that is written; a savepoint that was left behind
/// ends with the transaction.
async fn try_round(
    transaction: &deadpool_postgres::Transaction<'_>,
    head: Head,
    members: &[&Batch],
) -> Result<(Vec<Committed>, Head), CommitError> {
    let (begun, moved) =
        futures_util::join!(transaction.batch_execute("SAVEPOINT round"), write::moved(transaction, members));
    begun?;
    let moved = moved?;
    let stand: Vec<&Batch> =
        members.iter().enumerate().filter(|(at, _)| !moved.contains(at)).map(|(_, batch)| *batch).collect();
    if stand.is_empty() {
        return Ok((members.iter().map(|_| Err(CommitError::Conflict)).collect(), head));
    }
    let (reached, after) = write::apply(transaction, head, &stand).await?;
    let mut reached = reached.into_iter();
    let answer = |at| if moved.contains(&at) { None } else { reached.next() };
    let answers = (0..members.len()).map(answer).map(|reached| reached.ok_or(CommitError::Conflict)).collect();
    Ok((answers, after))
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
