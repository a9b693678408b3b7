//! Files and folders of this user: where they are, what they say, how a mistake in them is told.
//!
//! Not its duty: what the settings mean; each room reads its own part.

mod desk;
mod dictionaries;
mod file;
mod mail;
mod paths;

pub use desk::{Desk, DeskError};
pub use dictionaries::{Dictionary, DictionaryError, add_word, find_dictionaries, load_speller, spelling_languages};
pub use file::{Commands, Config, Interface, Notify, Signing};
pub use mail::{Access, Begin, Imap, Mail, MailError, Secret, Security, Smtp};
pub use paths::{Paths, PathsError};

/// The `*.toml` files of a folder by name, with their text; a folder that is not there holds none.
pub fn toml_files(folder: &std::path::Path) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<(String, String)> = entries
        .flatten()
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())))
        .filter(|(name, _)| name.ends_with(".toml"))
        .filter_map(|(name, path)| Some((name, std::fs::read_to_string(path).ok()?)))
        .collect();
    files.sort();
    files
}
