//! Takes the words out of entries and leaves what proves the rest: kind, times, who of us wrote, the salted hash.
//!
//! Not its duty: who may ask for it, and where else the words are (`server`).

use super::chain::salted;
use super::entry::{call_form, message_form};
use crate::model::{Author, Call, ChainLink, Message};

/// Empties a message. The signature goes too: together with a guess of the text it would prove the guess.
pub fn erase_message(message: &mut Message) {
    let form = message_form(message);
    erase_salt(message.link.as_mut(), &form);
    if let Author::Customer { name } | Author::Machine { name } = &mut message.author {
        name.clear();
    }
    message.subject.clear();
    message.body.clear();
    message.to.clear();
    message.external_id = None;
    message.in_reply_to = None;
    message.attachments.clear();
    message.original = None;
    message.signature = None;
    message.overrides.clear();
    if let Some(delivery) = &mut message.delivery {
        delivery.detail.clear();
    }
}

/// Empties the record of a call.
pub fn erase_call(call: &mut Call) {
    let form = call_form(call);
    erase_salt(call.link.as_mut(), &form);
    call.number.clear();
    call.agreed.clear();
    call.note.clear();
    call.recording = None;
    if let Some(consent) = &mut call.consent {
        consent.how.clear();
        consent.basis.clear();
    }
}

/// What is erased already keeps the hash it has.
fn erase_salt(link: Option<&mut ChainLink>, form: &str) {
    let Some(link) = link else { return };
    if let Some(salt) = link.salt.take() {
        link.hash = Some(salted(&salt, form));
    }
}
