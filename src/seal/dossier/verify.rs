//! Checks a dossier that came from anywhere: every file against the list, the list against the seal, the seal against its
//! signature, every entry against the chain, every letter against its author's key. It says exactly what is wrong.
//!
//! Nothing in a dossier is believed before it was checked, and whatever stands in it, checking ends: sizes are bounded
//! by the reader, no path of it is ever opened.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::files::{ATTACHMENTS, ENTRIES, Found, SEAL, SEAL_SIGNATURE, SIGNERS, SUMS, letter_path};
use super::parts::{Entry, Seal};
use super::signers::{Signer, parse_signers};
use crate::seal::chain::{BEGINNING, DESK_CHAIN, Place, link};
use crate::seal::form::{is_hash, lines};
use crate::seal::signature::{DOSSIER_NAMESPACE, NAMESPACE, SealError, is_exact, verify_as};
use crate::seal::{VERSION_LINE, fingerprint};

/// More findings than this tell nothing more.
const MOST: usize = 1000;

/// What is wrong with a file or entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Changed,
    Missing,
    Added,
    /// It is as it was exported, and yet not what it should be.
    Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// The entry, for `entries.jsonl`.
    pub entry: Option<u32>,
    pub what: What,
    /// In words.
    pub why: String,
}

/// What a check found out.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub findings: Vec<Finding>,
    /// Entries whose words were erased on request: no fault.
    pub erased: Vec<u32>,
    pub entries: usize,
    /// Letters whose signatures hold.
    pub letters: usize,
    pub files: usize,
    /// The name the exporter gives himself.
    pub exporter: String,
    pub exported_at: Option<Timestamp>,
    /// Fingerprint of the key that sealed it; none when the seal proves nothing.
    pub sealed_by: Option<String>,
}

impl Report {
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Checks the files of a folder. `trusted` are signers known from elsewhere; without them those of the dossier itself
/// are taken, and the reader compares fingerprints.
pub fn verify(found: &[Found], trusted: Option<&[Signer]>) -> Report {
    let files: BTreeMap<&str, &Found> = found.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut check = Check { files, report: Report { files: found.len(), ..Report::default() }, bad: BTreeSet::new() };
    let seal = check.seal();
    check.sums(seal.as_ref());
    let signers = check.signers(trusted);
    if let Some(seal) = &seal {
        check.exporter(seal, signers.as_deref(), trusted.is_some());
    }
    let entries = check.entries(seal.as_ref());
    check.letters(&entries, signers.as_deref());
    check.strange_letters(&entries);
    check.report.findings.truncate(MOST);
    check.report
}

struct Check<'a> {
    files: BTreeMap<&'a str, &'a Found>,
    report: Report,
    /// Files that are already known not to be as they were; one finding is enough.
    bad: BTreeSet<String>,
}

impl<'a> Check<'a> {
    fn find(&mut self, path: &str, entry: Option<u32>, what: What, why: impl Into<String>) {
        self.bad.insert(path.to_owned());
        self.report.findings.push(Finding { path: path.to_owned(), entry, what, why: why.into() });
    }

    fn is_good(&self, path: &str) -> bool {
        !self.bad.contains(path)
    }

    fn text(&self, path: &str) -> Option<&'a str> {
        std::str::from_utf8(self.files.get(path)?.bytes.as_deref()?).ok()
    }

    /// The seal, once its signature holds; else what it says proves nothing.
    fn seal(&mut self) -> Option<Seal> {
        if !self.files.contains_key(SEAL) {
            self.find(SEAL, None, What::Missing, "without it nothing says what the dossier held");
            return None;
        }
        let Some(seal) = self.text(SEAL).and_then(Seal::parse) else {
            self.find(SEAL, None, What::Changed, "it is not as it was written");
            return None;
        };
        self.report.exporter.clone_from(&seal.exporter_name);
        self.report.exported_at = Some(seal.exported_at);
        if !self.files.contains_key(SEAL_SIGNATURE) {
            self.find(SEAL_SIGNATURE, None, What::Missing, "nobody vouches for the seal");
            return Some(seal);
        }
        let armoured = self.text(SEAL_SIGNATURE).unwrap_or_default();
        let holds = if is_exact(armoured) {
            verify_as(DOSSIER_NAMESPACE, &seal.key, seal.form().as_bytes(), armoured)
        } else {
            Err(SealError::Unreadable)
        };
        match holds {
            Ok(()) => self.report.sealed_by = fingerprint(&seal.key).ok(),
            Err(error) => self.find(SEAL_SIGNATURE, None, What::Changed, error.to_string()),
        }
        Some(seal)
    }

    /// Every file against the list, and the list against the seal.
    fn sums(&mut self, seal: Option<&Seal>) {
        let Some(file) = self.files.get(SUMS).copied() else {
            return self.find(SUMS, None, What::Missing, "the files cannot be compared with what was exported");
        };
        if seal.is_some_and(|seal| seal.sums != file.sha256) {
            return self.find(SUMS, None, What::Changed, "the seal names another list of files");
        }
        let Some(listed) = self.text(SUMS).and_then(read_sums) else {
            return self.find(SUMS, None, What::Changed, "it is no list of files");
        };
        for (path, sum) in &listed {
            match self.files.get(path.as_str()).map(|file| file.sha256 == *sum) {
                Some(true) => {}
                // Which entry was changed is told further down.
                Some(false) if path == ENTRIES => {}
                Some(false) => self.find(path, None, What::Changed, "its SHA-256 is not the one that was exported"),
                None => self.find(path, None, What::Missing, "it is on the list of what was exported"),
            }
        }
        let own = [SEAL, SEAL_SIGNATURE, SUMS];
        let added: Vec<String> = self
            .files
            .keys()
            .filter(|path| !own.contains(path) && !listed.contains_key(**path))
            .map(|p| (*p).into())
            .collect();
        for path in added {
            self.find(&path, None, What::Added, "it is not on the list of what was exported");
        }
        let entries_changed =
            listed.get(ENTRIES).zip(self.files.get(ENTRIES)).is_some_and(|(sum, file)| *sum != file.sha256);
        if entries_changed {
            self.bad.insert(ENTRIES.to_owned());
        }
    }

    /// None when nobody knows who may have signed.
    fn signers(&mut self, trusted: Option<&[Signer]>) -> Option<Vec<Signer>> {
        if let Some(trusted) = trusted {
            return Some(trusted.to_vec());
        }
        self.text(SIGNERS).filter(|_| self.is_good(SIGNERS)).map(parse_signers)
    }

    fn exporter(&mut self, seal: &Seal, signers: Option<&[Signer]>, trusted: bool) {
        let Some(signers) = signers.filter(|_| self.report.sealed_by.is_some()) else { return };
        if !signers.iter().any(|s| s.allows(&seal.exporter, &seal.key, seal.exported_at)) {
            let whose = if trusted { "of those you trust" } else { "in allowed_signers" };
            self.find(
                SEAL,
                None,
                What::Wrong,
                format!("its key is not in force for the exporter by the lines {whose}"),
            );
        }
    }

    /// Every entry: its form, its words, its link; and that none is missing at the end.
    fn entries(&mut self, seal: Option<&Seal>) -> Vec<Entry> {
        let Some(text) = self.text(ENTRIES) else {
            if self.files.contains_key(ENTRIES) {
                self.find(ENTRIES, None, What::Changed, "it is no text any more");
            } else if self.is_good(ENTRIES) {
                self.find(ENTRIES, None, What::Missing, "it holds everything that happened");
            }
            return Vec::new();
        };
        let before = self.report.findings.len();
        let entries = self.walk(text, seal);
        self.desk_chain(&entries);
        let named = self.report.findings.len() > before;
        if !self.is_good(ENTRIES) && !named {
            self.find(ENTRIES, None, What::Changed, "its SHA-256 is not the one that was exported");
        }
        self.report.entries = entries.len();
        self.report.erased = entries.iter().filter(|e| e.is_erased()).map(|e| e.n).collect();
        entries
    }

    fn walk(&mut self, text: &str, seal: Option<&Seal>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let (mut next, mut previous) = (1u32, Some(BEGINNING.to_owned()));
        // A cut or lengthened last line is a change of its entry.
        for line in text.split_inclusive('\n') {
            let read = line.strip_suffix('\n').and_then(|line| Some((line, serde_json::from_str::<Entry>(line).ok()?)));
            let exact = read.filter(|(line, entry)| serde_json::to_string(entry).is_ok_and(|again| again == *line));
            let Some((_, entry)) = exact else {
                self.entry(next, What::Changed, "it cannot be read any more");
                (next, previous) = (next.saturating_add(1), None);
                continue;
            };
            self.numbered(next, &entry);
            if !entry.words_hold() {
                self.entry(entry.n, What::Changed, "its words are not those that were exported");
            } else if let (Some(seal), Some(previous)) = (seal, &previous)
                && entry.n == next
                && entry.link(seal.case, previous) != entry.chain
            {
                self.entry(entry.n, What::Changed, "who, when or what was changed, or its link");
            }
            next = entry.n.saturating_add(1);
            previous = Some(entry.chain.clone());
            entries.push(entry);
        }
        self.end(seal, next, previous.as_deref());
        entries
    }

    fn numbered(&mut self, next: u32, entry: &Entry) {
        if entry.n > next {
            let last = entry.n - 1;
            let why = if last == next {
                "it was taken out".to_owned()
            } else {
                format!("it and all up to {last} were taken out")
            };
            self.entry(next, What::Missing, why);
        } else if entry.n < next {
            self.entry(entry.n, What::Added, "its number stands twice, or out of order");
        }
    }

    fn end(&mut self, seal: Option<&Seal>, next: u32, last: Option<&str>) {
        let Some(seal) = seal else { return };
        if next <= seal.entries {
            self.entry(next, What::Missing, format!("the seal counts {} entries", seal.entries));
        } else if next > seal.entries.saturating_add(1) {
            self.entry(next - 1, What::Added, format!("the seal counts {} entries", seal.entries));
        } else if last.is_some_and(|last| last != seal.chain) && !self.report.findings.iter().any(|f| f.path == ENTRIES)
        {
            self.entry(next - 1, What::Changed, "the seal names another last link");
        }
    }

    fn entry(&mut self, n: u32, what: What, why: impl Into<String>) {
        if self.report.findings.len() < MOST {
            self.find(ENTRIES, Some(n), what, why);
        }
    }

    /// The chain that the desk itself had made before anybody exported anything. It may stop short of the newest entry
    /// of the case, but has no holes.
    fn desk_chain(&mut self, entries: &[Entry]) {
        if !self.is_good(ENTRIES) {
            return;
        }
        let Some(case) = self.text(SEAL).and_then(Seal::parse).map(|seal| seal.case) else { return };
        let mut kept: Vec<(&Entry, u32, &str)> =
            entries.iter().filter_map(|e| e.desk.as_ref().map(|d| (e, d.n, d.chain.as_str()))).collect();
        kept.sort_by_key(|(_, n, _)| *n);
        let (mut next, mut previous) = (1u32, BEGINNING);
        for (entry, n, chain) in kept {
            let place = Place { n, entry: &entry.entry, id: entry.id, at: entry.at };
            if n != next {
                self.entry(
                    entry.n,
                    What::Wrong,
                    format!("the desk itself lost entry {next} of its chain before the export"),
                );
            } else if link(DESK_CHAIN, case, previous, &place, &entry.hash) != chain {
                self.entry(entry.n, What::Wrong, "the desk itself did not keep it as it was before the export");
            }
            (next, previous) = (n.saturating_add(1), chain);
        }
    }

    /// Each letter: it is the entry's, and its author signed it while his key was in force.
    fn letters(&mut self, entries: &[Entry], signers: Option<&[Signer]>) {
        for entry in entries.iter().filter(|e| e.entry == "message") {
            let Some(signature) = entry.form_line("signature").filter(|s| !s.is_empty()) else { continue };
            let path = letter_path(entry.n, entry.id);
            let sig = format!("{path}.sig");
            let (Some(form), Some(armoured)) = (self.text(&path), self.text(&sig)) else {
                for missing in [&path, &sig] {
                    if self.text(missing).is_none() && self.is_good(missing) {
                        self.find(missing, None, What::Missing, format!("entry {} is a signed letter", entry.n));
                    }
                }
                continue;
            };
            if !(self.is_good(&path) && self.is_good(&sig) && entry.words_hold()) {
                continue;
            }
            match letter_holds(entry, form, armoured, &signature, signers) {
                Ok(true) => self.report.letters += 1,
                Ok(false) => {}
                Err((is_signature, why)) => self.find(if is_signature { &sig } else { &path }, None, What::Wrong, why),
            }
        }
    }

    /// A folder without a list still shows letters that no entry speaks of.
    fn strange_letters(&mut self, entries: &[Entry]) {
        if self.is_good(SUMS) && self.is_good(ENTRIES) {
            let known: BTreeSet<String> = entries.iter().map(|e| letter_path(e.n, e.id)).collect();
            let strange: Vec<String> = self
                .files
                .keys()
                .filter(|p| p.starts_with("letters/") && !known.contains(p.trim_end_matches(".sig")))
                .filter(|p| self.is_good(p))
                .map(|p| (*p).to_owned())
                .collect();
            for path in strange {
                self.find(&path, None, What::Wrong, "no entry speaks of it");
            }
        }
        let misnamed: Vec<String> = self
            .files
            .values()
            .filter(|f| {
                f.path.strip_prefix(ATTACHMENTS).and_then(|p| p.strip_prefix('/')).is_some_and(|n| n != f.sha256)
            })
            .filter(|f| self.is_good(&f.path))
            .map(|f| f.path.clone())
            .collect();
        for path in misnamed {
            self.find(&path, None, What::Changed, "its content is not the one it is named by");
        }
    }
}

/// False when nobody knows who may have signed. The flag of an error tells a wrong signature from a wrong letter.
fn letter_holds(
    entry: &Entry,
    form: &str,
    armoured: &str,
    signature: &str,
    signers: Option<&[Signer]>,
) -> Result<bool, (bool, String)> {
    let wrong = |why: &str| (false, why.to_owned());
    let head = lines(form, VERSION_LINE).ok_or_else(|| wrong("it is no letter"))?;
    let get = |name: &str| head.iter().find(|(known, _)| known == name).map(|(_, v)| v.as_str()).unwrap_or_default();
    let body = form.split_once("\n\n").map(|(_, body)| body);
    if get("message") != entry.id.to_string() || body != entry.form_body() {
        return Err(wrong("it is not the letter of its entry"));
    }
    if armoured != signature {
        return Err((true, "it is not the signature that was kept with the letter".to_owned()));
    }
    let Some(signers) = signers else { return Ok(false) };
    let at: Timestamp = get("signed-at").parse().map_err(|_| wrong("it says no time of signing"))?;
    let his: Vec<&Signer> = signers.iter().filter(|s| s.principal == get("operator")).collect();
    let signed = |signer: &&&Signer| verify_as(NAMESPACE, &signer.key, form.as_bytes(), armoured).is_ok();
    let fitting: Vec<&&Signer> = his.iter().filter(signed).collect();
    if fitting.is_empty() {
        return Err((true, "no key of its author signed this letter".to_owned()));
    }
    if fitting.iter().any(|s| s.allows(&s.principal, &s.key, at)) {
        Ok(true)
    } else {
        Err((true, "the key of its author was not in force when it was signed".to_owned()))
    }
}

/// `hash  path` lines; none when a line has another form or a path stands twice.
fn read_sums(text: &str) -> Option<BTreeMap<String, String>> {
    let mut listed = BTreeMap::new();
    for line in text.lines() {
        let (sum, path) = line.split_once("  ")?;
        if !is_hash(sum) || path.is_empty() || listed.insert(path.to_owned(), sum.to_owned()).is_some() {
            return None;
        }
    }
    Some(listed)
}
