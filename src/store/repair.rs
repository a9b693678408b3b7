//! `sincerely repair`: saves what can still be read out of a damaged `work.db`, row by row, into a new file. The damaged one
//! is kept beside it under a name that says so; nothing is ever overwritten.
//!
//! Not its duty: `cache.db`, which is simply pulled again.

use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::StoreError;
use super::open::{keep_aside, open_work, stamp, with_suffix};
use super::window;

/// What holds work, in the order in which it is missed.
const TABLES: [&str; 5] = ["drafts", "outbox", "draft_history", "reads", "settings"];

/// What came of a repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// Where the damaged file lies now.
    pub kept: PathBuf,
    pub why: String,
    pub drafts: usize,
    pub unsent: usize,
    pub versions: usize,
}

/// Repairs a `work.db`. None: it is sound, or there is none; nothing was changed.
///
/// # Errors
/// A window runs over it, it is of a newer program, or the folder cannot be written; nothing was changed.
pub fn repair(work: &Path) -> Result<Option<Repaired>, StoreError> {
    if !work.exists() {
        return Ok(None);
    }
    if window::is_used(work) {
        return Err(StoreError::InUse(work.to_owned()));
    }
    let why = match open_work(work) {
        Ok(_) => return Ok(None),
        Err(error) if error.is_damage() => error,
        Err(error) => return Err(error),
    };
    let fresh = with_suffix(work, &format!(".repaired-{}", stamp()));
    let mut saved = open_work(&fresh)?;
    let mut counts = [0; TABLES.len()];
    if let Ok(damaged) = Connection::open_with_flags(work, OpenFlags::SQLITE_OPEN_READ_ONLY) {
        for (count, table) in counts.iter_mut().zip(TABLES) {
            *count = copy(&damaged, &mut saved, table)?;
        }
    }
    // Its log is moved into the file, so that one rename puts the whole in its place.
    saved.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    drop(saved);
    let kept = keep_aside(work, &format!("damaged-{}", stamp()), &why)?;
    std::fs::rename(&fresh, work).map_err(|source| StoreError::File { path: fresh, source })?;
    let [drafts, unsent, versions, ..] = counts;
    Ok(Some(Repaired { kept: kept.path, why: kept.why, drafts, unsent, versions }))
}

/// Copies the rows of a table that can be read: from the beginning to the first damage, then from the end back to it.
fn copy(from: &Connection, to: &mut Connection, table: &str) -> Result<usize, StoreError> {
    let (Ok(theirs), ours) = (columns(from, table), columns(to, table)?) else { return Ok(0) };
    let both: Vec<String> = ours.into_iter().filter(|column| theirs.contains(column)).collect();
    if both.is_empty() {
        return Ok(0);
    }
    let names = both.join(", ");
    let places = vec!["?"; both.len()].join(", ");
    let into = format!("INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})");
    let transaction = to.transaction()?;
    let mut copied = 0;
    for order in ["", "ORDER BY rowid DESC"] {
        let Ok(mut rows) = from.prepare(&format!("SELECT {names} FROM {table} {order}")) else { continue };
        let Ok(mut rows) = rows.query([]) else { continue };
        let mut met_damage = false;
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let values = (0..both.len()).map(|n| row.get(n)).collect::<Result<Vec<Value>, _>>();
                    if let Ok(values) = values {
                        copied += transaction.prepare_cached(&into)?.execute(params_from_iter(values)).unwrap_or(0);
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    met_damage = true;
                    break;
                }
            }
        }
        if !met_damage {
            break;
        }
    }
    transaction.commit()?;
    Ok(copied)
}

fn columns(db: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let mut columns = db.prepare("SELECT name FROM pragma_table_info(?)")?;
    let columns = columns.query_map([table], |r| r.get(0))?;
    Ok(columns.collect::<Result<_, _>>()?)
}
