//! How much ceremony a way of writing takes: a letter has its full greeting and signature, a line in a chat a short
//! greeting and a first name, a public answer the name alone (R48, R84).

use crate::model::Channel;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Letter,
    /// Chats, messengers, text messages.
    Talk,
    /// Read by everybody: reviews, social networks.
    Public,
}

impl Manner {
    pub fn of(channel: &Channel, public: bool) -> Self {
        match channel {
            _ if public => Self::Public,
            Channel::Chat | Channel::Messenger | Channel::Social => Self::Talk,
            Channel::Review => Self::Public,
            _ => Self::Letter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_reads_is_public_whatever_it_came_by() {
        assert_eq!(Manner::of(&Channel::Email, true), Manner::Public);
        assert_eq!(Manner::of(&Channel::Review, false), Manner::Public);
        assert_eq!(Manner::of(&Channel::from_source("sms"), false), Manner::Talk);
        assert_eq!(Manner::of(&Channel::Paper, false), Manner::Letter);
        assert_eq!(Manner::of(&Channel::WebForm, false), Manner::Letter);
    }
}
