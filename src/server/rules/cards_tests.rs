//! Merging cards and taking them apart as pure rules.

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::model::{Channel, Contact, ContactMode, Operator, PersonName, PinnedDetail, Role};
use crate::schedule::Rules;
use crate::schedule::fixtures::{at, case, case_file, message, operator};

fn id(n: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(n))
}

fn contact(channel: &str, address: &str) -> Contact {
    Contact { channel: Channel::from(channel), address: address.into() }
}

fn pinned(text: &str) -> PinnedDetail {
    PinnedDetail { text: text.into(), message: None, by: operator(), at: at("2026-03-01T08:00Z") }
}

/// The card of Amy, known by her mail alone.
fn amy() -> Customer {
    Customer {
        name: PersonName { given: "Amy".into(), ..PersonName::default() },
        contacts: vec![contact("email", "amy@example.org")],
        pinned: vec![pinned("call after lunch")],
        version: 1,
        ..Customer::blank(id(10))
    }
}

/// The same person as she is known by phone.
fn lang() -> Customer {
    Customer {
        name: PersonName { given: "A.".into(), family: "Lang".into(), ..PersonName::default() },
        contacts: vec![contact("phone", "+37322000000"), contact("email", "Amy@Example.org")],
        pinned: vec![pinned("has a dog"), pinned("call after lunch")],
        mode: Some(ContactMode::CallAndTell),
        vip: true,
        version: 1,
        ..Customer::blank(id(20))
    }
}

fn case_of(number: u64, customer: &Customer) -> CaseFile {
    let mut case = case();
    case.id = CaseId(Uuid::from_u128(u128::from(number)));
    (case.number, case.customer_id) = (number, customer.id);
    (case.customer_name, case.vip) = (customer.name.short(), customer.vip);
    let mut file = case_file(case, vec![message(1, crate::model::MessageKind::Inbound)]);
    file.messages[0].case_id = file.case.id;
    file.customer = customer.clone();
    let rules = Rules::default();
    let by = Acting { actor: None, now: at("2026-03-02T09:00Z"), rules: &rules, new_id: &Uuid::now_v7 };
    let stored = Work::on(&file, &by).decide("stored", |file| Answer::now(&file.case, file.case.version));
    crate::server::bulk::apply(&mut file, &stored.puts);
    file
}

/// A small desk: cards, cases, and who is found by an address.
struct Desk {
    cards: Vec<Customer>,
    files: Vec<CaseFile>,
    names: Vec<(Name, CustomerId)>,
}

impl Desk {
    fn of(cards: Vec<Customer>, files: Vec<CaseFile>) -> Self {
        let mut names: Vec<(Name, CustomerId)> = Vec::new();
        for card in &cards {
            for name in card.contacts.iter().map(contact_name) {
                if names.iter().all(|(known, _)| *known != name) {
                    names.push((name, card.id));
                }
            }
        }
        Self { cards, files, names }
    }

    fn card(&self, id: CustomerId) -> &Customer {
        self.cards.iter().find(|card| card.id == id).unwrap()
    }

    fn whose(&self, number: u64) -> CustomerId {
        self.files.iter().find(|file| file.case.number == number).unwrap().case.customer_id
    }

    fn found(&self, channel: &str, address: &str) -> Option<CustomerId> {
        let name = contact_name(&contact(channel, address));
        self.names.iter().find(|(known, _)| *known == name).map(|(_, owner)| *owner)
    }

    fn read(&self, gone: CustomerId, into: CustomerId) -> Cards {
        let gone = self.card(gone).clone();
        let parts: Vec<Customer> = gone.absorbed.iter().map(|part| self.card(part.customer).clone()).collect();
        let into = self.card(into).clone();
        let all = [&into, &gone].into_iter().chain(&parts).flat_map(|card| card.contacts.iter().map(contact_name));
        let mut owners: Vec<(Name, Option<CustomerId>)> = Vec::new();
        for name in all {
            if owners.iter().all(|(known, _)| *known != name) {
                let owner = self.names.iter().find(|(known, _)| *known == name).map(|(_, owner)| *owner);
                owners.push((name, owner));
            }
        }
        Cards { gone, into, parts, files: self.files.clone(), owners }
    }

    /// Lets a rule decide as Anna and writes what it decided.
    fn act(
        &mut self,
        gone: CustomerId,
        into: CustomerId,
        rule: fn(&Cards, &Acting<'_>) -> Result<Decision, Refusal>,
    ) -> Result<Decision, Refusal> {
        let anna: Operator = serde_json::from_value(
            json!({"id": operator(), "name": "Anna", "role": Role::Operator, "zone": "UTC", "gender": "f"}),
        )
        .unwrap();
        let rules = Rules::default();
        let now: Timestamp = at("2026-03-02T10:00Z");
        let by = Acting { actor: Some(&anna), now, rules: &rules, new_id: &Uuid::now_v7 };
        let decision = rule(&self.read(gone, into), &by)?;
        for put in &decision.puts {
            match put {
                Entity::Customer(card) => {
                    let known = self.cards.iter_mut().find(|known| known.id == card.id).unwrap();
                    *known = (**card).clone();
                }
                Entity::Case(case) => {
                    let file = self.files.iter_mut().find(|file| file.case.id == case.id).unwrap();
                    file.case = (**case).clone();
                }
                other => panic!("a merge of cards writes {other:?}"),
            }
        }
        for file in &mut self.files {
            let card = self.cards.iter().find(|card| card.id == file.case.customer_id).unwrap();
            file.customer = card.clone();
        }
        for change in &decision.names {
            match change {
                NameChange::Drop(name, owner) => self.names.retain(|(n, o)| !(n == name && o.0 == *owner)),
                NameChange::Take(name, owner) => {
                    assert!(self.names.iter().all(|(known, _)| known != name), "{name:?} is taken twice");
                    self.names.push((name.clone(), CustomerId(*owner)));
                }
            }
        }
        Ok(decision)
    }
}

fn two() -> Desk {
    let files = vec![case_of(1, &amy()), case_of(2, &lang()), case_of(3, &lang())];
    Desk::of(vec![amy(), lang()], files)
}

#[test]
fn cases_addresses_and_details_go_along_and_nothing_is_overwritten() {
    // R41
    let mut desk = two();
    let decision = desk.act(id(20), id(10), merge).unwrap();
    assert_eq!((decision.act, decision.scope), ("card_merge", Some(id(20).0)));
    let survivor = desk.card(id(10));
    assert_eq!(survivor.name.full(), "Amy Lang", "what it lacked is lent, what it had stays");
    assert_eq!(survivor.contacts, [contact("email", "amy@example.org"), contact("phone", "+37322000000")]);
    assert_eq!(survivor.pinned.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), ["call after lunch", "has a dog"]);
    assert!(survivor.vip && survivor.mode == Some(ContactMode::CallAndTell) && survivor.version == 2);
    let gone = desk.card(id(20));
    assert_eq!((gone.merged_into, gone.contacts.len(), gone.pinned.len()), (Some(id(10)), 2, 2), "it stays whole");
    assert_eq!([1, 2, 3].map(|n| desk.whose(n)), [id(10); 3]);
    assert_eq!(desk.files[1].case.thread_version, two().files[1].case.thread_version, "no letter is held up (R167)");
    assert!(desk.files.iter().all(|file| file.case.customer_name == "Amy Lang" && file.case.vip), "lists say it");
    assert_eq!(desk.found("phone", "+37322000000"), Some(id(10)));
}

#[test]
fn taken_apart_again_both_are_what_they_were() {
    let mut desk = two();
    desk.act(id(20), id(10), merge).unwrap();
    // A case and a detail of the time between stay with the survivor.
    let mut new = case_of(4, desk.card(id(10)));
    new.case.customer_id = id(10);
    desk.files.push(new);
    desk.cards[0].pinned.push(pinned("wants no calls on Friday"));
    desk.act(id(20), id(10), unmerge).unwrap();
    let (survivor, back) = (desk.card(id(10)), desk.card(id(20)));
    assert_eq!((survivor.name.clone(), survivor.contacts.clone()), (amy().name, amy().contacts));
    assert!(!survivor.vip && survivor.mode.is_none() && survivor.absorbed.is_empty());
    assert_eq!(survivor.pinned.last().unwrap().text, "wants no calls on Friday");
    assert_eq!(Customer { version: 1, ..back.clone() }, lang());
    assert_eq!([1, 2, 3, 4].map(|n| desk.whose(n)), [id(10), id(20), id(20), id(10)]);
    assert_eq!(desk.found("phone", "+37322000000"), Some(id(20)));
    assert_eq!(desk.found("email", "amy@example.org"), Some(id(10)));
    assert_eq!(desk.files[0].case.customer_name, "Amy");
    assert!(desk.act(id(20), id(10), unmerge).unwrap().changes_nothing(), "again is no harm");
}

#[test]
fn told_again_only_what_came_in_meanwhile_goes_along() {
    let mut desk = two();
    desk.act(id(20), id(10), merge).unwrap();
    assert!(desk.act(id(20), id(10), merge).unwrap().changes_nothing());
    desk.files.push(case_of(5, desk.card(id(20))));
    desk.act(id(20), id(10), merge).unwrap();
    assert_eq!(desk.whose(5), id(10));
    desk.act(id(20), id(10), unmerge).unwrap();
    assert_eq!(desk.whose(5), id(20), "and back");
}

#[test]
fn parts_of_a_card_go_along_and_each_comes_out_alone() {
    let third = Customer { contacts: vec![contact("chat", "amy_l")], version: 1, ..Customer::blank(id(30)) };
    let mut desk = two();
    desk.files.push(case_of(6, &third));
    desk.cards.push(third.clone());
    desk.names.push((contact_name(&third.contacts[0]), third.id));
    desk.act(id(30), id(20), merge).unwrap();
    desk.act(id(20), id(10), merge).unwrap();
    assert_eq!(desk.card(id(30)).merged_into, Some(id(10)), "straight at the survivor");
    assert_eq!(desk.card(id(20)).absorbed, [], "and no longer at the one between");
    assert_eq!(desk.card(id(10)).absorbed.len(), 2);
    desk.act(id(30), id(10), unmerge).unwrap();
    assert_eq!((desk.whose(6), desk.found("chat", "amy_l")), (id(30), Some(id(30))));
    assert_eq!(desk.whose(2), id(10), "the other one stays where it is");
    let refused = desk.act(id(20), id(30), merge).unwrap_err();
    assert_eq!(refused.kind(), ProblemKind::CardMerged);
}

#[test]
fn a_card_and_itself_a_forgotten_person_and_an_edit_of_what_went_elsewhere_are_refused() {
    let mut desk = two();
    assert_eq!(desk.act(id(10), id(10), merge).unwrap_err().kind(), ProblemKind::Invalid);
    let mut forgotten = two();
    forgotten.cards[0].erased_at = Some(at("2026-03-01T08:00Z"));
    assert_eq!(forgotten.act(id(20), id(10), merge).unwrap_err().kind(), ProblemKind::NotAllowed);
    desk.act(id(20), id(10), merge).unwrap();
    let refused = unless_merged(desk.card(id(20))).unwrap_err();
    assert_eq!((refused.kind(), refused.status), (ProblemKind::CardMerged, 409));
    assert!(unless_merged(desk.card(id(10))).is_ok());
}

#[test]
fn an_address_that_leads_to_somebody_else_goes_on_leading_there() {
    let mut desk = two();
    let stranger = id(99);
    desk.names.iter_mut().filter(|(_, owner)| *owner == id(20)).for_each(|(_, owner)| *owner = stranger);
    desk.act(id(20), id(10), merge).unwrap();
    assert_eq!(desk.found("phone", "+37322000000"), Some(stranger));
}
