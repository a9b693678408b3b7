//! The doorbell: a stream that says "there is more after CURSOR" and nothing else; what there is stands in the feed.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};

use super::{Problems, cursor};
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::Staff;
use crate::server::metrics::OneMore;
use crate::server::storage::Cursor;

/// Shorter than what proxies, firewalls and our own client wait before they cut a silent connection; no shorter, for it
/// wakes both ends.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// Server-sent events. `id` and `data.cursor` are the newest position; several changes may ring once. With
/// `Last-Event-ID` it rings at once if anything came since; without, it first tells where the feed stands.
#[utoipa::path(get, path = "/v1/events", params(("Last-Event-ID" = Option<String>, Header)), responses((status = 200, body = String, content_type = "text/event-stream"), Problems))]
pub async fn get(
    State(app): State<App>,
    _: Staff,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let told = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let told = told.and_then(|id| cursor::read(app.storage.desk(), id).ok());
    let listener = Listener { head: app.storage.head(), told, _one: OneMore::in_gauge(&app.metrics.listeners), app };
    Ok(Sse::new(stream::unfold(listener, next)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Listener {
    head: tokio::sync::watch::Receiver<Cursor>,
    told: Option<Cursor>,
    app: App,
    _one: OneMore,
}

async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    let told = listener.told;
    let newer = |head: &Cursor| told.is_none_or(|told| *head > told);
    let head = tokio::select! {
        () = listener.app.stopping.cancelled() => return None,
        head = listener.head.wait_for(newer) => *head.ok()?,
    };
    listener.told = Some(head);
    let head = cursor::written(listener.app.storage.desk(), head);
    let event = Event::default().event("changes").id(&head).data(format!(r#"{{"cursor":"{head}"}}"#));
    Some((Ok(event), listener))
}
