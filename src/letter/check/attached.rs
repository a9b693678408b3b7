//! A letter that says something is enclosed, and nothing goes with it: the commonest slip of all who write letters (R37).
//!
//! Not its duty: what is attached (the composer), letters on paper, whose enclosures nobody sees here.

use super::{Code, Finding, Letter, Rule};
use crate::model::Channel;

pub(super) const MISSING: Code = Code { id: "attachment_missing", look: missing };

fn missing(rule: &Rule, letter: &Letter<'_>, out: &mut Vec<Finding>) {
    if letter.context.attachments != Some(0) || letter.context.channel == Channel::Paper {
        return;
    }
    if let Some(place) = letter.idea("enclosed").first() {
        let place = letter.tokens.original(place.clone());
        out.push(rule.finding(rule.card.severity, Some(place), rule.card.message.clone()));
    }
}
