use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use uuid::Uuid;

use super::*;
use crate::model::acts::Command;
use crate::text::is_safe;

fn crew() -> Crew {
    let names: Vec<String> = colleagues(12, 1).into_iter().map(|c| c.name).collect();
    Crew { operators: (1..=12).map(|n| OperatorId(Uuid::from_u128(n))).collect(), names }
}

fn desk(count: u64, seed: u64) -> Vec<Sample> {
    generate(count, seed, "2026-11-24T09:30:00Z".parse().unwrap(), &crew()).collect()
}

fn print(samples: &[Sample]) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{samples:?}").hash(&mut hasher);
    hasher.finish()
}

fn count(samples: &[Sample], wanted: impl Fn(&Sample) -> bool) -> usize {
    samples.iter().filter(|s| wanted(s)).count()
}

fn ended(sample: &Sample) -> bool {
    sample.then.iter().any(|d| matches!(&d.command, Command::SetState { set, .. } if !set.state.is_active()))
}

#[test]
fn the_same_seed_makes_the_same_desk_and_another_seed_another() {
    assert_eq!(desk(300, 7), desk(300, 7));
    assert_ne!(print(&desk(300, 7)), print(&desk(300, 8)));
}

#[test]
fn two_thousand_cases_hold_the_promised_mixture() {
    let desk = desk(2_000, 42);
    assert_eq!(desk.len(), 2_000);
    let active = desk.len() - count(&desk, ended);
    assert!((340..=460).contains(&active), "{active} of 2000 are active");

    let language = |tag| count(&desk, |s| s.new.language.as_ref().unwrap().as_str() == tag);
    assert!((850..=1150).contains(&language("ru")), "{}", language("ru"));
    assert!(language("en") > 400 && language("ro") > 400);

    for channel in Channel::KNOWN {
        assert!(count(&desk, |s| s.new.channel == *channel) >= 40, "{channel}");
    }

    let messages: usize = desk.iter().map(|s| s.new.messages.len()).sum();
    assert!((4_000..=4_600).contains(&messages), "{messages} messages for 2000 cases");

    let mut cases_of = BTreeMap::new();
    for sample in &desk {
        *cases_of.entry(sample.new.customer.contacts[0].address.as_str()).or_insert(0) += 1;
    }
    assert!((1_300..=1_500).contains(&cases_of.len()), "{} customers", cases_of.len());
    assert_eq!(cases_of.values().max(), Some(&6));

    let owners: BTreeSet<_> = desk
        .iter()
        .flat_map(|s| &s.then)
        .filter(|d| matches!(d.command, Command::Assign { .. }))
        .map(|d| d.by)
        .collect();
    assert_eq!(owners.len(), 12);
    let followed = count(&desk, |s| s.then.iter().any(|d| matches!(d.command, Command::AddFollowUp { .. })));
    assert!((80..=260).contains(&followed), "{followed} have a follow-up");
    assert!(count(&desk, |s| s.new.moves > 0) > 20 && count(&desk, |s| s.new.deadline.is_some()) > 10);
}

#[test]
fn times_run_over_two_years_up_to_now_and_never_beyond() {
    let now: Timestamp = "2026-11-24T09:30:00Z".parse().unwrap();
    let desk = desk(2_000, 3);
    for sample in &desk {
        let times: Vec<_> = sample.new.messages.iter().map(|m| m.at.unwrap()).collect();
        assert!(times.is_sorted() && times.iter().all(|at| *at <= now), "{times:?}");
    }
    let first = desk[0].new.messages[0].at.unwrap();
    assert!(now.duration_since(first) > SignedDuration::from_hours(24 * 728));
}

#[test]
fn letters_are_a_hundred_to_fifteen_hundred_characters_and_hardly_ever_alike() {
    let desk = desk(2_000, 5);
    let mut bodies = BTreeSet::new();
    let mut words = BTreeSet::new();
    for sample in &desk {
        let body = &sample.new.messages[0].body;
        let length = body.chars().count();
        assert!((100..=1_500).contains(&length), "{length}: {body}");
        assert!(is_safe(body) && !body.contains(['{', '}', '|']), "{body}");
        assert!(is_safe(&sample.new.customer.name.full()) && !sample.new.customer.name.full().is_empty());
        assert!(!sample.new.subject.is_empty() && !sample.new.subject.contains(['{', '|']));
        words.extend(body.split_whitespace().map(str::to_owned));
        bodies.insert(body.clone());
    }
    assert!(bodies.len() * 100 >= desk.len() * 99, "{} different letters", bodies.len());
    assert!(words.len() > 4_000, "{} different words", words.len());
}

#[test]
fn small_desks_are_whole_too() {
    for count in [0, 1, 2, 9, 11] {
        assert_eq!(desk(count, 1).len() as u64, count);
    }
}

#[test]
fn no_two_customers_share_an_address() {
    let mut owner_of = BTreeMap::new();
    for sample in desk(3_000, 9) {
        let who = sample.new.customer.contacts[0].address.clone();
        for contact in sample.new.customer.contacts {
            let known = owner_of.entry((contact.channel, contact.address)).or_insert_with(|| who.clone());
            assert_eq!(*known, who);
        }
    }
}
