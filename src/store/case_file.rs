//! A case with everything that belongs to it, out of the cache.

use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use super::overlay::{local_case, overlay};
use super::safe;
use super::sql::blob;
use super::work::Pending;
use super::{LoadPhase, StoreError};
use crate::model::{
    Call, Case, CaseFile, CaseId, Customer, CustomerId, Lang, Message, MessageId, Operator, PersonName,
};

/// What the screen shows: own unsent work laid over it, texts made safe. None when the case is not known here.
pub(super) fn shown(
    db: &Connection,
    id: CaseId,
    pending: &Pending,
    ready: LoadPhase,
) -> Result<Option<CaseFile>, StoreError> {
    let file = match pulled(db, id, ready)? {
        Some(file) => Some(file),
        None => pending.of(id).find_map(local_case),
    };
    Ok(file.map(|mut file| {
        overlay(&mut file, &pending.outbox, pending.me.as_ref());
        safe::case_file(&mut file);
        file
    }))
}

/// As far as the first load has come: what it has not brought, it has not indexed either, and is not looked for.
pub(super) fn pulled(db: &Connection, id: CaseId, ready: LoadPhase) -> Result<Option<CaseFile>, StoreError> {
    if ready <= LoadPhase::Cases {
        return Ok(None);
    }
    let Some(case) = case(db, id)? else { return Ok(None) };
    let mut file =
        CaseFile { customer: stand_in(&case), messages: Vec::new(), calls: Vec::new(), follow_ups: Vec::new(), case };
    if ready > LoadPhase::Customers {
        file.customer = customer(db, file.case.customer_id)?.unwrap_or(file.customer);
    }
    if ready > LoadPhase::FollowUps {
        file.follow_ups =
            of_case(db, "SELECT doc FROM follow_ups WHERE case_id = ? ORDER BY open DESC, alerts_at, id", id)?;
    }
    if ready > LoadPhase::Messages {
        file.messages = of_case(db, MESSAGES, id)?;
    }
    if ready > LoadPhase::Calls {
        file.calls = of_case(db, CALLS, id)?;
    }
    add_absorbed(db, &mut file, ready)?;
    Ok(Some(file))
}

const MESSAGES: &str = "SELECT doc FROM messages WHERE case_id = ? ORDER BY at, row";
const CALLS: &str = "SELECT doc FROM calls WHERE case_id = ? ORDER BY at, row";

/// The threads of the cases that were merged into this one stand in its own, in time order; each entry keeps its case.
fn add_absorbed(db: &Connection, file: &mut CaseFile, ready: LoadPhase) -> Result<(), StoreError> {
    for absorbed in &file.case.absorbed {
        if ready > LoadPhase::Messages {
            file.messages.extend(of_case::<Message>(db, MESSAGES, absorbed.case)?);
        }
        if ready > LoadPhase::Calls {
            file.calls.extend(of_case::<Call>(db, CALLS, absorbed.case)?);
        }
    }
    if !file.case.absorbed.is_empty() {
        file.messages.sort_by_key(|m| m.at);
        file.calls.sort_by_key(|c| c.at);
    }
    Ok(())
}

pub(super) fn case(db: &Connection, id: CaseId) -> Result<Option<Case>, StoreError> {
    one(db, "SELECT doc FROM cases JOIN case_docs USING (row) WHERE id = ?", id.0)
}

/// One message as it came, before anything was made safe.
pub(super) fn message(db: &Connection, id: MessageId) -> Result<Option<Message>, StoreError> {
    one(db, "SELECT doc FROM messages WHERE id = ?", id.0)
}

pub(super) fn customer(db: &Connection, id: CustomerId) -> Result<Option<Customer>, StoreError> {
    one(db, "SELECT doc FROM customers WHERE id = ?", id.0)
}

pub(super) fn operators(db: &Connection) -> Result<Vec<Operator>, StoreError> {
    let mut docs = db.prepare_cached("SELECT doc FROM operators")?;
    let mut rows = docs.query([])?;
    let mut operators: Vec<Operator> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut operator = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        safe::operator(&mut operator);
        operators.push(operator);
    }
    operators.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(operators)
}

fn one<T: DeserializeOwned>(db: &Connection, sql: &str, id: uuid::Uuid) -> Result<Option<T>, StoreError> {
    let doc: Option<String> = db.prepare_cached(sql)?.query_row([blob(id)], |r| r.get(0)).optional()?;
    Ok(doc.map(|doc| serde_json::from_str(&doc)).transpose()?)
}

fn of_case<T: DeserializeOwned>(db: &Connection, sql: &str, case: CaseId) -> Result<Vec<T>, StoreError> {
    let mut docs = db.prepare_cached(sql)?;
    let mut rows = docs.query([blob(case.0)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
    }
    Ok(found)
}

/// The first load brings cases before customers; until then the name on the case stands in.
fn stand_in(case: &Case) -> Customer {
    Customer {
        name: PersonName { public: case.customer_name.clone(), ..PersonName::default() },
        language: Lang::new(case.language.as_str()),
        vip: case.vip,
        ..Customer::blank(case.customer_id)
    }
}
