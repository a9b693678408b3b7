//! The customer's card, and the cases that show parts of it.

use crate::model::acts::CustomerPatch;
use crate::model::{CaseFile, Contact, Customer, PreferenceOrigin};
use crate::protocol::Entity;
use crate::server::answer::Answer;
use crate::server::rules::cards::unless_merged;
use crate::server::rules::intake::contact_name;
use crate::server::rules::work::must_be_a_person;
use crate::server::rules::{Acting, Decision, Refusal, Work, unchanged_since};
use crate::server::storage::{Name, NameChange};

/// More addresses than this are a mistake of a program.
const CONTACTS: usize = 200;

/// A card with what hangs on it.
#[derive(Debug, Clone)]
pub struct Card {
    pub customer: Customer,
    /// The customer's cases, when their lists show what the patch changes: the name, the VIP mark.
    pub files: Vec<CaseFile>,
    /// Cards that went into this one: the same person, to be forgotten with him.
    pub parts: Vec<Customer>,
    /// Addresses of the patch that find another customer; they may stand on this card too, but go on finding him.
    pub others: Vec<Name>,
}

/// Changes the card.
pub fn patch(
    Card { customer, files, others, .. }: &Card,
    patch: &CustomerPatch,
    if_match: Option<u64>,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    let operator = must_be_a_person(by)?;
    unless_merged(customer)?;
    unchanged_since(if_match, customer.version, customer)?;
    let mut changed = customer.clone();
    apply(&mut changed, patch);
    let asked = patch.preferred_channel.is_some() || patch.mode.is_some();
    if asked && patch.preference_origin.is_none() {
        changed.preference_origin = Some(PreferenceOrigin { at: by.now, by: operator, message: None });
    }
    if changed == *customer {
        return Ok(Decision::nothing(Answer::now(customer, customer.version)));
    }
    changed.version += 1;
    let mut puts = vec![Entity::Customer(Box::new(changed.clone()))];
    for file in files {
        let mut work = Work::on(file, by);
        work.file.customer = changed.clone();
        puts.extend(work.decide("customer", |file| Answer::now(&file.case, file.case.version)).puts);
    }
    Ok(Decision {
        act: "customer",
        scope: Some(customer.id.0),
        puts,
        names: name_changes(customer, &changed, others),
        tokens: Vec::new(),
        errands: Vec::new(),
        answer: Answer::now(&changed, changed.version),
    })
}

fn apply(customer: &mut Customer, patch: &CustomerPatch) {
    let patch = patch.clone();
    customer.name = patch.name.unwrap_or_else(|| customer.name.clone());
    customer.gender = patch.gender.unwrap_or_else(|| customer.gender.clone());
    customer.language = patch.language.unwrap_or_else(|| customer.language.clone());
    customer.zone = patch.zone.or(customer.zone.take());
    customer.vip = patch.vip.unwrap_or(customer.vip);
    customer.contacts = patch.contacts.map_or_else(|| customer.contacts.clone(), clean_contacts);
    customer.preferred_channel = patch.preferred_channel.or(customer.preferred_channel.take());
    customer.mode = patch.mode.or(customer.mode.take());
    customer.preference_origin = patch.preference_origin.or(customer.preference_origin.take());
    customer.personal_manager = patch.personal_manager.or(customer.personal_manager);
    customer.pinned = patch.pinned.unwrap_or_else(|| customer.pinned.clone());
}

fn clean_contacts(contacts: Vec<Contact>) -> Vec<Contact> {
    contacts.into_iter().filter(|c| !c.address.trim().is_empty()).take(CONTACTS).collect()
}

/// The addresses the customer is found by from now on.
fn name_changes(before: &Customer, after: &Customer, others: &[Name]) -> Vec<NameChange> {
    let names = |customer: &Customer| customer.contacts.iter().map(contact_name).collect::<Vec<_>>();
    let (old, new) = (names(before), names(after));
    let id = before.id.0;
    let dropped = old.iter().filter(|name| !new.contains(name)).map(|name| NameChange::Drop(name.clone(), id));
    let taken = new
        .iter()
        .filter(|name| !old.contains(name) && !others.contains(name))
        .map(|name| NameChange::Take(name.clone(), id));
    dropped.chain(taken).collect()
}
