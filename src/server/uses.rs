//! When tokens were last used: gathered while requests run, written beside them.
//!
//! A token's time is written at most once a minute, several tokens by one commit, and no request waits for it. What was
//! not written when the process is killed is lost; a last use is a hint, not a record (that is the audit).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

use crate::model::TokenId;
use crate::protocol::TokenInfo;
use crate::server::app::App;
use crate::server::storage::{AuditLine, Batch, Storage, TokenChange};

/// A use this close to the one that is written says nothing new.
const APART: SignedDuration = SignedDuration::from_mins(1);
/// Uses of so long are written together.
const GATHER: Duration = Duration::from_secs(2);

#[derive(Debug, Default)]
pub struct Uses {
    unwritten: Mutex<HashMap<TokenId, Timestamp>>,
    bell: Notify,
}

impl Uses {
    /// Remembers that a token was used.
    pub fn note(&self, token: &TokenInfo, now: Timestamp) {
        if token.used_at.is_some_and(|last| now.duration_since(last) < APART) {
            return;
        }
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        if unwritten.insert(token.id, now).is_none() {
            self.bell.notify_one();
        }
    }

    fn take(&self) -> Vec<(TokenId, Timestamp)> {
        self.unwritten.lock().unwrap_or_else(PoisonError::into_inner).drain().collect()
    }
}

/// Writes uses until the server stops, and what is left then.
pub async fn run(app: App) {
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => break,
            () = app.uses.bell.notified() => {}
        }
        tokio::select! {
            () = app.stopping.cancelled() => break,
            () = tokio::time::sleep(GATHER) => write(&*app.storage, app.uses.take()).await,
        }
    }
    write(&*app.storage, app.uses.take()).await;
}

async fn write(storage: &dyn Storage, tokens: Vec<(TokenId, Timestamp)>) {
    if tokens.is_empty() {
        return;
    }
    let audit = AuditLine { operator: None, act: "used", scope: None, at: Timestamp::now(), refused: None };
    let batch = Batch { tokens: vec![TokenChange::Used { tokens }], ..Batch::of(audit) };
    if let Err(error) = storage.commit(batch).await {
        tracing::warn!(%error, "the last uses of tokens were not written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_noted_once_a_minute() {
        let uses = Uses::default();
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let json = serde_json::json!({"id": uuid::Uuid::nil(), "operator": uuid::Uuid::nil(), "label": "",
            "created_at": now, "used_at": now});
        let token: TokenInfo = serde_json::from_value(json).unwrap();
        uses.note(&token, now + SignedDuration::from_secs(59));
        assert_eq!(uses.take(), []);
        let later = now + SignedDuration::from_secs(60);
        uses.note(&token, later);
        uses.note(&token, later);
        assert_eq!(uses.take(), [(token.id, later)]);
    }
}
