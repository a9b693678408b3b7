//! The desk's judgement: urgency classes, ambiguous consent, heated letters. Pure: no clock, no I/O.
//!
//! Duty: questions that the facts of a case answer by themselves.
//! Not its duty: changing anything; an operator or the server acts on the answers. Suggesting a call from the text of
//! a case (R88-R94) belongs here too, beside these, once it is built.

mod consent;
mod heat;
mod rank;

pub use consent::ambiguous_consent;
pub use heat::heated;
pub use rank::rank;
