//! One act as a command: what the outbox keeps, in the order of its case.
//!
//! Not its duty: the bodies of the acts (`acts`), trying them again (`sync`).

use serde::{Deserialize, Serialize};

use super::{
    AddFollowUp, Assign, CallRecord, CasePatch, CustomerPatch, FollowUpPatch, MarkCall, MergeInto, NewCase, NewNote,
    NewReply, SetState,
};
use crate::model::{CaseId, CustomerId, FollowUpId, MessageId, SettleDelivery};

/// One act of an operator, as the outbox keeps it until the desk has said yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    Claim {
        case: CaseId,
    },
    Release {
        case: CaseId,
    },
    Assign {
        case: CaseId,
        assign: Assign,
    },
    Reply {
        case: CaseId,
        thread_version: u64,
        reply: Box<NewReply>,
    },
    Note {
        case: CaseId,
        note: NewNote,
    },
    MarkCall {
        case: CaseId,
        mark: MarkCall,
    },
    UnmarkCall {
        case: CaseId,
    },
    RecordCall {
        case: CaseId,
        record: Box<CallRecord>,
    },
    PatchCase {
        case: CaseId,
        version: u64,
        patch: Box<CasePatch>,
    },
    SetState {
        case: CaseId,
        set: SetState,
    },
    AddFollowUp {
        case: CaseId,
        follow_up: AddFollowUp,
    },
    PatchFollowUp {
        case: CaseId,
        id: FollowUpId,
        patch: FollowUpPatch,
    },
    SentByHand {
        case: CaseId,
        message: MessageId,
    },
    SettleDelivery {
        case: CaseId,
        message: MessageId,
        settle: SettleDelivery,
    },
    PatchCustomer {
        case: CaseId,
        customer: CustomerId,
        version: u64,
        patch: Box<CustomerPatch>,
    },
    /// `case` goes into another one.
    Merge {
        case: CaseId,
        merge: MergeInto,
    },
    Unmerge {
        case: CaseId,
    },
    /// A case the operator enters by hand (paper, phone); `case` is a local id until the desk names it.
    NewCase {
        case: CaseId,
        new: Box<NewCase>,
    },
}

impl Command {
    /// The case it belongs to; commands of one case run in order.
    pub fn case(&self) -> CaseId {
        match self {
            Self::Claim { case }
            | Self::Release { case }
            | Self::Assign { case, .. }
            | Self::Reply { case, .. }
            | Self::Note { case, .. }
            | Self::MarkCall { case, .. }
            | Self::UnmarkCall { case }
            | Self::RecordCall { case, .. }
            | Self::PatchCase { case, .. }
            | Self::SetState { case, .. }
            | Self::AddFollowUp { case, .. }
            | Self::PatchFollowUp { case, .. }
            | Self::SentByHand { case, .. }
            | Self::SettleDelivery { case, .. }
            | Self::PatchCustomer { case, .. }
            | Self::Merge { case, .. }
            | Self::Unmerge { case }
            | Self::NewCase { case, .. } => *case,
        }
    }

    /// The same act on another case: one entered here gets its lasting id from the desk.
    #[must_use]
    pub fn for_case(mut self, to: CaseId) -> Self {
        match &mut self {
            Self::Claim { case }
            | Self::Release { case }
            | Self::Assign { case, .. }
            | Self::Reply { case, .. }
            | Self::Note { case, .. }
            | Self::MarkCall { case, .. }
            | Self::UnmarkCall { case }
            | Self::PatchCase { case, .. }
            | Self::SetState { case, .. }
            | Self::AddFollowUp { case, .. }
            | Self::PatchFollowUp { case, .. }
            | Self::SentByHand { case, .. }
            | Self::SettleDelivery { case, .. }
            | Self::PatchCustomer { case, .. }
            | Self::Merge { case, .. }
            | Self::Unmerge { case }
            | Self::NewCase { case, .. } => *case = to,
            Self::RecordCall { case, record } => {
                *case = to;
                record.call.case_id = to;
            }
        }
        self
    }
}
