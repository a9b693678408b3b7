//! What became of a letter that went out by mail, as its thread shows it, and what a letter that did not arrive leaves
//! to do: the customer waits again (R7, R169).
//!
//! Not its duty: the way itself (`trip`), reading bounces (`intake`).

use jiff::Timestamp;

use crate::model::{
    CaseFile, Channel, Customer, Delivery, DeliveryDecision, DeliveryState, Message, MessageId, MessageKind,
    SettleDelivery, State,
};
use crate::protocol::ProblemKind;
use crate::schedule::{Happening, arise};
use crate::server::answer::Answer;
use crate::server::rules::trip::{self, Outcome};
use crate::server::rules::work::must_be_a_person;
use crate::server::rules::{Acting, Decision, Refusal, Work, invalid, refuse};
use crate::server::storage::ErrandChange;

/// Words of mail servers longer than this (characters) are cut.
const DETAIL: usize = 500;
/// How the Message-ID of our letters begins; then the id of the letter.
const OURS: &str = "sincerely.";

/// A desk whose letters go out by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What stands behind the @ in our Message-IDs.
    pub domain: String,
}

impl Way {
    /// The Message-ID of a letter, without brackets. The same letter always has the same one.
    pub fn message_id(&self, letter: MessageId) -> String {
        format!("{OURS}{}@{}", letter.0.simple(), self.domain)
    }
}

/// The letter of ours that a Message-ID names; whatever domain it went out under.
pub fn our_letter(message_id: &str) -> Option<MessageId> {
    let id = message_id.trim().trim_start_matches('<').strip_prefix(OURS)?.split('@').next()?;
    uuid::Uuid::try_parse(id).ok().filter(|_| id.len() == 32).map(MessageId)
}

/// Where a letter goes by mail: the signed address, else the customer's; none when it does not go by mail.
pub fn mail_address<'a>(letter: &'a Message, customer: &'a Customer) -> Option<&'a str> {
    if letter.kind != MessageKind::Reply || letter.channel != Channel::Email {
        return None;
    }
    let signed = letter.to.trim();
    let known = || customer.contacts.iter().find(|c| c.channel == Channel::Email).map(|c| c.address.trim());
    let address = if signed.is_empty() { known()? } else { signed };
    is_address(address).then_some(address)
}

/// A coarse look: one part on each side of the @, nothing that could end a header or a command.
pub fn is_address(text: &str) -> bool {
    let harmless = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"');
    text.chars().all(harmless)
        && text.rsplit_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
}

/// Lets a letter that was just recorded set out, in the same commit.
pub fn set_out(work: &mut Work<'_>, letter: MessageId, way: &Way) -> Option<ErrandChange> {
    let now = work.by.now;
    let file = &mut work.file;
    let message = file.messages.iter_mut().find(|m| m.id == letter)?;
    mail_address(message, &file.customer)?;
    message.delivery = Some(delivery(DeliveryState::Queued, ""));
    message.external_id = Some(way.message_id(letter));
    Some(trip::begin(file.case.id, letter, now))
}

/// Writes down what became of an attempt, or what a bounce says of a letter. What is settled stays: a bounce that was
/// faster than the mail server's answer is the truth.
pub fn settle(file: &CaseFile, letter: MessageId, outcome: &Outcome, by: &Acting<'_>) -> Result<Decision, Refusal> {
    use DeliveryState::{Bounced, HandedOver, Queued, Recorded, Unsure};
    let mut work = Work::on(file, by);
    let before = find(&mut work, letter)?.clone();
    let after = match (&before.state, outcome) {
        (Bounced | Recorded, _) | (HandedOver, Outcome::HandedOver(_) | Outcome::Later(_) | Outcome::Unsure(_)) => {
            return Ok(Decision::nothing(Answer::now(&file.case, file.case.version)));
        }
        (_, Outcome::HandedOver(words)) => delivery(HandedOver, words),
        (_, Outcome::Refused(words)) => delivery(Bounced, words),
        (_, Outcome::Unsure(words)) => delivery(Unsure, words),
        (Unsure, Outcome::Later(words)) => delivery(Unsure, words),
        (_, Outcome::Later(words)) => delivery(Queued, words),
    };
    become_(&mut work, letter, after);
    Ok(work.decide("delivery", |file| Answer::now(&file.case, file.case.version)))
}

/// What the operator decides of a letter that is unsure or came back.
pub fn decide(
    file: &CaseFile,
    letter: MessageId,
    settle: &SettleDelivery,
    way: Option<&Way>,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    must_be_a_person(by)?;
    let mut work = Work::on(file, by);
    work.must_not_be_anothers()?;
    let state = find(&mut work, letter)?.state.clone();
    if !matches!(state, DeliveryState::Unsure | DeliveryState::Bounced) {
        return Err(refuse(
            ProblemKind::NotAllowed,
            "What became of this letter is known; there is nothing to decide.",
        ));
    }
    let mut errands = Vec::new();
    match settle.decision {
        DeliveryDecision::Arrived => {
            let words = by.actor.map(|actor| actor.name.clone()).unwrap_or_default();
            become_(&mut work, letter, delivery(DeliveryState::HandedOver, &words));
        }
        DeliveryDecision::SendAgain => {
            let Some(way) = way else {
                return Err(invalid(
                    "This desk sends no mail; copy the letter, or save it as a mail, and send it yourself.",
                ));
            };
            errands.extend(set_out(&mut work, letter, way));
            if errands.is_empty() {
                return Err(invalid("The letter has no mail address to go to."));
            }
            rest(&mut work, letter);
        }
        DeliveryDecision::Other(ref word) => {
            return Err(invalid(format!("The decision «{word}» is not known here.")));
        }
    }
    let told = work.file.messages.iter().find(|m| m.id == letter).cloned();
    let mut decision = work.decide("delivery", |file| Answer::now(&told, file.case.thread_version));
    decision.errands = errands;
    Ok(decision)
}

fn find<'w>(work: &'w mut Work<'_>, letter: MessageId) -> Result<&'w mut Delivery, Refusal> {
    let message = work.file.messages.iter_mut().find(|m| m.id == letter);
    let message = message.ok_or_else(|| refuse(ProblemKind::NotFound, "There is no such message."))?;
    message.delivery.as_mut().ok_or_else(|| invalid("Only a letter of ours can be sent."))
}

fn become_(work: &mut Work<'_>, letter: MessageId, mut after: Delivery) {
    let Some(message) = work.file.messages.iter_mut().find(|m| m.id == letter) else { return };
    let before = message.delivery.take();
    after.sent_by_hand_at = before.as_ref().and_then(|d| d.sent_by_hand_at);
    let (was, is) = (before.map(|d| arrives(&d.state)), arrives(&after.state));
    message.delivery = Some(after);
    match (was, is) {
        (Some(true), false) => wait_again(work, letter),
        (Some(false), true) => rest(work, letter),
        _ => {}
    }
}

/// False for what the customer may never see.
fn arrives(state: &DeliveryState) -> bool {
    !matches!(state, DeliveryState::Bounced | DeliveryState::Unsure)
}

/// The customer has no answer after all: he waits, and the case is open, unless a later letter went out or he wrote
/// since then and waits anyhow.
fn wait_again(work: &mut Work<'_>, letter: MessageId) {
    let Some(message) = last_word(work, letter) else { return };
    let case = &mut work.file.case;
    case.waiting_since = case.waiting_since.or(case.last_inbound_at).or(Some(message.at));
    if matches!(work.file.case.state, State::WaitingCustomer | State::Solved | State::Closed) {
        work.set_state(State::Open, None);
    }
    let lost = Happening::Undelivered { case: &work.file.case, message: &message };
    let steps = arise(&lost, &work.file.follow_ups, work.by.rules, work.by.now);
    work.follow(steps);
}

/// The letter is on its way or there: what [`wait_again`] opened is over.
fn rest(work: &mut Work<'_>, letter: MessageId) {
    let Some(message) = last_word(work, letter) else { return };
    let delivered = Happening::Delivered { case: &work.file.case, message: &message };
    let steps = arise(&delivered, &work.file.follow_ups, work.by.rules, work.by.now);
    work.follow(steps);
    let wrote_since = |at: Option<Timestamp>| at.is_some_and(|at| at > message.at);
    if !wrote_since(work.file.case.last_inbound_at) {
        work.file.case.waiting_since = None;
        if work.file.case.state == State::Open {
            work.set_state(State::WaitingCustomer, None);
        }
    }
}

/// The letter, if none of ours came after it.
fn last_word(work: &Work<'_>, letter: MessageId) -> Option<Message> {
    let message = work.file.messages.iter().find(|m| m.id == letter)?;
    let is_later = |m: &&Message| m.is_outbound() && (m.at, m.id) > (message.at, message.id);
    if work.file.messages.iter().any(|m| is_later(&m)) { None } else { Some(message.clone()) }
}

fn delivery(state: DeliveryState, words: &str) -> Delivery {
    let line = crate::text::safe_line(words);
    Delivery { state, sent_by_hand_at: None, detail: line.trim().chars().take(DETAIL).collect() }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
