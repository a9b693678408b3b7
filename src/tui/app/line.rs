//! One line of typed text with a cursor, for forms, search and the palette. The letter has `tui::editor`.

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::input::{Code, Key};

/// A line; it holds breaks only where it was made to (shown as a sign, typed with Alt+Enter). The cursor is a byte offset on a grapheme boundary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    cursor: usize,
    keeps_breaks: bool,
}

impl Line {
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// A line for a text of several lines, such as a letter that came on paper.
    pub fn with_breaks(text: &str) -> Self {
        let mut line = Self { keeps_breaks: true, ..Self::default() };
        line.insert(text);
        line
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn cursor(&self) -> usize {
        self.cursor
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Types text at the cursor; tabs become blanks, and so do breaks that are not to be kept.
    pub fn insert(&mut self, text: &str) {
        let kept = |c: char| !c.is_control() || (self.keeps_breaks && c == '\n');
        let clean: String = text.replace("\r\n", "\n").chars().map(|c| if kept(c) { c } else { ' ' }).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Handles the keys of editing; true when the line took the key.
    pub fn key(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, key.ctrl) {
            (Code::Enter, false) if self.keeps_breaks => self.insert("\n"),
            (Code::Backspace, false) => self.delete(self.previous()..self.cursor),
            (Code::Backspace, true) | (Code::Char('w'), true) => self.delete(self.previous_word()..self.cursor),
            (Code::Delete, _) => self.delete(self.cursor..self.next()),
            (Code::Char('u'), true) => self.delete(0..self.cursor),
            (Code::Left, false) => self.cursor = self.previous(),
            (Code::Right, false) => self.cursor = self.next(),
            (Code::Left, true) => self.cursor = self.previous_word(),
            (Code::Right, true) => self.cursor = self.next_word(),
            (Code::Home, _) | (Code::Char('a'), true) => self.cursor = 0,
            (Code::End, _) | (Code::Char('e'), true) => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    fn delete(&mut self, range: std::ops::Range<usize>) {
        self.cursor = range.start;
        self.text.replace_range(range, "");
    }

    fn previous(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |g| self.cursor + g.len())
    }

    fn previous_word(&self) -> usize {
        self.text[..self.cursor].unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn next_word(&self) -> usize {
        let rest = &self.text[self.cursor..];
        rest.unicode_word_indices().next().map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editing_goes_by_what_people_see_as_one_character() {
        let mut line = Line::new("Привет 👩‍👩‍👧");
        line.key(Key::plain(Code::Backspace));
        assert_eq!(line.text(), "Привет ");
        line.key(Key::ctrl('w'));
        assert_eq!(line.text(), "");
        line.key(Key::char('ж'));
        line.insert("а\nб");
        assert_eq!(line.text(), "жа б");
        line.key(Key::plain(Code::Home));
        line.key(Key::plain(Code::Delete));
        assert_eq!((line.text(), line.cursor()), ("а б", 0));
    }

    #[test]
    fn breaks_are_kept_only_where_they_are_wanted() {
        let mut line = Line::with_breaks("Дорогие\r\nсоседи");
        line.key(Key::plain(Code::Enter));
        line.insert("!\t");
        assert_eq!(line.text(), "Дорогие\nсоседи\n! ");
        assert_eq!(Line::new("а\nб").text(), "а б");
    }

    #[test]
    fn unknown_keys_are_left_to_others() {
        assert!(!Line::default().key(Key::plain(Code::Enter)));
        assert!(!Line::default().key(Key::ctrl('k')));
    }
}
