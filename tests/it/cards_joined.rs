//! Two cards of one person, joined and taken apart at the workstation: with the real program in a real terminal, and what
//! waits in its outbox meanwhile.

use std::thread;
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use sincerely::model::acts::{CasePatch, Command, CustomerPatch, MergeCardInto};
use sincerely::model::queue::Asker;
use sincerely::model::{Case, CaseFile, Draft, DraftKind, IdempotencyKey};

use crate::letters_sent::{Wire, open};
use crate::server_support::{Account, client, desk, send};
use crate::sync_desk::Station;
use crate::terminal::Terminal;
use crate::workstation::{first_start, home, quit};

/// Longer than anything takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A complaint of somebody who is known by one address alone.
fn complaint(channel: &str, address: &str, name: &str, subject: &str) -> Value {
    json!({
        "customer": {"name": {"given": name}, "gender": "f", "contacts": [{"channel": channel, "address": address}]},
        "channel": channel, "source": "form", "language": "en", "subject": subject,
        "messages": [{"kind": "inbound", "author": name, "body": format!("{subject}: nobody answers me.")}]
    })
}

async fn told(wire: &Wire, new: &Value) -> Case {
    send(client().post(format!("{}/v1/cases", wire.url)).bearer_auth(&wire.token).json(new)).await.ok()
}

/// Waits until both cases are of one customer, or of two.
async fn until_one(terminal: &Terminal, wire: &Wire, cases: [&Case; 2], one: bool) {
    let begun = Instant::now();
    loop {
        let [a, b]: [Case; 2] = [
            wire.get(&format!("/v1/cases/{}", cases[0].id)).await,
            wire.get(&format!("/v1/cases/{}", cases[1].id)).await,
        ];
        if (a.customer_id == b.customer_id) == one {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "the cards stay as they were:\n{}", terminal.screen());
        thread::sleep(Duration::from_millis(100));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_likeness_is_suggested_on_the_card_one_key_joins_and_one_takes_apart() {
    // R41
    let home = home();
    let mut terminal = first_start(home.path(), (200, 60));
    let wire = Wire::of(home.path());
    let by_phone = told(&wire, &complaint("phone", "+373 22 123456", "Amy", "Water outage on Mill Street")).await;
    let by_messenger = told(&wire, &complaint("messenger", "+37322123456", "amy_l", "A wrong bill")).await;
    assert_ne!(by_phone.customer_id, by_messenger.customer_id);
    open(&mut terminal, "A wrong bill");
    terminal.wait_for("perhaps also Amy: the same address +37322123456");
    terminal.press("I");
    terminal.wait_for("The same person: Enter joins the cards");
    terminal.wait_for("amy_l → Amy");
    terminal.press("enter");
    terminal.wait_for("amy_l goes into the card of Amy");
    until_one(&terminal, &wire, [&by_phone, &by_messenger], true).await;
    terminal.wait_for("with the card of amy_l");
    terminal.wait_for("Water outage on Mill Street");
    terminal.press("u");
    terminal.wait_for("stands by itself again");
    until_one(&terminal, &wire, [&by_phone, &by_messenger], false).await;
    terminal.wait_for("perhaps also Amy");
    terminal.press("esc");
    terminal.wait_for("q quit");
    quit(terminal);
}

async fn joined(who: &Account, case: &Case) -> CaseFile {
    who.get(&format!("/v1/cases/{}/file", case.id)).await.ok()
}

#[tokio::test]
async fn drafts_edits_and_letters_that_wait_outlive_the_merge_of_their_card() {
    // R166, R167
    let desk = desk().await;
    let anna = desk.operator("Анна").await;
    let old: Case = anna.post("/v1/cases", &complaint("phone", "+37322123456", "Amy", "Water outage")).await.ok();
    let new: Case = anna.post("/v1/cases", &complaint("email", "amy@example.org", "A.", "A wrong bill")).await.ok();
    let mut station = Station::in_step(&desk.url, &anna.token).await;
    let seen = station.file(&new).await.case;
    let draft = json!({"case": new.id, "kind": "note", "text": "ask the plumber", "saved_at": Timestamp::now()});
    let draft: Draft = serde_json::from_value(draft).unwrap();
    station.store.save_draft(draft).await.unwrap();
    let letter = anna.letter(&seen, "Amy, I am sorry. A plumber will be with you tomorrow by 18:00.");
    let reply = Command::Reply { case: seen.id, thread_version: seen.thread_version, reply: Box::new(letter.clone()) };
    let harm = CasePatch { harm: Some("a cold flat".into()), ..CasePatch::default() };
    let edit = Command::PatchCase { case: new.id, version: seen.version, patch: Box::new(harm) };
    // Said on the other case, so that it overtakes what waits on this one.
    let merge =
        Command::MergeCard { case: old.id, customer: new.customer_id, merge: MergeCardInto { into: old.customer_id } };
    // And a mark on the card that goes on, decided on the card as it was before.
    let vip = CustomerPatch { vip: Some(true), ..CustomerPatch::default() };
    let version = station.file(&old).await.customer.version;
    let mark = Command::PatchCustomer { case: old.id, customer: old.customer_id, version, patch: Box::new(vip) };
    let key = || IdempotencyKey(uuid::Uuid::now_v7());
    let (first, second, third, fourth) = (key(), key(), key(), key());
    station.store.enqueue(edit, first, Timestamp::now() + 2.seconds()).await.unwrap();
    station.store.enqueue(reply, second, Timestamp::now() + 2.seconds()).await.unwrap();
    station.store.enqueue(merge, third, Timestamp::now()).await.unwrap();
    station.store.enqueue(mark, fourth, Timestamp::now() + 1.seconds()).await.unwrap();
    station.sent(third).await;
    station.sent(fourth).await;
    station.sent(first).await;
    station.sent(second).await;
    let file = joined(&anna, &new).await;
    assert_eq!((file.case.customer_id, file.case.harm.as_str()), (old.customer_id, "a cold flat"));
    assert!(file.messages.iter().any(|m| m.id == letter.id), "the letter left");
    let here = station.until(&new, |file| file.customer.id == old.customer_id).await;
    assert_eq!(here.customer.contacts.len(), 2, "both addresses stand on the card");
    assert!(here.customer.vip, "the mark is no conflict with one's own merge");
    let kept = station.store.draft(new.id, DraftKind::Note).await.unwrap().expect("the draft is kept");
    assert_eq!(kept.text, "ask the plumber");
    let asker = Asker { me: anna.operator.id, now: Timestamp::now(), day_end: Timestamp::now() };
    let cases = station.store.customer_cases(old.customer_id, &asker, 10).await.unwrap();
    assert_eq!(cases.len(), 2, "the card lists the cases of both");
    station.stop().await;
    desk.server.stop().await;
}
