//! One mail that has just come: what it says, by whom, to whom, and what it answers, ready for a thread or a new case.
//!
//! Not its duty: fetching it, finding its case (`server::mail`); files of many mails (`mailbox`).

use jiff::Timestamp;

use super::mail::{Address, Letter, letter};
use super::mailbox::without_reply_marks;
use super::{Content, Report, person_name};
use crate::model::acts::{NewCase, NewCustomer, NewMessage};
use crate::model::{Channel, Contact, Lang, MessageKind};
use crate::text::detect_language;

/// A mail, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// As an entry of a thread; `auto` for a machine's.
    pub message: NewMessage,
    /// What the entry refers to: attachments and the mail itself.
    pub contents: Vec<Content>,
    pub from: Address,
    /// The addresses it was sent to, in lower case.
    pub recipients: Vec<String>,
    /// Message-IDs of what it answers, the oldest first.
    pub ancestors: Vec<String>,
    /// What a mail system says of a letter of ours.
    pub report: Option<Report>,
    pub subject: String,
}

/// Reads a mail. `received_at` is when the mail server got it; `cut` says that only its beginning is here.
///
/// # Errors
/// Why it is none; the words never quote it.
pub fn arrival(raw: Vec<u8>, received_at: Option<Timestamp>, cut: bool) -> Result<Arrival, &'static str> {
    let Letter { envelope, subject, body, is_automatic, report, recipients, attachments } = letter(&raw)?;
    let name = if cut { "beginning-of-original.eml" } else { "original.eml" };
    let original = Content::new(name.to_owned(), "message/rfc822".to_owned(), raw);
    let from = envelope.from.unwrap_or_default();
    let message = NewMessage {
        kind: if is_automatic { MessageKind::Auto } else { MessageKind::Inbound },
        author: if from.name.is_empty() { from.address.clone() } else { from.name.clone() },
        subject: subject.clone(),
        body,
        written_at: envelope.written_at,
        at: received_at.or(envelope.received_at).or(envelope.written_at),
        external_id: Some(envelope.id.unwrap_or_else(|| format!("sha256:{}", original.attachment.hash))),
        in_reply_to: envelope.ancestors.last().cloned(),
        attachments: attachments.iter().map(|content| content.attachment.clone()).collect(),
        original: Some(original.attachment.clone()),
    };
    let mut contents = attachments;
    contents.push(original);
    Ok(Arrival { message, contents, from, recipients, ancestors: envelope.ancestors, report, subject })
}

impl Arrival {
    /// The case it opens.
    pub fn into_case(self, source: &str) -> NewCase {
        let language = detect_language(&self.message.body).map(Lang::new);
        let contact = Contact { channel: Channel::Email, address: self.from.address };
        let customer = NewCustomer {
            name: person_name(&self.from.name, false),
            contacts: vec![contact],
            ..NewCustomer::default()
        };
        NewCase {
            customer,
            channel: Channel::Email,
            source: source.to_owned(),
            subject: without_reply_marks(&self.subject).to_owned(),
            language,
            external_id: self.message.external_id.clone(),
            messages: vec![self.message],
            is_public: None,
            public_link: None,
            moves: 0,
            deadline: None,
            harm: String::new(),
            wished_outcome: String::new(),
            tags: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_becomes_a_case_with_its_original() {
        let raw = b"From: =?utf-8?b?0JzQsNGA0LjRjyDQmNCy0LDQvdC+0LLQvdCw?= <Maria@Example.org>\nTo: Support+c1@shop.example\n\
                    Subject: Re: Rozetka\nMessage-ID: <m@x>\nReferences: <a@x> <b@x>\n\nIt sparks.\n";
        let came = arrival(raw.to_vec(), None, false).unwrap();
        assert_eq!(came.from.address, "maria@example.org");
        assert_eq!(came.recipients, ["support+c1@shop.example"]);
        assert_eq!(came.ancestors, ["a@x", "b@x"]);
        assert_eq!(came.contents.last().map(|c| c.bytes.as_slice()), Some(&raw[..]));
        let case = came.into_case("mail");
        assert_eq!((case.subject.as_str(), case.external_id.as_deref()), ("Rozetka", Some("m@x")));
        assert_eq!(case.messages[0].body, "It sparks.");
    }

    #[test]
    fn a_mail_without_an_id_is_named_by_its_content() {
        let read = || arrival(b"From: a@b.c\nSubject: s\n\ntext".to_vec(), None, false).unwrap();
        assert_eq!(read().message.external_id, read().message.external_id);
        assert!(read().message.external_id.unwrap().starts_with("sha256:"));
    }

    #[test]
    fn the_beginning_of_a_large_mail_says_that_it_is_one() {
        let parts = "From: a@b.c\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nwords\n--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K";
        let came = arrival(parts.as_bytes().to_vec(), None, true).unwrap();
        assert_eq!(came.message.body, "words");
        assert_eq!(came.message.original.unwrap().name, "beginning-of-original.eml");
    }
}
