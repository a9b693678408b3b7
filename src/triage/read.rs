//! What stands in a complaint as it comes in.

use super::complaint::{Complaint, Reading};
use super::engine::Triage;
use super::letter::Letter;

pub(super) fn read(_triage: &Triage, complaint: &Complaint) -> Reading {
    let letter = Letter::of(complaint);
    Reading { language: letter.lang, is_public: complaint.is_public, ..Reading::default() }
}
