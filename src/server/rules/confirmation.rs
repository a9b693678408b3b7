//! Confirmations that letters asked for: what the customer's words and an operator's mark make of them (R11-R13).
//!
//! Not its duty: understanding the words (`triage`), the chase (`schedule::arise`).

use crate::model::ConfirmationState::Received;
use crate::model::acts::SetConfirmation;
use crate::model::{Confirmation, ConfirmationState, Message, MessageId, MessageKind, OperatorId};
use crate::schedule::{Happening, arise};
use crate::server::rules::{Refusal, Work, invalid, work::must_be_a_person};
use crate::triage;

/// Reads a message of the customer as the answer to the last open request before it. A worded yes or no also clears up
/// an agreement by 👍 (R2); what is accepted or refused stays so, whatever follows.
pub fn read_answer(work: &mut Work<'_>, message: &Message) {
    let Some(state) = triage::confirmation_answer(&message.body) else { return };
    let asked = |c: &&Confirmation| !c.state.is_final() && c.asked_at <= message.at;
    let open = work.file.case.confirmations.iter().rfind(asked).cloned();
    let is_final = state.is_final();
    // That the letter came does not clear up what came with it.
    let adds_nothing = |c: &Confirmation| (&c.state, &state) == (&ConfirmationState::Unclear, &Received);
    if let Some(open) = open.filter(|open| !adds_nothing(open)) {
        set(work, open.letter, state, Some(message.id), None);
    }
    if is_final {
        end_unclear_consent(work, None);
    }
}

/// The operator's own mark, with a note in the thread. A yes or no clears up the 👍 it was asked about.
pub fn mark(work: &mut Work<'_>, set_to: &SetConfirmation) -> Result<(), Refusal> {
    let by = must_be_a_person(work.by)?;
    if matches!(set_to.state, ConfirmationState::Sent | ConfirmationState::Other(_)) {
        return Err(invalid(format!("A confirmation cannot be set to «{}».", set_to.state)));
    }
    if set_to.note.trim().is_empty() {
        return Err(invalid("Say in words how that is known."));
    }
    let Some(known) = work.file.case.confirmation(set_to.letter) else {
        return Err(invalid("That letter asked for no confirmation."));
    };
    let unclear = work.file.case.ambiguous_consent.as_ref().map(|consent| consent.message);
    let clears = set_to.state.is_final() && unclear.is_some() && known.answer == unclear;
    let answer = known.answer;
    set(work, set_to.letter, set_to.state.clone(), answer, Some(by));
    if clears {
        end_unclear_consent(work, Some(by));
    }
    let note = work.new_message(MessageKind::Note, set_to.note.clone());
    work.note(note);
    Ok(())
}

fn set(
    work: &mut Work<'_>,
    letter: MessageId,
    state: ConfirmationState,
    answer: Option<MessageId>,
    by: Option<OperatorId>,
) {
    let now = work.by.now;
    let Some(known) = work.file.case.confirmations.iter_mut().find(|c| c.letter == letter) else { return };
    if known.state != state {
        known.state = state;
        known.since = now;
    }
    (known.answer, known.by) = (answer, by);
    let happened = Happening::ConfirmationSet { case: &work.file.case, letter, by };
    let steps = arise(&happened, &work.file.follow_ups, work.by.rules, now);
    work.follow(steps);
}

/// Takes the mark of an unclear agreement away and stops its clock; false when there is none.
pub fn end_unclear_consent(work: &mut Work<'_>, by: Option<OperatorId>) -> bool {
    let Some(consent) = work.file.case.ambiguous_consent.take() else { return false };
    let decided = Happening::ConsentDecided { case: &work.file.case, message: consent.message, by };
    let steps = arise(&decided, &work.file.follow_ups, work.by.rules, work.by.now);
    work.follow(steps);
    true
}
