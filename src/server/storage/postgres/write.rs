//! Applies batches inside a transaction that holds the head of the feed. Statements take whole arrays, so that a batch
//! costs a few round trips, however many resources it changes.
//!
//! The order of things is what makes it right: the head is locked first ([`lock`]) and kept to the commit. Every
//! statement after that (read committed) sees all commits before it, so stamps cannot move between their check and the
//! commit, sequence numbers follow the order of the commits without holes, and two transactions never wait for each
//! other in a circle.

use deadpool_postgres::Transaction;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::read::{code, name_hash, signed};
use super::{accounts, errands};
use crate::model::Case;
use crate::protocol::{Entity, EntityKind};
use crate::server::storage::common::{document, name_key};
use crate::server::storage::{
    AuditLine, Batch, CasePosition, CommitError, Cursor, FirstAnswer, NameChange, Stamp, StorageError, place,
};

type Result<T> = std::result::Result<T, CommitError>;
type Params<'a> = &'a [&'a (dyn ToSql + Sync)];

/// SQLSTATE of a statement in a transaction in which another statement failed.
const ABORTED: &str = "25P02";

/// Where the feed stands inside the transaction that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub cases: i64,
}

impl Head {
    pub fn cursor(self) -> Cursor {
        Cursor(self.seq.unsigned_abs())
    }
}

/// Takes the right to change the desk, until the end of the transaction. Answers with the head and the transaction's
/// number, by which its fate can be asked for when the connection breaks.
pub async fn lock(db: &Transaction<'_>) -> std::result::Result<(Head, String), tokio_postgres::Error> {
    let sql = "SELECT seq, cases, pg_current_xact_id()::text FROM feed_head FOR UPDATE";
    let statement = db.prepare_cached(sql).await?;
    let row = db.query_one(&statement, &[]).await?;
    Ok((Head { seq: row.get(0), cases: row.get(1) }, row.get(2)))
}

/// Writes the new head, and rings at every process when the transaction commits.
pub async fn move_head(
    db: &Transaction<'_>,
    head: Head,
    channel: &str,
) -> std::result::Result<(), tokio_postgres::Error> {
    let sql = "WITH moved AS (UPDATE feed_head SET seq = $1, cases = $2 RETURNING seq)
               SELECT pg_notify($3, seq::text) FROM moved";
    let statement = db.prepare_cached(sql).await?;
    db.query_one(&statement, &[&head.seq, &head.cases, &channel]).await?;
    Ok(())
}

/// Applies everything; the caller takes it back when this fails. Answers with the head after it.
///
/// # Errors
/// [`CommitError::Conflict`] when a stamp moved, or a name, an id or a key was taken in the meantime.
pub async fn apply(db: &Transaction<'_>, head: Head, batch: &Batch) -> Result<Head> {
    check(db, &batch.expect).await?;
    let puts = last_of_each(&batch.puts);
    let after_puts = head.seq + count(puts.len());
    let seq = after_puts + count(batch.deletes.len());
    // They touch different tables: sent together, they cost one round trip. All are heard to their end, because after
    // the one that fails the others only say that something failed.
    let (made, gone, names, tokens, errands, kept) = futures_util::join!(
        put(db, head.seq, &puts),
        delete(db, after_puts, &batch.deletes),
        change_names(db, &batch.names),
        accounts::change_tokens(db, &batch.tokens, batch.audit.at),
        errands::change(db, &batch.errands),
        keep(db, head.seq + 1, seq, batch),
    );
    match (made, gone, names, tokens, errands, kept) {
        (Ok(made), Ok(gone), Ok(()), Ok(()), Ok(()), Ok(())) => Ok(Head { seq, cases: head.cases + made - gone }),
        (made, gone, names, tokens, errands, kept) => {
            Err(cause([made.err(), gone.err(), names.err(), tokens.err(), errands.err(), kept.err()]))
        }
    }
}

/// The error that made the others.
fn cause(errors: [Option<CommitError>; 6]) -> CommitError {
    let is_echo =
        |error: &CommitError| matches!(error, CommitError::Storage(StorageError::Failed(why)) if why.contains(ABORTED));
    let weight =
        |error: &CommitError| if matches!(error, CommitError::Conflict) { 0 } else { 1 + u8::from(is_echo(error)) };
    let first = errors.into_iter().flatten().min_by_key(weight);
    first.unwrap_or_else(|| CommitError::Storage(StorageError::Failed(String::from("nothing failed"))))
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

pub async fn execute(db: &Transaction<'_>, sql: &str, params: Params<'_>) -> Result<u64> {
    let statement = db.prepare_cached(sql).await?;
    Ok(db.execute(&statement, params).await?)
}

fn all_or_conflict(written: u64, wanted: usize) -> Result<()> {
    if usize::try_from(written).is_ok_and(|written| written == wanted) { Ok(()) } else { Err(CommitError::Conflict) }
}

async fn check(db: &Transaction<'_>, expect: &[(Uuid, Stamp)]) -> Result<()> {
    if expect.is_empty() {
        return Ok(());
    }
    let (scopes, stamps): (Vec<Uuid>, Vec<i64>) = expect.iter().map(|(scope, stamp)| (*scope, signed(stamp.0))).unzip();
    let sql = "SELECT count(*) FROM unnest($1::uuid[], $2::bigint[]) AS e (scope, stamp)
               WHERE e.stamp <> coalesce((SELECT max(r.seq) FROM resource r WHERE r.scope = e.scope), 0)";
    let statement = db.prepare_cached(sql).await?;
    let moved: i64 = db.query_one(&statement, &[&scopes, &stamps]).await?.get(0);
    if moved == 0 { Ok(()) } else { Err(CommitError::Conflict) }
}

/// A resource that a batch puts twice is put as it is at the end; PostgreSQL takes each row once in a statement.
fn last_of_each(puts: &[Entity]) -> Vec<&Entity> {
    let mut kept: Vec<&Entity> = Vec::with_capacity(puts.len());
    for entity in puts {
        kept.retain(|earlier| place(earlier).id != place(entity).id);
        kept.push(entity);
    }
    kept
}

/// Answers with the number of cases that were not there before.
async fn put(db: &Transaction<'_>, before: i64, puts: &[&Entity]) -> Result<i64> {
    if puts.is_empty() {
        return Ok(0);
    }
    let places: Vec<_> = puts.iter().map(|entity| place(entity)).collect();
    let seqs: Vec<i64> = (before + 1..).take(puts.len()).collect();
    let kinds: Vec<i16> = places.iter().map(|place| code(&place.kind)).collect();
    let ids: Vec<Uuid> = places.iter().map(|place| place.id).collect();
    let scopes: Vec<Uuid> = places.iter().map(|place| place.scope).collect();
    let docs: serde_json::Result<Vec<String>> = puts.iter().map(|entity| document(entity)).collect();
    let docs = docs.map_err(|e| StorageError::Failed(e.to_string()))?;
    // A row keeps its kind and scope for ever: an id of another thing is a conflict, never an overwriting.
    let sql = "INSERT INTO resource (seq, kind, id, scope, doc)
               SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::uuid[], $4::uuid[], $5::text[])
               ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, doc = excluded.doc
               WHERE resource.kind = excluded.kind AND resource.scope = excluded.scope";
    all_or_conflict(execute(db, sql, &[&seqs, &kinds, &ids, &scopes, &docs]).await?, puts.len())?;
    let cases: Vec<&Case> = puts
        .iter()
        .filter_map(|entity| match entity {
            Entity::Case(case) => Some(&**case),
            _ => None,
        })
        .collect();
    if cases.is_empty() { Ok(0) } else { put_case_keys(db, &cases).await }
}

async fn put_case_keys(db: &Transaction<'_>, cases: &[&Case]) -> Result<i64> {
    let at: Vec<CasePosition> = cases.iter().map(|case| CasePosition::of(case)).collect();
    let ids: Vec<Uuid> = cases.iter().map(|case| case.id.0).collect();
    let numbers: Vec<i64> = at.iter().map(|at| signed(at.number)).collect();
    let customers: Vec<Uuid> = cases.iter().map(|case| case.customer_id.0).collect();
    let active: Vec<bool> = cases.iter().map(|case| case.state.is_active() && case.merged_into.is_none()).collect();
    let ranks: Vec<i16> = at.iter().map(|at| at.rank.into()).collect();
    let dues: Vec<i64> = at.iter().map(|at| at.due).collect();
    let waiting: Vec<i64> = at.iter().map(|at| at.waiting).collect();
    let wakes: Vec<Option<i64>> =
        cases.iter().map(|case| case.snoozed_until.map(|until| until.as_millisecond())).collect();
    // `xmax = 0`: the row is new and did not take the place of another version.
    let sql = "INSERT INTO case_key (id, number, customer, active, rank, due, waiting, wake)
               SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::boolean[], $5::smallint[], $6::bigint[],
                                    $7::bigint[], $8::bigint[])
               ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, active = excluded.active,
                   rank = excluded.rank, due = excluded.due, waiting = excluded.waiting, wake = excluded.wake
               WHERE case_key.number = excluded.number RETURNING xmax = 0";
    let statement = db.prepare_cached(sql).await?;
    let rows = db.query(&statement, &[&ids, &numbers, &customers, &active, &ranks, &dues, &waiting, &wakes]).await?;
    all_or_conflict(rows.len() as u64, cases.len())?;
    Ok(count(rows.iter().filter(|row| row.get(0)).count()))
}

/// Leaves tombstones that stand in the feed where the deletion happened. Answers with the number of cases taken out.
async fn delete(db: &Transaction<'_>, before: i64, deletes: &[(EntityKind, Uuid)]) -> Result<i64> {
    if deletes.is_empty() {
        return Ok(0);
    }
    let seqs: Vec<i64> = (before + 1..).take(deletes.len()).collect();
    let kinds: Vec<i16> = deletes.iter().map(|(kind, _)| code(kind)).collect();
    let ids: Vec<Uuid> = deletes.iter().map(|(_, id)| *id).collect();
    let sql = "UPDATE resource r SET seq = d.seq, doc = NULL
               FROM unnest($1::bigint[], $2::smallint[], $3::uuid[]) AS d (seq, kind, id)
               WHERE r.id = d.id AND r.kind = d.kind";
    all_or_conflict(execute(db, sql, &[&seqs, &kinds, &ids]).await?, deletes.len())?;
    let cases: Vec<Uuid> = deletes.iter().filter(|(kind, _)| *kind == EntityKind::Case).map(|(_, id)| *id).collect();
    if cases.is_empty() {
        return Ok(0);
    }
    let gone = execute(db, "DELETE FROM case_key WHERE id = ANY ($1)", &[&cases]).await?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

async fn change_names(db: &Transaction<'_>, changes: &[NameChange]) -> Result<()> {
    for change in changes {
        match change {
            NameChange::Take(name, owner) => {
                let (space, word) = name_key(name);
                let (hash, space, word) = (name_hash(name), space.as_bytes(), word.as_bytes());
                // Again by its owner is no harm; a name of somebody else is left as it is, and no row is written.
                let sql = "INSERT INTO name_key (hash, space, name, owner) VALUES ($1, $2, $3, $4)
                           ON CONFLICT (hash) DO UPDATE SET owner = excluded.owner
                           WHERE name_key.owner = excluded.owner";
                all_or_conflict(execute(db, sql, &[&hash.as_slice(), &space, &word, owner]).await?, 1)?;
            }
            NameChange::Drop(name, owner) => {
                let sql = "DELETE FROM name_key WHERE hash = $1 AND owner = $2";
                execute(db, sql, &[&name_hash(name).as_slice(), owner]).await?;
            }
        }
    }
    Ok(())
}

/// The first answer and the line of the audit.
async fn keep(db: &Transaction<'_>, first: i64, last: i64, batch: &Batch) -> Result<()> {
    if let Some(answer) = &batch.first_answer {
        keep_answer(db, answer, &batch.audit).await?;
    }
    if batch.is_upkeep() { Ok(()) } else { accounts::audit(db, first, last, &batch.audit).await }
}

async fn keep_answer(db: &Transaction<'_>, first: &FirstAnswer, line: &AuditLine) -> Result<()> {
    let sql = "INSERT INTO first_answer (operator, key, request, status, etag, location, body, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let answer = &first.answer;
    let status = i16::try_from(answer.status).unwrap_or(500);
    let (request, at) = (first.request.as_slice(), line.at.to_string());
    let parameters: Params<'_> =
        &[&first.operator.0, &first.key, &request, &status, &answer.etag, &answer.location, &answer.body, &at];
    execute(db, sql, parameters).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_resource_put_twice_is_put_once_as_it_is_at_the_end() {
        let customer = |id: u128, family: &str| {
            let id = Uuid::from_u128(id);
            Entity::Customer(serde_json::from_value(json!({"id": id, "name": {"family": family}})).unwrap())
        };
        let puts = [customer(1, "A"), customer(2, "B"), customer(1, "C")];
        assert_eq!(last_of_each(&puts), [&puts[1], &puts[2]]);
    }
}
