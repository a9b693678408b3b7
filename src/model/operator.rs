//! The person at the workstation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::OperatorId;
use super::words::open_enum;

open_enum!(
    /// Grammatical gender, for the agreement of words only. `unspecified` makes every text choose neutral forms.
    pub enum Gender {
        Male = "m",
        Female = "f",
        Unspecified = "unspecified",
    }
);

open_enum!(
    /// What an account may do.
    pub enum Role {
        /// Answers complaints.
        Operator = "operator",
        /// Also manages operators.
        Lead = "lead",
        /// A machine that brings cases in.
        Source = "source",
    }
);

/// A BCP 47 language tag. The letters' languages are packs (`phrases/<tag>.toml`), so this is not an enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String)]
pub struct Lang(pub std::sync::Arc<str>);

impl Lang {
    pub fn new(tag: &str) -> Self {
        Self(tag.into())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self::new("en")
    }
}

/// One public signing key with the time in which it was in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SigningKey {
    /// The key as OpenSSH writes it in one line (`ssh-ed25519 AAAA…`).
    pub public: String,
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
    /// In strange hands since then: what is signed or received later counts for nothing, what was received before stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Operator {
    pub id: OperatorId,
    /// The name as it stands under a letter: "Анна Иванова".
    pub name: String,
    #[serde(default)]
    pub post: String,
    /// How a customer reaches this person: a phone number or address (R104).
    #[serde(default)]
    pub contact: String,
    /// Real hours, as text for the signature: "пн–пт 9–18" (R104).
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub language: Lang,
    #[serde(default = "unspecified")]
    pub gender: Gender,
    /// IANA zone in which this person works, e.g. `Europe/Chisinau`.
    #[serde(default)]
    pub zone: String,
    #[serde(default = "operator_role")]
    pub role: Role,
    #[serde(default)]
    pub keys: Vec<SigningKey>,
    /// Who answers for this person when he is away (R86).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<OperatorId>,
    #[serde(default = "yes")]
    pub active: bool,
    /// Away until then; what comes in meanwhile is the deputy's turn (R86).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub away_until: Option<Timestamp>,
    /// Counts changes of this record; the ETag.
    #[serde(default)]
    pub version: u64,
}

impl Operator {
    /// True for somebody who can be given a case now.
    pub fn is_here(&self, now: Timestamp) -> bool {
        self.active && self.away_until.is_none_or(|until| until <= now)
    }
}

fn unspecified() -> Gender {
    Gender::Unspecified
}
fn operator_role() -> Role {
    Role::Operator
}
fn yes() -> bool {
    true
}
