//! The thread of a case as one list in time: messages and calls.
//!
//! Not its duty: its lines (`view::thread` wraps them), scrolling (`case`).

use jiff::Timestamp;

use super::App;
use crate::model::acts::Command;
use crate::model::{Call, CallId, CaseFile, Message, MessageId, MessageKind, OutboxItem};

/// One entry of a thread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Entry<'a> {
    Message(&'a Message),
    Call(&'a Call),
}

/// Finds an entry again when the case was read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryId {
    Message(MessageId),
    Call(CallId),
}

impl Entry<'_> {
    pub fn id(&self) -> EntryId {
        match self {
            Self::Message(message) => EntryId::Message(message.id),
            Self::Call(call) => EntryId::Call(call.id),
        }
    }

    pub fn at(&self) -> Timestamp {
        match self {
            Self::Message(message) => message.at,
            Self::Call(call) => call.at,
        }
    }
}

/// Messages and calls, oldest first; at the same instant the message stands first.
pub fn entries(file: &CaseFile) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = file.messages.iter().map(Entry::Message).collect();
    entries.extend(file.calls.iter().map(Entry::Call));
    entries.sort_by_key(Entry::at);
    entries
}

/// Where reading begins: the customer's last word, or else the end.
pub fn start(entries: &[Entry<'_>]) -> Option<EntryId> {
    let inbound = |e: &&Entry<'_>| matches!(e, Entry::Message(m) if m.kind == MessageKind::Inbound);
    entries.iter().rfind(inbound).or(entries.last()).map(Entry::id)
}

/// The act in the outbox that will bring this message to the desk, if it is not there yet.
pub fn unsent(app: &App, id: MessageId) -> Option<&OutboxItem> {
    app.outbox.iter().find(|item| match &item.command {
        Command::Reply { reply, .. } => reply.id == id,
        Command::Note { note, .. } => note.id == id,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures;
    use super::*;

    #[test]
    fn calls_stand_among_the_messages_by_time() {
        let file = fixtures::case_file();
        let entries = entries(&file);
        assert!(entries.iter().any(|e| matches!(e, Entry::Call(_))));
        assert!(entries.is_sorted_by_key(Entry::at));
        assert_eq!(entries.len(), file.messages.len() + file.calls.len());
    }

    #[test]
    fn reading_begins_at_the_last_word_of_the_customer() {
        let file = fixtures::case_file();
        let last = file.messages.iter().rfind(|m| m.kind == MessageKind::Inbound).unwrap();
        assert_eq!(start(&entries(&file)), Some(EntryId::Message(last.id)));
        assert_eq!(start(&[]), None);
    }
}
