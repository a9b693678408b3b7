//! A list to pick from by typing a few letters: the command palette, phrases, attachments, operators.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::line::Line;
use crate::text::fold;
use crate::tui::input::Key;

#[derive(Debug, Clone, PartialEq)]
pub struct Item<T> {
    pub value: T,
    pub label: String,
    /// Dim, at the right: keys, numbers.
    pub aside: String,
    /// Why it cannot be picked now; shown, and told when it is picked anyway.
    pub disabled: Option<String>,
    /// What typing is matched against; folded.
    words: String,
}

impl<T> Item<T> {
    pub fn new(value: T, label: String, aside: String) -> Self {
        let words = fold(&label);
        Self { value, label, aside, disabled: None, words }
    }

    /// Further words by which it is found.
    #[must_use]
    pub fn with_words(mut self, words: &str) -> Self {
        self.words.push(' ');
        self.words.push_str(&fold(words));
        self
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Pick<T> {
    pub title: String,
    pub line: Line,
    pub items: Vec<Item<T>>,
    /// Indices of the items that match, best first.
    pub shown: Vec<usize>,
    pub cursor: usize,
}

impl<T> Pick<T> {
    pub fn new(title: String, items: Vec<Item<T>>) -> Self {
        let shown = (0..items.len()).collect();
        Self { title, line: Line::default(), items, shown, cursor: 0 }
    }

    pub fn picked(&self) -> Option<&Item<T>> {
        self.shown.get(self.cursor).and_then(|i| self.items.get(*i))
    }

    pub fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    /// Types into the line and matches anew.
    pub fn key(&mut self, key: Key) {
        if self.line.key(key) {
            self.rematch();
        }
    }

    pub fn paste(&mut self, text: &str) {
        self.line.insert(text);
        self.rematch();
    }

    fn rematch(&mut self) {
        self.cursor = 0;
        // The needle is folded as the words are; the matcher must never see one that is not.
        let pattern = Pattern::parse(&fold(self.line.text()), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut found: Vec<(u32, usize)> = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(i, item)| {
                pattern.score(Utf32Str::new(&item.words, &mut buffer), &mut matcher).map(|s| (s, i))
            })
            .collect();
        found.sort_by_key(|(score, i)| (std::cmp::Reverse(*score), *i));
        self.shown = found.into_iter().map(|(_, i)| i).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick() -> Pick<u8> {
        let item = |n, label: &str| Item::new(n, label.to_owned(), String::new());
        Pick::new(
            "t".into(),
            vec![
                item(1, "Приношу свои извинения"),
                item(2, "Благодарю Вас").with_words("P2 thank"),
                item(3, "Всё верно"),
            ],
        )
    }

    #[test]
    fn typing_finds_by_pieces_in_any_language_and_yo_is_ye() {
        let mut pick = pick();
        for c in "извин".chars() {
            pick.key(Key::char(c));
        }
        assert_eq!(pick.picked().map(|i| i.value), Some(1));
        let mut pick = super::tests::pick();
        pick.paste("thank");
        assert_eq!(pick.picked().map(|i| i.value), Some(2));
        let mut pick = super::tests::pick();
        pick.paste("все");
        assert_eq!(pick.picked().map(|i| i.value), Some(3));
    }

    #[test]
    fn nothing_found_is_no_panic() {
        let mut pick = pick();
        pick.paste("zzzz ^$!'");
        pick.step(5);
        assert!(pick.picked().is_none());
    }
}
