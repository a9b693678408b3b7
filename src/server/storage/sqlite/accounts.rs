//! Tokens and the audit in SQLite: who may come in, and what everybody did.
//!
//! Not its duty: whether a token is still good (`rules::tokens`).

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::read::resource;
use crate::model::{OperatorId, TokenId};
use crate::protocol::{AuditEntry, TokenInfo};
use crate::server::storage::{AuditLine, AuditQuery, Bearer, StorageError, TokenChange};

type Result<T> = std::result::Result<T, StorageError>;

const TOKEN: &str = "id, operator, label, created_at, used_at, expires_at, revoked_at";

/// Tokens are found by their hash, which tells an attacker nothing about the token; the comparison takes constant time.
pub fn bearer(db: &Connection, hash: &[u8; 32]) -> Result<Option<Bearer>> {
    let found: Option<(TokenInfo, [u8; 32])> = db
        .prepare_cached(&format!("SELECT {TOKEN}, hash FROM token WHERE hash = ?1"))?
        .query_row([hash], |row| Ok((token(row)?, row.get(7)?)))
        .optional()?;
    match found {
        Some((token, stored)) if bool::from(stored.ct_eq(hash)) => {
            Ok(resource(db, token.operator.0)?.map(|operator| Bearer { operator, token }))
        }
        _ => Ok(None),
    }
}

pub fn tokens(db: &Connection, operator: OperatorId) -> Result<Vec<TokenInfo>> {
    let mut statement =
        db.prepare_cached(&format!("SELECT {TOKEN} FROM token WHERE operator = ?1 ORDER BY created_at DESC, id"))?;
    let tokens = statement.query_map([operator.0], token)?;
    Ok(tokens.collect::<rusqlite::Result<_>>()?)
}

fn token(row: &Row<'_>) -> rusqlite::Result<TokenInfo> {
    let optional = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(column)?.map(|at| time(&at)));
    Ok(TokenInfo {
        id: TokenId(row.get(0)?),
        operator: OperatorId(row.get(1)?),
        label: row.get(2)?,
        created_at: time(&row.get::<_, String>(3)?),
        used_at: optional(4)?,
        expires_at: optional(5)?,
        revoked_at: optional(6)?,
    })
}

/// A time that cannot be read counts as long ago: it never keeps a token in force.
fn time(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

pub fn change_token(db: &Connection, change: &TokenChange, now: Timestamp) -> rusqlite::Result<()> {
    match change {
        TokenChange::Add { id, hash, operator, label, expires_at } => {
            let end = expires_at.map(|at| at.to_string());
            db.prepare_cached(
                "INSERT INTO token (id, hash, operator, label, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id.0, hash, operator.0, label, now.to_string(), end])?;
        }
        TokenChange::Revoke { id, at } => {
            db.prepare_cached("UPDATE token SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL")?
                .execute(params![id.0, at.to_string()])?;
        }
        TokenChange::Used { tokens } => {
            let mut used = db.prepare_cached("UPDATE token SET used_at = ?2 WHERE id = ?1")?;
            for (id, at) in tokens {
                used.execute(params![id.0, at.to_string()])?;
            }
        }
        TokenChange::RevokeAllOf { operator, at, except } => {
            db.prepare_cached(
                "UPDATE token SET revoked_at = ?2 WHERE operator = ?1 AND revoked_at IS NULL AND id IS NOT ?3",
            )?
            .execute(params![operator.0, at.to_string(), except.map(|id| id.0)])?;
        }
        // What was given out for one run only is of no use in any history.
        TokenChange::RevokeLabel { label } => {
            db.prepare_cached("DELETE FROM token WHERE label = ?1")?.execute(params![label])?;
        }
    }
    Ok(())
}

/// Adds a line. `first` and `last` are the positions in the feed that the act took.
pub fn audit(db: &Connection, first: u64, last: u64, line: &AuditLine) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO audit (first_seq, last_seq, at, operator, act, scope, refused) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        first,
        last,
        line.at.to_string(),
        line.operator.map(|o| o.0),
        line.act,
        line.scope,
        line.refused
    ])?;
    Ok(())
}

/// Lines are kept in the order they were written in, which is their rowid.
pub fn read_audit(db: &Connection, query: &AuditQuery) -> Result<Vec<AuditEntry>> {
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut only = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            conditions.push(condition.replace('?', &format!("?{}", values.len())));
        }
    };
    let blob = |id: Uuid| Value::Blob(id.as_bytes().to_vec());
    let second = |at: Timestamp| Value::Text(at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
    only("rowid < ?", query.before.map(|line| Value::Integer(i64::try_from(line).unwrap_or(i64::MAX))));
    only("operator = ?", query.operator.map(|id| blob(id.0)));
    only("scope = ?", query.scope.map(blob));
    only("act = ?", query.act.clone().map(Value::Text));
    // Times have fractions of any length: whole seconds can be compared as text.
    only("substr(at, 1, 19) >= ?", query.since.map(second));
    only("substr(at, 1, 19) <= ?", query.until.map(second));
    values.push(Value::Integer(i64::try_from(query.limit).unwrap_or(i64::MAX)));
    let conditions = if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") };
    let mut statement = db.prepare(&format!(
        "SELECT rowid, at, operator, act, scope, refused FROM audit WHERE {conditions} ORDER BY rowid DESC LIMIT ?{}",
        values.len()
    ))?;
    let entries = statement.query_map(params_from_iter(values), |row| {
        Ok(AuditEntry {
            line: row.get(0)?,
            at: time(&row.get::<_, String>(1)?),
            operator: row.get::<_, Option<Uuid>>(2)?.map(OperatorId),
            act: row.get(3)?,
            scope: row.get(4)?,
            refused: row.get(5)?,
        })
    })?;
    Ok(entries.collect::<rusqlite::Result<_>>()?)
}
