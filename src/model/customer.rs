//! The person who complains, with every way to reach him and what he asked of us.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::cards::{AbsorbedCard, CardMerge};
use super::ids::{CustomerId, MessageId, OperatorId};
use super::operator::{Gender, Lang};
use super::words::{Channel, open_enum};

/// Name parts as they are known; any of them may be empty, none is ever invented (R83).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PersonName {
    #[serde(default)]
    pub given: String,
    #[serde(default)]
    pub patronymic: String,
    #[serde(default)]
    pub family: String,
    /// The name this person shows in public ("guest_41"); the only one a public reply may use (T8).
    #[serde(default)]
    pub public: String,
}

impl PersonName {
    /// Family name and initials, or whatever is known: for a narrow column.
    pub fn short(&self) -> String {
        let initials: String =
            [&self.given, &self.patronymic].iter().filter_map(|p| p.chars().next()).map(|c| format!("{c}.")).collect();
        match (self.family.is_empty(), initials.is_empty()) {
            (false, false) if !self.patronymic.is_empty() => format!("{} {initials}", self.family),
            (false, false) => format!("{} {}", self.given, self.family),
            (false, true) => self.family.clone(),
            (true, false) => self.full(),
            (true, true) => self.public.clone(),
        }
    }

    /// All parts in reading order, or the public name when nothing else is known.
    pub fn full(&self) -> String {
        let parts: Vec<&str> = [&self.given, &self.patronymic, &self.family]
            .into_iter()
            .map(String::as_str)
            .filter(|p| !p.is_empty())
            .collect();
        if parts.is_empty() { self.public.clone() } else { parts.join(" ") }
    }
}

/// One address of a customer on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contact {
    pub channel: Channel,
    pub address: String,
}

open_enum!(
    /// How this customer wants to hear from us (R54).
    pub enum ContactMode {
        CallAndTell = "call_and_tell",
        SendNotices = "send_notices",
    }
);

/// Who asked for the preference, when, and where it was said (R54).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PreferenceOrigin {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub by: OperatorId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
}

/// A detail worth remembering about a person, with the place it comes from (R15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PinnedDetail {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    pub by: OperatorId,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Customer {
    pub id: CustomerId,
    #[serde(default)]
    pub name: PersonName,
    /// Needed only for "Уважаемый/Уважаемая" and the like; never guessed silently.
    #[serde(default = "unspecified")]
    pub gender: Gender,
    #[serde(default)]
    pub language: Lang,
    /// IANA zone, when known: the local time of a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default)]
    pub vip: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_manager: Option<OperatorId>,
    #[serde(default)]
    pub contacts: Vec<Contact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_channel: Option<Channel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<ContactMode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preference_origin: Option<PreferenceOrigin>,
    #[serde(default)]
    pub pinned: Vec<PinnedDetail>,
    /// The card that this one went into: the same person, whose cases and addresses stand there now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CustomerId>,
    /// How it went there; all that is needed to take it out again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<Box<CardMerge>>,
    /// Cards that went into this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absorbed: Vec<AbsorbedCard>,
    /// When this person was forgotten on request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub erased_at: Option<Timestamp>,
    #[serde(default)]
    pub version: u64,
}

impl Customer {
    /// A card that says nothing of anybody yet.
    pub fn blank(id: CustomerId) -> Self {
        Self {
            id,
            name: PersonName::default(),
            gender: Gender::Unspecified,
            language: Lang::default(),
            zone: None,
            vip: false,
            personal_manager: None,
            contacts: Vec::new(),
            preferred_channel: None,
            mode: None,
            preference_origin: None,
            pinned: Vec::new(),
            merged_into: None,
            merge: None,
            absorbed: Vec::new(),
            erased_at: None,
            version: 0,
        }
    }

    /// The first phone number, if any.
    pub fn phone(&self) -> Option<&str> {
        self.address_on(&Channel::Phone)
    }

    /// The first address on the channel, if any.
    pub fn address_on(&self, channel: &Channel) -> Option<&str> {
        self.contacts.iter().find(|c| &c.channel == channel).map(|c| c.address.as_str())
    }
}

fn unspecified() -> Gender {
    Gender::Unspecified
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(given: &str, patronymic: &str, family: &str, public: &str) -> PersonName {
        PersonName { given: given.into(), patronymic: patronymic.into(), family: family.into(), public: public.into() }
    }

    #[test]
    fn short_names_never_have_holes() {
        assert_eq!(name("Мария", "Ивановна", "Кузнецова", "").short(), "Кузнецова М.И.");
        assert_eq!(name("Andrei", "", "Popescu", "").short(), "Andrei Popescu");
        assert_eq!(name("Amy", "", "", "").short(), "Amy");
        assert_eq!(name("", "", "", "guest_41").short(), "guest_41");
        assert_eq!(name("", "", "Сидоров", "").short(), "Сидоров");
        assert_eq!(name("", "", "", "").short(), "");
    }
}
