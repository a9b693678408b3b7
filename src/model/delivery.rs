//! What an operator decides of a letter whose way by mail did not end well, and the health of the sources mail is read from.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::AttachmentHash;
use super::words::open_enum;

open_enum!(
    pub enum DeliveryDecision {
        /// It goes out once more, under the same Message-ID.
        SendAgain = "send_again",
        /// The operator knows that the customer has it.
        Arrived = "arrived",
    }
);

/// `POST /v1/messages/{id}/delivery`: decides of a letter that is `unsure` or `bounced`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SettleDelivery {
    pub decision: DeliveryDecision,
}

open_enum!(
    /// Why a source cannot be read, or letters cannot be handed over.
    pub enum SourceTrouble {
        /// Nobody answers at the address.
        Unreachable = "unreachable",
        /// The encryption could not be set up.
        Encryption = "encryption",
        /// The name or the password is not accepted.
        Login = "login",
        /// There is no such folder.
        Folder = "folder",
        /// The server answered what this program cannot use.
        Answer = "answer",
        /// What was read could not be stored here.
        Storage = "storage",
    }
);

/// A configured origin of cases (or the way out), with its health (R100).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Source {
    /// `account/folder`; `smtp` for the way out.
    pub name: String,
    /// The last time everything that was there had been taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_success: Option<Timestamp>,
    /// What is wrong since `failing_since`; none while it is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<SourceTrouble>,
    /// The same in words, for the one who repairs it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub failing_since: Option<Timestamp>,
    /// Mails that came and are in no case, the newest last; the newest 100 are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// How many there were in all.
    #[serde(default)]
    pub left_out_count: u64,
}

/// A mail that is in no case: kept whole, under its hash, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LeftOut {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Its number in the folder.
    pub uid: u32,
    /// The mail itself; `GET /v1/attachments/{hash}`. None when it was too large to be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<AttachmentHash>,
    pub why: String,
}
