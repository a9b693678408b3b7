//! A case that comes in, over the wire or by mail: what is known of it is looked up, the rule decides, one commit.
//!
//! Not its duty: the rule (`rules::intake`), where it comes from (`routes::intake`, `mail`).

use uuid::Uuid;

use crate::model::acts::NewCase;
use crate::model::{CaseFile, CaseId, Customer, CustomerId, Operator};
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::family::Family;
use crate::server::once::Once;
use crate::server::rules;
use crate::server::rules::intake::{Known, answers_to, contacts_of, names_of};
use crate::server::rules::turn::Turn;
use crate::server::storage::{ErrandChange, Name, Stamped};

/// Takes a case in, with what goes along in the same commit. Its attachments are stored already.
pub async fn take_in(
    app: &App,
    actor: Option<&Operator>,
    once: Option<&Once>,
    new: &NewCase,
    errands: &[ErrandChange],
) -> Result<Answer, Failure> {
    let load = || load_with_turn(app, new);
    app.act(actor, once, load, |(found, turn): &(Found, Turn), by| {
        let known = match found {
            Found::Case(family, elsewhere) => {
                Known::Case { file: &family.survivor, elsewhere, absorbed: &family.absorbed }
            }
            Found::Customer(customer, others, _) => Known::Customer { customer, others },
            Found::Nothing(_) => Known::Nothing,
        };
        let mut decision = rules::intake::intake(new, &known, turn, found.number(), by)?;
        decision.errands.extend_from_slice(errands);
        Ok(decision)
    })
    .await
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

/// The same with whose turn it is.
async fn load_with_turn(app: &App, new: &NewCase) -> Result<Loaded<(Found, Turn)>, Failure> {
    let Loaded { value: found, expect } = load(app, new).await?;
    let turn = match &found {
        Found::Case(family, _) => app.turn(&family.files(), family.survivor.case.customer_id).await?,
        Found::Customer(customer, _, _) => app.turn(&[], customer.id).await?,
        Found::Nothing(_) => Turn::default(),
    };
    Ok(Loaded { value: (found, turn), expect })
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
    if let Some(customer) = living_card(app, contacts_of(&new.customer.contacts, &new.channel)).await? {
        let Stamped { value: customer, stamp } = customer;
        let (id, others) = (customer.id, app.likely_twins(customer.id).await?);
        let value = Found::Customer(Box::new(customer), others, number);
        return Ok(Loaded { value, expect: vec![(id.0, stamp)] });
    }
    Ok(Loaded { value: Found::Nothing(number), expect: Vec::new() })
}

/// The card with one of these addresses. Between the two readings it may have gone into another one, and then that is
/// meant: the stamp of a card that went would let a case in that nobody takes along.
async fn living_card(app: &App, names: Vec<Name>) -> Result<Option<Stamped<Customer>>, Failure> {
    let mut next = first_owner(app, names).await?.map(CustomerId);
    while let Some(id) = next {
        let Some(card) = app.storage.customer(id).await? else { break };
        if card.value.merged_into.is_none() {
            return Ok(Some(card));
        }
        next = card.value.merged_into;
    }
    Ok(None)
}

/// The owner of the first of these names that has one.
pub async fn first_owner(app: &App, names: Vec<Name>) -> Result<Option<Uuid>, Failure> {
    if names.is_empty() {
        return Ok(None);
    }
    Ok(app.storage.owners_of(names).await?.into_iter().flatten().next())
}
