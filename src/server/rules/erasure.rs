//! Forgetting a person on request: words, names, addresses and contents go, what happened when and who of us did it
//! stays, and so do the salted hashes, so that the rest still proves itself (design: Erasure).
//!
//! Not its duty: copies that the storage keeps for itself (`storage`), mailboxes and recordings elsewhere.

use crate::model::{Attachment, AttachmentHash, CaseFile, Customer, FollowUpState, State};
use crate::protocol::{Entity, ProblemKind};
use crate::seal;
use crate::server::answer::Answer;
use crate::server::rules::cards::unless_merged;
use crate::server::rules::customer::Card;
use crate::server::rules::intake::contact_name;
use crate::server::rules::work::close;
use crate::server::rules::{Acting, Decision, Refusal, Work, hashes, refuse, unchanged_since};
use crate::server::storage::{Name, NameChange};

/// Empties the customer and all his cases. Again is no harm.
pub fn erase(card: &Card, if_match: Option<u64>, by: &Acting<'_>) -> Result<Decision, Refusal> {
    if !by.is_lead() && by.actor.is_some() {
        return Err(refuse(ProblemKind::Forbidden, "Only a lead forgets a person."));
    }
    let customer = &card.customer;
    unless_merged(customer)?;
    unchanged_since(if_match, customer.version, customer)?;
    if customer.erased_at.is_some() && card.files.iter().all(|file| file.case.erased_at.is_some()) {
        return Ok(Decision::nothing(Answer::now(customer, customer.version)));
    }
    let blank = erased_customer(customer, by);
    let mut puts = vec![Entity::Customer(Box::new(blank.clone()))];
    puts.extend(card.parts.iter().map(|part| Entity::Customer(Box::new(erased_customer(part, by)))));
    let contacts = card.parts.iter().chain([customer]).flat_map(|card| &card.contacts);
    let mut names: Vec<NameChange> =
        contacts.map(|contact| NameChange::Drop(contact_name(contact), customer.id.0)).collect();
    for file in &card.files {
        names.extend(names_in(file).map(|name| NameChange::Drop(name, file.case.id.0)));
        puts.extend(erased_case(file, &blank, by).puts);
    }
    Ok(Decision {
        act: "erase",
        scope: Some(customer.id.0),
        puts,
        names,
        tokens: Vec::new(),
        errands: Vec::new(),
        answer: Answer::now(&blank, blank.version),
    })
}

/// The contents that belonged to these cases.
pub fn contents(card: &Card) -> Vec<AttachmentHash> {
    let messages = card.files.iter().flat_map(|file| &file.messages);
    let mut all =
        hashes(messages.flat_map(|m| m.attachments.iter().chain(m.original.iter())).collect::<Vec<&Attachment>>());
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.dedup();
    all.retain(AttachmentHash::is_well_formed);
    all
}

fn names_in(file: &CaseFile) -> impl Iterator<Item = Name> + '_ {
    let source = &file.case.source;
    let ids = file.messages.iter().filter_map(|m| m.external_id.clone());
    ids.map(|external_id| Name::Message { source: source.clone(), external_id })
}

fn erased_customer(customer: &Customer, by: &Acting<'_>) -> Customer {
    Customer {
        erased_at: customer.erased_at.or(Some(by.now)),
        version: customer.version + 1,
        merged_into: customer.merged_into,
        ..Customer::blank(customer.id)
    }
}

/// First every entry gets its place in the chain, also one from before there was a chain; then its words go.
fn erased_case(file: &CaseFile, customer: &Customer, by: &Acting<'_>) -> Decision {
    let mut work = Work::on(file, by);
    seal::chain_up(&mut work.file, &mut || by.salt());
    let CaseFile { case, messages, calls, follow_ups, .. } = &mut work.file;
    messages.iter_mut().for_each(seal::erase_message);
    calls.iter_mut().for_each(seal::erase_call);
    for follow_up in follow_ups {
        close(follow_up, FollowUpState::Cancelled, by.id(), by.now);
        follow_up.title.clear();
    }
    case.subject.clear();
    case.harm.clear();
    case.wished_outcome.clear();
    // What was given stays a number of the desk; its words may speak of the person.
    if let Some(remedy) = &mut case.remedy {
        (remedy.amount, remedy.text) = (String::new(), String::new());
    }
    case.way.iter_mut().for_each(|tick| tick.note.clear());
    case.tags.clear();
    case.public_link = None;
    case.call = None;
    case.ambiguous_consent = None;
    case.waiting_since = None;
    case.snoozed_until = None;
    case.confirmations.iter_mut().for_each(|confirmation| confirmation.term.clear());
    case.closed_questions.clear();
    case.state = State::Closed;
    case.erased_at = case.erased_at.or(Some(by.now));
    work.file.customer = customer.clone();
    work.decide("erase", |file| Answer::now(&file.case, file.case.version))
}
