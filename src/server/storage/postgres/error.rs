//! What went wrong at PostgreSQL, in the storage's words. Never the server's detail: it may quote what customers wrote.

use deadpool_postgres::PoolError;
use tokio_postgres::Error;

use crate::server::storage::{CommitError, StorageError};

/// Classes of SQLSTATE in which the session is over or the server is not up: connection (08), shutdown and start
/// (57P), a session that was ended for idling in a transaction (25P03).
fn is_away(code: &str) -> bool {
    code.starts_with("08") || code.starts_with("57P") || code == "25P03"
}

/// True when the session is over: what was not committed is not there, and a new session may try again.
pub fn is_lost(error: &Error) -> bool {
    match error.as_db_error() {
        Some(told) => is_away(told.code().code()),
        None => error.is_closed() || io_reason(error).is_some(),
    }
}

fn io_reason(error: &Error) -> Option<String> {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return Some(io.to_string());
        }
        source = inner.source();
    }
    None
}

/// The error in words that hold nothing of anybody's data.
fn words(error: &Error) -> String {
    match error.as_db_error() {
        // Class 22: a value was wrong, and the message may quote it.
        Some(told) if told.code().code().starts_with("22") => format!("PostgreSQL says {}", told.code().code()),
        Some(told) => format!("{} ({})", told.message(), told.code().code()),
        None => io_reason(error).unwrap_or_else(|| error.to_string()),
    }
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        if is_lost(&error) {
            return Self::Unreachable(words(&error));
        }
        match error.as_db_error().map(|told| told.code().code()) {
            Some("53100") => Self::Full,
            // Too many clients, out of memory: it passes.
            Some(code) if code.starts_with("53") => Self::Unreachable(words(&error)),
            _ => Self::Failed(words(&error)),
        }
    }
}

impl From<PoolError> for StorageError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Closed => Self::Closed,
            PoolError::Backend(error) => match Self::from(error) {
                Self::Failed(reason) => Self::Unreachable(reason),
                other => other,
            },
            PoolError::Timeout(_) => Self::Unreachable(String::from("every connection is busy")),
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<Error> for CommitError {
    /// A name, an id or a key that was taken (23505) means that somebody was faster; so do the two ways in which
    /// PostgreSQL ends one of two transactions that stand in each other's way.
    fn from(error: Error) -> Self {
        match error.as_db_error().map(|told| told.code().code()) {
            Some("23505" | "40001" | "40P01") => Self::Conflict,
            _ => Self::Storage(error.into()),
        }
    }
}
