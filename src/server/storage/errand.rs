//! Work of the server itself that outlives a process: a letter on its way out, a source that is being read.
//!
//! An errand is changed by compare-and-set on its version, also together with resources in one batch. So of many servers
//! over one storage exactly one takes it. Not its duty: what the documents say (`mail`).

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StorageError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrandKind {
    /// A letter on its way out; named by its id.
    Letter,
    /// A folder of mail that is read; named by its account and folder.
    Source,
}

impl ErrandKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Source => "source",
        }
    }
}

/// An errand as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    pub kind: ErrandKind,
    pub name: String,
    /// Above 0. A new errand under an old name begins above every version its predecessor had: it takes the time.
    pub version: u64,
    /// When somebody has to look at it.
    pub due: Timestamp,
    /// JSON.
    pub doc: String,
}

impl Errand {
    /// # Errors
    /// The document has a wrong form.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, StorageError> {
        serde_json::from_str(&self.doc)
            .map_err(|e| StorageError::Failed(format!("an errand has a wrong form at column {}", e.column())))
    }

    /// A new one.
    pub fn begin(kind: ErrandKind, name: String, now: Timestamp, due: Timestamp, doc: &impl Serialize) -> Self {
        let version = u64::try_from(now.as_millisecond()).unwrap_or(0).max(1);
        Self { kind, name, version, due, doc: json(doc) }
    }

    /// This one, moved on.
    pub fn next(&self, due: Timestamp, doc: &impl Serialize) -> Self {
        Self { kind: self.kind, name: self.name.clone(), version: self.version + 1, due, doc: json(doc) }
    }
}

fn json(doc: &impl Serialize) -> String {
    serde_json::to_string(doc).expect("errands have string keys and no foreign maps")
}

/// One change of an errand; the whole batch conflicts when it does not stand as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrandChange {
    /// Conflicts when one of this name is there.
    Begin(Errand),
    /// The errand as it shall be; conflicts unless the stored version is `was`.
    Move { was: u64, to: Errand },
    /// Conflicts unless the stored version is `was`.
    End { kind: ErrandKind, name: String, was: u64 },
}

impl ErrandChange {
    /// From one state to the next.
    pub fn step(from: &Errand, to: Errand) -> Self {
        Self::Move { was: from.version, to }
    }

    pub fn end(errand: &Errand) -> Self {
        Self::End { kind: errand.kind, name: errand.name.clone(), was: errand.version }
    }
}
