//! A case with everything that belongs to it: what an operator has before him when he opens one.

use serde::{Deserialize, Serialize};

use super::{Call, Case, Customer, FollowUp, Message};

/// All lists in time order. On the wire its ETag is the case's `thread_version`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CaseFile {
    pub case: Case,
    pub customer: Customer,
    pub messages: Vec<Message>,
    pub calls: Vec<Call>,
    pub follow_ups: Vec<FollowUp>,
}

impl CaseFile {
    /// The whole complaint as one file: with the words and calls of the cases that were merged into it, in time order.
    #[must_use]
    pub fn with_absorbed(&self, absorbed: &[CaseFile]) -> Self {
        let mut whole = self.clone();
        for file in absorbed {
            whole.messages.extend(file.messages.iter().cloned());
            whole.calls.extend(file.calls.iter().cloned());
        }
        whole.messages.sort_by_key(|m| m.at);
        whole.calls.sort_by_key(|c| c.at);
        whole
    }
}
