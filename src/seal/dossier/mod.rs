//! A dossier: a case as a folder of plain files that prove themselves to people who have neither the desk nor this
//! program. Pure: it is built from data into bytes, and checked from bytes.
//!
//! Not its duty: reading and writing the folder (`dossier` outside this room), the key that signs it.

mod build;
mod files;
mod page;
mod parts;
mod signers;
mod verify;

pub use build::{Dossier, Source, attachments, build};
pub use files::{ATTACHMENTS, DossierFile, Found, SEAL, SEAL_SIGNATURE, SUMS};
pub use page::Words;
pub use signers::{CLOCK, Signer, allowed_signers, parse_signers};
pub use verify::{Finding, Report, What, verify};

/// The first line of what is signed under a dossier.
pub const DOSSIER: &str = "sincerely-dossier/1";
/// The first line of what each link of a dossier covers.
pub const DOSSIER_CHAIN: &str = "sincerely-dossier-chain/1";

#[cfg(test)]
mod tests;
