//! Reads a folder that somebody gave us. Nothing in it is followed or believed: links are not opened, sizes and numbers
//! are bounded, and only the folder itself is looked into.

use std::fs::File;
use std::io::{Read, Take};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::DossierError;
use crate::seal::dossier::{ATTACHMENTS, Found};

/// Larger texts are hashed and not looked into (bytes).
const LARGEST_TEXT: u64 = 64 << 20;
/// A dossier of more files is none.
const FILES: usize = 100_000;
/// Folders inside folders inside the dossier are not made by us.
const DEPTH: usize = 3;

/// Every file of the folder with its hash; texts with their bytes.
///
/// # Errors
/// The folder cannot be read, or holds absurdly many files.
pub fn read(folder: &Path) -> Result<Vec<Found>, DossierError> {
    let mut found = Vec::new();
    walk(folder, "", DEPTH, &mut found)?;
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, depth: usize, found: &mut Vec<Found>) -> Result<(), DossierError> {
    let failed = |source| DossierError::File { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        // The kind of the entry itself: a link is not followed.
        let kind = entry.file_type().map_err(failed)?;
        if found.len() >= FILES {
            return Err(DossierError::TooMany(FILES));
        }
        if kind.is_dir() && depth > 0 {
            walk(&entry.path(), &format!("{path}/"), depth - 1, found)?;
        } else if kind.is_file() {
            found.push(file(&entry.path(), path)?);
        } else {
            // A link, a pipe, a folder too deep: it is there, and equals nothing.
            found.push(Found { path, sha256: String::new(), bytes: None });
        }
    }
    Ok(())
}

fn file(at: &Path, path: String) -> Result<Found, DossierError> {
    let failed = |source| DossierError::File { path: at.to_owned(), source };
    let mut file = File::open(at).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let is_text = size <= LARGEST_TEXT && !path.starts_with(&format!("{ATTACHMENTS}/"));
    if is_text {
        let mut bytes = Vec::new();
        let mut bounded: Take<&mut File> = Read::by_ref(&mut file).take(LARGEST_TEXT);
        bounded.read_to_end(&mut bytes).map_err(failed)?;
        return Ok(Found { path, sha256: crate::seal::sha256(&bytes), bytes: Some(bytes) });
    }
    let mut sum = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match file.read(&mut chunk).map_err(failed)? {
            0 => break,
            n => sum.update(&chunk[..n]),
        }
    }
    let sha256 = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Found { path, sha256, bytes: None })
}
