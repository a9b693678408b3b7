//! Cases that are one complaint: what a merge keeps so that it can be taken apart again, and which cases look alike.
//!
//! A merged case stays whole where it is: its letters are signed for its id. Only what is owed goes on in the survivor.
//! Not its duty: merging (`server::rules::merge`), finding likeness (`triage`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::call::CallMark;
use super::case::{AmbiguousConsent, Case, State};
use super::due::Due;
use super::ids::{CaseId, FollowUpId, OperatorId};
use super::words::open_enum;

/// A case that was merged into this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Absorbed {
    pub case: CaseId,
    /// Its number, so that people can be told which it is.
    pub number: u64,
    /// When our letters in it first answered, and when the last of them went out: the survivor's thread holds them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_reply_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_reply_at: Option<Timestamp>,
}

impl Absorbed {
    pub fn of(case: &Case) -> Self {
        Self {
            case: case.id,
            number: case.number,
            first_reply_at: case.first_reply_at,
            last_reply_at: case.last_reply_at,
        }
    }

    /// One that was never answered.
    pub fn unanswered(case: CaseId, number: u64) -> Self {
        Self { case, number, first_reply_at: None, last_reply_at: None }
    }
}

/// How a case went into another one; all that is needed to take them apart again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Merge {
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The survivor's number, so that people can be told which it is.
    #[serde(default)]
    pub into_number: u64,
    /// The duties that were open here.
    #[serde(default)]
    pub duties: Vec<MovedDuty>,
    /// What this case owed and was, before.
    pub here: Standing,
    /// What the survivor owed and was, before.
    pub there: Standing,
}

/// A duty that goes on in the survivor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MovedDuty {
    pub from: FollowUpId,
    /// None: the survivor has a timer of that kind already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<FollowUpId>,
}

/// What of a case a merge touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Standing {
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OperatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub waiting_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub snoozed_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallMark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambiguous_consent: Option<AmbiguousConsent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Due>,
}

impl Standing {
    pub fn of(case: &Case) -> Self {
        Self {
            state: case.state.clone(),
            owner: case.owner,
            waiting_since: case.waiting_since,
            snoozed_until: case.snoozed_until,
            call: case.call.clone(),
            ambiguous_consent: case.ambiguous_consent.clone(),
            deadline: case.deadline.clone(),
        }
    }
}

open_enum!(
    /// Why two cases look like one complaint.
    pub enum LikenessReason {
        /// The customer says nearly the same.
        Words = "words",
        /// He names the same order, contract or invoice.
        Number = "number",
    }
);

/// Another case of the same customer that looks like the same complaint. An operator decides; nothing merges by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Duplicate {
    pub case: CaseId,
    pub number: u64,
    pub reason: LikenessReason,
    /// The number that both name; for `words`, how much both share in percent.
    #[serde(default)]
    pub evidence: String,
    /// Who said that it is another matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismissed_by: Option<OperatorId>,
}
