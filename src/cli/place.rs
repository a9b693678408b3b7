//! Places of a text as a compiler shows them: line, column, and the words with carets below.
//!
//! Not its duty: what is said of the place.

use std::fmt;
use std::ops::Range;

use crate::text::{escape_visible, width};

/// Where something stands in a text, for a person. Displayed as the line with carets below.
pub struct Place {
    pub line: usize,
    pub column: usize,
    shown: String,
    /// Cells before the first caret, and cells under carets.
    before: usize,
    under: usize,
}

impl Place {
    /// So much of a long line is shown on both sides of a finding.
    const AROUND: usize = 60;

    /// `place` counts Unicode code points.
    pub fn of(text: &str, place: Range<usize>) -> Self {
        let Range { start, end } = place;
        let mut line_start = 0;
        let mut line = 1;
        for (number, c) in text.chars().enumerate().take(start) {
            if c == '\n' {
                (line_start, line) = (number + 1, line + 1);
            }
        }
        let from = line_start.max(start.saturating_sub(Self::AROUND));
        let part = |a: usize, b: usize| -> String {
            let chars: String = text.chars().skip(a).take(b.saturating_sub(a)).take_while(|c| *c != '\n').collect();
            escape_visible(&chars)
        };
        let (head, found) = (part(from, start), part(start, end));
        let tail = if text.chars().skip(start).take(end - start).any(|c| c == '\n') {
            String::new()
        } else {
            part(end, end + Self::AROUND)
        };
        Self {
            line,
            column: start - line_start + 1,
            before: width(&head),
            under: width(&found).max(1),
            shown: format!("{head}{found}{tail}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "    {}\n    {}{}", self.shown, " ".repeat(self.before), "^".repeat(self.under))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_by_line_and_column_with_carets_under_wide_words() {
        let text = "Здравствуйте!\nВ чате 你好 искрит розетка";
        let place = Place::of(text, 24..30);
        assert_eq!((place.line, place.column), (2, 11));
        assert_eq!(place.to_string(), "    В чате 你好 искрит розетка\n                ^^^^^^\n");
    }
}
