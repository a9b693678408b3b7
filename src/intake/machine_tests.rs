//! Bounces and answering machines, in the words of the mail systems and people who send them.

use crate::intake::mail::{Letter, letter};

fn read(text: &str) -> Letter {
    letter(text.as_bytes()).unwrap()
}

fn subject(subject: &str) -> Letter {
    read(&format!("From: Мария <maria@example.org>\nSubject: {subject}\nMessage-ID: <m@x>\n\nтекст"))
}

#[test]
fn answering_machines_are_known_by_their_subjects() {
    // R18
    for machine in [
        "Automatic reply: Искрит розетка",
        "Out of Office: back on Monday",
        "Out of office",
        "Автоответ: Ваше обращение",
        "Автоматический ответ: Re: Искрит розетка",
        "Răspuns automat: Re: Comanda 12",
        "RASPUNS AUTOMAT: concediu",
        "Automatische Antwort: Re: Bestellung",
        "Abwesenheitsnotiz: Re: Bestellung",
    ] {
        assert!(subject(machine).is_automatic, "{machine}");
        assert_eq!(subject(machine).report, None, "{machine}");
    }
}

#[test]
fn people_who_write_about_machines_are_people() {
    for person in [
        "Автоответчик не даёт поговорить с человеком",
        "Автоответ вместо помощи",
        "Re: Automatic reply: your ticket",
        "Automatic replies are all I get",
        "Посылка не доставлена",
        "Undelivered parcel",
        "Coletul nu a fost livrat",
        "Paket nicht zugestellt",
        "Out of office hours nobody answers",
        "Răspunsul automat nu ajută",
        "Mail delivery failed twice this week, where is my letter",
    ] {
        let letter = subject(person);
        assert!(!letter.is_automatic && letter.report.is_none(), "{person}");
    }
}

fn dsn(action: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <dsn@mx.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain\n\nI'm sorry to have to inform you …\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; maria@example.org\nAction: {action}\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 <maria@example.org>: Recipient address\n    rejected: User unknown\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: support@shop.example\nSubject: Re\n\
         Message-ID: <sincerely.0123@shop.example>\n\nваш ответ\n--b--\n"
    )
}

#[test]
fn a_delivery_status_is_read() {
    let letter = read(&dsn("failed"));
    let report = letter.report.unwrap();
    assert!(letter.is_automatic && report.failed);
    assert_eq!(report.reason, "550 5.1.1 <maria@example.org>: Recipient address rejected: User unknown");
    assert_eq!(report.about, ["sincerely.0123@shop.example"]);
}

#[test]
fn a_delay_or_a_receipt_is_no_failure() {
    for action in ["delayed", "delivered", "relayed", "expanded"] {
        let report = read(&dsn(action)).report.unwrap();
        assert!(!report.failed, "{action}");
        assert_eq!(report.about.len(), 1);
    }
}

#[test]
fn headers_alone_come_back_too() {
    let text = dsn("failed").replace("message/rfc822", "text/rfc822-headers");
    assert_eq!(read(&text).report.unwrap().about, ["sincerely.0123@shop.example"]);
}

/// Systems that know no RFC 3464, each in its own words.
#[test]
fn unusual_bounces_are_known() {
    let quoted = "\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <sincerely.77@shop.example>\nSubject: Re\n\nтекст";
    for (from, subject, words, reason) in [
        (
            "MAILER-DAEMON@qmail.example",
            "failure notice",
            "Hi. This is the qmail-send program.\n<maria@example.org>:\nRemote host said: 550 no mailbox here",
            "Remote host said: 550 no mailbox here",
        ),
        (
            "Mail Delivery System <Mailer-Daemon@exim.example>",
            "Mail delivery failed: returning message to sender",
            "A message that you sent could not be delivered.\n  maria@example.org\n    host mx [1.2.3.4]: 552 5.2.2 Mailbox full",
            "host mx [1.2.3.4]: 552 5.2.2 Mailbox full",
        ),
        (
            "postmaster@mail.example",
            "Недоставленное сообщение",
            "Письмо не удалось доставить адресату maria@example.org.\nПричина: 550 пользователь не найден",
            "Причина: 550 пользователь не найден",
        ),
        (
            "postmaster@posta.example",
            "Mesaj nelivrat",
            "Mesajul dvs. nu a putut fi livrat.\nMotiv: 5.1.1 utilizator necunoscut",
            "Motiv: 5.1.1 utilizator necunoscut",
        ),
        (
            "postmaster@post.example",
            "Unzustellbar: Re: Bestellung",
            "Ihre Nachricht wurde nicht zugestellt.\n#550 5.4.1 Adresse abgelehnt",
            "#550 5.4.1 Adresse abgelehnt",
        ),
    ] {
        let report = read(&format!("From: {from}\nSubject: {subject}\n\n{words}{quoted}")).report.unwrap();
        assert!(report.failed, "{subject}");
        assert_eq!((report.reason.as_str(), report.about), (reason, vec![String::from("sincerely.77@shop.example")]));
    }
}

#[test]
fn a_system_that_still_tries_has_not_failed() {
    for (subject, words) in [
        ("Warning: could not send message for past 4 hours", "It will be retried. 450 busy"),
        ("Delivery Status Notification (Delay)", "Delivery to maria@example.org has been delayed"),
        ("Доставка задерживается", "Сообщение пока не доставлено, доставка задерживается"),
        ("Mesaj întârziat", "Livrarea mesajului este întârziată"),
        ("Zustellung verzögert", "Die Nachricht wurde noch nicht zugestellt"),
    ] {
        let letter = read(&format!("From: postmaster@mx.example\nSubject: {subject}\n\n{words}"));
        assert!(!letter.report.unwrap().failed, "{subject}");
    }
}

#[test]
fn an_empty_sender_is_a_machine() {
    assert!(
        read("Return-Path: <>\nFrom: info@hotel.example\nSubject: Спасибо\n\nМы получили ваше письмо").is_automatic
    );
    assert!(!read("Return-Path: <maria@example.org>\nFrom: maria@example.org\nSubject: Спасибо\n\nтекст").is_automatic);
}

#[test]
fn hostile_reports_stay_in_their_line() {
    let text = dsn("failed").replace("User unknown", "User \u{1b}[2J\u{202e} unknown");
    assert!(crate::text::is_safe(&read(&text).report.unwrap().reason));
    let long = dsn("failed").replace("User unknown", &"x".repeat(100_000));
    assert!(read(&long).report.unwrap().reason.chars().count() <= 300);
}
