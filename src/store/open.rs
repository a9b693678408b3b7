//! Opens the two files. A damaged `cache.db` is kept aside under a name that says so and pulled again; what happened is told
//! in the [`OpenReport`], never passed over in silence. A damaged `work.db` is refused and left as it is: it holds what
//! exists nowhere else, and only the operator's word puts it aside (`repair`).

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::StoreError;
use super::migrate::{CACHE, Migration, WORK, migrate};
use super::window::Window;

/// A file that could not be used, and where it lies now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAside {
    pub path: PathBuf,
    pub why: String,
}

/// What opening found. `None`: all is well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// `cache.db` was damaged or of another version: everything is pulled again.
    pub cache: Option<KeptAside>,
}

pub(super) struct Opened {
    pub(super) work: Connection,
    pub(super) cache: Connection,
    pub(super) readers: Vec<Connection>,
    pub(super) window: Window,
    pub(super) report: OpenReport,
}

/// Few, because a question takes about a millisecond; more than one, so that a slow search holds nobody up.
const READERS: usize = 2;
const READER_CACHE_KIB: u32 = 6 * 1024;
const WRITER_CACHE_KIB: u32 = 8 * 1024;
/// In pages of 4 KiB. The checkpoint belongs to idle time, not into the transaction of a write.
const AUTOCHECKPOINT_PAGES: u32 = 50_000;

pub(super) fn open(work: &Path, cache: &Path) -> Result<Opened, StoreError> {
    let mut report = OpenReport::default();
    let window = Window::take(work).map_err(|source| StoreError::File { path: work.to_owned(), source })?;
    let work = match open_work(work) {
        Err(error) if error.is_damage() => {
            return Err(StoreError::WorkDamaged { path: work.to_owned(), why: error.to_string() });
        }
        other => other?,
    };
    let writer = match open_sound_cache(cache) {
        Err(error) if error.is_damage() || matches!(error, StoreError::Newer { .. }) => {
            if window.has_company() {
                // Another window reads it; nothing is moved from under its feet.
                return Err(StoreError::InUse(cache.to_owned()));
            }
            // Only the last one is kept: it is large, and holds nothing that the desk does not have.
            report.cache = Some(keep_aside(cache, "unusable", &error)?);
            forget_damage(cache)?;
            open_cache(cache)?
        }
        other => other?,
    };
    let readers = (0..READERS).map(|_| open_reader(cache)).collect::<Result<_, _>>()?;
    Ok(Opened { work, cache: writer, readers, window, report })
}

pub(super) fn open_work(path: &Path) -> Result<Connection, StoreError> {
    let connection = open_file(path, "FULL", WORK)?;
    let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged(verdict));
    }
    Ok(connection)
}

/// A large file is not checked at every start; who meets damage while reading leaves word (see [`note_damage`]).
fn open_sound_cache(path: &Path) -> Result<Connection, StoreError> {
    match fs::read_to_string(damage_note(path)) {
        Ok(why) => Err(StoreError::Damaged(why)),
        Err(_) => open_cache(path),
    }
}

fn damage_note(path: &Path) -> PathBuf {
    with_suffix(path, ".is-damaged")
}

/// Remembers for the next start that the cache is damaged.
pub(super) fn note_damage(path: &Path, why: &StoreError) {
    tracing::error!(%why, "the local copy is damaged; it is pulled again at the next start");
    if let Err(error) = crate::files::write_private(&damage_note(path), why.to_string().as_bytes()) {
        tracing::error!(%error, "that could not be noted");
    }
}

fn forget_damage(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(damage_note(path)) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::File { path: damage_note(path), source })
        }
        _ => Ok(()),
    }
}

fn open_cache(path: &Path) -> Result<Connection, StoreError> {
    let connection = open_file(path, "NORMAL", CACHE)?;
    connection.pragma_update(None, "cache_size", -i64::from(WRITER_CACHE_KIB))?;
    connection.pragma_update(None, "wal_autocheckpoint", AUTOCHECKPOINT_PAGES)?;
    // Sorting for an index spills to a file instead of growing in memory.
    connection.pragma_update(None, "temp_store", "FILE")?;
    Ok(connection)
}

fn open_file(path: &Path, synchronous: &str, migrations: &[Migration]) -> Result<Connection, StoreError> {
    let cannot_open = |source| StoreError::Open { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(cannot_open)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // Two windows that read first and write then would turn each other away.
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    connection.pragma_update(None, "journal_mode", "WAL").map_err(cannot_open)?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.set_prepared_statement_cache_capacity(64);
    migrate(&mut connection, path, migrations)?;
    Ok(connection)
}

pub(super) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "cache_size", -i64::from(READER_CACHE_KIB))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Renames a database and its log files, so that nothing is ever overwritten.
pub(super) fn keep_aside(path: &Path, suffix: &str, why: &StoreError) -> Result<KeptAside, StoreError> {
    let aside = with_suffix(path, &format!(".{suffix}"));
    for tail in ["", "-wal", "-shm"] {
        let from = with_suffix(path, tail);
        if from.exists() {
            let to = with_suffix(&aside, tail);
            fs::rename(&from, &to).map_err(|source| StoreError::File { path: from, source })?;
        }
    }
    tracing::warn!(file = %aside.display(), "a database was kept aside");
    Ok(KeptAside { path: aside, why: why.to_string() })
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(super) fn stamp() -> String {
    jiff::Timestamp::now().strftime("%Y%m%dT%H%M%S%3fZ").to_string()
}
