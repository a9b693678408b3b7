//! Phone calls: the mark that asks for one, and the record of what was said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Call, CallMark, Due, OperatorId, Trigger};

/// `PUT /v1/cases/{id}/call-mark` (`DELETE` takes it away)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MarkCall {
    pub trigger: Trigger,
    #[serde(default)]
    pub note: String,
    /// What we want, for a call in which positions differ (R32).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub our_position: String,
    /// What the customer wants, as far as we know before the call (R32).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub their_position: String,
}

impl Default for MarkCall {
    fn default() -> Self {
        Self {
            trigger: Trigger::SolvableByCall,
            note: String::new(),
            our_position: String::new(),
            their_position: String::new(),
        }
    }
}

impl MarkCall {
    /// The mark that it makes, or leaves as it is.
    pub fn into_mark(self, by: OperatorId, at: Timestamp) -> CallMark {
        let Self { trigger, note, our_position, their_position } = self;
        CallMark { trigger, note, our_position, their_position, by, at }
    }
}

/// `POST /v1/cases/{id}/calls`: what happened on the phone, and what it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallRecord {
    pub call: Call,
    /// When to try again: no answer, or a call-back that was agreed. The server's target when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Due>,
}
