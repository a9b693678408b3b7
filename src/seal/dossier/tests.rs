//! A dossier is built, checked, and changed in every way; what was changed is named, and nothing else.

use std::collections::BTreeSet;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::model::{CaseFile, Operator};
use crate::seal::form::sha256;
use crate::seal::test_case::case_file;
use crate::seal::{self, DOSSIER_NAMESPACE, Letter, chain_up};

fn key() -> zeroize::Zeroizing<String> {
    seal::generate_key([5; 32], "anna").unwrap()
}

fn anna() -> Operator {
    serde_json::from_value(serde_json::json!({
        "id": "00000000-0000-0000-0000-000000000050", "name": "Анна Иванова", "zone": "Europe/Chisinau",
        "keys": [{ "public": seal::public_line(&key()).unwrap(), "since": "2026-03-01T00:00:00Z" }]
    }))
    .unwrap()
}

fn signed() -> CaseFile {
    let mut file = case_file();
    let letter = Letter::of_message(&file.messages[1]).unwrap();
    file.messages[1].signature = Some(seal::sign(&key(), &letter.canonical()).unwrap());
    let mut n = 0;
    chain_up(&mut file, &mut || {
        n += 1;
        format!("{n:032x}")
    });
    file
}

fn export_with(file: &CaseFile, anna: &Operator) -> Vec<Found> {
    let public = seal::public_line(&key()).unwrap();
    let at: Timestamp = "2026-03-05T10:00:00Z".parse().unwrap();
    let source = Source {
        file,
        operators: std::slice::from_ref(anna),
        desk: "desk",
        exporter: anna,
        key: &public,
        at,
        contents: &BTreeSet::new(),
        words: &|key| key.to_owned(),
    };
    let dossier = build(&source, &mut || "cd".repeat(16)).unwrap();
    let signature = seal::sign_as(DOSSIER_NAMESPACE, &key(), dossier.seal.as_bytes()).unwrap();
    let mut files = dossier.files;
    files.push(DossierFile { path: SEAL.into(), bytes: dossier.seal.into_bytes() });
    files.push(DossierFile { path: SEAL_SIGNATURE.into(), bytes: signature.into_bytes() });
    files.into_iter().map(|f| found(f.path, f.bytes)).collect()
}

fn export(file: &CaseFile) -> Vec<Found> {
    export_with(file, &anna())
}

/// The dossier of [`signed`]; made once, for signing is slow without optimisation.
fn exported() -> Vec<Found> {
    static FILES: std::sync::OnceLock<Vec<Found>> = std::sync::OnceLock::new();
    FILES.get_or_init(|| export(&signed())).clone()
}

fn found(path: String, bytes: Vec<u8>) -> Found {
    Found { path, sha256: sha256(&bytes), bytes: Some(bytes) }
}

fn change(files: &mut [Found], path: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let file = files.iter_mut().find(|f| f.path == path).unwrap();
    let mut bytes = file.bytes.take().unwrap();
    change(&mut bytes);
    *file = found(path.to_owned(), bytes);
}

/// `path entry what` of each finding.
fn named(report: &Report) -> Vec<(String, Option<u32>, What)> {
    report.findings.iter().map(|f| (f.path.clone(), f.entry, f.what)).collect()
}

#[test]
fn a_dossier_proves_itself() {
    let report = verify(&exported(), None);
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!((report.entries, report.letters, report.files), (5, 1, 10));
    assert_eq!(report.sealed_by, seal::fingerprint(&seal::public_line(&key()).unwrap()).ok());
}

#[test]
fn every_byte_of_every_file_is_watched() {
    let files = exported();
    for at in 0..files.len() {
        let path = files[at].path.clone();
        let length = files[at].bytes.as_ref().unwrap().len();
        for byte in (0..length).step_by((length / 40).max(1)) {
            let mut changed = files.clone();
            change(&mut changed, &path, |bytes| bytes[byte] ^= 1);
            let report = verify(&changed, None);
            assert!(!report.holds(), "{path} byte {byte}");
            let others: Vec<_> = report.findings.iter().filter(|f| f.path != path).collect();
            assert!(others.is_empty(), "{path} byte {byte}: {others:?}");
        }
    }
}

#[test]
fn the_changed_entry_is_named() {
    let files = exported();
    for (n, words) in [(1, "Искрит <script>"), (3, "Вторник"), (2, "Анна"), (4, "2026-03-03"), (5, "вторник")]
    {
        let mut changed = files.clone();
        change(&mut changed, "entries.jsonl", |bytes| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let line = &mut lines[n as usize - 1];
            assert!(line.contains(words), "{line}");
            *line = line.replace(words, "x");
            *bytes = (lines.join("\n") + "\n").into_bytes();
        });
        let report = verify(&changed, None);
        assert_eq!(named(&report), [("entries.jsonl".to_owned(), Some(n), What::Changed)], "{words}");
    }
}

#[test]
fn entries_taken_out_or_put_in_are_named() {
    let files = exported();
    let edit = |edit: &dyn Fn(&mut Vec<String>)| {
        let mut changed = files.clone();
        change(&mut changed, "entries.jsonl", |bytes| {
            let mut lines: Vec<String> = String::from_utf8(bytes.clone()).unwrap().lines().map(str::to_owned).collect();
            edit(&mut lines);
            *bytes = (lines.join("\n") + "\n").into_bytes();
        });
        named(&verify(&changed, None))
    };
    let entry = |n, what| ("entries.jsonl".to_owned(), Some(n), what);
    assert_eq!(edit(&|lines| drop(lines.remove(2))), [entry(3, What::Missing)]);
    assert_eq!(edit(&|lines| drop(lines.pop())), [entry(5, What::Missing)]);
    assert!(edit(&|lines| lines.push(lines[0].clone())).contains(&entry(1, What::Added)));
    assert!(edit(&|lines| lines.swap(0, 1)).contains(&entry(1, What::Missing)));
}

#[test]
fn files_taken_away_or_added_are_named() {
    let files = exported();
    for at in 0..files.len() {
        let mut fewer = files.clone();
        let gone = fewer.remove(at);
        let report = verify(&fewer, None);
        assert!(named(&report).contains(&(gone.path.clone(), None, What::Missing)), "{}", gone.path);
        assert!(report.findings.iter().all(|f| f.path == gone.path), "{:?}", report.findings);
    }
    let mut more = files;
    more.push(found("letters/0009-x.txt".into(), b"x".to_vec()));
    assert_eq!(named(&verify(&more, None)), [("letters/0009-x.txt".to_owned(), None, What::Added)]);
}

#[test]
fn an_erased_case_still_verifies_and_its_entries_are_named_as_erased() {
    let mut file = signed();
    file.messages.iter_mut().for_each(seal::erase_message);
    file.calls.iter_mut().for_each(seal::erase_call);
    let files = export(&file);
    let report = verify(&files, None);
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!((report.erased, report.letters), (vec![1, 2, 5], 0));
}

#[test]
fn words_can_be_erased_from_an_exported_dossier_and_the_rest_still_stands() {
    let mut files = exported();
    change(&mut files, "entries.jsonl", |bytes| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut entry: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        let entry: parts::Entry = {
            entry.as_object_mut().unwrap().retain(|key, _| key != "salt" && key != "form");
            serde_json::from_value(entry).unwrap()
        };
        lines[0] = serde_json::to_string(&entry).unwrap();
        *bytes = (lines.join("\n") + "\n").into_bytes();
    });
    let report = verify(&files, None);
    assert_eq!(report.erased, [1]);
    assert_eq!(named(&report), [("entries.jsonl".to_owned(), None, What::Changed)], "the file is not as exported");
}

#[test]
fn a_desk_that_changed_its_own_past_cannot_hide_it() {
    let mut file = signed();
    file.messages[0].body.push_str(" I was wrong.");
    let report = verify(&export(&file), None);
    assert_eq!(named(&report), [("entries.jsonl".to_owned(), Some(1), What::Wrong)]);
    let mut file = signed();
    file.messages.remove(0);
    assert!(!verify(&export(&file), None).holds());
}

#[test]
fn a_letter_signed_with_a_key_that_was_in_strange_hands_is_named() {
    let mut anna = anna();
    let revoked = |anna: &mut Operator, at: &str| anna.keys[0].revoked_at = Some(at.parse().unwrap());
    revoked(&mut anna, "2026-03-02T10:03:00Z");
    let report = verify(&export_with(&signed(), &anna), None);
    assert!(
        report.findings.iter().any(|f| f.path.ends_with(".sig") && f.what == What::Wrong && f.path != SEAL_SIGNATURE)
    );
    // Signed before, the letter stands; only the seal of the one who exported with that key does not.
    revoked(&mut anna, "2026-03-04T00:00:00Z");
    let report = verify(&export_with(&signed(), &anna), None);
    assert_eq!(named(&report), [(SEAL.to_owned(), None, What::Wrong)]);
    assert_eq!(report.letters, 1);
}

#[test]
fn a_folder_made_anew_by_a_stranger_is_no_dossier_for_who_knows_the_keys() {
    let strange: Vec<Signer> = parse_signers(&format!(
        "{} {}",
        anna().id,
        seal::public_line(&seal::generate_key([9; 32], "x").unwrap()).unwrap()
    ));
    let report = verify(&exported(), Some(&strange));
    assert!(report.findings.iter().any(|f| f.path == SEAL && f.what == What::Wrong));
}

#[test]
fn the_page_holds_no_markup_from_outside() {
    let files = exported();
    let page = files.iter().find(|f| f.path == "dossier.html").unwrap();
    let page = std::str::from_utf8(page.bytes.as_ref().unwrap()).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)") && page.contains("Искрит розетка &lt;b&gt;"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<b>"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hostile_files_never_bring_the_check_down(
        seal: String, sums: String, entries: String, signers: String, name in "[a-z/.]{0,20}", bytes: Vec<u8>
    ) {
        let mut files = exported();
        for (path, text) in [("seal", seal), ("SHA256SUMS", sums), ("entries.jsonl", entries), ("allowed_signers", signers)] {
            change(&mut files, path, |bytes| *bytes = text.into_bytes());
        }
        files.push(found(name, bytes));
        prop_assert!(!verify(&files, None).holds());
    }

    #[test]
    fn a_random_change_of_a_random_file_is_found(file in 0usize..10, at: prop::sample::Index, bit in 0u8..8) {
        let mut files = exported();
        let path = files[file].path.clone();
        change(&mut files, &path, |bytes| {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        });
        let report = verify(&files, None);
        prop_assert!(!report.holds());
        // What the changed words no longer name may be missed beside it.
        prop_assert!(report.findings.iter().any(|f| f.path == path), "{path}: {:?}", report.findings);
    }
}
