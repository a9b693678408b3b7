//! What a thread shows of a letter that went by mail, step by step.

use super::*;
use crate::model::{Contact, FollowUpKind, Gender, Lang, Operator, OperatorId, Role};
use crate::protocol::Entity;
use crate::schedule::Rules;
use crate::schedule::fixtures::{at, case, case_file, message, operator};

fn way() -> Way {
    Way { domain: String::from("shop.example") }
}

fn acting<'a>(rules: &'a Rules, actor: Option<&'a Operator>) -> Acting<'a> {
    Acting { actor, now: at("2026-03-02T10:00Z"), rules, new_id: &uuid::Uuid::nil }
}

fn anna() -> Operator {
    Operator {
        id: operator(),
        name: String::from("Анна Иванова"),
        post: String::new(),
        contact: String::new(),
        hours: String::new(),
        language: Lang::new("ru"),
        gender: Gender::Female,
        zone: String::from("UTC"),
        role: Role::Operator,
        active: true,
        deputy: None,
        away_until: None,
        keys: Vec::new(),
        version: 1,
    }
}

/// A case whose customer was answered by a letter in a state, and waits for nothing.
fn answered(state: DeliveryState) -> (CaseFile, MessageId) {
    let mut letter = message(2, MessageKind::Reply);
    letter.at = at("2026-03-02T09:00Z");
    letter.to = String::from("maria@example.org");
    letter.delivery = Some(delivery(state, ""));
    let id = letter.id;
    let mut case = case();
    case.waiting_since = None;
    case.state = State::WaitingCustomer;
    case.last_reply_at = Some(letter.at);
    (case_file(case, vec![message(1, MessageKind::Inbound), letter]), id)
}

fn apply(file: &CaseFile, decision: &Decision) -> CaseFile {
    let mut file = file.clone();
    for put in &decision.puts {
        match put {
            Entity::Case(case) => file.case = (**case).clone(),
            Entity::Message(new) => {
                let known = file.messages.iter_mut().find(|m| m.id == new.id).expect("no message is added");
                *known = (**new).clone();
            }
            Entity::FollowUp(new) => {
                file.follow_ups.retain(|f| f.id != new.id);
                file.follow_ups.push((**new).clone());
            }
            _ => panic!("nothing else changes"),
        }
    }
    file
}

fn after(file: &CaseFile, id: MessageId, outcome: &Outcome) -> CaseFile {
    let rules = Rules::default();
    apply(file, &settle(file, id, outcome, &acting(&rules, None)).unwrap())
}

fn state(file: &CaseFile, id: MessageId) -> DeliveryState {
    file.messages.iter().find(|m| m.id == id).unwrap().delivery.clone().unwrap().state
}

fn owes_an_answer(file: &CaseFile) -> bool {
    file.follow_ups.iter().any(|f| f.is_open() && f.kind == FollowUpKind::NextResponse)
}

fn told(words: &str) -> String {
    String::from(words)
}

#[test]
fn a_letter_that_was_taken_shows_the_servers_answer() {
    let (file, id) = answered(DeliveryState::Queued);
    let file = after(&file, id, &Outcome::HandedOver(told("250 queued as 7\u{1b}[2J")));
    let shown = file.messages[1].delivery.clone().unwrap();
    assert_eq!(shown.state, DeliveryState::HandedOver);
    assert!(shown.detail.starts_with("250 queued") && crate::text::is_safe(&shown.detail));
    assert_eq!(file.case.state, State::WaitingCustomer);
}

#[test]
fn a_letter_that_came_back_makes_the_customer_wait_again() {
    for (from, outcome) in [
        (DeliveryState::Queued, Outcome::Refused(told("550 no such user"))),
        (DeliveryState::HandedOver, Outcome::Refused(told("bounce"))),
        (DeliveryState::Queued, Outcome::Unsure(told(""))),
    ] {
        let (file, id) = answered(from);
        let file = after(&file, id, &outcome);
        assert!(matches!(state(&file, id), DeliveryState::Bounced | DeliveryState::Unsure));
        assert_eq!(file.case.state, State::Open);
        assert_eq!(file.case.waiting_since, file.case.last_inbound_at);
        assert!(owes_an_answer(&file));
    }
}

#[test]
fn a_late_bounce_of_an_older_letter_wakes_nobody() {
    let (mut file, id) = answered(DeliveryState::HandedOver);
    let mut second = message(3, MessageKind::Reply);
    second.at = at("2026-03-02T09:30Z");
    second.delivery = Some(delivery(DeliveryState::HandedOver, ""));
    file.messages.push(second);
    let file = after(&file, id, &Outcome::Refused(told("550")));
    assert_eq!(state(&file, id), DeliveryState::Bounced);
    assert_eq!((file.case.state.clone(), file.case.waiting_since), (State::WaitingCustomer, None));
    assert!(!owes_an_answer(&file));
}

#[test]
fn what_is_settled_stays_settled() {
    let rules = Rules::default();
    for (from, outcome) in [
        (DeliveryState::Bounced, Outcome::HandedOver(told(""))),
        (DeliveryState::Recorded, Outcome::Refused(told(""))),
        (DeliveryState::HandedOver, Outcome::Unsure(told(""))),
        (DeliveryState::HandedOver, Outcome::Later(told(""))),
    ] {
        let (file, id) = answered(from.clone());
        assert!(settle(&file, id, &outcome, &acting(&rules, None)).unwrap().changes_nothing(), "{from} {outcome:?}");
    }
}

#[test]
fn an_unsure_letter_is_decided_by_a_person_alone() {
    let rules = Rules::default();
    let (file, id) = answered(DeliveryState::Queued);
    let unsure = after(&file, id, &Outcome::Unsure(told("")));
    let anna = anna();
    let arrived = SettleDelivery { decision: DeliveryDecision::Arrived };
    assert!(decide(&unsure, id, &arrived, Some(&way()), &acting(&rules, None)).is_err());
    let decision = decide(&unsure, id, &arrived, None, &acting(&rules, Some(&anna))).unwrap();
    let file = apply(&unsure, &decision);
    assert_eq!(state(&file, id), DeliveryState::HandedOver);
    assert_eq!((file.case.state.clone(), file.case.waiting_since), (State::WaitingCustomer, None));
    assert!(!owes_an_answer(&file));

    let again = SettleDelivery { decision: DeliveryDecision::SendAgain };
    assert!(decide(&unsure, id, &again, None, &acting(&rules, Some(&anna))).is_err(), "no way out");
    let decision = decide(&unsure, id, &again, Some(&way()), &acting(&rules, Some(&anna))).unwrap();
    assert_eq!(decision.errands.len(), 1, "it sets out again in the same commit");
    let file = apply(&unsure, &decision);
    assert_eq!(state(&file, id), DeliveryState::Queued);
    assert_eq!(file.messages[1].external_id.as_deref(), Some(way().message_id(id).as_str()));
    assert!(!owes_an_answer(&file));
    let known = decide(&file, id, &again, Some(&way()), &acting(&rules, Some(&anna)));
    assert!(known.is_err(), "it is under way");
}

#[test]
fn our_letters_are_known_by_their_message_id() {
    let id = MessageId(uuid::Uuid::from_u128(0x1234));
    let made = way().message_id(id);
    assert_eq!(our_letter(&made), Some(id));
    assert_eq!(our_letter(&format!("<{made}>")), Some(id));
    for other in ["sincerely.x@shop.example", "1234@shop.example", "", "sincerely.@", "xsincerely.0@y"] {
        assert_eq!(our_letter(other), None, "{other}");
    }
}

#[test]
fn only_private_mail_with_an_address_goes_by_mail() {
    let (mut file, _) = answered(DeliveryState::Recorded);
    let mut letter = file.messages[1].clone();
    assert_eq!(mail_address(&letter, &file.customer), Some("maria@example.org"));
    letter.to = String::new();
    assert_eq!(mail_address(&letter, &file.customer), None);
    file.customer.contacts.push(Contact { channel: Channel::Email, address: String::from("m@example.org") });
    assert_eq!(mail_address(&letter, &file.customer), Some("m@example.org"));
    for hostile in ["a@b\r\nRCPT TO:<c@d>", "a b@c", "<a@b>", "a@", "@b", "a"] {
        letter.to = hostile.to_owned();
        assert_eq!(mail_address(&letter, &file.customer), None, "{hostile}");
    }
    letter.to = String::from("maria@example.org");
    letter.channel = Channel::Phone;
    assert_eq!(mail_address(&letter, &file.customer), None);
    letter.channel = Channel::Email;
    letter.kind = MessageKind::PublicReply;
    assert_eq!(mail_address(&letter, &file.customer), None);
    let _ = OperatorId(uuid::Uuid::nil());
}
