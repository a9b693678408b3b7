//! Finds the mails of an mbox without holding it in memory (mboxo and mboxrd: a line `From …` after an empty line begins
//! a mail, such lines inside a mail carry a `>`).

use std::io::{self, BufRead, Read};

use jiff::Timestamp;

/// Longer lines are read in pieces; no mail reader writes a header line like that.
const LINE: u64 = 64 * 1024;
/// More header bytes than this are not looked at when mails are threaded.
const HEADERS: usize = 256 * 1024;

/// A mail inside the file: where its bytes stand, and its headers as far as they are needed for threading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub start: u64,
    pub end: u64,
    /// From the separating line, as the receiving program wrote it.
    pub received_at: Option<Timestamp>,
    pub headers: Vec<u8>,
}

/// Calls `found` for every mail in order.
///
/// # Errors
/// Those of reading; mails before it were found.
pub fn scan(mut reader: impl BufRead, mut found: impl FnMut(Span)) -> io::Result<()> {
    let mut mail: Option<Span> = None;
    let (mut at, mut after_blank, mut in_headers, mut begins_line) = (0, true, false, true);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = Read::by_ref(&mut reader).take(LINE).read_until(b'\n', &mut line)? as u64;
        if length == 0 {
            break;
        }
        if begins_line && after_blank && is_separator(&line) {
            if let Some(mail) = mail.take() {
                found(mail);
            }
            let start = at + length;
            mail = Some(Span { start, end: start, received_at: separator_date(&line), headers: Vec::new() });
            in_headers = true;
        } else if let Some(mail) = &mut mail {
            if in_headers && mail.headers.len() < HEADERS {
                mail.headers.extend_from_slice(&line);
            }
            mail.end = at + length;
        }
        at += length;
        after_blank = begins_line && matches!(line.as_slice(), b"\n" | b"\r\n");
        in_headers &= !after_blank;
        begins_line = line.ends_with(b"\n");
    }
    mail.into_iter().for_each(found);
    Ok(())
}

/// The mail itself: one `>` less before a quoted `From `.
pub fn unquote(raw: &[u8]) -> Vec<u8> {
    let mut mail = Vec::with_capacity(raw.len());
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.iter().position(|byte| *byte != b'>').unwrap_or(line.len());
        let is_quoted = bare > 0 && line[bare..].starts_with(b"From ");
        mail.extend_from_slice(if is_quoted { &line[1..] } else { line });
    }
    mail
}

/// `From sender Mon Mar  2 10:00:00 2026`: a letter may contain a line "From here", but not with a time in it.
fn is_separator(line: &[u8]) -> bool {
    line.starts_with(b"From ")
        && line.windows(5).any(|w| w[2] == b':' && [0, 1, 3, 4].iter().all(|&i| w[i].is_ascii_digit()))
}

fn separator_date(line: &[u8]) -> Option<Timestamp> {
    let mail = mail_parser::mailbox::mbox::MessageIterator::new(line).next()?.ok()?;
    let seconds = i64::try_from(mail.internal_date()).ok().filter(|seconds| *seconds > 0)?;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mails(mbox: &[u8]) -> Vec<Span> {
        let mut found = Vec::new();
        scan(mbox, |span| found.push(span)).unwrap();
        found
    }

    #[test]
    fn mails_are_found_and_unquoted() {
        let mbox = b"From a@b Mon Mar  2 10:00:00 2026\nSubject: one\n\nFrom here it goes\n>From there\n>>From far\n\n\
            From c@d Tue Mar  3 10:00:00 2026\nSubject: two\n\ntext\n";
        let found = mails(mbox);
        assert_eq!(found.len(), 2);
        let text = |span: &Span| unquote(&mbox[span.start as usize..span.end as usize]);
        assert_eq!(text(&found[0]), b"Subject: one\n\nFrom here it goes\nFrom there\n>From far\n\n");
        assert_eq!(text(&found[1]), b"Subject: two\n\ntext\n");
        assert_eq!(found[1].headers, b"Subject: two\n\n");
        assert_eq!(found[0].received_at.unwrap().to_string(), "2026-03-02T10:00:00Z");
    }

    #[test]
    fn a_line_like_a_separator_inside_a_paragraph_is_text() {
        let mbox = b"From a@b Mon Mar  2 10:00:00 2026\nSubject: one\n\ntext\nFrom 10:00 on it hurt\n";
        assert_eq!(mails(mbox).len(), 1);
    }

    #[test]
    fn endless_lines_are_read_in_pieces() {
        let mut mbox = b"From a@b Mon Mar  2 10:00:00 2026\nSubject: one\n\n".to_vec();
        mbox.extend(std::iter::repeat_n(b'x', 3 * LINE as usize));
        mbox.extend(b"\n\nFrom c@d Tue Mar  3 10:00:00 2026\nSubject: two\n\n");
        assert_eq!(mails(&mbox).len(), 2);
    }

    proptest! {
        #[test]
        fn any_bytes_are_scanned(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut mbox = b"From a Mon Mar  2 10:00:00 2026\n".to_vec();
            mbox.extend(&bytes);
            let spans = mails(&mbox);
            prop_assert_eq!(spans.last().unwrap().end as usize, mbox.len());
            let _ = unquote(&mbox);
        }
    }
}
