//! The engine without the screen: records in, judgements out, and scores against labels.
//!
//! Duty: the records of `check --batch` and of labelled files, and how well the engine agrees with them.
//! Not its duty: judging (`letter`, `triage`), reading files and printing (`cli`).

mod cases;
mod letters;
mod past;
mod promises;
mod score;

pub use cases::{CaseRecord, CaseVerdict};
pub use letters::{Fault, LetterContext, LetterRecord, LetterVerdict, WireFinding, WireFix};
pub use past::Pasts;
pub use promises::{Labelled, PromiseRecord, PromiseVerdict};
pub use score::{Count, Ratio};
