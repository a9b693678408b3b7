//! A copy of a desk in a folder, made while it is served, and the way back.
//!
//! A backup is a folder: `server.db` as it was at one moment, every attachment that it may name, the signing key if there
//! is one, and `manifest.json` with the size and hash of each. It is there as a whole or not at all. Not its duty: drafts
//! and unsent acts (`store`), desks in PostgreSQL (which has its own tools).

mod make;
mod restore;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use make::{Made, make};
pub use restore::{Restored, restore};

use crate::model::AttachmentHash;
use crate::server::storage::StorageError;
use crate::server::storage::sqlite;

const MANIFEST: &str = "manifest.json";
const KEY: &str = "signing-key";
const ATTACHMENTS: &str = "attachments";
/// The form of backups that this program writes, and the newest that it reads.
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The program that made it.
    pub version: String,
    pub made_at: Timestamp,
    pub desk: String,
    /// Of the database.
    pub schema: u32,
    /// The newest change in it.
    pub head: u64,
    pub cases: u64,
    pub files: Vec<Entry>,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Inside the backup, with slashes.
    pub path: String,
    pub bytes: u64,
    /// Lower-case hex.
    pub sha256: String,
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("there is no desk in {0}; nothing was copied")]
    NoDesk(PathBuf),
    #[error("{0} is there already; nothing was changed. Name a new folder")]
    Exists(PathBuf),
    #[error("{path} could not be written or read: {source}. What was begun was taken back; the desk is as it was")]
    File { path: PathBuf, source: io::Error },
    #[error("{0} is no backup: it has no readable manifest.json. Nothing was changed")]
    NoBackup(PathBuf),
    #[error("the backup is damaged: {0}. Nothing was changed; take another backup")]
    Damaged(String),
    #[error("the backup was made by a newer version of this program ({0}). Nothing was changed; use the newer version")]
    Newer(String),
    #[error("another program serves {0}; end it first. Nothing was changed")]
    Living(PathBuf),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

type Result<T, E = BackupError> = std::result::Result<T, E>;

/// Names the file in an error of the file system.
fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::File { path, source }
}

/// Size and SHA-256 of a file, read piece by piece.
fn measure(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    let hex = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((bytes, hex))
}

/// Copies a file for this user alone, onto the disk.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::copy(from, to)?;
    #[cfg(unix)]
    std::fs::set_permissions(to, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    File::options().write(true).open(to)?.sync_all()
}

/// Makes the names in a folder lasting; not every system can or needs it.
fn sync_dir(dir: &Path) {
    if let Ok(dir) = File::open(dir) {
        let _ = dir.sync_all();
    }
}

/// Where an attachment lies below its folder, as the storage puts it; none for anything else that lies about.
fn attachment(path: &str) -> Option<AttachmentHash> {
    let (folder, name) = path.strip_prefix("attachments/")?.split_once('/')?;
    let hash = AttachmentHash(name.to_owned());
    (hash.is_well_formed() && name.starts_with(folder) && folder.len() == 2).then_some(hash)
}

/// The names a backup may hold; so a manifest cannot lead out of its folder.
fn is_known(path: &str) -> bool {
    path == sqlite::FILE || path == KEY || attachment(path).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_cannot_lead_out_of_its_folder() {
        let hash = "ab".repeat(32);
        assert!(is_known("server.db") && is_known("signing-key") && is_known(&format!("attachments/ab/{hash}")));
        for wrong in ["../server.db", "/etc/passwd", "attachments/../x", "attachments/ab", "manifest.json", ""] {
            assert!(!is_known(wrong), "{wrong}");
        }
        assert!(!is_known(&format!("attachments/..{}", &hash)) && !is_known(&format!("attachments/cd/{hash}")));
    }
}
