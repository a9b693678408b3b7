//! A letter: signed, checked against the thread as its author read it, recorded, with the follow-ups it opens and closes.

use crate::letter::is_acknowledgement;
use crate::model::acts::NewReply;
use crate::model::{CaseFile, Confirmation, Delivery, DeliveryState, Message, MessageKind, Operator, State};
use crate::protocol::ProblemKind;
use crate::schedule::{Happening, arise};
use crate::seal::{self, Letter};
use crate::server::rules::case::{check_state, may_close, written};
use crate::server::rules::delivery::{Way, set_out};
use crate::server::rules::follow_ups::check_kind;
use crate::server::rules::inbound::answered;
use crate::server::rules::work::must_be_a_person;
use crate::server::rules::{
    Acting, Decision, Refusal, Work, changed, check_attachments, credible, invalid, keys, refuse,
};

/// More findings set aside than this, or a longer reason, is a mistake of a program.
const OVERRIDES: usize = 100;
const REASON_CHARS: usize = 1000;

/// A letter that opens more than this many duties is a mistake of a program.
const OPENS: usize = 100;

/// Records a letter. `thread_version` is the thread as its author read it; with a `way` it sets out by mail in the same
/// commit, if it is one that goes by mail.
///
/// Refused: a case of another operator (409), a thread that moved on (412 with the case file), a letter without a
/// fitting signature (422).
pub fn reply(
    file: &CaseFile,
    new: &NewReply,
    thread_version: u64,
    way: Option<&Way>,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    must_be_a_person(by)?;
    let Some(operator) = by.actor else { return Err(invalid("A letter has an author.")) };
    if let Some(known) = file.messages.iter().find(|m| m.id == new.id) {
        return if known.signature.as_ref() == Some(&new.signature) && known.body == new.body {
            Ok(Decision::nothing(written(file, known)))
        } else {
            Err(refuse(ProblemKind::KeyReused, "Another entry of this thread has this id."))
        };
    }
    let mut work = Work::on(file, by);
    work.must_not_be_anothers()?;
    if thread_version != file.case.thread_version {
        return Err(changed(file, "The thread moved on since you read it; `current` shows it."));
    }
    check(file, new, by)?;
    check_signature(file, new, operator)?;

    work.give_to(file.case.owner.or(Some(operator.id)));
    let message = letter(&work, new);
    work.file.messages.push(message.clone());
    if let Some(term) = &new.confirms {
        work.file.case.confirmations.push(Confirmation::asked(message.id, term.trim().to_owned(), by.now));
    }
    answered(&mut work.file.case, &message);
    let answers = !is_acknowledgement(&message.body);
    // After a mere receipt it is still our turn (R110).
    let state = new.state.clone().unwrap_or(if answers { State::WaitingCustomer } else { State::Open });
    let from = std::mem::replace(&mut work.file.case.state, state.clone());
    let (case, opens, closes) = (&work.file.case, &new.opens[..], &new.closes[..]);
    let wrote = if answers {
        Happening::Replied { case, message: &message, opens, closes }
    } else {
        Happening::Acknowledged { case, message: &message, opens, closes }
    };
    let steps = arise(&wrote, &work.file.follow_ups, by.rules, by.now);
    work.follow(steps);
    work.file.case.state = from;
    if state == State::Closed {
        may_close(&work.file, false)?;
    }
    work.set_state(state, by.id());
    let sets_out = way.and_then(|way| set_out(&mut work, message.id, way));
    let sent = work.file.messages.iter().find(|m| m.id == message.id).cloned().unwrap_or(message);
    let mut decision = work.decide("reply", |file| written(file, &sent));
    decision.errands.extend(sets_out);
    Ok(decision)
}

fn check(file: &CaseFile, new: &NewReply, by: &Acting<'_>) -> Result<(), Refusal> {
    check_attachments(&new.attachments)?;
    new.state.iter().try_for_each(check_state)?;
    new.opens.iter().try_for_each(|opens| check_kind(&opens.kind))?;
    if new.body.trim().is_empty() {
        return Err(invalid("The letter is empty."));
    }
    if new.public && !file.case.is_public {
        return Err(invalid("This case is not public; its letters go to the customer alone (T8)."));
    }
    if new.opens.len() > OPENS {
        return Err(invalid(format!("A letter opens at most {OPENS} follow-ups.")));
    }
    check_confirms(new)?;
    let is_long = |text: &str| text.chars().count() > REASON_CHARS;
    if new.overrides.len() > OVERRIDES || new.overrides.iter().any(|o| is_long(&o.reason) || is_long(&o.found)) {
        return Err(invalid(format!(
            "A letter sets aside at most {OVERRIDES} findings, each in {REASON_CHARS} characters."
        )));
    }
    if new.overrides.iter().any(|o| o.reason.trim().is_empty()) {
        return Err(invalid("A finding is set aside with a reason (R161)."));
    }
    if !new.closes.iter().all(|id| file.follow_ups.iter().any(|f| f.id == *id)) {
        return Err(invalid("The letter closes a follow-up that is not of this case."));
    }
    if credible(Some(new.signed_at), by.now).is_none() {
        return Err(invalid("The letter cannot have been signed then; set the clock of the workstation right."));
    }
    Ok(())
}

/// Terms are named, and are no matter of the public (T8).
fn check_confirms(new: &NewReply) -> Result<(), Refusal> {
    let Some(term) = &new.confirms else { return Ok(()) };
    if new.public {
        return Err(invalid("Terms are not confirmed in public (T8)."));
    }
    if term.trim().is_empty() || term.chars().count() > REASON_CHARS {
        return Err(invalid(format!("Name what is to be confirmed, in {REASON_CHARS} characters at most.")));
    }
    Ok(())
}

/// The signature fits one of the author's keys that was in force when it was made.
fn check_signature(file: &CaseFile, new: &NewReply, operator: &Operator) -> Result<(), Refusal> {
    let mut keys = keys::in_force(operator, new.signed_at).peekable();
    if keys.peek().is_none() && operator.keys.iter().any(|key| key.revoked_at.is_some()) {
        return Err(refuse(
            ProblemKind::BadSignature,
            "The key that was in force then is revoked. Sign the letter again with a new key (`sincerely keys rotate`).",
        ));
    }
    if keys.peek().is_none() {
        return Err(refuse(
            ProblemKind::BadSignature,
            "You have no signing key here yet. Add your public key with PUT /v1/me and its field `key`, then send again.",
        ));
    }
    let canonical = Letter::by(operator, file.case.id, new).canonical();
    if keys.any(|key| seal::verify(&key.public, &canonical, &new.signature).is_ok()) {
        return Ok(());
    }
    Err(refuse(
        ProblemKind::BadSignature,
        "The signature does not fit the letter and your key. Was your name or the text changed after signing?",
    ))
}

fn letter(work: &Work<'_>, new: &NewReply) -> Message {
    let kind = if new.public { MessageKind::PublicReply } else { MessageKind::Reply };
    let mut message = work.new_message(kind, new.body.clone());
    message.id = new.id;
    message.channel = new.channel.clone();
    message.to.clone_from(&new.to);
    message.subject.clone_from(&new.subject);
    message.attachments.clone_from(&new.attachments);
    message.overrides.clone_from(&new.overrides);
    message.signed_at = Some(new.signed_at);
    message.signature = Some(new.signature.clone());
    message.delivery = Some(Delivery { state: DeliveryState::Recorded, sent_by_hand_at: None, detail: String::new() });
    message
}
