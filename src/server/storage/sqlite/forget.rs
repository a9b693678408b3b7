//! Takes out what the database keeps of a forgotten person beside his documents.

use rusqlite::{Connection, TransactionBehavior, params};

use super::write;
use crate::model::AttachmentHash;
use crate::protocol::EntityKind;
use crate::server::storage::common::kind_code;
use crate::server::storage::{Batch, CommitError, Cursor, Forget, StorageError};

/// Applies the batch, takes the copies out, and empties the log before anybody is told. Freed pages are overwritten
/// always (`connect`), but the log holds old ones.
///
/// # Errors
/// As for every batch; nothing is changed then.
pub fn erase(db: &mut Connection, batch: &Batch, forget: &Forget) -> Result<Cursor, CommitError> {
    let erased = in_transaction(db, batch, forget);
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    erased
}

fn in_transaction(db: &mut Connection, batch: &Batch, forget: &Forget) -> Result<Cursor, CommitError> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let cursor = write::apply(&transaction, batch)?;
    first_answers(&transaction, forget)?;
    transaction.commit()?;
    Ok(cursor)
}

/// First answers repeat documents; those that speak of the person or his cases go. Runs inside the batch's transaction.
fn first_answers(db: &Connection, forget: &Forget) -> Result<(), CommitError> {
    for scope in &forget.scopes {
        db.execute(
            "DELETE FROM first_answer WHERE instr(body, ?1) > 0 OR instr(coalesce(location, ''), ?1) > 0",
            [scope.hyphenated().to_string()],
        )?;
    }
    Ok(())
}

/// Those of the contents that no message has any more. Looks at every message: a person is forgotten seldom.
pub fn unused(db: &Connection, contents: Vec<AttachmentHash>) -> Result<Vec<AttachmentHash>, StorageError> {
    let mut used = db
        .prepare("SELECT EXISTS (SELECT 1 FROM resource WHERE kind = ?1 AND doc IS NOT NULL AND instr(doc, ?2) > 0)")?;
    let mut unused = Vec::new();
    for hash in contents {
        let is_used: bool = used.query_row(params![kind_code(&EntityKind::Message), hash.0], |row| row.get(0))?;
        if !is_used {
            unused.push(hash);
        }
    }
    Ok(unused)
}
