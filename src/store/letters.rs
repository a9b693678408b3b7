//! Letters that were sent lately, by anybody at the desk: what a new one is compared with (R105, R106).
//!
//! Not its duty: comparing (`letter`).

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::sql::blob;
use crate::model::{CustomerId, Message};

/// So many of the newest entries of all threads are looked through; letters are some of them.
const LOOKED_THROUGH: usize = 20_000;

/// A letter and whom it went to.
#[derive(Debug, Clone, PartialEq)]
pub struct SentLetter {
    pub message: Message,
    pub customer: Option<CustomerId>,
}

/// The newest letters, oldest first, at most `limit`.
pub(super) fn sent(db: &Connection, limit: usize) -> Result<Vec<SentLetter>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT doc FROM (SELECT row, doc FROM messages ORDER BY row DESC LIMIT ?1) \
         WHERE doc LIKE '%\"kind\":\"reply\"%' OR doc LIKE '%\"kind\":\"public_reply\"%' ORDER BY row DESC LIMIT ?2",
    )?;
    let docs = statement
        .query_map(params![LOOKED_THROUGH as i64, limit as i64], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut letters = Vec::with_capacity(docs.len());
    for doc in docs.iter().rev() {
        let message: Message = serde_json::from_str(doc)?;
        // The words above are a first sieve: a customer may quote them.
        if message.is_outbound() {
            let customer = customer_of(db, &message)?;
            letters.push(SentLetter { message, customer });
        }
    }
    Ok(letters)
}

fn customer_of(db: &Connection, message: &Message) -> Result<Option<CustomerId>, StoreError> {
    let id: Option<Vec<u8>> = db
        .prepare_cached("SELECT customer_id FROM cases WHERE id = ?")?
        .query_row([blob(message.case_id.0)], |row| row.get(0))
        .optional()?;
    Ok(id.and_then(|bytes| uuid::Uuid::from_slice(&bytes).ok()).map(CustomerId))
}
