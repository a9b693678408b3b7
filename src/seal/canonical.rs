//! The bytes that are signed: a header of named lines, an empty line, the body exactly as it goes out.
//!
//! Every header value is escaped, so no field can end its line and forge another one; the list of headers and their
//! order are fixed, so the same letter has one form only.

use jiff::Timestamp;

use super::form::header;
use crate::model::acts::NewReply;
use crate::model::{Attachment, Author, CaseId, Channel, Message, MessageId, MessageKind, Operator, OperatorId};

/// The first line of the form; a change of the form changes it.
pub const VERSION_LINE: &str = "sincerely-letter/1";

/// All that an operator vouches for with the signature under a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub case: CaseId,
    pub message: MessageId,
    pub operator: OperatorId,
    /// The name as it stands under the letter.
    pub operator_name: String,
    pub channel: Channel,
    pub public: bool,
    pub to: String,
    pub subject: String,
    /// Enters the form in UTC, cut to milliseconds, so that no storage can change it.
    pub signed_at: Timestamp,
    /// Exactly as it goes out, signature block included (R169).
    pub body: String,
    pub attachments: Vec<Attachment>,
}

impl Letter {
    /// The letter that a reply is; workstation and server both build it here, so they cannot disagree.
    pub fn of_reply(case: CaseId, operator: OperatorId, operator_name: &str, reply: &NewReply) -> Self {
        Self {
            case,
            message: reply.id,
            operator,
            operator_name: operator_name.to_owned(),
            channel: reply.channel.clone(),
            public: reply.public,
            to: reply.to.clone(),
            subject: reply.subject.clone(),
            signed_at: reply.signed_at,
            body: reply.body.clone(),
            attachments: reply.attachments.clone(),
        }
    }

    /// [`Letter::of_reply`] with the operator at hand.
    pub fn by(operator: &Operator, case: CaseId, reply: &NewReply) -> Self {
        Self::of_reply(case, operator.id, &operator.name, reply)
    }

    /// The letter that a recorded message is; none for what is no letter of an operator.
    pub fn of_message(message: &Message) -> Option<Self> {
        let Author::Operator { id, name } = &message.author else { return None };
        Some(Self {
            case: message.case_id,
            message: message.id,
            operator: *id,
            operator_name: name.clone(),
            channel: message.channel.clone(),
            public: message.kind == MessageKind::PublicReply,
            to: message.to.clone(),
            subject: message.subject.clone(),
            signed_at: message.signed_at.filter(|_| message.is_outbound())?,
            body: message.body.clone(),
            attachments: message.attachments.clone(),
        })
    }

    /// The canonical form (UTF-8).
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = String::with_capacity(self.body.len() + 600);
        out.push_str(VERSION_LINE);
        out.push('\n');
        header(&mut out, "case", &self.case.to_string());
        header(&mut out, "message", &self.message.to_string());
        header(&mut out, "operator", &self.operator.to_string());
        header(&mut out, "operator-name", &self.operator_name);
        header(&mut out, "channel", self.channel.as_str());
        header(&mut out, "public", if self.public { "yes" } else { "no" });
        header(&mut out, "to", &self.to);
        header(&mut out, "subject", &self.subject);
        header(&mut out, "signed-at", &self.signed_at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string());
        header(&mut out, "attachments", &self.attachments.len().to_string());
        for attachment in &self.attachments {
            header(&mut out, "attachment-sha256", &attachment.hash.0);
            header(&mut out, "attachment-size", &attachment.size.to_string());
            header(&mut out, "attachment-type", &attachment.media_type);
            header(&mut out, "attachment-name", &attachment.name);
        }
        header(&mut out, "body-bytes", &self.body.len().to_string());
        out.push('\n');
        out.push_str(&self.body);
        out.into_bytes()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::AttachmentHash;
    use proptest::prelude::*;
    use uuid::Uuid;

    pub fn letter() -> Letter {
        Letter {
            case: Uuid::from_u128(1).into(),
            message: Uuid::from_u128(2).into(),
            operator: Uuid::from_u128(3).into(),
            operator_name: "Анна Иванова".into(),
            channel: Channel::Email,
            public: false,
            to: "maria@example.org".into(),
            subject: "Искрит розетка".into(),
            signed_at: "2026-11-22T14:05:12.123456789Z".parse().unwrap(),
            body: "Уважаемая Мария Ивановна!\n\nМастер придёт завтра.\n\nАнна Иванова".into(),
            attachments: vec![Attachment {
                hash: AttachmentHash("ab".repeat(32)),
                name: "акт осмотра.pdf".into(),
                media_type: "application/pdf".into(),
                size: 1234,
            }],
        }
    }

    #[test]
    fn the_form_is_exactly_the_documented_one() {
        let expected = format!(
            "sincerely-letter/1\n\
             case: 00000000-0000-0000-0000-000000000001\n\
             message: 00000000-0000-0000-0000-000000000002\n\
             operator: 00000000-0000-0000-0000-000000000003\n\
             operator-name: Анна Иванова\n\
             channel: email\n\
             public: no\n\
             to: maria@example.org\n\
             subject: Искрит розетка\n\
             signed-at: 2026-11-22T14:05:12.123Z\n\
             attachments: 1\n\
             attachment-sha256: {}\n\
             attachment-size: 1234\n\
             attachment-type: application/pdf\n\
             attachment-name: акт осмотра.pdf\n\
             body-bytes: 113\n\
             \n\
             Уважаемая Мария Ивановна!\n\nМастер придёт завтра.\n\nАнна Иванова",
            "ab".repeat(32)
        );
        assert_eq!(String::from_utf8(letter().canonical()).unwrap(), expected);
    }

    #[test]
    fn whole_seconds_and_years_before_1970_have_the_same_form() {
        for (at, line) in [
            ("2026-11-22T14:05:12Z", "signed-at: 2026-11-22T14:05:12.000Z\n"),
            ("1969-12-31T23:59:59.5Z", "signed-at: 1969-12-31T23:59:59.500Z\n"),
        ] {
            let letter = Letter { signed_at: at.parse().unwrap(), ..letter() };
            assert!(String::from_utf8(letter.canonical()).unwrap().contains(line), "{at}");
        }
    }

    #[test]
    fn a_field_cannot_forge_another_header() {
        let forged = Letter { to: "a\npublic: yes\nsubject: x".into(), ..letter() };
        let text = String::from_utf8(forged.canonical()).unwrap();
        assert!(text.contains("to: a\\u{a}public: yes\\u{a}subject: x\n"));
        let literal = Letter { to: "a\\u{a}public: yes\\u{a}subject: x".into(), ..letter() };
        assert_ne!(forged.canonical(), literal.canonical());
    }

    /// Reads a form back: what the escaping promises to other programs.
    fn parse(form: &str) -> (Vec<(String, String)>, String) {
        let (head, body) = form.split_once("\n\n").unwrap();
        let headers = head.lines().skip(1).map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), unescape(value))
        });
        (headers.collect(), body.to_owned())
    }

    fn unescape(value: &str) -> String {
        let mut out = String::new();
        let mut rest = value;
        while let Some((before, after)) = rest.split_once('\\') {
            out.push_str(before);
            rest = if let Some(after) = after.strip_prefix('\\') {
                out.push('\\');
                after
            } else {
                let (hex, after) = after.strip_prefix("u{").unwrap().split_once('}').unwrap();
                out.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
                after
            };
        }
        out + rest
    }

    proptest! {
        #[test]
        fn every_field_can_be_read_back(to: String, subject: String, name: String, body: String, file: String) {
            let mut letter = Letter { to: to.clone(), subject: subject.clone(), operator_name: name.clone(), body: body.clone(), ..letter() };
            letter.attachments[0].name = file.clone();
            let (headers, read_body) = parse(&String::from_utf8(letter.canonical()).unwrap());
            let get = |key: &str| headers.iter().find(|(n, _)| n == key).map(|(_, v)| v.clone()).unwrap();
            prop_assert_eq!(headers.len(), 15);
            prop_assert_eq!(get("to"), to);
            prop_assert_eq!(get("subject"), subject);
            prop_assert_eq!(get("operator-name"), name);
            prop_assert_eq!(get("attachment-name"), file);
            prop_assert_eq!(get("body-bytes"), body.len().to_string());
            prop_assert_eq!(read_body, body);
        }
    }
}
