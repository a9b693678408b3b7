//! A further word on a case from outside: of the customer, or of a machine (R16, R18, R111).

use jiff::Timestamp;

use crate::letter::is_acknowledgement;
use crate::model::acts::{NewInbound, NewMessage};
use crate::model::{Author, Case, CaseFile, Channel, Delivery, DeliveryState, Message, MessageKind, OperatorId, State};
use crate::schedule::{Happening, arise};
use crate::server::answer::Answer;
use crate::server::rules::confirmation::read_answer;
use crate::server::rules::intake::message_name;
use crate::server::rules::turn::{self, Turn};
use crate::server::rules::{
    Acting, Decision, Refusal, Work, case::written, check_attachments, credible, invalid, work::has_external,
};
use crate::server::storage::NameChange;
use crate::triage;

/// Takes a message into the thread. The same one again changes nothing, also when it stands in a case that went into this
/// one.
pub fn inbound(
    file: &CaseFile,
    absorbed: &[CaseFile],
    new: &NewInbound,
    turn: &Turn,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    if !matches!(new.message.kind, MessageKind::Inbound | MessageKind::Auto) {
        return Err(invalid("Only words of the customer and automatic messages come in here."));
    }
    check(&new.message)?;
    let mut work = Work::on(file, by);
    let known = std::iter::once(file).chain(absorbed).find(|file| has_external(file, &new.message));
    if let Some(file) = known {
        let known = file.messages.iter().find(|m| m.external_id == new.message.external_id);
        return Ok(Decision::nothing(known.map_or_else(
            || Answer::now(&file.case, file.case.version),
            |message| Answer { status: 200, ..written(file, message) },
        )));
    }
    let message = take_in(&mut work, &new.channel, &new.message);
    let name = message_name(&file.case.source, &new.message);
    let is_given = message.kind == MessageKind::Inbound && turn::give(&mut work, turn);
    let act = if is_given { "inbound_to_signer" } else { "inbound" };
    let mut decision = work.decide(act, |file| written(file, &message));
    decision.names = name.map(|name| NameChange::Take(name, file.case.id.0)).into_iter().collect();
    Ok(decision)
}

/// Refuses what says nothing at all.
pub fn check(new: &NewMessage) -> Result<(), Refusal> {
    check_attachments(&new.attachments)?;
    check_attachments(new.original.as_slice())?;
    if let MessageKind::Other(word) = &new.kind {
        return Err(invalid(format!("The kind of message «{word}» is not known here.")));
    }
    if new.body.trim().is_empty() && new.subject.trim().is_empty() && new.attachments.is_empty() {
        return Err(invalid("The message is empty: no text, no subject, no attachment."));
    }
    Ok(())
}

/// Puts a message into the thread, with all that follows from it. Kinds of ours are history from elsewhere.
pub fn take_in(work: &mut Work<'_>, channel: &Channel, new: &NewMessage) -> Message {
    let message = from_outside(work, channel, new);
    work.file.messages.push(message.clone());
    match message.kind {
        MessageKind::Inbound => customer_wrote(work, &message),
        MessageKind::Reply | MessageKind::PublicReply => answered_elsewhere(work, &message),
        _ => {}
    }
    message
}

/// A message as it will stand in the thread, its times made credible.
pub fn from_outside(work: &Work<'_>, channel: &Channel, new: &NewMessage) -> Message {
    let now = work.by.now;
    let at = credible(new.at, now).unwrap_or(now);
    let mut message = work.new_message(new.kind.clone(), new.body.clone());
    message.author = author(new);
    message.channel = channel.clone();
    message.subject.clone_from(&new.subject);
    message.at = at;
    message.written_at = credible(new.written_at, at);
    message.external_id.clone_from(&new.external_id);
    message.in_reply_to.clone_from(&new.in_reply_to);
    message.attachments.clone_from(&new.attachments);
    message.original.clone_from(&new.original);
    message.delivery = message.is_outbound().then(|| Delivery {
        state: DeliveryState::HandedOver,
        sent_by_hand_at: None,
        detail: String::new(),
    });
    message
}

/// Somebody who answered before this desk took the case over; no account here.
const ELSEWHERE: OperatorId = OperatorId(uuid::Uuid::nil());

fn author(new: &NewMessage) -> Author {
    let name = new.author.clone();
    match new.kind {
        MessageKind::Inbound => Author::Customer { name },
        MessageKind::Auto => Author::Machine { name },
        _ => Author::Operator { id: ELSEWHERE, name },
    }
}

/// The customer waits from now on, whatever the state was; no follow-up goes away (R16, R111).
fn customer_wrote(work: &mut Work<'_>, message: &Message) {
    if is_thanks(work) {
        thanked(&mut work.file.case, message.at);
        return read_answer(work, message);
    }
    let case = &mut work.file.case;
    waits(case, message.at);
    case.snoozed_until = None;
    if matches!(case.state, State::Solved | State::Closed | State::WaitingCustomer) {
        work.set_state(State::Open, None);
    }
    // Before the timers: what is urgent is answered sooner.
    suggest_calls(work);
    let wrote = Happening::CustomerWrote { case: &work.file.case, message };
    let steps = arise(&wrote, &work.file.follow_ups, work.by.rules, work.by.now);
    work.follow(steps);
    mark_unclear_consent(work, message);
    read_answer(work, message);
}

/// True when the newest word of the thread only thanks for our answer: nobody waits for anything then, and no timer begins.
/// An ended or sleeping case comes back all the same (R111).
fn is_thanks(work: &Work<'_>) -> bool {
    let case = &work.file.case;
    let is_awake = case.state == State::WaitingCustomer && case.snoozed_until.is_none();
    is_awake && case.waiting_since.is_none() && triage::is_thanks_for_answer(&work.file.messages)
}

/// Notes a word that nobody need answer.
pub fn thanked(case: &mut Case, at: Timestamp) {
    case.last_inbound_at = case.last_inbound_at.max(Some(at));
}

/// What the text and the facts say for a call; an operator confirms or dismisses it (R88-R94).
pub fn suggest_calls(work: &mut Work<'_>) {
    let judged = triage::judge_case(&work.file, work.by.now, "en");
    work.file.case.suggested_calls = judged.suggestions.into_iter().map(|s| s.suggestion.trigger).collect();
}

/// A reply of old answers what came before it; words the customer wrote since then still wait, and their timers run on.
fn answered_elsewhere(work: &mut Work<'_>, message: &Message) {
    let case = &mut work.file.case;
    answered(case, message);
    if case.waiting_since.is_some() {
        return;
    }
    let last_reply = case.last_reply_at;
    let words = work.file.messages.iter().filter(|m| m.kind == MessageKind::Inbound && Some(m.at) > last_reply);
    case.waiting_since = words.map(|m| m.at).min();
    if case.waiting_since.is_some() {
        return;
    }
    if matches!(case.state, State::New | State::Open) {
        work.set_state(State::WaitingCustomer, None);
    }
    let replied = Happening::Replied { case: &work.file.case, message, opens: &[], closes: &[] };
    let steps = arise(&replied, &work.file.follow_ups, work.by.rules, work.by.now);
    work.follow(steps);
}

/// An agreement by 👍 to an open offer gets a mark and a clock (R1, R2).
pub fn mark_unclear_consent(work: &mut Work<'_>, message: &Message) {
    let Some(consent) = triage::ambiguous_consent(&work.file.messages) else { return };
    if consent.message != message.id {
        return;
    }
    work.file.case.ambiguous_consent = Some(consent);
    let unclear = Happening::ConsentUnclear { case: &work.file.case, message };
    let steps = arise(&unclear, &work.file.follow_ups, work.by.rules, work.by.now);
    work.follow(steps);
}

/// Notes that the customer waits for our word.
pub fn waits(case: &mut Case, at: Timestamp) {
    case.last_inbound_at = case.last_inbound_at.max(Some(at));
    case.waiting_since = Some(case.waiting_since.map_or(at, |since| since.min(at)));
}

/// True for a letter that answers this case. Whoever complained in public is answered in public (R145); that something was
/// received is no answer (R110).
pub fn answers(case: &Case, message: &Message) -> bool {
    let is_letter = matches!(message.kind, MessageKind::Reply | MessageKind::PublicReply);
    let is_in_place = !case.is_public || message.kind == MessageKind::PublicReply;
    is_letter && is_in_place && !is_acknowledgement(&message.body)
}

/// Notes a word of ours.
pub fn answered(case: &mut Case, message: &Message) {
    case.last_reply_at = case.last_reply_at.max(Some(message.at));
    if !answers(case, message) {
        return;
    }
    case.first_reply_at = Some(case.first_reply_at.map_or(message.at, |first| first.min(message.at)));
    case.waiting_since = None;
}
