//! Phrases and slots, grammar, greeting, signature block, checks. Pure: no clock, no I/O.

mod catalogue;
pub mod check;
mod checklist;
mod grammar;
mod greeting;
mod outline;
mod phrase;
mod phrasebook;
mod promises;
mod proposals;
mod quote;
mod signature;
mod skeleton;
#[cfg(test)]
mod test_people;

pub use catalogue::Item;
pub use check::{CheckContext, Finding, Fix, Said, Severity, check};
pub use checklist::{Checklist, Method, Step, UsedPhrase, checklist};
pub use grammar::{Agreement, Edit, agree};
pub use greeting::{address, greeting};
pub use phrase::{Case, Insert, Phrase, SLOT_CLOSE, SLOT_OPEN, Slot, SlotKind, Variant, Voice};
pub use phrasebook::Phrasebook;
pub use promises::{PromiseDraft, personal_control, promises};
pub use proposals::proposal_count;
pub use quote::quote;
pub use signature::{ensure_signature, signature};
pub use skeleton::skeleton;
