//! A dossier from a stranger: files of any name and content, checked as `sincerely verify` checks a folder.

use std::collections::HashSet;
use std::sync::LazyLock;

use sincerely::seal;
use sincerely::seal::dossier::{Found, Report, Signer, parse_signers, verify};

use super::lossy;

/// A signer of ours, whose key has sealed nothing that a fuzzer could know.
static OWN: LazyLock<Vec<Signer>> = LazyLock::new(|| {
    let key = seal::generate_key([9; 32], "desk").expect("a key can be made");
    let public = seal::public_line(&key).expect("a key has a public line");
    let signers = parse_signers(&format!("00000000-0000-0000-0000-000000000001 namespaces=\"x\" {public}\n"));
    assert_eq!(signers.len(), 1, "the line of our own signer is read");
    signers
});

/// The input is the files, one after the other: a path, a new line, the content; a zero byte between them.
fn files(data: &[u8]) -> Vec<Found> {
    let file = |part: &[u8]| {
        let cut = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        let content = part.get(cut + 1..).unwrap_or_default();
        let path = lossy(&part[..cut]).into_owned();
        Found { path, sha256: seal::sha256(content), bytes: Some(content.to_vec()) }
    };
    let mut found: Vec<Found> = data.split(|byte| *byte == 0).map(file).collect();
    // A folder has each name once.
    let mut names = HashSet::new();
    found.retain(|file| names.insert(file.path.clone()));
    found
}

/// The check ends, says the same twice, and never takes a stranger's dossier for one of ours, nor a dossier that holds for
/// one that still holds after a byte of it is another.
pub fn dossiers(data: &[u8]) {
    let found = files(data);
    let report = verify(&found, None);
    let again = verify(&found, None);
    assert_eq!((&report.findings, &report.sealed_by), (&again.findings, &again.sealed_by));
    assert!(!verify(&found, Some(OWN.as_slice())).holds(), "a stranger's dossier was taken for one of ours");
    let _ = sincerely::text::safe_line(&report.exporter);
    if report.holds() {
        one_byte_is_missed(&found, &report);
    }
}

/// One byte in the middle of each file.
fn one_byte_is_missed(found: &[Found], report: &Report) {
    for at in 0..found.len() {
        let mut changed = found.to_vec();
        let Some(bytes) = changed[at].bytes.as_mut().filter(|bytes| !bytes.is_empty()) else { continue };
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        changed[at].sha256 = seal::sha256(bytes);
        let told = verify(&changed, None);
        assert!(!told.holds(), "a byte of {} was changed, and nobody saw it ({:?})", found[at].path, report.sealed_by);
    }
}
