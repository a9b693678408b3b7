//! The names inside a dossier's folder, and what of a folder a check looks at.

/// What is signed: the head of the chain and the hash of [`SUMS`].
pub const SEAL: &str = "seal";
pub const SEAL_SIGNATURE: &str = "seal.sig";
/// SHA-256 of every other file, as `sha256sum -c` reads it.
pub const SUMS: &str = "SHA256SUMS";
pub const ENTRIES: &str = "entries.jsonl";
pub const SIGNERS: &str = "allowed_signers";
pub const CASE: &str = "case.json";
pub const PAGE: &str = "dossier.html";
pub const README: &str = "README.md";
/// Contents of attachments, each named by its SHA-256.
pub const ATTACHMENTS: &str = "attachments";

/// A file to be written, its path relative to the folder, with `/` between the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFile {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A file that was found in a folder. The hash was computed while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: String,
    pub sha256: String,
    /// None for what is only hashed: attachments, and files too large to be of any use.
    pub bytes: Option<Vec<u8>>,
}

/// Where a letter stands: by its place in the dossier and its id, never by words from outside.
pub fn letter_path(n: u32, message: uuid::Uuid) -> String {
    format!("letters/{n:04}-{message}.txt")
}

/// One line of [`SUMS`].
pub fn sum_line(sha256: &str, path: &str) -> String {
    format!("{sha256}  {path}\n")
}
