//! The customer's card.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::Problems;
use crate::model::acts::CustomerPatch;
use crate::model::{Customer, CustomerId};
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::http::{Act, Id, IfNoneMatch, Staff, json_with_etag};
use crate::server::rules::customer::Card;
use crate::server::rules::intake::contact_name;
use crate::server::rules::{self, Acting};
use crate::server::storage::Name;

/// One customer.
#[utoipa::path(get, path = "/v1/customers/{id}", params(("id" = CustomerId, Path)), responses((status = 200, body = Customer), Problems))]
pub async fn get(
    State(app): State<App>,
    _: Staff,
    Id(id): Id<CustomerId>,
    IfNoneMatch(known): IfNoneMatch,
) -> Result<Response<Body>, Failure> {
    let customer = app.storage.customer(id).await?.ok_or_else(no_such_customer)?.value;
    Ok(json_with_etag(&customer, customer.version, known.as_deref()))
}

/// Changes the card; needs If-Match. The customer's cases show the new name at once.
#[utoipa::path(patch, path = "/v1/customers/{id}", params(("id" = CustomerId, Path)), request_body = CustomerPatch, responses((status = 200, body = Customer), Problems))]
pub async fn patch(State(app): State<App>, Id(id): Id<CustomerId>, act: Act<CustomerPatch>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    let version = act.required_version()?;
    let load = || load(&app, id, &act.body);
    let decide = |card: &Card, by: &Acting<'_>| rules::customer::patch(card, &act.body, Some(version), by);
    app.act(Some(&act.actor), act.once.as_ref(), load, decide).await
}

/// Forgets this person (lead; needs If-Match): words, names, addresses and contents are taken out of the card and of all
/// his cases, for ever. What happened when, and the salted hashes, stay.
#[utoipa::path(post, path = "/v1/customers/{id}/erase", params(("id" = CustomerId, Path)), responses((status = 200, body = Customer), Problems))]
pub async fn erase(State(app): State<App>, Id(id): Id<CustomerId>, act: Act<()>) -> Result<Answer, Failure> {
    let act = act.by_lead()?;
    let version = act.required_version()?;
    let load = || load_all(&app, id);
    app.forget(&act.actor, load, |card, by| rules::erasure::erase(card, Some(version), by)).await
}

async fn load_all(app: &App, id: CustomerId) -> Result<Loaded<Card>, Failure> {
    // Every field that a patch may name makes the cases come too.
    let mut loaded = load(app, id, &CustomerPatch { vip: Some(false), ..CustomerPatch::default() }).await?;
    for part in loaded.value.customer.absorbed.clone() {
        if let Some(card) = app.storage.customer(part.customer).await? {
            loaded.expect.push((part.customer.0, card.stamp));
            loaded.value.parts.push(card.value);
        }
    }
    Ok(loaded)
}

async fn load(app: &App, id: CustomerId, patch: &CustomerPatch) -> Result<Loaded<Card>, Failure> {
    let customer = app.storage.customer(id).await?.ok_or_else(no_such_customer)?;
    let mut expect = vec![(id.0, customer.stamp)];
    let mut files = Vec::new();
    let shown_in_lists = patch.name.is_some() || patch.vip.is_some();
    let cases = if shown_in_lists { app.storage.cases_of(id).await? } else { Vec::new() };
    for case in cases {
        if let Some(file) = app.storage.case_file(case).await? {
            expect.push((case.0, file.stamp));
            files.push(file.value);
        }
    }
    let names: Vec<Name> = patch.contacts.iter().flatten().map(contact_name).collect();
    let others = app.names_of_others(names, id.0).await?;
    Ok(Loaded { value: Card { customer: customer.value, files, parts: Vec::new(), others }, expect })
}

pub(super) fn no_such_customer() -> Failure {
    Failure::not_found("There is no such customer.")
}
