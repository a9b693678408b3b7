//! The parts of a dossier that are read back: lines of `entries.jsonl`, and the seal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DOSSIER, DOSSIER_CHAIN};
use crate::model::CaseId;
use crate::seal::chain::salted;
use crate::seal::form::{Form, is_hash, lines, sha256};

/// A line of `entries.jsonl`. It is written with its fields in this order and nothing between them, so that each entry
/// has one form only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub n: u32,
    /// `message`, `call`, `follow_up`, `confirmation`
    pub entry: String,
    pub id: Uuid,
    pub at: Timestamp,
    /// The same moment on its author's clock, with the zone.
    pub local: String,
    /// Our own people by name; else `customer` or `machine`. Customers' names are among the words that can be erased.
    pub by: String,
    /// The kind of message or duty, and what became of it.
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// The words, as `docs/signing.md` describes; gone with the salt when they were erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    pub hash: String,
    pub chain: String,
    /// Its place in the desk's own chain; duties and confirmations have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskPlace>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskPlace {
    pub n: u32,
    pub chain: String,
}

impl Entry {
    /// The link onto the one before.
    pub fn link(&self, case: CaseId, previous: &str) -> String {
        let desk = self.desk.as_ref().map(|desk| format!("{} {}", desk.n, desk.chain));
        let form = Form::new(DOSSIER_CHAIN)
            .line("case", case)
            .line("n", self.n)
            .line("previous", previous)
            .line("entry", &self.entry)
            .line("id", self.id)
            .line("at", self.at)
            .line("local", &self.local)
            .line("by", &self.by)
            .line("what", &self.what)
            .maybe("desk", desk)
            .line("hash", &self.hash);
        sha256(form.done().as_bytes())
    }

    /// Words and salt are gone, the hash stands for them.
    pub fn is_erased(&self) -> bool {
        self.salt.is_none() && self.form.is_none()
    }

    /// The words are those that the hash was made of; also when there are none any more.
    pub fn words_hold(&self) -> bool {
        match (&self.salt, &self.form) {
            (Some(salt), Some(form)) => salted(salt, form) == self.hash,
            (None, None) => is_hash(&self.hash),
            _ => false,
        }
    }

    /// A line of the form, such as `subject`.
    pub fn form_line(&self, name: &str) -> Option<String> {
        let lines = lines(self.form.as_deref()?, crate::seal::ENTRY)?;
        lines.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The text at the end of the form.
    pub fn form_body(&self) -> Option<&str> {
        self.form.as_deref()?.split_once("\n\n").map(|(_, body)| body)
    }
}

/// What the one who exported a dossier vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    pub case: CaseId,
    pub number: u64,
    pub desk: String,
    pub exported_at: Timestamp,
    pub exporter: String,
    pub exporter_name: String,
    /// The public key that signs it.
    pub key: String,
    pub entries: u32,
    /// The last link; pins every entry.
    pub chain: String,
    /// SHA-256 of `SHA256SUMS`; pins every file.
    pub sums: String,
}

impl Seal {
    /// What is signed. The last line tells a damaged seal from a damaged signature.
    pub fn form(&self) -> String {
        let lines = Form::new(DOSSIER)
            .line("case", self.case)
            .line("number", self.number)
            .line("desk", &self.desk)
            .line("exported-at", self.exported_at)
            .line("exporter", &self.exporter)
            .line("exporter-name", &self.exporter_name)
            .line("key", &self.key)
            .line("entries", self.entries)
            .line("chain", &self.chain)
            .line("sums", &self.sums)
            .done();
        let checksum = sha256(lines.as_bytes());
        format!("{lines}checksum: {checksum}\n")
    }

    /// Reads a seal that is exactly as [`Seal::form`] writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let lines = lines(text, DOSSIER)?;
        let get = |name: &str| lines.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let seal = Self {
            case: get("case")?.parse().ok()?,
            number: get("number")?.parse().ok()?,
            desk: get("desk")?.to_owned(),
            exported_at: get("exported-at")?.parse().ok()?,
            exporter: get("exporter")?.to_owned(),
            exporter_name: get("exporter-name")?.to_owned(),
            key: get("key")?.to_owned(),
            entries: get("entries")?.parse().ok()?,
            chain: get("chain")?.to_owned(),
            sums: get("sums")?.to_owned(),
        };
        (seal.form() == text).then_some(seal)
    }
}
