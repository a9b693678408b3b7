//! Brings a database to the schema of this program: numbered SQL files, each in its own transaction, each remembered
//! with its hash. A database of a newer program is refused and left as it is.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::StoreError;

pub(super) struct Migration {
    pub(super) version: u32,
    pub(super) name: &'static str,
    pub(super) sql: &'static str,
}

pub(super) const WORK: &[Migration] = &[
    Migration { version: 1, name: "work", sql: include_str!("../../migrations/work/0001_work.sql") },
    Migration { version: 2, name: "overrides", sql: include_str!("../../migrations/work/0002_overrides.sql") },
    Migration { version: 3, name: "windows", sql: include_str!("../../migrations/work/0003_windows.sql") },
    Migration { version: 4, name: "own_moves", sql: include_str!("../../migrations/work/0004_own_moves.sql") },
];
pub(super) const CACHE: &[Migration] = &[
    Migration { version: 1, name: "desk", sql: include_str!("../../migrations/cache/0001_desk.sql") },
    Migration { version: 2, name: "copy", sql: include_str!("../../migrations/cache/0002_copy.sql") },
    Migration { version: 3, name: "suggested", sql: include_str!("../../migrations/cache/0003_suggested.sql") },
    Migration { version: 4, name: "duplicate", sql: include_str!("../../migrations/cache/0004_duplicate.sql") },
    Migration { version: 5, name: "called", sql: include_str!("../../migrations/cache/0005_called.sql") },
    Migration { version: 6, name: "to_call", sql: include_str!("../../migrations/cache/0006_to_call.sql") },
    Migration { version: 7, name: "search_within", sql: include_str!("../../migrations/cache/0007_search_within.sql") },
    Migration { version: 8, name: "search_again", sql: include_str!("../../migrations/cache/0008_search_again.sql") },
];

/// Applies what is missing, in order.
///
/// # Errors
/// [`StoreError::Newer`] and [`StoreError::Altered`] before anything is changed; those of SQLite with the failing
/// migration undone.
pub(super) fn migrate(connection: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<(), StoreError> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL)",
    )?;
    let known = migrations.last().map_or(0, |m| m.version);
    let found: u32 = connection.query_row("SELECT coalesce(max(version), 0) FROM migrations", [], |r| r.get(0))?;
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    for migration in migrations {
        let hash = hex(&Sha256::digest(migration.sql));
        // A number may be missing below the newest one: two branches of the program were made side by side.
        if is_done(connection, migration, &hash)? {
            continue;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if is_done(&transaction, migration, &hash)? {
            // Another window that starts now was faster.
            continue;
        }
        transaction.execute_batch(migration.sql)?;
        transaction.execute(
            "INSERT INTO migrations (version, name, sha256) VALUES (?, ?, ?)",
            (migration.version, migration.name, hash),
        )?;
        transaction.commit()?;
    }
    Ok(())
}

fn is_done(db: &Connection, migration: &Migration, hash: &str) -> Result<bool, StoreError> {
    let sql = "SELECT sha256 FROM migrations WHERE version = ?";
    match db.query_row(sql, [migration.version], |r| r.get::<_, String>(0)).optional()? {
        Some(kept) if kept != hash => Err(StoreError::Altered(migration.name.to_owned())),
        kept => Ok(kept.is_some()),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &[Migration] = &[Migration { version: 1, name: "one", sql: "CREATE TABLE a (x)" }];
    const TWO: &[Migration] = &[
        Migration { version: 1, name: "one", sql: "CREATE TABLE a (x)" },
        Migration { version: 2, name: "two", sql: "CREATE TABLE b (x)" },
    ];

    #[test]
    fn migrations_run_once_and_in_order() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, Path::new("x"), ONE).unwrap();
        migrate(&mut db, Path::new("x"), TWO).unwrap();
        migrate(&mut db, Path::new("x"), TWO).unwrap();
        let n: u32 = db.query_row("SELECT count(*) FROM migrations", [], |r| r.get(0)).unwrap();
        assert_eq!(n, 2);
    }

    #[test]
    fn a_newer_schema_is_refused_and_an_altered_one_noticed() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, Path::new("x"), TWO).unwrap();
        assert!(matches!(migrate(&mut db, Path::new("x"), ONE), Err(StoreError::Newer { found: 2, known: 1, .. })));
        let altered = [Migration { version: 1, name: "one", sql: "CREATE TABLE a (y)" }];
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, Path::new("x"), ONE).unwrap();
        assert!(matches!(migrate(&mut db, Path::new("x"), &altered), Err(StoreError::Altered(_))));
    }
}
