//! Signs of one cell for channels and states; each is explained in the help screen.

use crate::model::{Channel, State};

pub fn channel(channel: &Channel) -> &'static str {
    match channel {
        Channel::Email => "✉",
        Channel::WebForm => "≡",
        Channel::Chat => "»",
        Channel::Messenger => "›",
        Channel::Phone => "☎",
        Channel::Review => "★",
        Channel::Social => "@",
        Channel::Paper => "¶",
        Channel::Other(_) => "·",
    }
}

pub fn state(state: &State) -> &'static str {
    match state {
        State::New => "○",
        State::Open => "●",
        State::WaitingCustomer => "◌",
        State::Solved => "✓",
        State::Closed => "×",
        State::Other(_) => "·",
    }
}
