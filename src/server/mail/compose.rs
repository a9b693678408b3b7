//! A letter as the mail that goes out: headers that join it to the customer's own thread, the words byte for byte.
//!
//! The words travel as base64 of UTF-8 with CRLF: no relay on the way can change a blank at a line's end, an empty line,
//! a `- ` or a `From ` (R169). The signature stays out of the words; it stands in the dossier, and goes along as two
//! attachments only where the desk wants that. Not its duty: handing it over (`smtp`).

use std::time::SystemTime;

use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment as Part, Body, Mailbox, MessageBuilder, MultiPart, SinglePart};

use super::settings::Settings;
use crate::model::{Attachment, CaseFile, CaseId, Message, MessageKind};
use crate::server::rules::delivery::{Way, mail_address};

/// A long thread is named by its first mail and its last ones, so that no header grows without end.
const REFERENCES: usize = 20;

/// A mail, ready to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// Why there is none. It never quotes the letter.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    #[error("the letter has no mail address to go to")]
    NoAddress,
    #[error("our own address in the settings is no mail address")]
    OwnAddress,
    #[error("the letter could not be written as a mail: {0}")]
    Mail(#[from] lettre::error::Error),
}

/// Writes the mail of a letter. The same letter always gives the same Message-ID.
///
/// # Errors
/// [`ComposeError`]; all of them stay as they are however often it is tried.
pub fn compose(
    file: &CaseFile,
    letter: &Message,
    settings: &Settings,
    way: &Way,
    attachments: &[(Attachment, Vec<u8>)],
) -> Result<Mail, ComposeError> {
    let address = mail_address(letter, &file.customer).ok_or(ComposeError::NoAddress)?;
    let to: Address = address.parse().map_err(|_| ComposeError::NoAddress)?;
    let from: Address = settings.address.parse().map_err(|_| ComposeError::OwnAddress)?;
    let author = Some(letter.author.name().to_owned()).filter(|name| !name.is_empty());
    let mut builder = lettre::Message::builder()
        .from(Mailbox::new(author, from.clone()))
        .to(Mailbox::new(Some(file.customer.name.full()).filter(|name| !name.is_empty()), to.clone()))
        .date(SystemTime::from(letter.at))
        .message_id(Some(format!("<{}>", way.message_id(letter.id))))
        .subject(letter.subject.clone());
    if let Some(tagged) = reply_to(settings, file.case.id) {
        builder = builder.reply_to(tagged);
    }
    let builder = with_thread(builder, file, letter);
    let words = words(&letter.body)?;
    let mail = if attachments.is_empty() {
        builder.singlepart(words)?
    } else {
        builder.multipart(with_attachments(words, attachments))?
    };
    Ok(Mail { from, to, bytes: mail.formatted() })
}

fn reply_to(settings: &Settings, case: CaseId) -> Option<Mailbox> {
    let tagged = settings.plus_addresses.then(|| settings.plus_address(case)).flatten()?;
    Some(Mailbox::new(None, tagged.parse().ok()?))
}

/// The last mail of the customer before the letter is answered; the earlier ones of both sides are named.
fn with_thread(builder: MessageBuilder, file: &CaseFile, letter: &Message) -> MessageBuilder {
    let earlier: Vec<(&Message, String)> = file
        .messages
        .iter()
        .filter(|m| m.id != letter.id && (m.at, m.id) < (letter.at, letter.id))
        .filter(|m| !matches!(m.kind, MessageKind::Note | MessageKind::Auto))
        .filter_map(|m| Some((m, message_id(m.external_id.as_deref()?)?)))
        .collect();
    let answered = earlier.iter().rfind(|(m, _)| m.kind == MessageKind::Inbound).or(earlier.last());
    let Some((_, answered)) = answered else { return builder };
    let mut references: Vec<&str> = earlier.iter().map(|(_, id)| id.as_str()).filter(|id| id != answered).collect();
    if references.len() >= REFERENCES {
        references.drain(1..=references.len() - REFERENCES + 1);
    }
    references.push(answered);
    builder.in_reply_to(answered.clone()).references(references.join(" "))
}

/// A Message-ID in its brackets; ids of other sources are none.
fn message_id(id: &str) -> Option<String> {
    let bare = id.trim().trim_start_matches('<').trim_end_matches('>');
    let is_one =
        bare.len() < 300 && bare.contains('@') && bare.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'));
    is_one.then(|| format!("<{bare}>"))
}

fn words(body: &str) -> Result<SinglePart, ComposeError> {
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
    // Any bytes can be base64; the way out for the impossible case chooses an encoding by itself.
    let body = Body::new_with_encoding(body, ContentTransferEncoding::Base64).unwrap_or_else(Body::new);
    let kind = ContentType::parse("text/plain; charset=utf-8; format=fixed").unwrap_or(ContentType::TEXT_PLAIN);
    Ok(SinglePart::builder().header(kind).body(body))
}

fn with_attachments(words: SinglePart, attachments: &[(Attachment, Vec<u8>)]) -> MultiPart {
    attachments.iter().fold(MultiPart::mixed().singlepart(words), |all, (attachment, bytes)| {
        let media = ContentType::parse(&attachment.media_type).ok().filter(|_| !is_composite(&attachment.media_type));
        let body = Body::new_with_encoding(bytes.clone(), ContentTransferEncoding::Base64).unwrap_or_else(Body::new);
        all.singlepart(Part::new(attachment.name.clone()).body(body, media.unwrap_or_else(octets)))
    })
}

/// Types that may not be encoded as base64 (RFC 2046 §5.2.1) go as mere files.
fn is_composite(media_type: &str) -> bool {
    let media_type = media_type.trim().to_lowercase();
    media_type.starts_with("message/") || media_type.starts_with("multipart/")
}

fn octets() -> ContentType {
    ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN)
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
