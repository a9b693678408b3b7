//! What an error of a desk means for the act that met it; classified here and nowhere else.

use std::time::Duration;

use crate::protocol::{Problem, ProblemKind};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BackendError {
    /// The desk was surely not reached: nothing happened there.
    #[error("the desk cannot be reached: {0}")]
    NotReached(String),
    /// No answer, or one that says "later" (408, 429, 5xx, `in_progress`): it may or may not have happened.
    #[error("{why}")]
    TryAgain {
        /// As the desk names it; none without an answer of the desk.
        kind: Option<ProblemKind>,
        why: String,
        after: Option<Duration>,
    },
    /// 401: the token is not known there. All sending pauses.
    #[error("the desk does not accept this token: {0}")]
    LoginNeeded(String),
    /// 409, 412: somebody was faster, or something is owed first. The operator decides.
    #[error("{}", .0.detail)]
    Conflict(Box<Problem>),
    /// Any other refusal. Trying again cannot help.
    #[error("{}", .0.detail)]
    Refused(Box<Problem>),
    /// An answer that is not one of this wire's (a proxy's page, another program at the address).
    #[error("the answer is not one of a Sincerely desk: {0}")]
    NotOurs(String),
    /// The desk serves newer workstations only. Nothing is lost; it waits for the newer program.
    #[error("this desk needs Sincerely {needs} or newer; what is unsent waits here")]
    TooOld { needs: String },
    /// A file of one's own that could not be read or written.
    #[error("{0}")]
    File(String),
}

impl BackendError {
    /// True when a later try may succeed without anybody doing anything.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::NotReached(_) | Self::TryAgain { .. } | Self::NotOurs(_))
    }
}
