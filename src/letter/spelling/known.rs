//! Words that are right although no dictionary has them: the desk's own, shipped and the user's.
//!
//! One word a line; `#` begins a remark; `промокод~` stands for the word with any ending. Case and ё do not matter.

use std::collections::HashSet;

use crate::text::fold;

/// A set of further words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownWords {
    words: HashSet<Box<str>>,
    /// Beginnings that may have any ending.
    stems: HashSet<Box<str>>,
}

/// The longest ending of a stem, in letters: «промокод-ами».
const LONGEST_ENDING: usize = 4;

/// Words of shops, banks and computers that the dictionaries lack, by language.
const SHIPPED: [(&str, &str); 3] = [
    ("ru", include_str!("../../../words/ru.txt")),
    ("en", include_str!("../../../words/en.txt")),
    ("ro", include_str!("../../../words/ro.txt")),
];

impl KnownWords {
    /// The shipped words of a language with those of the user's file.
    pub fn of(lang: &str, users: &str) -> Self {
        let mut known = Self::default();
        let shipped = SHIPPED.iter().find(|(l, _)| *l == lang).map_or("", |(_, text)| *text);
        shipped.lines().chain(users.lines()).for_each(|line| known.add(line));
        known
    }

    /// Adds a line of such a file.
    pub fn add(&mut self, line: &str) {
        let word = line.split('#').next().unwrap_or_default().trim();
        match word.strip_suffix('~') {
            Some("") => {}
            Some(stem) => _ = self.stems.insert(fold(stem).into()),
            None if word.is_empty() => {}
            None => _ = self.words.insert(fold(word).into()),
        }
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        let folded = fold(word);
        let ends = || folded.char_indices().rev().take(LONGEST_ENDING).map(|(at, _)| at);
        self.words.contains(folded.as_str())
            || self.stems.contains(folded.as_str())
            || (!self.stems.is_empty() && ends().any(|at| self.stems.contains(&folded[..at])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_users_file() {
        let known = KnownWords::of("xx", "Ромашка # our shop\n\n# remark\nпромокод~\n~\nчёрно-бел~");
        for word in ["ромашка", "РОМАШКА", "промокод", "промокодами", "черно-белый"]
        {
            assert!(known.contains(word), "{word}");
        }
        for word in ["ромашки", "промокодовыми", "промо", "", "remark"] {
            assert!(!known.contains(word), "{word}");
        }
    }
}
