//! A case as a folder on the disk: fetched from the desk and written, or read for checking.
//!
//! Not its duty: what stands in a dossier and what proves it (`seal::dossier`), the key (`signing`).

mod read;
mod write;

pub use read::read;
pub use write::{Exported, Order, export};

use std::path::PathBuf;

use crate::backend::BackendError;
use crate::model::CaseId;
use crate::signing::SigningError;

#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{} is there already; a dossier never overwrites anything. Name another folder with --to", path.display())]
    Exists { path: PathBuf },
    #[error("the case {0} is not at this desk")]
    NoCase(CaseId),
    #[error(
        "the desk does not know your signing key as one that is in force, so nobody could check the dossier. \
         Tell it first: sincerely keys use"
    )]
    UnknownKey,
    #[error("more than {0} files are no dossier")]
    TooMany(usize),
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error(transparent)]
    Backend(#[from] BackendError),
    #[error("the case cannot be written as JSON: {0}")]
    Form(#[from] serde_json::Error),
}
