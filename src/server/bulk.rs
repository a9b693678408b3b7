//! Fills a desk that nobody serves: samples, and generated desks of up to a million cases. By the same rules as requests,
//! so that a generated desk differs from a real one in its size alone.
//!
//! Not its duty: inventing cases (`intake::samples`, `cli::demo`), imports into a desk in use (they go over the wire).

use std::cell::Cell;
use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;
use uuid::Uuid;

use crate::model::acts::{Command, NewCase};
use crate::model::{CaseFile, CaseId, Customer, CustomerId, Operator, OperatorId};
use crate::protocol::Entity;
use crate::schedule::Rules;
use crate::server::app::batch;
use crate::server::rules::customer::Card;
use crate::server::rules::intake::{Known, contact_name, contacts_of, intake, names_of};
use crate::server::rules::turn::Turn;
use crate::server::rules::{self, Acting, Decision, Refusal};
use crate::server::storage::sqlite::Load;
use crate::server::storage::{CommitError, Name, StorageError};

/// What somebody did on a case after it came in. The case named in `command` is not looked at: it is the one at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub by: OperatorId,
    pub at: Timestamp,
    pub command: Command,
}

#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    #[error("the rules do not allow it: {0}")]
    Refused(String),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl From<Refusal> for BulkError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.detail)
    }
}

/// A desk that is being filled.
pub struct Loader {
    load: Load,
    rules: Rules,
    people: HashMap<OperatorId, Operator>,
    number: u64,
    ids: Ids,
}

impl Loader {
    /// Opens the desk in a folder; makes what is missing.
    ///
    /// # Errors
    /// Those of the storage.
    pub fn open(dir: &Path, rules: Rules) -> Result<Self, BulkError> {
        let load = Load::begin(dir)?;
        let people = load.operators()?.into_iter().map(|o| (o.id, o)).collect();
        let (number, ids) = (load.last_number()?, Ids::after(load.head()?));
        Ok(Self { load, rules, people, number, ids })
    }

    /// Adds somebody who works here, or sets his record.
    ///
    /// # Errors
    /// Those of the storage.
    pub fn put_operator(&mut self, operator: &Operator, at: Timestamp) -> Result<(), BulkError> {
        let decision = Decision {
            puts: vec![Entity::Operator(Box::new(operator.clone()))],
            act: "operator",
            scope: Some(operator.id.0),
            ..Decision::nothing(crate::server::answer::Answer::now(operator, operator.version))
        };
        self.write(decision, None, at)?;
        self.people.insert(operator.id, operator.clone());
        Ok(())
    }

    /// Takes a case in at a time, and then lets the deeds happen in their order.
    ///
    /// # Errors
    /// [`BulkError::Refused`] in the words of the rule; the case stands with the deeds before it.
    pub fn take_in(&mut self, new: &NewCase, at: Timestamp, deeds: &[Deed]) -> Result<CaseId, BulkError> {
        let decision = self.decide_intake(new, at)?;
        let Some(id) = decision.scope.map(CaseId) else {
            return Err(BulkError::Refused(String::from("this very case is here already")));
        };
        self.write(decision, None, at)?;
        if deeds.is_empty() {
            return Ok(id);
        }
        let mut file = self.file(id)?;
        for deed in deeds {
            let decision = self.decide(&file, deed)?;
            apply(&mut file, &decision.puts);
            self.write(decision, Some(deed.by), deed.at)?;
        }
        Ok(id)
    }

    /// Commits everything; the desk can be served now.
    ///
    /// # Errors
    /// Those of the storage.
    pub fn finish(self) -> Result<(), BulkError> {
        Ok(self.load.finish()?)
    }

    fn decide_intake(&mut self, new: &NewCase, at: Timestamp) -> Result<Decision, BulkError> {
        let next_id = || self.ids.next();
        let by = Acting { actor: None, now: at, rules: &self.rules, new_id: &next_id };
        // A desk that is filled is told by its deeds who has what.
        let turn = Turn::default();
        if let Some(case) = self.owner_of(&names_of(new))?
            && let Some(file) = self.load.case_file(CaseId(case))?
        {
            let known = Known::Case { file: &file.value, elsewhere: &[], absorbed: &[] };
            return Ok(intake(new, &known, &turn, file.value.case.number, &by)?);
        }
        self.number += 1;
        let customer = match self.owner_of(&contacts_of(&new.customer.contacts, &new.channel))? {
            Some(id) => self.load.resource::<Customer>(id)?,
            None => None,
        };
        let known = customer.as_ref().map_or(Known::Nothing, |customer| Known::Customer { customer, others: &[] });
        Ok(intake(new, &known, &turn, self.number, &by)?)
    }

    fn decide(&self, file: &CaseFile, deed: &Deed) -> Result<Decision, BulkError> {
        let next_id = || self.ids.next();
        let actor = self.person(deed.by)?;
        let by = Acting { actor: Some(actor), now: deed.at, rules: &self.rules, new_id: &next_id };
        Ok(match &deed.command {
            Command::Claim { .. } => rules::ownership::claim(file, &by)?,
            Command::Release { .. } => rules::ownership::release(file, &by)?,
            Command::Assign { assign, .. } => rules::ownership::assign(file, self.person(assign.to)?, assign, &by)?,
            Command::Reply { reply, .. } => rules::reply::reply(file, reply, file.case.thread_version, None, &by)?,
            Command::Note { note, .. } => rules::case::note(file, note, &by)?,
            Command::MarkCall { mark, .. } => rules::calls::mark(file, mark, &by)?,
            Command::UnmarkCall { .. } => rules::calls::unmark(file, &by)?,
            Command::RecordCall { record, .. } => {
                let mut record = record.clone();
                record.call.case_id = file.case.id;
                rules::calls::record(file, &record, &by)?
            }
            Command::PatchCase { patch, .. } => rules::case::patch(file, patch, None, &by)?,
            Command::SetState { set, .. } => rules::case::told_state(file, set, &by)?,
            Command::AddFollowUp { follow_up, .. } => rules::follow_ups::add(file, follow_up, &by)?,
            Command::PatchFollowUp { id, patch, .. } => rules::follow_ups::patch(file, *id, patch, None, &by)?,
            Command::SentByHand { message, .. } => rules::case::sent_by_hand(file, *message, &by)?,
            Command::SettleDelivery { message, settle, .. } => {
                rules::delivery::decide(file, *message, settle, None, &by)?
            }
            Command::PatchCustomer { patch, .. } => {
                let card = Card {
                    customer: file.customer.clone(),
                    files: self.files_of(file.customer.id)?,
                    parts: Vec::new(),
                    others: self
                        .names_of_others(patch.contacts.iter().flatten().map(contact_name), file.customer.id)?,
                };
                rules::customer::patch(&card, patch, None, &by)?
            }
            Command::Merge { .. } | Command::Unmerge { .. } => {
                return Err(BulkError::Refused(String::from("a merge is a deed on two cases")));
            }
            Command::MergeCard { .. } | Command::UnmergeCard { .. } => {
                return Err(BulkError::Refused(String::from("a merge is a deed on two cards")));
            }
            Command::NewCase { .. } => return Err(BulkError::Refused(String::from("a case is no deed on a case"))),
        })
    }

    fn person(&self, id: OperatorId) -> Result<&Operator, BulkError> {
        self.people.get(&id).ok_or_else(|| BulkError::Refused(format!("nobody here has the id {id}")))
    }

    fn file(&self, id: CaseId) -> Result<CaseFile, BulkError> {
        let file = self.load.case_file(id)?;
        Ok(file.ok_or_else(|| StorageError::Failed(format!("case {id} is gone")))?.value)
    }

    fn files_of(&self, customer: CustomerId) -> Result<Vec<CaseFile>, BulkError> {
        self.load.cases_of(customer)?.into_iter().map(|id| self.file(id)).collect()
    }

    /// The owner of the first of these names that has one.
    fn owner_of(&self, names: &[Name]) -> Result<Option<Uuid>, StorageError> {
        names.iter().find_map(|name| self.load.owner_of(name).transpose()).transpose()
    }

    fn names_of_others(&self, names: impl Iterator<Item = Name>, me: CustomerId) -> Result<Vec<Name>, BulkError> {
        let mut others = Vec::new();
        for name in names {
            if self.load.owner_of(&name)?.is_some_and(|owner| owner != me.0) {
                others.push(name);
            }
        }
        Ok(others)
    }

    fn write(&mut self, decision: Decision, by: Option<OperatorId>, at: Timestamp) -> Result<(), BulkError> {
        if decision.changes_nothing() {
            return Ok(());
        }
        Ok(self.load.apply(&batch(decision, Vec::new(), by, None, at))?)
    }
}

/// What a decision makes of the case at hand.
pub fn apply(file: &mut CaseFile, puts: &[Entity]) {
    for put in puts {
        match put {
            Entity::Case(case) if case.id == file.case.id => file.case = (**case).clone(),
            Entity::Customer(customer) if customer.id == file.customer.id => file.customer = (**customer).clone(),
            Entity::Message(it) if it.case_id == file.case.id => replace(&mut file.messages, it, |m| m.id == it.id),
            Entity::Call(it) if it.case_id == file.case.id => replace(&mut file.calls, it, |c| c.id == it.id),
            Entity::FollowUp(it) if it.case_id == file.case.id => replace(&mut file.follow_ups, it, |f| f.id == it.id),
            _ => {}
        }
    }
}

fn replace<T: Clone>(list: &mut Vec<T>, new: &T, is_it: impl Fn(&T) -> bool) {
    match list.iter_mut().find(|known| is_it(known)) {
        Some(known) => known.clone_from(new),
        None => list.push(new.clone()),
    }
}

/// Ids one after the other, so that their index grows at its end; the same load gives the same ids.
struct Ids {
    begun_at: u64,
    count: Cell<u64>,
}

impl Ids {
    /// `begun_at` is larger at every load of a desk, so no id comes twice.
    fn after(begun_at: u64) -> Self {
        Self { begun_at, count: Cell::new(0) }
    }

    fn next(&self) -> Uuid {
        let count = self.count.get() + 1;
        self.count.set(count);
        let mut tail = [0; 10];
        tail[2..].copy_from_slice(&count.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(self.begun_at, &tail).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_ordered_and_the_same_each_time() {
        let (a, b) = (Ids::after(7), Ids::after(7));
        let many: Vec<Uuid> = (0..3000).map(|_| a.next()).collect();
        assert!(many.is_sorted_by(|x, y| x < y));
        assert!(many.iter().all(|id| id.get_version_num() == 7 && *id == b.next()));
        assert!(many.iter().all(|id| *id < Ids::after(8).next()));
    }
}
