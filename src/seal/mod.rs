//! The canonical form of a letter and its SSH signature. Pure. `docs/signing.md` describes both for other programs.
//!
//! Not its duty: where keys are kept (`config`, `files`), who may sign what (`server`).

mod canonical;
mod signature;

pub use canonical::{Letter, VERSION_LINE};
pub use signature::{NAMESPACE, SealError, fingerprint, generate_key, public_line, sign, verify};
