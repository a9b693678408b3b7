//! One text for several customers with the real program in a real terminal (R65): each gets a letter of his own, signed by
//! itself; who lacks a field is held back and told why.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use sincerely::model::{Case, CaseFile, Message};

use crate::letters_sent::Wire;
use crate::server_support::{client, send};
use crate::workstation::{first_start, home, quit};

/// Longer than anything takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A complaint of a customer of his own about the water; `wish` is what he wants, if he says it.
async fn complaint(wire: &Wire, given: &str, family: &str, wish: &str) -> Case {
    let new = json!({
        "customer": {
            "name": {"given": given, "family": family}, "gender": "f",
            "contacts": [{"channel": "email", "address": format!("{}@example.org", given.to_lowercase())}]
        },
        "channel": "email", "source": "form", "language": "en", "subject": "Water outage on Mill Street",
        "wished_outcome": wish,
        "messages": [{"kind": "inbound", "author": given, "body": "There has been no water since Monday and nobody answers."}]
    });
    send(
        client()
            .post(format!("{}/v1/cases", wire.url))
            .bearer_auth(&wire.token)
            .header("Idempotency-Key", family)
            .json(&new),
    )
    .await
    .ok()
}

async fn letter(wire: &Wire, case: &Case) -> Option<Message> {
    let file: CaseFile = wire.get(&format!("/v1/cases/{}/file", case.id)).await;
    file.messages.into_iter().find(Message::is_outbound)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_text_becomes_signed_letters_of_their_own_and_who_lacks_a_field_is_held_back() {
    // R65
    let home = home();
    let mut terminal = first_start(home.path(), (140, 44));
    let wire = Wire::of(home.path());
    let amy = complaint(&wire, "Amy", "Lang", "a refund for March").await;
    let zoe = complaint(&wire, "Zoe", "Hart", "").await;
    let eve = complaint(&wire, "Eve", "Stone", "a plumber this week").await;
    terminal.press("/");
    terminal.type_text("Mill Street");
    terminal.press("enter");
    terminal
        .wait_until("the three of them", |screen| ["Lang", "Hart", "Stone"].iter().all(|name| screen.contains(name)));
    terminal.press("home x x x");
    terminal.wait_for("3 marked");
    terminal.press("B");
    terminal.wait_for("{greeting}");
    terminal.type_text(
        "{name}, I am sorry about the water. You asked for {wish}. A plumber will be with you tomorrow by 18:00.",
    );
    terminal.wait_for("A plumber will");
    terminal.press("ctrl-d");
    terminal.wait_for("2 letters are ready · 1 held back");
    terminal.wait_for("{wish} is not known here");
    terminal.press("ctrl-d");
    terminal.wait_for("2 letters are signed");
    // They wait half a minute to be taken back; the outbox sends them at once.
    terminal.press("esc esc g o");
    terminal.wait_for("letter");
    terminal.press("r j r");
    let begun = Instant::now();
    let (mut to_amy, mut to_eve) = (None, None);
    while (to_amy.is_none() || to_eve.is_none()) && begun.elapsed() < PATIENCE {
        (to_amy, to_eve) = (letter(&wire, &amy).await, letter(&wire, &eve).await);
        thread::sleep(Duration::from_millis(200));
    }
    let (to_amy, to_eve) = (to_amy.expect("a letter to Amy"), to_eve.expect("a letter to Eve"));
    assert!(to_amy.body.contains("Amy, I am sorry") && to_amy.body.contains("a refund for March"), "{}", to_amy.body);
    assert!(to_eve.body.contains("Eve, I am sorry") && to_eve.body.contains("a plumber this week"), "{}", to_eve.body);
    assert_eq!((to_amy.to.as_str(), to_eve.to.as_str()), ("amy@example.org", "eve@example.org"));
    assert!(to_amy.signature.is_some() && to_amy.signature != to_eve.signature, "each has a signature of its own");
    assert!(letter(&wire, &zoe).await.is_none(), "nobody gets a letter with a hole in it");
    quit(terminal);
}
