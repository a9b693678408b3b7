//! A text as one line of folded tokens, made for fast matching: each token stands behind exactly one blank, marks are
//! tokens of their own, so that a pattern needs no look at word boundaries.
//!
//! Not its duty: what to look for (`pattern`), what it means (`letter`, `triage`).

use std::ops::Range;
use std::sync::OnceLock;

use super::fold;
use super::pattern::Index;

/// The token text of an original, and the way back.
///
/// `" уважаемая мария ивановна ! \n\n искрит розетка . "`: lower case, ё as е, diacritics off (`fold`); letters and
/// digits with an apostrophe, a hyphen, or a mark between digits inside stay together ("из-за", "we'll", "14:30"); all
/// dashes are `-`, all quotation marks `"`; a run of line ends is `\n`, with an empty line in it `\n\n`.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    text: String,
    /// Where each token begins in `text`, and its bytes in the original.
    places: Vec<(usize, Range<usize>)>,
    /// The tokens by their first letters, made for the first search.
    index: OnceLock<Index>,
}

impl Tokens {
    pub fn of(original: &str) -> Self {
        let mut tokens = Self {
            text: String::with_capacity(original.len() + original.len() / 4 + 1),
            places: Vec::new(),
            index: OnceLock::new(),
        };
        tokens.text.push(' ');
        let mut rest = 0;
        while let Some(first) = original[rest..].chars().next() {
            let end = rest + token_len(&original[rest..], first);
            tokens.push(&original[rest..end], first, rest..end);
            rest = end;
        }
        tokens
    }

    fn push(&mut self, token: &str, first: char, place: Range<usize>) {
        let start = self.text.len();
        match first {
            '\n' | '\r' if token.matches('\n').count() > 1 => self.text.push_str("\n\n"),
            '\n' | '\r' => self.text.push('\n'),
            c if c.is_whitespace() || is_silent(c) => return,
            '«' | '»' | '“' | '”' | '„' | '"' | '‟' | '″' => self.text.push('"'),
            '–' | '—' | '−' | '‑' | '-' if token.len() == first.len_utf8() => self.text.push('-'),
            '…' => self.text.push('.'),
            '’' | '‘' | 'ʼ' | '`' => self.text.push('\''),
            _ if token.is_ascii() => self.text.extend(token.chars().map(|c| c.to_ascii_lowercase())),
            _ => self.text.push_str(&fold(token).replace(['’', 'ʼ'], "'").replace(['‑', '–'], "-")),
        }
        if self.text.len() > start {
            self.places.push((start, place));
            self.text.push(' ');
        }
    }

    /// The token text: it begins and ends with a blank.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.text))
    }

    /// Bytes of the original for bytes of the token text, from the first token in it to the last.
    pub fn original(&self, found: Range<usize>) -> Range<usize> {
        let first = self.places.partition_point(|(at, _)| *at < found.start);
        let last = self.places.partition_point(|(at, _)| *at < found.end);
        match (self.places.get(first), last.checked_sub(1).and_then(|l| self.places.get(l))) {
            (Some((_, from)), Some((_, to))) if first < last => from.start..to.end,
            (Some((_, next)), _) => next.start..next.start,
            (None, last) => last.map_or(0..0, |(_, r)| r.end..r.end),
        }
    }

    /// Bytes of the token text for bytes of the original, with the blank before the first token and the one behind the last.
    pub fn within(&self, original: Range<usize>) -> Range<usize> {
        let first = self.places.partition_point(|(_, r)| r.end <= original.start);
        let last = self.places.partition_point(|(_, r)| r.start < original.end);
        let start = self.places.get(first).map_or(self.text.len(), |(at, _)| *at);
        let end = self.places.get(last).map_or(self.text.len(), |(at, _)| *at);
        start.saturating_sub(1)..end.max(start)
    }

    /// Tokens in order: their folded text and their bytes in the original.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, Range<usize>)> {
        self.places.iter().map(|(at, range)| {
            let end = self.text[*at..].find(' ').map_or(self.text.len(), |i| at + i);
            (&self.text[*at..end], range.clone())
        })
    }
}

/// Characters that are drawn on another and say nothing alone.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The length of the token that `rest` begins with.
fn token_len(rest: &str, first: char) -> usize {
    if first == '\n' || first == '\r' {
        let end = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        return rest[..end].rfind(['\n', '\r']).map_or(first.len_utf8(), |i| i + 1);
    }
    if !is_word(first) {
        return first.len_utf8();
    }
    let mut before = first;
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        if !is_word(c) && !joins(before, c, after) {
            return at;
        }
        before = c;
    }
    rest.len()
}

fn is_word(c: char) -> bool {
    // The general question is slow beyond Latin letters, and every letter of a text is asked.
    matches!(c, 'а'..='я' | 'А'..='Я') || c.is_alphanumeric() || matches!(c, '_' | '\u{300}'..='\u{36f}')
}

/// A mark inside a word or a number.
fn joins(before: char, mark: char, after: Option<char>) -> bool {
    let Some(after) = after else { return false };
    match mark {
        '\'' | '’' | 'ʼ' | '-' | '‑' => is_word(before) && is_word(after),
        '.' | ',' | ':' | '/' => before.is_numeric() && after.is_numeric(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_stand_behind_one_blank_each() {
        for (text, tokens) in [
            ("Уважаемая Мария,\n\nёлка «из-за» — 14:30…", " уважаемая мария , \n\n елка \" из-за \" - 14:30 . "),
            ("We’ll call\r\nyou, Anna!", " we'll call \n you , anna ! "),
            ("V-am scris ieri; țară.", " v-am scris ieri ; tara . "),
            ("👍🏽 ок", " 👍 ок "),
            ("5% от 1,5 тыс.руб", " 5 % от 1,5 тыс . руб "),
            ("", " "),
        ] {
            assert_eq!(Tokens::of(text).as_str(), tokens, "{text}");
        }
    }

    #[test]
    fn what_is_found_is_shown_in_the_original() {
        let text = "Мы, конечно,  всё исправим!";
        let tokens = Tokens::of(text);
        let at = tokens.as_str().find(" все исправим ").unwrap();
        assert_eq!(&text[tokens.original(at..at + " все исправим ".len())], "всё исправим");
        let from = text.find("конечно").unwrap();
        assert_eq!(&tokens.as_str()[tokens.within(from..text.len())], " конечно , все исправим ! ");
        assert_eq!(
            tokens.iter().map(|(t, _)| t).collect::<Vec<_>>(),
            ["мы", ",", "конечно", ",", "все", "исправим", "!"]
        );
    }

    proptest! {
        #[test]
        fn any_text_has_tokens_on_boundaries(text: String) {
            let tokens = Tokens::of(&text);
            let mut end = 0;
            for (token, range) in tokens.iter() {
                prop_assert!(!token.is_empty() && range.start >= end && text.get(range.clone()).is_some());
                end = range.end;
            }
            for at in (0..=text.len()).filter(|i| text.is_char_boundary(*i)) {
                prop_assert!(tokens.as_str().get(tokens.within(at..text.len())).is_some());
            }
        }
    }
}
