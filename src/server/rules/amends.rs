//! How a complaint is put right, as a person says it: our fault, the remedy, ticks on the way (R114, R128, R133); and how
//! the customer took it (R39, R40).
//!
//! Not its duty: which steps show by themselves (`letter::way`).

use crate::model::acts::{CasePatch, SetWayStep};
use crate::model::{Case, Impression, OurFault, Remedy, RemedyKind, SetImpression, WayStep, WayTick};
use crate::server::rules::work::must_be_a_person;
use crate::server::rules::{Acting, Refusal, invalid};

/// Longer ones are no amount any more (bytes).
const AMOUNT: usize = 200;
/// Longer ones belong into a note of the thread (bytes).
const WORDS: usize = 2_000;

/// What the audit calls the change of a case: what is said of our fault and of money has a name of its own.
pub fn act(patch: &CasePatch) -> &'static str {
    match patch {
        CasePatch { our_fault: Some(_), .. } => "our_fault",
        CasePatch { remedy: Some(_), .. } => "remedy",
        CasePatch { way, .. } if !way.is_empty() => "way",
        CasePatch { impression: Some(_), .. } => "impression",
        _ => "patch",
    }
}

/// Writes what the patch says of it onto the case.
pub fn put(case: &mut Case, patch: &CasePatch, by: &Acting<'_>) -> Result<(), Refusal> {
    if let Some(fault) = &patch.our_fault {
        must_be_a_person(by)?;
        check_fault(fault.as_ref())?;
        case.our_fault.clone_from(fault);
    }
    if let Some(remedy) = &patch.remedy {
        must_be_a_person(by)?;
        case.remedy = remedy.as_ref().map(clean_remedy).transpose()?;
    }
    if let Some(set) = &patch.impression {
        impression(case, set, by)?;
    }
    patch.way.iter().try_for_each(|set| tick(case, set, by))
}

/// What people saw of the customer; no source can know it (R39, R40).
pub fn impression(case: &mut Case, set: &SetImpression, by: &Acting<'_>) -> Result<(), Refusal> {
    if let Some(word) = set.unknown() {
        return Err(invalid(format!("«{word}» is no mood and no answer that is known here.")));
    }
    if !set.is_empty() {
        Impression::note(&mut case.impression, set, must_be_a_person(by)?, by.now);
    }
    Ok(())
}

fn check_fault(fault: Option<&OurFault>) -> Result<(), Refusal> {
    match fault {
        Some(OurFault::Other(word)) => Err(invalid(format!("«{word}» is no answer to whose fault it was."))),
        _ => Ok(()),
    }
}

fn clean_remedy(remedy: &Remedy) -> Result<Remedy, Refusal> {
    let clean = Remedy {
        kind: remedy.kind.clone(),
        amount: remedy.amount.trim().to_owned(),
        text: remedy.text.trim().to_owned(),
    };
    match &clean.kind {
        RemedyKind::Other(word) => Err(invalid(format!("The remedy «{word}» is not known here."))),
        RemedyKind::Another if clean.text.is_empty() => {
            Err(invalid("Say in words, in `text`, what is given to put it right."))
        }
        RemedyKind::ApologyOnly if !clean.amount.is_empty() => Err(invalid("An apology alone has no amount.")),
        _ if clean.amount.len() > AMOUNT || clean.text.len() > WORDS => Err(invalid("The remedy has too many words.")),
        _ => Ok(clean),
    }
}

/// Once more with the same words is no other tick; with other words they replace the old ones.
fn tick(case: &mut Case, set: &SetWayStep, by: &Acting<'_>) -> Result<(), Refusal> {
    let person = must_be_a_person(by)?;
    if let WayStep::Other(word) = &set.step {
        return Err(invalid(format!("The step «{word}» is not known here.")));
    }
    let note = set.note.trim();
    if note.len() > WORDS {
        return Err(invalid("The note on a step has too many words."));
    }
    if set.done && case.way.iter().any(|tick| tick.step == set.step && tick.note == note) {
        return Ok(());
    }
    case.way.retain(|tick| tick.step != set.step);
    if set.done {
        case.way.push(WayTick { step: set.step.clone(), note: note.to_owned(), by: person, at: by.now });
    }
    Ok(())
}
