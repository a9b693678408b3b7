//! Text from outside made safe; width, wrapping, folding, sentences, words, language. Uses no other room.
//!
//! Not its duty: what a text means (`letter`, `triage`).

mod cells;
mod fold;
mod language;
mod lately;
mod mistake;
mod pattern;
mod points;
mod safe;
mod segments;
mod tokens;

pub use cells::{is_one_cell, pad, truncate, width, wrap};
pub use fold::{Folded, fold, fold_into};
pub use language::detect_language;
pub use lately::{LONGEST, Lately};
pub use mistake::Mistake;
#[cfg(test)]
pub(crate) use pattern::reference::found_by_regex;
pub use pattern::{Hit, PatternMistake, Patterns};
pub use points::CodePoints;
pub use safe::{escape_visible, is_safe, make_safe, safe_line};
pub use segments::{sentences, words};
pub use tokens::Tokens;
