//! Folding for search: what a person means to be the same word becomes the same bytes.

use std::ops::Range;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Lower case; ё reads as е; marks are off (ă â î ș ț, also ş ţ, é, ü), but й stays й, a letter of its own.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The same, behind what is already there.
pub fn fold_into(text: &str, out: &mut String) {
    text.chars().for_each(|c| fold_char(c, out));
}

/// A folded text that knows where each of its bytes came from, so that what is found can be shown in the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// Byte offset in the original for each byte of `text`, and the original's length at the end.
    origins: Vec<usize>,
}

impl Folded {
    pub fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut origins = Vec::with_capacity(original.len() + 1);
        for (at, c) in original.char_indices() {
            fold_char(c, &mut text);
            origins.resize(text.len(), at);
        }
        origins.push(original.len());
        Self { text, origins }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Bytes of the original for bytes of the folded text; marks that folding dropped belong to their letter.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        self.origins[folded.start]..self.origins[folded.end]
    }

    /// Where a folded phrase stands in the original as whole words; the first place.
    pub fn find_words(&self, folded_phrase: &str) -> Option<Range<usize>> {
        let is_word_char = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (first, last) = (folded_phrase.chars().next()?, folded_phrase.chars().next_back());
        let goes_on = |before: Option<char>, after: Option<char>| is_word_char(before) && is_word_char(after);
        memchr::memmem::find_iter(self.text.as_bytes(), folded_phrase).find_map(|at| {
            let end = at + folded_phrase.len();
            let starts_inside = goes_on(self.text[..at].chars().next_back(), Some(first));
            let ends_inside = goes_on(last, self.text[end..].chars().next());
            (!starts_inside && !ends_inside).then(|| self.original(at..end))
        })
    }
}

fn fold_char(char: char, out: &mut String) {
    match char {
        '\0'..='\x7f' => out.push(char.to_ascii_lowercase()),
        'ё' | 'Ё' => out.push('е'),
        'а'..='я' => out.push(char),
        'А'..='Я' => out.extend(char.to_lowercase()),
        // и with a breve of its own is й.
        '\u{306}' if out.ends_with('и') => {
            out.pop();
            out.push('й');
        }
        _ => char.to_lowercase().for_each(|lower| {
            decompose_canonical(lower, |c| {
                if !is_combining_mark(c) {
                    out.push(c);
                }
            });
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cyrillic_and_romanian_fold_for_search() {
        for (from, to) in [
            ("Ёлка И ЙОД", "елка и йод"),
            ("и\u{306}од е\u{308}лка", "йод елка"),
            ("Ștefan ŢIRIAC țară", "stefan tiriac tara"),
            ("ÎNTÂRZIATĂ", "intarziata"),
            ("Übung, café", "ubung, cafe"),
            ("ЗАДЕРЖКА", "задержка"),
            ("т\u{301}ест", "тест"),
            ("", ""),
        ] {
            assert_eq!(fold(from), to, "{from}");
        }
    }

    #[test]
    fn what_is_found_is_shown_in_the_original() {
        let original = "Vă mulțumesc, е\u{308}лка!";
        let folded = Folded::new(original);
        assert_eq!(&original[folded.find_words("multumesc").unwrap()], "mulțumesc");
        assert_eq!(&original[folded.find_words("елка").unwrap()], "е\u{308}лка");
        assert_eq!(folded.find_words("multu"), None, "a part of a word is not the word");
        assert_eq!(folded.find_words(""), None);
    }

    proptest! {
        #[test]
        fn folded_words_of_our_languages_stay_folded(text in "[a-zA-ZăâîșțşţĂÂÎȘȚёЁйЙа-яА-Я \u{306}\u{308}]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn places_in_the_original_lie_on_boundaries(text: String) {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.as_str(), fold(&text));
            for (at, c) in folded.as_str().char_indices() {
                let place = folded.original(at..at + c.len_utf8());
                prop_assert!(text.get(place).is_some());
            }
        }
    }
}
