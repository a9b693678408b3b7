//! Every reading of the desk. Pages go by key, never by OFFSET; the feed is bytes put together, never parsed.

use bytes::Bytes;
use jiff::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use uuid::Uuid;

use crate::model::{Call, Case, CaseFile, CaseId, Customer, CustomerId, FollowUp, Message, Operator, OperatorId};
use crate::protocol::EntityKind;
use crate::server::answer::Answer;
use crate::server::storage::common::{PART_BYTES, Stored, kind_code, kind_word, name_key, parse, write_line};
use crate::server::storage::{
    CasePosition, Cursor, FeedPart, FeedQuery, FirstAnswer, Name, Place, Stamp, Stamped, StorageError,
};

type Result<T> = std::result::Result<T, StorageError>;

pub fn head(db: &Connection) -> rusqlite::Result<Cursor> {
    db.prepare_cached("SELECT coalesce(max(seq), 0) FROM resource")?.query_row([], |row| row.get(0)).map(Cursor)
}

pub fn last_number(db: &Connection) -> rusqlite::Result<u64> {
    db.query_row("SELECT coalesce(max(number), 0) FROM case_key", [], |row| row.get(0))
}

/// This storage's name; made at the first opening.
pub fn desk(db: &Connection) -> rusqlite::Result<String> {
    db.execute("INSERT OR IGNORE INTO fact (name, value) VALUES ('desk', ?1)", [Uuid::new_v4().to_string()])?;
    db.query_row("SELECT value FROM fact WHERE name = 'desk'", [], |row| row.get(0))
}

/// Forgets the first answers to acts that were done before a moment, at most so many of them; says how many.
pub fn forget_answers(db: &Connection, before: Timestamp, limit: usize) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "DELETE FROM first_answer WHERE (operator, key) IN
         (SELECT operator, key FROM first_answer WHERE at < ?1 ORDER BY at LIMIT ?2)",
    )?
    .execute(params![before.to_string(), limit as u64])
}

pub fn stamp(db: &Connection, scope: Uuid) -> rusqlite::Result<Stamp> {
    db.prepare_cached("SELECT coalesce(max(seq), 0) FROM resource WHERE scope = ?1")?
        .query_row([scope], |row| row.get(0))
        .map(Stamp)
}

/// One resource by its id; none when there is none, or a tombstone.
pub fn resource<T: Stored>(db: &Connection, id: Uuid) -> Result<Option<T>> {
    let mut statement =
        db.prepare_cached("SELECT doc FROM resource WHERE id = ?1 AND kind = ?2 AND doc IS NOT NULL")?;
    let mut rows = statement.query(params![id, kind_code(&T::KIND)])?;
    rows.next()?.map(|row| parse(text(row, 0)?)).transpose()
}

/// A resource that is its own scope.
pub fn stamped<T: Stored>(db: &Connection, id: Uuid) -> Result<Option<Stamped<T>>> {
    let snapshot = db.unchecked_transaction()?;
    let Some(value) = resource(&snapshot, id)? else { return Ok(None) };
    Ok(Some(Stamped { value, stamp: stamp(&snapshot, id)? }))
}

pub fn scope_of(db: &Connection, id: Uuid) -> Result<Option<Uuid>> {
    Ok(db.prepare_cached("SELECT scope FROM resource WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?)
}

/// Where these ids stand, tombstones too.
pub fn places(db: &Connection, ids: &[Uuid]) -> Result<Vec<Place>> {
    let mut statement = db.prepare_cached("SELECT kind, scope FROM resource WHERE id = ?1")?;
    let mut places = Vec::new();
    for id in ids {
        let found = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        places.extend(found.map(|(kind, scope)| Place { kind: kind_word(kind).into(), id: *id, scope }));
    }
    Ok(places)
}

pub fn case_file(db: &Connection, id: CaseId) -> Result<Option<Stamped<CaseFile>>> {
    let snapshot = db.unchecked_transaction()?;
    case_file_in(&snapshot, id)
}

/// The same inside a transaction of the caller.
pub fn case_file_in(db: &Connection, id: CaseId) -> Result<Option<Stamped<CaseFile>>> {
    let Some(case) = resource::<Case>(db, id.0)? else { return Ok(None) };
    let Some(customer) = resource::<Customer>(db, case.customer_id.0)? else {
        return Err(StorageError::Failed(format!("case {id} has no customer")));
    };
    let mut file = CaseFile { case, customer, messages: Vec::new(), calls: Vec::new(), follow_ups: Vec::new() };
    read_belongings(db, &mut file)?;
    let stamp = stamp(db, id.0)?;
    Ok(Some(Stamped { value: file, stamp }))
}

fn read_belongings(db: &Connection, file: &mut CaseFile) -> Result<()> {
    let mut statement = db.prepare_cached("SELECT kind, doc FROM resource WHERE scope = ?1 AND doc IS NOT NULL")?;
    let mut rows = statement.query([file.case.id.0])?;
    while let Some(row) = rows.next()? {
        let doc = text(row, 1)?;
        match kind_word(row.get(0)?) {
            "message" => file.messages.push(parse::<Message>(doc)?),
            "call" => file.calls.push(parse::<Call>(doc)?),
            "follow_up" => file.follow_ups.push(parse::<FollowUp>(doc)?),
            _ => {}
        }
    }
    file.messages.sort_by_key(|m| (m.at, m.id));
    file.calls.sort_by_key(|c| (c.at, c.id));
    file.follow_ups.sort_by_key(|f| (f.opened_at, f.id));
    Ok(())
}

pub fn cases_of(db: &Connection, customer: CustomerId) -> Result<Vec<CaseId>> {
    let mut statement = db.prepare_cached("SELECT id FROM case_key WHERE customer = ?1 ORDER BY number")?;
    let ids = statement.query_map([customer.0], |row| row.get(0).map(CaseId))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

pub fn operators(db: &Connection) -> Result<Vec<Operator>> {
    let mut statement =
        db.prepare_cached("SELECT doc FROM resource WHERE kind = ?1 AND doc IS NOT NULL ORDER BY seq")?;
    let mut rows = statement.query([kind_code(&EntityKind::Operator)])?;
    let mut operators = Vec::new();
    while let Some(row) = rows.next()? {
        operators.push(parse(text(row, 0)?)?);
    }
    Ok(operators)
}

pub fn owner_of(db: &Connection, name: &Name) -> Result<Option<Uuid>> {
    let (space, name) = name_key(name);
    Ok(db
        .prepare_cached("SELECT owner FROM name_key WHERE space = ?1 AND name = ?2")?
        .query_row(params![space, name], |row| row.get(0))
        .optional()?)
}

pub fn cases(db: &Connection, active: bool, after: Option<CasePosition>, limit: usize) -> Result<Vec<Case>> {
    let after = after.unwrap_or(CasePosition { rank: 0, due: i64::MIN, waiting: i64::MIN, number: 0 });
    let mut statement = db.prepare_cached(
        "SELECT r.doc FROM case_key k JOIN resource r ON r.id = k.id
         WHERE k.active = ?1 AND (k.rank, k.due, k.waiting, k.number) > (?2, ?3, ?4, ?5)
         ORDER BY k.rank, k.due, k.waiting, k.number LIMIT ?6",
    )?;
    let mut rows =
        statement.query(params![active, after.rank, after.due, after.waiting, after.number, limit as u64])?;
    let mut cases = Vec::new();
    while let Some(row) = rows.next()? {
        cases.push(parse(text(row, 0)?)?);
    }
    Ok(cases)
}

pub fn case_count(db: &Connection) -> Result<u64> {
    Ok(db.query_row("SELECT count(*) FROM case_key", [], |row| row.get(0))?)
}

pub fn next_wake(db: &Connection) -> Result<Option<(Timestamp, CaseId)>> {
    let next: Option<(i64, Uuid)> = db
        .prepare_cached("SELECT wake, id FROM case_key WHERE wake IS NOT NULL ORDER BY wake LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(next.map(|(at, id)| (Timestamp::from_millisecond(at).unwrap_or(Timestamp::MAX), CaseId(id))))
}

pub fn first_answer(db: &Connection, operator: OperatorId, key: &str) -> Result<Option<FirstAnswer>> {
    Ok(db
        .prepare_cached(
            "SELECT request, status, etag, location, body FROM first_answer WHERE operator = ?1 AND key = ?2",
        )?
        .query_row(params![operator.0, key], |row| {
            let answer = Answer { status: row.get(1)?, etag: row.get(2)?, location: row.get(3)?, body: row.get(4)? };
            Ok(FirstAnswer { operator, key: key.to_owned(), request: row.get(0)?, answer })
        })
        .optional()?)
}

/// A part of the feed, from one snapshot, so that its cursor covers exactly what it says.
pub fn feed(db: &Connection, query: &FeedQuery) -> Result<FeedPart> {
    let snapshot = db.unchecked_transaction()?;
    let head = head(&snapshot)?;
    let mut statement = snapshot.prepare_cached(&feed_sql(query.kinds.len()))?;
    let mut parameters = vec![query.after.0 as i64, query.limit as i64];
    parameters.extend(query.kinds.iter().map(kind_code));
    let mut rows = statement.query(params_from_iter(parameters))?;

    let mut lines = Vec::with_capacity(64 << 10);
    let mut count = 0;
    let mut last = query.after;
    let mut full = query.limit == 0;
    while let Some(row) = rows.next()? {
        write_row(&mut lines, row)?;
        last = Cursor(row.get(0)?);
        count += 1;
        full = count == query.limit || lines.len() >= PART_BYTES;
        if full {
            break;
        }
    }
    let next = if full { last } else { head.max(query.after) };
    Ok(FeedPart { lines: Bytes::from(lines), count, next, more: next < head, head })
}

/// One ordered walk for each kind, merged by SQLite; nothing is sorted and no other kind is read.
fn feed_sql(kinds: usize) -> String {
    const ROWS: &str = "SELECT seq, kind, id, doc FROM resource WHERE seq > ?1";
    if kinds == 0 {
        return format!("{ROWS} ORDER BY seq LIMIT ?2");
    }
    let walks: Vec<String> = (0..kinds).map(|at| format!("{ROWS} AND kind = ?{}", at + 3)).collect();
    format!("{} ORDER BY seq LIMIT ?2", walks.join(" UNION ALL "))
}

fn write_row(lines: &mut Vec<u8>, row: &Row<'_>) -> Result<()> {
    let doc = match row.get_ref(3)? {
        ValueRef::Text(doc) => Some(doc),
        _ => None,
    };
    write_line(lines, row.get(0)?, row.get(1)?, row.get(2)?, doc)
}

pub fn text<'row>(row: &'row Row<'_>, column: usize) -> Result<&'row str> {
    row.get_ref(column)?.as_str().map_err(|e| StorageError::Failed(e.to_string()))
}
