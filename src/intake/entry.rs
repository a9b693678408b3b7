//! A mail as an entry of a thread, and the case that mails open: the same for one that has just come and for files of many.
//!
//! Not its duty: reading a mail (`mail`), threading (`mailbox`), what a mail answers (`arrival`).

use jiff::Timestamp;

use super::mail::{Address, Envelope, Letter};
use super::{Content, person_name};
use crate::model::acts::{NewCase, NewCustomer, NewMessage};
use crate::model::{Channel, Contact, Lang, MessageKind};

/// The entry that a mail becomes, with all contents it refers to; the mail itself, as it came, is the last of them.
/// `received_at` is when a mail server got it, if that is known from elsewhere than the mail.
pub fn entry(
    letter: Letter,
    original: Content,
    kind: MessageKind,
    received_at: Option<Timestamp>,
) -> (NewMessage, Vec<Content>) {
    let Letter { envelope, subject, body, attachments: mut contents, .. } = letter;
    let Envelope { id, ancestors, from, written_at, received_at: stamped_at, .. } = envelope;
    let from = from.unwrap_or_default();
    let message = NewMessage {
        kind,
        author: if from.name.is_empty() { from.address } else { from.name },
        subject,
        body,
        written_at,
        at: received_at.or(stamped_at).or(written_at),
        external_id: Some(id.unwrap_or_else(|| format!("sha256:{}", original.attachment.hash))),
        in_reply_to: ancestors.into_iter().next_back(),
        attachments: contents.iter().map(|content| content.attachment.clone()).collect(),
        original: Some(original.attachment.clone()),
    };
    contents.push(original);
    (message, contents)
}

/// A mail's bytes as a content.
pub fn original(name: &str, raw: Vec<u8>) -> Content {
    Content::new(name.to_owned(), "message/rfc822".to_owned(), raw)
}

/// The case that a thread of mails opens, for the one who wrote the complaint.
pub fn case(
    from: Address,
    subject: &str,
    source: String,
    language: Option<Lang>,
    external_id: Option<String>,
    messages: Vec<NewMessage>,
) -> NewCase {
    let contact = Contact { channel: Channel::Email, address: from.address };
    NewCase {
        customer: NewCustomer {
            name: person_name(&from.name, false),
            contacts: vec![contact],
            ..NewCustomer::default()
        },
        channel: Channel::Email,
        source,
        subject: without_reply_marks(subject).to_owned(),
        language,
        messages,
        is_public: None,
        public_link: None,
        moves: 0,
        deadline: None,
        harm: String::new(),
        wished_outcome: String::new(),
        tags: Vec::new(),
        external_id,
    }
}

/// "Re: Fwd: Самовар" is about the samovar.
fn without_reply_marks(subject: &str) -> &str {
    const MARKS: &[&str] = &["re", "fw", "fwd", "отв", "ha", "на", "пересл", "răsp", "rasp", "aw"];
    let mut rest = subject.trim();
    while let Some((mark, after)) = rest.split_once(':') {
        let mark = mark.trim_end_matches(|c: char| c == ']' || c == '[' || c.is_ascii_digit()).trim().to_lowercase();
        if !MARKS.contains(&mark.as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_replies_are_taken_off_a_subject() {
        assert_eq!(without_reply_marks("Re: RE[2]: Fwd: Самовар: течёт"), "Самовар: течёт");
        assert_eq!(without_reply_marks("Отв: заказ"), "заказ");
        assert_eq!(without_reply_marks("Regarding: order"), "Regarding: order");
    }
}
