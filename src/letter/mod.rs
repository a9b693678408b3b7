//! What makes a letter human: phrases with slots and their grammar, greeting and signature, the checks and the checklist
//! while it is written, the promises in it. Pure: no clock, no I/O; the user's files come in as text.
//!
//! Not its duty: editing (`tui::editor`), signing with a key (`seal`), opening follow-ups (`server`).

mod acknowledgement;
mod apology;
mod catalogue;
pub mod check;
mod checklist;
mod clarify;
mod closing;
mod confirmation;
mod fields;
mod grammar;
mod greeting;
mod habit;
mod likeness;
mod manner;
mod months;
mod names;
mod outline;
mod pet_names;
mod phrase;
mod phrasebook;
mod promises;
mod proposals;
mod questions;
mod quote;
mod record;
mod remedy;
mod salutation;
mod signature;
mod signer;
mod skeleton;
mod spelling;
mod term;
#[cfg(test)]
mod test_people;
mod way;

pub use acknowledgement::is_acknowledgement;
pub use apology::{ApologyTime, apology_time};
pub use catalogue::Item;
pub use check::{
    Card, CheckContext, Facts, Finding, Fix, Holds, LACKS, RuleExamples, Rules, Said, Severity, THINGS, Thing, check,
    is_thanks,
};
pub use checklist::{Checklist, Method, Step, UsedPhrase, checklist};
pub use clarify::clarifying_question;
pub use closing::owed_before_closing;
pub use confirmation::asked_confirmation;
pub use fields::{CaseField, Missing, case_fields, fill};
pub use grammar::{Agreement, Edit, agree};
pub use greeting::{address, greeting, greeting_in};
pub use habit::greeting_for;
pub use likeness::{Archive, Earlier, Past, Twin, shared_parts};
pub use manner::Manner;
pub use names::decline;
pub use phrase::{Case, Insert, Phrase, SLOT_CLOSE, SLOT_OPEN, Slot, SlotKind, Variant, Voice};
pub use phrasebook::Phrasebook;
pub use promises::{Act, Actor, Moment, Promise, PromiseDraft, personal_control, promises, read_promises};
pub use proposals::proposal_count;
pub use questions::{OpenQuestion, open_questions};
pub use quote::quote;
pub use record::written_record;
pub use signature::{ensure_signature, signature, signature_in};
pub use signer::{SignatureWords, Signatures, is_signature_lacking, signer};
pub use skeleton::skeleton;
pub use spelling::{KnownWords, Misspelt, Speller, spelling_language};
pub use term::{apology_for_term, broken_term};
pub use way::{Taken, way};
