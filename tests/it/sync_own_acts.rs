//! Acts of one operator that wait together: none of them may look like somebody else's to the next.

use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use serde_json::json;
use sincerely::model::acts::{CasePatch, Command, CustomerPatch, MergeInto};
use sincerely::model::{Case, Customer, IdempotencyKey, Lang, OutboxState};
use tokio::time::timeout;

use super::server_support::desk;
use super::sync_desk::Station;
use super::sync_proxy::Proxy;

/// Nothing here is timed; a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

async fn all_gone(station: &Station) {
    let mut notices = station.store.subscribe();
    let gone = async {
        loop {
            let outbox = station.store.outbox().await.unwrap();
            let stuck: Vec<&str> =
                outbox.iter().filter(|i| i.state == OutboxState::Stuck).map(|i| i.error.as_str()).collect();
            assert_eq!(stuck, Vec::<&str>::new());
            if outbox.is_empty() {
                return;
            }
            let _ = notices.recv().await;
        }
    };
    timeout(PATIENCE, gone).await.expect("everything leaves");
}

#[tokio::test]
async fn acts_on_one_card_from_two_cases_are_no_conflict_with_oneself() {
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let (one, two) = (anna.case("Розетка искрит").await, anna.case("Мастер не пришёл").await);
    assert_eq!(one.customer_id, two.customer_id, "one customer with two complaints");
    let proxy = Proxy::before(desk.server.address()).await;
    let station = Station::in_step(&proxy.url, &anna.token).await;
    let seen = station.file(&one).await;
    let dir = station.stop().await;
    let card = |case: &Case, patch| Command::PatchCustomer {
        case: case.id,
        customer: seen.customer.id,
        version: seen.customer.version,
        patch: Box::new(patch),
    };
    let zone = CustomerPatch { zone: Some("Europe/Chisinau".into()), ..CustomerPatch::default() };
    let language = CustomerPatch { language: Some(Lang::new("ro")), ..CustomerPatch::default() };
    let vip = CustomerPatch { vip: Some(true), ..CustomerPatch::default() };
    let harm = CasePatch { harm: Some("испуг".into()), ..CasePatch::default() };
    let station = Station::in_folder(&proxy.url, &anna.token, dir);
    for command in [
        card(&one, zone),
        card(&one, language),
        card(&two, vip),
        Command::PatchCase { case: one.id, version: seen.case.version, patch: Box::new(harm) },
    ] {
        // All of it was decided on what the operator saw, before any of it left.
        let key = IdempotencyKey(uuid::Uuid::now_v7());
        station.store.enqueue(command, key, Timestamp::now() + 300.milliseconds()).await.unwrap();
    }
    all_gone(&station).await;
    let path = format!("/v1/customers/{}", seen.customer.id);
    let customer: Customer = anna.get(&path).await.ok();
    assert_eq!((customer.zone.as_deref(), customer.vip), (Some("Europe/Chisinau"), true));
    assert_eq!(customer.language, Lang::new("ro"));
    assert_eq!(anna.file(&one).await.case.harm, "испуг");
    station.stop().await;
    desk.server.stop().await;
}

#[tokio::test]
async fn a_letter_to_the_survivor_that_waits_is_not_held_up_by_ones_own_merge() {
    // R166, R167
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let (gone, survivor) = (anna.case("Розетка искрит").await, anna.case("Розетка искрит и сегодня").await);
    let mut station = Station::in_step(&desk.url, &anna.token).await;
    let seen = station.file(&survivor).await.case;
    let letter = anna.letter(&seen, "Мария Ивановна, мастер будет сегодня до 18:00.");
    let reply = Command::Reply { case: seen.id, thread_version: seen.thread_version, reply: Box::new(letter.clone()) };
    let merge = MergeInto { into: survivor.id, other_customer: false };
    // The letter is in its undo window while the merge leaves.
    let (first, second) = (IdempotencyKey(uuid::Uuid::now_v7()), IdempotencyKey(uuid::Uuid::now_v7()));
    station.store.enqueue(reply, first, Timestamp::now() + 2.seconds()).await.unwrap();
    station.store.enqueue(Command::Merge { case: gone.id, merge }, second, Timestamp::now()).await.unwrap();
    station.sent(second).await;
    station.sent(first).await;
    let file = anna.file(&survivor).await;
    assert!(file.messages.iter().any(|m| m.id == letter.id), "{}", json!(file.messages.len()));
    assert_eq!(anna.file(&gone).await.case.merged_into, Some(survivor.id));
    station.stop().await;
    desk.server.stop().await;
}
