//! What is tried with hostile bytes: each target is a function that must end, not panic, and find its promises kept.
//!
//! The fuzzer calls them with what it invents; `tests/it/hostile.rs` calls them with the corpus and with every input that
//! was ever a finding. So they use nothing but the program itself and crates that its tests have too.

mod dossiers;
mod import;
mod letters;
mod rules;
mod search;
mod text;
mod wire;

pub type Target = fn(&[u8]);

/// Name and function; `fuzz/run` reads the names here.
pub const TARGETS: &[(&str, Target)] = &[
    ("mail", import::mail),
    ("mbox", import::mbox),
    ("csv", import::csv),
    ("json_lines", import::json_lines),
    ("safe_text", text::safe_text),
    ("typed", text::typed),
    ("wire", wire::documents),
    ("streams", wire::streams),
    ("rules", rules::rules),
    ("seal", wire::seal),
    ("dossiers", dossiers::dossiers),
    ("search", search::search),
    ("letters", letters::letters),
    ("complaints", letters::complaints),
];

/// The bytes as text, as every reader of ours takes them.
fn lossy(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The first byte decides something small, the rest is the input.
fn split_first(data: &[u8]) -> (usize, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (usize::from(*first), rest))
}

/// A range that a reader gave for a text must cut it.
#[track_caller]
fn cuts(text: &str, range: &std::ops::Range<usize>, what: &str) {
    assert!(text.get(range.clone()).is_some(), "{what}: {range:?} does not cut a text of {} bytes", text.len());
}

/// Waits for an answer; nothing here needs timers or sockets.
fn block_on<F: Future>(answer: F) -> F::Output {
    thread_local!(static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime can be made"));
    RUNTIME.with(|runtime| runtime.block_on(answer))
}
