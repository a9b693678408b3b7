//! A case comes in from a source: a new one, or more of one that is known (R91, R100, R101).

use crate::model::acts::{NewCase, NewCustomer, NewMessage};
use crate::model::{Case, CaseFile, Channel, Contact, Customer, Gender, Lang, MessageKind, State};
use crate::protocol::Entity;
use crate::schedule::{Happening, arise};
use crate::server::answer::Answer;
use crate::server::rules::case::clean_tags;
use crate::server::rules::inbound::{
    answered, check, from_outside, mark_unclear_consent, suggest_calls, take_in, thanked, waits,
};
use crate::server::rules::turn::{self, Turn};
use crate::server::rules::{Acting, Decision, Refusal, Work, invalid, work::has_same};
use crate::server::storage::{Name, NameChange};
use crate::text::detect_language;
use crate::triage;

/// A subject made from the first line of a message ends after so many characters.
const SUBJECT: usize = 80;
/// A thread longer than this comes in several requests.
const MESSAGES: usize = 10_000;

/// What the storage knows about a case that comes in.
#[derive(Debug, Clone)]
pub enum Known<'a> {
    /// The case is here already; `elsewhere` are names of its messages that stand in other cases, `absorbed` the cases
    /// that were merged into it.
    Case {
        file: &'a CaseFile,
        elsewhere: &'a [Name],
        absorbed: &'a [CaseFile],
    },
    /// The customer is; `others` are cases of his that may be the same complaint.
    Customer {
        customer: &'a Customer,
        others: &'a [CaseFile],
    },
    Nothing,
}

/// Takes a case in. `number` is used only when it is new.
pub fn intake(
    new: &NewCase,
    known: &Known<'_>,
    turn: &Turn,
    number: u64,
    by: &Acting<'_>,
) -> Result<Decision, Refusal> {
    validate(new)?;
    match known {
        Known::Case { file, elsewhere, absorbed } => Ok(more_of(file, elsewhere, absorbed, new, turn, by)),
        Known::Customer { customer, others } => Ok(arrive(new, (*customer).clone(), Some(others), turn, number, by)),
        Known::Nothing => Ok(arrive(new, new_customer(&new.customer, by), None, turn, number, by)),
    }
}

/// The names a case can be found again by: its own id, then those of its messages.
pub fn names_of(new: &NewCase) -> Vec<Name> {
    let case = new.external_id.iter().map(|id| Name::Case { source: new.source.clone(), external_id: id.clone() });
    case.chain(new.messages.iter().filter_map(|m| message_name(&new.source, m))).collect()
}

/// The names its messages answer to: a mail may name only the mail before it, which came in another import.
pub fn answers_to(new: &NewCase) -> Vec<Name> {
    let names = new.messages.iter().filter_map(|m| m.in_reply_to.clone());
    names.map(|external_id| Name::Message { source: new.source.clone(), external_id }).collect()
}

/// The names a customer can be found by; the case's own channel comes first.
pub fn contacts_of(contacts: &[Contact], first: &Channel) -> Vec<Name> {
    let mut contacts: Vec<&Contact> = contacts.iter().filter(|c| !c.address.trim().is_empty()).collect();
    contacts.sort_by_key(|c| &c.channel != first);
    contacts.into_iter().map(contact_name).collect()
}

/// An address in the form in which two spellings of it are the same.
pub fn contact_name(contact: &Contact) -> Name {
    let address = match contact.channel {
        Channel::Phone => contact.address.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
        _ => contact.address.trim().to_lowercase(),
    };
    Name::Contact { channel: contact.channel.as_str().to_owned(), address }
}

fn validate(new: &NewCase) -> Result<(), Refusal> {
    if !new.messages.iter().any(|m| m.kind == MessageKind::Inbound) {
        return Err(invalid("A case begins with a word of the customer: one message of kind inbound."));
    }
    if new.messages.len() > MESSAGES {
        return Err(invalid(format!("A case comes in with at most {MESSAGES} messages; post the rest one by one.")));
    }
    new.messages.iter().try_for_each(check)
}

/// Adds the messages that are not here yet, nor in a case that went into this one.
fn more_of(
    file: &CaseFile,
    elsewhere: &[Name],
    absorbed: &[CaseFile],
    new: &NewCase,
    turn: &Turn,
    by: &Acting<'_>,
) -> Decision {
    let mut work = Work::on(file, by);
    let is_absorbed = |m: &NewMessage| absorbed.iter().any(|file| has_same(file, m));
    let is_elsewhere = |m: &NewMessage| message_name(&new.source, m).is_some_and(|name| elsewhere.contains(&name));
    let fresh: Vec<&NewMessage> =
        new.messages.iter().filter(|m| !work.has_same(m) && !is_elsewhere(m) && !is_absorbed(m)).collect();
    // A source that tells the whole thread each time must not bring back what was forgotten.
    if fresh.is_empty() || file.case.erased_at.is_some() {
        return Decision::nothing(Answer::now(&file.case, file.case.version));
    }
    let names = fresh.iter().filter_map(|m| message_name(&new.source, m));
    let names = names.map(|name| NameChange::Take(name, file.case.id.0)).collect();
    let is_his_word = fresh.iter().any(|m| m.kind == MessageKind::Inbound);
    for message in fresh {
        take_in(&mut work, &new.channel, message);
    }
    let act = act_of(is_his_word && turn::give(&mut work, turn));
    let mut decision = work.decide(act, |file| Answer::now(&file.case, file.case.version));
    decision.names = names;
    decision
}

/// The act's name in the audit; that the case was laid before the signer of the last letter is a part of it (R86).
fn act_of(is_given: bool) -> &'static str {
    if is_given { "intake_to_signer" } else { "intake" }
}

/// The name a message is found by, if its source gave it one.
pub fn message_name(source: &str, message: &NewMessage) -> Option<Name> {
    let external_id = message.external_id.clone()?;
    Some(Name::Message { source: source.to_owned(), external_id })
}

/// A case that was not here before, with the thread it brings; `others` are those of a known customer.
fn arrive(
    new: &NewCase,
    customer: Customer,
    others: Option<&[CaseFile]>,
    turn: &Turn,
    number: u64,
    by: &Acting<'_>,
) -> Decision {
    let customer_is_new = others.is_none();
    let case = new_case(new, &customer, number, by);
    let id = case.id.0;
    let mut customer = customer;
    if customer_is_new {
        customer.language = case.language.clone();
    }
    let file = CaseFile { case, customer, messages: Vec::new(), calls: Vec::new(), follow_ups: Vec::new() };
    let mut work = Work::begin(file, by);
    add_history(&mut work, new);
    work.file.case.duplicates = triage::duplicates(&work.file, others.unwrap_or_default());
    let customer = work.file.customer.clone();
    let act = act_of(turn::give(&mut work, turn));
    let mut decision =
        work.decide(act, |file| Answer::made(&file.case, file.case.version, format!("/v1/cases/{}", file.case.id)));
    decision.names = names_of(new).into_iter().map(|name| NameChange::Take(name, id)).collect();
    if customer_is_new {
        let contacts = contacts_of(&customer.contacts, &new.channel);
        decision.names.extend(contacts.into_iter().map(|name| NameChange::Take(name, customer.id.0)));
        // Before the case, so that whoever reads the feed knows the customer when the case comes.
        decision.puts.insert(0, Entity::Customer(Box::new(customer)));
    }
    decision
}

/// The thread as it was elsewhere, and what it means for the case today.
fn add_history(work: &mut Work<'_>, new: &NewCase) {
    for message in &new.messages {
        if work.has_external(message) {
            continue;
        }
        let message = from_outside(work, &new.channel, message);
        work.file.messages.push(message.clone());
        let was_answered = work.file.case.waiting_since.is_none() && work.file.case.first_reply_at.is_some();
        match message.kind {
            MessageKind::Inbound if was_answered && triage::is_thanks_for_answer(&work.file.messages) => {
                thanked(&mut work.file.case, message.at);
            }
            MessageKind::Inbound => waits(&mut work.file.case, message.at),
            MessageKind::Reply | MessageKind::PublicReply => answered(&mut work.file.case, &message),
            _ => {}
        }
    }
    work.file.messages.sort_by_key(|m| m.at);
    let case = &mut work.file.case;
    case.state = match (case.waiting_since, case.last_reply_at) {
        (Some(_), None) => State::New,
        (Some(_), Some(_)) => State::Open,
        (None, _) => State::WaitingCustomer,
    };
    let Some(last) = work.file.messages.iter().rfind(|m| m.kind == MessageKind::Inbound).cloned() else { return };
    // Before the timers: what is urgent is answered sooner.
    suggest_calls(work);
    let arrived = Happening::Arrived { case: &work.file.case, message: &last };
    let steps = arise(&arrived, &[], work.by.rules, work.by.now);
    work.follow(steps);
    mark_unclear_consent(work, &last);
}

fn new_case(new: &NewCase, customer: &Customer, number: u64, by: &Acting<'_>) -> Case {
    let first = new.messages.iter().find(|m| m.kind == MessageKind::Inbound);
    let received_at = first.and_then(|m| super::credible(m.at, by.now)).unwrap_or(by.now);
    Case {
        id: (by.new_id)().into(),
        number,
        customer_id: customer.id,
        customer_name: String::new(),
        subject: subject(new),
        channel: new.channel.clone(),
        source: new.source.clone(),
        language: language(new, customer),
        state: State::New,
        owner: None,
        promised: None,
        is_public: new.is_public.unwrap_or_else(|| new.channel.is_public()),
        public_link: new.public_link.clone(),
        vip: customer.vip,
        harm: new.harm.clone(),
        wished_outcome: new.wished_outcome.clone(),
        our_fault: None,
        impression: None,
        remedy: None,
        way: Vec::new(),
        tags: clean_tags(&new.tags),
        written_at: first.and_then(|m| super::credible(m.written_at, by.now)),
        received_at,
        first_reply_at: None,
        last_reply_at: None,
        last_inbound_at: None,
        waiting_since: None,
        moves: new.moves,
        deadline: new.deadline.clone(),
        call: None,
        suggested_calls: Vec::new(),
        dismissed_calls: Vec::new(),
        ambiguous_consent: None,
        confirmations: Vec::new(),
        closed_questions: Vec::new(),
        wrote_to_management: Vec::new(),
        snoozed_until: None,
        merged_into: None,
        merge: None,
        absorbed: Vec::new(),
        duplicates: Vec::new(),
        rank: 0,
        next_due: None,
        version: 0,
        thread_version: 0,
        erased_at: None,
    }
}

/// The subject as given, or the first line of what the customer says.
fn subject(new: &NewCase) -> String {
    let given = new.subject.trim();
    if !given.is_empty() {
        return given.to_owned();
    }
    let lines = new.messages.iter().flat_map(|m| std::iter::once(m.subject.as_str()).chain(m.body.lines()));
    let line = lines.map(str::trim).find(|line| !line.is_empty()).unwrap_or("…");
    if line.chars().count() <= SUBJECT {
        return line.to_owned();
    }
    let cut: String = line.chars().take(SUBJECT).collect();
    let whole_words = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}…")
}

fn language(new: &NewCase, customer: &Customer) -> Lang {
    if let Some(language) = &new.language {
        return language.clone();
    }
    let words = new.messages.iter().filter(|m| m.kind == MessageKind::Inbound);
    let detected = words.rev().find_map(|m| detect_language(&m.body));
    detected.map_or_else(|| customer.language.clone(), Lang::new)
}

fn new_customer(new: &NewCustomer, by: &Acting<'_>) -> Customer {
    Customer {
        name: new.name.clone(),
        gender: new.gender.clone().unwrap_or(Gender::Unspecified),
        zone: new.zone.clone(),
        vip: new.vip,
        contacts: new.contacts.iter().filter(|c| !c.address.trim().is_empty()).cloned().collect(),
        preferred_channel: new.preferred_channel.clone(),
        mode: new.mode.clone(),
        version: 1,
        ..Customer::blank((by.new_id)().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(subject: &str, body: &str) -> NewCase {
        serde_json::from_value(serde_json::json!({"customer": {}, "channel": "email", "subject": subject,
            "messages": [{"kind": "inbound", "body": body}]}))
        .unwrap()
    }

    fn contact(channel: &str, address: &str) -> Contact {
        Contact { channel: channel.into(), address: address.into() }
    }

    #[test]
    fn a_case_without_a_subject_takes_the_first_line_cut_at_a_word() {
        assert_eq!(subject(&told(" Свет ", "…")), "Свет");
        assert_eq!(subject(&told("", "\n  Нет света\nтретий день")), "Нет света");
        let long = subject(&told("", &"слово ".repeat(40)));
        assert!(long.chars().count() <= SUBJECT + 1 && long.ends_with("слово…"), "{long}");
        let unbroken = subject(&told("", &"ы".repeat(500)));
        assert_eq!(unbroken.chars().count(), SUBJECT + 1);
    }

    #[test]
    fn two_spellings_of_an_address_are_one_name() {
        assert_eq!(
            contact_name(&contact("email", " Amy@Example.ORG ")),
            contact_name(&contact("email", "amy@example.org"))
        );
        assert_eq!(
            contact_name(&contact("phone", "+7 (495) 000-00-00")),
            contact_name(&contact("phone", "+74950000000"))
        );
        assert_ne!(contact_name(&contact("email", "a@b")), contact_name(&contact("social", "a@b")));
    }

    #[test]
    fn the_channel_of_the_case_is_looked_up_first() {
        let contacts = [contact("phone", "1"), contact("email", " "), contact("email", "a@b")];
        let names = contacts_of(&contacts, &Channel::Email);
        assert_eq!(names, [contact_name(&contacts[2]), contact_name(&contacts[0])]);
    }
}
