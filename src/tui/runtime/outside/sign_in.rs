//! A new token for the connected desk, tried before it is kept; and what the operator does on a case, told to the desk.

use std::sync::mpsc::Sender;

use anyhow::Context;
use secrecy::SecretString;

use super::World;
use crate::backend::Backend;
use crate::backend::sincerely::Client;
use crate::config::{self, Paths};
use crate::model::{CaseId, Doing, OperatorId};
use crate::tui::app::{Event, Said, Secret};
use crate::tui::runtime::Desk;

impl World {
    /// Tries a token, keeps it and goes on with it. What waits in the outbox leaves by itself then.
    pub(super) fn sign_in(&self, token: Secret, events: &Sender<Event>) {
        let (paths, desk, me, events) = (self.paths.clone(), self.desk.clone(), self.me.id, events.clone());
        self.runtime.spawn(async move {
            let _ = events.send(match sign_in(&paths, &desk, me, SecretString::from(token.0)).await {
                Ok(said) => Event::Said(said),
                Err(error) => Event::Failed { what: "failed-sign-in", detail: format!("{error:#}") },
            });
        });
    }

    /// Presence is a courtesy: when it does not arrive, nothing is lost and nobody is troubled.
    pub(super) fn tell_presence(&self, case: CaseId, doing: Doing) {
        if let Some(backend) = self.desk.reached() {
            self.runtime.spawn(async move {
                if let Err(error) = backend.tell_presence(case, &doing).await {
                    tracing::debug!(%error, "presence was not told");
                }
            });
        }
    }
}

async fn sign_in(paths: &Paths, desk: &Desk, me: OperatorId, token: SecretString) -> anyhow::Result<Said> {
    let connected = config::Desk::read(paths)?.context("this desk is on this machine and needs no token")?;
    let ca = connected.ca(paths)?;
    let account = Client::trusting(&connected.url, &token, ca.as_deref())?.me().await?;
    // What waits here is this operator's, and is signed with his key.
    anyhow::ensure!(account.id == me, "this token belongs to {}", account.name);
    config::Desk::connect(paths, &connected.id, &connected.url, &token, ca.as_deref())?;
    desk.use_token(token).await;
    Ok(Said::new("said-signed-in").with("name", account.name))
}
