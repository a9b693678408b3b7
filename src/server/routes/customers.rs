//! The customer's card.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::Problems;
use crate::model::acts::CustomerPatch;
use crate::model::{CaseFile, Customer, CustomerId};
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::http::{Act, Id, IfNoneMatch, Staff, json_with_etag};
use crate::server::rules;

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
    let shown_in_lists = act.body.name.is_some() || act.body.vip.is_some();
    let load = || load(&app, id, shown_in_lists);
    app.act(Some(&act.actor), act.once.as_ref(), load, |(customer, files): &(Customer, Vec<CaseFile>), by| {
        rules::customer::patch(customer, files, &act.body, Some(version), by)
    })
    .await
}

async fn load(app: &App, id: CustomerId, with_cases: bool) -> Result<Loaded<(Customer, Vec<CaseFile>)>, Failure> {
    let customer = app.storage.customer(id).await?.ok_or_else(no_such_customer)?;
    let mut expect = vec![(id.0, customer.stamp)];
    let mut files = Vec::new();
    let cases = if with_cases { app.storage.cases_of(id).await? } else { Vec::new() };
    for case in cases {
        if let Some(file) = app.storage.case_file(case).await? {
            expect.push((case.0, file.stamp));
            files.push(file.value);
        }
    }
    Ok(Loaded { value: (customer.value, files), expect })
}

fn no_such_customer() -> Failure {
    Failure::not_found("There is no such customer.")
}
