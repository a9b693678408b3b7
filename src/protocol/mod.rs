//! The REST wire between a workstation and a desk's server: requests, answers, changes, problem details.
//!
//! Duty: plain data shared by `server` and `backend`; the paths and headers both sides must agree on.
//! Not its duty: HTTP itself, storage, rules. Readers ignore unknown fields and keep unknown words.

mod accounts;
mod changes;
mod problem;
mod resources;

pub use accounts::{AuditEntry, AuditPage, CreatedToken, NewToken, RevokedTokens, TokenInfo};
pub use changes::{Change, ChangePage, Entity, EntityKind, ServerInfo};
pub use problem::{Problem, ProblemKind};
pub use resources::{CaseList, CreatedOperator, SourceList};

pub use crate::model::CaseFile;
/// The bodies of requests are the domain's acts.
pub use crate::model::acts;

/// Every path begins with this.
pub const VERSION_PREFIX: &str = "/v1";
/// Names one act for ever; see RFC draft "The Idempotency-Key HTTP Header Field".
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The oldest client this server serves, as a version of this package.
pub const OLDEST_CLIENT: &str = "0.1.0";
