//! About the server itself.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};

use super::{Problems, cursor};
use crate::protocol::{OLDEST_CLIENT, ServerInfo};
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::Caller;

/// Who answers here, and where the feed stands.
#[utoipa::path(get, path = "/v1/server", responses((status = 200, body = ServerInfo), Problems))]
pub async fn server(State(app): State<App>, _: Caller) -> Result<Json<ServerInfo>, Failure> {
    let head = cursor::written(app.storage.desk(), *app.storage.head().borrow());
    Ok(Json(ServerInfo {
        name: app.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        oldest_client: OLDEST_CLIENT.to_owned(),
        desk: app.storage.desk().to_owned(),
        head,
        sends: app.mail_way().is_some(),
        cases: app.storage.case_count().await?,
    }))
}

/// What needs no token: the state of health, the counters, the description of the wire.
pub fn open_to_all() -> Router<App> {
    Router::new()
        .route("/v1/openapi.json", get(openapi))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

async fn openapi() -> impl IntoResponse {
    Json(super::openapi())
}

/// Ready means: the storage answers.
async fn ready(State(app): State<App>) -> Result<&'static str, Failure> {
    if app.stopping.is_cancelled() {
        return Err(Failure::new(crate::protocol::ProblemKind::Unavailable, "The server is stopping."));
    }
    app.storage.next_wake().await?;
    Ok("ready\n")
}

async fn metrics(State(app): State<App>) -> Result<impl IntoResponse, Failure> {
    let head = app.storage.head().borrow().0;
    let text = app.metrics.text(app.storage.case_count().await?, head);
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"))], text))
}
