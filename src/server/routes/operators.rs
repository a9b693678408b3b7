//! Accounts, and one's own record.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::Problems;
use crate::model::acts::{KeyChange, NewOperator, OperatorPatch};
use crate::model::{Operator, OperatorId};
use crate::protocol::CreatedOperator;
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::http::{Act, Caller, Id, Staff, json_with_etag};
use crate::server::rules::{self, Acting};
use crate::server::tokens::Token;

/// Everybody who works or worked here.
#[utoipa::path(get, path = "/v1/operators", responses((status = 200, body = Vec<Operator>), Problems))]
pub async fn list(State(app): State<App>, _: Staff) -> Result<axum::Json<Vec<Operator>>, Failure> {
    Ok(axum::Json(app.storage.operators().await?))
}

/// One of them.
#[utoipa::path(get, path = "/v1/operators/{id}", params(("id" = OperatorId, Path)), responses((status = 200, body = Operator), Problems))]
pub async fn get(State(app): State<App>, _: Staff, Id(id): Id<OperatorId>) -> Result<Response<Body>, Failure> {
    let operator = app.storage.operator(id).await?.ok_or_else(no_such_operator)?.value;
    Ok(json_with_etag(&operator, operator.version, None))
}

/// Makes an account (lead). The first answer holds its token; a replay shows the account and no token.
#[utoipa::path(post, path = "/v1/operators", request_body = NewOperator, responses((status = 201, body = CreatedOperator), Problems))]
pub async fn create(State(app): State<App>, act: Act<NewOperator>) -> Result<Answer, Failure> {
    let act = act.by_lead()?;
    let token = Token::random();
    let load = || async { Ok(Loaded { value: (), expect: Vec::new() }) };
    let decide = |(): &(), by: &Acting<'_>| rules::operator::create(&act.body, &token, by);
    let answer = app.act(Some(&act.actor), act.once.as_ref(), load, decide).await?;
    // The token opens something only if it was this request that made the account.
    let is_first = app.storage.bearer(token.hash()).await?.is_some();
    Ok(if is_first { with_token(answer, &token) } else { answer })
}

fn with_token(mut answer: Answer, token: &Token) -> Answer {
    if let Ok(mut made) = serde_json::from_str::<CreatedOperator>(&answer.body) {
        token.reveal().clone_into(&mut made.token);
        answer.body = serde_json::to_string(&made).unwrap_or(answer.body);
    }
    answer
}

/// Changes another's role, deputy or activity (lead).
#[utoipa::path(patch, path = "/v1/operators/{id}", params(("id" = OperatorId, Path)), request_body = OperatorPatch, responses((status = 200, body = Operator), Problems))]
pub async fn patch(State(app): State<App>, Id(id): Id<OperatorId>, act: Act<OperatorPatch>) -> Result<Answer, Failure> {
    let act = act.by_lead()?;
    app.act(
        Some(&act.actor),
        act.once.as_ref(),
        || load(&app, id),
        |operator, by| rules::operator::patch(operator, &act.body, act.if_match, by),
    )
    .await
}

/// Whose token this is.
#[utoipa::path(get, path = "/v1/me", responses((status = 200, body = Operator), Problems))]
pub async fn me(Caller(operator): Caller) -> Response<Body> {
    json_with_etag(&operator, operator.version, None)
}

/// Sets one's own name, post, contact, hours; adds a public key.
#[utoipa::path(put, path = "/v1/me", request_body = NewOperator, responses((status = 200, body = Operator), Problems))]
pub async fn put_me(State(app): State<App>, act: Act<NewOperator>) -> Result<Answer, Failure> {
    let me = act.actor.id;
    app.act(
        Some(&act.actor),
        act.once.as_ref(),
        || load(&app, me),
        |operator, by| rules::operator::put_me(operator, &act.body, act.if_match, by),
    )
    .await
}

/// Adds a signing key of one's own, or revokes one (one's own; a lead another's). Old letters stay provable.
#[utoipa::path(post, path = "/v1/operators/{id}/keys", params(("id" = OperatorId, Path)), request_body = KeyChange, responses((status = 200, body = Operator), Problems))]
pub async fn keys(State(app): State<App>, Id(id): Id<OperatorId>, act: Act<KeyChange>) -> Result<Answer, Failure> {
    let act = act.by_staff()?;
    app.act(
        Some(&act.actor),
        act.once.as_ref(),
        || load(&app, id),
        |operator, by| rules::keys::change(operator, &act.body, by),
    )
    .await
}

async fn load(app: &App, id: OperatorId) -> Result<Loaded<Operator>, Failure> {
    let operator = app.storage.operator(id).await?.ok_or_else(no_such_operator)?;
    Ok(Loaded::one(id.0, operator))
}

fn no_such_operator() -> Failure {
    Failure::not_found("There is no such operator.")
}
