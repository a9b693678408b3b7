//! A mistake in a file that a person wrote: where it is and what is wrong, so that he finds it at once.

use std::fmt;
use std::ops::Range;

/// `file:line:column: message`; line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub message: String,
}

impl Mistake {
    /// The mistake at a byte range of the file's text; a range outside the text is told at its end.
    pub fn at(file: &str, text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
            message: message.into(),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_editors_do() {
        assert_eq!(Mistake::at("f", "a\nбв = 1", 4..5, "m").to_string(), "f:2:2: m");
        assert_eq!(Mistake::at("f", "a", 9..10, "m").to_string(), "f:1:2: m");
    }
}
