//! Copies of a desk's database as files, for backups: a consistent copy while others write, and what a copy needs before
//! it is served again.
//!
//! Not its duty: where copies are kept (`server::backup`).

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use uuid::Uuid;

use super::{OpenError, connect, migrate, read};
use crate::server::storage::StorageError;

type Result<T> = std::result::Result<T, StorageError>;

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub desk: String,
    pub schema: u32,
    pub head: u64,
    pub cases: u64,
}

/// The newest schema this program knows.
pub fn known_schema() -> u32 {
    migrate::known()
}

/// Copies the database as it is at one moment; whoever writes to it goes on. The copy is one file, flushed and checked.
///
/// # Errors
/// Names the file that is damaged or cannot be used.
pub fn copy(from: &Path, to: &Path) -> Result<Facts> {
    let source = connect(from, true).map_err(|error| error.in_file(from))?;
    let copied = copy_pages(&source, to).map_err(|error| OpenError::from(error).in_file(from));
    copied?;
    let facts = check(to)?;
    let synced = std::fs::File::options().write(true).open(to).and_then(|file| file.sync_all());
    synced.map_err(|e| StorageError::CannotOpen { path: to.to_owned(), reason: e.to_string() })?;
    Ok(facts)
}

/// All pages in one step, which is one reading transaction: writers are neither waited for nor kept waiting.
fn copy_pages(source: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut copy = Connection::open(to)?;
    copy.execute_batch("PRAGMA synchronous = OFF")?;
    {
        let backup = Backup::new(source, &mut copy)?;
        while backup.step(-1)? != StepResult::Done {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    // One file, without a log beside it.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
}

fn check(path: &Path) -> Result<Facts> {
    let run = || -> std::result::Result<(String, Facts), OpenError> {
        let db = Connection::open(path)?;
        let told: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let facts = Facts {
            desk: db.query_row("SELECT value FROM fact WHERE name = 'desk'", [], |row| row.get(0))?,
            schema: db.query_row("SELECT coalesce(max(version), 0) FROM migration", [], |row| row.get(0))?,
            head: read::head(&db)?.0,
            cases: read::case_count(&db)?,
        };
        Ok((told, facts))
    };
    let (told, facts) = run().map_err(|error| error.in_file(path))?;
    if told != "ok" {
        return Err(StorageError::Damaged { path: path.to_owned(), reason: told });
    }
    Ok(facts)
}

/// Gives a copy a new name, so that nobody reads its feed on from a cursor of the desk it was copied from.
///
/// # Errors
/// Names the file that is damaged or cannot be used.
pub fn rename_desk(path: &Path) -> Result<()> {
    let run = || -> rusqlite::Result<()> {
        let db = Connection::open(path)?;
        db.execute_batch("PRAGMA synchronous = FULL")?;
        db.execute("UPDATE fact SET value = ?1 WHERE name = 'desk'", [Uuid::new_v4().to_string()]).map(drop)
    };
    run().map_err(|error| OpenError::from(error).in_file(path))
}

/// Writes what the log holds into the file and takes the log away. Nobody may have it open.
///
/// # Errors
/// Names the file that is damaged or cannot be used; it is as it was.
pub fn fold_log(path: &Path) -> Result<()> {
    let run = || -> rusqlite::Result<()> {
        let db = Connection::open(path)?;
        db.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
    };
    run().map_err(|error| OpenError::from(error).in_file(path))
}
