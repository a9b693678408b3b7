//! Acts of a hostile client: a case that comes in and commands upon it, through the pure rules of the server.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use sincerely::model::acts::{Command, NewCase, NewInbound};
use sincerely::model::{CaseFile, Operator};
use sincerely::protocol::Entity;
use sincerely::schedule::Rules;
use sincerely::server::bulk::apply;
use sincerely::server::rules::customer::Card;
use sincerely::server::rules::intake::{Known, intake};
use sincerely::server::rules::turn::Turn;
use sincerely::server::rules::{self, Acting, Decision, Refusal};
use uuid::Uuid;

/// `{"case": …, "inbound": [], "acts": [{"do": "claim", …}]}`: an input of this target.
#[derive(Deserialize)]
struct Story {
    case: NewCase,
    #[serde(default)]
    inbound: Vec<NewInbound>,
    #[serde(default)]
    acts: Vec<Command>,
}

pub fn rules(data: &[u8]) {
    let Ok(story) = serde_json::from_slice::<Story>(data) else { return };
    let mut now: Timestamp = "2026-03-02T12:00:00Z".parse().expect("a fixed instant");
    let Some(mut file) = arrives(&story.case, now) else { return };
    with_acting(now, |by| {
        for inbound in &story.inbound {
            let decided = rules::inbound::inbound(&file, &[], inbound, &Turn::default(), by);
            step(&mut file, decided);
        }
    });
    for act in &story.acts {
        now += SignedDuration::from_mins(90);
        with_acting(now, |by| {
            let decided = decide(&file, act, by);
            step(&mut file, decided);
        });
    }
    let _ = sincerely::schedule::owed_before_closing(&file);
    let _ = sincerely::triage::judge_case(&file, now, "ru");
    let _ = sincerely::letter::open_questions(&file);
}

/// Takes a case in as a new one; the file as it then is. Every resource can be written and read again.
pub fn arrives(new: &NewCase, now: Timestamp) -> Option<CaseFile> {
    with_acting(now, |by| {
        let decision = intake(new, &Known::Nothing, &Turn::default(), 1, by).ok()?;
        let mut file = None;
        for put in &decision.puts {
            if let (Entity::Case(case), Some(Entity::Customer(customer))) = (put, decision.puts.first()) {
                let (messages, calls, follow_ups) = (Vec::new(), Vec::new(), Vec::new());
                let (case, customer) = ((**case).clone(), (**customer).clone());
                file = Some(CaseFile { case, customer, messages, calls, follow_ups });
            }
        }
        let mut file = file.expect("a case that comes in makes a case and a customer");
        keep(&mut file, &decision);
        Some(file)
    })
}

fn step(file: &mut CaseFile, decided: Result<Decision, Refusal>) {
    match decided {
        Ok(decision) => keep(file, &decision),
        Err(refusal) => assert!(!refusal.detail.is_empty(), "a refusal says why"),
    }
}

fn keep(file: &mut CaseFile, decision: &Decision) {
    apply(file, &decision.puts);
    let wire = serde_json::to_string(file).expect("a case can be written");
    let back: CaseFile = serde_json::from_str(&wire).expect("a case that was written can be read");
    assert_eq!(back, *file, "a case is the same after it was stored");
}

fn with_acting<T>(now: Timestamp, act: impl FnOnce(&Acting<'_>) -> T) -> T {
    let operator = operator();
    let count = Cell::new(0_u128);
    let next_id = || {
        count.set(count.get() + 1);
        Uuid::from_u128((now.as_millisecond().unsigned_abs() as u128) << 80 | 7 << 76 | count.get())
    };
    act(&Acting { actor: Some(&operator), now, rules: &Rules::default(), new_id: &next_id })
}

fn operator() -> Operator {
    serde_json::from_value(json!({"id": Uuid::from_u128(9), "name": "Анна Иванова", "role": "lead"}))
        .expect("an operator needs no more")
}

/// Acts of kinds that are younger than this target are left out.
fn decide(file: &CaseFile, act: &Command, by: &Acting<'_>) -> Result<Decision, Refusal> {
    match act {
        Command::Claim { .. } => rules::ownership::claim(file, by),
        Command::Release { .. } => rules::ownership::release(file, by),
        Command::Assign { assign, .. } => rules::ownership::assign(file, &operator(), assign, by),
        Command::Reply { reply, .. } => rules::reply::reply(file, reply, file.case.thread_version, None, by),
        Command::Note { note, .. } => rules::case::note(file, note, by),
        Command::MarkCall { mark, .. } => rules::calls::mark(file, mark, by),
        Command::UnmarkCall { .. } => rules::calls::unmark(file, by),
        Command::RecordCall { record, .. } => {
            let mut record = record.clone();
            record.call.case_id = file.case.id;
            rules::calls::record(file, &record, by)
        }
        Command::PatchCase { patch, .. } => rules::case::patch(file, patch, None, by),
        Command::SetState { set, .. } => rules::case::set_state(file, &[], set, by),
        Command::AddFollowUp { follow_up, .. } => rules::follow_ups::add(file, follow_up, by),
        Command::PatchFollowUp { id, patch, .. } => {
            // An id that a file invents is never there; the first one stands for it.
            let id = file.follow_ups.first().map_or(*id, |first| first.id);
            rules::follow_ups::patch(file, id, patch, None, by)
        }
        Command::SettleDelivery { message, settle, .. } => rules::delivery::decide(file, *message, settle, None, by),
        Command::SentByHand { message, .. } => rules::case::sent_by_hand(file, *message, by),
        Command::PatchCustomer { patch, .. } => {
            let card = Card {
                customer: file.customer.clone(),
                files: vec![file.clone()],
                parts: Vec::new(),
                others: Vec::new(),
            };
            rules::customer::patch(&card, patch, None, by)
        }
        _ => Err(rules::refuse(sincerely::protocol::ProblemKind::Invalid, "not tried here")),
    }
}
