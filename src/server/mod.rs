//! The REST backend: routes, accounts, events, storage.
//!
//! ```text
//! routes ── http (who asks, how) ── app (load, decide, commit) ─┬─ rules    pure: what an act does
//!                                                               └─ storage  a trait: SQLite now, others later
//! ```
//!
//! Not its duty: the workstation's own copy (`store`), how a client speaks to it (`backend`).

pub mod accounts;
mod answer;
mod app;
mod arriving;
pub mod backup;
pub mod bulk;
pub mod embedded;
mod failure;
mod family;
mod http;
mod limits;
pub mod mail;
mod metrics;
mod once;
mod presence;
mod refusals;
mod routes;
pub mod rules;
mod serving;
pub mod storage;
mod timers;
mod tls;
mod tokens;
mod turns;
mod uses;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::schedule::Rules;
use app::App;
use storage::Storage;

pub use answer::Answer;
pub use limits::Limits;
pub use routes::openapi;
pub use tls::{Tls, TlsError};
pub use tokens::Token;

/// Requests that run when the server stops get so long to end.
const GRACE: Duration = Duration::from_secs(5);

/// How a server meets the network.
pub struct Network {
    pub limits: Limits,
    /// None: nothing is encrypted.
    pub tls: Option<Arc<Tls>>,
}

/// A server that runs in this process. Dropping it leaves it running; [`Server::stop`] ends it in order.
pub struct Server {
    address: SocketAddr,
    app: App,
    serving: JoinHandle<()>,
    mail: Vec<JoinHandle<()>>,
    /// The timers, who is where, the forgetting of old answers, the last uses of tokens.
    tasks: [JoinHandle<()>; 4],
}

impl Server {
    /// Serves a storage to the user of this machine.
    ///
    /// # Errors
    /// Those of the listener.
    pub fn start(listener: TcpListener, storage: Arc<dyn Storage>, rules: Rules, name: &str) -> std::io::Result<Self> {
        let network = Network { limits: Limits::own_machine(), tls: None };
        Self::start_in(network, listener, storage, rules, name)
    }

    /// Serves a storage to whoever can reach the listener.
    ///
    /// # Errors
    /// Those of the listener.
    pub fn start_in(
        network: Network,
        listener: TcpListener,
        storage: Arc<dyn Storage>,
        rules: Rules,
        name: &str,
    ) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let app = App::new(storage, rules, name.to_owned(), network.limits);
        let router = routes::router(app.clone());
        let stopping = app.stopping.clone();
        let serving = tokio::spawn(serving::run(listener, router, network.limits, network.tls, stopping));
        let tasks = [
            tokio::spawn(timers::run(app.clone())),
            tokio::spawn(presence::run(app.clone())),
            tokio::spawn(timers::forget(app.clone())),
            tokio::spawn(uses::run(app.clone())),
        ];
        Ok(Self { address, app, serving, mail: Vec::new(), tasks })
    }

    /// Takes mail in and sends letters out from now on.
    pub fn with_mail(mut self, settings: impl Into<Option<mail::Settings>>) -> Self {
        if let Some(settings) = settings.into() {
            self.mail.extend(mail::start(&self.app, settings));
        }
        self
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.app.storage
    }

    /// Takes no more requests, lets those that run end, and closes the storage. Nothing accepted is lost.
    pub async fn stop(mut self) {
        self.app.stopping.cancel();
        if tokio::time::timeout(GRACE, &mut self.serving).await.is_err() {
            self.serving.abort();
        }
        for mut task in self.mail {
            // A letter that is being handed over gets the time to know what became of it.
            if tokio::time::timeout(GRACE, &mut task).await.is_err() {
                task.abort();
            }
        }
        for task in self.tasks {
            let _ = task.await;
        }
        self.app.storage.close().await;
    }
}
