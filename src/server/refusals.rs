//! Refused attempts that matter leave a line in the audit: what an account may not do, letters signed wrongly, tokens
//! that are good no more. The same attempt again leaves one line a minute, so that nobody fills the disk with them.
//!
//! Not its duty: refusing (`rules`, `http`); attempts without an account behind them, which only the log tells.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use uuid::Uuid;

use crate::model::OperatorId;
use crate::protocol::ProblemKind;
use crate::server::storage::{AuditLine, Batch, Storage};

/// The same attempt is told again after so long.
const APART: Duration = Duration::from_secs(60);
/// More attempts than this are not told apart in one [`APART`].
const MANY: usize = 1000;

/// Who tried what, on what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attempt {
    pub operator: OperatorId,
    pub kind: &'static str,
    /// Method and route, never the address itself.
    pub what: String,
    pub scope: Option<Uuid>,
}

/// The kinds of refusals that leave a line.
pub fn matters(kind: &ProblemKind) -> Option<&'static str> {
    match kind {
        ProblemKind::Forbidden => Some("forbidden"),
        ProblemKind::BadSignature => Some("bad_signature"),
        ProblemKind::Unauthorised => Some("unauthorised"),
        _ => None,
    }
}

#[derive(Debug, Default)]
pub struct Refusals(Mutex<HashMap<Attempt, Instant>>);

impl Refusals {
    fn is_new(&self, attempt: &Attempt, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.get(attempt).is_some_and(|at| now.duration_since(*at) < APART) {
            return false;
        }
        if told.len() >= MANY {
            told.retain(|_, at| now.duration_since(*at) < APART);
        }
        let has_room = told.len() < MANY;
        if has_room {
            told.insert(attempt.clone(), now);
        }
        has_room
    }

    /// Leaves the line. The answer to who tried does not depend on it.
    pub async fn tell(&self, storage: &dyn Storage, attempt: Attempt) {
        if !self.is_new(&attempt, Instant::now()) {
            return;
        }
        let Attempt { operator, kind, what, scope } = attempt;
        let audit = AuditLine { operator: Some(operator), act: kind, scope, at: Timestamp::now(), refused: Some(what) };
        if let Err(error) = storage.commit(Batch::of(audit)).await {
            tracing::warn!(%error, "a refused attempt was not written down");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_attempt_is_told_once_a_minute_and_many_do_not_fill_the_memory() {
        let (refusals, now) = (Refusals::default(), Instant::now());
        let attempt = |n: u128| Attempt {
            operator: Uuid::from_u128(n).into(),
            kind: "forbidden",
            what: "GET /v1/audit".into(),
            scope: None,
        };
        assert!(refusals.is_new(&attempt(0), now) && !refusals.is_new(&attempt(0), now + APART / 2));
        assert!(refusals.is_new(&attempt(0), now + APART));
        let told = (1..3000).filter(|n| refusals.is_new(&attempt(*n), now + APART)).count();
        assert_eq!(told, MANY - 1);
        assert!(refusals.is_new(&attempt(9999), now + APART * 3), "room again when they are old");
    }
}
