//! A person who was forgotten at the desk is forgotten here too: drafts, their history, unsent acts, contents of
//! attachments. The copy and the search follow by themselves, for they hold what the desk has.

use std::path::PathBuf;

use rusqlite::{Connection, params};

use super::apply::{Batch, Item};
use super::sql::blob;
use super::threads::Answer;
use super::{Notice, Store, StoreError};
use crate::model::{Attachment, CaseId, DeskId};
use crate::protocol::Entity;

impl Batch {
    /// The cases in it whose person was forgotten.
    pub(super) fn erased(&self) -> Vec<CaseId> {
        let erased = |item: &Item| match item {
            Item::Put(Entity::Case(case), _) if case.erased_at.is_some() => Some(case.id),
            _ => None,
        };
        self.items.iter().filter_map(erased).collect()
    }
}

impl Store {
    /// Where contents of attachments lie on this machine, each named by its hash: a forgotten person's go from there.
    pub fn contents_lie_in(&self, folders: Vec<PathBuf>) {
        *self.shared.contents.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = folders;
    }

    /// Takes out what was written here on these cases, sent or not. Nothing of it comes back.
    pub fn forget_work(&self, cases: Vec<CaseId>) -> Answer<()> {
        let shared = std::sync::Arc::clone(&self.shared);
        self.threads.work.run(move |db| {
            forget_in(db, &shared.desk, &cases)?;
            shared.refresh(db)?;
            shared.tell(Notice::outbox());
            Ok(())
        })
    }
}

fn forget_in(db: &mut Connection, desk: &DeskId, cases: &[CaseId]) -> Result<(), StoreError> {
    // What was freed is overwritten; the pragma answers with its value.
    db.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    let transaction = db.transaction()?;
    for case in cases {
        for table in ["drafts", "draft_history", "outbox"] {
            let sql = format!("DELETE FROM {table} WHERE desk = ? AND case_id = ?");
            transaction.execute(&sql, params![desk.0, blob(case.0)])?;
        }
    }
    transaction.commit()?;
    Ok(())
}

#[derive(serde::Deserialize)]
struct Contents {
    #[serde(default)]
    attachments: Vec<Attachment>,
    #[serde(default)]
    original: Option<Attachment>,
}

/// Hashes of the contents that these cases have, as they were pulled before.
pub(super) fn contents_of(db: &Connection, cases: &[CaseId]) -> Result<Vec<String>, StoreError> {
    let mut hashes = Vec::new();
    let mut docs = db.prepare_cached("SELECT doc FROM messages WHERE case_id = ?")?;
    for case in cases {
        let mut rows = docs.query([blob(case.0)])?;
        while let Some(row) = rows.next()? {
            let message: Contents = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
            let all = message.attachments.into_iter().chain(message.original);
            hashes.extend(all.filter(|a| a.hash.is_well_formed()).map(|a| a.hash.0));
        }
    }
    Ok(hashes)
}

/// They can be fetched again where another message still has them; so nothing is asked.
pub(super) fn remove(folders: &[PathBuf], hashes: &[String]) {
    for path in folders.iter().flat_map(|folder| hashes.iter().map(move |hash| folder.join(hash))) {
        // A file under its own name in a folder of the hash, or the content itself.
        let _ = std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir_all(&path));
    }
}
