//! Reaches the desk that this workstation works at: the connected one, or the one on this machine, started if need be.

use std::sync::Arc;

use anyhow::Context;

use crate::backend::Backend;
use crate::backend::sincerely::Client;
use crate::config::{Config, Desk, Paths};
use crate::model::DeskId;
use crate::server::embedded::{self, Embedded, Options, system_person};
use crate::store::{OpenReport, Store};

/// The desk on this machine; there is one in a data folder.
pub const OWN: &str = "own";

pub struct Reached {
    pub id: DeskId,
    pub url: String,
    pub backend: Arc<dyn Backend>,
    /// The same, for what only a desk of our own kind can do.
    pub client: Client,
    /// The desk on this machine, to be stopped in the end; none when connected to another one.
    pub embedded: Option<Embedded>,
}

/// Nothing is sent to a connected desk yet: it may be out of reach, and the store answers all the same.
pub async fn reach(paths: &Paths) -> anyhow::Result<Reached> {
    let (id, url, token, ca, embedded) = match Desk::read(paths)? {
        Some(desk) => {
            let token = desk.token(paths)?;
            let ca = desk.ca(paths)?;
            (desk.id, desk.url, token, ca, None)
        }
        None => {
            let embedded = embedded::ensure(&paths.data, options(paths)).await?;
            (OWN.to_owned(), embedded.url.clone(), embedded.token.clone(), None, Some(embedded))
        }
    };
    let client = Client::trusting(&url, &token, ca.as_deref())?;
    Ok(Reached { id: DeskId(id), url, backend: Arc::new(client.clone()), client, embedded })
}

/// The desk on this machine keeps the working hours and targets of this user's settings.
fn options(paths: &Paths) -> Options {
    Options { rules: Config::load(paths).0.rules(&system_person().zone), start_afresh: false, mail: None }
}

/// Opens the local store of a desk.
pub fn open_store(paths: &Paths, desk: &DeskId) -> anyhow::Result<(Store, OpenReport)> {
    Store::open(&paths.state.join("work.db"), &paths.cache.join("cache.db"), desk.clone())
        .context("the local store cannot be opened")
}

/// Does something at the desk at hand and ends what was started for it.
///
/// # Errors
/// Those of reaching it, and of the work itself.
pub fn at_hand(paths: &Paths, work: impl AsyncFnOnce(&Client) -> anyhow::Result<()>) -> anyhow::Result<()> {
    paths.make()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let Reached { client, embedded, .. } = reach(paths).await?;
        let done = work(&client).await;
        if let Some(embedded) = embedded {
            embedded.stop().await;
        }
        done
    })
}
