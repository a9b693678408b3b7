//! What one's own acts did to the versions of cases, so that they never look like somebody else's: to an act that was
//! decided meanwhile, and to one whose answer came only after a restart.
//!
//! Not its duty: saying which act moved what (`sync::policy`).

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::StoreError;
use super::super::sql::{blob, signed, unsigned};
use crate::model::{Case, CaseId, CustomerId, IdempotencyKey, OperatorId};

/// So many moves are remembered over all cases and cards; an act decided on an older version meets a conflict and is looked at.
const KEPT: i64 = 4000;

/// The versions of a case before an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    pub version: u64,
    pub thread_version: u64,
    pub owner: Option<OperatorId>,
}

impl Versions {
    pub fn of(case: &Case) -> Self {
        Self { version: case.version, thread_version: case.thread_version, owner: case.owner }
    }
}

/// On what an act left: its own case, and the others that it changes too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    #[serde(flatten)]
    pub own: Versions,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<(CaseId, Versions)>,
}

impl Base {
    pub fn of(case: &Case, others: &[Case]) -> Self {
        Self { own: Versions::of(case), others: others.iter().map(|other| (other.id, Versions::of(other))).collect() }
    }
}

/// From which version to which own acts moved a case and the card of its customer; oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    pub thread: Vec<(u64, u64)>,
    pub record: Vec<(u64, u64)>,
    pub card: Vec<(u64, u64)>,
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
        for step in steps {
            add(&transaction, case.0, what, *step)?;
        }
    }
    forget_base(&transaction, key)?;
    transaction.commit()?;
    Ok(())
}

/// An act of one's own moved a customer's card. The table names cards like cases: ids are unique over both.
pub(in crate::store) fn card_moved(db: &Connection, customer: CustomerId, step: (u64, u64)) -> Result<(), StoreError> {
    add(db, customer.0, "card", step)
}

fn add(db: &Connection, id: Uuid, what: &str, (before, after): (u64, u64)) -> Result<(), StoreError> {
    db.prepare_cached("INSERT INTO own_moves (case_id, what, before, after) VALUES (?, ?, ?, ?)")?.execute(params![
        blob(id),
        what,
        signed(before),
        signed(after)
    ])?;
    db.prepare_cached("DELETE FROM own_moves WHERE n <= (SELECT max(n) FROM own_moves) - ?")?.execute([KEPT])?;
    Ok(())
}

/// How a case was moved, and the card when the act is about one.
pub(in crate::store) fn of(db: &Connection, case: CaseId, customer: Option<CustomerId>) -> Result<Moves, StoreError> {
    let mut rows =
        db.prepare_cached("SELECT what, before, after FROM own_moves WHERE case_id IN (?1, ?2) ORDER BY n")?;
    let mut rows = rows.query([blob(case.0), blob(customer.map_or(case.0, |customer| customer.0))])?;
    let mut moves = Moves::default();
    while let Some(row) = rows.next()? {
        let step = (unsigned(row.get(1)?), unsigned(row.get(2)?));
        match row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)? {
            "thread" => moves.thread.push(step),
            "card" => moves.card.push(step),
            _ => moves.record.push(step),
        }
    }
    Ok(moves)
}
