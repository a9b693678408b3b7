//! Phrases and slots, grammar, greeting, signature block, checks. Pure: no clock, no I/O.

mod catalogue;
mod grammar;
mod phrase;
mod phrasebook;

pub use catalogue::Item;
pub use grammar::{Agreement, Edit, agree};
pub use phrase::{Case, Insert, Phrase, SLOT_CLOSE, SLOT_OPEN, Slot, SlotKind, Variant, Voice};
pub use phrasebook::{Phrasebook, Problem};
