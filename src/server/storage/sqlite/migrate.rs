//! Brings a database to this program's schema: numbered SQL files, each in one transaction, each remembered by its hash.
//!
//! Not its duty: opening the file.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

/// `(number, name, sql)`, ascending without holes. A file that was ever released is never edited.
const MIGRATIONS: &[(u32, &str, &str)] = &[
    (1, "desk", include_str!("../../../../migrations/server/sqlite/0001_desk.sql")),
    (2, "accounts", include_str!("../../../../migrations/server/sqlite/0002_accounts.sql")),
    (3, "errands", include_str!("../../../../migrations/server/sqlite/0003_errands.sql")),
];

#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("schema {found} is newer than {known}")]
    Newer { found: u32, known: u32 },
    #[error("migration {0} is not the one that made this database")]
    Edited(u32),
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

/// The newest schema this program knows.
pub fn known() -> u32 {
    MIGRATIONS.last().map_or(0, |m| m.0)
}

/// Runs what is missing.
///
/// # Errors
/// A newer schema and an edited migration are refused before anything is changed.
pub fn migrate(connection: &mut Connection) -> Result<(), MigrateError> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL)",
    )?;
    let found: u32 = connection.query_row("SELECT coalesce(max(version), 0) FROM migration", [], |row| row.get(0))?;
    if found > known() {
        return Err(MigrateError::Newer { found, known: known() });
    }
    for (version, name, sql) in MIGRATIONS {
        run(connection, *version, name, sql)?;
    }
    Ok(())
}

fn run(connection: &mut Connection, version: u32, name: &str, sql: &str) -> Result<(), MigrateError> {
    let hash = Sha256::digest(sql.as_bytes()).to_vec();
    // Immediate: of two programs that start at once, one waits and then finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let stored: Option<Vec<u8>> = transaction
        .query_row("SELECT sha256 FROM migration WHERE version = ?1", [version], |row| row.get(0))
        .optional()?;
    match stored {
        Some(stored) if stored == hash => return Ok(()),
        Some(_) => return Err(MigrateError::Edited(version)),
        None => {}
    }
    transaction.execute_batch(sql)?;
    transaction
        .execute("INSERT INTO migration (version, name, sha256) VALUES (?1, ?2, ?3)", params![version, name, hash])?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        migrate(&mut db).unwrap();
        let count: u32 = db.query_row("SELECT count(*) FROM migration", [], |r| r.get(0)).unwrap();
        assert_eq!(count, known());
    }

    #[test]
    fn a_newer_schema_is_refused_and_left_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        db.execute("INSERT INTO migration VALUES (9999, 'future', x'00')", []).unwrap();
        assert!(matches!(migrate(&mut db), Err(MigrateError::Newer { found: 9999, .. })));
    }

    #[test]
    fn an_edited_migration_is_refused() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        db.execute("UPDATE migration SET sha256 = x'00' WHERE version = 1", []).unwrap();
        assert!(matches!(migrate(&mut db), Err(MigrateError::Edited(1))));
    }
}
