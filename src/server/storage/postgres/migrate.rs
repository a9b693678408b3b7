//! Brings a database to this program's schema: numbered SQL files, each remembered by its hash; all that is missing in
//! one transaction, under a lock, so that of many processes that start together one does it and the others find it done.
//!
//! Not its duty: connecting.

use deadpool_postgres::{Client, Transaction};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// `(number, name, sql)`, ascending without holes. A file that was ever released is never edited.
const MIGRATIONS: &[(i32, &str, &str)] = &[
    (1, "desk", include_str!("../../../../migrations/server/postgres/0001_desk.sql")),
    (2, "accounts", include_str!("../../../../migrations/server/postgres/0002_accounts.sql")),
    (3, "presence", include_str!("../../../../migrations/server/postgres/0003_presence.sql")),
    (4, "errands", include_str!("../../../../migrations/server/postgres/0004_errands.sql")),
];
/// `pg_xact_status`, `pg_current_xact_id`.
const OLDEST_SERVER: i32 = 130_000;
/// «sincerel», so that it meets no other program's lock in this database.
const LOCK: i64 = 0x7369_6e63_6572_656c;

#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("schema {found} is newer than {known}")]
    Newer { found: u32, known: u32 },
    #[error("migration {0} is not the one that made this database")]
    Edited(i32),
    #[error("{0}")]
    Unfit(String),
    #[error(transparent)]
    Postgres(#[from] tokio_postgres::Error),
}

/// The newest schema this program knows.
pub fn known() -> u32 {
    MIGRATIONS.last().map_or(0, |m| m.0.unsigned_abs())
}

/// Runs what is missing, in the schema (made when it is missing), and gives the desk its name. Answers with the name.
///
/// # Errors
/// A newer schema, an edited migration, an unfit server are refused before anything is changed.
pub async fn migrate(client: &mut Client, schema: Option<&str>) -> Result<String, MigrateError> {
    must_be_fit(client).await?;
    let transaction = client.transaction().await?;
    // Others may migrate for long; the session's own limits are for acts.
    transaction.batch_execute("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0").await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    if let Some(schema) = schema {
        make_schema(&transaction, schema).await?;
    }
    transaction
        .batch_execute(
            "CREATE TABLE IF NOT EXISTS migration (version integer PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL)",
        )
        .await?;
    let found: i32 = transaction.query_one("SELECT coalesce(max(version), 0) FROM migration", &[]).await?.get(0);
    if found.unsigned_abs() > known() {
        return Err(MigrateError::Newer { found: found.unsigned_abs(), known: known() });
    }
    for (version, name, sql) in MIGRATIONS {
        run(&transaction, *version, name, sql).await?;
    }
    let desk = desk(&transaction).await?;
    transaction.commit().await?;
    Ok(desk)
}

async fn must_be_fit(client: &Client) -> Result<(), MigrateError> {
    let row = client
        .query_one("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')", &[])
        .await?;
    let (version, encoding): (i32, String) = (row.get(0), row.get(1));
    if version < OLDEST_SERVER {
        return Err(MigrateError::Unfit(format!("it is PostgreSQL {}; 13 or newer is needed", version / 10_000)));
    }
    if encoding != "UTF8" {
        return Err(MigrateError::Unfit(format!("its encoding is {encoding}; make it with ENCODING 'UTF8'")));
    }
    Ok(())
}

/// The name was checked where it entered. An existing schema needs no right to make one.
async fn make_schema(transaction: &Transaction<'_>, schema: &str) -> Result<(), MigrateError> {
    let there = transaction.query_opt("SELECT 1 FROM pg_namespace WHERE nspname = $1", &[&schema]).await?;
    if there.is_none() {
        transaction.batch_execute(&format!("CREATE SCHEMA {schema}")).await?;
    }
    Ok(())
}

async fn run(transaction: &Transaction<'_>, version: i32, name: &str, sql: &str) -> Result<(), MigrateError> {
    let hash = Sha256::digest(sql.as_bytes()).to_vec();
    let stored = transaction.query_opt("SELECT sha256 FROM migration WHERE version = $1", &[&version]).await?;
    match stored.map(|row| row.get::<_, Vec<u8>>(0)) {
        Some(stored) if stored == hash => return Ok(()),
        Some(_) => return Err(MigrateError::Edited(version)),
        None => {}
    }
    transaction.batch_execute(sql).await?;
    let remember = "INSERT INTO migration (version, name, sha256) VALUES ($1, $2, $3)";
    transaction.execute(remember, &[&version, &name, &hash]).await?;
    Ok(())
}

/// This storage's name; made at the first opening.
async fn desk(transaction: &Transaction<'_>) -> Result<String, MigrateError> {
    let name = Uuid::new_v4().to_string();
    transaction
        .execute("INSERT INTO fact (name, value) VALUES ('desk', $1) ON CONFLICT (name) DO NOTHING", &[&name])
        .await?;
    Ok(transaction.query_one("SELECT value FROM fact WHERE name = 'desk'", &[]).await?.get(0))
}
