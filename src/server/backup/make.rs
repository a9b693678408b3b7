//! Makes a backup beside its place and moves it there when it is whole.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{
    ATTACHMENTS, BackupError, Entry, FORMAT, KEY, MANIFEST, Manifest, Result, at, attachment, copy, measure, sync_dir,
};
use crate::files;
use crate::server::storage::sqlite;

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    pub manifest: Manifest,
    /// Attachments of the desk whose content is not what their name says: they were damaged before, and are copied as
    /// they are.
    pub damaged: Vec<String>,
}

/// Copies the desk in a data folder to a new folder, whoever serves it meanwhile.
///
/// # Errors
/// What is in the way; the desk is only read, and nothing is left at the target.
pub fn make(data: &Path, target: &Path) -> Result<Made> {
    if !data.join(sqlite::FILE).is_file() {
        return Err(BackupError::NoDesk(data.to_owned()));
    }
    if target.exists() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let parent = parent(target);
    files::private_dir(&parent).map_err(at(&parent))?;
    let stage = Stage::beside(target)?;
    let made = fill(data, &stage.0)?;
    std::fs::rename(&stage.0, target).map_err(at(target))?;
    sync_dir(&parent);
    Ok(made)
}

fn parent(target: &Path) -> PathBuf {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// A folder that goes away again, unless it was moved to its place.
struct Stage(PathBuf);

impl Stage {
    fn beside(target: &Path) -> Result<Self> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let stage = parent(target).join(format!(".{name}.part-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&stage);
        files::private_dir(&stage).map_err(at(&stage))?;
        Ok(Self(stage))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The database first: an attachment is stored before anything names it, so what the copy names is here to be copied.
fn fill(data: &Path, stage: &Path) -> Result<Made> {
    let database = stage.join(sqlite::FILE);
    let facts = sqlite::copy(&data.join(sqlite::FILE), &database)?;
    let mut files = vec![entry(stage, sqlite::FILE)?];
    let mut damaged = Vec::new();
    for path in attachments_of(data)? {
        take(data, stage, &path)?;
        let entry = entry(stage, &path)?;
        if attachment(&path).is_some_and(|hash| hash.0 != entry.sha256) {
            damaged.push(path);
        }
        files.push(entry);
    }
    if data.join(KEY).is_file() {
        take(data, stage, KEY)?;
        files.push(entry(stage, KEY)?);
    }
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: Timestamp::now(),
        desk: facts.desk,
        schema: facts.schema,
        head: facts.head,
        cases: facts.cases,
        files,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|e| BackupError::Damaged(e.to_string()))?;
    let path = stage.join(MANIFEST);
    files::write_private(&path, &text).map_err(at(&path))?;
    sync_dir(stage);
    Ok(Made { manifest, damaged })
}

fn take(data: &Path, stage: &Path, path: &str) -> Result<()> {
    let (from, to) = (data.join(path), stage.join(path));
    let folder = parent(&to);
    files::private_dir(&folder).map_err(at(&folder))?;
    copy(&from, &to).map_err(at(&from))
}

fn entry(stage: &Path, path: &str) -> Result<Entry> {
    let file = stage.join(path);
    let (bytes, sha256) = measure(&file).map_err(at(&file))?;
    Ok(Entry { path: path.to_owned(), bytes, sha256 })
}

/// Every stored content; half-written ones have other names.
fn attachments_of(data: &Path) -> Result<Vec<String>> {
    let root = data.join(ATTACHMENTS);
    let mut paths = Vec::new();
    for folder in names_in(&root)? {
        for name in names_in(&root.join(&folder))? {
            let path = format!("{ATTACHMENTS}/{folder}/{name}");
            if attachment(&path).is_some() {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// The names in a folder; none when it is not there or is no folder.
fn names_in(dir: &Path) -> Result<Vec<String>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(dir).map_err(at(dir))?;
    entries.map(|entry| Ok(entry.map_err(at(dir))?.file_name().to_string_lossy().into_owned())).collect()
}
