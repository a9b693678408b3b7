//! Word fields: which words belong to guilt, to weather, to an obligation.
//!
//! Not its duty: what a field means in a sentence (`weights`).

use std::collections::HashMap;

/// The fields of a language, made for looking up each word of a text.
///
/// The file: `[field]` on a line, then entries between commas; `word~` is any word that begins so, several words follow
/// each other directly, `0` is any number. All folded as `crate::text::fold` does.
#[derive(Debug, Default)]
pub struct Fields {
    names: Vec<String>,
    /// Entries by their first word, and by the beginning of their first word.
    words: HashMap<String, Vec<Entry>>,
    stems: HashMap<String, Vec<Entry>>,
    /// In characters.
    longest_stem: usize,
}

#[derive(Debug)]
struct Entry {
    field: u16,
    /// The words behind the first.
    rest: Vec<String>,
}

/// A field that stands in a text, from one word to behind another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub field: u16,
    pub from: usize,
    pub to: usize,
}

/// A stem of fewer letters would mean too many words.
const SHORTEST_STEM: usize = 2;

impl Fields {
    pub fn of(file: &str) -> Self {
        let mut fields = Self::default();
        for line in file.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                fields.names.push(name.to_owned());
            } else if !fields.names.is_empty() {
                line.split(',').for_each(|entry| fields.add(entry));
            }
        }
        fields
    }

    fn add(&mut self, entry: &str) {
        let mut words = entry.split_whitespace().map(str::to_owned);
        let Some(first) = words.next() else { return };
        let entry = Entry { field: (self.names.len() - 1) as u16, rest: words.collect() };
        match first.strip_suffix('~') {
            Some(stem) if stem.chars().count() >= SHORTEST_STEM => {
                self.longest_stem = self.longest_stem.max(stem.chars().count());
                self.stems.entry(stem.to_owned()).or_default()
            }
            _ => self.words.entry(first).or_default(),
        }
        .push(entry);
    }

    pub(super) fn name(&self, field: u16) -> &str {
        &self.names[usize::from(field)]
    }

    /// The fields that stand in a text, given as its words.
    pub(super) fn mark(&self, words: &[&str]) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (from, word) in words.iter().enumerate() {
            let stems = word.char_indices().map(|(at, c)| at + c.len_utf8());
            // No further than the longest stem: a "word" of a megabyte must not take the square of its length.
            let stems = stems.take(self.longest_stem).skip(SHORTEST_STEM - 1);
            let by_stem = stems.filter_map(|end| self.stems.get(&word[..end]));
            for entry in self.words.get(*word).into_iter().chain(by_stem).flatten() {
                let to = from + 1 + entry.rest.len();
                if words.get(from + 1..to).is_some_and(|next| follows(next, &entry.rest)) {
                    marks.push(Mark { field: entry.field, from, to });
                }
            }
        }
        marks
    }
}

fn follows(words: &[&str], expected: &[String]) -> bool {
    words.iter().zip(expected).all(|(word, expected)| match expected.strip_suffix('~') {
        Some(stem) => word.starts_with(stem),
        None => word == expected,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<'f>(fields: &'f Fields, words: &[&str]) -> Vec<(&'f str, usize, usize)> {
        fields.mark(words).iter().map(|m| (fields.name(m.field), m.from, m.to)).collect()
    }

    #[test]
    fn words_stems_and_expressions_are_found_where_they_stand() {
        let fields = Fields::of("# a comment\n[sorry]\nsorry, apolog~, beg~ your pardon\n[time]\n0 o clock,\nnoon\n");
        assert_eq!(names(&fields, &["we", "are", "sorry"]), [("sorry", 2, 3)]);
        assert_eq!(names(&fields, &["apologies", "at", "noon"]), [("sorry", 0, 1), ("time", 2, 3)]);
        assert_eq!(names(&fields, &["begging", "your", "pardon"]), [("sorry", 0, 3)]);
        assert_eq!(names(&fields, &["0", "o", "clock"]), [("time", 0, 3)]);
        assert_eq!(names(&fields, &["beg", "your"]), []);
        assert_eq!(names(&fields, &["sorr"]), []);
    }

    #[test]
    fn a_word_without_end_is_looked_at_no_further_than_the_longest_stem() {
        let fields = Fields::of("[sorry]\napolog~\n");
        let long = format!("apolog{}", "x".repeat(4 << 20));
        assert_eq!(names(&fields, &[&long]), [("sorry", 0, 1)]);
    }

    #[test]
    fn a_field_without_a_heading_or_an_empty_entry_is_no_harm() {
        let fields = Fields::of("lost, words\n[a],\n[b]\n , ,x\n");
        assert_eq!(names(&fields, &["x", "lost"]), [("b", 0, 1)]);
    }
}
