//! Connections: accepted, encrypted, limited in number and time, ended in order.
//!
//! Slow clients cost a connection for a bounded time and never a request's place: a head that does not arrive, a
//! handshake that does not go on, a body that pauses (RFC 9110 says 408 to that) are given up. Not its duty: what is
//! asked and answered (`routes`).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tower_http::timeout::TimeoutBody;

use super::limits::{Crowd, Limits};
use super::tls::Tls;

/// A handshake takes no longer.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// After the system could not give a connection (no file handles left).
const PAUSE: Duration = Duration::from_millis(500);
/// Two signs of life of an encrypted connection that asks nothing.
const PING: Duration = Duration::from_secs(30);
/// Requests at once over one HTTP/2 connection.
const STREAMS: u32 = 200;

/// Who asks; none in tests that call a router directly.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// What every connection needs.
#[derive(Clone)]
struct Way {
    router: Router,
    limits: Limits,
    stopping: CancellationToken,
}

/// Accepts until the server stops, then waits for the connections to end.
pub async fn run(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    tls: Option<Arc<Tls>>,
    stopping: CancellationToken,
) {
    let way = Way { router, limits, stopping: stopping.clone() };
    let (slots, crowd, tracker) = (Arc::new(Semaphore::new(limits.connections)), Crowd::default(), TaskTracker::new());
    loop {
        // Who comes when all places are taken waits in the system's queue.
        let accepted = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, accepted) = tokio::select! {
            () = stopping.cancelled() => break,
            accepted = accepted => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let Some(seat) = crowd.enter(peer.ip(), limits.connections_per_address) else { continue };
        let (way, tls) = (way.clone(), tls.clone());
        tracker.spawn(async move {
            connection(stream, peer, &way, tls.as_deref()).await;
            drop((slot, seat));
        });
    }
    tracker.close();
    tracker.wait().await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, way: &Way, tls: Option<&Tls>) {
    let _ = stream.set_nodelay(true);
    let Some(tls) = tls else { return talk(stream, false, peer, way).await };
    let shaken = tokio::select! {
        () = way.stopping.cancelled() => return,
        shaken = tokio::time::timeout(HANDSHAKE, tls.accept(stream)) => shaken,
    };
    match shaken {
        Ok(Ok(stream)) => {
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            talk(stream, is_http2, peer, way).await;
        }
        // Scanners and clients that do not trust the certificate; nothing of ours is wrong.
        Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
        Err(_) => tracing::debug!("a handshake took too long"),
    }
}

/// Answers requests until either side ends it. The version is known from the handshake and never guessed from the first
/// bytes, for a client that sends none could be waited on for ever.
async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    is_http2: bool,
    peer: SocketAddr,
    way: &Way,
) {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder = if is_http2 { builder.http2_only() } else { builder.http1_only() };
    builder.http1().timer(TokioTimer::new()).header_read_timeout(way.limits.head_time);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(64 << 10);
    let (router, pause) = (way.router.clone(), way.limits.body_pause);
    let service = tower::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(|body| Body::new(TimeoutBody::new(pause, body)));
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request)
    });
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = way.stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error, "a connection ended");
    }
}
