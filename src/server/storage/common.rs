//! What every storage writes and reads in the same form: kinds as numbers, documents as JSON, names as keys, lines of
//! the feed. Not its duty: any database.

use std::io::Write;

use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Name, StorageError};
use crate::model::{Case, Customer, Operator};
use crate::protocol::{Entity, EntityKind};

/// A part of the feed ends after so many bytes, so that huge messages cannot fill the memory.
pub const PART_BYTES: usize = 4 << 20;
/// First answers of acts are kept so long; ids of letters, notes and calls are unique for ever anyhow.
pub const KEEP_ANSWERS: SignedDuration = SignedDuration::from_hours(24 * 60);

/// The number a kind has in the tables.
pub fn kind_code(kind: &EntityKind) -> i64 {
    EntityKind::KNOWN.iter().position(|k| k == kind).map_or(-1, |at| at as i64)
}

pub fn kind_word(code: i64) -> &'static str {
    usize::try_from(code).ok().and_then(|at| EntityKind::KNOWN.get(at)).map_or("unknown", EntityKind::as_str)
}

/// What stands in the table by itself. An id is looked up with the kind, for the same address may be asked with the id of
/// another thing.
pub trait Stored: DeserializeOwned {
    const KIND: EntityKind;
}

impl Stored for Case {
    const KIND: EntityKind = EntityKind::Case;
}

impl Stored for Customer {
    const KIND: EntityKind = EntityKind::Customer;
}

impl Stored for Operator {
    const KIND: EntityKind = EntityKind::Operator;
}

/// A stored document as what it is.
///
/// # Errors
/// The document has another form than this program knows.
pub fn parse<T: DeserializeOwned>(doc: &str) -> Result<T, StorageError> {
    // The parser's message may quote a customer; its place is enough.
    serde_json::from_str(doc)
        .map_err(|e| StorageError::Failed(format!("a stored document has a wrong form at column {}", e.column())))
}

/// The JSON that is stored and that the wire carries.
///
/// # Errors
/// Those of the serializer.
pub fn document(entity: &Entity) -> serde_json::Result<String> {
    match entity {
        Entity::Case(it) => serde_json::to_string(it),
        Entity::Customer(it) => serde_json::to_string(it),
        Entity::Message(it) => serde_json::to_string(it),
        Entity::Call(it) => serde_json::to_string(it),
        Entity::FollowUp(it) => serde_json::to_string(it),
        Entity::Operator(it) => serde_json::to_string(it),
    }
}

/// The name space and the name, as the tables keep them.
pub fn name_key(name: &Name) -> (String, &str) {
    match name {
        Name::Case { source, external_id } => (format!("case/{source}"), external_id),
        Name::Message { source, external_id } => (format!("message/{source}"), external_id),
        Name::Contact { channel, address } => (format!("contact/{channel}"), address),
    }
}

/// Adds a line of the feed; without a document it is a tombstone.
///
/// # Errors
/// None in practice: the lines are memory.
pub fn write_line(lines: &mut Vec<u8>, seq: i64, kind: i64, id: Uuid, doc: Option<&[u8]>) -> Result<(), StorageError> {
    let mut buffer = Uuid::encode_buffer();
    let id = id.hyphenated().encode_lower(&mut buffer);
    let begin = write!(lines, r#"{{"seq":{seq},"kind":"{}","id":"{id}","#, kind_word(kind));
    begin.map_err(|e| StorageError::Failed(e.to_string()))?;
    match doc {
        Some(doc) => {
            lines.extend_from_slice(br#""doc":"#);
            lines.extend_from_slice(doc);
        }
        None => lines.extend_from_slice(br#""deleted":true"#),
    }
    lines.extend_from_slice(b"}\n");
    Ok(())
}
