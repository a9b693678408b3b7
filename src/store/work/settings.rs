//! Small facts that outlive the program: who works here, since when the desk is out of reach. JSON by name.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::StoreError;
use crate::model::DeskId;

/// Name of the operator's own record, as the desk last gave it.
pub(in crate::store) fn me(desk: &DeskId) -> String {
    format!("me@{desk}")
}

pub(in crate::store) fn get<T: DeserializeOwned>(db: &Connection, name: &str) -> Result<Option<T>, StoreError> {
    let text: Option<String> =
        db.prepare_cached("SELECT value FROM settings WHERE name = ?")?.query_row([name], |r| r.get(0)).optional()?;
    // A value of another version's form is as good as none: the default stands in.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub(in crate::store) fn set<T: Serialize>(db: &Connection, name: &str, value: &T) -> Result<(), StoreError> {
    db.prepare_cached("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)")?
        .execute((name, serde_json::to_string(value)?))?;
    Ok(())
}
