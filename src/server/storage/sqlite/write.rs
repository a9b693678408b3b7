//! Applies a batch inside the writer's transaction. Every statement finds its rows by an index.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{accounts, errands, read};
use crate::model::Case;
use crate::protocol::{Entity, EntityKind};
use crate::server::storage::common::{document, kind_code, name_key};
use crate::server::storage::{
    AuditLine, Batch, CasePosition, CommitError, Cursor, FirstAnswer, NameChange, StorageError, place,
};

type Result<T> = std::result::Result<T, CommitError>;

/// Applies everything; the caller takes it back when this fails.
///
/// # Errors
/// [`CommitError::Conflict`] when a stamp moved, or a name, an id or a key was taken in the meantime.
pub fn apply(db: &Connection, batch: &Batch) -> Result<Cursor> {
    for (scope, stamp) in &batch.expect {
        if read::stamp(db, *scope)? != *stamp {
            return Err(CommitError::Conflict);
        }
    }
    let before = read::head(db)?;
    let mut seq = before.0;
    for entity in &batch.puts {
        seq += 1;
        put(db, seq, entity)?;
    }
    for (kind, id) in &batch.deletes {
        seq += 1;
        delete(db, seq, kind, *id)?;
    }
    for change in &batch.names {
        change_name(db, change)?;
    }
    for change in &batch.tokens {
        accounts::change_token(db, change, batch.audit.at)?;
    }
    for change in &batch.errands {
        errands::change(db, change)?;
    }
    if let Some(first) = &batch.first_answer {
        keep_answer(db, first, &batch.audit)?;
    }
    if !batch.is_upkeep() {
        accounts::audit(db, before.0 + 1, seq, &batch.audit)?;
    }
    Ok(Cursor(seq))
}

fn put(db: &Connection, seq: u64, entity: &Entity) -> Result<()> {
    let place = place(entity);
    let doc = document(entity).map_err(|e| StorageError::Failed(e.to_string()))?;
    // A row keeps its kind and scope for ever: an id of another thing is a conflict, never an overwriting.
    let written = db
        .prepare_cached(
            "INSERT INTO resource (seq, kind, id, scope, doc) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, doc = excluded.doc
             WHERE kind = excluded.kind AND scope = excluded.scope",
        )?
        .execute(params![seq, kind_code(&place.kind), place.id, place.scope, doc])?;
    if written == 0 {
        return Err(CommitError::Conflict);
    }
    if let Entity::Case(case) = entity { put_case_key(db, case) } else { Ok(()) }
}

fn put_case_key(db: &Connection, case: &Case) -> Result<()> {
    let at = CasePosition::of(case);
    let active = case.state.is_active() && case.merged_into.is_none();
    let wake = case.snoozed_until.map(|t| t.as_millisecond());
    let written = db
        .prepare_cached(
            "INSERT INTO case_key (number, id, customer, active, rank, due, waiting, wake)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (number) DO UPDATE SET customer = excluded.customer, active = excluded.active,
                 rank = excluded.rank, due = excluded.due, waiting = excluded.waiting, wake = excluded.wake
             WHERE id = excluded.id",
        )?
        .execute(params![case.number, case.id.0, case.customer_id.0, active, at.rank, at.due, at.waiting, wake])?;
    if written == 0 { Err(CommitError::Conflict) } else { Ok(()) }
}

/// Leaves a tombstone that stands in the feed where the deletion happened.
fn delete(db: &Connection, seq: u64, kind: &EntityKind, id: Uuid) -> Result<()> {
    let deleted = db
        .prepare_cached("UPDATE resource SET seq = ?1, doc = NULL WHERE id = ?2 AND kind = ?3")?
        .execute(params![seq, id, kind_code(kind)])?;
    if deleted == 0 {
        return Err(CommitError::Conflict);
    }
    if *kind == EntityKind::Case {
        db.prepare_cached("DELETE FROM case_key WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
}

fn change_name(db: &Connection, change: &NameChange) -> Result<()> {
    match change {
        NameChange::Take(name, owner) => {
            let (space, name) = name_key(name);
            let holder: Option<Uuid> = db
                .prepare_cached("SELECT owner FROM name_key WHERE space = ?1 AND name = ?2")?
                .query_row(params![space, name], |row| row.get(0))
                .optional()?;
            match holder {
                Some(holder) if holder == *owner => {}
                Some(_) => return Err(CommitError::Conflict),
                None => {
                    db.prepare_cached("INSERT INTO name_key (space, name, owner) VALUES (?1, ?2, ?3)")?
                        .execute(params![space, name, owner])?;
                }
            }
        }
        NameChange::Drop(name, owner) => {
            let (space, name) = name_key(name);
            db.prepare_cached("DELETE FROM name_key WHERE space = ?1 AND name = ?2 AND owner = ?3")?
                .execute(params![space, name, owner])?;
        }
    }
    Ok(())
}

fn keep_answer(db: &Connection, first: &FirstAnswer, line: &AuditLine) -> Result<()> {
    let answer = &first.answer;
    db.prepare_cached(
        "INSERT INTO first_answer (operator, key, request, status, etag, location, body, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        first.operator.0,
        first.key,
        first.request,
        answer.status,
        answer.etag,
        answer.location,
        answer.body,
        line.at.to_string()
    ])?;
    Ok(())
}
