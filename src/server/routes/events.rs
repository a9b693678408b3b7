//! The doorbell: a stream that says "there is more after CURSOR", and who reads and who writes. What there is stands in the
//! feed.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::{Problems, cursor};
use crate::model::Presences;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Staff, TokenHash};
use crate::server::metrics::OneMore;
use crate::server::presence;
use crate::server::rules;
use crate::server::storage::Cursor;

/// Shorter than what proxies, firewalls and our own client wait before they cut a silent connection; no shorter, for it
/// wakes both ends.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// Who comes and goes is told to a listener at most so often; with hundreds at work somebody always does.
const PRESENCE_EVERY: Duration = Duration::from_secs(1);

/// A token that was taken away rings no longer than this.
const CHECK: Duration = Duration::from_secs(60);

/// Server-sent events. `changes`: `id` and `data.cursor` are the newest position; several changes may ring once. With
/// `Last-Event-ID` it rings at once if anything came since; without, it first tells where the feed stands. `presence`: who
/// reads and who writes; everybody at the beginning (so a stream is never silent at first), then what changes.
#[utoipa::path(get, path = "/v1/events", params(("Last-Event-ID" = Option<String>, Header)), responses((status = 200, body = String, content_type = "text/event-stream"), Problems))]
pub async fn get(
    State(app): State<App>,
    _: Staff,
    Extension(token): Extension<TokenHash>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let told = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let told = told.and_then(|id| cursor::read(app.storage.desk(), id).ok());
    let people = People { list: app.presence.subscribe(), told: None, at: Instant::now() };
    let bell = Bell { head: app.storage.head(), told, quiet_until: Instant::now() };
    let (check_at, one) = (Instant::now() + CHECK, OneMore::in_gauge(&app.metrics.listeners));
    let listener = Listener { bell, people, token, check_at, _one: one, app };
    Ok(Sse::new(stream::unfold(listener, next)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Listener {
    bell: Bell,
    people: People,
    token: TokenHash,
    /// When it is looked at next whether the token still opens the desk.
    check_at: Instant,
    app: App,
    _one: OneMore,
}

async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    let event = loop {
        tokio::select! {
            biased;
            () = listener.app.stopping.cancelled() => return None,
            () = sleep_until(listener.check_at) => {}
            head = listener.bell.ring() => {
                let head = cursor::written(listener.app.storage.desk(), head?);
                listener.bell.quiet_until = Instant::now() + pause(listener.app.metrics.listeners.load(Ordering::Relaxed));
                let event = Event::default().event("changes").id(&head);
                break event.data(format!(r#"{{"cursor":"{head}"}}"#));
            }
            people = listener.people.news() => break people?,
        }
        listener.check_at = Instant::now() + CHECK;
        if !is_still_let_in(&listener).await {
            return None;
        }
    };
    Some((Ok(event), listener))
}

/// A storage that does not answer right now sends nobody away.
async fn is_still_let_in(listener: &Listener) -> bool {
    match listener.app.storage.bearer(listener.token.0).await {
        Ok(Some(bearer)) => rules::tokens::let_in(&bearer, jiff::Timestamp::now()).is_ok(),
        Ok(None) => false,
        Err(_) => true,
    }
}

/// How long a listener is left alone after a ring. Each ring makes every listener pull, so that with many of them the
/// rings would cost more than the work they tell of: a millisecond for each of them, and never so long that a change is late.
fn pause(listeners: i64) -> Duration {
    Duration::from_millis(listeners.clamp(0, 300).unsigned_abs())
}

/// What one listener was told, and until when it is left alone.
struct Bell {
    head: watch::Receiver<Cursor>,
    told: Option<Cursor>,
    quiet_until: Instant,
}

impl Bell {
    /// The newest position, once there is a newer one than was told. None when the storage is gone.
    async fn ring(&mut self) -> Option<Cursor> {
        let told = self.told;
        self.head.wait_for(|head| told.is_none_or(|told| *head > told)).await.ok()?;
        sleep_until(self.quiet_until).await;
        // What came during the pause is told with it.
        let head = *self.head.borrow_and_update();
        self.told = Some(head);
        Some(head)
    }
}

/// Who reads and who writes, as one listener knows it.
struct People {
    list: watch::Receiver<presence::List>,
    told: Option<presence::List>,
    /// When it was told last.
    at: Instant,
}

impl People {
    /// The next thing to tell; may be dropped and asked again. None: the server ends.
    async fn news(&mut self) -> Option<Event> {
        let Some(told) = self.told.clone() else {
            let list = Arc::clone(&self.list.borrow_and_update());
            return self.tell(&Presences { whole: true, present: list.to_vec() }, list);
        };
        loop {
            self.list.wait_for(|list| **list != *told).await.ok()?;
            tokio::time::sleep_until(self.at + PRESENCE_EVERY).await;
            let list = Arc::clone(&self.list.borrow_and_update());
            if *list != *told {
                return self.tell(&Presences::between(&told, &list), list);
            }
        }
    }

    fn tell(&mut self, news: &Presences, list: presence::List) -> Option<Event> {
        self.told = Some(list);
        self.at = Instant::now();
        Some(Event::default().event("presence").data(serde_json::to_string(news).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_quiet_listener_hears_at_once_and_a_busy_one_hears_the_newest_after_its_pause() {
        let (tell, head) = watch::channel(Cursor(1));
        let mut bell = Bell { head, told: Some(Cursor(1)), quiet_until: Instant::now() };
        assert_eq!(bell.ring().now_or_never(), None, "nothing is new");
        tell.send_replace(Cursor(2));
        assert_eq!(bell.ring().await, Some(Cursor(2)));
        bell.quiet_until = Instant::now() + Duration::from_secs(3600);
        tell.send_replace(Cursor(3));
        assert_eq!(bell.ring().now_or_never(), None, "it is left alone");
        tell.send_replace(Cursor(4));
        bell.quiet_until = Instant::now();
        assert_eq!(bell.ring().await, Some(Cursor(4)), "two changes ring once");
    }

    #[test]
    fn a_pause_grows_with_the_listeners_and_stays_short() {
        assert_eq!([0, 1, 64, 300, 9000].map(|n| pause(n).as_millis()), [0, 1, 64, 300, 300]);
    }
}
