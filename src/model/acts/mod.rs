//! What can be done at a desk, as plain data. Each act is one POST, PUT or PATCH of the REST wire; the workstation's
//! outbox keeps them as [`Command`]s until the desk has said yes.
//!
//! Not its duty: deciding whether an act is allowed (`server`), carrying it out (`backend`).

mod arriving;
mod calls;
mod cases;
mod command;
mod customers;
pub(super) mod double_option;
mod follow_ups;
mod letters;
mod operators;

pub use arriving::{NewCase, NewCustomer, NewInbound, NewMessage};
pub use calls::{CallRecord, MarkCall};
pub use cases::{
    Assign, CasePatch, CloseQuestion, ManagementMark, MergeInto, SetConfirmation, SetState, SetWayStep, TellPresence,
};
pub use command::Command;
pub use customers::{CustomerPatch, MergeCardInto};
pub use follow_ups::{AddFollowUp, FollowUpPatch};
pub use letters::{NewNote, NewReply, OpenFollowUp};
pub use operators::{KeyChange, NewOperator, OperatorPatch};
