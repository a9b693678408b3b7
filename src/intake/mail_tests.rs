//! Single mails: charsets, bodies, attachments, machines, and what is no mail.

use proptest::prelude::*;

use super::*;

fn with(headers: &str, body: &str) -> Letter {
    letter(format!("From: a@b.c\nSubject: s\n{headers}\n{body}").as_bytes()).unwrap()
}

#[test]
fn the_written_date_is_apart_from_the_received_one() {
    // R91
    let mail =
        with("Date: Sat, 28 Feb 2026 21:40:00 +0300\nReceived: from a by b; Mon, 2 Mar 2026 10:05:00 +0000\n", "text");
    assert_eq!(mail.envelope.written_at.unwrap().to_string(), "2026-02-28T18:40:00Z");
    assert_eq!(mail.envelope.received_at.unwrap().to_string(), "2026-03-02T10:05:00Z");
}

#[test]
fn an_impossible_date_is_no_date() {
    assert_eq!(with("Date: Thu, 32 Foo 2026 99:00\n", "x").envelope.written_at, None);
    assert_eq!(with("Date: Fri, 1 Jan 1960 00:00:00 +0000\n", "x").envelope.written_at, None);
}

#[test]
fn plain_text_goes_before_html_and_an_empty_plain_text_does_not() {
    let mail = |plain: &str| {
        let parts = format!(
            "--x\nContent-Type: text/plain\n\n{plain}\n--x\nContent-Type: text/html\n\n<p>from <b>html</b></p>\n--x--\n"
        );
        with("MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n", &parts).body
    };
    assert_eq!(mail("from plain"), "from plain");
    assert_eq!(mail("  "), "from html");
}

#[test]
fn machines_are_known() {
    // R18
    for headers in [
        "Auto-Submitted: auto-replied\n",
        "X-Autoreply: yes\n",
        "Precedence: auto_reply\n",
        "Content-Type: multipart/report; boundary=x; report-type=delivery-status\n",
        "X-Failed-Recipients: a@b.c\n",
    ] {
        assert!(with(headers, "text").is_automatic, "{headers}");
    }
    for headers in ["", "Auto-Submitted: no\n", "Precedence: bulk\n"] {
        assert!(!with(headers, "text").is_automatic, "{headers}");
    }
    assert!(letter(b"From: MAILER-DAEMON@mx.c\nSubject: s\n\ntext").unwrap().is_automatic);
}

#[test]
fn ancestors_are_listed_oldest_first() {
    let mail = with("References: <a@x> <b@x>\nIn-Reply-To: <b@x>\nMessage-ID: <c@x>\n", "text");
    assert_eq!(mail.envelope.ancestors, ["a@x", "b@x"]);
    assert_eq!(mail.envelope.id.as_deref(), Some("c@x"));
    assert_eq!(with("In-Reply-To: <b@x>\n", "text").envelope.ancestors, ["b@x"]);
}

#[test]
fn what_is_no_mail_says_why() {
    assert!(letter(b"").is_err());
    assert!(letter(b"\x00\x01\x02\xff\xfe").is_err());
    assert_eq!(letter(b"Subject: s\n\ntext"), Err("has no sender, so it is no mail or a damaged one"));
    assert_eq!(letter(b"From: a@b.c\n\n"), Err("has neither a subject nor a text"));
}

#[test]
fn hostile_names_and_headers_stay_on_one_line_and_are_no_paths() {
    assert_eq!(file_name("../../etc/passwd"), "passwd");
    assert_eq!(file_name("C:\\temp\\a.exe"), "a.exe");
    assert_eq!(file_name("..."), "");
    let mail = letter("From: \"x\u{202e}\u{1b}[2J\" <a@b.c>\nSubject: \u{1b}]0;x\u{7}\n\ntext".as_bytes()).unwrap();
    assert!(crate::text::is_safe(&mail.subject) && crate::text::is_safe(&mail.envelope.from.unwrap().name));
    let long = format!("From: a@b.c\nSubject: s\nMessage-ID: <{}@x>\n\ntext", "y".repeat(5000));
    assert!(letter(long.as_bytes()).unwrap().envelope.id.unwrap().len() < 100);
}

#[test]
fn a_forwarded_mail_is_an_attachment() {
    let parts = "--x\nContent-Type: text/plain\n\nsee below\n--x\nContent-Type: message/rfc822\n\nFrom: c@d.e\nSubject: inner\n\ninner text\n--x--\n";
    let mail = with("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n", parts);
    assert_eq!(mail.body, "see below");
    assert_eq!(mail.attachments.len(), 1);
    assert_eq!(mail.attachments[0].attachment.media_type, "message/rfc822");
    assert!(mail.attachments[0].bytes.starts_with(b"From: c@d.e"));
}

proptest! {
    #[test]
    fn any_bytes_are_a_mail_or_none(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = letter(&bytes);
        let _ = envelope(&bytes);
    }

    #[test]
    fn any_headers_are_read(
        headers in "((From|Date|Subject|References|Content-Type|Content-Transfer-Encoding|Message-ID|Received): [ -~]{0,40}\n){0,8}",
        body in "(--x(--)?\n|Content-Type: [a-z/;=x ]{0,30}\n|[ -~а-я]{0,20}\n){0,12}",
    ) {
        let mail = format!("From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n{headers}\n{body}");
        let _ = letter(mail.as_bytes());
        let _ = envelope(mail.as_bytes());
    }
}
