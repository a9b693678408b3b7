//! What of a passage is weighed: its word fields, their pairs, its words, their parts and neighbours.
//!
//! Not its duty: the weights. A change here makes all learnt weights void.

use super::fields::Fields;

/// A feature and how much of it there is; all of a passage together have length 1.
pub(super) type Feature = (u32, f32);

/// A number stands for all numbers.
const NUMBER: &str = "0";
/// So many letters tell a word apart from others and its forms not: a stem for languages that inflect.
const STEM: usize = 6;
const GRAM: usize = 4;
/// Fields so many words apart are neighbours.
const NEAR: usize = 2;
/// A passage of more words is weighed by its first ones: a text without any end must not take the square of its length.
const MOST_WORDS: usize = 250;

/// The parts a feature may be made of; equal words in different parts are different features.
enum Kind {
    Field = 1,
    Pair,
    Neighbours,
    Word,
    Stem,
    Bigram,
    Gram,
    Skip,
}

/// Features in order of their key, each once.
pub(super) fn features(fields: &Fields, text: &str) -> Vec<Feature> {
    let words: Vec<&str> = words(text).take(MOST_WORDS).collect();
    let mut out = field_features(fields, &words);
    let stems: Vec<&str> = [""].into_iter().chain(words.iter().map(|w| stem(w))).chain([""]).collect();
    out.extend(words.iter().map(|w| (key(Kind::Word, w, ""), 0.8)));
    out.extend(stems.iter().map(|s| (key(Kind::Stem, s, ""), 0.8)));
    out.extend(stems.windows(2).map(|two| (key(Kind::Bigram, two[0], two[1]), 0.8)));
    out.extend(stems.windows(3).map(|three| (key(Kind::Skip, three[0], three[2]), 0.6)));
    out.extend(words.iter().flat_map(|w| grams(w)).map(|gram| (gram, 0.4)));
    out.sort_unstable_by_key(|f| f.0);
    out.dedup_by_key(|f| f.0);
    let length = out.iter().map(|f| f.1 * f.1).sum::<f32>().sqrt();
    out.iter_mut().for_each(|f| f.1 /= length.max(f32::MIN_POSITIVE));
    out
}

fn field_features(fields: &Fields, words: &[&str]) -> Vec<Feature> {
    let marks = fields.mark(words);
    let mut present: Vec<u16> = marks.iter().map(|m| m.field).collect();
    present.sort_unstable();
    present.dedup();
    let mut out: Vec<Feature> = present.iter().map(|f| (key(Kind::Field, fields.name(*f), ""), 1.0)).collect();
    for (at, one) in present.iter().enumerate() {
        let pairs = present[at + 1..].iter().map(|two| key(Kind::Pair, fields.name(*one), fields.name(*two)));
        out.extend(pairs.map(|key| (key, 0.6)));
    }
    for one in &marks {
        let next = marks.iter().filter(|two| two.field != one.field && (one.to..=one.to + NEAR).contains(&two.from));
        out.extend(next.map(|two| (key(Kind::Neighbours, fields.name(one.field), fields.name(two.field)), 0.7)));
    }
    out
}

/// The words of a folded text, with question and exclamation marks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_edge = |c: char| !c.is_alphanumeric();
    text.split_inclusive(is_edge)
        .flat_map(move |piece| {
            let word = piece.trim_end_matches(is_edge);
            let mark = &piece[word.len()..];
            let word = if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) { NUMBER } else { word };
            [word, if matches!(mark, "?" | "!") { mark } else { "" }]
        })
        .filter(|w| !w.is_empty())
}

/// Four letters in a row, edges too: what words of one root share in any form.
fn grams(word: &str) -> Vec<u32> {
    let marked: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
    marked.windows(GRAM).map(|gram| key(Kind::Gram, &gram.iter().collect::<String>(), "")).collect()
}

fn stem(word: &str) -> &str {
    word.char_indices().nth(STEM).map_or(word, |(at, _)| &word[..at])
}

/// FNV-1a over the parts.
fn key(kind: Kind, one: &str, two: &str) -> u32 {
    let bytes = [kind as u8].into_iter().chain(one.bytes()).chain([0]).chain(two.bytes());
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_marks_and_numbers_are_one() {
        let all: Vec<&str> = words(" we'll call at 14:30 , really ? ").collect();
        assert_eq!(all, ["we", "ll", "call", "at", "0", "0", "really", "?"]);
    }

    #[test]
    fn features_are_sorted_distinct_and_of_length_one() {
        let fields = Fields::of("[a]\none\n[b]\ntwo\n");
        let found = features(&fields, " one two one ");
        assert!(found.windows(2).all(|w| w[0].0 < w[1].0));
        assert!((found.iter().map(|f| f.1 * f.1).sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(found.iter().any(|f| f.0 == key(Kind::Neighbours, "a", "b")));
        assert!(features(&fields, "").len() <= 3);
    }

    #[test]
    fn a_text_without_end_is_weighed_by_its_beginning() {
        let long = "слово ещё ".repeat(100_000);
        assert!(features(&Fields::default(), &long).len() < 20);
    }
}
