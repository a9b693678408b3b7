//! What a disk holds after the power failed: out of the notes of `lossy.c`, for any moment of a run.
//!
//! The model is that of POSIX, read strictly: of a file only what was there when it was last synced is sure; a name is
//! sure when its folder was synced. Of everything later any part may have reached the disk, in any order, and a write
//! may be torn between sectors of 512 bytes. Order holds for names alone, as journals of file systems keep it.
//!
//! PostgreSQL relies on more, as all that runs on Linux' file systems does: syncing a new file makes its name sure with it
//! (ext4, XFS and btrfs do that). A platter can be told so; what our own programs write is held to the strict reading.

use std::collections::{BTreeMap, HashMap};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::dice::Dice;

const SECTOR: usize = 512;

#[derive(Debug, Clone)]
pub enum Note {
    Create { path: String, inode: u64 },
    Write { path: String, inode: u64, offset: usize, data: Vec<u8> },
    Truncate { inode: u64, length: usize },
    Sync { path: String, inode: u64 },
    Rename { from: String, to: String },
    Unlink { path: String },
    MakeDir { path: String },
    Link { from: String, to: String },
}

/// Reads notes; the last one may be cut short. Also gives where each ends in the log.
pub fn read(log: &[u8]) -> Vec<(Note, usize)> {
    let mut notes = Vec::new();
    let mut rest = log;
    while let Some((note, length)) = read_one(rest) {
        rest = &rest[length..];
        notes.push((note, log.len() - rest.len()));
    }
    notes
}

fn read_one(bytes: &[u8]) -> Option<(Note, usize)> {
    let word = |at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let long = |at: usize| Some(u64::from_ne_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let (first, second) = (word(1)?, word(5)?);
    let (inode, offset, length) = (long(9)?, long(17)? as usize, long(25)? as usize);
    let names = 33 + first + second;
    let text = |from: usize, to: usize| Some(String::from_utf8_lossy(bytes.get(from..to)?).into_owned());
    let path = text(33, 33 + first)?;
    let data = bytes.get(names..names + if bytes[0] == 2 { length } else { 0 })?;
    let note = match bytes[0] {
        1 => Note::Create { path, inode },
        2 => Note::Write { path, inode, offset, data: data.to_vec() },
        3 => Note::Truncate { inode, length: offset },
        4 => Note::Sync { path, inode },
        5 => Note::Rename { from: path, to: text(33 + first, names)? },
        6 => Note::Unlink { path },
        7 => Note::MakeDir { path },
        8 => Note::Link { from: path, to: text(33 + first, names)? },
        other => panic!("no note begins with {other}"),
    };
    Some((note, names + data.len()))
}

/// How much of what was not synced reaches the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survives {
    Nothing,
    /// Any part of it, in any order, torn anywhere.
    Some,
    /// All of it: a program that was killed, and no disk that failed.
    All,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Debug, Clone, Default)]
struct File {
    sure: Vec<u8>,
    later: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    File(usize),
    Dir,
}

#[derive(Debug, Clone)]
enum Naming {
    Put(String, Entry),
    Move(String, String),
    Link(String, String),
    Remove(String),
}

impl Naming {
    /// The name that it makes or takes away.
    fn name(&self) -> &str {
        match self {
            Self::Put(path, _) | Self::Remove(path) => path,
            Self::Move(_, to) | Self::Link(_, to) => to,
        }
    }

    fn is_in(&self, folder: &str) -> bool {
        self.name().rsplit_once('/').map_or(".", |(parent, _)| parent) == folder
    }

    fn apply(&self, names: &mut BTreeMap<String, Entry>) {
        match self {
            Self::Put(path, entry) => drop(names.insert(path.clone(), entry.clone())),
            Self::Remove(path) => drop(names.remove(path)),
            Self::Link(from, to) => {
                if let Some(entry) = names.get(from).cloned() {
                    names.insert(to.clone(), entry);
                }
            }
            Self::Move(from, to) => {
                let below = format!("{from}/");
                let moved: Vec<String> =
                    names.keys().filter(|n| *n == from || n.starts_with(&below)).cloned().collect();
                for name in moved {
                    if let Some(entry) = names.remove(&name) {
                        names.insert(format!("{to}{}", &name[from.len()..]), entry);
                    }
                }
            }
        }
    }
}

/// The folder as the disk has it, after any number of notes.
#[derive(Debug, Clone, Default)]
pub struct Platter {
    files: Vec<File>,
    /// Which file an inode is now; numbers are used again after a file is gone.
    inodes: HashMap<u64, usize>,
    sure: BTreeMap<String, Entry>,
    later: Vec<Naming>,
    /// Syncing a file makes its name sure too, and what was done to names before.
    names_with_files: bool,
}

impl Platter {
    /// A folder as it is now, all of it sure, on a file system that syncs a file with its name.
    pub fn holding(folder: &Path) -> Self {
        let mut platter = Self { names_with_files: true, ..Self::default() };
        platter.hold(folder, "");
        platter
    }

    fn hold(&mut self, folder: &Path, name: &str) {
        for found in std::fs::read_dir(folder).expect("a folder") {
            let (path, named) = found.map(|f| (f.path(), f.file_name())).expect("an entry");
            let name = format!("{name}{}", named.to_str().expect("a plain name"));
            if path.is_dir() {
                self.hold(&path, &format!("{name}/"));
                self.sure.insert(name, Entry::Dir);
                continue;
            }
            let inode = path.metadata().expect("a file").ino();
            self.files.push(File { sure: std::fs::read(&path).expect("a file"), later: Vec::new() });
            self.inodes.insert(inode, self.files.len() - 1);
            self.sure.insert(name, Entry::File(self.files.len() - 1));
        }
    }

    pub fn take(&mut self, note: &Note) {
        match note {
            Note::Create { path, inode } => {
                self.files.push(File::default());
                self.inodes.insert(*inode, self.files.len() - 1);
                self.later.push(Naming::Put(path.clone(), Entry::File(self.files.len() - 1)));
            }
            Note::Write { inode, offset, data, .. } => self.change(*inode, Change::Write(*offset, data.clone())),
            Note::Truncate { inode, length } => self.change(*inode, Change::Length(*length)),
            Note::Sync { path, inode } => match self.inodes.get(inode) {
                Some(file) => {
                    let file = &mut self.files[*file];
                    for change in std::mem::take(&mut file.later) {
                        apply(&mut file.sure, &change);
                    }
                    if self.names_with_files {
                        self.sync_names_up_to(path);
                    }
                }
                None => self.sync_names(path),
            },
            Note::Rename { from, to } => self.later.push(Naming::Move(from.clone(), to.clone())),
            Note::Unlink { path } => self.later.push(Naming::Remove(path.clone())),
            Note::MakeDir { path } => self.later.push(Naming::Put(path.clone(), Entry::Dir)),
            Note::Link { from, to } => self.later.push(Naming::Link(from.clone(), to.clone())),
        }
    }

    fn change(&mut self, inode: u64, change: Change) {
        // A file that was there before the notes began is not known; the harness begins with an empty folder.
        let file = self.inodes.get(&inode).expect("a file that was made before it is written");
        self.files[*file].later.push(change);
    }

    fn sync_names(&mut self, folder: &str) {
        let (sure, later) = std::mem::take(&mut self.later).into_iter().partition(|n: &Naming| n.is_in(folder));
        self.later = later;
        for naming in sure {
            naming.apply(&mut self.sure);
        }
    }

    /// The journal has reached the disk up to where the file got its present name.
    fn sync_names_up_to(&mut self, file: &str) {
        let Some(last) = self.later.iter().rposition(|naming| naming.name() == file) else { return };
        for naming in self.later.drain(..=last) {
            naming.apply(&mut self.sure);
        }
    }

    /// Writes what the disk holds after a cut into an empty folder.
    pub fn restore(&self, into: &Path, survives: Survives, dice: &mut Dice) {
        let mut names = self.sure.clone();
        let kept = match survives {
            Survives::Nothing => 0,
            Survives::Some => dice.below(self.later.len() + 1),
            Survives::All => self.later.len(),
        };
        self.later.iter().take(kept).for_each(|naming| naming.apply(&mut names));
        // In order: a folder stands before what is in it.
        for (name, entry) in &names {
            let path = into.join(name);
            match entry {
                Entry::Dir => std::fs::create_dir_all(&path).expect("a folder"),
                // A name whose folder is not there is lost with it.
                Entry::File(_) if !path.parent().is_some_and(Path::is_dir) => {}
                Entry::File(file) => {
                    std::fs::write(&path, content(&self.files[*file], survives, dice)).expect("a file");
                }
            }
        }
    }
}

fn content(file: &File, survives: Survives, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = file.sure.clone();
    for change in &file.later {
        match survives {
            Survives::Nothing => return bytes,
            Survives::All => apply(&mut bytes, change),
            Survives::Some => match (dice.below(4), change) {
                (0, _) => {}
                (1, Change::Write(at, data)) => torn(&mut bytes, *at, data, dice),
                _ => apply(&mut bytes, change),
            },
        }
    }
    bytes
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Length(length) => bytes.resize(*length, 0),
        Change::Write(at, data) => {
            if bytes.len() < at + data.len() {
                bytes.resize(at + data.len(), 0);
            }
            bytes[*at..at + data.len()].copy_from_slice(data);
        }
    }
}

/// Some sectors of a write arrive, others do not.
fn torn(bytes: &mut Vec<u8>, at: usize, data: &[u8], dice: &mut Dice) {
    let mut from = 0;
    while from < data.len() {
        let to = ((at + from) / SECTOR * SECTOR + SECTOR - at).min(data.len());
        if dice.percent(50) {
            apply(bytes, &Change::Write(at + from, data[from..to].to_vec()));
        }
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(inode: u64, offset: usize, data: &[u8]) -> Note {
        Note::Write { path: String::new(), inode, offset, data: data.to_vec() }
    }

    fn restored(platter: &Platter, survives: Survives) -> BTreeMap<String, Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        platter.restore(folder.path(), survives, &mut Dice::new(7));
        let files = std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap());
        files.map(|f| (f.file_name().into_string().unwrap(), std::fs::read(f.path()).unwrap())).collect()
    }

    #[test]
    fn only_what_was_synced_is_sure() {
        let mut platter = Platter::default();
        platter.take(&Note::Create { path: "a".into(), inode: 1 });
        platter.take(&write(1, 0, b"first"));
        platter.take(&Note::Sync { path: "a".into(), inode: 1 });
        assert!(restored(&platter, Survives::Nothing).is_empty(), "its name was not synced");
        platter.take(&Note::Sync { path: ".".into(), inode: 99 });
        platter.take(&write(1, 5, b" second"));
        assert_eq!(restored(&platter, Survives::Nothing)["a"], b"first");
        assert_eq!(restored(&platter, Survives::All)["a"], b"first second");
        platter.take(&Note::Rename { from: "a".into(), to: "b".into() });
        assert!(restored(&platter, Survives::Nothing).contains_key("a"));
        assert!(restored(&platter, Survives::All).contains_key("b"));
    }

    #[test]
    fn a_file_system_may_sync_a_file_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("old"), b"there before").unwrap();
        let mut platter = Platter::holding(folder.path());
        platter.take(&Note::Create { path: "new".into(), inode: 1 });
        platter.take(&Note::Link { from: "old".into(), to: "second".into() });
        platter.take(&write(1, 0, b"words"));
        assert_eq!(restored(&platter, Survives::Nothing).len(), 1, "nothing was synced");
        platter.take(&Note::Sync { path: "new".into(), inode: 1 });
        let after = restored(&platter, Survives::Nothing);
        assert_eq!((after["new"].as_slice(), after.len()), (b"words".as_slice(), 2), "the later name is not sure");
        assert_eq!(restored(&platter, Survives::All)["second"], b"there before");
    }
}
