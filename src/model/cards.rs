//! Two cards of one person that became one: what is kept so that they can be taken apart again, and which cards look alike.
//!
//! A card that went into another one stays whole where it is; its cases, addresses and details are lent to the survivor.
//! Not its duty: merging (`server::rules::cards`), cases that are one complaint (`merging`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::customer::{Contact, Customer, PinnedDetail};
use super::ids::{CaseId, CustomerId, OperatorId};
use super::words::open_enum;

/// A card that went into this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AbsorbedCard {
    pub customer: CustomerId,
    /// What it was called in lists, so that people can be told which it is.
    #[serde(default)]
    pub name: String,
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// How a card went into another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CardMerge {
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The cases that went along.
    #[serde(default)]
    pub cases: Vec<CaseId>,
    /// What the survivor has from here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<PinnedDetail>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<CardField>,
}

open_enum!(
    /// A field of a card that one card can lend to another, which has nothing there.
    pub enum CardField {
        Given = "given",
        Patronymic = "patronymic",
        Family = "family",
        Public = "public",
        Gender = "gender",
        Zone = "zone",
        Vip = "vip",
        Manager = "manager",
        /// How the customer wants to hear from us, with who asked for it (R54).
        Preference = "preference",
    }
);

/// Another card with an address of this one; an operator decides whether it is the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AlikeCard {
    pub customer: Customer,
    /// The addresses of this card that stand on that one too.
    pub shared: Vec<Contact>,
}
