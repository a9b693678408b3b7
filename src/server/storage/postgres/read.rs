//! Every reading of the desk but the feed. Each is one statement, so that it sees one moment; pages go by key.

use deadpool_postgres::Client;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use crate::model::{
    AttachmentHash, Call, Case, CaseFile, CaseId, Customer, CustomerId, FollowUp, Message, Operator, OperatorId,
};
use crate::protocol::EntityKind;
use crate::server::answer::Answer;
use crate::server::storage::common::{Stored, kind_code, kind_word, name_key, parse};
use crate::server::storage::{CasePosition, Cursor, FirstAnswer, Name, Place, Stamp, Stamped, StorageError};

type Result<T> = std::result::Result<T, StorageError>;
type Params<'a> = &'a [&'a (dyn ToSql + Sync)];

/// A kind's number as the tables keep it.
pub fn code(kind: &EntityKind) -> i16 {
    i16::try_from(kind_code(kind)).unwrap_or(-1)
}

/// Positions are never above what a signed number holds.
pub fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub async fn rows(db: &Client, sql: &str, params: Params<'_>) -> Result<Vec<Row>> {
    let statement = db.prepare_cached(sql).await?;
    Ok(db.query(&statement, params).await?)
}

pub async fn row(db: &Client, sql: &str, params: Params<'_>) -> Result<Option<Row>> {
    let statement = db.prepare_cached(sql).await?;
    Ok(db.query_opt(&statement, params).await?)
}

pub async fn head(db: &Client) -> Result<Cursor> {
    let head = row(db, "SELECT seq FROM feed_head", &[]).await?;
    Ok(Cursor(head.map_or(0, |row| unsigned(row.get(0)))))
}

/// One resource by its id; none when there is none, or a tombstone.
pub async fn case(db: &Client, id: CaseId) -> Result<Option<Case>> {
    let found = row(
        db,
        "SELECT doc FROM resource WHERE id = $1 AND kind = $2 AND doc IS NOT NULL",
        &[&id.0, &code(&EntityKind::Case)],
    )
    .await?;
    found.map(|row| parse(row.get(0))).transpose()
}

/// A resource that is its own scope.
pub async fn stamped<T: Stored>(db: &Client, id: Uuid) -> Result<Option<Stamped<T>>> {
    let sql = "SELECT doc, (SELECT max(seq) FROM resource WHERE scope = $1) FROM resource
               WHERE id = $1 AND kind = $2 AND doc IS NOT NULL";
    let Some(row) = row(db, sql, &[&id, &code(&T::KIND)]).await? else { return Ok(None) };
    Ok(Some(Stamped { value: parse(row.get(0))?, stamp: Stamp(row.get::<_, Option<i64>>(1).map_or(0, unsigned)) }))
}

pub async fn scope_of(db: &Client, id: Uuid) -> Result<Option<CaseId>> {
    let found = row(db, "SELECT scope FROM resource WHERE id = $1", &[&id]).await?;
    Ok(found.map(|row| CaseId(row.get(0))))
}

/// Where these ids stand, tombstones too.
pub async fn places(db: &Client, ids: &[Uuid]) -> Result<Vec<Place>> {
    let found = rows(db, "SELECT kind, id, scope FROM resource WHERE id = ANY($1)", &[&ids]).await?;
    let place =
        |row: Row| Place { kind: kind_word(row.get::<_, i16>(0).into()).into(), id: row.get(1), scope: row.get(2) };
    Ok(found.into_iter().map(place).collect())
}

pub async fn case_file(db: &Client, id: CaseId) -> Result<Option<Stamped<CaseFile>>> {
    // The customer is a scope of its own: its position counts for nothing here. It is told apart by being the first.
    let sql = "SELECT 0::bigint, kind, doc FROM resource WHERE id = (SELECT customer FROM case_key WHERE id = $1)
               UNION ALL SELECT seq, kind, doc FROM resource WHERE scope = $1";
    let mut file = Parts::default();
    for row in rows(db, sql, &[&id.0]).await? {
        file.add(unsigned(row.get(0)), row.get(1), row.get(2))?;
    }
    file.put_together(id)
}

/// What belongs to a case, as it comes.
#[derive(Default)]
struct Parts {
    stamp: u64,
    case: Option<Case>,
    customer: Option<Customer>,
    messages: Vec<Message>,
    calls: Vec<Call>,
    follow_ups: Vec<FollowUp>,
}

impl Parts {
    fn add(&mut self, seq: u64, kind: i16, doc: Option<&str>) -> Result<()> {
        self.stamp = self.stamp.max(seq);
        let Some(doc) = doc else { return Ok(()) };
        match kind_word(kind.into()) {
            "case" => self.case = Some(parse(doc)?),
            "customer" => self.customer = Some(parse(doc)?),
            "message" => self.messages.push(parse(doc)?),
            "call" => self.calls.push(parse(doc)?),
            "follow_up" => self.follow_ups.push(parse(doc)?),
            _ => {}
        }
        Ok(())
    }

    fn put_together(self, id: CaseId) -> Result<Option<Stamped<CaseFile>>> {
        let Self { stamp, case, customer, mut messages, mut calls, mut follow_ups } = self;
        let Some(case) = case else { return Ok(None) };
        let Some(customer) = customer else {
            return Err(StorageError::Failed(format!("case {id} has no customer")));
        };
        messages.sort_by_key(|m| (m.at, m.id));
        calls.sort_by_key(|c| (c.at, c.id));
        follow_ups.sort_by_key(|f| (f.opened_at, f.id));
        let value = CaseFile { case, customer, messages, calls, follow_ups };
        Ok(Some(Stamped { value, stamp: Stamp(stamp) }))
    }
}

pub async fn cases_of(db: &Client, customer: CustomerId) -> Result<Vec<CaseId>> {
    let found = rows(db, "SELECT id FROM case_key WHERE customer = $1 ORDER BY number", &[&customer.0]).await?;
    Ok(found.iter().map(|row| CaseId(row.get(0))).collect())
}

pub async fn operators(db: &Client) -> Result<Vec<Operator>> {
    let sql = "SELECT doc FROM resource WHERE kind = $1 AND doc IS NOT NULL ORDER BY seq";
    rows(db, sql, &[&code(&EntityKind::Operator)]).await?.iter().map(|row| parse(row.get(0))).collect()
}

/// A name as the tables find it: SHA-256 of the space, a zero byte, and the name.
pub fn name_hash(name: &Name) -> [u8; 32] {
    let (space, name) = name_key(name);
    Sha256::new().chain_update(space).chain_update([0]).chain_update(name).finalize().into()
}

pub async fn owners_of(db: &Client, names: &[Name]) -> Result<Vec<Option<Uuid>>> {
    let hashes: Vec<Vec<u8>> = names.iter().map(|name| name_hash(name).to_vec()).collect();
    let sql = "SELECT k.owner FROM unnest($1::bytea[]) WITH ORDINALITY AS asked (hash, at)
               LEFT JOIN name_key k ON k.hash = asked.hash ORDER BY asked.at";
    Ok(rows(db, sql, &[&hashes]).await?.iter().map(|row| row.get(0)).collect())
}

pub async fn cases(db: &Client, active: bool, after: Option<CasePosition>, limit: usize) -> Result<Vec<Case>> {
    let after = after.unwrap_or(CasePosition { rank: 0, due: i64::MIN, waiting: i64::MIN, number: 0 });
    let sql = "SELECT r.doc FROM case_key k JOIN resource r ON r.id = k.id
               WHERE k.active = $1 AND (k.rank, k.due, k.waiting, k.number) > ($2, $3, $4, $5)
               ORDER BY k.rank, k.due, k.waiting, k.number LIMIT $6";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (rank, number) = (i16::from(after.rank), signed(after.number));
    let found = rows(db, sql, &[&active, &rank, &after.due, &after.waiting, &number, &limit]).await?;
    found.iter().map(|row| parse(row.get(0))).collect()
}

pub async fn case_count(db: &Client) -> Result<u64> {
    let count = row(db, "SELECT cases FROM feed_head", &[]).await?;
    Ok(count.map_or(0, |row| unsigned(row.get(0))))
}

pub async fn next_case_number(db: &Client) -> Result<u64> {
    let number = row(db, "SELECT nextval('case_number')", &[]).await?;
    Ok(number.map_or(1, |row| unsigned(row.get(0))))
}

pub async fn next_wake(db: &Client) -> Result<Option<(Timestamp, CaseId)>> {
    let sql = "SELECT wake, id FROM case_key WHERE wake IS NOT NULL ORDER BY wake LIMIT 1";
    let next = row(db, sql, &[]).await?;
    Ok(next.map(|row| (Timestamp::from_millisecond(row.get(0)).unwrap_or(Timestamp::MAX), CaseId(row.get(1)))))
}

pub async fn first_answer(db: &Client, operator: OperatorId, key: &str) -> Result<Option<FirstAnswer>> {
    let sql = "SELECT request, status, etag, location, body FROM first_answer WHERE operator = $1 AND key = $2";
    let Some(row) = row(db, sql, &[&operator.0, &key]).await? else { return Ok(None) };
    let request = row.get::<_, &[u8]>(0).try_into();
    let request = request.map_err(|_| StorageError::Failed(String::from("a stored request hash is cut short")))?;
    let status = u16::try_from(row.get::<_, i16>(1)).unwrap_or(500);
    let answer = Answer { status, etag: row.get(2), location: row.get(3), body: row.get(4) };
    Ok(Some(FirstAnswer { operator, key: key.to_owned(), request, answer }))
}

pub async fn forget_answers(db: &Client, before: Timestamp, limit: usize) -> Result<usize> {
    let sql = "DELETE FROM first_answer WHERE (operator, key) IN
               (SELECT operator, key FROM first_answer WHERE at < $1 ORDER BY at LIMIT $2)";
    let statement = db.prepare_cached(sql).await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let forgotten = db.execute(&statement, &[&before.to_string(), &limit]).await?;
    Ok(usize::try_from(forgotten).unwrap_or(usize::MAX))
}

pub async fn missing_attachments(db: &Client, hashes: &[AttachmentHash]) -> Result<Vec<AttachmentHash>> {
    let asked: Vec<&str> = hashes.iter().map(|hash| hash.0.as_str()).collect();
    let here = rows(db, "SELECT hash FROM attachment WHERE hash = ANY ($1)", &[&asked]).await?;
    let here: std::collections::HashSet<&str> = here.iter().map(|row| row.get(0)).collect();
    Ok(hashes.iter().filter(|hash| !here.contains(hash.0.as_str())).cloned().collect())
}

pub async fn put_attachment(db: &Client, hash: &AttachmentHash, content: &[u8]) -> Result<()> {
    let sql = "INSERT INTO attachment (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    let statement = db.prepare_cached(sql).await?;
    db.execute(&statement, &[&hash.0, &content]).await?;
    Ok(())
}

pub async fn attachment(db: &Client, hash: &AttachmentHash) -> Result<Option<Vec<u8>>> {
    let found = row(db, "SELECT content FROM attachment WHERE hash = $1", &[&hash.0]).await?;
    Ok(found.map(|row| row.get(0)))
}
