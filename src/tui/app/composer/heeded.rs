//! What of the check's findings is said at this moment of the writing: nothing of a letter without words of its own, nothing
//! of what stands in an unfilled slot, and of danger only what can be done about it.
//!
//! Not its duty: finding anything (`letter`), in which order it is shown (`walk`).

use std::ops::Range;

use super::{Composer, slots};
use crate::letter::{self, Finding, PromiseDraft, Said, Severity};
use crate::model::{CallOutcome, CaseFile, Channel, FollowUpKind, OurFault, Trigger};
use crate::tui::action::Action;
use crate::tui::app::{App, spell};
use crate::tui::input::Context;

/// The rules that this module knows by name.
pub const EMPTY: &str = "empty_letter";
pub const UNFILLED: &str = "unfilled_slot";
const PUBLIC: &str = "public_reply_incomplete";
const NO_REGRET: &str = "no_apology_or_empathy";
const SAFETY: &str = "written_only_safety";

/// Takes out what the hint of a slot caused, and fits the finding about danger to what can be done. What is found in a
/// letter without words of its own is kept apart in `silent`: it holds the letter, and is not said while it is begun.
pub fn heed(app: &App, composer: &mut Composer, file: &CaseFile, mut found: Vec<Finding>) -> Vec<Finding> {
    let holes: Vec<_> = slots::unfilled(composer.editor.text()).collect();
    found.retain(|f| f.rule() == UNFILLED || !f.span.as_ref().is_some_and(|span| touches_any(span, &holes)));
    for finding in found.iter_mut().filter(|f| f.rule() == SAFETY) {
        fit_to_card(app, file, finding);
    }
    say_regret_once(composer, file, &mut found);
    if found.iter().any(|f| f.rule() == EMPTY) {
        composer.silent = found;
        return Vec::new();
    }
    found
}

/// A public answer without regret is told so as a public answer; as a letter it would be the same once more.
fn say_regret_once(composer: &Composer, file: &CaseFile, found: &mut Vec<Finding>) {
    let has_both = composer.is_public() && found.iter().any(|f| f.rule() == PUBLIC);
    if has_both && file.case.our_fault != Some(OurFault::No) {
        found.retain(|f| f.rule() != NO_REGRET);
    }
}

/// What the letter promises; the example in an unfilled slot promises nothing.
pub fn promises(app: &App, composer: &Composer) -> Vec<PromiseDraft> {
    let text = composer.editor.text();
    let holes: Vec<_> = slots::unfilled(text).collect();
    let mut promises = letter::promises(text, &super::written_lang(composer), app.now, &app.me.zone);
    promises.retain(|promise| !touches_any(&promise.range, &holes));
    promises
}

fn touches_any(span: &Range<usize>, holes: &[Range<usize>]) -> bool {
    holes.iter().any(|hole| hole.start < span.end && span.start < hole.end)
}

/// Somebody may be in danger, nobody spoke to him, and no further try is planned (R89).
pub fn is_safety_without_call(file: &CaseFile) -> bool {
    let reason = file.case.call.as_ref().map(|mark| &mark.trigger).or_else(|| file.case.suggested_call());
    let is_reached = file.calls.iter().any(|c| c.outcome == CallOutcome::Reached);
    let is_planned = || file.follow_ups.iter().any(|f| f.is_open() && f.kind == FollowUpKind::Call);
    let is_tried = !file.calls.is_empty() && is_planned();
    reason == Some(&Trigger::Safety) && !is_reached && !is_tried
}

fn has_number(file: &CaseFile) -> bool {
    file.customer.address_on(&Channel::Phone).is_some() || file.calls.iter().any(|call| !call.number.trim().is_empty())
}

/// Where there is a number the finding names the key that records the call; where there is none nobody can call, and it
/// only advises.
fn fit_to_card(app: &App, file: &CaseFile, finding: &mut Finding) {
    if !has_number(file) {
        finding.severity = Severity::Hint;
        finding.said = Said {
            en: "Somebody’s safety may be at stake, and no number is known. Ask for one in the letter.".into(),
            ru: "Возможно, речь о безопасности человека, а номера телефона нет. Попросите его в письме.".into(),
            ro: "Poate fi vorba de siguranța cuiva, iar numărul de telefon lipsește. Cereți-l în scrisoare.".into(),
        };
        return;
    }
    let Some(key) = app.keymap.keys_of(&[Context::Case], Action::RecordCall).first().map(|c| spell(c)) else { return };
    let said = &finding.said;
    finding.said = Said {
        en: format!("{} {key} in the case records the call, answered or not.", said.en).into(),
        ru: format!("{} Записать звонок, даже без ответа: {key} в обращении.", said.ru).into(),
        ro: format!("{} {key} în caz notează apelul, chiar fără răspuns.", said.ro).into(),
    };
}
