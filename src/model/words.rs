//! Closed vocabularies that stay open on the wire: an unknown word is kept as it came, never refused and never lost
//! (design: readers keep unknown kinds).

/// Declares an enum of words with their wire spelling and an `Other` that keeps what this version does not know.
macro_rules! open_enum {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A word of a newer version, kept as it came.
            Other(std::sync::Arc<str>),
        }

        impl $name {
            /// Every word this version knows, in the order of declaration.
            pub const KNOWN: &'static [$name] = &[$($name::$variant),+];

            /// The spelling on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $word,)+
                    $name::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => $name::$variant,)+
                    other => $name::Other(other.into()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let word = std::borrow::Cow::<'de, str>::deserialize(d)?;
                Ok(Self::from(word.as_ref()))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(concat!("Known words: ", $($word, " "),+, "(readers keep others)")))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use open_enum;

open_enum!(
    /// Where a message travels.
    pub enum Channel {
        Email = "email",
        WebForm = "web_form",
        Chat = "chat",
        Messenger = "messenger",
        Phone = "phone",
        Review = "review",
        Social = "social",
        Paper = "paper",
    }
);

impl Channel {
    /// Maps the spellings that sources use ("public review", "twitter", "web form") to ours; unknown ones are kept.
    pub fn from_source(word: &str) -> Self {
        match word.trim().to_lowercase().replace([' ', '-'], "_").as_str() {
            "email" | "e_mail" | "mail" => Self::Email,
            "web_form" | "webform" | "form" | "web" | "site" => Self::WebForm,
            "chat" | "live_chat" => Self::Chat,
            "messenger" | "telegram" | "whatsapp" | "viber" | "sms" => Self::Messenger,
            "phone" | "call" | "telephone" => Self::Phone,
            "review" | "public_review" | "review_site" => Self::Review,
            "social" | "twitter" | "facebook" | "instagram" | "vk" | "social_media" | "tweet" => Self::Social,
            "paper" | "letter" | "post" => Self::Paper,
            other => Self::from(other),
        }
    }

    /// True when everybody can read what is written there.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Review | Self::Social)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_survive_a_round_trip() {
        let word: Channel = serde_json::from_str("\"pigeon\"").unwrap();
        assert_eq!(word, Channel::Other("pigeon".into()));
        assert_eq!(serde_json::to_string(&word).unwrap(), "\"pigeon\"");
    }

    #[test]
    fn spellings_of_sources_are_mapped_where_they_enter() {
        assert_eq!(Channel::from_source("public review"), Channel::Review);
        assert_eq!(Channel::from_source("Web Form"), Channel::WebForm);
        assert_eq!(Channel::from_source("twitter"), Channel::Social);
        assert_eq!(Channel::from_source("E-Mail"), Channel::Email);
    }
}
