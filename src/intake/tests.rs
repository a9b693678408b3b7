//! Whole files of every format, as a person has them.

use std::path::{Path, PathBuf};

use super::*;
use crate::model::{Channel, MessageKind};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/intake").join(name)
}

fn read_all(names: &[&str], options: &Options) -> (Vec<Record>, Vec<Skipped>) {
    let paths: Vec<PathBuf> = names.iter().map(|name| fixture(name)).collect();
    let (mut records, mut skipped) = (Vec::new(), Vec::new());
    for found in read(&paths, options) {
        match found {
            Ok(record) => records.push(record),
            Err(left_out) => skipped.push(left_out),
        }
    }
    (records, skipped)
}

fn shop() -> Options {
    Options { own: vec!["@shop.example".to_owned()], ..Options::default() }
}

#[test]
fn an_mbox_becomes_threads() {
    let (records, _) = read_all(&["inbox.mbox"], &shop());
    assert_eq!(records.len(), 3);
    let samovar = &records[0].case;
    assert_eq!(samovar.external_id.as_deref(), Some("one@example.org"));
    assert_eq!(samovar.subject, "Самовар течёт");
    let kinds: Vec<&MessageKind> = samovar.messages.iter().map(|m| &m.kind).collect();
    assert_eq!(kinds, [&MessageKind::Inbound, &MessageKind::Auto, &MessageKind::Reply, &MessageKind::Inbound]);
    assert!(samovar.messages[0].body.ends_with("Прошу заменить.\nFrom the shop nobody answered."));
    assert_eq!(samovar.messages[2].author, "Анна Иванова");
    assert_eq!(samovar.messages[2].body, "Мария Ивановна, замену отправим до 6 марта.\nАнна Иванова");
    // Declared as ISO-8859-1, written in windows-1251.
    assert_eq!(samovar.messages[3].body, "Спасибо, жду замену. Чек приложила раньше.");
    assert_eq!(samovar.messages[3].in_reply_to.as_deref(), Some("reply@shop.example"));
}

#[test]
fn a_mail_brings_its_sender_its_dates_and_its_original() {
    // R91
    let (records, _) = read_all(&["inbox.mbox"], &shop());
    let Record { case, contents, place } = &records[0];
    assert_eq!(case.customer.name.patronymic, "Ивановна");
    assert_eq!(case.customer.contacts[0].address, "maria@example.org");
    assert_eq!(case.messages[0].written_at.unwrap().to_string(), "2026-02-28T18:40:00Z");
    assert_eq!(case.messages[0].at.unwrap().to_string(), "2026-03-02T10:05:00Z");
    assert_eq!(place.at, At::Mail(1));
    let original = case.messages[0].original.as_ref().unwrap();
    let kept = contents.iter().find(|content| content.attachment.hash == original.hash).unwrap();
    assert!(original.hash.is_well_formed() && original.size == kept.bytes.len() as u64);
    assert!(kept.bytes.windows(3).any(|bytes| bytes == b"\xfa\xc4\xd2"), "KOI8-R as it came");
}

#[test]
fn html_becomes_text_and_attachments_are_kept() {
    let (records, _) = read_all(&["inbox.mbox"], &shop());
    let tv = &records[1];
    assert_eq!(tv.case.messages.len(), 1, "the copy from another folder is the same mail");
    assert_eq!(tv.case.messages[0].body, "Bună ziua,\n\ntelevizorul nu pornește – vă rog să îl înlocuiți.");
    assert_eq!(tv.case.subject, "Televizorul nu pornește");
    assert_eq!(tv.case.language, Some(Lang::new("ro")));
    let photo = &tv.case.messages[0].attachments[0];
    assert_eq!((photo.name.as_str(), photo.media_type.as_str()), ("photo.png", "image/png"));
    let content = tv.contents.iter().find(|content| content.attachment.hash == photo.hash).unwrap();
    assert_eq!(content.bytes, b"\x89PNG not really");
}

#[test]
fn undeclared_letters_in_headers_and_text_are_read() {
    let (records, _) = read_all(&["inbox.mbox"], &shop());
    let kettle = &records[2].case;
    assert_eq!((kettle.subject.as_str(), kettle.messages[0].author.as_str()), ("Чайник не греет", "Иван Петров"));
    assert_eq!(kettle.messages[0].body, "Добрый день, чайник не греет вторую неделю.");
}

#[test]
fn what_is_left_out_is_told_with_its_place_and_reason() {
    let (_, skipped) = read_all(&["inbox.mbox"], &shop());
    let told: Vec<String> = skipped.iter().map(|s| format!("{:?} {}", s.place.at, s.why)).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("Mail(6) "), "{told:?}");
    assert_eq!(told[1], "Mail(8) is an automatic message without a complaint");
    assert!(skipped[0].to_string().contains("inbox.mbox, mail 6: "));
}

#[test]
fn without_own_addresses_our_letters_are_not_told_apart() {
    let (records, _) = read_all(&["inbox.mbox"], &Options::default());
    assert_eq!(records[0].case.messages[2].kind, MessageKind::Inbound);
    let me = Options { own: vec!["Anna@Shop.example".into()], ..Options::default() };
    assert_eq!(read_all(&["inbox.mbox"], &me).0[0].case.messages[2].kind, MessageKind::Reply);
}

#[test]
fn mails_of_several_files_are_one_mailbox() {
    let dir = tempfile::tempdir().unwrap();
    let [inbox, sent] = ["inbox.eml", "sent.eml"].map(|name| dir.path().join(name));
    std::fs::write(&sent, "From: me@shop.example\nSubject: Re: x\nMessage-ID: <2@x>\nReferences: <1@x>\n\nAnswer")
        .unwrap();
    std::fs::write(&inbox, "From: a@b.c\nSubject: x\nMessage-ID: <1@x>\n\nQuestion").unwrap();
    let found: Vec<Found> = read(&[sent, inbox], &shop()).collect();
    assert_eq!(found.len(), 1);
    let case = &found[0].as_ref().unwrap().case;
    assert_eq!((case.messages.len(), case.customer.contacts[0].address.as_str()), (2, "a@b.c"));
}

#[test]
fn mails_that_answer_each_other_in_a_circle_are_one_thread() {
    let dir = tempfile::tempdir().unwrap();
    let mail = |id: &str, to: &str| {
        let path = dir.path().join(format!("{id}.eml"));
        std::fs::write(&path, format!("From: a@b.c\nSubject: x\nMessage-ID: <{id}>\nIn-Reply-To: <{to}>\n\ntext {id}"))
            .unwrap();
        path
    };
    let paths = [mail("1", "2"), mail("2", "3"), mail("3", "1")];
    assert_eq!(read(&paths, &Options::default()).filter(|found| found.is_ok()).count(), 1);
}

#[test]
fn a_maildir_is_read_with_its_threads() {
    let (records, skipped) = read_all(&["maildir"], &Options::default());
    assert_eq!((records.len(), skipped.len()), (1, 0));
    assert_eq!(records[0].case.messages.len(), 2);
    assert_eq!(records[0].case.subject, "Parcel");
}

#[test]
fn json_lines_are_read_with_answers_of_old() {
    let (records, skipped) = read_all(&["complaints.jsonl"], &Options::default());
    assert_eq!((records.len(), skipped.len()), (3, 2));
    let hotel = &records[0].case;
    assert_eq!((&hotel.channel, hotel.is_public, hotel.source.as_str()), (&Channel::Review, Some(true), "complaints"));
    assert_eq!(hotel.customer.name.public, "Роман");
    assert_eq!(hotel.messages[1].kind, MessageKind::PublicReply);
    assert_eq!(hotel.tags, ["Hotel Example", "hotel", "rating 1"]);
    assert_eq!(records[1].case.channel, Channel::WebForm);
    assert_eq!(records[2].case.channel, Channel::Social);
    assert_eq!(skipped.iter().map(|s| s.place.at).collect::<Vec<_>>(), [At::Line(3), At::Line(5)]);
}

#[test]
fn a_table_from_a_russian_spreadsheet_is_read() {
    let (records, skipped) = read_all(&["list.csv"], &Options::default());
    assert_eq!((records.len(), skipped.len()), (2, 0));
    let case = &records[0].case;
    assert_eq!(case.customer.name.family, "Сидоров");
    assert_eq!(case.messages[0].body, "Не вернули деньги за билет;\r\nжду с января");
    assert_eq!(records[1].case.messages[0].body, "Не пришёл заказ");
}

#[test]
fn the_same_file_gives_the_same_cases() {
    for name in ["inbox.mbox", "complaints.jsonl", "list.csv", "maildir"] {
        assert_eq!(read_all(&[name], &shop()).0, read_all(&[name], &shop()).0, "{name}");
    }
}

#[test]
fn a_missing_or_unknown_file_is_told_and_the_others_are_read() {
    let (records, skipped) = read_all(&["nowhere.mbox", "complaints.jsonl", "maildir/cur"], &Options::default());
    assert_eq!(records.len(), 3);
    assert!(skipped.iter().any(|s| s.to_string().contains("nowhere.mbox: cannot be read")), "{skipped:?}");
    assert!(skipped.iter().any(|s| s.why.contains("holds no mail")), "{skipped:?}");
}

#[test]
fn formats_are_known_by_content_too() {
    let dir = tempfile::tempdir().unwrap();
    let told = |content: &str| {
        let path = dir.path().join("file");
        std::fs::write(&path, content).unwrap();
        format::of(&path, None)
    };
    assert_eq!(told("From a@b Mon Mar  2 10:00:00 2026\n"), Ok(Format::Mbox));
    assert_eq!(told("{\"body\":1}"), Ok(Format::JsonLines));
    assert_eq!(told("Received: from x"), Ok(Format::Eml));
    assert!(told("[{}]").unwrap_err().contains("JSON array"));
    assert!(told("a,b,c").unwrap_err().contains("--format"));
    assert!(told("").unwrap_err().contains("empty"));
}

#[test]
fn progress_ends_where_the_files_end() {
    let mut records = read(&[fixture("inbox.mbox"), fixture("complaints.jsonl"), fixture("list.csv")], &shop());
    for found in records.by_ref() {
        drop(found);
    }
    assert!(records.total() > 0 && records.done() <= records.total());
    assert!(records.done() * 10 > records.total() * 9, "{} of {}", records.done(), records.total());
}
