//! The readers that are part of the program.
//!
//! Not its duty: how they read.

use std::sync::{Arc, LazyLock};

use super::{Fields, Reader, Weights};

/// What there is for a language; each part is made when a text first needs it.
struct Language {
    tag: &'static str,
    fields: LazyLock<Arc<Fields>>,
    letters: LazyLock<Reader>,
    complaints: LazyLock<Reader>,
}

macro_rules! language {
    ($number:literal, $tag:literal) => {
        Language {
            tag: $tag,
            fields: LazyLock::new(|| Arc::new(Fields::of(include_str!(concat!("../../gist/fields/", $tag, ".txt"))))),
            letters: LazyLock::new(|| reader($number, include_bytes!(concat!("../../gist/weights/letters.", $tag)))),
            complaints: LazyLock::new(|| {
                reader($number, include_bytes!(concat!("../../gist/weights/complaints.", $tag)))
            }),
        }
    };
}

static LANGUAGES: [Language; 3] = [language!(0, "ru"), language!(1, "en"), language!(2, "ro")];

fn reader(language: usize, weights: &[u8]) -> Reader {
    let weights = Weights::from_bytes(weights).expect("the program's own weights are whole");
    Reader::new(LANGUAGES[language].fields.clone(), weights)
}

fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.tag == tag)
}

/// The reader of our letters, sentence by sentence; none for a language without one.
pub fn letters(lang: &str) -> Option<&'static Reader> {
    language(lang).map(|language| &*language.letters)
}

/// The reader of complaints, each as a whole; none for a language without one.
pub fn complaints(lang: &str) -> Option<&'static Reader> {
    language(lang).map(|language| &*language.complaints)
}
