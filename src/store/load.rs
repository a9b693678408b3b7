//! Where the copy of a desk stands: its row, its cursor, its read marks, which indexes are made.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use crate::model::DeskId;

/// The desk's number in the cache. The cache shows one desk's cases: those of another one are thrown out first.
pub(super) fn desk_row(db: &mut Connection, desk: &DeskId) -> Result<i64, StoreError> {
    let known: Option<i64> = db.query_row("SELECT n FROM desks WHERE desk = ?", [&desk.0], |r| r.get(0)).optional()?;
    if let Some(row) = known {
        return Ok(row);
    }
    db.execute("INSERT INTO desks (desk) VALUES (?)", [&desk.0])?;
    Ok(db.last_insert_rowid())
}

/// Brings the copy of the read marks in step with `work.db`.
pub(super) fn copy_reads(work: &Connection, cache: &Connection, desk: &DeskId, row: i64) -> Result<(), StoreError> {
    let newest: i64 = cache.query_row("SELECT coalesce(max(at), 0) FROM reads WHERE desk = ?", [row], |r| r.get(0))?;
    let mut missing = work.prepare("SELECT case_id, at FROM reads WHERE desk = ? AND at > ?")?;
    let mut rows = missing.query(params![desk.0, newest])?;
    while let Some(read) = rows.next()? {
        let (case, at): ([u8; 16], i64) = (read.get(0)?, read.get(1)?);
        cache.execute("INSERT OR REPLACE INTO reads (desk, case_id, at) VALUES (?, ?, ?)", params![row, case, at])?;
        cache.execute("UPDATE cases SET unread = 0 WHERE id = ? AND last_inbound_at <= ?", params![case, at])?;
    }
    Ok(())
}

pub(super) fn is_indexed(db: &Connection) -> Result<bool, StoreError> {
    let made: i64 = db.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name IN ('queue_active', 'queue_due')",
        [],
        |r| r.get(0),
    )?;
    Ok(made == 2)
}

pub(super) fn read_since(db: &Connection, desk: i64) -> Result<i64, StoreError> {
    Ok(db.prepare_cached("SELECT read_since FROM desks WHERE n = ?")?.query_row([desk], |r| r.get(0))?)
}

pub(super) fn set_cursor(db: &Connection, desk: i64, cursor: &str) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE desks SET cursor = ? WHERE n = ?")?.execute(params![cursor, desk])?;
    Ok(())
}

/// Makes every index that is missing.
pub(super) fn make_indexes(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(include_str!("../../migrations/cache/list_indexes.sql"))?;
    db.execute_batch(include_str!("../../migrations/cache/all_indexes.sql"))?;
    Ok(())
}
