//! How plain values stand in SQLite: ids as 16 bytes, instants as milliseconds, missing sort keys as the greatest number.

use jiff::Timestamp;
use rusqlite::Row;
use uuid::Uuid;

use crate::model::OperatorId;

/// Sorts after every instant.
pub(super) const NEVER: i64 = i64::MAX;

pub(super) fn blob(id: Uuid) -> [u8; 16] {
    *id.as_bytes()
}

pub(super) fn owner_blob(owner: Option<OperatorId>) -> Option<[u8; 16]> {
    owner.map(|o| blob(o.0))
}

pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Milliseconds back into an instant; numbers beyond the calendar become its end.
pub(super) fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
}

/// A column holding an id.
pub(super) fn get_id(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get::<_, [u8; 16]>(column).map(Uuid::from_bytes)
}

pub(super) fn get_optional_id(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Uuid>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(Uuid::from_bytes))
}

/// Whole numbers of the model that SQLite keeps signed; none of ours comes near the limit.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
