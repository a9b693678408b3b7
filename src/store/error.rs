//! What can go wrong with the local files, told so that the operator knows what was kept and what to do.

use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the local store did not do this: {0}. What was there before is unchanged")]
    Sqlite(#[from] rusqlite::Error),
    #[error("{path} cannot be opened: {source}. Nothing was changed; make the folder writable or set SINCERELY_HOME")]
    Open { path: PathBuf, source: rusqlite::Error },
    #[error("a kept document cannot be read: {0}. `sincerely sync --from-zero` pulls everything again")]
    Form(#[from] serde_json::Error),
    #[error("{path}: {source}. Nothing was changed; make the folder writable or set SINCERELY_HOME")]
    File { path: PathBuf, source: io::Error },
    #[error(
        "{path} was written by a newer Sincerely (schema {found}, this one knows {known}). It was left as it is; start the newer version"
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("migration {0} differs from the one this database was made with; it was left as it is")]
    Altered(String),
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error(
        "{path} is damaged ({why}). It holds your drafts and what is not sent yet, so it was left exactly as it is and \
         nothing was started. Close every window and run `sincerely repair`: it saves what can be read into a new file and \
         keeps the damaged one beside it"
    )]
    WorkDamaged { path: PathBuf, why: String },
    #[error("the local copy is being pulled anew; this is tried again when it is complete")]
    Loading,
    #[error("{0} is in use by a running window; close every window first. Nothing was changed")]
    InUse(PathBuf),
    #[error("the local store is closed")]
    Closed,
}

impl StoreError {
    /// True when the file itself is broken, so that trying again cannot help.
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Sqlite(error) | Self::Open { source: error, .. } => {
                matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
            }
            Self::Altered(_) | Self::Damaged(_) => true,
            _ => false,
        }
    }
}
