//! Who may use whom: reads every `crate::` path in `src/` and fails on a breach of the map in `docs/architecture.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Room → rooms it may use. `tui::x` are the inner rooms of the screen.
const RULES: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("i18n", &["text"]),
    ("schedule", &["model", "text"]),
    ("protocol", &["model", "text"]),
    ("seal", &["model", "text"]),
    ("gist", &["text"]),
    ("letter", &["model", "text", "schedule", "gist"]),
    ("triage", &["model", "text", "schedule", "gist"]),
    ("intake", &["model", "text", "protocol"]),
    ("evaluation", &["letter", "triage", "intake", "model", "text"]),
    ("files", &[]),
    ("signing", &["files", "seal"]),
    ("dossier", &["files", "model", "text", "seal", "signing", "backend", "i18n"]),
    ("store", &["model", "text", "protocol", "files"]),
    ("backend", &["model", "text", "protocol"]),
    ("sync", &["model", "text", "protocol", "store", "backend", "schedule", "triage"]),
    ("server", &["model", "text", "protocol", "schedule", "triage", "letter", "seal", "files", "intake"]),
    ("tui::action", &["model", "text"]),
    ("tui::theme", &["model", "text"]),
    ("tui::editor", &["text"]),
    ("tui::input", &["model", "text", "tui::action"]),
    (
        "tui::app",
        &[
            "tui::action",
            "tui::input",
            "tui::theme",
            "tui::editor",
            "i18n",
            "letter",
            "triage",
            "schedule",
            "model",
            "text",
        ],
    ),
    ("tui::view", &["tui::app", "tui::action", "tui::input", "tui::theme", "tui::editor", "i18n", "model", "text"]),
    ("config", &["files", "schedule", "model", "text", "letter", "tui::input", "tui::theme"]),
];

/// Rooms without a clock, I/O or an executor.
const PURE: &[&str] = &[
    "text",
    "model",
    "schedule",
    "seal",
    "gist",
    "letter",
    "triage",
    "tui/app",
    "tui/view",
    "tui/input",
    "tui/theme",
    "tui/action",
];
const IMPURE: &[&str] = &[
    "tokio::",
    "Timestamp::now(",
    "Zoned::now(",
    "Instant::now(",
    "SystemTime::now(",
    "std::fs",
    "std::net",
    "std::process",
];

fn rust_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("the source folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The room a module path or file path belongs to: its first part, or the first two inside `tui`.
fn room(parts: &[&str]) -> String {
    match parts {
        ["tui", inner, ..] => format!("tui::{}", inner.trim_end_matches(".rs")),
        [first, ..] => first.trim_end_matches(".rs").to_owned(),
        [] => String::new(),
    }
}

fn used_rooms(source: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
        used.insert(room(&path.split("::").collect::<Vec<_>>()));
    }
    used
}

/// Files that are compiled for tests alone.
fn is_test_file(file: &Path) -> bool {
    let name = file.file_stem().and_then(|n| n.to_str()).unwrap_or_default();
    name == "tests" || name.ends_with("_tests") || name == "fixtures" || name == "snapshots"
}

#[test]
fn every_room_uses_only_the_rooms_the_map_allows() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    assert!(files.len() > 20, "the source folder was not found");
    let mut breaches = Vec::new();
    for file in files {
        let inner = file.strip_prefix(&src).expect("files lie below src");
        let parts: Vec<&str> = inner.iter().map(|p| p.to_str().expect("names are UTF-8")).collect();
        let own = room(&parts);
        let Some((_, allowed)) = RULES.iter().find(|(name, _)| *name == own) else { continue };
        if is_test_file(&file) {
            continue;
        }
        let source = fs::read_to_string(&file).expect("sources are UTF-8");
        // Tests inside a file may draw what they changed.
        let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for used in used_rooms(code) {
            let is_macro_export = used.is_empty();
            if used != own && !allowed.contains(&used.as_str()) && !is_macro_export {
                breaches.push(format!("{} uses {used}", inner.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "breaches of the map:\n{}", breaches.join("\n"));
}

#[test]
fn pure_rooms_have_no_clock_and_no_io() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut breaches = Vec::new();
    for name in PURE {
        let mut files = Vec::new();
        let dir = src.join(name);
        if dir.is_dir() {
            rust_files(&dir, &mut files);
        } else {
            files.push(dir.with_extension("rs"));
        }
        for file in files.iter().filter(|f| f.exists() && !is_test_file(f)) {
            let source = fs::read_to_string(file).expect("sources are UTF-8");
            // Tests inside a file may read its fixtures.
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for word in IMPURE {
                if code.contains(word) {
                    breaches.push(format!("{} uses {word}", file.strip_prefix(&src).expect("below src").display()));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "a pure room reaches outside:\n{}", breaches.join("\n"));
}
