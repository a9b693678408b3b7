//! What can be done at a desk, as plain data. Each act is one POST, PUT or PATCH of the REST wire; the workstation's
//! outbox keeps them as [`Command`]s until the desk has said yes.
//!
//! Not its duty: deciding whether an act is allowed (`server`), carrying it out (`backend`).

mod command;

pub use command::Command;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Attachment, Call, CallMark, CaseId, Channel, ConfirmationState, Contact, ContactMode, Doing, Due, FollowUpId,
    FollowUpKind, Gender, Lang, MessageId, MessageKind, OperatorId, OurFault, Override, PersonName, PinnedDetail,
    PreferenceOrigin, Remedy, Role, SetImpression, State, Trigger, WayStep,
};

/// `POST /v1/cases`: intake for any source. Idempotent by `external_id` within `source`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewCase {
    pub customer: NewCustomer,
    pub channel: Channel,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// The thread so far, oldest first; at least one inbound message.
    pub messages: Vec<NewMessage>,
    /// Defaults to what the channel implies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_public: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_link: Option<String>,
    #[serde(default)]
    pub moves: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Due>,
    #[serde(default)]
    pub harm: String,
    #[serde(default)]
    pub wished_outcome: String,
    #[serde(default)]
    pub tags: Vec<String>,
    /// The source's own id of the case; the same one again adds only what is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// A customer as a source knows him. An existing one with the same address on the same channel is found and used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewCustomer {
    #[serde(default)]
    pub name: PersonName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default)]
    pub contacts: Vec<Contact>,
    #[serde(default)]
    pub vip: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Channel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<ContactMode>,
}

/// A message that happened elsewhere and is taken into the thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewMessage {
    pub kind: MessageKind,
    /// Name of the author as the source shows it.
    #[serde(default)]
    pub author: String,
    #[serde(default)]
    pub subject: String,
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub written_at: Option<Timestamp>,
    /// When it reached us; the server's clock when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Attachment>,
}

/// `POST /v1/cases/{id}/messages`: a further word of the customer (or an automatic message) on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewInbound {
    pub channel: Channel,
    pub message: NewMessage,
}

/// A follow-up that a letter or a call opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OpenFollowUp {
    pub kind: FollowUpKind,
    pub due: Due,
    #[serde(default)]
    pub title: String,
}

/// `POST /v1/cases/{id}/replies`, with `If-Match: "<thread_version as read>"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewReply {
    /// Made by the workstation, so that the letter is the same everywhere from the first moment.
    pub id: MessageId,
    /// `public_reply` for a public case, else `reply`.
    pub public: bool,
    pub channel: Channel,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub subject: String,
    /// Exactly as reviewed, signature block included (R169).
    pub body: String,
    /// The instant that stands in the canonical form.
    #[schema(value_type = String, format = DateTime)]
    pub signed_at: Timestamp,
    /// Armoured SSHSIG, namespace `reply@sincerely`, over the canonical form (see docs/signing.md).
    pub signature: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default)]
    pub opens: Vec<OpenFollowUp>,
    #[serde(default)]
    pub closes: Vec<FollowUpId>,
    /// The term whose confirmation the letter asks for (R11); not in public (T8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirms: Option<String>,
    /// Findings that the author set aside, each with his reason (R161).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// The state after it; `waiting_customer` when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

/// `POST /v1/cases/{id}/notes`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewNote {
    pub id: MessageId,
    pub body: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

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
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
    #[schema(value_type = Option<OurFault>)]
    pub our_fault: Option<Option<OurFault>>,
    /// `Some(None)` on the wire is `null`: nothing is given (R114).
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
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
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
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

/// Tells an absent field from `null`.
pub(super) mod double_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Option<Option<T>>, s: S) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(s)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(d: D) -> Result<Option<Option<T>>, D::Error> {
        Option::<T>::deserialize(d).map(Some)
    }
}

/// `POST /v1/cases/{id}/follow-ups`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AddFollowUp {
    pub id: FollowUpId,
    pub kind: FollowUpKind,
    pub due: Due,
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OperatorId>,
}

/// `PATCH /v1/follow-ups/{id}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FollowUpPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub snoozed_until: Option<Option<Timestamp>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// `PATCH /v1/customers/{id}` with `If-Match`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CustomerPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vip: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Vec<Contact>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Channel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<ContactMode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference_origin: Option<PreferenceOrigin>,
    /// Whose customer this person is (R45).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_manager: Option<OperatorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Vec<PinnedDetail>>,
}

/// `POST /v1/operators` (lead), and `PUT /v1/me` for one's own record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NewOperator {
    pub name: String,
    #[serde(default)]
    pub post: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub language: Lang,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    #[serde(default)]
    pub zone: String,
    /// Only a lead sets it; absent means `operator`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// A public key to add, in OpenSSH's one-line form; the newest one is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Who answers while this person is away (R86); `null`: nobody; absent: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
    #[schema(value_type = Option<OperatorId>)]
    pub deputy: Option<Option<OperatorId>>,
    /// Away until then (R86); `null`: here again; absent: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub away_until: Option<Option<Timestamp>>,
}

/// `PATCH /v1/operators/{id}` (lead)
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OperatorPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// False takes every token of this operator away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Who answers for this person when he is away (R86); `null`: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
    #[schema(value_type = Option<OperatorId>)]
    pub deputy: Option<Option<OperatorId>>,
    /// Away until then (R86); `null`: here again.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "double_option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub away_until: Option<Option<Timestamp>>,
}

/// `POST /v1/operators/{id}/keys`: one's own keys; a lead may revoke another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum KeyChange {
    /// The key is in force from now on; the one before it ends.
    Add {
        /// OpenSSH's one-line form.
        key: String,
    },
    /// The key was in strange hands since then: what it signs or what comes in later counts for nothing.
    Revoke {
        /// Its fingerprint, `SHA256:…`
        key: String,
        /// From now on when missing; never in the future.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<String>, format = DateTime)]
        since: Option<Timestamp>,
    },
}
