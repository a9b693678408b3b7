//! Words inside words, in names and subjects: «Бегемот» finds «КотБегемот». A second look, taken only when the first one,
//! by the beginnings of words, found little.
//!
//! Not its duty: the texts of messages, where the beginnings of words are enough (`search`).

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::StoreError;
use super::filter::Slice;
use super::rows::key;
use crate::model::queue::RowKey;
use crate::text;

/// Who found so many hits by the beginnings of words looks no further.
pub(super) const ENOUGH: usize = 20;
/// The newest so many cases with the right threes of letters are looked at.
const CANDIDATES: usize = 500;
/// The index holds threes of letters.
const SHORTEST: usize = 3;
/// More threes of one word than these tell no more.
const MOST_THREES: usize = 12;

/// What was typed, as words to look for inside of others; none when one of them is too short or stands in quotes.
pub(super) fn parts(typed: &str) -> Option<Vec<String>> {
    let folded = text::fold(typed);
    if folded.contains(['"', '«', '»', '„', '“', '”']) {
        return None;
    }
    let parts: Vec<String> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
    (!parts.is_empty() && parts.iter().all(|part| part.chars().count() >= SHORTEST)).then_some(parts)
}

/// Keys of the newest cases that satisfy the conditions and hold all parts in the customer's name or the subject.
pub(super) fn hits(db: &Connection, parts: &[String], slice: &Slice) -> Result<Vec<RowKey>, StoreError> {
    let sql = format!(
        "SELECT c.rank, c.due, c.waiting, c.row, c.customer, c.subject \
         FROM (SELECT rowid AS hit FROM search_within WHERE search_within MATCH ? ORDER BY rowid DESC LIMIT {CANDIDATES}) \
         CROSS JOIN cases c ON c.row = hit WHERE {}",
        slice.sql()
    );
    let mut params = vec![Value::Text(threes(parts))];
    params.extend(slice.params.iter().cloned());
    let mut found = db.prepare_cached(&sql)?;
    let mut rows = found.query(params_from_iter(params))?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        // The threes may stand apart from each other; the words themselves decide.
        let names = names(row.get_ref(4)?.as_str().unwrap_or_default(), row.get_ref(5)?.as_str().unwrap_or_default());
        if parts.iter().all(|part| names.contains(part.as_str())) {
            keys.push(key(row)?);
        }
    }
    Ok(keys)
}

/// All threes of letters of all parts, AND-ed: an index without places knows no phrases.
fn threes(parts: &[String]) -> String {
    let of_part = |part: &String| {
        let letters: Vec<char> = part.chars().collect();
        letters.windows(SHORTEST).take(MOST_THREES).map(|w| format!("\"{}\"", w.iter().collect::<String>())).collect()
    };
    let all: Vec<Vec<String>> = parts.iter().map(of_part).collect();
    all.concat().join(" AND ")
}

fn names(customer: &str, subject: &str) -> String {
    let mut names = text::fold(customer);
    names.push('\n');
    text::fold_into(subject, &mut names);
    names
}

/// Keeps the names of a case.
pub(super) fn index(db: &Connection, row: i64, customer: &str, subject: &str) -> Result<(), StoreError> {
    db.prepare_cached("INSERT OR REPLACE INTO search_within (rowid, names) VALUES (?, ?)")?
        .execute((row, names(customer, subject)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_whole_words_of_three_letters_at_least() {
        assert_eq!(parts("Бегемот"), Some(vec!["бегемот".to_owned()]));
        assert_eq!(parts("кот бегемот!"), Some(vec!["кот".to_owned(), "бегемот".to_owned()]));
        assert_eq!(parts("от"), None);
        assert_eq!(parts("«бегемот»"), None);
        assert_eq!(parts("  "), None);
        assert_eq!(parts("👍"), None);
    }

    #[test]
    fn threes_of_letters_are_anded() {
        assert_eq!(threes(&["мотор".to_owned()]), "\"мот\" AND \"ото\" AND \"тор\"");
    }
}
