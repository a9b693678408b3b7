//! Tokens and the audit in PostgreSQL: who may come in, and what everybody did.
//!
//! Not its duty: whether a token is still good (`rules::tokens`).

use deadpool_postgres::{Client, Transaction};
use jiff::Timestamp;
use subtle::ConstantTimeEq;
use tokio_postgres::Row;
use uuid::Uuid;

use super::read::{row, rows, signed};
use super::write::execute;
use crate::model::{OperatorId, TokenId};
use crate::protocol::{AuditEntry, TokenInfo};
use crate::server::storage::common::parse;
use crate::server::storage::{AuditLine, AuditQuery, Bearer, CommitError, StorageError, TokenChange};

type Result<T> = std::result::Result<T, StorageError>;

const TOKEN: &str = "t.id, t.operator, t.label, t.created_at, t.used_at, t.expires_at, t.revoked_at";

/// Tokens are found by their hash, which tells an attacker nothing about the token; the comparison takes constant time.
pub async fn bearer(db: &Client, hash: &[u8; 32]) -> Result<Option<Bearer>> {
    let sql = format!(
        "SELECT {TOKEN}, t.hash, r.doc FROM token t JOIN resource r ON r.id = t.operator
         WHERE t.hash = $1 AND r.doc IS NOT NULL"
    );
    match row(db, &sql, &[&hash.as_slice()]).await? {
        Some(row) if bool::from(row.get::<_, &[u8]>(7).ct_eq(hash)) => {
            Ok(Some(Bearer { operator: parse(row.get(8))?, token: token(&row) }))
        }
        _ => Ok(None),
    }
}

pub async fn tokens(db: &Client, operator: OperatorId) -> Result<Vec<TokenInfo>> {
    let sql =
        format!("SELECT {TOKEN} FROM token t WHERE t.operator = $1 ORDER BY t.created_at COLLATE \"C\" DESC, t.id");
    Ok(rows(db, &sql, &[&operator.0]).await?.iter().map(token).collect())
}

fn token(row: &Row) -> TokenInfo {
    let optional = |column: usize| row.get::<_, Option<&str>>(column).map(time);
    TokenInfo {
        id: TokenId(row.get(0)),
        operator: OperatorId(row.get(1)),
        label: row.get(2),
        created_at: time(row.get(3)),
        used_at: optional(4),
        expires_at: optional(5),
        revoked_at: optional(6),
    }
}

/// A time that cannot be read counts as long ago: it never keeps a token in force.
fn time(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

pub async fn change_tokens(
    db: &Transaction<'_>,
    changes: &[TokenChange],
    now: Timestamp,
) -> std::result::Result<(), CommitError> {
    for change in changes {
        match change {
            TokenChange::Add { id, hash, operator, label, expires_at } => {
                let sql = "INSERT INTO token (id, hash, operator, label, created_at, expires_at)
                           VALUES ($1, $2, $3, $4, $5, $6)";
                let (hash, at, end) = (hash.as_slice(), now.to_string(), expires_at.map(|at| at.to_string()));
                execute(db, sql, &[&id.0, &hash, &operator.0, &plain(label), &at, &end]).await?;
            }
            TokenChange::Revoke { id, at } => {
                let sql = "UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
                execute(db, sql, &[&id.0, &at.to_string()]).await?;
            }
            TokenChange::Used { tokens } => {
                let (ids, times): (Vec<Uuid>, Vec<String>) =
                    tokens.iter().map(|(id, at)| (id.0, at.to_string())).unzip();
                let sql = "UPDATE token t SET used_at = u.at FROM unnest($1::uuid[], $2::text[]) AS u (id, at)
                           WHERE t.id = u.id";
                execute(db, sql, &[&ids, &times]).await?;
            }
            TokenChange::RevokeAllOf { operator, at, except } => {
                let sql = "UPDATE token SET revoked_at = $2
                           WHERE operator = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $3";
                execute(db, sql, &[&operator.0, &at.to_string(), &except.map(|id| id.0)]).await?;
            }
            // What was given out for one run only is of no use in any history.
            TokenChange::RevokeLabel { label } => {
                execute(db, "DELETE FROM token WHERE label = $1", &[&plain(label)]).await?;
            }
        }
    }
    Ok(())
}

/// Adds lines, in their order. With each stand the first and the last position in the feed that its act took.
pub async fn audit(db: &Transaction<'_>, lines: &[((i64, i64), &AuditLine)]) -> std::result::Result<(), CommitError> {
    if lines.is_empty() {
        return Ok(());
    }
    // Numbers are given in the order of the rows.
    let sql = "INSERT INTO audit (first_seq, last_seq, at, operator, act, scope, refused)
               SELECT first_seq, last_seq, at, operator, act, scope, refused
               FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::text[])
                   WITH ORDINALITY AS l (first_seq, last_seq, at, operator, act, scope, refused, place)
               ORDER BY place";
    let (firsts, lasts): (Vec<i64>, Vec<i64>) = lines.iter().map(|(span, _)| *span).unzip();
    let times: Vec<String> = lines.iter().map(|(_, line)| line.at.to_string()).collect();
    let operators: Vec<Option<Uuid>> = lines.iter().map(|(_, line)| line.operator.map(|id| id.0)).collect();
    let acts: Vec<&str> = lines.iter().map(|(_, line)| line.act).collect();
    let scopes: Vec<Option<Uuid>> = lines.iter().map(|(_, line)| line.scope).collect();
    let refused: Vec<Option<String>> = lines.iter().map(|(_, line)| line.refused.as_deref().map(plain)).collect();
    execute(db, sql, &[&firsts, &lasts, &times, &operators, &acts, &scopes, &refused]).await.map(drop)
}

/// Lines in the order they were written in, the newest first. Times have fractions of any length: whole seconds can be
/// compared as text.
pub async fn read_audit(db: &Client, query: &AuditQuery) -> Result<Vec<AuditEntry>> {
    let sql = "SELECT line, at, operator, act, scope, refused FROM audit
               WHERE ($1::bigint IS NULL OR line < $1) AND ($2::uuid IS NULL OR operator = $2)
                 AND ($3::uuid IS NULL OR scope = $3) AND ($4::text IS NULL OR act = $4)
                 AND ($5::text IS NULL OR substr(at, 1, 19) COLLATE \"C\" >= $5)
                 AND ($6::text IS NULL OR substr(at, 1, 19) COLLATE \"C\" <= $6)
               ORDER BY line DESC LIMIT $7";
    let second = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let (before, operator) = (query.before.map(signed), query.operator.map(|id| id.0));
    let (since, until) = (query.since.map(second), query.until.map(second));
    let (act, limit) = (query.act.as_deref().map(plain), i64::try_from(query.limit).unwrap_or(i64::MAX));
    let found = rows(db, sql, &[&before, &operator, &query.scope, &act, &since, &until, &limit]).await?;
    Ok(found.iter().map(entry).collect())
}

fn entry(row: &Row) -> AuditEntry {
    AuditEntry {
        line: row.get::<_, i64>(0).unsigned_abs(),
        at: time(row.get(1)),
        operator: row.get::<_, Option<Uuid>>(2).map(OperatorId),
        act: row.get(3),
        scope: row.get(4),
        refused: row.get(5),
    }
}

/// PostgreSQL's text holds every character but U+0000.
fn plain(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
