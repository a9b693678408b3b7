//! What a letter, an entry of a case and a dossier are as bytes, and how they are signed, chained and proved. Pure.
//! `docs/signing.md` describes all of it for other programs.
//!
//! Not its duty: where keys are kept (`config`, `files`), who may sign what (`server`), files (`dossier`).

mod canonical;
mod chain;
pub mod dossier;
mod entry;
mod erase;
mod form;
mod signature;
#[cfg(test)]
mod test_case;

pub use canonical::{Letter, VERSION_LINE};
pub use chain::{BEGINNING, DESK_CHAIN, Place, breaks, chain_up, link, salted};
pub use entry::{ENTRY, call_form, confirmation_form, follow_up_form, message_form};
pub use erase::{erase_call, erase_message};
pub use form::sha256;
pub use signature::{
    DOSSIER_NAMESPACE, NAMESPACE, SealError, assemble, fingerprint, generate_key, is_exact, is_locked, is_same_key,
    public_line, sign, sign_as, to_be_signed, unlock, verify, verify_as,
};
