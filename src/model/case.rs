//! One complaint of one customer. The thread, calls and follow-ups are things of their own that point here.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::amends::{OurFault, Remedy, WayTick};
use super::call::{CallMark, Trigger};
use super::confirmation::Confirmation;
use super::due::Due;
use super::follow_up::FollowUpKind;
use super::ids::{CaseId, CustomerId, FollowUpId, MessageId, OperatorId};
use super::impression::Impression;
use super::merging::{Absorbed, Duplicate, Merge};
use super::operator::Lang;
use super::turn::Promised;
use super::words::{Channel, open_enum};

open_enum!(
    pub enum State {
        New = "new",
        Open = "open",
        WaitingCustomer = "waiting_customer",
        Solved = "solved",
        Closed = "closed",
    }
);

impl State {
    /// True while somebody here still owes the case attention.
    pub fn is_active(&self) -> bool {
        !matches!(self, Self::Solved | Self::Closed)
    }
}

/// The nearest open follow-up of a case, kept on the case so that a list needs no join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NextDue {
    pub id: FollowUpId,
    pub kind: FollowUpKind,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// An agreement by 👍, "ок" or "+" to an open offer: possibly binding, never to be ignored (R1, R2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AmbiguousConsent {
    pub message: MessageId,
    /// What it answers, as we had asked it.
    #[serde(default)]
    pub term: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Case {
    pub id: CaseId,
    /// Short number for people; unique on its desk.
    pub number: u64,
    pub customer_id: CustomerId,
    /// The customer's short name as lists show it; kept in step with the customer by the server.
    #[serde(default)]
    pub customer_name: String,
    pub subject: String,
    pub channel: Channel,
    /// Name of the configured source it came from.
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub language: Lang,
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OperatorId>,
    /// Who had signed the last letter to the customer when he wrote again, and who stands in for that one (R86).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Promised>,
    #[serde(default)]
    pub is_public: bool,
    /// Where the public post stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_link: Option<String>,
    #[serde(default)]
    pub vip: bool,
    /// What it meant for the customer, in words (R107).
    #[serde(default)]
    pub harm: String,
    /// What the customer wants (R46, R140).
    #[serde(default)]
    pub wished_outcome: String,
    /// Whether the error was ours; none while nobody said (R128).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub our_fault: Option<OurFault>,
    /// What is given to put it right; none while nobody said (R114).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
    /// Steps of its way that a person ticked, each once; others show by themselves in letters and duties (R133).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub way: Vec<WayTick>,
    /// The customer's mood, and what came of it (R39, R40); none while nobody noted anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impression: Option<Impression>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// When the customer WROTE it (R91): on the envelope, in the form, in the mail's Date header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub written_at: Option<Timestamp>,
    /// When it reached this desk.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// First reply to the customer; none means never answered (R60).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_reply_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_reply_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_inbound_at: Option<Timestamp>,
    /// Since when the customer waits for our word; none when it is his turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub waiting_since: Option<Timestamp>,
    /// How many departments it went through before it came here (R90).
    #[serde(default)]
    pub moves: u32,
    /// The event or term the complaint hangs on; past means too late (R94).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Due>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallMark>,
    /// Reasons for a call that the text and the facts suggest, the gravest first; made by `triage` (R88-R94).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggested_calls: Vec<Trigger>,
    /// Suggestions that an operator did not follow, or that a call has answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed_calls: Vec<CallDismissal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambiguous_consent: Option<AmbiguousConsent>,
    /// What letters of ours asked to be confirmed, the oldest first (R11).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmations: Vec<Confirmation>,
    /// Questions of ours that an operator says need no further answer (R14).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_questions: Vec<QuestionClosed>,
    /// The customer turned to the management, each time with the commitment that had failed (R87).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrote_to_management: Vec<WroteToManagement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub snoozed_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseId>,
    /// When its person was forgotten on request; nothing is written to it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub erased_at: Option<Timestamp>,
    /// How it was merged; stands exactly as long as `merged_into`.
    pub merge: Option<Box<Merge>>,
    /// The cases that were merged into this one; their threads belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absorbed: Vec<Absorbed>,
    /// Older cases of the customer that look like the same complaint, the likest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<Duplicate>,
    /// Urgency class, 0 first; made by `triage::rank` from facts alone, so it needs no clock to sort by.
    #[serde(default)]
    pub rank: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due: Option<NextDue>,
    /// Counts every change of this record; the resource's ETag.
    #[serde(default)]
    pub version: u64,
    /// Counts messages, notes, calls, owner and merges; the thread's ETag (R167).
    #[serde(default)]
    pub thread_version: u64,
}

/// A suggestion to call that does not hold any more: who said so, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CallDismissal {
    pub trigger: Trigger,
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// The customer wrote to the management: who says so, and which commitment of ours had failed before (R87).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WroteToManagement {
    /// None when no commitment of ours had failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<FollowUpId>,
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A question in a letter of ours that is settled without an answer in the thread: who said so, and when (R14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct QuestionClosed {
    pub message: MessageId,
    /// The sentence, in one line.
    pub question: String,
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl Case {
    /// The gravest suggestion to call that nobody has answered yet.
    pub fn suggested_call(&self) -> Option<&Trigger> {
        let is_dismissed = |trigger: &&Trigger| self.dismissed_calls.iter().any(|d| d.trigger == **trigger);
        self.suggested_calls.iter().find(|t| self.call.is_none() && !is_dismissed(t))
    }

    /// The likest other case that nobody has decided about yet.
    pub fn suggested_duplicate(&self) -> Option<&Duplicate> {
        let is_decided = |d: &Duplicate| d.dismissed_by.is_some() || self.absorbed.iter().any(|a| a.case == d.case);
        self.duplicates.iter().find(|d| self.merged_into.is_none() && !is_decided(d))
    }

    /// The confirmation that a letter asked for.
    pub fn confirmation(&self, letter: MessageId) -> Option<&Confirmation> {
        self.confirmations.iter().find(|c| c.letter == letter)
    }

    /// True while the customer waits for a first or a further word from us (R60).
    pub fn is_unanswered(&self) -> bool {
        self.state.is_active() && self.waiting_since.is_some()
    }

    /// True when nobody here ever answered.
    pub fn is_never_answered(&self) -> bool {
        self.first_reply_at.is_none()
    }
}
