//! Makes the files of a dossier.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::files::{ATTACHMENTS, CASE, DossierFile, ENTRIES, PAGE, README, SIGNERS, SUMS, letter_path, sum_line};
use super::page::{Words, page};
use super::parts::{DeskPlace, Entry, Seal};
use super::signers::{allowed_signers, stamp};
use crate::model::{
    Attachment, AttachmentHash, Author, Call, CaseFile, ChainLink, Confirmation, FollowUp, Message, Operator,
    OperatorId,
};
use crate::seal::chain::{BEGINNING, salted};
use crate::seal::entry::{call_form, confirmation_form, follow_up_form, message_form};
use crate::seal::form::sha256;
use crate::seal::{DOSSIER_NAMESPACE, Letter, NAMESPACE};

/// What a dossier is made of.
pub struct Source<'a> {
    /// Exactly as the desk keeps it; nothing made safe, nothing laid over it.
    pub file: &'a CaseFile,
    pub operators: &'a [Operator],
    /// Name of the desk's storage.
    pub desk: &'a str,
    pub exporter: &'a Operator,
    /// The public key that will sign the seal.
    pub key: &'a str,
    pub at: Timestamp,
    /// The contents that will lie in [`ATTACHMENTS`].
    pub contents: &'a BTreeSet<AttachmentHash>,
    /// The words of the readable page, by their keys.
    pub words: Words<'a>,
}

/// The files, and the seal that is to be signed and laid beside them.
pub struct Dossier {
    pub files: Vec<DossierFile>,
    pub seal: String,
}

/// `salt` makes 128 random bits in hexadecimal.
///
/// # Errors
/// Never for the model's own types; serialising them cannot fail.
pub fn build(source: &Source<'_>, salt: &mut dyn FnMut() -> String) -> Result<Dossier, serde_json::Error> {
    let entries = chained(source, salt);
    let mut files = vec![
        file(CASE, serde_json::to_string_pretty(source.file)? + "\n"),
        file(ENTRIES, lines(&entries)?),
        file(SIGNERS, allowed_signers(&signers(source))),
        file(PAGE, page(source, &entries)),
    ];
    let letters = letters(source, &entries);
    files.push(file(README, readme(source, &letters)));
    files.extend(letters.into_iter().flat_map(|letter| letter.files));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut sums: Vec<(String, String)> = files.iter().map(|f| (f.path.clone(), sha256(&f.bytes))).collect();
    sums.extend(source.contents.iter().map(|hash| (format!("{ATTACHMENTS}/{hash}"), hash.0.clone())));
    sums.sort();
    let sums: String = sums.iter().map(|(path, sum)| sum_line(sum, path)).collect();
    let seal = Seal {
        case: source.file.case.id,
        number: source.file.case.number,
        desk: source.desk.to_owned(),
        exported_at: source.at,
        exporter: source.exporter.id.to_string(),
        exporter_name: source.exporter.name.clone(),
        key: source.key.trim().to_owned(),
        entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        chain: entries.last().map_or(BEGINNING, |last| last.chain.as_str()).to_owned(),
        sums: sha256(sums.as_bytes()),
    };
    files.push(file(SUMS, sums));
    Ok(Dossier { files, seal: seal.form() })
}

fn file(path: &str, text: String) -> DossierFile {
    DossierFile { path: path.to_owned(), bytes: text.into_bytes() }
}

fn lines(entries: &[Entry]) -> Result<String, serde_json::Error> {
    let mut out = String::new();
    for entry in entries {
        out.push_str(&serde_json::to_string(entry)?);
        out.push('\n');
    }
    Ok(out)
}

/// Everything that happened, in time order, each entry linked onto the one before.
fn chained(source: &Source<'_>, salt: &mut dyn FnMut() -> String) -> Vec<Entry> {
    let file = source.file;
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(file.messages.iter().map(|it| message(source, it, salt)));
    entries.extend(file.calls.iter().map(|it| call(source, it, salt)));
    entries.extend(file.follow_ups.iter().map(|it| follow_up(source, it, salt)));
    entries.extend(file.case.confirmations.iter().map(|it| confirmation(source, it, salt)));
    // What a message leads to has its very time and stands behind it.
    let rank = |entry: &Entry| ["message", "call", "confirmation"].iter().position(|known| *known == entry.entry);
    entries.sort_by_key(|entry| (entry.at, rank(entry).unwrap_or(usize::MAX), entry.id));
    let mut previous = BEGINNING.to_owned();
    for (entry, n) in entries.iter_mut().zip(1..) {
        entry.n = n;
        entry.chain = entry.link(file.case.id, &previous);
        previous.clone_from(&entry.chain);
    }
    entries
}

/// An entry without its place. Words that the desk has erased are not there; their hash is.
struct Draft<'a> {
    entry: &'a str,
    id: Uuid,
    at: Timestamp,
    by: String,
    zone: &'a str,
    what: String,
    form: String,
    link: Option<&'a ChainLink>,
}

impl Draft<'_> {
    fn salted(self, salt: &mut dyn FnMut() -> String) -> Entry {
        let erased = self.link.and_then(|link| link.hash.clone().filter(|_| link.is_erased()));
        let kept_salt = self.link.and_then(|link| link.salt.clone());
        let (salt, form, hash) = match erased {
            Some(hash) => (None, None, hash),
            None => {
                let salt = kept_salt.unwrap_or_else(salt);
                let hash = salted(&salt, &self.form);
                (Some(salt), Some(self.form), hash)
            }
        };
        Entry {
            n: 0,
            entry: self.entry.to_owned(),
            id: self.id,
            at: self.at,
            local: local(self.at, self.zone),
            by: self.by,
            what: self.what,
            salt,
            form,
            hash,
            chain: String::new(),
            desk: self.link.map(|link| DeskPlace { n: link.n, chain: link.chain.clone() }),
        }
    }
}

/// `2026-03-02T12:05:00+02:00[Europe/Chisinau]`
fn local(at: Timestamp, zone: &str) -> String {
    at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).to_string()
}

fn person<'a>(source: &'a Source<'_>, id: OperatorId) -> Option<&'a Operator> {
    source.operators.iter().find(|operator| operator.id == id)
}

/// Name and zone of one of ours; of the one who exports when nobody of ours did it.
fn ours<'a>(source: &'a Source<'_>, id: Option<OperatorId>) -> (String, &'a str) {
    match id.and_then(|id| person(source, id)) {
        Some(operator) => (operator.name.clone(), &operator.zone),
        None => (id.map_or_else(|| "machine".to_owned(), |id| id.to_string()), &source.exporter.zone),
    }
}

fn message(source: &Source<'_>, it: &Message, salt: &mut dyn FnMut() -> String) -> Entry {
    let (by, zone) = match &it.author {
        Author::Operator { id, name } => (name.clone(), person(source, *id).map_or("", |o| o.zone.as_str())),
        Author::Customer { .. } => ("customer".to_owned(), source.exporter.zone.as_str()),
        Author::Machine { .. } => ("machine".to_owned(), source.exporter.zone.as_str()),
    };
    let what = it.kind.to_string();
    Draft { entry: "message", id: it.id.0, at: it.at, by, zone, what, form: message_form(it), link: it.link.as_ref() }
        .salted(salt)
}

fn call(source: &Source<'_>, it: &Call, salt: &mut dyn FnMut() -> String) -> Entry {
    let (by, zone) = ours(source, Some(it.operator));
    let what = it.outcome.to_string();
    Draft { entry: "call", id: it.id.0, at: it.at, by, zone, what, form: call_form(it), link: it.link.as_ref() }
        .salted(salt)
}

fn follow_up(source: &Source<'_>, it: &FollowUp, salt: &mut dyn FnMut() -> String) -> Entry {
    let who = if it.is_open() { it.origin.operator } else { it.closed_by };
    let (by, zone) = ours(source, who);
    let at = it.closed_at.unwrap_or(it.opened_at);
    let what = format!("{} {}", it.kind, it.state);
    Draft { entry: "follow_up", id: it.id.0, at, by, zone, what, form: follow_up_form(it), link: None }.salted(salt)
}

fn confirmation(source: &Source<'_>, it: &Confirmation, salt: &mut dyn FnMut() -> String) -> Entry {
    let (by, zone) = ours(source, it.by);
    let form = confirmation_form(source.file.case.id, it);
    let (id, at, what) = (it.letter.0, it.since, it.state.to_string());
    Draft { entry: "confirmation", id, at, by, zone, what, form, link: None }.salted(salt)
}

/// The one who exports, and whoever signed a letter of the case.
fn signers<'a>(source: &'a Source<'_>) -> Vec<&'a Operator> {
    let wrote = |operator: &Operator| {
        let is_his = |m: &Message| matches!(&m.author, Author::Operator { id, .. } if *id == operator.id);
        operator.id == source.exporter.id || source.file.messages.iter().any(is_his)
    };
    source.operators.iter().filter(|operator| wrote(operator)).collect()
}

/// A letter with its two files.
struct Signed {
    path: String,
    principal: OperatorId,
    signed_at: Timestamp,
    files: [DossierFile; 2],
}

fn letters(source: &Source<'_>, entries: &[Entry]) -> Vec<Signed> {
    let messages = entries.iter().filter(|e| e.entry == "message");
    let letter = |entry: &Entry| {
        let message = source.file.messages.iter().find(|m| m.id.0 == entry.id)?;
        let (letter, signature) = (Letter::of_message(message)?, message.signature.as_ref()?);
        let path = letter_path(entry.n, entry.id);
        let files = [
            DossierFile { path: path.clone(), bytes: letter.canonical() },
            file(&format!("{path}.sig"), signature.clone()),
        ];
        Some(Signed { path, principal: letter.operator, signed_at: letter.signed_at, files })
    };
    messages.filter_map(letter).collect()
}

/// How to check everything with OpenSSH and coreutils alone. Only ids and times stand in the commands.
fn readme(source: &Source<'_>, letters: &[Signed]) -> String {
    let at = stamp(source.at);
    let mut out = format!(
        "# Dossier of case {}\n\n\
         `dossier.html` is for reading. Everything else proves that it is complete and unchanged. `sincerely verify FOLDER`\n\
         checks all of it and names what was changed; OpenSSH (9.0 or later) and coreutils can check it too, in this\n\
         folder:\n\n\
         ```sh\n\
         # 1. who made this dossier, and that the seal is his\n\
         ssh-keygen -Y verify -f allowed_signers -I {} -n {DOSSIER_NAMESPACE} -Overify-time={at} -s seal.sig < seal\n\
         # 2. the seal names the hash of SHA256SUMS (its line `sums:`), and that list names every other file\n\
         grep \"^sums: $(sha256sum SHA256SUMS | cut -d' ' -f1)$\" seal\n\
         sha256sum --quiet --strict -c SHA256SUMS\n",
        source.file.case.number, source.exporter.id
    );
    if !letters.is_empty() {
        out.push_str("# 3. each letter, signed by the one who wrote it\n");
    }
    for letter in letters {
        let (path, at) = (&letter.path, stamp(letter.signed_at));
        let _ = writeln!(
            out,
            "ssh-keygen -Y verify -f allowed_signers -I {} -n {NAMESPACE} -Overify-time={at} -s {path}.sig < {path}",
            letter.principal
        );
    }
    out.push_str(
        "```\n\n\
         A forger could replace the whole folder, keys included. So compare the fingerprints that\n\
         `ssh-keygen -lf allowed_signers` shows with ones that you know from elsewhere.\n\n\
         `entries.jsonl` holds every message, call, confirmation and duty in time order, one JSON object a line. Each\n\
         `hash` is SHA-256 over `sincerely-hash/1`, the `salt` and the `form`, each of the first two ended by a line end.\n\
         Each `chain` covers the one before it; the last one stands in `seal`. An entry without `salt` and `form` was\n\
         erased on request of the person concerned; its hash still holds the chain together. The whole format is\n\
         described in Sincerely's `docs/signing.md`.\n",
    );
    out
}

/// Every attachment of the case, each content once.
pub fn attachments(file: &CaseFile) -> Vec<&Attachment> {
    let mut seen = BTreeSet::new();
    let all = file.messages.iter().flat_map(|m| m.attachments.iter().chain(m.original.as_ref()));
    all.filter(|attachment| attachment.hash.is_well_formed() && seen.insert(&attachment.hash)).collect()
}
