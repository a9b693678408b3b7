//! `allowed_signers`, as OpenSSH reads it: who may have signed, with which key, from when until when.

use std::fmt::Write;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::model::Operator;
use crate::seal::signature::{DOSSIER_NAMESPACE, NAMESPACE, is_same_key};
use crate::text::safe_line;

/// The clocks of a workstation and its server may differ by so much.
pub const CLOCK: SignedDuration = SignedDuration::from_mins(15);
/// No list of people who sign is longer; what comes after is not read.
const LINES: usize = 10_000;

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The operator's id.
    pub principal: String,
    pub after: Option<Timestamp>,
    pub before: Option<Timestamp>,
    /// `ssh-ed25519 AAAA…`
    pub key: String,
}

impl Signer {
    /// True when this line lets that person sign with that key at that time.
    pub fn allows(&self, principal: &str, key: &str, at: Timestamp) -> bool {
        self.principal == principal
            && self.after.is_none_or(|after| at >= after)
            && self.before.is_none_or(|before| at <= before)
            && is_same_key(&self.key, key)
    }
}

/// The file for these people, every key they ever had, with its time.
pub fn allowed_signers(operators: &[&Operator]) -> String {
    let mut out = String::new();
    for operator in operators {
        for key in &operator.keys {
            let mut parts = key.public.split_whitespace();
            let (Some(kind), Some(body)) = (parts.next(), parts.next()) else { continue };
            let after = stamp(key.since.saturating_sub(CLOCK).unwrap_or(key.since));
            // Whole seconds: a change of keys still allows its own second, what is in strange hands does not.
            let until = key.until.map(|at| at.saturating_add(SignedDuration::from_secs(1)).unwrap_or(at));
            let revoked = key.revoked_at.map(|at| at.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(at));
            let before = until.into_iter().chain(revoked).min();
            let _ =
                write!(out, "{} namespaces=\"{NAMESPACE},{DOSSIER_NAMESPACE}\",valid-after=\"{after}\"", operator.id);
            if let Some(before) = before {
                let _ = write!(out, ",valid-before=\"{}\"", stamp(before));
            }
            let _ = writeln!(out, " {kind} {body} {}", safe_line(&operator.name));
        }
    }
    out
}

/// `20260302100400Z`
pub fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%d%H%M%SZ").to_string()
}

fn read_stamp(text: &str) -> Option<Timestamp> {
    let at = DateTime::strptime("%Y%m%d%H%M%SZ", text).ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Reads such a file; lines of other forms count for nobody.
pub fn parse_signers(text: &str) -> Vec<Signer> {
    text.lines().take(LINES).filter_map(signer).collect()
}

fn signer(line: &str) -> Option<Signer> {
    let line = line.trim();
    let (principal, rest) = line.split_once(' ').filter(|_| !line.starts_with('#'))?;
    let rest = rest.trim_start();
    let (options, key) = if rest.starts_with("ssh-") { ("", rest) } else { rest.split_once(" ssh-")? };
    let key = key.trim_start_matches("ssh-");
    let mut parts = key.split_whitespace();
    let key = format!("ssh-{} {}", parts.next()?, parts.next()?);
    let option = |name: &str| {
        let (_, rest) = options.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value)
    };
    let time = |name: &str| match option(name) {
        Some(text) => read_stamp(text).map(Some),
        None => Some(None),
    };
    Some(Signer { principal: principal.to_owned(), after: time("valid-after")?, before: time("valid-before")?, key })
}
