//! A reply as a mail file, for operators whose desk has no way out: their own mail program opens and sends it.
//!
//! The text stands in it byte for byte (R169). Not its duty: reading attachments, writing the file.

use std::io;
use std::time::SystemTime;

use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, From, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Body, Mailbox, MessageBuilder, MultiPart, SinglePart};

use crate::model::{Attachment, CaseFile, Message, MessageKind, Operator};
use crate::text::safe_line;
use crate::tui::app::Event;

/// Why there is no mail file.
#[derive(Debug, thiserror::Error)]
pub enum EmlError {
    #[error("“{0}” is no mail address; copy the letter instead")]
    NoAddress(String),
    #[error("the letter is not here")]
    NoLetter,
    #[error("the letter could not be written as a mail: {0}")]
    Mail(#[from] lettre::error::Error),
}

/// What is said where no mail file was written: each cause in words of its own, in the language of the screen.
pub fn not_written(error: &anyhow::Error) -> Event {
    let failed = |what| Event::Failed { what, detail: String::new() };
    match (error.downcast_ref::<EmlError>(), error.downcast_ref::<io::Error>().map(io::Error::kind)) {
        (Some(EmlError::NoAddress(address)), _) if address.trim().is_empty() => failed("failed-eml-nowhere"),
        (Some(EmlError::NoAddress(address)), _) => {
            Event::Failed { what: "failed-eml-address", detail: safe_line(address).into_owned() }
        }
        (Some(EmlError::NoLetter), _) => failed("failed-eml-gone"),
        (Some(EmlError::Mail(_)), _) => failed("failed-eml-made"),
        (None, Some(io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)) => {
            failed("failed-eml-permission")
        }
        (None, Some(io::ErrorKind::StorageFull)) => failed("failed-eml-full"),
        (None, Some(io::ErrorKind::NotFound)) => failed("failed-eml-missing"),
        _ => Event::Failed { what: "failed-eml", detail: format!("{error:#}") },
    }
}

/// The mail file of a reply. `attachments` are those whose bytes are at hand. Without a mail address of the operator
/// the line `From` is left to the mail program, which takes the file as a letter that is not sent yet.
///
/// # Errors
/// [`EmlError`] when the customer has no mail address.
pub fn eml(
    file: &CaseFile,
    message: &Message,
    operator: &Operator,
    attachments: &[(Attachment, Vec<u8>)],
) -> Result<Vec<u8>, EmlError> {
    let to = recipient(file, message)?;
    let from = operator.contact.trim().parse::<Address>().ok();
    let placeholder = to.email.clone();
    let mut builder = lettre::Message::builder()
        .from(Mailbox::new(Some(operator.name.clone()), from.clone().unwrap_or(placeholder)))
        .to(to)
        .date(SystemTime::from(message.at))
        .message_id(Some(format!("<{}@sincerely.invalid>", message.id.0.simple())))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("X-Unsent"), "1".to_owned()));
    if !message.subject.is_empty() {
        builder = builder.subject(message.subject.clone());
    }
    let builder = with_thread(builder, file, message);
    let words = text(&message.body);
    let mut mail = if attachments.is_empty() {
        builder.singlepart(words)?
    } else {
        builder.multipart(with_attachments(words, attachments))?
    };
    if from.is_none() {
        mail.headers_mut().remove::<From>();
    }
    Ok(mail.formatted())
}

fn recipient(file: &CaseFile, message: &Message) -> Result<Mailbox, EmlError> {
    let address = message.to.parse::<Address>().map_err(|_| EmlError::NoAddress(message.to.clone()))?;
    let name = Some(file.customer.name.full()).filter(|n| !n.is_empty());
    Ok(Mailbox::new(name, address))
}

/// The answer joins the customer's own thread: the last message before it is answered, all earlier ones are named.
fn with_thread(builder: MessageBuilder, file: &CaseFile, message: &Message) -> MessageBuilder {
    let earlier: Vec<String> = file
        .messages
        .iter()
        .filter(|m| m.id != message.id && m.at <= message.at && m.kind != MessageKind::Note)
        .filter_map(|m| m.external_id.as_deref().and_then(message_id))
        .collect();
    match earlier.last() {
        Some(last) => builder.in_reply_to(last.clone()).references(earlier.join(" ")),
        None => builder,
    }
}

/// A Message-ID in its brackets; ids of other sources are none.
fn message_id(id: &str) -> Option<String> {
    let bare = id.trim().trim_start_matches('<').trim_end_matches('>');
    let is_one = bare.contains('@') && bare.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'));
    is_one.then(|| format!("<{bare}>"))
}

/// The words as bytes, so that nothing on the way changes a line end or a blank.
fn text(body: &str) -> SinglePart {
    // Base64 takes any bytes, so the fallback, which chooses an encoding by itself, never has to.
    let body =
        Body::new_with_encoding(body.as_bytes().to_vec(), ContentTransferEncoding::Base64).unwrap_or_else(Body::new);
    SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body)
}

fn with_attachments(text: SinglePart, attachments: &[(Attachment, Vec<u8>)]) -> MultiPart {
    attachments.iter().fold(MultiPart::mixed().singlepart(text), |all, (attachment, bytes)| {
        let media = ContentType::parse(&attachment.media_type).unwrap_or_else(|_| octets());
        all.singlepart(Part::new(attachment.name.clone()).body(bytes.clone(), media))
    })
}

fn octets() -> ContentType {
    ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN)
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders};

    use super::*;
    use crate::model::AttachmentHash;
    use crate::tui::app::fixtures::{case_file, message, operator};

    fn letter(body: &str) -> (CaseFile, Message, Operator) {
        let mut file = case_file();
        file.messages[0].external_id = Some("<first@mail.example>".into());
        file.messages[4].external_id = Some("second@mail.example".into());
        let mut reply = message(6, MessageKind::Reply, "2026-11-23T12:05:00Z", body);
        reply.to = "m.kuznetsova@example.org".into();
        reply.subject = "Re: Искрит розетка".into();
        (file, reply, operator(crate::tui::app::fixtures::me(), "Анна Иванова"))
    }

    #[test]
    fn the_text_stands_in_it_byte_for_byte() {
        // R169
        let body = "Уважаемая Мария Ивановна!\n\n- раз\n\n\n-- \nдва  \n.\nFrom нас\n";
        let (file, reply, me) = letter(body);
        let bytes = eml(&file, &reply, &me, &[]).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(mail.text_body[0], 0);
        assert_eq!(mail.parts[0].contents(), body.as_bytes());
        assert_eq!(mail.subject(), Some("Re: Искрит розетка"));
        assert_eq!(mail.to().and_then(|t| t.first()).and_then(|a| a.address()), Some("m.kuznetsova@example.org"));
        assert_eq!(mail.date().map(mail_parser::DateTime::to_timestamp), Some(reply.at.as_second()));
    }

    #[test]
    fn it_answers_in_the_customers_thread() {
        let (file, reply, me) = letter("Да");
        let bytes = eml(&file, &reply, &me, &[]).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(mail.in_reply_to().as_text(), Some("second@mail.example"));
        let references = mail.references().as_text_list().unwrap();
        assert_eq!(references, ["first@mail.example", "second@mail.example"]);
    }

    #[test]
    fn without_an_address_of_the_operator_the_mail_program_says_who_writes() {
        let (file, reply, mut me) = letter("Да");
        let bytes = eml(&file, &reply, &me, &[]).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        assert!(mail.from().is_none() && mail.header("X-Unsent").is_some());
        me.contact = "anna@desk.example".into();
        let bytes = eml(&file, &reply, &me, &[]).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        let from = mail.from().and_then(|f| f.first()).unwrap();
        assert_eq!((from.name(), from.address()), (Some("Анна Иванова"), Some("anna@desk.example")));
    }

    #[test]
    fn attachments_go_along_under_their_names() {
        let (file, reply, me) = letter("Смотрите вложение.");
        let attachment = Attachment {
            hash: AttachmentHash("a".repeat(64)),
            name: "акт осмотра.pdf".into(),
            media_type: "application/pdf".into(),
            size: 3,
        };
        let bytes = eml(&file, &reply, &me, &[(attachment, vec![0, 13, 10])]).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        let part = mail.attachment(0).unwrap();
        assert_eq!((part.attachment_name(), part.contents()), (Some("акт осмотра.pdf"), &[0_u8, 13, 10][..]));
    }

    #[test]
    fn a_customer_without_a_mail_address_is_told_and_headers_cannot_be_forged() {
        let (file, mut reply, me) = letter("Да");
        reply.subject = "x\r\nBcc: evil@example.org".into();
        let bytes = eml(&file, &reply, &me, &[]).unwrap();
        assert!(MessageParser::default().parse(&bytes).unwrap().bcc().is_none());
        reply.to = "+373 69 11 22 33".into();
        assert!(matches!(eml(&file, &reply, &me, &[]), Err(EmlError::NoAddress(_))));
    }

    #[test]
    fn why_there_is_no_mail_file_is_said_in_each_language() {
        use crate::i18n::{Texts, UiLang};
        let causes: Vec<anyhow::Error> = vec![
            EmlError::NoAddress(String::new()).into(),
            EmlError::NoAddress("Elena".into()).into(),
            EmlError::NoLetter.into(),
            io::Error::from(io::ErrorKind::PermissionDenied).into(),
            io::Error::from(io::ErrorKind::StorageFull).into(),
            anyhow::Error::from(io::Error::from(io::ErrorKind::NotFound)).context("case-41.eml"),
        ];
        for lang in [UiLang::Ru, UiLang::En, UiLang::Ro] {
            let texts = Texts::new(lang);
            for error in &causes {
                let Event::Failed { what, detail } = not_written(error) else { panic!() };
                let words = texts.tr(what, &[("detail", detail.into())]);
                assert_ne!(what, "failed-eml", "{error:#}");
                assert!(!words.contains("“”") && !words.ends_with(": "), "{words}");
                assert!(lang == UiLang::En || !words.contains("address"), "{words}");
            }
        }
    }
}
