//! The tokens of an account: seen, made, taken away, by a lead or by the one they belong to.

use axum::extract::{Path, State};

use super::Problems;
use crate::model::{Operator, OperatorId, TokenId};
use crate::protocol::{CreatedToken, NewToken, RevokedTokens, TokenInfo};
use crate::server::answer::Answer;
use crate::server::app::{App, Loaded};
use crate::server::failure::Failure;
use crate::server::http::{Act, Caller, Id};
use crate::server::rules::{self, Acting};
use crate::server::tokens::Token;

/// Every token of an account, the newest first, without their secrets (one's own, or a lead).
#[utoipa::path(get, path = "/v1/operators/{id}/tokens", params(("id" = OperatorId, Path)), responses((status = 200, body = Vec<TokenInfo>), Problems))]
pub async fn list(
    State(app): State<App>,
    Caller(me): Caller,
    Id(id): Id<OperatorId>,
) -> Result<axum::Json<Vec<TokenInfo>>, Failure> {
    let operator = may(&app, &me, id).await?;
    Ok(axum::Json(app.storage.tokens(operator.id).await?))
}

/// One more token (one's own, or a lead). The first answer holds its secret; a replay shows the token and no secret.
#[utoipa::path(post, path = "/v1/operators/{id}/tokens", params(("id" = OperatorId, Path)), request_body = NewToken, responses((status = 201, body = CreatedToken), Problems))]
pub async fn create(State(app): State<App>, Id(id): Id<OperatorId>, act: Act<NewToken>) -> Result<Answer, Failure> {
    may(&app, &act.actor, id).await?;
    let secret = Token::random();
    let answer = app
        .act(
            Some(&act.actor),
            act.once.as_ref(),
            || load(&app, id),
            |(operator, _), by| rules::tokens::make(operator, &act.body, secret.hash(), Some(&act.token), by),
        )
        .await?;
    // It opens something only if it was this request that made it.
    let is_first = app.storage.bearer(secret.hash()).await?.is_some();
    Ok(if is_first { with_secret(answer, &secret) } else { answer })
}

fn with_secret(mut answer: Answer, secret: &Token) -> Answer {
    if let Ok(mut made) = serde_json::from_str::<CreatedToken>(&answer.body) {
        secret.reveal().clone_into(&mut made.secret);
        answer.body = serde_json::to_string(&made).unwrap_or(answer.body);
    }
    answer
}

/// Takes one token away, at once (one's own, or a lead). Again is no harm.
#[utoipa::path(delete, path = "/v1/operators/{id}/tokens/{token}", params(("id" = OperatorId, Path), ("token" = TokenId, Path)), responses((status = 200, body = TokenInfo), Problems))]
pub async fn revoke(
    State(app): State<App>,
    Path((id, token)): Path<(String, String)>,
    act: Act<()>,
) -> Result<Answer, Failure> {
    let (Ok(id), Ok(token)) = (id.parse::<OperatorId>(), token.parse::<TokenId>()) else {
        return Err(Failure::not_found("There is nothing at this address: the id has no UUID's form."));
    };
    may(&app, &act.actor, id).await?;
    let load = || async {
        let mut loaded = load(&app, id).await?;
        loaded.value.1.retain(|one| one.id == token);
        match loaded.value.1.is_empty() {
            true => Err(Failure::not_found("This account has no such token.")),
            false => Ok(loaded),
        }
    };
    app.act(Some(&act.actor), act.once.as_ref(), load, |(operator, tokens), by| match tokens.first() {
        Some(token) => rules::tokens::revoke(operator, token, by),
        None => rules::tokens::revoke_all(operator, &[], None, by),
    })
    .await
}

/// Takes every token of an account away, at once; who asks for his own keeps the one he asks with.
#[utoipa::path(delete, path = "/v1/operators/{id}/tokens", params(("id" = OperatorId, Path)), responses((status = 200, body = RevokedTokens), Problems))]
pub async fn revoke_all(State(app): State<App>, Id(id): Id<OperatorId>, act: Act<()>) -> Result<Answer, Failure> {
    may(&app, &act.actor, id).await?;
    let (token, load) = (act.token.id, || load(&app, id));
    app.act(Some(&act.actor), act.once.as_ref(), load, |(operator, tokens), by| {
        rules::tokens::revoke_all(operator, tokens, Some(token), by)
    })
    .await
}

/// Refuses before anything is read of another's account: a source must not learn whether it exists.
async fn may(app: &App, me: &Operator, id: OperatorId) -> Result<Operator, Failure> {
    check(app, me, id)?;
    let found = app.storage.operator(id).await?;
    found.map(|found| found.value).ok_or_else(|| Failure::not_found("There is no such operator."))
}

fn check(app: &App, me: &Operator, id: OperatorId) -> Result<(), Failure> {
    let by = Acting { actor: Some(me), now: jiff::Timestamp::now(), rules: &app.rules, new_id: &uuid::Uuid::now_v7 };
    Ok(rules::tokens::may(&Operator { id, ..me.clone() }, &by)?)
}

async fn load(app: &App, id: OperatorId) -> Result<Loaded<(Operator, Vec<TokenInfo>)>, Failure> {
    let found = app.storage.operator(id).await?;
    let found = found.ok_or_else(|| Failure::not_found("There is no such operator."))?;
    let tokens = app.storage.tokens(id).await?;
    Ok(Loaded { value: (found.value, tokens), expect: vec![(id.0, found.stamp)] })
}
