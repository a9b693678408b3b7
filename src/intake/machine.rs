//! What machines write: answering machines, and reports that a letter did not arrive. Recognised by what RFC 3834 and
//! RFC 3464 say, by long custom, and by subjects in Russian, English, Romanian and German.
//!
//! Precision comes first: a customer who complains of an answering machine, or that a parcel was not delivered, is a
//! person. Subjects count only in the exact form that machines give them, and "not delivered" only from a mail system.
//! Not its duty: what follows from it (`server`).

use mail_parser::{HeaderName, Message, MimeHeaders, PartType};

use super::mail::{Envelope, header};
use crate::text::safe_line;

/// A report on a letter of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Message-IDs of the mail it is about, the likeliest first.
    pub about: Vec<String>,
    /// False for a delay, a confirmation of delivery, and what cannot be told.
    pub failed: bool,
    /// In the words of the mail system, on one line.
    pub reason: String,
}

/// More is no reason but a text (characters).
const REASON: usize = 300;
/// Only the beginning of a report is searched for reasons and Message-IDs (bytes).
const LOOK: usize = 256 << 10;

/// How answering machines begin their subjects.
const AUTO_PREFIXES: &[&str] = &[
    "automatic reply:",
    "auto reply:",
    "auto-reply:",
    "autoreply:",
    "auto response:",
    "auto-response:",
    "out of office:",
    "out of the office:",
    "vacation reply:",
    "автоответ:",
    "автоматический ответ:",
    "автоответчик:",
    "нет на рабочем месте:",
    "răspuns automat:",
    "raspuns automat:",
    "automatische antwort:",
    "abwesenheitsnotiz:",
    "abwesend:",
];
/// Their whole subjects.
const AUTO_SUBJECTS: &[&str] = &[
    "automatic reply",
    "autoreply",
    "auto-reply",
    "out of office",
    "out of office reply",
    "out of office autoreply",
    "автоответ",
    "автоматический ответ",
    "răspuns automat",
    "raspuns automat",
    "automatische antwort",
    "abwesenheitsnotiz",
];
/// What mail systems call a letter that did not arrive. Looked at only in mails of a mail system.
const FAILED: &[&str] = &[
    "undeliver",
    "delivery status notification (failure)",
    "mail delivery failed",
    "delivery failure",
    "delivery has failed",
    "returned mail",
    "returned to sender",
    "failure notice",
    "message not delivered",
    "could not be delivered",
    "недоставлен",
    "не доставлен",
    "не удалось доставить",
    "ошибка доставки",
    "сбой доставки",
    "nelivrat",
    "nu a putut fi livrat",
    "nu a fost livrat",
    "eroare la livrare",
    "unzustellbar",
    "nicht zugestellt",
    "zustellung fehlgeschlagen",
];
/// What they say while they still try.
const DELAYED: &[&str] = &[
    "delayed",
    "delivery status notification (delay)",
    "will be retried",
    "still trying",
    "warning: could not send",
    "задерж",
    "отложен",
    "întârziat",
    "intarziat",
    "verzögert",
];

/// True for mails of answering machines and mail systems (R18).
pub fn is_automatic(mail: &Message<'_>, envelope: &Envelope) -> bool {
    let text = |name: &str| header(mail, name).map(|text| text.trim().to_lowercase());
    let is = |name: &str, words: &[&str]| text(name).is_some_and(|t| words.iter().any(|word| t.starts_with(word)));
    let has = |name: &str| text(name).is_some();
    is("Auto-Submitted", &["auto-"])
        || ["X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply"].into_iter().any(has)
        || is("Precedence", &["auto_reply", "auto-reply"])
        || by_mail_system(mail, envelope)
        || by_subject(mail.subject().unwrap_or_default())
}

fn by_subject(subject: &str) -> bool {
    let subject = subject.trim().to_lowercase();
    let bare = subject.trim_end_matches(['.', '!', ' ']);
    AUTO_PREFIXES.iter().any(|prefix| subject.starts_with(prefix)) || AUTO_SUBJECTS.contains(&bare)
}

/// Of a mail system itself: its names, its empty sender, its form.
fn by_mail_system(mail: &Message<'_>, envelope: &Envelope) -> bool {
    let named = envelope.from.as_ref().is_some_and(|from| {
        let mailbox = from.address.split('@').next().unwrap_or_default();
        matches!(mailbox, "mailer-daemon" | "postmaster")
    });
    let nobody = mail.header_raw(HeaderName::ReturnPath).is_some_and(|path| path.trim() == "<>");
    named || nobody || header(mail, "X-Failed-Recipients").is_some() || is_report(mail)
}

fn is_report(mail: &Message<'_>) -> bool {
    mail.content_type()
        .is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("multipart") && kind.subtype() == Some("report"))
}

/// The report in a mail of a mail system; none in any other mail.
pub fn report(mail: &Message<'_>, envelope: &Envelope, raw: &[u8], body: &str) -> Option<Report> {
    if !by_mail_system(mail, envelope) {
        return None;
    }
    let status = mail.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind.subtype().is_some_and(|s| s.to_lowercase().ends_with("delivery-status"))
        })
    });
    let subject = mail.subject().unwrap_or_default();
    let (failed, reason) = match status {
        Some(part) => {
            let bytes = raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOK)]).into_owned();
            by_status(&text).unwrap_or((false, String::new()))
        }
        None if is_report(mail) && !says_failed(subject, body) => (false, String::new()),
        None => (says_failed(subject, body), String::new()),
    };
    let reason = if reason.is_empty() { reason_in(body).unwrap_or_else(|| subject.to_owned()) } else { reason };
    let reason = safe_line(&reason).trim().chars().take(REASON).collect();
    Some(Report { about: about(mail, envelope, raw, body), failed, reason })
}

fn says_failed(subject: &str, body: &str) -> bool {
    let subject = subject.to_lowercase();
    let begin: String = body.chars().take(1500).collect::<String>().to_lowercase();
    let says = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    !says(DELAYED, &subject) && (says(FAILED, &subject) || (says(FAILED, &begin) && !says(DELAYED, &begin)))
}

/// Failed or not, and why, by the fields of RFC 3464 §2.3. None when there is no such field.
fn by_status(text: &str) -> Option<(bool, String)> {
    let fields = fields(text);
    let all = |name: &'static str| fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str());
    let failed = all("action").any(|action| action.to_lowercase().starts_with("failed"));
    all("action").next()?;
    let diagnostic =
        all("diagnostic-code").next_back().map(|code| code.split_once(';').map_or(code, |(_, words)| words));
    let reason = diagnostic.or_else(|| all("status").next_back()).unwrap_or_default().trim().to_owned();
    Some((failed, reason))
}

/// Header fields of all blocks, unfolded, names in lower case.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

/// The line with a lasting refusal in it: `550 …` or `5.1.1 …`.
fn reason_in(body: &str) -> Option<String> {
    let is_refusal = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let digits = word.len() == 3 && word.starts_with('5') && word.bytes().all(|b| b.is_ascii_digit());
        let mut parts = word.split('.');
        let enhanced =
            parts.next() == Some("5") && parts.clone().count() == 2 && parts.all(|p| p.parse::<u16>().is_ok());
        digits || enhanced
    };
    let line = body.lines().take(200).find(|line| line.split([' ', '-', ':', '#']).any(is_refusal))?;
    Some(line.trim().to_owned())
}

/// Every Message-ID that the returned mail may have: of an attached one, then of headers in the text.
fn about(mail: &Message<'_>, envelope: &Envelope, raw: &[u8], body: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let inner = mail.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(inner) => inner.message_id().map(str::to_owned),
        _ => None,
    });
    ids.extend(inner);
    ids.extend(envelope.ancestors.iter().cloned());
    let raw = String::from_utf8_lossy(&raw[..raw.len().min(LOOK)]);
    for text in [body, raw.as_ref()] {
        ids.extend(
            fields(&unquoted(text)).into_iter().filter(|(name, _)| name == "message-id").map(|(_, id)| bare(&id)),
        );
    }
    let mut known = std::collections::HashSet::new();
    ids.retain(|id| !id.is_empty() && Some(id) != envelope.id.as_ref() && known.insert(id.clone()));
    ids
}

fn unquoted(text: &str) -> String {
    text.lines().map(|line| line.trim_start_matches(['>', '|', ' '])).collect::<Vec<_>>().join("\n")
}

fn bare(id: &str) -> String {
    let id = id.trim().trim_start_matches('<');
    safe_line(id.split(['>', ' ']).next().unwrap_or_default()).into_owned()
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
