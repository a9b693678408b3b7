//! What one's own acts did to the versions of cases, so that they never look like somebody else's: to an act that was
//! decided meanwhile, and to one whose answer came only after a restart.
//!
//! Not its duty: saying which act moved what (`sync::policy`).

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::super::StoreError;
use super::super::sql::{blob, signed, unsigned};
use crate::model::{Case, CaseId, IdempotencyKey, OperatorId};

/// So many moves are remembered over all cases; an act decided on an older version meets a conflict and is looked at.
const KEPT: i64 = 4000;

/// The versions of a case before an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    pub version: u64,
    pub thread_version: u64,
    pub owner: Option<OperatorId>,
}

impl Base {
    pub fn of(case: &Case) -> Self {
        Self { version: case.version, thread_version: case.thread_version, owner: case.owner }
    }
}

/// From which version to which own acts moved a case; oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    pub thread: Vec<(u64, u64)>,
    pub record: Vec<(u64, u64)>,
}

/// Remembers on what an act leaves. A try that may have reached the desk fixes it: the base of that try is given back.
pub(in crate::store) fn leave_on(db: &Connection, key: IdempotencyKey, base: Base) -> Result<Base, StoreError> {
    db.prepare_cached(
        "INSERT INTO bases (key, base) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET base = excluded.base \
         WHERE EXISTS (SELECT 1 FROM outbox WHERE outbox.key = ?1 AND maybe_left = 0)",
    )?
    .execute(params![blob(key.0), serde_json::to_string(&base)?])?;
    let kept: Option<String> = db
        .prepare_cached("SELECT base FROM bases WHERE key = ?")?
        .query_row([blob(key.0)], |row| row.get(0))
        .optional()?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or(base))
}

/// Forgets on what an act left: the desk has refused it, so that nothing it did will be found.
pub(in crate::store) fn forget_base(db: &Connection, key: IdempotencyKey) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM bases WHERE key = ?1 OR key NOT IN (SELECT key FROM outbox)")?
        .execute([blob(key.0)])?;
    Ok(())
}

/// An act of one's own is done and moved these versions of its case.
pub(in crate::store) fn moved(
    db: &mut Connection,
    key: IdempotencyKey,
    case: CaseId,
    moves: &Moves,
) -> Result<(), StoreError> {
    let transaction = db.transaction()?;
    for (what, steps) in [("thread", &moves.thread), ("record", &moves.record)] {
        for (before, after) in steps {
            transaction
                .prepare_cached("INSERT INTO own_moves (case_id, what, before, after) VALUES (?, ?, ?, ?)")?
                .execute(params![blob(case.0), what, signed(*before), signed(*after)])?;
        }
    }
    transaction.execute("DELETE FROM own_moves WHERE n <= (SELECT max(n) FROM own_moves) - ?", [KEPT])?;
    forget_base(&transaction, key)?;
    transaction.commit()?;
    Ok(())
}

pub(in crate::store) fn of_case(db: &Connection, case: CaseId) -> Result<Moves, StoreError> {
    let mut rows = db.prepare_cached("SELECT what, before, after FROM own_moves WHERE case_id = ? ORDER BY n")?;
    let mut rows = rows.query([blob(case.0)])?;
    let mut moves = Moves::default();
    while let Some(row) = rows.next()? {
        let step = (unsigned(row.get(1)?), unsigned(row.get(2)?));
        match row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)? {
            "thread" => moves.thread.push(step),
            _ => moves.record.push(step),
        }
    }
    Ok(moves)
}
