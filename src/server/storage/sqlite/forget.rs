//! Takes out what the database keeps of a forgotten person beside his documents.

use rusqlite::{Connection, params};

use super::read::kind_code;
use crate::model::AttachmentHash;
use crate::protocol::EntityKind;
use crate::server::storage::{CommitError, Forget, StorageError};

/// First answers repeat documents; those that speak of the person or his cases go. Runs inside the batch's transaction.
pub fn first_answers(db: &Connection, forget: &Forget) -> Result<(), CommitError> {
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

/// Freed places of the file are overwritten from now on (it costs writing, so only while somebody is forgotten).
pub fn overwrite_freed(db: &Connection, on: bool) -> Result<(), rusqlite::Error> {
    // The pragma answers with its new value.
    db.pragma_update_and_check(None, "secure_delete", on, |_| Ok(()))
}

/// Moves the log into the file and empties it, so that old pages do not stay in it.
pub fn empty_log(db: &Connection) -> Result<(), rusqlite::Error> {
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
}
