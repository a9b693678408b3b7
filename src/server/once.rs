//! Idempotency keys: an act that is delivered twice happens once.
//!
//! What was answered first is kept in the storage, in the commit of the act. This file tells two deliveries of one act
//! apart while neither has been answered yet.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::model::OperatorId;
use crate::protocol::ProblemKind;
use crate::server::failure::Failure;

/// Keys longer than this are refused.
const KEY_LENGTH: usize = 200;

/// A request with an Idempotency-Key. While it lives, another with the same key is refused as `in_progress`.
#[derive(Debug)]
pub struct Once {
    pub operator: OperatorId,
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request: [u8; 32],
    _running: Running,
}

/// The keys of requests that are being carried out.
#[derive(Debug, Clone, Default)]
pub struct InFlight(Arc<Mutex<HashSet<(OperatorId, String)>>>);

impl InFlight {
    /// Begins a request.
    ///
    /// # Errors
    /// 409 when one with this key runs; 400 for a key that cannot be one.
    pub fn begin(
        &self,
        operator: OperatorId,
        key: &str,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Result<Once, Failure> {
        if key.is_empty() || key.len() > KEY_LENGTH {
            return Err(Failure::malformed(format!("An Idempotency-Key has 1 to {KEY_LENGTH} characters.")));
        }
        let name = (operator, key.to_owned());
        if !self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone()) {
            return Err(Failure::new(ProblemKind::InProgress, "This very request is being carried out; try again."));
        }
        let request = Sha256::new()
            .chain_update(method)
            .chain_update([0])
            .chain_update(path)
            .chain_update([0])
            .chain_update(body)
            .finalize()
            .into();
        Ok(Once { operator, key: key.to_owned(), request, _running: Running { all: self.clone(), name } })
    }
}

#[derive(Debug)]
struct Running {
    all: InFlight,
    name: (OperatorId, String),
}

impl Drop for Running {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(all: &InFlight, key: &str) -> Result<Once, Failure> {
        all.begin(OperatorId(uuid::Uuid::nil()), key, "POST", "/v1/cases", b"{}")
    }

    #[test]
    fn a_key_in_flight_is_refused_until_its_request_ends() {
        let all = InFlight::default();
        let first = begin(&all, "k").unwrap();
        assert_eq!(begin(&all, "k").unwrap_err().0.kind(), ProblemKind::InProgress);
        begin(&all, "another").unwrap();
        drop(first);
        begin(&all, "k").unwrap();
    }

    #[test]
    fn absurd_keys_are_refused() {
        let all = InFlight::default();
        assert_eq!(begin(&all, "").unwrap_err().0.kind(), ProblemKind::Malformed);
        assert_eq!(begin(&all, &"k".repeat(201)).unwrap_err().0.kind(), ProblemKind::Malformed);
    }
}
