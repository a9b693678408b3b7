//! Whose turn it is when a customer writes again: the one who signed the last letter to him, or who stands in (R86).
//!
//! Not its duty: finding it out (`server::rules::turn`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{MessageId, OperatorId};

/// Who had given his word to the customer when that one wrote again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Promised {
    /// Who signed the last letter to this customer.
    pub by: OperatorId,
    /// That letter; it may stand in another case of the customer.
    pub letter: MessageId,
    /// When it left.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who answers in his place, because he was away when the customer wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<OperatorId>,
}
