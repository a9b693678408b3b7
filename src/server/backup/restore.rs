//! Brings a backup back: everything is checked first, the present desk is put aside, never overwritten.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{BackupError, FORMAT, KEY, MANIFEST, Manifest, Result, at, attachment, copy, is_known, measure, sync_dir};
use crate::files;
use crate::server::embedded::DataLock;
use crate::server::storage::sqlite;

/// A desk that was brought back.
#[derive(Debug)]
pub struct Restored {
    pub manifest: Manifest,
    /// Where the desk that was there before lies now.
    pub aside: Option<PathBuf>,
    /// Where its signing key lies now, when it was another one.
    pub key_aside: Option<PathBuf>,
}

/// Puts the desk of a backup into a data folder that nobody serves.
///
/// The desk gets a new name: its feed goes another way from here than the one that clients may have read, so they must
/// begin anew, and do so by its name.
///
/// # Errors
/// What is wrong with the backup, by the name of the file; a desk that is served. Nothing is changed then.
pub fn restore(backup: &Path, data: &Path) -> Result<Restored> {
    let manifest = read(backup)?;
    verify(backup, &manifest)?;
    files::private_dir(data).map_err(at(data))?;
    let Some(_lock) = DataLock::take(data).map_err(at(data))? else {
        return Err(BackupError::Living(data.to_owned()));
    };
    let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%S%3fZ").to_string();
    let staged = data.join(format!("{}.restoring", sqlite::FILE));
    copy(&backup.join(sqlite::FILE), &staged).map_err(at(&staged))?;
    sqlite::rename_desk(&staged)?;
    put_attachments(backup, data, &manifest)?;
    let key_aside = put_key(backup, data, &manifest, &stamp)?;
    let aside = put_aside(data, &stamp)?;
    let place = data.join(sqlite::FILE);
    std::fs::rename(&staged, &place).map_err(at(&place))?;
    sync_dir(data);
    Ok(Restored { manifest, aside, key_aside })
}

fn read(backup: &Path) -> Result<Manifest> {
    let text = std::fs::read(backup.join(MANIFEST)).map_err(|_| BackupError::NoBackup(backup.to_owned()))?;
    // What is newer may have another form; its version is told if it can be read at all.
    let any: serde_json::Value =
        serde_json::from_slice(&text).map_err(|_| BackupError::Damaged(format!("{MANIFEST} cannot be read")))?;
    if any["format"].as_u64().is_some_and(|format| format > u64::from(FORMAT)) {
        return Err(BackupError::Newer(any["version"].as_str().unwrap_or("unknown").to_owned()));
    }
    let manifest: Manifest =
        serde_json::from_value(any).map_err(|_| BackupError::Damaged(format!("{MANIFEST} has a wrong form")))?;
    if manifest.schema > sqlite::known_schema() {
        return Err(BackupError::Newer(manifest.version));
    }
    Ok(manifest)
}

fn verify(backup: &Path, manifest: &Manifest) -> Result<()> {
    if !manifest.files.iter().any(|file| file.path == sqlite::FILE) {
        return Err(BackupError::Damaged(format!("{MANIFEST} names no {}", sqlite::FILE)));
    }
    for file in &manifest.files {
        if !is_known(&file.path) {
            return Err(BackupError::Damaged(format!("{MANIFEST} names «{}», which no backup holds", file.path)));
        }
        match measure(&backup.join(&file.path)) {
            Ok((bytes, sha256)) if bytes == file.bytes && sha256 == file.sha256 => {}
            Ok(_) => return Err(BackupError::Damaged(format!("{} is not what was written", file.path))),
            Err(error) => return Err(BackupError::Damaged(format!("{} cannot be read: {error}", file.path))),
        }
    }
    Ok(())
}

/// Contents have their hash for a name, so those of the present desk may stay beside them.
fn put_attachments(backup: &Path, data: &Path, manifest: &Manifest) -> Result<()> {
    for file in manifest.files.iter().filter(|file| attachment(&file.path).is_some()) {
        let to = data.join(&file.path);
        // One that is here and whole stays; a damaged one is replaced.
        if measure(&to).is_ok_and(|(bytes, sha256)| bytes == file.bytes && sha256 == file.sha256) {
            continue;
        }
        let folder = to.parent().unwrap_or(data);
        files::private_dir(folder).map_err(at(folder))?;
        let half = to.with_extension("restoring");
        copy(&backup.join(&file.path), &half).map_err(at(&half))?;
        std::fs::rename(&half, &to).map_err(at(&to))?;
    }
    Ok(())
}

fn put_key(backup: &Path, data: &Path, manifest: &Manifest, stamp: &str) -> Result<Option<PathBuf>> {
    if !manifest.files.iter().any(|file| file.path == KEY) {
        return Ok(None);
    }
    let (from, to) = (backup.join(KEY), data.join(KEY));
    let key = std::fs::read(&from).map_err(at(&from))?;
    let mut aside = None;
    match std::fs::read(&to) {
        Ok(present) if present == key => return Ok(None),
        Ok(present) => {
            let kept = data.join(format!("{KEY}.before-restore-{stamp}"));
            files::write_private(&kept, &present).map_err(at(&kept))?;
            aside = Some(kept);
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(at(&to)(error)),
    }
    files::write_private(&to, &key).map_err(at(&to))?;
    Ok(aside)
}

/// Gives the present database, damaged or not, a name of its own. It keeps its place too until the new one takes it
/// over in one step, so that at no moment there is none.
fn put_aside(data: &Path, stamp: &str) -> Result<Option<PathBuf>> {
    let present = data.join(sqlite::FILE);
    if !present.exists() {
        return Ok(None);
    }
    // What the log still holds goes into the file; of a damaged one the log is put aside as it is.
    let _ = sqlite::fold_log(&present);
    let aside = data.join(format!("{}.before-restore-{stamp}", sqlite::FILE));
    if std::fs::hard_link(&present, &aside).is_err() {
        copy(&present, &aside).map_err(at(&aside))?;
    }
    for end in ["-wal", "-shm"] {
        let with_end = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        match std::fs::rename(with_end(&present), with_end(&aside)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(&present)(error)),
            _ => {}
        }
    }
    Ok(Some(aside))
}
