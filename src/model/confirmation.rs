//! A confirmation that a letter of ours asked for: what for, and what the customer made of it (R11, R12).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{MessageId, OperatorId};
use super::words::open_enum;

open_enum!(
    /// That a letter came and that it was agreed to are two things (R12).
    pub enum ConfirmationState {
        Sent = "sent",
        Received = "received",
        Accepted = "accepted",
        Refused = "refused",
        /// Answered by 👍, with a condition, or with yes and no at once.
        Unclear = "unclear",
    }
);

impl ConfirmationState {
    /// True for a worded yes or no: nothing is chased any more.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Accepted | Self::Refused)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Confirmation {
    /// The letter that asks; a letter asks for one confirmation.
    pub letter: MessageId,
    /// What is to be confirmed, in our words.
    pub term: String,
    pub state: ConfirmationState,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    /// Since when it has this state.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// The customer's word that the state was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<MessageId>,
    /// Who set the state by hand; none when the desk read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OperatorId>,
}

impl Confirmation {
    /// Just asked for.
    pub fn asked(letter: MessageId, term: String, at: Timestamp) -> Self {
        Self { letter, term, state: ConfirmationState::Sent, asked_at: at, since: at, answer: None, by: None }
    }
}
