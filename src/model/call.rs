//! A phone call: first a mark on the case (who to call and why), then the record of what was said.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::chain::ChainLink;
use super::ids::{CallId, CaseId, OperatorId};
use super::words::open_enum;

open_enum!(
    /// The five reasons to pick up the phone instead of writing (R88-R94, C1-C5), and a friendly call after a written
    /// answer (R97), which no complaint asks for by its words.
    pub enum Trigger {
        Safety = "safety",
        Misrouted = "misrouted",
        SolvableByCall = "solvable_by_call",
        UrgentInfo = "urgent_info",
        TooLate = "too_late",
        Courtesy = "courtesy",
    }
);

/// "This case needs a call": set by an operator with one key, shown in the calls view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallMark {
    pub trigger: Trigger,
    #[serde(default)]
    pub note: String,
    /// What we want, for a call in which positions differ (R32).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub our_position: String,
    /// What the customer wants, as far as we know before the call (R32).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub their_position: String,
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

open_enum!(
    pub enum CallOutcome {
        Reached = "reached",
        NoAnswer = "no_answer",
        CallbackAgreed = "callback_agreed",
        Refused = "refused",
    }
);

open_enum!(
    pub enum ConsentAnswer {
        Yes = "yes",
        No = "no",
    }
);

/// The customer's consent to be recorded: asked when, how, answered what, on which basis (R20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Consent {
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    pub how: String,
    pub answer: ConsentAnswer,
    #[serde(default)]
    pub basis: String,
}

/// Where a recording lies; legal only with the consent "yes" and a date of deletion (R19, R20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Recording {
    pub reference: String,
    #[schema(value_type = String, format = Date)]
    pub keep_until: Date,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Call {
    pub id: CallId,
    pub case_id: CaseId,
    pub operator: OperatorId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
    pub number: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[serde(default)]
    pub seconds: u32,
    pub outcome: CallOutcome,
    /// What was agreed, in words; not empty means a written confirmation is owed (R7).
    #[serde(default)]
    pub agreed: String,
    /// An oral apology was made; it must be repeated in writing (R95).
    #[serde(default)]
    pub apologised: bool,
    #[serde(default)]
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
    /// Its place in the chain of the case; only the server makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<ChainLink>,
}

impl Call {
    /// True when the law of the desk asks for a letter after this call (R7, R95).
    pub fn owes_writing(&self) -> bool {
        !self.agreed.trim().is_empty() || self.apologised
    }
}
