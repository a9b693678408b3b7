//! One mail as it came over the wire into its parts: who, when, what, and what it answers.
//!
//! Not its duty: threads (`mailbox`), files (`mbox`).

use std::borrow::Cow;

use jiff::Timestamp;
use mail_parser::{
    Encoding, Header, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};

use super::html::html_to_text;
use super::machine::{Report, is_automatic, report};
use super::{Content, charset, sha256_hex};
use crate::text::safe_line;

/// Longer ids are no ids of any mail program; they are replaced by their hash.
const ID: usize = 400;
/// More recipients than this are not looked at.
const RECIPIENTS: usize = 100;

/// What threading needs to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Message-ID without brackets.
    pub id: Option<String>,
    /// What it answers, the oldest first: References, then In-Reply-To.
    pub ancestors: Vec<String>,
    /// Date header (R91).
    pub written_at: Option<Timestamp>,
    /// Date of the last hop.
    pub received_at: Option<Timestamp>,
    pub from: Option<Address>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub name: String,
    /// Lower case.
    pub address: String,
}

/// A whole mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub envelope: Envelope,
    pub subject: String,
    /// Plain text with LF line ends.
    pub body: String,
    /// Written by a machine: an answering machine, a bounce (R18).
    pub is_automatic: bool,
    /// What a mail system says of another mail.
    pub report: Option<Report>,
    /// Addresses it was sent to, in lower case.
    pub recipients: Vec<String>,
    pub attachments: Vec<Content>,
}

/// The envelope out of a block of headers.
pub fn envelope(headers: &[u8]) -> Option<Envelope> {
    let headers = with_readable_headers(headers);
    MessageParser::default().parse_headers(headers.as_ref()).map(|mail| envelope_of(&mail))
}

/// Reads a mail.
///
/// # Errors
/// Why it is none, in words for the report.
pub fn letter(raw: &[u8]) -> Result<Letter, &'static str> {
    let raw = with_readable_headers(raw);
    let mail = MessageParser::default().parse(raw.as_ref()).ok_or("is no mail")?;
    let envelope = envelope_of(&mail);
    if envelope.from.is_none() {
        return Err("has no sender, so it is no mail or a damaged one");
    }
    let subject = safe_line(mail.subject().unwrap_or_default()).trim().to_owned();
    let body = body(&mail, &raw);
    let attachments: Vec<Content> = mail.attachments().map(|part| attachment(part, &raw)).collect();
    if subject.is_empty() && body.is_empty() && attachments.is_empty() {
        return Err("has neither a subject nor a text");
    }
    let (is_automatic, report) = (is_automatic(&mail, &envelope), report(&mail, &envelope, &raw, &body));
    Ok(Letter { is_automatic, report, recipients: recipients(&mail), envelope, subject, body, attachments })
}

/// Headers in raw 8-bit letters (not allowed, and common) are read by guess; everything else stays as it is.
fn with_readable_headers(raw: &[u8]) -> Cow<'_, [u8]> {
    let end = [&b"\r\n\r\n"[..], b"\n\n"].iter().filter_map(|blank| find(raw, blank)).min().unwrap_or(raw.len());
    let (headers, rest) = raw.split_at(end);
    if std::str::from_utf8(headers).is_ok() {
        return Cow::Borrowed(raw);
    }
    let mut readable = charset::decode(headers, None).into_bytes();
    readable.extend_from_slice(rest);
    Cow::Owned(readable)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn envelope_of(mail: &Message<'_>) -> Envelope {
    let mut ancestors = ids(mail.references());
    for id in ids(mail.in_reply_to()) {
        if !ancestors.contains(&id) {
            ancestors.push(id);
        }
    }
    Envelope {
        id: mail.message_id().map(short_id).filter(|id| !id.is_empty()),
        ancestors,
        written_at: mail.date().filter(|date| date.is_valid()).and_then(|date| plausible(date.to_timestamp())),
        received_at: mail.received().and_then(|hop| hop.date()).and_then(|date| plausible(date.to_timestamp())),
        from: mail.from().and_then(address).or_else(|| mail.sender().and_then(address)),
    }
}

/// No mail is older than mail.
fn plausible(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(seconds).ok().filter(|at| at.as_second() > 0)
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let list: Vec<&str> = match value {
        HeaderValue::Text(id) => vec![id],
        HeaderValue::TextList(ids) => ids.iter().map(AsRef::as_ref).collect(),
        _ => vec![],
    };
    list.into_iter().map(short_id).filter(|id| !id.is_empty()).collect()
}

fn short_id(id: &str) -> String {
    let id = safe_line(id.trim());
    if id.len() > ID { format!("sha256:{}", sha256_hex(id.as_bytes())) } else { id.into_owned() }
}

fn address(list: &mail_parser::Address<'_>) -> Option<Address> {
    let first = list.iter().find(|one| one.address.as_deref().is_some_and(|a| a.contains('@')))?;
    let address = safe_line(first.address()?).trim().to_lowercase();
    let name = safe_line(first.name().unwrap_or_default()).trim().trim_matches(['"', '\'']).to_owned();
    // "anna@shop.md" <anna@shop.md> shows no name.
    Some(Address { name: if name.to_lowercase() == address { String::new() } else { name }, address })
}

/// Also those of a copy, and what the last mail server was told: the visible ones are not always ours.
fn recipients(mail: &Message<'_>) -> Vec<String> {
    let visible = [mail.to(), mail.cc()].into_iter().flatten().flat_map(mail_parser::Address::iter);
    let visible = visible.filter_map(|one| one.address.as_deref());
    let told = ["Delivered-To", "X-Original-To"].into_iter().filter_map(|name| header(mail, name));
    let clean = |address: &str| safe_line(address).trim().trim_matches(['<', '>']).to_lowercase();
    visible.chain(told).map(clean).filter(|address| address.contains('@')).take(RECIPIENTS).collect()
}

/// The plain text where there is one, else the HTML as text.
fn body(mail: &Message<'_>, raw: &[u8]) -> String {
    let text = |ids: &[u32]| {
        let parts = ids.iter().filter_map(|id| mail.part(*id)).map(|part| text(part, raw));
        parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    let plain = text(&mail.text_body);
    if plain.is_empty() { text(&mail.html_body) } else { plain }
}

fn text(part: &MessagePart<'_>, raw: &[u8]) -> String {
    let declared = part.content_type().and_then(|kind| kind.attribute("charset"));
    let decoded = |parsed: &str| match transferred(part, raw) {
        Some(bytes) => charset::decode(&bytes, declared),
        None => parsed.to_owned(),
    };
    let text = match &part.body {
        PartType::Text(parsed) => decoded(parsed).replace("\r\n", "\n"),
        PartType::Html(parsed) => html_to_text(&decoded(parsed)),
        _ => String::new(),
    };
    text.trim_matches('\n').trim_end().to_owned()
}

/// The part's bytes without their transfer encoding.
fn transferred(part: &MessagePart<'_>, raw: &[u8]) -> Option<Vec<u8>> {
    let bytes = raw.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::None => Some(bytes.to_vec()),
        Encoding::QuotedPrintable => mail_parser::decoders::quoted_printable::quoted_printable_decode(bytes),
        Encoding::Base64 => mail_parser::decoders::base64::base64_decode(bytes),
    }
}

fn attachment(part: &MessagePart<'_>, raw: &[u8]) -> Content {
    let kind = part.content_type();
    let media_type = kind.map_or_else(
        || "application/octet-stream".to_owned(),
        |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream")).to_lowercase(),
    );
    let named = part.attachment_name().map(file_name).filter(|name| !name.is_empty());
    let name = named.unwrap_or_else(|| match &part.body {
        PartType::Message(_) => "message.eml".to_owned(),
        PartType::Text(_) => "text.txt".to_owned(),
        PartType::Html(_) => "text.html".to_owned(),
        _ => "attachment".to_owned(),
    });
    let bytes = match &part.body {
        PartType::Text(_) | PartType::Html(_) => transferred(part, raw).unwrap_or_else(|| part.contents().to_vec()),
        PartType::Message(inner) => inner.raw_message().to_vec(),
        _ => part.contents().to_vec(),
    };
    Content::new(name, safe_line(&media_type).into_owned(), bytes)
}

/// The last part of a path, on one line; never a path.
fn file_name(name: &str) -> String {
    let name = safe_line(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim().trim_start_matches('.');
    last.chars().take(120).collect()
}

pub fn header<'a>(mail: &'a Message<'_>, name: &str) -> Option<&'a str> {
    mail.headers().iter().find(|Header { name: own, .. }| is_named(own, name)).map(|header| match &header.value {
        HeaderValue::Text(text) => text.as_ref(),
        _ => "",
    })
}

fn is_named(own: &HeaderName<'_>, name: &str) -> bool {
    own.as_str().eq_ignore_ascii_case(name)
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
