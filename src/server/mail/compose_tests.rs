//! The mail that goes out, read back by a mail reader.

use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

use super::*;
use crate::model::{AttachmentHash, Author, MessageId};
use crate::schedule::fixtures::{at, case, case_file, message, operator};
use crate::server::mail::settings::tests::settings;

fn way() -> Way {
    Way { domain: String::from("shop.example") }
}

fn letter(body: &str) -> Message {
    let mut letter = message(9, MessageKind::Reply);
    letter.at = at("2026-03-02T10:00Z");
    letter.to = String::from("maria@example.org");
    letter.subject = String::from("Re: Искрит розетка");
    letter.author = Author::Operator { id: operator(), name: String::from("Анна Иванова") };
    letter.body = body.to_owned();
    letter
}

fn sent(letter: &Message, earlier: Vec<Message>, attachments: &[(Attachment, Vec<u8>)]) -> Vec<u8> {
    let mut file = case_file(case(), earlier);
    file.customer.name.given = String::from("Мария");
    file.messages.push(letter.clone());
    compose(&file, letter, &settings(), &way(), attachments).unwrap().bytes
}

fn words_of(mail: &[u8]) -> String {
    MessageParser::default().parse(mail).unwrap().body_text(0).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_words_arrive_byte_for_byte() {
    // R169
    let body = "Уважаемая Мария Ивановна!\n\n\n- один  \nFrom здесь\n.\n..два\n\tтри \n-- \nАнна Иванова";
    let mail = sent(&letter(body), vec![], &[]);
    assert_eq!(words_of(&mail), body);
    assert!(mail.is_ascii() && mail.split(|b| *b == b'\n').all(|line| line.len() < 998), "RFC 5322 §2.1.1");
}

#[test]
fn headers_say_who_writes_to_whom() {
    let mail = sent(&letter("x"), vec![], &[]);
    let mail = MessageParser::default().parse(&mail).unwrap();
    let from = mail.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Анна Иванова"), Some("support@shop.example")));
    assert_eq!(mail.to().unwrap().first().unwrap().address(), Some("maria@example.org"));
    assert_eq!(mail.subject(), Some("Re: Искрит розетка"));
    assert_eq!(mail.message_id(), Some(way().message_id(MessageId(uuid::Uuid::from_u128(109))).as_str()));
    assert!(mail.reply_to().is_none(), "only when it is wanted");
    let kind = mail.content_type().unwrap();
    assert_eq!((kind.attribute("charset"), kind.attribute("format")), (Some("utf-8"), Some("fixed")));
}

fn from_customer(number: u128, id: &str) -> Message {
    let mut mail = message(number, MessageKind::Inbound);
    mail.external_id = Some(id.to_owned());
    mail.at = at("2026-03-02T09:00Z");
    mail
}

#[test]
fn it_answers_the_customers_last_mail_and_names_the_thread() {
    let mut note = from_customer(3, "note@x");
    note.kind = MessageKind::Note;
    let mail = sent(&letter("x"), vec![from_customer(1, "a@x"), from_customer(2, "b@x"), note], &[]);
    let mail = MessageParser::default().parse(&mail).unwrap();
    assert_eq!(mail.in_reply_to().as_text(), Some("b@x"));
    assert_eq!(mail.references().as_text_list().map(<[_]>::to_vec), Some(vec!["a@x".into(), "b@x".into()]));
}

#[test]
fn ids_that_are_none_and_endless_threads_do_no_harm() {
    let mail = sent(&letter("x"), vec![from_customer(1, "sha256:abc"), from_customer(2, "a@b\r\nBcc: c@d")], &[]);
    let text = String::from_utf8(mail).unwrap();
    assert!(!text.contains("References") && !text.contains("Bcc"));
    let long = (1..200).map(|n| from_customer(n, &format!("{n}@x"))).filter(|m| m.id.0.as_u128() != 109).collect();
    let mail = sent(&letter("x"), long, &[]);
    let mail = MessageParser::default().parse(&mail).unwrap();
    let named = mail.references().as_text_list().unwrap();
    assert_eq!(named.len(), REFERENCES);
    assert_eq!((named[0].as_ref(), named[REFERENCES - 1].as_ref()), ("1@x", "199@x"));
}

#[test]
fn attachments_go_along_whole() {
    let of = |name: &str, media: &str| Attachment {
        hash: AttachmentHash(String::new()),
        name: name.to_owned(),
        media_type: media.to_owned(),
        size: 3,
    };
    let files = [(of("акт осмотра.pdf", "application/pdf"), vec![0, 13, 10]), (of("m.eml", "message/rfc822"), vec![1])];
    let mail = sent(&letter("x"), vec![], &files);
    let mail = MessageParser::default().parse(&mail).unwrap();
    let got: Vec<_> =
        mail.attachments().map(|a| (a.attachment_name().unwrap().to_owned(), a.contents().to_vec())).collect();
    assert_eq!(got, [(String::from("акт осмотра.pdf"), vec![0, 13, 10]), (String::from("m.eml"), vec![1])]);
}

#[test]
fn an_address_that_is_none_is_refused_before_anything_is_sent() {
    let mut letter = letter("x");
    letter.to = String::from("maria");
    let file = case_file(case(), vec![letter.clone()]);
    assert!(matches!(compose(&file, &letter, &settings(), &way(), &[]), Err(ComposeError::NoAddress)));
}

proptest! {
    #[test]
    fn any_words_survive(body in "([ -~а-яăâîșțß\t]{0,30}\n){0,12}[ -~]{1,20}") {
        let mail = sent(&letter(&body), vec![], &[]);
        prop_assert_eq!(words_of(&mail), body);
    }

    #[test]
    fn no_subject_and_no_name_adds_a_header(subject in any::<String>(), name in any::<String>()) {
        let mut letter = letter("x");
        letter.subject = subject;
        letter.author = Author::Operator { id: operator(), name };
        let mail = sent(&letter, vec![], &[]);
        let headers = String::from_utf8(mail).unwrap();
        let headers = headers.split("\r\n\r\n").next().unwrap();
        let names: Vec<&str> =
            headers.lines().filter(|l| !l.starts_with([' ', '\t'])).filter_map(|l| l.split(':').next()).collect();
        let known = ["From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];
        prop_assert!(names.iter().all(|n| known.contains(n)), "{names:?}");
    }
}
