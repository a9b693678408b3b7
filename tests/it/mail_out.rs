//! Letters that go out by mail, over a real connection to a mail server that breaks off where it hurts.

use jiff::Timestamp;
use mail_parser::MessageParser;
use serde_json::json;
use sincerely::model::{Case, CaseFile, DeliveryState, FollowUpKind, Message, Role, Source, State};
use sincerely::server::rules::trip::{Stage, Standing};
use sincerely::server::storage::{ErrandChange, ErrandKind};

use crate::mail_support::{Post, Script, again, desk_with, eventually, settings};
use crate::server_support::{Account, Desk};

const BODY: &str = "Уважаемая Мария Ивановна!\n\n\nМы пришлём мастера сегодня.  \n\n- Анна Иванова  ";

async fn with_case(post_port: u16) -> (Desk, Account, Case) {
    let desk = desk_with(settings(Some(post_port))).await;
    let anna = desk.operator("Анна Иванова").await;
    let case = anna.case("Искрит розетка").await;
    (desk, anna, case)
}

/// The account at a desk that was started again.
fn at(desk: &Desk, who: &Account) -> Account {
    let made = sincerely::protocol::CreatedOperator { operator: who.operator.clone(), token: who.token.clone() };
    desk.account_of(made)
}

async fn send(anna: &Account, case: &Case) -> Message {
    let letter = anna.letter(case, BODY);
    anna.reply(case, case.thread_version, &letter).await.ok()
}

async fn becomes(anna: &Account, case: &Case, letter: &Message, state: DeliveryState) -> CaseFile {
    eventually(state.as_str(), || async {
        let file = anna.file(case).await;
        (delivery(&file, letter).0 == state).then_some(file)
    })
    .await
}

fn delivery(file: &CaseFile, letter: &Message) -> (DeliveryState, String) {
    let message = file.messages.iter().find(|m| m.id == letter.id).unwrap();
    let delivery = message.delivery.clone().unwrap();
    (delivery.state, delivery.detail)
}

async fn on_the_way(desk: &Desk) -> Vec<Standing> {
    let errands = desk.server.storage().errands(ErrandKind::Letter, 10).await.unwrap();
    errands.into_iter().map(|errand| Standing::of(errand).unwrap()).collect()
}

#[tokio::test]
async fn a_letter_goes_out_once_byte_for_byte_into_the_customers_thread() {
    // R169
    let (post, port) = Post::start().await;
    let (desk, anna, _) = with_case(port).await;
    let new = json!({
        "customer": {"name": {"given": "Мария"}, "contacts": [{"channel": "email", "address": "maria@example.org"}]},
        "channel": "email", "source": "mail", "subject": "Искрит", "external_id": "first@example.org",
        "messages": [{"kind": "inbound", "body": "Искрит розетка", "external_id": "first@example.org"}]
    });
    let case: Case = anna.post("/v1/cases", &new).await.ok();
    let letter = send(&anna, &case).await;
    let file = becomes(&anna, &case, &letter, DeliveryState::HandedOver).await;
    assert!(delivery(&file, &letter).1.contains("2.0.0 taken"), "the server's answer is kept");
    assert_eq!(file.case.state, State::WaitingCustomer);
    assert!(on_the_way(&desk).await.is_empty());

    let [mail] = <[_; 1]>::try_from(post.mails()).unwrap();
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("support@shop.example", "maria@example.org"));
    let parsed = MessageParser::default().parse(&mail.data).unwrap();
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n"), BODY);
    assert_eq!(parsed.in_reply_to().as_text(), Some("first@example.org"));
    assert_eq!(parsed.from().unwrap().first().unwrap().name(), Some("Анна Иванова"));
    let shown = file.messages.iter().find(|m| m.id == letter.id).unwrap();
    assert_eq!(parsed.message_id(), shown.external_id.as_deref());

    // The same letter once more is the same letter: nothing goes out again.
    let again = anna.letter(&case, BODY);
    let told = anna.reply(&case, file.case.thread_version, &again).await;
    assert_eq!(told.status, 201, "another letter is another letter");
    let first = anna.post(&format!("/v1/messages/{}/delivery", letter.id), &json!({"decision": "send_again"})).await;
    first.problem(409, "not_allowed");
    desk.server.stop().await;
}

#[tokio::test]
async fn only_mail_to_an_address_goes_by_mail() {
    let (post, port) = Post::start().await;
    let (desk, anna, case) = with_case(port).await;
    let mut phone = anna.letter(&case, BODY);
    phone.channel = "phone".into();
    anna.sign(&case, &mut phone);
    let phone: Message = anna.reply(&case, case.thread_version, &phone).await.ok();
    assert_eq!(phone.delivery.unwrap().state, DeliveryState::Recorded);
    assert!(on_the_way(&desk).await.is_empty());
    assert_eq!(post.mails(), []);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_mail_server_that_breaks_off_before_the_text_is_tried_again() {
    for script in [
        Script::CutsAt("EHLO"),
        Script::CutsAt("MAIL"),
        Script::CutsAt("RCPT"),
        Script::CutsAt("DATA"),
        Script::Answers("MAIL", "550 sender refused"),
        Script::Answers("RCPT", "451 greylisted"),
        Script::Answers(".", "452 4.3.1 disk full"),
    ] {
        let (post, port) = Post::start().await;
        let (desk, anna, case) = with_case(port).await;
        post.next([script]);
        let letter = send(&anna, &case).await;
        eventually("it waits", || async {
            let file = anna.file(&case).await;
            let (state, why) = delivery(&file, &letter);
            assert_eq!(state, DeliveryState::Queued, "{script:?}");
            (!why.is_empty()).then_some(())
        })
        .await;
        let [standing] = <[_; 1]>::try_from(on_the_way(&desk).await).unwrap();
        assert_eq!((standing.trip.stage, standing.trip.attempts), (Stage::Waiting, 1));
        assert!(standing.due() > Timestamp::now(), "after a pause");
        assert_eq!(post.mails(), [], "{script:?}");

        // The pause is over.
        let errand = desk.server.storage().errands(ErrandKind::Letter, 1).await.unwrap().remove(0);
        let due = errand.next(Timestamp::now(), &standing.trip);
        let step = ErrandChange::step(&errand, due);
        commit(&desk, step).await;
        let desk = again(desk, settings(Some(port))).await;
        let anna = at(&desk, &anna);
        becomes(&anna, &case, &letter, DeliveryState::HandedOver).await;
        assert_eq!(post.mails().len(), 1, "{script:?}");
        desk.server.stop().await;
    }
}

async fn commit(desk: &Desk, change: ErrandChange) {
    let batch = sincerely::server::storage::Batch {
        expect: Vec::new(),
        puts: Vec::new(),
        deletes: Vec::new(),
        names: Vec::new(),
        tokens: Vec::new(),
        errands: vec![change],
        first_answer: None,
        audit: sincerely::server::storage::AuditLine {
            operator: None,
            act: "test",
            scope: None,
            at: Timestamp::now(),
            refused: None,
        },
    };
    desk.server.storage().commit(batch).await.unwrap();
}

#[tokio::test]
async fn a_refused_letter_is_told_with_the_reason_and_the_customer_waits_again() {
    let (post, port) = Post::start().await;
    let (desk, anna, case) = with_case(port).await;
    post.next([Script::Answers("RCPT", "550 5.1.1 no such user here")]);
    let letter = send(&anna, &case).await;
    let file = becomes(&anna, &case, &letter, DeliveryState::Bounced).await;
    assert_eq!(delivery(&file, &letter).1, "550 5.1.1 no such user here");
    assert_eq!(file.case.state, State::Open);
    assert!(file.case.waiting_since.is_some());
    assert!(file.follow_ups.iter().any(|f| f.is_open() && f.kind == FollowUpKind::NextResponse));
    assert_eq!(post.mails(), []);
    desk.server.stop().await;
}

#[tokio::test]
async fn a_letter_whose_answer_never_came_is_unsure_and_a_person_decides() {
    let (post, port) = Post::start().await;
    let (desk, anna, case) = with_case(port).await;
    post.next([Script::CutsAfterDot]);
    let letter = send(&anna, &case).await;
    let file = becomes(&anna, &case, &letter, DeliveryState::Unsure).await;
    assert_eq!(file.case.state, State::Open, "it is seen");
    assert_eq!(post.mails().len(), 1);
    let desk = again(desk, settings(Some(port))).await;
    let anna = at(&desk, &anna);
    assert!(on_the_way(&desk).await.is_empty(), "nothing sends it by itself");
    assert_eq!(post.mails().len(), 1);

    let path = format!("/v1/messages/{}/delivery", letter.id);
    let source = desk.account("Shop", Role::Source).await;
    source.post(&path, &json!({"decision": "arrived"})).await.problem(403, "forbidden");
    anna.post(&path, &json!({"decision": "perhaps"})).await.problem(422, "invalid");
    anna.post(&path, &json!({"decision": "send_again"})).await.ok::<Message>();
    let file = becomes(&anna, &case, &letter, DeliveryState::HandedOver).await;
    assert_eq!(file.case.state, State::WaitingCustomer);
    assert!(!file.follow_ups.iter().any(|f| f.is_open() && f.kind == FollowUpKind::NextResponse));
    let mails = post.mails();
    assert_eq!(mails.len(), 2);
    let id = |at: usize| MessageParser::default().parse(&mails[at].data).unwrap().message_id().unwrap().to_owned();
    assert_eq!(id(0), id(1), "whoever got it twice sees it once");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_server_that_dies_while_handing_over_leaves_the_letter_unsure() {
    let (post, port) = Post::start().await;
    let (desk, anna, case) = with_case(port).await;
    post.next([Script::HangsAfterDot]);
    let letter = send(&anna, &case).await;
    eventually("the mail is out", || async { (post.mails().len() == 1).then_some(()) }).await;
    let desk = again(desk, settings(Some(port))).await;
    let anna = at(&desk, &anna);
    becomes(&anna, &case, &letter, DeliveryState::Unsure).await;
    assert_eq!(post.mails().len(), 1, "it is not sent again");
    let path = format!("/v1/messages/{}/delivery", letter.id);
    let told: Message = anna.post(&path, &json!({"decision": "arrived"})).await.ok();
    assert_eq!(told.delivery.unwrap().state, DeliveryState::HandedOver);
    desk.server.stop().await;
}

#[tokio::test]
async fn while_the_mail_server_is_away_letters_wait_and_everybody_sees_why() {
    // R100
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let (desk, anna, case) = with_case(gone).await;
    let letter = send(&anna, &case).await;
    let trouble = eventually("it is told", || async {
        let sources: Vec<Source> =
            serde_json::from_value(anna.get("/v1/sources").await.value()["sources"].clone()).unwrap();
        sources.into_iter().find(|s| s.name == "smtp" && s.trouble.is_some())
    })
    .await;
    assert_eq!(trouble.trouble.unwrap().as_str(), "unreachable");
    assert_eq!(delivery(&anna.file(&case).await, &letter).0, DeliveryState::Queued);
    let source = desk.account("Shop", Role::Source).await;
    source.get("/v1/sources").await.problem(403, "forbidden");
    desk.server.stop().await;
}
