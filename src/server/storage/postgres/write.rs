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
    AuditLine, Batch, CasePosition, CommitError, Cursor, FirstAnswer, NameChange, StorageError, place,
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

/// Those of the batches (by their place) whose scopes do not stand any more as they were read.
///
/// # Errors
/// The database's.
pub async fn moved(db: &Transaction<'_>, batches: &[&Batch]) -> Result<Vec<usize>> {
    let mut places: Vec<i32> = Vec::new();
    let (mut scopes, mut stamps): (Vec<Uuid>, Vec<i64>) = (Vec::new(), Vec::new());
    for (place, batch) in (0..).zip(batches) {
        for (scope, stamp) in &batch.expect {
            places.push(place);
            scopes.push(*scope);
            stamps.push(signed(stamp.0));
        }
    }
    if scopes.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT DISTINCT e.place FROM unnest($1::int[], $2::uuid[], $3::bigint[]) AS e (place, scope, stamp)
               WHERE e.stamp <> coalesce((SELECT max(r.seq) FROM resource r WHERE r.scope = e.scope), 0)";
    let statement = db.prepare_cached(sql).await?;
    let rows = db.query(&statement, &[&places, &scopes, &stamps]).await?;
    Ok(rows.iter().filter_map(|row| usize::try_from(row.get::<_, i32>(0)).ok()).collect())
}

/// Applies batches that touch nothing in common (`group`), each with the positions after those of the one before it; the
/// caller has looked at their stamps, and takes all of it back when this fails. Answers with the position that each
/// reaches, and the head after all.
///
/// # Errors
/// [`CommitError::Conflict`] when a name, an id or a key of any of them is taken.
pub async fn apply(db: &Transaction<'_>, head: Head, batches: &[&Batch]) -> Result<(Vec<Cursor>, Head)> {
    let puts: Vec<Vec<&Entity>> = batches.iter().map(|batch| last_of_each(&batch.puts)).collect();
    let deletes: Vec<(EntityKind, Uuid)> = batches.iter().flat_map(|batch| batch.deletes.iter().cloned()).collect();
    let mut spans: Vec<(i64, i64)> = Vec::with_capacity(batches.len());
    let mut seq = head.seq;
    for (batch, puts) in batches.iter().zip(&puts) {
        let first = seq + 1;
        seq += count(puts.len()) + count(batch.deletes.len());
        spans.push((first, seq));
    }
    let puts = puts.concat();
    // They touch different tables: sent together, they cost one round trip. All are heard to their end, because after
    // the one that fails the others only say that something failed. A batch that deletes is alone here, so deletions
    // stand behind all that is put.
    let (written, made, gone, names, tokens, errands, kept) = futures_util::join!(
        put(db, head.seq, &puts),
        put_case_keys(db, &puts),
        delete(db, head.seq + count(puts.len()), &deletes),
        all(batches.iter().map(|batch| change_names(db, &batch.names))),
        all(batches.iter().map(|batch| accounts::change_tokens(db, &batch.tokens, batch.audit.at))),
        all(batches.iter().map(|batch| errands::change(db, &batch.errands))),
        keep(db, &spans, batches),
    );
    match (written, made, gone, names, tokens, errands, kept) {
        (Ok(()), Ok(made), Ok(gone), Ok(()), Ok(()), Ok(()), Ok(())) => {
            let reached = spans.iter().map(|(_, last)| Cursor(last.unsigned_abs())).collect();
            Ok((reached, Head { seq, cases: head.cases + made - gone }))
        }
        (written, made, gone, names, tokens, errands, kept) => {
            let counts = [made.err(), gone.err()].into_iter().flatten();
            Err(cause([written, names, tokens, errands, kept].into_iter().filter_map(Result::err).chain(counts)))
        }
    }
}

/// Waits for all of them at once; each is in order within itself.
async fn all(changes: impl Iterator<Item = impl Future<Output = Result<()>>>) -> Result<()> {
    let failed: Vec<CommitError> =
        futures_util::future::join_all(changes).await.into_iter().filter_map(Result::err).collect();
    if failed.is_empty() { Ok(()) } else { Err(cause(failed)) }
}

/// The error that made the others.
fn cause(errors: impl IntoIterator<Item = CommitError>) -> CommitError {
    let is_echo =
        |error: &CommitError| matches!(error, CommitError::Storage(StorageError::Failed(why)) if why.contains(ABORTED));
    let weight =
        |error: &CommitError| if matches!(error, CommitError::Conflict) { 0 } else { 1 + u8::from(is_echo(error)) };
    let first = errors.into_iter().min_by_key(weight);
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

/// A resource that a batch puts twice is put as it is at the end; PostgreSQL takes each row once in a statement.
fn last_of_each(puts: &[Entity]) -> Vec<&Entity> {
    let mut kept: Vec<&Entity> = Vec::with_capacity(puts.len());
    for entity in puts {
        kept.retain(|earlier| place(earlier).id != place(entity).id);
        kept.push(entity);
    }
    kept
}

async fn put(db: &Transaction<'_>, before: i64, puts: &[&Entity]) -> Result<()> {
    if puts.is_empty() {
        return Ok(());
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
    all_or_conflict(execute(db, sql, &[&seqs, &kinds, &ids, &scopes, &docs]).await?, puts.len())
}

/// Answers with the number of cases that were not there before.
async fn put_case_keys(db: &Transaction<'_>, puts: &[&Entity]) -> Result<i64> {
    let cases: Vec<&Case> = puts
        .iter()
        .filter_map(|entity| match entity {
            Entity::Case(case) => Some(&**case),
            _ => None,
        })
        .collect();
    if cases.is_empty() {
        return Ok(0);
    }
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

/// The first answers and the lines of the audit. `spans`: the positions in the feed that each batch takes.
async fn keep(db: &Transaction<'_>, spans: &[(i64, i64)], batches: &[&Batch]) -> Result<()> {
    let answers = batches.iter().filter_map(|batch| Some(keep_answer(db, batch.first_answer.as_ref()?, &batch.audit)));
    let lines: Vec<((i64, i64), &AuditLine)> = spans
        .iter()
        .zip(batches)
        .filter(|(_, batch)| !batch.is_upkeep())
        .map(|(span, batch)| (*span, &batch.audit))
        .collect();
    let (answers, audit) = futures_util::join!(all(answers), accounts::audit(db, &lines));
    match (answers, audit) {
        (Ok(()), Ok(())) => Ok(()),
        (answers, audit) => Err(cause([answers, audit].into_iter().filter_map(Result::err))),
    }
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
