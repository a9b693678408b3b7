//! Signs of one cell for channels and states, each explained in the help screen; what a line calls a customer.

use std::borrow::Cow;

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

/// Who gave no name has the number of his case: no line names nobody.
pub fn customer(name: &str, number: u64) -> Cow<'_, str> {
    if name.trim().is_empty() { Cow::Owned(format!("#{number}")) } else { Cow::Borrowed(name) }
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
