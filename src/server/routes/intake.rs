//! What comes in from sources: cases, and further words on them.

use axum::extract::State;
use uuid::Uuid;

use super::Problems;
use crate::model::acts::{NewCase, NewInbound, NewMessage};
use crate::model::{Attachment, Case, CaseFile, CaseId, Customer, CustomerId, Message};
use crate::protocol::ProblemKind;
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded, not_forgotten};
use crate::server::failure::Failure;
use crate::server::family::Family;
use crate::server::http::{Act, Id};
use crate::server::rules;
use crate::server::rules::intake::{Known, answers_to, contacts_of, message_name, names_of};
use crate::server::storage::Name;

/// Brings a case in: 201 for a new one, 200 for one that is here (by the source's id of the case or of a message), with
/// only the new messages added.
#[utoipa::path(post, path = "/v1/cases", request_body = NewCase, responses((status = 201, body = Case), (status = 200, body = Case), Problems))]
pub async fn post(State(app): State<App>, act: Act<NewCase>) -> Result<Answer, Failure> {
    let new = &act.body;
    app.must_have(rules::hashes(new.messages.iter().flat_map(files_of))).await?;
    let load = || load(&app, new);
    app.act(Some(&act.actor), act.once.as_ref(), load, |found: &Found, by| {
        let known = match found {
            Found::Case(family, elsewhere) => {
                Known::Case { file: &family.survivor, elsewhere, absorbed: &family.absorbed }
            }
            Found::Customer(customer, others, _) => Known::Customer { customer, others },
            Found::Nothing(_) => Known::Nothing,
        };
        rules::intake::intake(new, &known, found.number(), by)
    })
    .await
}

/// A further word of the customer, or an automatic message.
#[utoipa::path(post, path = "/v1/cases/{id}/messages", params(("id" = CaseId, Path)), request_body = NewInbound, responses((status = 201, body = Message), (status = 200, body = Message), Problems))]
pub async fn inbound(State(app): State<App>, Id(id): Id<CaseId>, act: Act<NewInbound>) -> Result<Answer, Failure> {
    app.must_have(rules::hashes(files_of(&act.body.message))).await?;
    let case = app.storage.case(id).await?.ok_or_else(|| Failure::not_found("There is no such case."))?;
    let name = message_name(&case.source, &act.body.message);
    let owner = first_owner(&app, name.into_iter().collect()).await?;
    let load = || app.family(id);
    app.act(Some(&act.actor), act.once.as_ref(), load, |family: &Family, by| {
        if owner.is_some_and(|owner| !family.has(CaseId(owner))) {
            return Err(rules::refuse(ProblemKind::KeyReused, "This message stands in another case already."));
        }
        not_forgotten(&family.survivor, by)?;
        rules::inbound::inbound(&family.survivor, &family.absorbed, &act.body, by)
    })
    .await
}

fn files_of(message: &NewMessage) -> impl Iterator<Item = &Attachment> {
    message.attachments.iter().chain(&message.original)
}

/// What the storage knows of a case that comes in, with a number for a new one.
enum Found {
    Case(Box<Family>, Vec<Name>),
    Customer(Box<Customer>, Vec<CaseFile>, u64),
    Nothing(u64),
}

impl Found {
    fn number(&self) -> u64 {
        match self {
            Self::Case(family, _) => family.survivor.case.number,
            Self::Customer(_, _, number) | Self::Nothing(number) => *number,
        }
    }
}

async fn load(app: &App, new: &NewCase) -> Result<Loaded<Found>, Failure> {
    if let Some(id) = first_owner(app, [names_of(new), answers_to(new)].concat()).await?
        && app.storage.case(CaseId(id)).await?.is_some()
    {
        let Loaded { value: family, expect } = app.family(CaseId(id)).await?;
        let elsewhere = app.names_of_others(names_of(new), family.survivor.case.id.0).await?;
        return Ok(Loaded { value: Found::Case(Box::new(family), elsewhere), expect });
    }
    let number = app.storage.next_case_number().await?;
    if let Some(id) = first_owner(app, contacts_of(&new.customer.contacts, &new.channel)).await?
        && let Some(customer) = app.storage.customer(CustomerId(id)).await?
    {
        let others = app.likely_twins(CustomerId(id)).await?;
        return Ok(Loaded {
            value: Found::Customer(Box::new(customer.value), others, number),
            expect: vec![(id, customer.stamp)],
        });
    }
    Ok(Loaded { value: Found::Nothing(number), expect: Vec::new() })
}

async fn first_owner(app: &App, names: Vec<Name>) -> Result<Option<Uuid>, Failure> {
    if names.is_empty() {
        return Ok(None);
    }
    Ok(app.storage.owners_of(names).await?.into_iter().flatten().next())
}
