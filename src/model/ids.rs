//! Identities. Every thing has a UUID that never changes and never is reused; attachments are named by their content.
//!
//! Not its duty: making ids. They need randomness or a clock and are made at the edges (`server`, `tui::runtime`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// One complaint.
    CaseId
);
id!(
    /// One person who complains.
    CustomerId
);
id!(
    /// One entry of a thread.
    MessageId
);
id!(
    /// One phone call that took place (or was tried).
    CallId
);
id!(
    /// One dated duty on a case. Ids of server-made follow-ups are UUID v5 of their cause, so a repeat opens nothing twice.
    FollowUpId
);
id!(
    /// One person at a workstation.
    OperatorId
);
id!(
    /// One access token; says nothing about its secret.
    TokenId
);
id!(
    /// Names one act of an operator for ever: a second delivery of the same act is recognised by it.
    IdempotencyKey
);

/// A desk: one backend as this operator sees it. Part of every key in the local store.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeskId(pub String);

impl fmt::Display for DeskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of an attachment's bytes, 64 lower-case hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String)]
pub struct AttachmentHash(pub String);

impl AttachmentHash {
    /// True when the text has the form of a hash; anything else must not become part of a path.
    pub fn is_well_formed(&self) -> bool {
        self.0.len() == 64 && self.0.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }
}

impl fmt::Display for AttachmentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
