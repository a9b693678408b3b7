//! Forms of named lines: what is signed or hashed, written in one way only and readable by people and other programs.
//!
//! Not its duty: which lines a thing has (`canonical`, `entry`, `dossier`).

use std::fmt::{Display, Write};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// `name: value`, the value escaped: backslash doubled, control characters and line separators as `\u{hex}`.
pub(super) fn header(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(": ");
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\n');
}

/// A form being written, line by line.
pub(super) struct Form(String);

impl Form {
    /// The first line names the form and its version.
    pub(super) fn new(version: &str) -> Self {
        Self(format!("{version}\n"))
    }

    #[must_use]
    pub(super) fn line(mut self, name: &str, value: impl Display) -> Self {
        header(&mut self.0, name, &value.to_string());
        self
    }

    /// Empty when there is no such thing.
    #[must_use]
    pub(super) fn maybe(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.line(name, value),
            None => self.line(name, ""),
        }
    }

    #[must_use]
    pub(super) fn flag(self, name: &str, value: bool) -> Self {
        self.line(name, if value { "yes" } else { "no" })
    }

    /// An instant in UTC with as many digits as it has.
    #[must_use]
    pub(super) fn time(self, name: &str, at: Option<Timestamp>) -> Self {
        self.maybe(name, at)
    }

    /// Length, empty line, text: the end of a form.
    #[must_use]
    pub(super) fn body(self, text: &str) -> String {
        let mut out = self.line("body-bytes", text.len()).0;
        out.push('\n');
        out.push_str(text);
        out
    }

    /// The end of a form without a text.
    #[must_use]
    pub(super) fn done(self) -> String {
        self.0
    }
}

/// The value of a line as it was before [`header`] escaped it; none when it is not written so.
pub(super) fn unescape(value: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = match after.strip_prefix('\\') {
            Some(after) => {
                out.push('\\');
                after
            }
            None => {
                let (hex, after) = after.strip_prefix("u{")?.split_once('}')?;
                out.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?);
                after
            }
        };
    }
    Some(out + rest)
}

/// The lines of a form of this version, in order, up to the empty line; none when it is none.
pub(super) fn lines(form: &str, version: &str) -> Option<Vec<(String, String)>> {
    let rest = form.strip_prefix(version)?.strip_prefix('\n')?;
    let head = rest.split_once("\n\n").map_or(rest, |(head, _)| head);
    head.lines()
        .map(|line| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_owned(), unescape(value)?))
        })
        .collect()
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// True for a SHA-256 as [`sha256`] writes it.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
