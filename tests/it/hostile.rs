//! Every input that fuzzing keeps, and every one that was ever a finding, tried again with each `cargo test`.
//! The targets are those of the fuzzer (docs/fuzzing.md).

use std::path::{Path, PathBuf};

#[path = "../../fuzz/src/targets/mod.rs"]
mod targets;

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn try_all(kind: &str) -> usize {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind);
    let mut count = 0;
    for (name, target) in targets::TARGETS {
        for file in inputs(&fuzz.join(name)) {
            // The name of the last one stands in the output of a test that fails.
            println!("{}", file.display());
            target(&std::fs::read(&file).expect("the input can be read"));
            count += 1;
        }
        target(b"");
    }
    count
}

#[test]
fn whatever_was_a_finding_is_none_any_more() {
    try_all("findings");
}

#[test]
fn the_corpus_of_the_fuzzer_keeps_every_promise() {
    assert!(try_all("corpus") >= targets::TARGETS.len(), "every target has a first input");
}
