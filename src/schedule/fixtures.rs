//! Small values for the tests of this room.

use jiff::Timestamp;
use uuid::Uuid;

use crate::model::{
    Author, Case, CaseFile, CaseId, Channel, Customer, CustomerId, Due, FollowUp, FollowUpId, FollowUpKind,
    FollowUpState, Lang, Message, MessageId, MessageKind, OperatorId, Origin, State,
};

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn operator() -> OperatorId {
    OperatorId(Uuid::from_u128(7))
}

/// A private case in e-mail, open, never answered, its customer waiting since Monday 2026-03-02, 8:00 UTC.
pub fn case() -> Case {
    Case {
        id: CaseId(Uuid::from_u128(1)),
        number: 1,
        customer_id: CustomerId(Uuid::from_u128(2)),
        customer_name: String::new(),
        subject: String::new(),
        channel: Channel::Email,
        source: String::new(),
        language: Lang::new("ru"),
        state: State::Open,
        owner: None,
        promised: None,
        is_public: false,
        public_link: None,
        vip: false,
        harm: String::new(),
        wished_outcome: String::new(),
        our_fault: None,
        impression: None,
        remedy: None,
        way: vec![],
        tags: vec![],
        written_at: None,
        received_at: at("2026-03-02T08:00Z"),
        first_reply_at: None,
        last_reply_at: None,
        last_inbound_at: Some(at("2026-03-02T08:00Z")),
        waiting_since: Some(at("2026-03-02T08:00Z")),
        moves: 0,
        deadline: None,
        call: None,
        suggested_calls: vec![],
        dismissed_calls: vec![],
        ambiguous_consent: None,
        confirmations: vec![],
        closed_questions: vec![],
        wrote_to_management: vec![],
        snoozed_until: None,
        merged_into: None,
        merge: None,
        absorbed: vec![],
        duplicates: vec![],
        rank: 0,
        next_due: None,
        version: 1,
        thread_version: 1,
        erased_at: None,
    }
}

pub fn message(number: u128, kind: MessageKind) -> Message {
    let author = match kind {
        MessageKind::Inbound => Author::Customer { name: String::new() },
        MessageKind::Auto => Author::Machine { name: String::new() },
        _ => Author::Operator { id: operator(), name: String::new() },
    };
    Message {
        id: MessageId(Uuid::from_u128(100 + number)),
        case_id: case().id,
        kind,
        channel: Channel::Email,
        author,
        to: String::new(),
        subject: String::new(),
        body: String::new(),
        written_at: None,
        at: at("2026-03-02T08:00Z"),
        external_id: None,
        in_reply_to: None,
        attachments: vec![],
        original: None,
        signature: None,
        delivery: None,
        overrides: vec![],
        signed_at: None,
        link: None,
    }
}

/// An open one; one id for each kind.
pub fn follow_up(kind: FollowUpKind) -> FollowUp {
    FollowUp {
        id: FollowUpId(Uuid::new_v5(&Uuid::NAMESPACE_OID, kind.as_str().as_bytes())),
        case_id: case().id,
        kind,
        due: Due::instant(at("2026-03-02T12:00Z"), "UTC"),
        owner: None,
        title: String::new(),
        origin: Origin::default(),
        state: FollowUpState::Open,
        opened_at: at("2026-03-02T08:00Z"),
        closed_at: None,
        closed_by: None,
        snoozed_until: None,
        tries: 0,
        version: 1,
    }
}

pub fn case_file(case: Case, messages: Vec<Message>) -> CaseFile {
    let customer = Customer { language: Lang::new("ru"), version: 1, ..Customer::blank(case.customer_id) };
    CaseFile { case, customer, messages, calls: vec![], follow_ups: vec![] }
}
