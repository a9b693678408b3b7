//! How a complaint is put right: whose fault it was (R128), what is given for it (R114, R116, R136), and how far the case
//! is on its way from the admission to the prevention (R133).
//!
//! Not its duty: what a letter must say of it (`letter`), who may change it (`server`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::OperatorId;
use super::words::open_enum;

open_enum!(
    /// Whether the error was ours.
    pub enum OurFault {
        Yes = "yes",
        Partly = "partly",
        No = "no",
    }
);

impl OurFault {
    /// True when there is something to admit.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Yes | Self::Partly)
    }
}

open_enum!(
    /// What is given to put it right.
    pub enum RemedyKind {
        /// Nothing but the apology: sometimes enough (R116).
        ApologyOnly = "apology_only",
        Discount = "discount",
        /// Something given on top: points, a gift, a free month.
        Bonus = "bonus",
        Refund = "refund",
        Replacement = "replacement",
        /// What the words beside it say.
        Another = "other",
    }
);

/// What is given, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Remedy {
    pub kind: RemedyKind,
    /// With its unit or limit, as it is written: "500 lei", "10 %, at most 40 €".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub amount: String,
    /// What it is, where the kind does not say it: "a new kettle".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

open_enum!(
    /// A step of the way that a complaint goes, in its order.
    pub enum WayStep {
        Admitted = "admitted",
        Plan = "plan",
        OutcomeAsked = "outcome_asked",
        Done = "done",
        Prevented = "prevented",
    }
);

/// A step that a person says is taken: who, when, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WayTick {
    pub step: WayStep,
    /// For the prevention: what keeps it from happening again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}
