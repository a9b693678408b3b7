//! Turns files and records from outside into new cases: mbox, Maildir, .eml, JSON lines, CSV.
//!
//! Duty: reading lazily, so that a file of any size goes through; threading mails; telling exactly which record could
//! not be read, and going on with the rest.
//! Not its duty: sending the cases to a desk (`cli::import`), deciding what they owe (`server`).

mod arrival;
mod charset;
mod dates;
mod entry;
mod fields;
mod format;
pub mod generate;
mod html;
mod json_lines;
mod machine;
mod mail;
mod mailbox;
mod mbox;
mod names;
pub mod samples;
mod table;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::model::acts::NewCase;
use crate::model::{Attachment, AttachmentHash, Lang};

pub use arrival::{Arrival, arrival};
pub use dates::parse_date;
pub use fields::{ColumnMap, ColumnMapError};
pub use format::Format;
pub use machine::Report;
pub use mail::Address;
pub use names::person_name;

/// What the person who imports has said.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name of the system the records come from; ids are compared within one. Default: `mail`, or the file's name.
    pub source: Option<String>,
    /// For all files; otherwise each file shows it.
    pub format: Option<Format>,
    /// For all records; otherwise the record or its text shows it.
    pub language: Option<Lang>,
    /// Our own addresses (`anna@shop.md`) or domains (`@shop.md`): mails from them are our replies of old.
    pub own: Vec<String>,
    pub columns: ColumnMap,
    /// The zone of dates that name none.
    pub zone: TimeZone,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            source: None,
            format: None,
            language: None,
            own: Vec::new(),
            columns: ColumnMap::default(),
            zone: TimeZone::UTC,
        }
    }
}

/// One case as it was found, with the files it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub case: NewCase,
    /// Attachments and originals; a desk needs them before the case.
    pub contents: Vec<Content>,
    pub place: Place,
}

/// An attachment with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub attachment: Attachment,
    pub bytes: Vec<u8>,
}

impl Content {
    fn new(name: String, media_type: String, bytes: Vec<u8>) -> Self {
        let hash = AttachmentHash(sha256_hex(&bytes));
        let size = bytes.len() as u64;
        Self { attachment: Attachment { hash, name, media_type, size }, bytes }
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: PathBuf,
    pub at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The file as a whole.
    File,
    /// Counted from 1.
    Line(u64),
    /// A mail in an mbox, counted from 1.
    Mail(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        match self.at {
            At::File => Ok(()),
            At::Line(line) => write!(f, ", line {line}"),
            At::Mail(number) => write!(f, ", mail {number}"),
        }
    }
}

/// A record that was left out: where it stands and why. It never quotes the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub place: Place,
    pub why: String,
}

impl Skipped {
    fn new(file: &Path, at: At, why: impl Into<String>) -> Self {
        Self { place: Place { file: file.to_owned(), at }, why: why.into() }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

/// How far reading got, and what it gave.
type Found = Result<Record, Skipped>;
/// A reader of one or several files: each item with the bytes it took.
type Reader = Box<dyn Iterator<Item = (u64, Found)> + Send>;

/// The records of some files, read one after the other as they are asked for.
pub struct Records {
    readers: VecDeque<Reader>,
    done: u64,
    total: u64,
}

impl Records {
    /// Bytes read so far, for a progress display.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Bytes of all files.
    pub fn total(&self) -> u64 {
        self.total
    }
}

impl Iterator for Records {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while let Some(reader) = self.readers.front_mut() {
            if let Some((bytes, found)) = reader.next() {
                self.done += bytes;
                return Some(found);
            }
            self.readers.pop_front();
        }
        None
    }
}

/// Opens files and folders. Mails of all of them are threaded together, so an inbox finds the replies in the sent mail.
/// A file that cannot be read is a skipped item of its own.
pub fn read(paths: &[PathBuf], options: &Options) -> Records {
    let mut records = Records { readers: VecDeque::new(), done: 0, total: 0 };
    let mut mails = mailbox::Mailbox::default();
    for path in paths {
        let added = format::of(path, options.format).and_then(|format| match format {
            Format::Mbox => mails.add_mbox(path),
            Format::Maildir => mails.add_maildir(path),
            Format::Eml => mails.add_eml(path),
            Format::JsonLines => records.add(path, json_lines::open(path, options)?),
            Format::Csv => records.add(path, table::open(path, options)?),
        });
        if let Err(why) = added {
            records.readers.push_back(Box::new(std::iter::once((0, Err(Skipped::new(path, At::File, why))))));
        }
    }
    records.total += mails.bytes();
    records.readers.push_back(Box::new(mails.into_threads(options.clone())));
    records
}

impl Records {
    fn add(&mut self, path: &Path, reader: Reader) -> Result<(), String> {
        self.total += std::fs::metadata(path).map_err(unreadable)?.len();
        self.readers.push_back(reader);
        Ok(())
    }
}

fn unreadable(error: std::io::Error) -> String {
    format!("cannot be read: {error}")
}
