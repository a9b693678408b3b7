//! The feed: every change of every resource in one total order.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use axum::response::IntoResponse;
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Problems, cursor};
use crate::protocol::{ChangePage, EntityKind};
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Params, Staff};
use crate::server::storage::{Cursor, FeedPart, FeedQuery};

const NDJSON: &str = "application/x-ndjson";
const PAGE: usize = 500;
const LONGEST_PAGE: usize = 5000;
/// Lines read at once for a stream.
const PART: usize = 2000;

#[derive(Debug, Deserialize, IntoParams)]
pub struct FeedParams {
    /// The cursor of the page before; from the beginning when missing.
    after: Option<String>,
    /// 500 when missing, at most 5000. As NDJSON: all there is when missing.
    limit: Option<usize>,
    /// Only these kinds, with commas: `case,customer`.
    kinds: Option<String>,
}

/// Changes after a cursor, the newest state of each resource. With `Accept: application/x-ndjson` one line each, and
/// `{"cursor":"…","more":false}` as the last line; a stream without that line was cut.
#[utoipa::path(get, path = "/v1/changes", params(FeedParams), responses((status = 200, content((ChangePage = "application/json"), (String = "application/x-ndjson"))), Problems))]
pub async fn get(
    State(app): State<App>,
    _: Staff,
    Params(params): Params<FeedParams>,
    headers: HeaderMap,
) -> Result<Response<Body>, Failure> {
    let after = params.after.as_deref().filter(|after| !after.is_empty());
    let after = after.map_or(Ok(Cursor::default()), |after| cursor::read(app.storage.desk(), after))?;
    if is_ahead(&app, after).await? {
        return Err(Failure::malformed(
            "The cursor is ahead of this feed, as after a backup was restored; begin anew.",
        ));
    }
    let kinds = params.kinds.as_deref().map_or(Ok(Vec::new()), kinds)?;
    let as_lines = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok()).is_some_and(|a| a.contains(NDJSON));
    if as_lines {
        let query = FeedQuery { after, limit: params.limit.unwrap_or(usize::MAX), kinds };
        lines(app, query).await
    } else {
        let limit = params.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
        page(&app, FeedQuery { after, limit, kinds }).await
    }
}

/// What a reader has seen may be told a moment before the bell rings; the storage itself has the last word.
async fn is_ahead(app: &App, after: Cursor) -> Result<bool, Failure> {
    if after <= *app.storage.head().borrow() {
        return Ok(false);
    }
    let probe = FeedQuery { after, limit: 0, kinds: Vec::new() };
    Ok(after > read(app, probe).await?.head)
}

fn kinds(list: &str) -> Result<Vec<EntityKind>, Failure> {
    let mut kinds: Vec<EntityKind> = list.split(',').map(|word| EntityKind::from(word.trim())).collect();
    kinds.sort();
    kinds.dedup();
    match kinds.iter().find(|kind| matches!(kind, EntityKind::Other(_))) {
        Some(other) => Err(Failure::malformed(format!("There are no changes of the kind «{other}» here."))),
        None => Ok(kinds),
    }
}

/// One page as JSON, put together from the stored documents.
async fn page(app: &App, query: FeedQuery) -> Result<Response<Body>, Failure> {
    let part = read(app, query).await?;
    let mut body = Vec::with_capacity(part.lines.len() + 100);
    body.extend_from_slice(br#"{"changes":["#);
    for (at, line) in part.lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).enumerate() {
        if at > 0 {
            body.push(b',');
        }
        body.extend_from_slice(line);
    }
    body.extend_from_slice(
        format!(r#"],"cursor":"{}","more":{}}}"#, cursor::written(app.storage.desk(), part.next), part.more).as_bytes(),
    );
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}

/// The whole rest (or `limit` lines of it) as a stream. Memory holds two parts of it, however long it is.
async fn lines(app: App, query: FeedQuery) -> Result<Response<Body>, Failure> {
    let (send, parts) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    let stopping = app.stopping.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = stopping.cancelled() => {}
            () = send_lines(&app, query, send) => {}
        }
    });
    let body = stream::unfold(parts, |mut parts| async move { parts.recv().await.map(|part| (part, parts)) });
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(NDJSON))], Body::from_stream(body.boxed())).into_response())
}

async fn send_lines(app: &App, query: FeedQuery, send: tokio::sync::mpsc::Sender<Result<Bytes, std::io::Error>>) {
    let mut left = query.limit;
    let mut after = query.after;
    loop {
        let part = read(app, FeedQuery { after, limit: left.min(PART), kinds: query.kinds.clone() }).await;
        let Ok(part) = part else {
            let _ = send.send(Err(std::io::Error::other("the feed could not be read"))).await;
            return;
        };
        left -= part.count.min(left);
        after = part.next;
        let done = !part.more || left == 0;
        let last = done.then(|| {
            let cursor = cursor::written(app.storage.desk(), part.next);
            Bytes::from(format!("{{\"cursor\":\"{cursor}\",\"more\":{}}}\n", part.more))
        });
        for bytes in [Some(part.lines), last].into_iter().flatten().filter(|bytes| !bytes.is_empty()) {
            if send.send(Ok(bytes)).await.is_err() {
                return;
            }
        }
        if done {
            return;
        }
    }
}

async fn read(app: &App, query: FeedQuery) -> Result<FeedPart, Failure> {
    let part = app.storage.feed(query).await?;
    app.metrics.feed_lines.fetch_add(part.count as u64, std::sync::atomic::Ordering::Relaxed);
    Ok(part)
}
