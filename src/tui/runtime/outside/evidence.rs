//! Cases as wholes out of the store: the evidence of a customer, the customers that get one text; and the dossier of a case.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use jiff::Timestamp;

use super::{World, store_failed};
use crate::dossier::{self, Order};
use crate::i18n::{Texts, UiLang};
use crate::model::queue::Asker;
use crate::model::{CaseFile, CaseId, CustomerId};
use crate::store::{Store, StoreError};
use crate::tui::app::{Event, Said};

/// Nobody has more cases, and no screen shows more.
const CASES: usize = 500;

impl World {
    pub(super) fn load_evidence(&self, customer: CustomerId, events: &Sender<Event>) {
        let (store, me, events) = (self.store.clone(), self.me.id, events.clone());
        self.runtime.spawn(async move {
            let now = Timestamp::now();
            let _ = events.send(match files(&store, customer, &Asker { me, now, day_end: now }).await {
                Ok(files) => Event::Evidence { customer, files },
                Err(error) => store_failed(error),
            });
        });
    }

    /// A courtesy: a desk that cannot be asked now suggests nothing, and is asked again with the next case.
    pub(super) fn ask_alike(&self, customer: CustomerId, events: &Sender<Event>) {
        let (Some(backend), events) = (self.desk.reached(), events.clone()) else { return };
        self.runtime.spawn(async move {
            let Some(client) = backend.own_kind() else { return };
            match client.alike(customer).await {
                Ok(cards) => drop(events.send(Event::Alike { customer, cards })),
                Err(error) => tracing::debug!(%error, "which cards look alike was not told"),
            }
        });
    }

    /// Cases with everything, in the order asked; what is gone is left out.
    pub(super) fn load_recipients(&self, ids: Vec<CaseId>, events: &Sender<Event>) {
        let (store, events) = (self.store.clone(), events.clone());
        self.runtime.spawn(async move {
            let mut files = Vec::with_capacity(ids.len());
            for id in ids {
                match store.case_file(id).await {
                    Ok(file) => files.extend(file),
                    Err(error) => return drop(events.send(store_failed(error))),
                }
            }
            let _ = events.send(Event::Recipients(files));
        });
    }

    /// From the desk, byte for byte; what waits in the outbox is no evidence yet.
    pub(super) fn export_case(&self, case: CaseId, events: &Sender<Event>) {
        let (desk, key, events) = (self.desk.clone(), Arc::clone(&self.key), events.clone());
        let lang = self.config.interface.language.clone();
        let lang = UiLang::from_tag(&lang.unwrap_or_else(|| self.me.language.as_str().to_owned()));
        let handle = self.runtime.clone();
        // Making the page and signing take a while, and an agent may ask its owner.
        self.runtime.spawn_blocking(move || {
            let exported = handle.block_on(async {
                let backend = desk.backend().await?;
                let client = backend.own_kind().ok_or_else(|| anyhow::anyhow!("this desk gives no dossiers"))?;
                let texts = Texts::new(lang);
                let order = Order { case, to: None, contents: true, texts: &texts };
                let exported = dossier::export(client, &key, None, &order).await?;
                anyhow::Ok(std::path::absolute(&exported.folder).unwrap_or(exported.folder))
            });
            let _ = events.send(match exported {
                Ok(folder) => Event::Said(Said::new("said-exported").with("path", folder.display().to_string())),
                Err(error) => Event::Failed { what: "failed-export", detail: format!("{error:#}") },
            });
        });
    }
}

async fn files(store: &Store, customer: CustomerId, asker: &Asker) -> Result<Vec<CaseFile>, StoreError> {
    let mut files = Vec::new();
    for row in store.customer_cases(customer, asker, CASES).await? {
        files.extend(store.case_file(row.id).await?);
    }
    Ok(files)
}
