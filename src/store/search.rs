//! Full-text search over customer, subject and text: what people type becomes a query that cannot be wrong, and hits
//! come newest first, so that a common word costs no more than a rare one.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::filter::Slice;
use super::rows::key;
use super::sql::{blob, get_id};
use super::{StoreError, within};
use crate::model::CaseId;
use crate::model::queue::RowKey;
use crate::text;

/// The newest so many hits are looked at; a search that finds more wants another word.
const HITS: usize = 500;

/// Words are AND-ed, the last one is a beginning, what stands in quotes is a phrase; a sign such as 👍 is a word. None when
/// there is nothing to search for. Every character that means something to FTS5 is taken away, so no input is an error.
pub(super) fn query(typed: &str) -> Option<String> {
    let folded = with_signs_as_words(&text::fold(typed)).replace(['«', '»', '„', '“', '”'], "\"");
    let mut terms = Vec::new();
    for (n, part) in folded.split('"').enumerate() {
        let words: Vec<&str> = part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        if n % 2 == 1 {
            if !words.is_empty() {
                terms.push(format!("\"{}\"", words.join(" ")));
            }
        } else {
            terms.extend(words.iter().map(|w| format!("\"{w}\"")));
        }
    }
    let open_end = folded.ends_with(char::is_alphanumeric);
    let last = terms.last_mut()?;
    if open_end {
        last.push('*');
    }
    Some(terms.join(" AND "))
}

/// A sign becomes a word that the index takes: 👍 is "sign1f44d". Tones of skin and the like say nothing of their own.
fn with_signs_as_words(text: &str) -> Cow<'_, str> {
    if !text.contains(is_sign) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_sign(c) {
            true => out.push_str(&format!(" sign{:x} ", u32::from(c))),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Pictures that people write instead of words.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{1f300}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}')
}

/// Keys of the newest cases that what was typed means: by the beginnings of words, and where these find little, also by
/// what stands inside of names and subjects.
pub(super) fn found(db: &Connection, query: &str, typed: &str, slice: &Slice) -> Result<Vec<RowKey>, StoreError> {
    let mut keys = hits(db, query, slice)?;
    if keys.len() < within::ENOUGH
        && let Some(parts) = within::parts(typed)
    {
        for key in within::hits(db, &parts, slice)? {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    Ok(keys)
}

/// Keys of the newest hits that satisfy the conditions.
fn hits(db: &Connection, query: &str, slice: &Slice) -> Result<Vec<RowKey>, StoreError> {
    let sql = format!(
        "SELECT c.rank, c.due, c.waiting, c.row \
         FROM (SELECT rowid AS hit FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT {HITS}) \
         CROSS JOIN cases c ON c.row = hit WHERE {}",
        slice.sql()
    );
    let mut params = vec![Value::Text(query.to_owned())];
    params.extend(slice.params.iter().cloned());
    let mut keys = db.prepare_cached(&sql)?;
    let keys = keys.query_map(params_from_iter(params), key)?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// More text than this of one case is not searched; a thread of a hundred pages ends somewhere.
const TEXT_LIMIT: usize = 200_000;

#[derive(serde::Deserialize)]
struct Words<'a> {
    #[serde(borrow, default)]
    subject: Cow<'a, str>,
    #[serde(borrow)]
    body: Cow<'a, str>,
}

/// A case to be indexed.
pub(super) struct Indexed {
    pub(super) row: i64,
    id: CaseId,
    customer: String,
    subject: String,
}

impl Indexed {
    /// From the columns `row, id, customer, subject`.
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { row: row.get(0)?, id: CaseId(get_id(row, 1)?), customer: row.get(2)?, subject: row.get(3)? })
    }
}

/// Brings the search in step with cases and their messages. One that is not known yet is indexed when it comes.
pub(super) fn index_cases(db: &Connection, cases: &BTreeSet<CaseId>) -> Result<(), StoreError> {
    let mut find = db.prepare_cached("SELECT row, id, customer, subject FROM cases WHERE id = ?")?;
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        found.extend(find.query_row([blob(case.0)], Indexed::read).optional()?);
    }
    index(db, &mut found)
}

/// In the order of the rows: FTS5 writes a piece of its own for every row that is lower than the one before.
pub(super) fn index(db: &Connection, cases: &mut [Indexed]) -> Result<(), StoreError> {
    cases.sort_unstable_by_key(|case| case.row);
    cases.iter().try_for_each(|case| index_one(db, case))
}

fn index_one(db: &Connection, case: &Indexed) -> Result<(), StoreError> {
    let mut words = String::new();
    let mut messages = db.prepare_cached("SELECT doc FROM messages WHERE case_id = ? ORDER BY at DESC")?;
    let mut docs = messages.query([blob(case.id.0)])?;
    while let Some(doc) = docs.next()? {
        let message: Words<'_> = serde_json::from_str(doc.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        for text in [message.subject, message.body] {
            words.push_str(&with_signs_as_words(&text::fold(&text)));
            words.push('\n');
        }
        if words.len() > TEXT_LIMIT {
            break;
        }
    }
    db.prepare_cached("INSERT OR REPLACE INTO search (rowid, customer, subject, text) VALUES (?, ?, ?, ?)")?.execute(
        (
            case.row,
            with_signs_as_words(&text::fold(&case.customer)),
            with_signs_as_words(&text::fold(&case.subject)),
            words,
        ),
    )?;
    within::index(db, case.row, &case.customer, &case.subject)
}
