//! Word fields: which words belong to guilt, to weather, to an obligation.
//!
//! Not its duty: what a field means in a sentence (`weights`).

use std::ops::Range;

/// The fields of a language, made for looking up each word of a text.
///
/// The file: `[field]` on a line, then entries between commas; `word~` is any word that begins so, several words follow
/// each other directly, `0` is any number. All folded as `crate::text::fold` does.
#[derive(Debug, Default)]
pub struct Fields {
    names: Vec<String>,
    /// The file as it is: entries are places in it, for tens of thousands of small strings would cost more than all else.
    file: String,
    /// In the order of `key`, equal ones in the order of the file.
    entries: Vec<Entry>,
    /// In characters.
    longest_stem: usize,
    /// A bit for each key there is, by its lowest bits: nearly all beginnings of words are none.
    held: Vec<u64>,
}

/// An entry of the file: `first rest…`.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// A number for the first word and for whether it is a beginning; others may have the same.
    key: u32,
    /// The key of the second word, which tells most entries of a common first word apart at once.
    second: u32,
    /// Bytes of the file: where it begins, how long its first word is (without `~`), how long it is.
    at: u32,
    first: u16,
    length: u16,
    field: u16,
    is_stem: bool,
}

/// A field that stands in a text, from one word to behind another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub field: u16,
    pub from: usize,
    pub to: usize,
}

/// Bits that a key is looked up in before the entries are searched for it: some keys in a hundred share one.
const HELD_BITS: u32 = 1 << 18;
/// In place of the key of a second word: there is none, or it is a beginning.
const NO_SECOND: u32 = 0;
const SECOND_STEM: u32 = 1;
/// A stem of fewer letters would mean too many words.
const SHORTEST_STEM: usize = 2;

impl Fields {
    pub fn of(file: &str) -> Self {
        let mut fields = Self { file: file.to_owned(), ..Self::default() };
        let mut at = 0;
        for whole in file.split_inclusive('\n') {
            let line = whole.trim();
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                fields.names.push(name.to_owned());
            } else if !fields.names.is_empty() && !line.starts_with('#') {
                let mut from = at;
                for entry in whole.split(',') {
                    fields.add(from..from + entry.len());
                    from += entry.len() + 1;
                }
            }
            at += whole.len();
        }
        fields.entries.sort_by_key(|e| e.key);
        fields.entries.shrink_to_fit();
        fields.held = vec![0; (HELD_BITS / u64::BITS) as usize];
        for entry in &fields.entries {
            let (word, bit) = held_bit(entry.key);
            fields.held[word] |= bit;
        }
        fields
    }

    fn add(&mut self, entry: Range<usize>) {
        let text = &self.file[entry.clone()];
        let at = entry.start + text.len() - text.trim_start().len();
        let text = text.trim();
        let Some(first) = text.split_whitespace().next() else { return };
        let stem = first.strip_suffix('~').filter(|stem| stem.chars().count() >= SHORTEST_STEM);
        let word = stem.unwrap_or(first);
        let (Ok(first), Ok(length)) = (u16::try_from(word.len()), u16::try_from(text.len())) else { return };
        if stem.is_some() {
            self.longest_stem = self.longest_stem.max(word.chars().count());
        }
        let field = (self.names.len() - 1) as u16;
        let second = match text.split_whitespace().nth(1) {
            None => NO_SECOND,
            Some(second) if second.ends_with('~') => SECOND_STEM,
            Some(second) => key(second, false),
        };
        let (is_stem, at) = (stem.is_some(), at as u32);
        self.entries.push(Entry { key: key(word, is_stem), second, at, first, length, field, is_stem });
    }

    /// The entries whose first word is this, or begins so, and may go on with the next one; `key` and `next` are their keys.
    fn entries(&self, word: &str, is_stem: bool, key: u32, next: Option<u32>) -> impl Iterator<Item = &Entry> {
        let (at, bit) = held_bit(key);
        let is_held = self.held.get(at).is_some_and(|bits| bits & bit != 0);
        let start = if is_held { self.entries.partition_point(|e| e.key < key) } else { self.entries.len() };
        let equal = self.entries[start..].iter().take_while(move |e| e.key == key);
        let equal = equal.filter(move |e| e.may_go_on_with(next));
        equal.filter(move |e| e.is_stem == is_stem && self.words_of(e, 0, usize::from(e.first)) == word)
    }

    fn words_of(&self, entry: &Entry, from: usize, to: usize) -> &str {
        &self.file[entry.at as usize + from..entry.at as usize + to]
    }

    /// The words behind the first.
    fn rest(&self, entry: &Entry) -> impl Iterator<Item = &str> {
        let from = usize::from(entry.first) + usize::from(entry.is_stem);
        self.words_of(entry, from, usize::from(entry.length)).split(' ').filter(|word| !word.is_empty())
    }

    pub(super) fn name(&self, field: u16) -> &str {
        &self.names[usize::from(field)]
    }

    /// The fields that stand in a text, given as its words.
    pub(super) fn mark(&self, words: &[&str]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let keys: Vec<u32> = words.iter().map(|word| key(word, false)).collect();
        for (from, word) in words.iter().enumerate() {
            let next = keys.get(from + 1).copied();
            // No further than the longest stem: a "word" of a megabyte must not take the square of its length.
            let by_stem = stems(word).take(self.longest_stem).skip(SHORTEST_STEM - 1);
            let by_stem = by_stem.flat_map(|(stem, key)| self.entries(stem, true, key, next));
            for entry in self.entries(word, false, keys[from], next).chain(by_stem) {
                let mut to = from + 1;
                let follows = self.rest(entry).all(|expected| {
                    to += 1;
                    words.get(to - 1).is_some_and(|word| is_word(word, expected))
                });
                if follows {
                    marks.push(Mark { field: entry.field, from, to });
                }
            }
        }
        marks
    }
}

impl Entry {
    /// False when its second word is certainly not the one with this key.
    fn may_go_on_with(&self, next: Option<u32>) -> bool {
        matches!(self.second, NO_SECOND | SECOND_STEM) || next == Some(self.second)
    }
}

fn is_word(word: &str, expected: &str) -> bool {
    match expected.strip_suffix('~') {
        Some(stem) => word.starts_with(stem),
        None => word == expected,
    }
}

/// FNV-1a of a first word; a beginning has another than the same letters as a whole word.
fn key(word: &str, is_stem: bool) -> u32 {
    fed(fed(0x811c_9dc5, word.as_bytes()), &[u8::from(is_stem)])
}

fn fed(hash: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The beginnings of a word with their keys.
fn stems(word: &str) -> impl Iterator<Item = (&str, u32)> {
    word.char_indices().scan(0x811c_9dc5, |hash, (at, c)| {
        let end = at + c.len_utf8();
        *hash = fed(*hash, &word.as_bytes()[at..end]);
        Some((&word[..end], fed(*hash, &[1])))
    })
}

/// Where the bit of a key is.
fn held_bit(key: u32) -> (usize, u64) {
    let bit = key % HELD_BITS;
    ((bit / u64::BITS) as usize, 1 << (bit % u64::BITS))
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
    fn beginnings_have_the_keys_of_stems() {
        assert!(stems("жалоба").all(|(stem, found)| found == key(stem, true)));
        assert_eq!(stems("жалоба").count(), 6);
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
