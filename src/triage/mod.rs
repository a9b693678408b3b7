//! The desk's judgement: does a complaint need a call, what stands in it, urgency classes, ambiguous consent, heated
//! letters. Pure: no clock, no I/O; the user's packs come in as text.
//!
//! Duty: questions that the text and the facts of a case answer by themselves.
//! Not its duty: changing anything; an operator or the server acts on the answers.

mod answer;
mod case;
mod complaint;
mod consent;
mod courtesy;
mod duplicates;
mod engine;
mod facts;
mod heat;
mod judge;
mod letter;
mod matcher;
mod pack;
#[cfg(test)]
mod pack_tests;
mod pattern;
mod quotation;
mod rank;
mod read;
mod rule;
mod text;
mod thanks;
mod wander;
mod weighed;

pub use answer::confirmation_answer;
pub use case::{CaseJudgement, CaseSuggestion, complaint, judge_case};
pub use complaint::{Amount, Complaint, Dated, Judgement, Named, Reading, Said, Suggestion};
pub use consent::ambiguous_consent;
pub use courtesy::{Courtesy, CourtesyReason, courtesy};
pub use duplicates::duplicates;
pub use engine::Triage;
pub use heat::heated;
pub use rank::rank;
pub use thanks::is_thanks_for_answer;

/// Judges with the shipped packs; `ui` is the language of the reasons (`en`, `ru`, `ro`).
pub fn judge(complaint: &Complaint, ui: &str) -> Judgement {
    Triage::shipped().judge(complaint, ui)
}

/// Reads with the shipped packs.
pub fn read(complaint: &Complaint) -> Reading {
    Triage::shipped().read(complaint)
}
