//! A small desk for the tests of the screen: one operator, a colleague, one case with a thread.

use jiff::Timestamp;
use uuid::Uuid;

use super::{App, Effect, Effects, Event, Screen, Setup, update};
use crate::i18n::{Texts, UiLang};
use crate::model::queue::{CallRow, FollowUpRow, Marks, Page, QueueRow, RowKey};
use crate::model::{
    Attachment, AttachmentHash, Author, Call, CallId, CallMark, CallOutcome, Case, CaseFile, CaseId, Channel, Contact,
    ContactMode, Customer, CustomerId, Delivery, DeliveryState, DeskId, Due, FollowUp, FollowUpId, FollowUpKind,
    FollowUpState, Gender, Lang, Message, MessageId, MessageKind, Operator, OperatorId, Origin, PersonName,
    PinnedDetail, PreferenceOrigin, Role, State, Trigger,
};
use crate::schedule::Rules;
use crate::tui::input::{Key, Keymap};

pub const ZONE: &str = "Europe/Chisinau";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Monday, 14:05 in Chisinau.
pub fn now() -> Timestamp {
    at("2026-11-23T12:05:00Z")
}

pub fn me() -> OperatorId {
    OperatorId(Uuid::from_u128(7))
}

pub fn colleague() -> OperatorId {
    OperatorId(Uuid::from_u128(8))
}

pub fn operator(id: OperatorId, name: &str) -> Operator {
    Operator {
        id,
        name: name.into(),
        post: "specialist".into(),
        contact: "+373 22 00 00 00".into(),
        hours: String::new(),
        language: Lang::new("ru"),
        gender: Gender::Female,
        zone: ZONE.into(),
        role: Role::Operator,
        keys: vec![],
        deputy: None,
        away_until: None,
        active: true,
        version: 1,
    }
}

pub fn case_id() -> CaseId {
    CaseId(Uuid::from_u128(1))
}

/// Open, mine, marked for a call, from a customer who waits since the morning.
pub fn case() -> Case {
    Case {
        id: case_id(),
        number: 41,
        customer_id: CustomerId(Uuid::from_u128(2)),
        customer_name: "Кузнецова М.И.".into(),
        subject: "Искрит розетка после ремонта".into(),
        channel: Channel::Email,
        source: "mail".into(),
        language: Lang::new("ru"),
        state: State::Open,
        owner: Some(me()),
        promised: None,
        is_public: false,
        public_link: None,
        vip: true,
        harm: "Ребёнок спит в этой комнате.".into(),
        wished_outcome: "Мастер сегодня.".into(),
        our_fault: None,
        impression: None,
        remedy: None,
        way: vec![],
        tags: vec!["ремонт".into(), "электрика".into()],
        written_at: Some(at("2026-11-19T06:12:00Z")),
        received_at: at("2026-11-23T06:40:00Z"),
        first_reply_at: Some(at("2026-11-23T08:00:00Z")),
        last_reply_at: Some(at("2026-11-23T08:00:00Z")),
        last_inbound_at: Some(at("2026-11-23T09:30:00Z")),
        waiting_since: Some(at("2026-11-23T09:30:00Z")),
        moves: 2,
        deadline: None,
        call: Some(CallMark {
            trigger: Trigger::Safety,
            note: "искрит, пахнет гарью".into(),
            our_position: String::new(),
            their_position: String::new(),
            by: me(),
            at: at("2026-11-23T09:40:00Z"),
        }),
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
        rank: 1,
        next_due: None,
        version: 5,
        thread_version: 4,
        erased_at: None,
    }
}

pub fn message(number: u128, kind: MessageKind, at_text: &str, body: &str) -> Message {
    let author = match kind {
        MessageKind::Inbound => Author::Customer { name: "Мария Кузнецова".into() },
        MessageKind::Auto => Author::Machine { name: "desk".into() },
        _ => Author::Operator { id: me(), name: "Анна Иванова".into() },
    };
    Message {
        id: MessageId(Uuid::from_u128(100 + number)),
        case_id: case_id(),
        kind,
        channel: Channel::Email,
        author,
        to: String::new(),
        subject: String::new(),
        body: body.into(),
        written_at: None,
        at: at(at_text),
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

pub fn call(number: u128, at_text: &str, outcome: CallOutcome) -> Call {
    Call {
        id: CallId(Uuid::from_u128(200 + number)),
        case_id: case_id(),
        operator: me(),
        trigger: Some(Trigger::Safety),
        number: "+373 69 11 22 33".into(),
        at: at(at_text),
        seconds: 0,
        outcome,
        agreed: String::new(),
        apologised: false,
        note: String::new(),
        consent: None,
        recording: None,
        link: None,
    }
}

pub fn follow_up(number: u128, kind: FollowUpKind, due: &str, title: &str) -> FollowUp {
    FollowUp {
        id: FollowUpId(Uuid::from_u128(300 + number)),
        case_id: case_id(),
        kind,
        due: Due::instant(at(due), ZONE),
        owner: None,
        title: title.into(),
        origin: Origin { operator: Some(me()), ..Origin::default() },
        state: FollowUpState::Open,
        opened_at: at("2026-11-23T06:40:00Z"),
        closed_at: None,
        closed_by: None,
        snoozed_until: None,
        tries: 0,
        version: 1,
    }
}

pub fn customer() -> Customer {
    Customer {
        name: PersonName {
            given: "Мария".into(),
            patronymic: "Ивановна".into(),
            family: "Кузнецова".into(),
            public: String::new(),
        },
        gender: Gender::Female,
        language: Lang::new("ru"),
        zone: Some("Asia/Yekaterinburg".into()),
        vip: true,
        personal_manager: Some(colleague()),
        contacts: vec![
            Contact { channel: Channel::Email, address: "m.kuznetsova@example.org".into() },
            Contact { channel: Channel::Phone, address: "+373 69 11 22 33".into() },
        ],
        preferred_channel: Some(Channel::Phone),
        mode: Some(ContactMode::CallAndTell),
        preference_origin: Some(PreferenceOrigin { at: at("2026-03-03T08:00:00Z"), by: colleague(), message: None }),
        pinned: vec![PinnedDetail {
            text: "Звонить после обеда".into(),
            message: Some(MessageId(Uuid::from_u128(101))),
            by: me(),
            at: at("2026-11-23T07:00:00Z"),
        }],
        version: 3,
        ..Customer::blank(case().customer_id)
    }
}

/// A thread of every kind: inbound with an attachment, automatic, note, reply, call, inbound with a quote.
pub fn case_file() -> CaseFile {
    let mut first = message(
        1,
        MessageKind::Inbound,
        "2026-11-23T06:40:00Z",
        "Здравствуйте! После вашего мастера розетка в детской искрит, пахнет гарью. Я звонила два раза, меня \
         переключали с одного номера на другой и ничего не решили.\n\nМария Кузнецова",
    );
    first.written_at = case().written_at;
    first.attachments = vec![Attachment {
        hash: AttachmentHash("a".repeat(64)),
        name: "розетка.jpg".into(),
        media_type: "image/jpeg".into(),
        size: 184_320,
    }];
    let mut reply = message(
        4,
        MessageKind::Reply,
        "2026-11-23T08:00:00Z",
        "Уважаемая Мария Ивановна!\n\nПожалуйста, не пользуйтесь этой розеткой. Мастер будет у Вас сегодня до 18:00.\n\n\
         Анна Иванова",
    );
    reply.delivery = Some(Delivery { state: DeliveryState::Recorded, sent_by_hand_at: None, detail: String::new() });
    reply.signature = Some("-----BEGIN SSH SIGNATURE-----".into());
    CaseFile {
        case: case(),
        customer: customer(),
        messages: vec![
            first,
            message(2, MessageKind::Auto, "2026-11-23T06:41:00Z", "Ваше письмо получено."),
            message(3, MessageKind::Note, "2026-11-23T07:10:00Z", "Спросила у мастеров: контакт не затянут."),
            reply,
            message(
                5,
                MessageKind::Inbound,
                "2026-11-23T09:30:00Z",
                "Никто не приехал!\n\n> Мастер будет у Вас сегодня до 18:00.",
            ),
        ],
        calls: vec![call(1, "2026-11-23T07:50:00Z", CallOutcome::NoAnswer)],
        follow_ups: vec![
            follow_up(1, FollowUpKind::PersonalControl, "2026-11-24T08:00:00Z", "мастер приехал?"),
            follow_up(2, FollowUpKind::NextResponse, "2026-11-23T12:43:00Z", ""),
        ],
    }
}

pub fn row(number: u128) -> QueueRow {
    let case = case();
    QueueRow {
        key: RowKey { rank: 10, due: 0, waiting: 0, row: i64::try_from(number).unwrap() },
        id: CaseId(Uuid::from_u128(number)),
        desk: DeskId("own".into()),
        number: 40 + u64::try_from(number).unwrap(),
        customer: case.customer_name,
        subject: case.subject,
        channel: case.channel,
        language: case.language,
        state: case.state,
        owner: case.owner,
        received_at: case.received_at,
        waiting_since: case.waiting_since,
        never_answered: false,
        due: None,
        marks: Marks::default(),
    }
}

/// A screen with three cases in the queue, the first of them read.
pub fn app(lang: UiLang, size: (u16, u16)) -> App {
    let setup = Setup {
        texts: Texts::new(lang),
        keymap: Keymap::shipped(),
        me: operator(me(), "Анна Иванова"),
        rules: Rules::in_zone(ZONE).unwrap(),
        theme_name: "dark".into(),
        language_is_fixed: true,
        first_start: false,
        connected: false,
        phrase_files: vec![],
        signatures: crate::letter::Signatures::new(),
    };
    let (mut app, effects) = App::new(setup, size, now());
    let request = effects.iter().find_map(|e| match e {
        super::Effect::LoadPage { request, .. } => Some(*request),
        _ => None,
    });
    let page = Page { rows: vec![row(1), row(2), row(3)], at_top: true, at_bottom: true };
    update(&mut app, Event::Page { request: request.unwrap(), page }, now());
    let operators = vec![operator(me(), "Анна Иванова"), operator(colleague(), "Пётр Сидоров")];
    update(&mut app, Event::Operators(operators), now());
    update(&mut app, Event::Case { id: case_id(), file: Some(Box::new(case_file())) }, now());
    app
}

/// Presses keys as the keymap spells them: `"enter"`, `"g g"`, `"ctrl-k"`.
/// What is told of presence is left out; [`press_all`] has it.
pub fn press(app: &mut App, keys: &str) -> Effects {
    let mut out = press_all(app, keys);
    let presence =
        |e: &Effect| matches!(e, Effect::TellPresence { .. } | Effect::Wake { wake: super::Wake::Presence, .. });
    out.retain(|e| !presence(e));
    out
}

pub fn press_all(app: &mut App, keys: &str) -> Effects {
    let mut out = Effects::new();
    for key in keys.split_whitespace() {
        out.extend(update(app, Event::Key(key.parse::<Key>().unwrap()), now()));
    }
    out
}

/// The screen with the case opened from the queue.
pub fn opened(lang: UiLang, size: (u16, u16)) -> App {
    let mut app = app(lang, size);
    press(&mut app, "enter");
    assert!(matches!(app.screen(), Screen::Case(_)));
    app
}

/// Types text, character by character.
pub fn typed(app: &mut App, text: &str) {
    for c in text.chars() {
        update(app, Event::Key(Key::char(c)), now());
    }
}

/// A promise on the case with that number.
pub fn follow_up_row(number: u128, due: &str) -> FollowUpRow {
    let mut follow_up = follow_up(number, FollowUpKind::Promise, due, "«vă scriu până luni»");
    follow_up.case_id = CaseId(Uuid::from_u128(number));
    FollowUpRow {
        follow_up,
        number: 40 + u64::try_from(number).unwrap(),
        customer: case().customer_name,
        subject: case().subject,
        is_public: false,
        call: Some(Trigger::Safety),
        unsent: false,
    }
}

/// A call that is due in half an hour, in the morning of the customer's zone.
pub fn call_row(number: u128) -> CallRow {
    CallRow {
        row: row(number),
        name: customer().name,
        reason: Trigger::Safety,
        note: "искрит, пахнет гарью".into(),
        number: Some("+373 69 11 22 33".into()),
        zone: Some("Asia/Yekaterinburg".into()),
        due: Some(at("2026-11-23T12:35:00Z")),
        tries: 0,
    }
}
