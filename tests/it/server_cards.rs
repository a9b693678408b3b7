//! Two cards of one person over the wire: found, merged, taken apart, and what comes in meanwhile; on either storage.

use serde_json::{Value, json};
use sincerely::model::{AlikeCard, Case, Customer, CustomerId, Role};

use crate::server_support::{Account, Desk, desk, new_case};

/// A case that came in by one address of Maria's.
async fn told(who: &Account, channel: &str, address: &str, words: &str) -> Case {
    let mut new = new_case(words);
    new["channel"] = json!(channel);
    new["customer"]["contacts"] = json!([{ "channel": channel, "address": address }]);
    who.post("/v1/cases", &new).await.ok()
}

async fn card(who: &Account, id: CustomerId) -> Customer {
    who.get(&format!("/v1/customers/{id}")).await.ok()
}

async fn alike(who: &Account, id: CustomerId) -> Vec<AlikeCard> {
    who.get(&format!("/v1/customers/{id}/alike")).await.ok()
}

/// Maria by her phone and, as somebody else, by the same number in a messenger; then by mail.
async fn maria(desk: &Desk) -> (Account, Case, Case, Case) {
    let anna = desk.operator("Anna").await;
    let by_phone = told(&anna, "phone", "8 (495) 000-00-00", "Розетка искрит.").await;
    let by_messenger = told(&anna, "messenger", "+74950000000", "Мастер не пришёл, жду второй день.").await;
    let by_mail = told(&anna, "email", "maria@example.org", "Верните деньги за вызов.").await;
    (anna, by_phone, by_messenger, by_mail)
}

async fn merge(who: &Account, gone: CustomerId, into: CustomerId) -> Customer {
    who.post(&format!("/v1/customers/{gone}/merge"), &json!({ "into": into })).await.ok()
}

#[tokio::test]
async fn cards_with_one_address_are_found_on_whatever_channel_it_stands() {
    let desk = desk().await;
    let (anna, by_phone, by_messenger, by_mail) = maria(&desk).await;
    assert_ne!(by_phone.customer_id, by_messenger.customer_id, "two cards of one person");
    let found = alike(&anna, by_phone.customer_id).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].customer.id, by_messenger.customer_id);
    assert_eq!(found[0].shared[0].address, "8 (495) 000-00-00", "as it stands on this card");
    assert_eq!(alike(&anna, by_messenger.customer_id).await[0].customer.id, by_phone.customer_id);
    assert_eq!(alike(&anna, by_mail.customer_id).await, []);
    let source = desk.account("form", Role::Source).await;
    source.get(&format!("/v1/customers/{}/alike", by_phone.customer_id)).await.problem(403, "forbidden");
    anna.get(&format!("/v1/customers/{}/alike", uuid::Uuid::now_v7())).await.problem(404, "not_found");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_merge_of_cards_takes_the_cases_along_and_one_act_brings_them_back() {
    // R41
    let desk = desk().await;
    let (anna, first, second, third) = maria(&desk).await;
    let (into, gone, mail) = (first.customer_id, second.customer_id, third.customer_id);
    let thread = anna.file(&second).await.case.thread_version;
    let pinned =
        json!({"pinned": [{"text": "Звонить после обеда", "by": anna.operator.id, "at": jiff::Timestamp::now()}]});
    let version = card(&anna, gone).await.version;
    anna.patch(&format!("/v1/customers/{gone}"), Some(version), &pinned).await.ok::<Customer>();

    let survivor = merge(&anna, gone, into).await;
    assert_eq!((survivor.id, survivor.absorbed[0].customer), (into, gone));
    assert_eq!(survivor.pinned[0].text, "Звонить после обеда");
    let again = merge(&anna, gone, into).await;
    assert_eq!(again, survivor, "the same again changes nothing");
    let file = anna.file(&second).await;
    assert_eq!((file.case.customer_id, file.customer.id), (into, into));
    assert_eq!(file.case.thread_version, thread, "a letter that is being written is not held up (R167)");
    assert_eq!(alike(&anna, into).await, [], "nothing more to join");

    // Words by the old address come to the card that goes on; what went elsewhere is not written to.
    let later = told(&anna, "messenger", "+74950000000", "И вечером никто не пришёл!").await;
    assert_eq!(later.customer_id, into);
    let refused = anna.patch(&format!("/v1/customers/{gone}"), Some(version + 2), &json!({"vip": true})).await;
    refused.problem(409, "card_merged");
    // Who merges into a card that went elsewhere means where it lives on.
    assert_eq!(merge(&anna, mail, gone).await.id, into);
    anna.post(&format!("/v1/customers/{into}/merge"), &json!({ "into": gone })).await.problem(422, "invalid");

    let back: Customer = anna.post(&format!("/v1/customers/{gone}/unmerge"), &json!(null)).await.ok();
    assert_eq!((back.id, back.merged_into), (gone, None));
    assert_eq!(anna.file(&second).await.case.customer_id, gone);
    assert_eq!(anna.file(&later).await.case.customer_id, into, "what came in meanwhile stays");
    let survivor = card(&anna, into).await;
    assert_eq!((survivor.pinned.len(), survivor.absorbed.len()), (0, 1), "the card by mail is still part of it");
    let next = told(&anna, "messenger", "+74950000000", "Снова я.").await;
    assert_eq!(next.customer_id, gone, "the address finds its own card again");
    desk.server.stop().await;
}

#[tokio::test]
async fn of_many_who_merge_and_bring_cases_in_at_once_no_case_is_left_behind() {
    let desk = desk().await;
    let (anna, first, second, third) = maria(&desk).await;
    let (into, gone, mail) = (first.customer_id, second.customer_id, third.customer_id);
    let bringing = (0..8).map(|n| {
        let anna = anna.clone();
        async move { told(&anna, "messenger", "+74950000000", &format!("Ещё раз, {n}: мастера нет.")).await }
    });
    let ((), brought) = tokio::join!(
        async {
            let (one, two) = (anna.clone(), anna.clone());
            tokio::join!(merge(&one, gone, into), merge(&two, mail, into));
        },
        futures_util::future::join_all(bringing)
    );
    for case in brought.iter().chain([&first, &second, &third]) {
        assert_eq!(anna.file(case).await.case.customer_id, into, "{}", case.number);
    }
    assert_eq!(card(&anna, into).await.absorbed.len(), 2);
    desk.server.stop().await;
}

#[tokio::test]
async fn forgetting_a_person_forgets_every_card_of_his() {
    let desk = desk().await;
    let (anna, first, second, _) = maria(&desk).await;
    let (into, gone) = (first.customer_id, second.customer_id);
    let lead = desk.lead("Ion").await;
    merge(&anna, gone, into).await;
    let refused = lead.post(&format!("/v1/customers/{gone}/erase"), &json!(null)).await;
    assert_eq!(refused.status, 428, "an edit of a card names its version");
    let erase = |id: CustomerId, version: u64| {
        let request = lead.request(reqwest::Method::POST, &format!("/v1/customers/{id}/erase"));
        crate::server_support::send(request.header("if-match", format!("\"{version}\"")))
    };
    erase(gone, card(&anna, gone).await.version).await.problem(409, "card_merged");
    erase(into, card(&anna, into).await.version).await.ok::<Customer>();
    for id in [into, gone] {
        let told: Value = anna.get(&format!("/v1/customers/{id}")).await.ok();
        let words = told.to_string();
        assert!(!words.contains("4950000000") && !words.contains("Кузнецова"), "{words}");
        assert!(told["erased_at"].is_string());
    }
    let fresh = told(&anna, "messenger", "+74950000000", "Кто я?").await;
    assert!(fresh.customer_id != into && fresh.customer_id != gone, "the address leads to nobody who was forgotten");
    anna.post(&format!("/v1/customers/{gone}/unmerge"), &json!(null)).await.problem(409, "not_allowed");
    desk.server.stop().await;
}
