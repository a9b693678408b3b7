//! Writes what was pulled: each resource in its newest state, the list, the counters and the search in step with it.

use std::collections::BTreeSet;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Transaction, params};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::StoreError;
use super::columns::{self, Counted};
use super::search;
use super::sql::{blob, get_id, millis, owner_blob};
use super::tallies::Tallies;
use crate::model::{Call, Case, CaseId, FollowUp, Message};
use crate::protocol::{Change, Entity, EntityKind};

/// Changes decoded off the writer's thread. A document that is not of its kind's form is left out and counted.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) items: Vec<Item>,
    /// How many documents could not be read, and which was the first.
    pub broken: Option<(usize, String)>,
}

#[derive(Debug)]
pub(super) enum Item {
    Put(Entity, Box<RawValue>),
    Gone(EntityKind, Uuid),
}

impl Batch {
    pub fn decode(changes: Vec<Change>) -> Self {
        let mut batch = Self { items: Vec::with_capacity(changes.len()), broken: None };
        for mut change in changes {
            if change.deleted {
                batch.items.push(Item::Gone(change.kind, change.id));
                continue;
            }
            match change.entity() {
                Ok(Some(entity)) => batch.items.extend(change.doc.take().map(|doc| Item::Put(entity, doc))),
                // A kind of a newer server: nothing here shows it.
                Ok(None) => {}
                Err(error) => {
                    // The error's own words may quote the customer; the place is enough.
                    let place = || format!("{} {}, column {}", change.kind, change.id, error.column());
                    let broken = batch.broken.get_or_insert_with(|| (0, place()));
                    broken.0 += 1;
                }
            }
        }
        batch
    }

    /// One resource that the desk answered with.
    ///
    /// # Errors
    /// Never for the model's own types; serialising them cannot fail.
    pub fn push(&mut self, entity: Entity) -> Result<(), StoreError> {
        let doc = match &entity {
            Entity::Case(it) => serde_json::value::to_raw_value(it),
            Entity::Customer(it) => serde_json::value::to_raw_value(it),
            Entity::Message(it) => serde_json::value::to_raw_value(it),
            Entity::Call(it) => serde_json::value::to_raw_value(it),
            Entity::FollowUp(it) => serde_json::value::to_raw_value(it),
            Entity::Operator(it) => serde_json::value::to_raw_value(it),
        }?;
        self.items.push(Item::Put(entity, doc));
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// What a batch touched.
#[derive(Debug, Default)]
pub(super) struct Applied {
    pub(super) cases: Vec<CaseId>,
    pub(super) people: bool,
    /// What a page of a first load counted; it is not written yet.
    pub(super) tallies: Tallies,
}

/// How a batch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Onto what is there, with counters and search in step.
    Change,
    /// Into a first load: nothing is looked up or indexed before the load's phase ends.
    Load,
}

/// Applies one batch within a transaction.
pub(super) fn apply(
    transaction: &Transaction<'_>,
    desk: i64,
    read_since: i64,
    batch: &Batch,
    mode: Mode,
) -> Result<Applied, StoreError> {
    let mut writer = Writer {
        db: transaction,
        desk,
        read_since,
        mode,
        last_row: None,
        put_case: None,
        put_doc: None,
        tallies: Tallies::default(),
        reindex: BTreeSet::new(),
        applied: Applied::default(),
    };
    for item in &batch.items {
        match item {
            Item::Put(entity, doc) => writer.put(entity, doc.get())?,
            Item::Gone(kind, id) => writer.remove(kind, *id)?,
        }
    }
    let tallies = std::mem::take(&mut writer.tallies);
    match mode {
        Mode::Change => tallies.write(transaction)?,
        Mode::Load => writer.applied.tallies = tallies,
    }
    search::index_cases(transaction, &writer.reindex)?;
    Ok(writer.applied)
}

/// A statement that was prepared before, or now.
fn kept<'s, 'db>(
    db: &'db Connection,
    place: &'s mut Option<CachedStatement<'db>>,
    sql: &str,
) -> Result<&'s mut CachedStatement<'db>, StoreError> {
    Ok(match place {
        Some(statement) => statement,
        None => place.insert(db.prepare_cached(sql)?),
    })
}

struct Writer<'a> {
    db: &'a Connection,
    desk: i64,
    read_since: i64,
    mode: Mode,
    /// The greatest row in use, once it was asked for.
    last_row: Option<i64>,
    /// Kept over a batch: looking them up for each case costs as much as half of running them.
    put_case: Option<CachedStatement<'a>>,
    put_doc: Option<CachedStatement<'a>>,
    tallies: Tallies,
    /// Cases whose words changed.
    reindex: BTreeSet<CaseId>,
    applied: Applied,
}

impl Writer<'_> {
    fn put(&mut self, entity: &Entity, doc: &str) -> Result<(), StoreError> {
        match entity {
            Entity::Case(case) => self.case(case, doc),
            Entity::Customer(customer) => {
                self.document("customers", customer.id.0, doc)?;
                if self.mode == Mode::Load { Ok(()) } else { self.touch_cases_of(customer.id.0) }
            }
            Entity::Message(message) => self.message(message, doc),
            Entity::Call(call) => self.call(call, doc),
            Entity::FollowUp(follow_up) => self.follow_up(follow_up, doc),
            Entity::Operator(operator) => {
                self.applied.people = true;
                self.db
                    .prepare_cached("INSERT OR REPLACE INTO operators (desk, id, doc) VALUES (?, ?, ?)")?
                    .execute(params![self.desk, blob(operator.id.0), doc])?;
                Ok(())
            }
        }
    }

    fn case(&mut self, case: &Case, doc: &str) -> Result<(), StoreError> {
        if self.mode == Mode::Load {
            self.tallies.case(&Counted::of(case), 1);
            return self.put_case(None, case, doc);
        }
        let old = self.old_case(case.id)?;
        let counted = Counted::of(case);
        if let Some((_, before, _)) = &old {
            self.tallies.case(before, -1);
        }
        self.tallies.case(&counted, 1);
        self.put_case(old.as_ref().map(|(row, _, _)| *row), case, doc)?;
        if old.as_ref().is_none_or(|(_, before, _)| before.owner != counted.owner) {
            self.hand_over(case.id, counted.owner)?;
        }
        let words = columns::words(case);
        if old.is_none_or(|(_, _, before)| before != words) {
            self.reindex.insert(case.id);
        }
        self.applied.cases.push(case.id);
        Ok(())
    }

    fn put_case(&mut self, row: Option<i64>, case: &Case, doc: &str) -> Result<(), StoreError> {
        let unread = self.is_unread(case)?;
        let row = match row {
            Some(row) => row,
            None => self.new_row()?,
        };
        columns::put(kept(self.db, &mut self.put_case, columns::PUT)?, row, self.desk, case, unread)?;
        let sql = "INSERT OR REPLACE INTO case_docs (row, doc) VALUES (?, ?)";
        kept(self.db, &mut self.put_doc, sql)?.execute(params![row, doc])?;
        Ok(())
    }

    fn new_row(&mut self) -> Result<i64, StoreError> {
        let last = match self.last_row {
            Some(last) => last,
            None => self.db.query_row("SELECT coalesce(max(row), 0) FROM cases", [], |r| r.get(0))?,
        };
        self.last_row = Some(last + 1);
        Ok(last + 1)
    }

    /// Row, what the counters count, and the words of a case as it is kept now.
    fn old_case(&self, id: CaseId) -> Result<Option<(i64, Counted, String)>, StoreError> {
        let sql = format!(
            "SELECT {}, row, customer || char(10) || subject FROM cases WHERE id = ? AND desk = ?",
            Counted::COLUMNS
        );
        Ok(self
            .db
            .prepare_cached(&sql)?
            .query_row(params![blob(id.0), self.desk], |r| Ok((r.get(6)?, Counted::read(r)?, r.get(7)?)))
            .optional()?)
    }

    fn is_unread(&self, case: &Case) -> Result<bool, StoreError> {
        let Some(came) = case.last_inbound_at.map(millis).filter(|came| *came > self.read_since) else {
            return Ok(false);
        };
        let read: Option<i64> = self
            .db
            .prepare_cached("SELECT at FROM reads WHERE desk = ? AND case_id = ?")?
            .query_row(params![self.desk, blob(case.id.0)], |r| r.get(0))
            .optional()?;
        Ok(read.is_none_or(|read| came > read))
    }

    /// Duties without an owner of their own follow the owner of the case.
    fn hand_over(&mut self, case: CaseId, owner: Option<[u8; 16]>) -> Result<(), StoreError> {
        let mut open = self.db.prepare_cached(
            "SELECT duty, alerts_at FROM follow_ups WHERE case_id = ? AND open = 1 AND owner IS NULL AND duty IS NOT ?",
        )?;
        let mut rows = open.query(params![blob(case.0), owner])?;
        while let Some(row) = rows.next()? {
            let alerts_at = row.get(1)?;
            self.tallies.duty(row.get(0)?, alerts_at, -1);
            self.tallies.duty(owner, alerts_at, 1);
        }
        self.db
            .prepare_cached("UPDATE follow_ups SET duty = ? WHERE case_id = ? AND open = 1 AND owner IS NULL")?
            .execute(params![owner, blob(case.0)])?;
        Ok(())
    }

    fn message(&mut self, message: &Message, doc: &str) -> Result<(), StoreError> {
        let row = self.row_of("messages", message.id.0)?;
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO messages (row, desk, id, case_id, at, doc) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![row, self.desk, blob(message.id.0), blob(message.case_id.0), millis(message.at), doc])?;
        if self.mode == Mode::Change {
            self.reindex.insert(message.case_id);
        }
        self.applied.cases.push(message.case_id);
        Ok(())
    }

    fn call(&mut self, call: &Call, doc: &str) -> Result<(), StoreError> {
        let row = self.row_of("calls", call.id.0)?;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO calls (row, desk, id, case_id, at, doc) VALUES (?, ?, ?, ?, ?, ?)")?
            .execute(params![row, self.desk, blob(call.id.0), blob(call.case_id.0), millis(call.at), doc])?;
        self.applied.cases.push(call.case_id);
        Ok(())
    }

    fn follow_up(&mut self, follow_up: &FollowUp, doc: &str) -> Result<(), StoreError> {
        let row = self.forget_duty(follow_up.id.0)?;
        let owner = owner_blob(follow_up.owner);
        // Whose it is matters while it is open; the cases are loaded first, so their owners are known.
        let duty = match owner {
            None if follow_up.is_open() => self.owner_of(follow_up.case_id)?,
            owner => owner,
        };
        let alerts_at = millis(follow_up.alerts_at());
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO follow_ups (row, desk, id, case_id, owner, duty, open, alerts_at, doc) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                row,
                self.desk,
                blob(follow_up.id.0),
                blob(follow_up.case_id.0),
                owner,
                duty,
                follow_up.is_open(),
                alerts_at,
                doc
            ])?;
        if follow_up.is_open() && self.mode == Mode::Change {
            self.tallies.duty(duty, alerts_at, 1);
        }
        self.applied.cases.push(follow_up.case_id);
        Ok(())
    }

    /// Counts the kept state of a follow-up out and gives its row.
    fn forget_duty(&mut self, id: Uuid) -> Result<Option<i64>, StoreError> {
        if self.mode == Mode::Load {
            return Ok(None);
        }
        let old = self
            .db
            .prepare_cached("SELECT row, open, duty, alerts_at FROM follow_ups WHERE id = ? AND desk = ?")?
            .query_row(params![blob(id), self.desk], |r| {
                Ok((r.get::<_, i64>(0)?, r.get::<_, bool>(1)?, r.get::<_, Option<[u8; 16]>>(2)?, r.get::<_, i64>(3)?))
            })
            .optional()?;
        Ok(old.map(|(row, open, duty, alerts_at)| {
            if open {
                self.tallies.duty(duty, alerts_at, -1);
            }
            row
        }))
    }

    fn owner_of(&self, case: CaseId) -> Result<Option<[u8; 16]>, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT owner FROM cases WHERE id = ? AND desk = ?")?
            .query_row(params![blob(case.0), self.desk], |r| r.get(0))
            .optional()?
            .flatten())
    }

    fn row_of(&self, table: &'static str, id: Uuid) -> Result<Option<i64>, StoreError> {
        if self.mode == Mode::Load {
            return Ok(None);
        }
        let sql = format!("SELECT row FROM {table} WHERE id = ? AND desk = ?");
        Ok(self.db.prepare_cached(&sql)?.query_row(params![blob(id), self.desk], |r| r.get(0)).optional()?)
    }

    fn document(&self, table: &'static str, id: Uuid, doc: &str) -> Result<(), StoreError> {
        let row = self.row_of(table, id)?;
        let sql = format!("INSERT OR REPLACE INTO {table} (row, desk, id, doc) VALUES (?, ?, ?, ?)");
        self.db.prepare_cached(&sql)?.execute(params![row, self.desk, blob(id), doc])?;
        Ok(())
    }

    fn touch_cases_of(&mut self, customer: Uuid) -> Result<(), StoreError> {
        let mut cases = self.db.prepare_cached("SELECT id FROM cases WHERE customer_id = ?")?;
        let mut rows = cases.query([blob(customer)])?;
        while let Some(row) = rows.next()? {
            self.applied.cases.push(CaseId(get_id(row, 0)?));
        }
        Ok(())
    }

    fn remove(&mut self, kind: &EntityKind, id: Uuid) -> Result<(), StoreError> {
        match kind {
            EntityKind::Case => self.remove_case(CaseId(id)),
            EntityKind::Customer => self.delete("customers", id),
            EntityKind::Message | EntityKind::Call => {
                let table = if *kind == EntityKind::Message { "messages" } else { "calls" };
                self.touch_case_of(table, id)?;
                self.delete(table, id)
            }
            EntityKind::FollowUp => {
                self.touch_case_of("follow_ups", id)?;
                self.forget_duty(id)?;
                self.delete("follow_ups", id)
            }
            EntityKind::Operator => {
                self.applied.people = true;
                self.delete("operators", id)
            }
            EntityKind::Other(_) => Ok(()),
        }
    }

    fn remove_case(&mut self, id: CaseId) -> Result<(), StoreError> {
        if let Some((row, counted, _)) = self.old_case(id)? {
            self.tallies.case(&counted, -1);
            for sql in [
                "DELETE FROM cases WHERE row = ?",
                "DELETE FROM case_docs WHERE row = ?",
                "DELETE FROM search WHERE rowid = ?",
                "DELETE FROM search_within WHERE rowid = ?",
            ] {
                self.db.prepare_cached(sql)?.execute([row])?;
            }
        }
        self.reindex.remove(&id);
        self.applied.cases.push(id);
        Ok(())
    }

    fn touch_case_of(&mut self, table: &'static str, id: Uuid) -> Result<(), StoreError> {
        let sql = format!("SELECT case_id FROM {table} WHERE id = ? AND desk = ?");
        let case = self
            .db
            .prepare_cached(&sql)?
            .query_row(params![blob(id), self.desk], |r| get_id(r, 0).map(CaseId))
            .optional()?;
        if let Some(case) = case {
            self.reindex.insert(case);
            self.applied.cases.push(case);
        }
        Ok(())
    }

    fn delete(&self, table: &'static str, id: Uuid) -> Result<(), StoreError> {
        let sql = format!("DELETE FROM {table} WHERE id = ? AND desk = ?");
        self.db.prepare_cached(&sql)?.execute(params![blob(id), self.desk])?;
        Ok(())
    }
}
