//! The errands of the server: read by their time, changed by compare-and-set.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::server::storage::{CommitError, Errand, ErrandChange, ErrandKind, StorageError};

/// The first `limit` errands of a kind, the nearest time first.
pub fn errands(db: &Connection, kind: ErrandKind, limit: usize) -> Result<Vec<Errand>, StorageError> {
    let mut statement =
        db.prepare_cached("SELECT name, version, due, doc FROM errand WHERE kind = ?1 ORDER BY due, name LIMIT ?2")?;
    let rows = statement.query_map(params![kind.as_str(), limit as u64], |row| read(kind, row))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn errand(db: &Connection, kind: ErrandKind, name: &str) -> Result<Option<Errand>, StorageError> {
    let mut statement =
        db.prepare_cached("SELECT name, version, due, doc FROM errand WHERE kind = ?1 AND name = ?2")?;
    Ok(statement.query_row(params![kind.as_str(), name], |row| read(kind, row)).optional()?)
}

fn read(kind: ErrandKind, row: &Row<'_>) -> rusqlite::Result<Errand> {
    let due = Timestamp::from_millisecond(row.get(2)?).unwrap_or(Timestamp::MAX);
    Ok(Errand { kind, name: row.get(0)?, version: row.get(1)?, due, doc: row.get(3)? })
}

/// Applies a change inside the writer's transaction.
pub fn change(db: &Connection, change: &ErrandChange) -> Result<(), CommitError> {
    let changed = match change {
        ErrandChange::Begin(new) => db
            .prepare_cached("INSERT INTO errand (kind, name, version, due, doc) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![new.kind.as_str(), new.name, new.version, new.due.as_millisecond(), new.doc])?,
        ErrandChange::Move { was, to } => db
            .prepare_cached(
                "UPDATE errand SET version = ?3, due = ?4, doc = ?5 WHERE kind = ?1 AND name = ?2 AND version = ?6",
            )?
            .execute(params![to.kind.as_str(), to.name, to.version, to.due.as_millisecond(), to.doc, was])?,
        ErrandChange::End { kind, name, was } => db
            .prepare_cached("DELETE FROM errand WHERE kind = ?1 AND name = ?2 AND version = ?3")?
            .execute(params![kind.as_str(), name, was])?,
    };
    if changed == 0 { Err(CommitError::Conflict) } else { Ok(()) }
}
