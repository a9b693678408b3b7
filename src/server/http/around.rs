//! What surrounds every route: who asks, how long it may take, how large it may be, what is counted and logged.
//! The log names the route and the request's id; never what was said in it.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use tracing::Instrument;
use uuid::Uuid;

use crate::protocol::{Problem, ProblemKind};
use crate::server::app::App;
use crate::server::failure::{Failure, problem_response};
use crate::server::metrics::OneMore;
use crate::server::refusals::{self, Attempt};
use crate::server::serving::Peer;
use crate::server::{rules, tokens};

/// Nothing takes longer to arrive whole and to begin its answer; a large attachment on a slow line must fit.
const TIME_LIMIT: Duration = Duration::from_secs(120);
const REQUEST_ID: &str = "x-request-id";

/// Finds the account behind `Authorization: Bearer …`.
pub async fn require_token(
    State(app): State<App>,
    matched: Option<MatchedPath>,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(token) = header.and_then(|h| h.strip_prefix("Bearer ")) else {
        return Ok(no_login(&app, &request, "Send a token: Authorization: Bearer …"));
    };
    let hash = tokens::hash(token.trim());
    let bearer = app.storage.bearer(hash).await?;
    let Some(bearer) = bearer else { return Ok(no_login(&app, &request, "This token is not known here.")) };
    if let Err(wait) = app.counters.request(bearer.token.id) {
        return Ok(too_many("This token asks for too much at once; nothing was changed. Try again later.", wait));
    }
    let now = Timestamp::now();
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let attempt = Attempt {
        operator: bearer.operator.id,
        kind: "",
        what: format!("{} {}", request.method(), route),
        scope: request.uri().path().split('/').find_map(|part| Uuid::try_parse(part).ok()),
    };
    let may = rules::tokens::let_in(&bearer, now)
        .and_then(|()| rules::access::check(&bearer.operator.role, request.method().as_str(), route));
    let response = match may {
        Ok(()) => {
            app.uses.note(&bearer.token, now);
            request.extensions_mut().insert(TokenHash(hash));
            request.extensions_mut().insert(bearer);
            next.run(request).await
        }
        Err(refusal) => Failure(refusal).into_response(),
    };
    if let Some(kind) = response.extensions().get::<ProblemKind>().and_then(refusals::matters) {
        app.refusals.tell(&*app.storage, Attempt { kind, ..attempt }).await;
    }
    Ok(response)
}

/// The SHA-256 of the token a request came with.
#[derive(Debug, Clone, Copy)]
pub struct TokenHash(pub [u8; 32]);

/// 401, or 429 when such requests come from one address too often. Who has a good token is never refused for that.
fn no_login(app: &App, request: &Request, why: &str) -> Response {
    let address = request.extensions().get::<Peer>().map(|peer| peer.0.ip());
    if let Some(address) = address {
        if let Err(wait) = app.counters.failed_login(address) {
            return too_many("Too many requests with wrong tokens came from this address.", wait);
        }
        tracing::info!(%address, "a request came without a token that is known here");
    }
    Failure::new(ProblemKind::Unauthorised, why).into_response()
}

/// 429 with the time to wait, in whole seconds.
fn too_many(why: &str, wait: Duration) -> Response {
    let mut response = Failure::new(ProblemKind::TooMany, why).into_response();
    if let Ok(seconds) = HeaderValue::from_str(&(wait.as_secs() + 1).to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

/// Gives every request an id, counts it, and writes one line about it.
pub async fn observe(State(app): State<App>, matched: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let id = Uuid::now_v7();
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    let span = tracing::debug_span!("request", %id, method = %request.method(), route);
    let begun = Instant::now();
    let running = OneMore::in_gauge(&app.metrics.running);
    let mut response = next.run(request).instrument(span.clone()).await;
    drop(running);
    app.metrics.answered(response.status().as_u16());
    span.in_scope(|| tracing::debug!(status = response.status().as_u16(), took = ?begun.elapsed(), "answered"));
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Answers instead of a route that hangs. Streams have begun by then and go on.
pub async fn with_time_limit(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::new(
            ProblemKind::Unavailable,
            "It took too long; whether it was done is not known. Try again with the same Idempotency-Key.",
        )
        .into_response(),
    }
}

/// Our fault: said plainly, without the panic's words.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    problem_response(&Problem::new(ProblemKind::Internal, "The server made a mistake; nothing was changed."))
}

pub async fn no_such_route() -> Failure {
    Failure::not_found("There is nothing at this address; /v1/openapi.json lists what there is.")
}

pub async fn method_not_allowed() -> Failure {
    Failure::new(ProblemKind::MethodNotAllowed, "This address does not take this method.")
}
