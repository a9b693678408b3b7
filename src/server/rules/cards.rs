//! Two cards of one person become one, and can be taken apart again.
//!
//! The card that goes stays whole where it is and points to the survivor; its cases go along, and what the survivor lacks
//! (addresses, pinned details, fields) is lent to it. A record on the card that went knows what was lent. Cards point
//! straight at their survivor: chains do not arise. Letters are signed for their cases, so no word of them is touched.
//!
//! Not its duty: which cards look alike (`routes::cards`), cases that are one complaint (`merge`).

use crate::model::{AbsorbedCard, CardField, CardMerge, CaseFile, CaseId, Customer, CustomerId, OperatorId};
use crate::protocol::{Entity, ProblemKind};
use crate::server::answer::Answer;
use crate::server::rules::intake::contact_name;
use crate::server::rules::work::must_be_a_person;
use crate::server::rules::{Acting, Decision, Refusal, Work, invalid, refuse};
use crate::server::storage::{Name, NameChange};

/// What such an act is decided on.
#[derive(Debug, Clone)]
pub struct Cards {
    pub gone: Customer,
    pub into: Customer,
    /// Cards that went into `gone` before, and go along.
    pub parts: Vec<Customer>,
    /// The cases of all these cards, as far as the act may change them.
    pub files: Vec<CaseFile>,
    /// Who is found by each address on the cards; none for an address that finds nobody.
    pub owners: Vec<(Name, Option<CustomerId>)>,
}

/// Merges the card into the other one. Told again it takes along what came in for it meanwhile.
///
/// # Errors
/// `invalid` for a card and itself; `card_merged` for one that is part of another; `not_allowed` for a forgotten person.
pub fn merge(cards: &Cards, by: &Acting<'_>) -> Result<Decision, Refusal> {
    let operator = must_be_a_person(by)?;
    let (gone, into) = (&cards.gone, &cards.into);
    if gone.id == into.id {
        return Err(invalid("A card cannot go into itself, nor into one that is part of it."));
    }
    not_forgotten(gone)?;
    not_forgotten(into)?;
    let mut table = Table::of(cards);
    match gone.merged_into {
        Some(there) if there == into.id => table.follow(gone.id, into.id),
        Some(_) => return Err(merged()),
        None => {
            // Everything that was part of it becomes part of the survivor.
            let parts: Vec<CustomerId> = cards.parts.iter().map(|part| part.id).collect();
            parts.iter().for_each(|part| table.part(*part, gone.id));
            table.join(gone.id, into.id, operator, by);
            parts.iter().for_each(|part| table.join(*part, into.id, operator, by));
        }
    }
    Ok(table.decide("card_merge", cards, into.id, by))
}

/// Takes a card out of its survivor. Cases that went along come back, those that came in meanwhile stay.
///
/// # Errors
/// `not_allowed` for a forgotten person.
pub fn unmerge(cards: &Cards, by: &Acting<'_>) -> Result<Decision, Refusal> {
    must_be_a_person(by)?;
    let (gone, into) = (&cards.gone, &cards.into);
    if gone.merged_into != Some(into.id) {
        return Ok(Decision::nothing(Answer::now(gone, gone.version)));
    }
    not_forgotten(gone)?;
    not_forgotten(into)?;
    let mut table = Table::of(cards);
    table.part(gone.id, into.id);
    Ok(table.decide("card_unmerge", cards, gone.id, by))
}

/// 409: nothing is written to a card that is part of another one.
pub fn unless_merged(customer: &Customer) -> Result<(), Refusal> {
    if customer.merged_into.is_some() { Err(merged()) } else { Ok(()) }
}

fn merged() -> Refusal {
    refuse(
        ProblemKind::CardMerged,
        "This card is part of another card of the same person; nothing was changed. Read the case again and go on there.",
    )
}

fn not_forgotten(customer: &Customer) -> Result<(), Refusal> {
    if customer.erased_at.is_some() {
        return Err(refuse(
            ProblemKind::NotAllowed,
            "This person was forgotten on request; nothing is written any more.",
        ));
    }
    Ok(())
}

/// The cards and whose each case is, while they are moved about.
struct Table {
    cards: Vec<Customer>,
    cases: Vec<(CaseId, CustomerId)>,
}

impl Table {
    fn of(cards: &Cards) -> Self {
        Self {
            cards: [cards.into.clone(), cards.gone.clone()].into_iter().chain(cards.parts.iter().cloned()).collect(),
            cases: cards.files.iter().map(|file| (file.case.id, file.case.customer_id)).collect(),
        }
    }

    fn card(&self, id: CustomerId) -> Option<&Customer> {
        self.cards.iter().find(|card| card.id == id)
    }

    fn card_mut(&mut self, id: CustomerId) -> Option<&mut Customer> {
        self.cards.iter_mut().find(|card| card.id == id)
    }

    /// Gives every case of one card to another, and says which they were.
    fn hand_over(&mut self, from: CustomerId, to: CustomerId) -> Vec<CaseId> {
        let its = self.cases.iter_mut().filter(|(_, customer)| *customer == from);
        its.map(|(case, customer)| {
            *customer = to;
            *case
        })
        .collect()
    }

    fn join(&mut self, gone: CustomerId, into: CustomerId, operator: OperatorId, by: &Acting<'_>) {
        let cases = self.hand_over(gone, into);
        let Some(from) = self.card(gone).cloned() else { return };
        let Some(survivor) = self.card_mut(into) else { return };
        let (mut contacts, mut pinned) = (from.contacts.clone(), from.pinned.clone());
        contacts.retain(|contact| !survivor.contacts.iter().any(|own| contact_name(own) == contact_name(contact)));
        pinned.retain(|detail| !survivor.pinned.contains(detail));
        survivor.contacts.extend(contacts.iter().cloned());
        survivor.pinned.extend(pinned.iter().cloned());
        let fields = lend(&from, survivor);
        survivor.absorbed.push(AbsorbedCard { customer: gone, name: from.name.short(), by: operator, at: by.now });
        if let Some(card) = self.card_mut(gone) {
            card.merged_into = Some(into);
            card.merge = Some(Box::new(CardMerge { by: operator, at: by.now, cases, contacts, pinned, fields }));
        }
    }

    /// What came in for a card while it went elsewhere goes there too.
    fn follow(&mut self, gone: CustomerId, into: CustomerId) {
        let cases = self.hand_over(gone, into);
        if let Some(merge) = self.card_mut(gone).and_then(|card| card.merge.as_mut()) {
            merge.cases.extend(cases);
        }
    }

    fn part(&mut self, gone: CustomerId, from: CustomerId) {
        let Some(card) = self.card_mut(gone) else { return };
        card.merged_into = None;
        let Some(merge) = card.merge.take() else { return };
        let card = card.clone();
        for (case, customer) in &mut self.cases {
            if *customer == from && merge.cases.contains(case) {
                *customer = gone;
            }
        }
        let Some(survivor) = self.card_mut(from) else { return };
        survivor.absorbed.retain(|part| part.customer != gone);
        survivor.contacts.retain(|contact| !merge.contacts.contains(contact));
        survivor.pinned.retain(|detail| !merge.pinned.contains(detail));
        let blank = Customer::blank(from);
        for field in merge.fields.iter().filter(|field| is_same(&card, survivor, field)).cloned().collect::<Vec<_>>() {
            copy(&blank, survivor, &field);
        }
    }

    /// Who is found by each address from now on: a living card that has it; one that had it before keeps it.
    fn names(&self, owners: &[(Name, Option<CustomerId>)]) -> Vec<NameChange> {
        let mut changes = Vec::new();
        for (name, owner) in owners {
            let has = |card: &&Customer| {
                card.merged_into.is_none() && card.contacts.iter().any(|contact| contact_name(contact) == *name)
            };
            let is_strange = owner.is_some_and(|owner| self.card(owner).is_none());
            let keeps = owner.and_then(|owner| self.card(owner)).is_some_and(|card| has(&card));
            let Some(heir) = self.cards.iter().find(has).filter(|_| !is_strange && !keeps) else { continue };
            changes.extend(owner.map(|owner| NameChange::Drop(name.clone(), owner.0)));
            changes.push(NameChange::Take(name.clone(), heir.id.0));
        }
        changes
    }

    /// Everything that is other than before, the cards before their cases.
    fn decide(mut self, act: &'static str, before: &Cards, answer: CustomerId, by: &Acting<'_>) -> Decision {
        let known: Vec<&Customer> = [&before.into, &before.gone].into_iter().chain(&before.parts).collect();
        let mut puts = Vec::new();
        for (card, known) in self.cards.iter_mut().zip(known) {
            if card != known {
                card.version += 1;
                puts.push(Entity::Customer(Box::new(card.clone())));
            }
        }
        for (file, (_, customer)) in before.files.iter().zip(&self.cases) {
            let Some(card) = self.card(*customer) else { continue };
            let mut work = Work::on(file, by);
            work.file.case.customer_id = card.id;
            work.file.customer = card.clone();
            puts.extend(work.decide(act, |file| Answer::now(&file.case, file.case.version)).puts);
        }
        let card = self.card(answer).unwrap_or(&before.into);
        let answer = Answer::now(card, card.version);
        if puts.is_empty() {
            return Decision::nothing(answer);
        }
        let names = self.names(&before.owners);
        let scope = Some(before.gone.id.0);
        Decision { act, scope, puts, names, tokens: Vec::new(), errands: Vec::new(), answer }
    }
}

/// Copies what the survivor lacks, and says which fields those are.
fn lend(from: &Customer, to: &mut Customer) -> Vec<CardField> {
    let blank = Customer::blank(to.id);
    let lacks = |field: &&CardField| is_same(to, &blank, field) && !is_same(from, &blank, field);
    let lent: Vec<CardField> = CardField::KNOWN.iter().filter(lacks).cloned().collect();
    lent.iter().for_each(|field| copy(from, to, field));
    lent
}

fn is_same(a: &Customer, b: &Customer, field: &CardField) -> bool {
    let preference = |c: &Customer| (c.preferred_channel.clone(), c.mode.clone(), c.preference_origin.clone());
    match field {
        CardField::Given => a.name.given == b.name.given,
        CardField::Patronymic => a.name.patronymic == b.name.patronymic,
        CardField::Family => a.name.family == b.name.family,
        CardField::Public => a.name.public == b.name.public,
        CardField::Gender => a.gender == b.gender,
        CardField::Zone => a.zone == b.zone,
        CardField::Vip => a.vip == b.vip,
        CardField::Manager => a.personal_manager == b.personal_manager,
        CardField::Preference => preference(a) == preference(b),
        CardField::Other(_) => true,
    }
}

fn copy(from: &Customer, to: &mut Customer, field: &CardField) {
    match field {
        CardField::Given => to.name.given.clone_from(&from.name.given),
        CardField::Patronymic => to.name.patronymic.clone_from(&from.name.patronymic),
        CardField::Family => to.name.family.clone_from(&from.name.family),
        CardField::Public => to.name.public.clone_from(&from.name.public),
        CardField::Gender => to.gender = from.gender.clone(),
        CardField::Zone => to.zone.clone_from(&from.zone),
        CardField::Vip => to.vip = from.vip,
        CardField::Manager => to.personal_manager = from.personal_manager,
        CardField::Preference => {
            to.preferred_channel.clone_from(&from.preferred_channel);
            to.mode.clone_from(&from.mode);
            to.preference_origin.clone_from(&from.preference_origin);
        }
        CardField::Other(_) => {}
    }
}

/// True when lists show other words of the survivor's cases after the act: then all of them are to be read.
pub fn changes_lists(cards: &Cards) -> bool {
    let mut table = Table::of(cards);
    let before = (cards.into.name.short(), cards.into.vip);
    if cards.gone.merged_into == Some(cards.into.id) {
        table.part(cards.gone.id, cards.into.id);
    } else {
        let mut into = cards.into.clone();
        lend(&cards.gone, &mut into);
        return (into.name.short(), into.vip) != before;
    }
    table.card(cards.into.id).is_some_and(|into| (into.name.short(), into.vip) != before)
}

#[cfg(test)]
#[path = "cards_tests.rs"]
mod tests;
