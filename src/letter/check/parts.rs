//! A shipped rule file cut at its tables, so that a letter in one language waits for the words of that language alone.
//!
//! Not its duty: what stands in the parts (`pack`). A user's file is never cut, for its mistakes are told at once.

/// What a table of the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table<'t> {
    Common,
    Examples,
    Words(&'t str),
}

/// The parts of a shipped file.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// What is no words.
    pub common: String,
    /// By language: its tables of words and sets, in order, without the examples.
    pub languages: Vec<(&'static str, Vec<&'static str>)>,
}

impl Parts {
    pub fn of(text: &'static str) -> Self {
        let mut parts = Self::default();
        for (head, table) in tables(text) {
            match what_is(head) {
                Table::Common => parts.common.push_str(table),
                Table::Examples => {}
                Table::Words(lang) => match parts.languages.iter_mut().find(|(l, _)| *l == lang) {
                    Some((_, tables)) => tables.push(table),
                    None => parts.languages.push((lang, vec![table])),
                },
            }
        }
        parts
    }
}

/// The tables of a file with their first lines, which is empty for what stands before the first table.
pub(super) fn tables(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let starts = text.match_indices("\n[").map(|(at, _)| at + 1);
    let starts: Vec<usize> = [0].into_iter().chain(starts).chain([text.len()]).collect();
    let tables: Vec<&str> = starts.windows(2).map(|two| &text[two[0]..two[1]]).collect();
    tables.into_iter().map(|table| (table.lines().next().filter(|l| l.starts_with('[')).unwrap_or_default(), table))
}

fn what_is(head: &'static str) -> Table<'static> {
    let mut names = head.trim_start_matches('[').split(['.', ']']);
    match (names.next(), names.next(), names.next()) {
        (Some("words"), _, Some("examples")) => Table::Examples,
        (Some("words" | "sets"), Some(list), _) => Table::Words(super::pack::language_of(list)),
        _ => Table::Common,
    }
}
