//! The worker: one task that keeps the store in step with the desk. It sleeps until the desk rings, an act may leave or a
//! try is due; it never ticks.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use jiff::Timestamp;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Mutex, Notify, broadcast};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::link::LinkTeller;
use super::push::Context;
use super::steady::{ClockWatch, Deafness};
use super::{SyncError, SyncEvent, policy, pull};
use crate::backend::{Backend, BackendError, Ring};
use crate::model::IdempotencyKey;
use crate::model::queue::Link;
use crate::store::{Answer, LoadPhase, Notice, Store, StoreError};

/// How often the feed is asked when the desk cannot ring.
const POLL: Duration = Duration::from_secs(15);
/// A bell that broke sooner is not listened for again before the next poll.
const STEADY: Duration = Duration::from_secs(5);
/// A desk that does not answer the wish to listen sooner is asked from time to time instead.
const LISTEN: Duration = Duration::from_secs(5);
/// While an act leaves from another window, how often this one looks whether that one still runs.
const OTHERS: Duration = Duration::from_secs(5);
/// How long quitting waits for acts that are on their way; afterwards they are tried again at the next start.
const LAST_WORD: Duration = Duration::from_secs(3);

/// Where the workstation keeps contents of attachments, by hash. None: it has none of its own.
#[derive(Debug, Clone, Default)]
pub struct Attachments {
    pub folder: Option<PathBuf>,
}

/// The running worker. Dropping it lets the worker run on; [`Handle::stop`] ends it in order.
pub struct Handle {
    task: JoinHandle<()>,
    stop: CancellationToken,
    wake: Arc<Notify>,
}

impl Handle {
    /// Ends a wait for the next try: the operator asks for it, the machine woke up, a new token was given.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Ends the worker. Acts on their way get a short while; what is not answered by then is tried again next time.
    pub async fn stop(self) {
        self.stop.cancel();
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the sync worker had died");
        }
    }
}

/// Starts the worker; events come out of the receiver until it is stopped.
pub fn start(
    store: Store,
    backend: Arc<dyn Backend>,
    attachments: Attachments,
) -> (Handle, UnboundedReceiver<SyncEvent>) {
    let (events, receiver) = unbounded_channel();
    let stop = CancellationToken::new();
    let wake = Arc::new(Notify::new());
    let context = Context { backend, store, events: events.clone(), pulling: Mutex::new(()), attachments };
    let worker = Worker { context: Arc::new(context), events, stop: stop.clone(), wake: Arc::clone(&wake) };
    (Handle { task: tokio::spawn(worker.run()), stop, wake }, receiver)
}

struct Worker {
    context: Arc<Context>,
    events: UnboundedSender<SyncEvent>,
    stop: CancellationToken,
    wake: Arc<Notify>,
}

impl Worker {
    async fn run(self) {
        let mut link = LinkTeller::new(self.context.store.clone(), self.events.clone()).await;
        link.tell(Link::Connecting);
        let mut failures = 0;
        while !self.stop.is_cancelled() {
            let mut session = Session::new(&self);
            let ended = session.run(&mut link, &mut failures).await;
            session.let_acts_finish().await;
            let Err(error) = ended else { return };
            failures += 1;
            let pause = match error {
                SyncError::Backend(BackendError::LoginNeeded(why)) => {
                    link.tell(Link::LoginNeeded { why });
                    None
                }
                SyncError::Backend(error) => {
                    link.offline(error.to_string());
                    Some(policy::backoff(failures, rand::random()).max(Duration::from_millis(300)))
                }
                SyncError::Store(StoreError::Loading) => Some(Duration::from_millis(300)),
                SyncError::Store(error) => {
                    tracing::error!(%error, "the local store does not work");
                    let _ = self.events.send(SyncEvent::StoreBroken { why: error.to_string() });
                    Some(POLL)
                }
            };
            self.pause(pause).await;
        }
    }

    /// Waits; without a time, until somebody signs in.
    async fn pause(&self, time: Option<Duration>) {
        let time = async {
            match time {
                Some(time) => tokio::time::sleep(time).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = time => {}
            () = self.wake.notified() => {}
            () = self.stop.cancelled() => {}
        }
    }
}

/// The desk's bell.
type Bell = BoxStream<'static, Result<Ring, BackendError>>;

/// One unbroken connection.
struct Session<'a> {
    worker: &'a Worker,
    acts: JoinSet<(IdempotencyKey, Result<(), SyncError>)>,
    /// The acts in `acts`.
    leaving: HashSet<IdempotencyKey>,
    bell: Option<Bell>,
    /// The bell has been heard: until then the feed is asked as if there were none, for a proxy may hold a stream back.
    heard: bool,
    /// Polls to come before a bell is tried again, and how many it was last time.
    deaf_for: Deafness,
    clock: ClockWatch,
    /// Since when the bell is listened for.
    listening_since: Instant,
    /// When to ask the feed without having been rung for.
    poll_at: Instant,
    /// The piece of the search that is being built. Kept between waits: its end is itself a notice that ends a wait.
    growing: Option<Answer<bool>>,
}

/// What woke the session.
enum Woken {
    Rung(Option<Result<Ring, BackendError>>),
    Poll,
    ActDone(IdempotencyKey, Result<(), SyncError>),
    Outbox,
    SearchGrew(bool),
    Asked,
    /// An act leaves from another window, and it is time to look whether that one still runs.
    Others,
}

impl<'a> Session<'a> {
    fn new(worker: &'a Worker) -> Self {
        Self {
            worker,
            acts: JoinSet::new(),
            leaving: HashSet::new(),
            bell: None,
            heard: false,
            deaf_for: Deafness::default(),
            clock: ClockWatch::default(),
            listening_since: Instant::now(),
            poll_at: Instant::now() + POLL,
            growing: None,
        }
    }

    fn context(&self) -> &'a Arc<Context> {
        &self.worker.context
    }

    /// Runs until the connection breaks or the worker is stopped (`Ok`). What is dropped half-way by stopping is whole in
    /// the store: each page was written with its cursor, or not at all.
    async fn run(&mut self, link: &mut LinkTeller, failures: &mut u32) -> Result<(), SyncError> {
        let stop = self.worker.stop.clone();
        tokio::select! {
            ended = self.connected(link, failures) => ended,
            () = stop.cancelled() => Ok(()),
        }
    }

    async fn connected(&mut self, link: &mut LinkTeller, failures: &mut u32) -> Result<(), SyncError> {
        self.come_into_step(link).await?;
        *failures = 0;
        link.in_step();
        let mut notices = self.context().store.subscribe();
        loop {
            self.send_what_may_leave();
            match self.wait(&mut notices).await? {
                Woken::ActDone(key, result) => {
                    self.leaving.remove(&key);
                    result?;
                }
                Woken::SearchGrew(more) => self.growing = more.then(|| self.context().store.grow_search()),
                Woken::Outbox => {}
                Woken::Rung(Some(Ok(ring))) => self.rung(ring, link).await?,
                Woken::Rung(_) => {
                    // The bell is gone; whether the desk is too, the feed will say.
                    self.bell = None;
                    if !self.heard || self.listening_since.elapsed() < STEADY {
                        self.deaf_for.again();
                    }
                    self.poll(link).await?;
                }
                Woken::Others => self.context().store.revive_others().await?,
                Woken::Poll => self.poll(link).await?,
                Woken::Asked => {
                    if self.clock.jumped() {
                        // The machine slept: what was connected before need not be any more.
                        self.bell = None;
                    }
                    self.deaf_for = Deafness::default();
                    self.poll(link).await?;
                }
            }
        }
    }

    async fn come_into_step(&mut self, link: &mut LinkTeller) -> Result<(), SyncError> {
        let Context { backend, store, .. } = &**self.context();
        let info = backend.info().await?;
        if !policy::serves(&info.oldest_client, env!("CARGO_PKG_VERSION")) {
            return Err(BackendError::TooOld { needs: info.oldest_client }.into());
        }
        let me = backend.me().await?;
        store.set_me(me).await?;
        pull::first_load(&**backend, store, &info, |done, of| link.tell(Link::Loading { done, of })).await?;
        self.context().catch_up().await?;
        let grows = store.loaded().await?.phase == LoadPhase::Search;
        self.growing = grows.then(|| store.grow_search());
        self.listen().await;
        Ok(())
    }

    /// A desk that cannot ring is asked from time to time instead.
    async fn listen(&mut self) {
        self.bell = bell(self.context()).await;
        self.heard = false;
        self.listening_since = Instant::now();
        if self.bell.is_none() {
            self.deaf_for.again();
        }
    }

    async fn rung(&mut self, ring: Ring, link: &mut LinkTeller) -> Result<(), SyncError> {
        self.heard = true;
        match ring {
            Ring::Changes(cursor) => {
                let context = self.context();
                if context.store.loaded().await?.cursor.as_deref() != Some(&cursor) && context.catch_up().await? {
                    link.in_step();
                }
            }
            Ring::Presence(presences) => drop(self.worker.events.send(SyncEvent::Presence(presences))),
        }
        Ok(())
    }

    /// Asks the feed, and while no bell is heard who is there; then listens again, if it is time to.
    async fn poll(&mut self, link: &mut LinkTeller) -> Result<(), SyncError> {
        self.context().catch_up().await?;
        link.in_step();
        if !self.hears()
            && let Ok(presences) = self.context().backend.presence().await
        {
            let _ = self.worker.events.send(SyncEvent::Presence(presences));
        }
        if self.bell.is_none() && self.deaf_for.is_over() {
            self.listen().await;
        }
        self.poll_at = Instant::now() + POLL;
        Ok(())
    }

    fn hears(&self) -> bool {
        self.bell.is_some() && self.heard
    }

    fn send_what_may_leave(&mut self) {
        let pending = self.context().store.pending();
        for key in policy::ready(&pending.outbox, &self.leaving, Timestamp::now()) {
            self.leaving.insert(key);
            let context = Arc::clone(self.context());
            self.acts.spawn(async move { (key, context.push(key).await) });
        }
    }

    async fn wait(&mut self, notices: &mut broadcast::Receiver<Notice>) -> Result<Woken, SyncError> {
        let pending = self.context().store.pending();
        let next_act = policy::next_try(&pending.outbox, &self.leaving, Timestamp::now());
        let others = policy::leaves_elsewhere(&pending.outbox, &self.leaving).then(|| Instant::now() + OTHERS);
        let poll_at = Some(self.poll_at).filter(|_| !self.hears());
        tokio::select! {
            biased;
            Some(Ok((key, result))) = self.acts.join_next() => Ok(Woken::ActDone(key, result)),
            rung = next_ring(&mut self.bell) => Ok(Woken::Rung(rung)),
            () = outbox_changed(notices) => Ok(Woken::Outbox),
            () = at(next_act.map(instant_of)) => Ok(Woken::Outbox),
            () = self.worker.wake.notified() => Ok(Woken::Asked),
            () = at(poll_at) => Ok(Woken::Poll),
            () = at(others) => Ok(Woken::Others),
            more = grown(&mut self.growing) => Ok(Woken::SearchGrew(more?)),
        }
    }

    /// Acts on their way get their answer, or a short while when the program ends. The rest is tried again.
    async fn let_acts_finish(mut self) {
        let all = async { while self.acts.join_next().await.is_some() {} };
        if self.worker.stop.is_cancelled() {
            let _ = tokio::time::timeout(LAST_WORD, all).await;
        } else {
            all.await;
        }
        self.acts.shutdown().await;
        if let Err(error) = self.worker.context.store.revive().await {
            tracing::error!(%error, "the outbox cannot be written");
        }
    }
}

/// Takes a bell; one that the desk does not give at once is not waited for.
async fn bell(context: &Context) -> Option<Bell> {
    let cursor = context.store.loaded().await.ok()?.cursor;
    tokio::time::timeout(LISTEN, context.backend.events(cursor.as_deref())).await.ok()?.ok()
}

async fn next_ring(bell: &mut Option<Bell>) -> Option<Result<Ring, BackendError>> {
    match bell {
        Some(bell) => bell.next().await,
        None => std::future::pending().await,
    }
}

async fn grown(growing: &mut Option<Answer<bool>>) -> Result<bool, StoreError> {
    match growing {
        Some(answer) => answer.await,
        None => std::future::pending().await,
    }
}

/// Returns when the outbox may look different.
async fn outbox_changed(notices: &mut broadcast::Receiver<Notice>) {
    loop {
        match notices.recv().await {
            Ok(notice) if !notice.work => {}
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

async fn at(instant: Option<Instant>) {
    match instant {
        Some(instant) => sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

/// The runtime's clock does not jump; one that was set meanwhile is only noticed by the next look.
fn instant_of(at: Timestamp) -> Instant {
    let wait = at.duration_since(Timestamp::now());
    Instant::now() + Duration::try_from(wait).unwrap_or(Duration::ZERO)
}
