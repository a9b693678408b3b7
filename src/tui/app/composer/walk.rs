//! The findings in the order in which the panel lists them, and the walk through them: what is shown is walked, and nothing
//! else.
//!
//! Not its duty: how they are drawn (`view`), what is done with one (`findings`).

use std::ops::Range;

use super::heeded::UNFILLED;
use super::{Composer, slots};
use crate::letter::Finding;

/// What the checklist shows already, as a method that is not done yet.
const IN_CHECKLIST: &[&str] =
    &["no_customer_name_in_body", "no_personal_control", "no_apology_or_empathy", "not_signed"];

/// The finding that was gone to last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// Its number in the list.
    at: usize,
    rule: String,
    found: String,
    span: Option<Range<usize>>,
    /// Where the cursor was put; once it moves, what it stands in is at hand.
    cursor: usize,
}

/// What blocks, then what has a place in the text, then what the letter lacks as a whole. The slot the cursor is in is
/// being filled, and no fault.
pub fn listed(composer: &Composer) -> Vec<&Finding> {
    let filling = slots::typed(composer).map(|(slot, _)| slot.range);
    let is_being_filled = |f: &Finding| f.rule() == UNFILLED && f.span.is_some() && f.span == filling;
    let is_shown = |f: &&Finding| (is_loud(f) || !is_in_checklist(composer, f)) && !is_being_filled(f);
    let mut listed: Vec<&Finding> = composer.findings.iter().filter(is_shown).collect();
    listed.sort_by_key(|f| (!f.blocks(), !is_loud(f)));
    listed
}

/// A finding at a place, or one that holds the letter: said in full. A letter that is only begun lacks much, and that
/// is no fault yet.
pub fn is_loud(finding: &Finding) -> bool {
    finding.span.is_some() || finding.blocks()
}

fn is_in_checklist(composer: &Composer, finding: &Finding) -> bool {
    composer.checklist.is_some() && IN_CHECKLIST.contains(&finding.rule())
}

/// The finding that was walked to or that the cursor stands in; else the first that has a repair; else the first of all.
pub fn finding_at_hand(composer: &Composer) -> Option<&Finding> {
    let cursor = composer.editor.cursor();
    let listed = listed(composer);
    let walked = composer.walked.as_ref().filter(|w| w.cursor == cursor).and_then(|w| place(composer, &listed, w));
    let under = || listed.iter().position(|f| f.span.as_ref().is_some_and(|s| s.start <= cursor && cursor <= s.end));
    let at = walked.or_else(under).or_else(|| listed.iter().position(|f| !f.fixes.is_empty())).unwrap_or(0);
    listed.get(at).copied()
}

/// The number of the next one, round the end; what was repaired or set aside left its place to the one behind it.
pub fn next(composer: &Composer) -> Option<usize> {
    let listed = listed(composer);
    let next = composer.walked.as_ref().map_or(0, |w| place(composer, &listed, w).map_or(w.at, |at| at + 1));
    (!listed.is_empty()).then(|| next % listed.len())
}

/// Remembers that this one was gone to; the cursor is there.
pub fn went(composer: &mut Composer, at: usize, finding: &Finding) {
    composer.walked = Some(Walked {
        at,
        rule: finding.rule().to_owned(),
        found: words_of(finding, composer.editor.text()).to_owned(),
        span: finding.span.clone(),
        cursor: composer.editor.cursor(),
    });
}

/// Where it is in the list now, wherever its words have moved to.
fn place(composer: &Composer, listed: &[&Finding], walked: &Walked) -> Option<usize> {
    let text = composer.editor.text();
    let is_it = |f: &&&Finding| f.rule() == walked.rule && words_of(f, text) == walked.found;
    let same_place = |f: &&Finding| is_it(&f) && f.span == walked.span;
    listed.iter().position(same_place).or_else(|| listed.iter().position(|f| is_it(&f)))
}

/// The words a finding speaks of; empty for the letter as a whole.
pub fn words_of<'t>(finding: &Finding, text: &'t str) -> &'t str {
    finding.span.clone().and_then(|span| text.get(span)).unwrap_or_default()
}
