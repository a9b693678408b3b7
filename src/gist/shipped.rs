//! The readers that are part of the program.
//!
//! Not its duty: how they read.

use std::sync::LazyLock;

use super::{Fields, Reader, Weights};

type Lazy = LazyLock<Reader>;

macro_rules! reader {
    ($kind:literal, $lang:literal) => {
        LazyLock::new(|| {
            let fields = Fields::of(include_str!(concat!("../../gist/fields/", $lang, ".txt")));
            let weights = include_bytes!(concat!("../../gist/weights/", $kind, ".", $lang));
            Reader::new(fields, Weights::from_bytes(weights).expect("the program's own weights are whole"))
        })
    };
}

static LETTERS: [(&str, Lazy); 3] =
    [("ru", reader!("letters", "ru")), ("en", reader!("letters", "en")), ("ro", reader!("letters", "ro"))];

/// The reader of our letters, sentence by sentence; none for a language without one.
pub fn letters(lang: &str) -> Option<&'static Reader> {
    LETTERS.iter().find(|(tag, _)| *tag == lang).map(|(_, reader)| &**reader)
}
