//! The sample desk is what its users are promised (issue 2): whole, varied, alive at any hour, and clean.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use sincerely::intake::samples::{Sample, Team, colleagues, load};
use sincerely::model::acts::{Command, CustomerPatch};
use sincerely::model::{
    CallOutcome, Channel, ContactMode, DueAt, FollowUpKind, MessageKind, OperatorId, State, Trigger,
};
use sincerely::text::{is_safe, safe_line};
use uuid::Uuid;

fn team() -> Team {
    let colleagues = colleagues().expect("the colleagues read");
    let ids = (2u128..).map(|n| OperatorId(Uuid::from_u128(n)));
    Team {
        me: OperatorId(Uuid::from_u128(1)),
        my_name: "Анна Иванова".into(),
        colleagues: colleagues.into_iter().map(|(key, _)| key).zip(ids).collect(),
    }
}

fn now() -> Timestamp {
    "2026-11-24T09:30:00Z".parse().expect("a time")
}

fn samples() -> Vec<Sample> {
    load(now(), &team()).expect("the samples read")
}

fn inbound(samples: &[Sample]) -> Vec<(&str, &str)> {
    samples
        .iter()
        .flat_map(|s| s.new.messages.iter().map(move |m| (s, m)))
        .filter(|(_, m)| m.kind == MessageKind::Inbound)
        .map(|(s, m)| (id(s), m.body.as_str()))
        .collect()
}

fn id(sample: &Sample) -> &str {
    sample.new.external_id.as_deref().expect("every sample has an id")
}

fn named<'a>(samples: &'a [Sample], name: &str) -> &'a Sample {
    samples.iter().find(|s| id(s) == name).unwrap_or_else(|| panic!("no sample {name}"))
}

fn acts(sample: &Sample) -> impl Iterator<Item = &Command> {
    sample.then.iter().map(|deed| &deed.command)
}

fn any_act(samples: &[Sample], wanted: impl Fn(&Command) -> bool) -> bool {
    samples.iter().flat_map(acts).any(wanted)
}

#[test]
fn sixty_four_samples_half_russian_a_quarter_english_a_quarter_romanian() {
    let samples = samples();
    assert!(samples.len() >= 64, "{}", samples.len());
    let mut by_language = BTreeMap::new();
    for sample in &samples {
        *by_language.entry(sample.new.language.as_ref().expect("known").as_str()).or_insert(0usize) += 1;
    }
    assert!(by_language["ru"] * 2 >= samples.len(), "{by_language:?}");
    assert!(by_language["en"] >= 16 && by_language["ro"] >= 16, "{by_language:?}");
}

#[test]
fn every_channel_of_r101_has_samples() {
    let samples = samples();
    for channel in Channel::KNOWN {
        let n = samples.iter().filter(|s| &s.new.channel == channel).count();
        assert!(n >= 3, "{channel}: {n}");
    }
}

#[test]
fn samples_hold_at_every_hour_of_a_week() {
    let team = team();
    let start: Timestamp = "2026-03-27T00:30:00Z".parse().expect("a time before summer time begins");
    for hour in 0..7 * 24 {
        let now = start + SignedDuration::from_hours(hour);
        for sample in load(now, &team).expect("the samples read") {
            let times: Vec<_> = sample.new.messages.iter().map(|m| m.at.expect("every entry has its time")).collect();
            assert!(times.is_sorted(), "{} at {now}: {times:?}", id(&sample));
            assert!(times.iter().all(|at| *at <= now), "{} at {now}: {times:?}", id(&sample));
            assert_eq!(sample.new.messages[0].kind, MessageKind::Inbound, "{}", id(&sample));
            for message in &sample.new.messages {
                assert!(message.written_at.is_none_or(|w| Some(w) < message.at), "{} at {now}", id(&sample));
            }
        }
    }
}

#[test]
fn the_special_situations_are_all_there() {
    let samples = samples();
    let wandered = named(&samples, "ru-wandered");
    let letter = &wandered.new.messages[0];
    assert_eq!((wandered.new.moves, &wandered.new.channel), (3, &Channel::Paper));
    let age = letter.at.expect("received").duration_since(letter.written_at.expect("R91: the written date"));
    assert!(age > SignedDuration::from_hours(24 * 28), "written weeks before it came: {age:?}");

    let over = |s: &&Sample| s.new.deadline.as_ref().is_some_and(|d| d.is_over(now()));
    assert!(samples.iter().filter(over).count() >= 4, "deadlines that have passed (R94)");
    for safety in ["ru-socket", "en-boiler-smell", "ro-gas"] {
        assert!(named(&samples, safety).new.messages.len() == 1, "{safety} still waits for a first word");
    }
    for name in ["ru-washer-thumb", "ro-phone-slow"] {
        let thread = &named(&samples, name).new.messages;
        let [.., offer, answer] = thread.as_slice() else { panic!("{name} is too short") };
        assert_eq!(offer.kind, MessageKind::Reply);
        assert!(offer.body.contains('?') && answer.body.contains('👍'), "{name}: an open question met by a 👍 (R1)");
    }
    let shouted =
        |b: &str| b.chars().filter(|c| c.is_uppercase()).count() > b.chars().filter(|c| c.is_lowercase()).count();
    assert!(inbound(&samples).iter().filter(|(_, b)| shouted(b)).count() >= 2, "an angry repeat in capitals");
    assert!(inbound(&samples).iter().any(|(_, b)| b.contains("спасибо") || b.contains("Спасибо")), "a thank-you");
    assert!(samples.iter().any(|s| !s.files.is_empty()), "an attachment");
}

#[test]
fn people_of_many_kinds_complain() {
    let samples = samples();
    let any = |wanted: &dyn Fn(&Sample) -> bool| samples.iter().any(wanted);
    assert!(any(&|s| !s.new.customer.name.patronymic.is_empty()));
    assert!(any(&|s| s.new.customer.name.patronymic.is_empty() && s.new.customer.name.family == "Батболд"));
    assert!(any(&|s| s.new.customer.name.family == "Йылдыз"));
    assert!(
        any(&|s| s.new.customer.name.given.is_empty() && !s.new.customer.name.public.is_empty()),
        "a nickname alone"
    );
    assert!(any(&|s| s.new.customer.mode == Some(ContactMode::CallAndTell)), "R54");
    let card = |wanted: fn(&CustomerPatch) -> bool| {
        any_act(&samples, |act| matches!(act, Command::PatchCustomer { patch, .. } if wanted(patch)))
    };
    assert!(any(&|s| s.new.customer.vip) && card(|p| p.personal_manager.is_some()), "a VIP with a manager (R45)");
    assert!(card(|p| p.pinned.as_ref().is_some_and(|pins| !pins.is_empty())), "pinned details (R15)");
    let mut cases_of = BTreeMap::new();
    for sample in &samples {
        *cases_of.entry(sample.new.customer.name.full()).or_insert(0) += 1;
    }
    assert!(cases_of.values().filter(|n| **n >= 2).count() >= 3, "customers with several cases");
    let owners: BTreeSet<_> = samples
        .iter()
        .flat_map(acts)
        .filter_map(|act| if let Command::Assign { assign, .. } = act { Some(assign.to) } else { None })
        .collect();
    assert_eq!(owners.len(), 3, "I and two colleagues own cases");
}

#[test]
fn work_stands_in_every_state() {
    let samples = samples();
    for state in [State::Open, State::WaitingCustomer, State::Solved, State::Closed] {
        assert!(any_act(&samples, |act| matches!(act, Command::SetState { set, .. } if set.state == state)), "{state}");
    }
    assert!(
        any_act(&samples, |act| matches!(act, Command::PatchCase { patch, .. } if patch.snoozed_until.is_some())),
        "snoozed"
    );
    assert!(
        any_act(&samples, |act| matches!(act, Command::MarkCall { mark, .. } if mark.trigger == Trigger::TooLate)),
        "a call mark"
    );
    let called = |wanted: CallOutcome| {
        any_act(&samples, |a| matches!(a, Command::RecordCall { record, .. } if record.call.outcome == wanted))
    };
    assert!(called(CallOutcome::NoAnswer) && called(CallOutcome::CallbackAgreed));
    let agreed = |act: &Command| matches!(act, Command::RecordCall { record, .. } if record.call.outcome == CallOutcome::Reached && record.call.owes_writing());
    assert!(any_act(&samples, agreed), "an agreement that must be written down (R7)");
    for kind in [MessageKind::Auto, MessageKind::Note, MessageKind::Reply, MessageKind::PublicReply] {
        assert!(samples.iter().flat_map(|s| &s.new.messages).any(|m| m.kind == kind), "{kind}");
    }
}

#[test]
fn timers_are_due_in_minutes_overdue_and_far() {
    let samples = samples();
    let minutes = |m| now() + SignedDuration::from_mins(m);
    let due = |from: Timestamp, to: Timestamp| {
        any_act(
            &samples,
            |act| matches!(act, Command::AddFollowUp { follow_up, .. } if (from..to).contains(&follow_up.due.latest())),
        )
    };
    assert!(due(minutes(1), minutes(60)), "in minutes");
    assert!(due(Timestamp::MIN, now()), "overdue");
    assert!(due(minutes(7 * 24 * 60), Timestamp::MAX), "far");
    assert!(
        any_act(
            &samples,
            |act| matches!(act, Command::AddFollowUp { follow_up, .. } if matches!(follow_up.due.at, DueAt::Day(_)))
        ),
        "a whole day"
    );
    let control = |act: &Command| matches!(act, Command::AddFollowUp { follow_up, .. } if follow_up.kind == FollowUpKind::PersonalControl);
    assert!(any_act(&samples, control), "R85");
}

#[test]
fn public_complaints_say_where_they_stand() {
    for sample in samples().iter().filter(|s| s.new.channel.is_public()) {
        assert!(sample.new.public_link.as_deref().is_some_and(|l| l.starts_with("https://")), "{}", id(sample));
        assert!(!sample.new.customer.name.public.is_empty(), "{}", id(sample));
    }
}

#[test]
fn no_two_texts_are_alike_and_none_is_machine_made() {
    let samples = samples();
    let mut seen = BTreeSet::new();
    for message in samples.iter().flat_map(|s| &s.new.messages) {
        assert!(seen.insert(message.body.trim().to_lowercase()), "twice: {}", message.body);
        assert!(!message.body.contains('{') && !message.body.ends_with('\n'), "{}", message.body);
    }
    for (id, body) in inbound(&samples) {
        assert!(!body.to_lowercase().contains("example") || id == "ru-hostile", "{id}: {body}");
        assert!(!body.contains(['ş', 'ţ', 'Ş', 'Ţ']), "{id}: Romanian is written with a comma below");
    }
    let typed = |s: &&Sample| {
        s.new.language.as_ref().is_some_and(|l| l.as_str() == "ro")
            && s.new.messages[0].body.is_ascii()
            && s.new.messages[0].body.starts_with(char::is_lowercase)
    };
    assert!(samples.iter().filter(typed).count() >= 3, "as people type on a phone");
}

#[test]
fn names_are_safe_and_the_one_hostile_case_is_made_harmless() {
    let mut hostile = 0;
    for sample in samples() {
        let name = sample.new.customer.name.full();
        let texts = [name.as_str(), &sample.new.subject];
        if id(&sample) == "ru-hostile" {
            assert!(texts.iter().all(|t| !is_safe(t)), "the hostile case is hostile");
            assert!(texts.iter().all(|t| is_safe(&safe_line(t))));
            assert!(is_safe(&sincerely::text::make_safe(&sample.new.messages[0].body)));
            hostile += 1;
        } else {
            assert!(texts.iter().all(|t| is_safe(t)), "{name}");
            assert!(sample.new.messages.iter().all(|m| is_safe(&m.body)), "{name}");
        }
    }
    assert_eq!(hostile, 1);
}

#[test]
fn nobody_in_the_samples_can_be_reached_in_life() {
    let phones = ["+7 495 000-", "+1 555 01", "+44 1632 960", "+373 22 000 ", "+40 21 000 "];
    let mut owner_of = BTreeMap::new();
    for sample in samples() {
        let who = sample.new.customer.name.full();
        assert!(!sample.new.customer.contacts.is_empty(), "{who}");
        for contact in &sample.new.customer.contacts {
            let address = contact.address.as_str();
            match contact.channel {
                Channel::Phone => assert!(phones.iter().any(|p| address.starts_with(p)), "{address}"),
                Channel::Email => {
                    assert!(address.ends_with("@example.com") || address.ends_with("@example.org"), "{address}");
                }
                _ => {}
            }
            let known = owner_of.entry((contact.channel.clone(), address.to_owned())).or_insert_with(|| who.clone());
            assert_eq!(*known, who, "{address} belongs to one person");
        }
    }
}
