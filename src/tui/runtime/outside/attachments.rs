//! Attachments: stored once under the hash of their content, opened by the configured command, saved, added.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use sha2::{Digest, Sha256};

use super::World;
use crate::files::{private_dir, write_private};
use crate::model::{Attachment, AttachmentHash, CaseId};
use crate::text::safe_line;
use crate::tui::app::{Event, Said};

/// Larger files do not belong into a letter (bytes).
const LARGEST: u64 = 25 * 1024 * 1024;

impl World {
    /// Where contents lie by their hash.
    pub fn blobs(&self) -> PathBuf {
        blobs(&self.paths.data)
    }

    /// Opens the file with the configured command; the file carries its own name in a folder of its own.
    pub(super) fn open_attachment(&self, hash: AttachmentHash, name: String, events: &Sender<Event>) {
        let (desk, blobs, events) = (self.desk.clone(), self.blobs(), events.clone());
        let (folder, command) = (self.paths.cache.join("opened"), self.config.commands.open.clone());
        self.runtime.spawn(async move {
            let event =
                match desk.content(&hash, &blobs).await.and_then(|bytes| put(&folder.join(&hash.0), &name, &bytes)) {
                    Ok(path) => open_with(&command, &path),
                    Err(error) => Err(error),
                };
            let _ = events.send(event.unwrap_or_else(attachment_failed));
        });
    }

    /// Saves the file under its name into the current folder; an existing file is never overwritten.
    pub(super) fn save_attachment(&self, hash: AttachmentHash, name: String, events: &Sender<Event>) {
        let (desk, blobs, events) = (self.desk.clone(), self.blobs(), events.clone());
        self.runtime.spawn(async move {
            let saved = desk.content(&hash, &blobs).await.and_then(|bytes| {
                let folder = std::env::current_dir()?;
                put(&folder, &free_name(&folder, &name), &bytes)
            });
            let _ = events.send(match saved {
                Ok(path) => Event::Said(Said::new("said-saved").with("path", path.display().to_string())),
                Err(error) => attachment_failed(error),
            });
        });
    }

    /// Takes a file of this machine: keeps its content by hash and offers it to the draft.
    pub(super) fn add_attachment(&mut self, case: CaseId, path: String, events: &Sender<Event>) {
        let (blobs, events) = (self.blobs(), events.clone());
        self.durably(async move {
            let _ = events.send(match take_in(&blobs, &path) {
                Ok(attachment) => Event::AttachmentAdded { case, attachment },
                Err(error) => attachment_failed(error),
            });
        });
    }
}

/// Where contents lie by their hash.
pub fn blobs(data: &Path) -> PathBuf {
    data.join("blobs")
}

fn attachment_failed(error: anyhow::Error) -> Event {
    Event::Failed { what: "failed-attachment", detail: format!("{error:#}") }
}

fn take_in(blobs: &Path, path: &str) -> anyhow::Result<Attachment> {
    let path = expand_home(path);
    let size = std::fs::metadata(&path)?.len();
    anyhow::ensure!(size <= LARGEST, "{} is larger than 25 MB", path.display());
    let bytes = std::fs::read(&path)?;
    let hash = AttachmentHash(Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect());
    private_dir(blobs)?;
    write_private(&blobs.join(&hash.0), &bytes)?;
    let name = path.file_name().map(|n| safe_line(&n.to_string_lossy()).into_owned()).unwrap_or_default();
    Ok(Attachment { hash, media_type: media_type(&name).to_owned(), name, size })
}

fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(path),
    }
}

/// The media type by the name's ending; what is not known is a stream of bytes.
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().map(str::to_lowercase).as_deref() {
        Some("txt" | "md" | "log") => "text/plain",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("csv") => "text/csv",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}

/// A name from outside as a plain file name: no folders, no hidden files.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = safe_line(last).chars().filter(|c| !c.is_control() && *c != ':').collect();
    let clean = clean.trim().trim_start_matches('.').to_owned();
    if clean.is_empty() { "attachment".to_owned() } else { clean }
}

fn free_name(folder: &Path, name: &str) -> String {
    let name = plain_name(name);
    let (stem, ending) = name.rsplit_once('.').map_or((name.as_str(), String::new()), |(s, e)| (s, format!(".{e}")));
    std::iter::once(name.clone())
        .chain((2..).map(|n| format!("{stem} ({n}){ending}")))
        .find(|n| !folder.join(n).exists())
        .unwrap_or(name)
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    private_dir(folder)?;
    let path = folder.join(plain_name(name));
    write_private(&path, bytes)?;
    Ok(path)
}

fn open_with(command: &[String], path: &Path) -> anyhow::Result<Event> {
    let (program, args) =
        command.split_first().ok_or_else(|| anyhow::anyhow!("no command is configured ([commands] open)"))?;
    let null = std::process::Stdio::null;
    std::process::Command::new(program)
        .args(args)
        .arg(path)
        .stdin(null())
        .stdout(null())
        .stderr(null())
        .spawn()
        .map_err(|e| anyhow::anyhow!("`{program}` cannot be started: {e}; the file lies at {}", path.display()))?;
    Ok(Event::Said(Said::new("said-opened").with("path", path.display().to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_never_leave_their_folder() {
        for (name, plain) in [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            (".bashrc", "bashrc"),
            ("", "attachment"),
            ("счёт №5.pdf", "счёт №5.pdf"),
            ("a\u{1b}[2Jb.txt", "a[2Jb.txt"),
        ] {
            assert_eq!(plain_name(name), plain);
        }
    }

    #[test]
    fn saving_never_overwrites() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.pdf"), "old").unwrap();
        assert_eq!(free_name(dir.path(), "a.pdf"), "a (2).pdf");
    }

    #[test]
    fn a_file_is_kept_under_the_hash_of_its_content() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("note.txt");
        std::fs::write(&file, "abc").unwrap();
        let taken = take_in(&dir.path().join("blobs"), file.to_str().unwrap()).unwrap();
        assert_eq!(taken.hash.0, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((taken.name.as_str(), taken.media_type.as_str(), taken.size), ("note.txt", "text/plain", 3));
    }
}
