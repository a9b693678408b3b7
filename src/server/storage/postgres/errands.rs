//! The errands of the server in PostgreSQL: read by their time, changed by compare-and-set.

use deadpool_postgres::{Client, Transaction};
use jiff::Timestamp;
use tokio_postgres::Row;

use super::read::{row, rows, signed};
use super::write::execute;
use crate::server::storage::{CommitError, Errand, ErrandChange, ErrandKind, StorageError};

/// The first `limit` errands of a kind, the nearest time first.
pub async fn errands(db: &Client, kind: ErrandKind, limit: usize) -> Result<Vec<Errand>, StorageError> {
    let sql = "SELECT name, version, due, doc FROM errand WHERE kind = $1 ORDER BY due, name COLLATE \"C\" LIMIT $2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(rows(db, sql, &[&kind.as_str(), &limit]).await?.iter().map(|row| read(kind, row)).collect())
}

pub async fn errand(db: &Client, kind: ErrandKind, name: &str) -> Result<Option<Errand>, StorageError> {
    let sql = "SELECT name, version, due, doc FROM errand WHERE kind = $1 AND name = $2";
    Ok(row(db, sql, &[&kind.as_str(), &name]).await?.map(|row| read(kind, &row)))
}

fn read(kind: ErrandKind, row: &Row) -> Errand {
    let due = Timestamp::from_millisecond(row.get(2)).unwrap_or(Timestamp::MAX);
    Errand { kind, name: row.get(0), version: row.get::<_, i64>(1).unsigned_abs(), due, doc: row.get(3) }
}

/// Applies changes inside the transaction that holds the head of the feed.
pub async fn change(db: &Transaction<'_>, changes: &[ErrandChange]) -> Result<(), CommitError> {
    for change in changes {
        let changed = match change {
            ErrandChange::Begin(new) => {
                let sql = "INSERT INTO errand (kind, name, version, due, doc) VALUES ($1, $2, $3, $4, $5)
                           ON CONFLICT (kind, name) DO NOTHING";
                let (version, due) = (signed(new.version), new.due.as_millisecond());
                execute(db, sql, &[&new.kind.as_str(), &new.name, &version, &due, &new.doc]).await?
            }
            ErrandChange::Move { was, to } => {
                let sql = "UPDATE errand SET version = $3, due = $4, doc = $5
                           WHERE kind = $1 AND name = $2 AND version = $6";
                let (version, due) = (signed(to.version), to.due.as_millisecond());
                execute(db, sql, &[&to.kind.as_str(), &to.name, &version, &due, &to.doc, &signed(*was)]).await?
            }
            ErrandChange::End { kind, name, was } => {
                let sql = "DELETE FROM errand WHERE kind = $1 AND name = $2 AND version = $3";
                execute(db, sql, &[&kind.as_str(), name, &signed(*was)]).await?
            }
        };
        if changed == 0 {
            return Err(CommitError::Conflict);
        }
    }
    Ok(())
}
