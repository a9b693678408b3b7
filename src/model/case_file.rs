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
