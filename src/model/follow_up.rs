//! A dated duty on a case. The server opens and closes them; a customer's message never removes one (R16).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::due::Due;
use super::ids::{CallId, CaseId, FollowUpId, MessageId, OperatorId};
use super::words::open_enum;

open_enum!(
    pub enum FollowUpKind {
        FirstResponse = "first_response",
        NextResponse = "next_response",
        Resolution = "resolution",
        Promise = "promise",
        PersonalControl = "personal_control",
        KeepInformed = "keep_informed",
        Call = "call",
        WrittenConfirmation = "written_confirmation",
        Confirmation = "confirmation",
        CheckBack = "check_back",
        Reminder = "reminder",
    }
);

open_enum!(
    pub enum FollowUpState {
        Open = "open",
        Done = "done",
        Cancelled = "cancelled",
    }
);

/// What the duty arose from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Origin {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// Who promised or asked for it; none when a service target opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<OperatorId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FollowUp {
    pub id: FollowUpId,
    pub case_id: CaseId,
    pub kind: FollowUpKind,
    pub due: Due,
    /// Whose duty it is; none means the case's owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OperatorId>,
    /// What was promised or is to be done, in words; may be empty.
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub origin: Origin,
    pub state: FollowUpState,
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<OperatorId>,
    /// Hidden from "due" until then; the due time itself stays (a promise is not moved by snoozing it).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub snoozed_until: Option<Timestamp>,
    /// How many tries were made before (calls).
    #[serde(default)]
    pub tries: u32,
    #[serde(default)]
    pub version: u64,
}

impl FollowUp {
    pub fn is_open(&self) -> bool {
        self.state == FollowUpState::Open
    }

    /// True for what we owe the customer, and not ourselves or he to us.
    pub fn is_commitment(&self) -> bool {
        use FollowUpKind as Kind;
        !matches!(self.kind, Kind::Confirmation | Kind::CheckBack | Kind::Reminder | Kind::Other(_))
    }

    /// True for a commitment that was not kept in time: overdue, or done too late. One that was taken back before its
    /// time failed nobody.
    pub fn is_failed(&self, now: Timestamp) -> bool {
        let ended = self.closed_at.filter(|_| !self.is_open()).unwrap_or(now);
        self.is_commitment() && self.due.is_over(ended)
    }

    /// When it next wants attention: the end of its snooze, or else its due time.
    pub fn alerts_at(&self) -> Timestamp {
        self.snoozed_until.unwrap_or_else(|| self.due.latest())
    }
}
