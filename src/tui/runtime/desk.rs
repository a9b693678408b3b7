//! The desk this workstation works at: its own embedded one, started here or found running, or a server elsewhere.
//!
//! Connecting happens beside the screen, which shows the local store meanwhile. When the process that ran the embedded
//! server ends, another workstation on the machine takes it over. Not its duty: what travels (`sync`), the wire
//! (`backend`).

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::backend::sincerely::Client;
use crate::backend::{Backend, BackendError};
use crate::files::private_dir;
use crate::model::acts::NewOperator;
use crate::model::queue::Link;
use crate::model::{AttachmentHash, Operator};
use crate::schedule::Rules;
use crate::server::embedded::{self, Embedded, EmbeddedError};
use crate::server::mail::Settings;
use crate::store::Store;
use crate::sync::{self, Attachments, SyncEvent, policy};
use crate::tui::app::Event;

/// How long an order of the operator waits for a desk that is still being reached.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between two questions how the sources are.
const SOURCES: Duration = Duration::from_secs(60);
/// Between two attempts to start or find the embedded server.
const PAUSE: Duration = Duration::from_secs(3);

/// Which desk.
#[derive(Debug, Clone)]
pub enum Place {
    /// The embedded one, with its working hours.
    Own {
        data: PathBuf,
        rules: Box<Rules>,
        /// How it uses mail while it runs here.
        mail: Option<Box<Settings>>,
    },
    Server {
        url: String,
        token: SecretString,
        /// The authority of its certificate, when it is one of the company's own.
        ca: Option<Vec<u8>>,
    },
}

/// The way to the desk; cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    backend: watch::Sender<Option<Arc<dyn Backend>>>,
    sync: Mutex<Option<sync::Handle>>,
    embedded: tokio::sync::Mutex<Option<Embedded>>,
    /// The token that was given while the program runs.
    token: Mutex<Option<SecretString>>,
}

impl Inner {
    fn newer_token(&self) -> Option<SecretString> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Default for Desk {
    fn default() -> Self {
        let inner = Inner {
            backend: watch::channel(None).0,
            sync: Mutex::new(None),
            embedded: tokio::sync::Mutex::new(None),
            token: Mutex::new(None),
        };
        Self(Arc::new(inner))
    }
}

impl Desk {
    /// Finds or starts the desk and who works there; needed before the screen only when nobody has worked here yet.
    ///
    /// # Errors
    /// In words for the operator.
    pub async fn reach(&self, place: &Place) -> anyhow::Result<Arc<dyn Backend>> {
        let client = match place {
            Place::Own { data, rules, mail } => {
                let (url, token) = self.own(data, rules, mail.as_deref()).await?;
                Client::new(&url, &token)?
            }
            Place::Server { url, token, ca } => {
                let newer = self.0.newer_token();
                Client::trusting(url, newer.as_ref().unwrap_or(token), ca.as_deref())?
            }
        };
        let backend: Arc<dyn Backend> = Arc::new(client);
        self.0.backend.send_replace(Some(Arc::clone(&backend)));
        Ok(backend)
    }

    async fn own(
        &self,
        data: &Path,
        rules: &Rules,
        mail: Option<&Settings>,
    ) -> Result<(String, SecretString), EmbeddedError> {
        let mut embedded = self.0.embedded.lock().await;
        if let Some(running) = embedded.as_ref().filter(|e| e.runs_here()) {
            return Ok((running.url.clone(), running.token.clone()));
        }
        let options = embedded::Options { rules: rules.clone(), start_afresh: false, mail: mail.cloned() };
        let found = embedded::ensure(data, options).await?;
        let way = (found.url.clone(), found.token.clone());
        *embedded = Some(found);
        Ok(way)
    }

    /// Keeps the store in step with the desk until the program ends.
    pub fn connect(&self, runtime: &Handle, place: Place, store: Store, blobs: PathBuf, events: Sender<Event>) {
        let desk = self.clone();
        runtime.spawn(async move {
            loop {
                match desk.reach(&place).await {
                    Ok(backend) => desk.work(backend, &place, &store, &blobs, &events).await,
                    Err(error) => {
                        let _ = events.send(Event::Failed { what: "failed-desk", detail: format!("{error:#}") });
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            }
        });
    }

    /// Syncs until the embedded server of another process is gone.
    async fn work(
        &self,
        backend: Arc<dyn Backend>,
        place: &Place,
        store: &Store,
        blobs: &Path,
        events: &Sender<Event>,
    ) {
        let attachments = Attachments { folder: Some(blobs.to_owned()) };
        let (handle, mut news) = sync::start(store.clone(), Arc::clone(&backend), attachments);
        self.put_handle(Some(handle));
        let watched = tokio::spawn(watch_sources(Arc::clone(&backend), events.clone()));
        let mut known = false;
        while let Some(event) = news.recv().await {
            if matches!(event, SyncEvent::Link(Link::InStep { .. })) && !known {
                known = true;
                introduce(&*backend, store, events).await;
            }
            let lost = matches!(event, SyncEvent::Link(Link::Offline { .. }));
            if let Some(event) = translate(event) {
                let _ = events.send(event);
            }
            if lost && self.is_anothers(place).await {
                break;
            }
        }
        watched.abort();
        if let Some(handle) = self.put_handle(None) {
            handle.stop().await;
        }
    }

    fn put_handle(&self, handle: Option<sync::Handle>) -> Option<sync::Handle> {
        std::mem::replace(&mut *self.0.sync.lock().unwrap_or_else(PoisonError::into_inner), handle)
    }

    /// The embedded server runs in another process of this user.
    async fn is_anothers(&self, place: &Place) -> bool {
        matches!(place, Place::Own { .. }) && self.0.embedded.lock().await.as_ref().is_some_and(|e| !e.runs_here())
    }

    /// Ends a wait for the next try.
    pub fn sync_now(&self) {
        if let Some(handle) = self.0.sync.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            handle.wake();
        }
    }

    /// The desk, waiting a while for it to be reached.
    ///
    /// # Errors
    /// It was not reached in time.
    pub async fn backend(&self) -> anyhow::Result<Arc<dyn Backend>> {
        let mut backend = self.0.backend.subscribe();
        let found = tokio::time::timeout(PATIENCE, backend.wait_for(Option::is_some)).await;
        let found = found.map_err(|_| anyhow::anyhow!("the desk is not reached yet"))??;
        found.clone().ok_or_else(|| anyhow::anyhow!("the desk is not reached yet"))
    }

    /// Tells the desk who works here.
    ///
    /// # Errors
    /// In words for the operator.
    pub async fn put_me(&self, record: NewOperator) -> anyhow::Result<Operator> {
        Ok(self.backend().await?.put_me(&record).await?)
    }

    /// The content of an attachment: from this machine, or fetched and kept.
    ///
    /// # Errors
    /// It is neither here nor at the desk, or the desk is out of reach.
    pub async fn content(&self, hash: &AttachmentHash, blobs: &Path) -> anyhow::Result<Vec<u8>> {
        anyhow::ensure!(hash.is_well_formed(), "the attachment has no proper name");
        let file = blobs.join(&hash.0);
        if !file.exists() {
            private_dir(blobs)?;
            self.backend().await?.get_attachment(hash, &file).await?;
        }
        Ok(tokio::fs::read(&file).await?)
    }

    /// Does something to the storage of this machine's desk while nobody serves it. Sync begins anew afterwards.
    ///
    /// # Errors
    /// Another process runs the desk, or the work itself fails; the desk is served again either way.
    pub async fn paused<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let mut embedded = self.0.embedded.lock().await;
        match embedded.take() {
            Some(running) if running.runs_here() => running.stop().await,
            other => {
                *embedded = other;
                anyhow::bail!("another workstation serves this desk; close it and try again");
            }
        }
        let done = tokio::task::spawn_blocking(work).await?;
        if let Some(handle) = self.put_handle(None) {
            handle.stop().await;
        }
        done
    }

    /// The desk, if it was reached already.
    pub fn reached(&self) -> Option<Arc<dyn Backend>> {
        self.0.backend.borrow().clone()
    }

    /// Works with another token from now on; sync begins anew.
    pub async fn use_token(&self, token: SecretString) {
        *self.0.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        if let Some(handle) = self.put_handle(None) {
            handle.stop().await;
        }
    }

    /// Ends sync and the embedded server in order.
    pub async fn stop(&self) {
        if let Some(handle) = self.put_handle(None) {
            handle.stop().await;
        }
        if let Some(embedded) = self.0.embedded.lock().await.take() {
            embedded.stop().await;
        }
    }
}

/// What the desk says of itself and of the operator, once per connection.
async fn introduce(backend: &dyn Backend, store: &Store, events: &Sender<Event>) {
    if let Ok(info) = backend.info().await {
        let _ = events.send(Event::Sends(info.sends));
    }
    match backend.me().await {
        Ok(me) => {
            let _ = store.set_me(me.clone()).await;
            let _ = events.send(Event::Me(Box::new(me)));
        }
        Err(BackendError::LoginNeeded(why)) => drop(events.send(Event::Link(Link::LoginNeeded { why }))),
        Err(_) => {}
    }
}

/// Tells how the sources are, whenever that changes. A desk that does not say is well.
async fn watch_sources(backend: Arc<dyn Backend>, events: Sender<Event>) {
    let mut told = Vec::new();
    loop {
        if let Ok(mut sources) = backend.sources().await {
            // The time of the last success moves all the while, and nobody waits for it.
            sources.iter_mut().for_each(|source| source.last_success = None);
            if sources != told {
                told.clone_from(&sources);
                let _ = events.send(Event::Sources(sources));
            }
        }
        tokio::time::sleep(SOURCES).await;
    }
}

fn translate(event: SyncEvent) -> Option<Event> {
    Some(match event {
        SyncEvent::Link(link) => Event::Link(link),
        SyncEvent::Sent { key, case } => Event::Accepted { key, case },
        SyncEvent::Conflict { mut item, problem } => {
            item.error = policy::words(&problem);
            Event::Refused { item }
        }
        SyncEvent::Stuck { mut item, why } => {
            item.error = why;
            Event::Refused { item }
        }
        SyncEvent::StoreBroken { why } => Event::Failed { what: "failed-store", detail: why },
        SyncEvent::Presence(presences) => Event::Presence(presences),
        SyncEvent::Named { .. } => return None,
    })
}
