//! What is done to a case itself: owner, state, fields, merging.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{
    CaseId, ConfirmationState, Doing, Due, FollowUpId, MessageId, OperatorId, OurFault, Remedy, SetImpression, State,
    Trigger, WayStep,
};

/// `PUT /v1/cases/{id}/presence`: what the caller does on the case right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TellPresence {
    pub doing: Doing,
}

/// `POST /v1/cases/{id}/assign`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Assign {
    pub to: OperatorId,
    /// Why, for the one who gets it (R29).
    #[serde(default)]
    pub note: String,
}

/// `POST /v1/cases/{id}/merge`: this case goes into another one. `POST /v1/cases/{id}/unmerge` takes them apart again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MergeInto {
    /// The survivor.
    pub into: CaseId,
    /// Says that the two cases are one although their customers are two.
    #[serde(default)]
    pub other_customer: bool,
}

/// `POST /v1/cases/{id}/state`. Closing is refused (`not_allowed`) while something is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SetState {
    pub state: State,
    #[serde(default)]
    pub note: String,
    /// What is noted with it of the customer's mood and of what came of his complaint (R39, R40); never asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impression: Option<SetImpression>,
}

/// `PATCH /v1/cases/{id}` with `If-Match`; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CasePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wished_outcome: Option<String>,
    /// `Some(None)` on the wire is `null`: nobody says whose fault it was any more (R128).
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<OurFault>)]
    pub our_fault: Option<Option<OurFault>>,
    /// `Some(None)` on the wire is `null`: nothing is given (R114).
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<Remedy>)]
    pub remedy: Option<Option<Remedy>>,
    /// Ticks steps of the way, or takes ticks away; the others stay as they are (R133).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub way: Vec<SetWayStep>,
    /// Notes the customer's mood, or what came of his complaint (R39, R40).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impression: Option<SetImpression>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub written_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Due>,
    /// `Some(None)` on the wire is `null`: wakes the case up.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::double_option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub snoozed_until: Option<Option<Timestamp>>,
    /// Says how an ambiguous consent was decided; takes the mark away and leaves a note (R2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_decision: Option<String>,
    /// Sets the state of a confirmation by hand and leaves a note (R12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<SetConfirmation>,
    /// Says that the suggestion to call for this reason does not hold here; it is not made again (R88).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismiss_call: Option<Trigger>,
    /// Says that this other case is another matter; it is not suggested again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismiss_duplicate: Option<CaseId>,
    /// Says that a question of ours needs no further answer (R14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_question: Option<CloseQuestion>,
    /// Says that the customer wrote to the management (R87).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrote_to_management: Option<ManagementMark>,
}

/// "He wrote to the management", with the commitment of ours that had failed, if one had (R87).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ManagementMark {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<FollowUpId>,
}

/// A step of the way, ticked by hand or not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SetWayStep {
    pub step: WayStep,
    pub done: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A question in a letter of ours, by its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CloseQuestion {
    pub message: MessageId,
    /// The sentence, in one line.
    pub question: String,
}

/// What an operator knows of a confirmation, say from a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SetConfirmation {
    /// The letter that asked for it.
    pub letter: MessageId,
    /// Any but `sent`.
    pub state: ConfirmationState,
    /// How that is known, for the thread.
    pub note: String,
}
