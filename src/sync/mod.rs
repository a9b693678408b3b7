//! Pull, push and the pure policy between them.
//!
//! Duty: keeping the local store in step with a desk, and bringing own acts to it, in order, once, with nothing lost.
//! Not its duty: the wire (`backend`), the files (`store`), telling the operator (`tui`).

mod link;
mod moves;
pub mod policy;
mod pull;
mod push;
mod steady;
mod worker;

pub use steady::ClockWatch;
pub use worker::{Attachments, Handle, start};

use crate::backend::BackendError;
use crate::model::queue::Link;
use crate::model::{CaseId, IdempotencyKey, OutboxItem, Presences};
use crate::protocol::Problem;
use crate::store::StoreError;

/// What sync tells the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum SyncEvent {
    Link(Link),
    /// The desk has accepted an act.
    Sent {
        key: IdempotencyKey,
        case: CaseId,
    },
    /// The desk refused an act because things moved on; the operator decides: theirs, mine, edit. It waits as `stuck`.
    Conflict {
        item: Box<OutboxItem>,
        problem: Box<Problem>,
    },
    /// The desk refused an act, or it was held back. It waits as `stuck`, with the reason.
    Stuck {
        item: Box<OutboxItem>,
        why: String,
    },
    /// Who reads and who writes, as the desk says.
    Presence(Presences),
    /// A case entered here has got its lasting id.
    Named {
        from: CaseId,
        to: CaseId,
    },
    /// The local store does not write any more (disk full, damaged): nothing can be kept or sent.
    StoreBroken {
        why: String,
    },
}

/// Why a piece of work ended early.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Backend(#[from] BackendError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
