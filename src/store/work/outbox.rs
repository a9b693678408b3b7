//! The outbox: acts in the order they were made, until the desk has accepted each (R168).
//!
//! Not its duty: when an item may leave and what an answer means (`sync::policy`).

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::StoreError;
use super::super::sql::{blob, get_id, instant, millis};
use super::drafts;
use crate::model::acts::Command;
use crate::model::{CaseId, DeskId, Draft, DraftKind, IdempotencyKey, OutboxItem, OutboxState};

const COLUMNS: &str = "key, seq, command, state, attempts, next_try_at, created_at, error";

/// Puts an act into the outbox; the draft it was written in becomes history in the same transaction. The same key again
/// changes nothing.
pub(in crate::store) fn enqueue(
    db: &mut Connection,
    desk: &DeskId,
    command: &Command,
    key: IdempotencyKey,
    not_before: Timestamp,
) -> Result<OutboxItem, StoreError> {
    let transaction = db.transaction()?;
    let added = transaction
        .prepare_cached(
            "INSERT INTO outbox (key, desk, case_id, command, state, next_try_at, created_at) \
             VALUES (?, ?, ?, ?, 'queued', ?, ?) ON CONFLICT (key) DO NOTHING",
        )?
        .execute(params![
            blob(key.0),
            desk.0,
            blob(command.case().0),
            serde_json::to_string(command)?,
            millis(not_before),
            millis(Timestamp::now()),
        ])?;
    if let (1, Some(kind)) = (added, draft_kind(command)) {
        drafts::retire(&transaction, desk, command.case(), &kind)?;
    }
    let item = find(&transaction, key)?.ok_or(StoreError::Closed)?;
    transaction.commit()?;
    Ok(item)
}

fn draft_kind(command: &Command) -> Option<DraftKind> {
    match command {
        Command::Reply { reply, .. } if reply.public => Some(DraftKind::PublicReply),
        Command::Reply { .. } => Some(DraftKind::Reply),
        Command::Note { .. } => Some(DraftKind::Note),
        _ => None,
    }
}

pub(in crate::store) fn find(db: &Connection, key: IdempotencyKey) -> Result<Option<OutboxItem>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM outbox WHERE key = ?");
    Ok(db.prepare_cached(&sql)?.query_row([blob(key.0)], read).optional()?.transpose()?)
}

/// Every unfinished act of the desk, oldest first. One that this version cannot read (a newer one wrote it) stays in the
/// file, untouched, for a version that can.
pub(in crate::store) fn all(db: &Connection, desk: &DeskId) -> Result<Vec<OutboxItem>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM outbox WHERE desk = ? ORDER BY seq");
    let mut items = db.prepare_cached(&sql)?;
    let items = items.query_map([&desk.0], read)?;
    let mut found = Vec::new();
    for item in items {
        match item? {
            Ok(item) => found.push(item),
            Err(error) => {
                tracing::error!(column = error.column(), "an unsent act cannot be read by this version; it is kept")
            }
        }
    }
    Ok(found)
}

/// Takes back an act that surely never left. None when it may have.
pub(in crate::store) fn recall(db: &Connection, key: IdempotencyKey) -> Result<Option<OutboxItem>, StoreError> {
    take(db, key, "state = 'queued' AND maybe_left = 0")
}

/// Gives up an act that is not on its way right now, and returns it; what was written in it becomes an earlier version of
/// its draft, so that it is not lost either way.
pub(in crate::store) fn discard(
    db: &mut Connection,
    desk: &DeskId,
    key: IdempotencyKey,
) -> Result<Option<OutboxItem>, StoreError> {
    let transaction = db.transaction()?;
    let item = take(&transaction, key, "state = 'stuck' OR (state = 'queued' AND maybe_left = 0)")?;
    if let Some(draft) = item.as_ref().and_then(written) {
        drafts::put_aside(&transaction, desk, &draft)?;
    }
    transaction.commit()?;
    Ok(item)
}

/// What was written in an act, as the draft that it was.
fn written(item: &OutboxItem) -> Option<Draft> {
    let (text, thread_version, attachments, overrides) = match &item.command {
        Command::Reply { thread_version, reply, .. } => {
            (&reply.body, *thread_version, &reply.attachments, reply.overrides.clone())
        }
        Command::Note { note, .. } => (&note.body, 0, &note.attachments, Vec::new()),
        _ => return None,
    };
    Some(Draft {
        case: item.command.case(),
        kind: draft_kind(&item.command)?,
        text: text.clone(),
        cursor: 0,
        slots: Vec::new(),
        thread_version,
        saved_at: item.created_at,
        attachments: attachments.clone(),
        overrides,
    })
}

fn take(db: &Connection, key: IdempotencyKey, allowed: &str) -> Result<Option<OutboxItem>, StoreError> {
    let item = find(db, key)?;
    let taken = db.execute(&format!("DELETE FROM outbox WHERE key = ? AND ({allowed})"), [blob(key.0)])?;
    Ok(item.filter(|_| taken == 1))
}

/// Lets a stuck act try again now.
pub(in crate::store) fn retry(db: &Connection, key: IdempotencyKey, now: Timestamp) -> Result<bool, StoreError> {
    let changed = db.execute(
        "UPDATE outbox SET state = 'queued', attempts = 0, next_try_at = ?, error = '' WHERE key = ? AND state = 'stuck'",
        params![millis(now), blob(key.0)],
    )?;
    Ok(changed == 1)
}

/// Says that an act is leaving now from a window; false when it was recalled, or leaves from another one already.
pub(in crate::store) fn begin(db: &Connection, key: IdempotencyKey, window: i64) -> Result<bool, StoreError> {
    let changed = db
        .prepare_cached(
            "UPDATE outbox SET state = 'in_flight', attempts = attempts + 1, maybe_left = maybe_left + 1, taken_by = ? \
             WHERE key = ? AND state = 'queued'",
        )?
        .execute(params![window, blob(key.0)])?;
    Ok(changed == 1)
}

/// Puts an act back for another try. `left` is false when it surely never reached the desk.
pub(in crate::store) fn again(
    db: &Connection,
    key: IdempotencyKey,
    at: Timestamp,
    error: &str,
    left: bool,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE outbox SET state = 'queued', next_try_at = ?, error = ?, \
         maybe_left = maybe_left - ? WHERE key = ?",
        params![millis(at), error, !left, blob(key.0)],
    )?;
    Ok(())
}

pub(in crate::store) fn stuck(db: &Connection, key: IdempotencyKey, error: &str) -> Result<(), StoreError> {
    db.execute("UPDATE outbox SET state = 'stuck', error = ? WHERE key = ?", params![error, blob(key.0)])?;
    Ok(())
}

/// The desk has accepted it.
pub(in crate::store) fn done(db: &Connection, key: IdempotencyKey) -> Result<(), StoreError> {
    db.execute("DELETE FROM outbox WHERE key = ?", [blob(key.0)])?;
    Ok(())
}

/// Ends every undo window.
pub(in crate::store) fn hurry(db: &Connection, desk: &DeskId, now: Timestamp) -> Result<(), StoreError> {
    db.execute(
        "UPDATE outbox SET next_try_at = ?1 WHERE desk = ?2 AND state = 'queued' AND next_try_at > ?1",
        params![millis(now), desk.0],
    )?;
    Ok(())
}

/// Changes the words of an act that surely never left.
pub(in crate::store) fn reword(db: &Connection, key: IdempotencyKey, command: &Command) -> Result<bool, StoreError> {
    let changed = db.execute(
        "UPDATE outbox SET command = ? WHERE key = ? AND maybe_left = 0",
        params![serde_json::to_string(command)?, blob(key.0)],
    )?;
    Ok(changed == 1)
}

/// What was on its way from a window that has ended (or from this one, whose connection broke) is tried again, with the
/// same key. False: there was nothing.
pub(in crate::store) fn revive(db: &Connection, is_over: impl Fn(i64) -> bool) -> Result<bool, StoreError> {
    let mut taken = db.prepare_cached("SELECT DISTINCT taken_by FROM outbox WHERE state = 'in_flight'")?;
    let windows = taken.query_map([], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut changed = 0;
    for window in windows.into_iter().filter(|window| is_over(*window)) {
        let sql = "UPDATE outbox SET state = 'queued' WHERE state = 'in_flight' AND taken_by = ?";
        changed += db.execute(sql, [window])?;
    }
    Ok(changed > 0)
}

/// Gives later acts and drafts of a case entered here the id that the desk gave it.
pub(in crate::store) fn rename_case(
    db: &mut Connection,
    desk: &DeskId,
    from: CaseId,
    to: CaseId,
) -> Result<(), StoreError> {
    let transaction = db.transaction()?;
    for item in all(&transaction, desk)?.into_iter().filter(|i| i.command.case() == from) {
        let command = item.command.for_case(to);
        transaction.execute(
            "UPDATE outbox SET case_id = ?, command = ? WHERE key = ?",
            params![blob(to.0), serde_json::to_string(&command)?, blob(item.key.0)],
        )?;
    }
    for table in ["drafts", "draft_history"] {
        transaction.execute(
            &format!("UPDATE OR REPLACE {table} SET case_id = ? WHERE desk = ? AND case_id = ?"),
            params![blob(to.0), desk.0, blob(from.0)],
        )?;
    }
    transaction.commit()?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Result<OutboxItem, serde_json::Error>> {
    let command = match serde_json::from_str(row.get_ref(2)?.as_str()?) {
        Ok(command) => command,
        Err(error) => return Ok(Err(error)),
    };
    Ok(Ok(OutboxItem {
        key: IdempotencyKey(get_id(row, 0)?),
        seq: row.get(1)?,
        command,
        state: OutboxState::from(row.get_ref(3)?.as_str()?),
        attempts: row.get(4)?,
        next_try_at: instant(row.get(5)?),
        created_at: instant(row.get(6)?),
        error: row.get(7)?,
    }))
}
