//! One mail that has just come: what it says, by whom, to whom, and what it answers, ready for a thread or a new case.
//!
//! Not its duty: fetching it, finding its case (`server::mail`); files of many mails (`mailbox`).

use jiff::Timestamp;

use super::mail::{Address, letter};
use super::{Content, Report, entry};
use crate::model::acts::{NewCase, NewMessage};
use crate::model::{Lang, MessageKind};
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
    let mut letter = letter(&raw)?;
    let original = entry::original(if cut { "beginning-of-original.eml" } else { "original.eml" }, raw);
    let from = letter.envelope.from.clone().unwrap_or_default();
    let ancestors = letter.envelope.ancestors.clone();
    let (recipients, report) = (std::mem::take(&mut letter.recipients), letter.report.take());
    let subject = letter.subject.clone();
    let kind = if letter.is_automatic { MessageKind::Auto } else { MessageKind::Inbound };
    let (message, contents) = entry::entry(letter, original, kind, received_at);
    Ok(Arrival { message, contents, from, recipients, ancestors, report, subject })
}

impl Arrival {
    /// The case it opens.
    pub fn into_case(self, source: &str) -> NewCase {
        let language = detect_language(&self.message.body).map(Lang::new);
        let id = self.message.external_id.clone();
        entry::case(self.from, &self.subject, source.to_owned(), language, id, vec![self.message])
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
