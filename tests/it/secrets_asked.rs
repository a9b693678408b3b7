//! What the program asks for while it runs, with the real program in a real terminal: a new token for the desk, and the
//! passphrase of the signing key. Neither is ever shown, and nothing is lost while it is missing.

use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sincerely::model::Case;
use sincerely::protocol::CreatedToken;

use crate::letters_sent::{CAKE, RECORDED, Wire, begin_reply, open, quit_from_case, replies, review};
use crate::server_support::{Account, desk};
use crate::terminal::Terminal;
use crate::workstation::{first_start, home, quit};

const SIZE: (u16, u16) = (140, 44);
/// Longer than anything takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn run(home: &std::path::Path, args: &[&str], token: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.args(args).env("SINCERELY_HOME", home).env_remove("SINCERELY_TOKEN").env_remove("SSH_AUTH_SOCK");
    command.envs(token.map(|token| ("SINCERELY_TOKEN", token))).stdin(Stdio::null());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Everything that the terminal was ever sent.
fn ever_shown(terminal: &Terminal, secret: &str) -> bool {
    String::from_utf8_lossy(&terminal.raw()).contains(secret)
}

async fn another_token(lead: &Account, of: &Account) -> String {
    let path = format!("/v1/operators/{}/tokens", of.operator.id);
    lead.post(&path, &json!({ "label": "again" })).await.ok::<CreatedToken>().secret
}

/// Types a token into the form that `g t` opens.
fn give(terminal: &mut Terminal, token: &str) {
    terminal.press("g t");
    terminal.wait_for("Everything unsent waits");
    terminal.type_text(token);
    terminal.press("enter");
    terminal.wait_until("the form is closed", |screen| !screen.contains("Everything unsent waits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_good_no_more_is_asked_for_tried_and_what_waited_leaves() {
    let desk = desk().await;
    let (lead, anna, ion) = (desk.lead("Lead").await, desk.operator("Anna").await, desk.operator("Ion").await);
    let case = anna.case("The parcel is broken, and nobody answers.").await;
    let home = home();
    run(home.path(), &["connect", &desk.url], Some(&anna.token));
    let mut terminal = Terminal::start(home.path(), &[], SIZE);
    terminal.wait_for("Welcome to Sincerely");
    terminal.press("enter");
    terminal.wait_until("the case in the queue", |screen| screen.contains('▌') && !screen.contains("to Sincerely"));

    let revoked = lead.delete(&format!("/v1/operators/{}/tokens", anna.operator.id)).await;
    assert!(revoked.status.is_success(), "{}", revoked.body);
    anna.get("/v1/me").await.problem(401, "unauthorised");
    terminal.press("a");
    terminal.wait_for("no longer accepts your token; nothing is lost");
    terminal.wait_for("g t takes a new one");

    // One that nobody knows, then one of a colleague: what waits here is Anna's.
    let (unknown, token) = ("sin_nobodyknowsthisone", another_token(&lead, &anna).await);
    give(&mut terminal, unknown);
    terminal.wait_for("The token was not taken");
    give(&mut terminal, &ion.token);
    terminal.wait_for("belongs to Ion");
    let unclaimed: Case = lead.get(&format!("/v1/cases/{}", case.id)).await.ok();
    assert_eq!(unclaimed.owner, None, "it waits");

    give(&mut terminal, &token);
    terminal.wait_for("The desk knows you again, Anna");
    let begun = Instant::now();
    while lead.get(&format!("/v1/cases/{}", case.id)).await.ok::<Case>().owner != Some(anna.operator.id) {
        assert!(begun.elapsed() < PATIENCE, "what waited does not leave:\n{}", terminal.screen());
        thread::sleep(Duration::from_millis(50));
    }
    for secret in [unknown, &ion.token, &token, &anna.token] {
        assert!(!ever_shown(&terminal, secret), "a token was on the screen");
    }
    quit(terminal);
    // The next start comes with the new one.
    let synced = run(home.path(), &["sync"], None);
    assert!(String::from_utf8_lossy(&synced.stdout).contains("In step"));
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs ssh-keygen"]
async fn a_locked_key_asks_once_a_wrong_passphrase_loses_nothing_and_no_passphrase_gives_the_letter_back() {
    const PASSPHRASE: &str = "correct horse";
    let home = home();
    quit(first_start(home.path(), SIZE));
    let key = home.path().join("locked");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", PASSPHRASE, "-f"]).arg(&key).status();
    assert!(made.expect("ssh-keygen is installed").success());
    run(home.path(), &["keys", "use", key.to_str().unwrap()], None);

    let mut terminal = Terminal::start(home.path(), &[], SIZE);
    open(&mut terminal, CAKE);
    begin_reply(&mut terminal, "r");
    terminal.type_text("The money is on its way back to you.");
    review(&mut terminal);
    terminal.press("ctrl-d");
    terminal.wait_for("The passphrase of your signing key");
    terminal.press("esc");
    terminal.wait_for("Not signed, not sent");
    terminal.wait_for("review and send");
    terminal.wait_for("The money is on its way back to you.");

    review(&mut terminal);
    terminal.press("ctrl-d");
    terminal.wait_for("The passphrase of your signing key");
    terminal.press("enter");
    terminal.wait_for("Type the passphrase, or Esc");
    terminal.type_text("battery staple");
    terminal.press("enter");
    terminal.wait_for("This passphrase does not open the key");
    terminal.type_text(PASSPHRASE);
    terminal.press("enter");
    terminal.wait_for("Signed, not sent yet");
    terminal.press("enter");
    terminal.wait_for(RECORDED);

    let wire = Wire::of(home.path());
    let file = wire.case(CAKE).await;
    let sent = replies(&file);
    assert_eq!(sent.len(), 1);
    let me: Value = wire.get("/v1/me").await;
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    let public: Vec<&str> = public.split_whitespace().take(2).collect();
    assert!(me["keys"].to_string().contains(public[1]), "the desk checks letters by this key");

    // Asked once a start: the next letter is signed without a word.
    begin_reply(&mut terminal, "r");
    terminal.type_text("One word more.");
    review(&mut terminal);
    terminal.press("ctrl-d");
    terminal.wait_for("Signed, not sent yet");
    terminal.press("enter");
    terminal.wait_until("the second letter is recorded", |screen| screen.matches(RECORDED).count() == 2);
    for secret in [PASSPHRASE, "battery staple"] {
        assert!(!ever_shown(&terminal, secret), "a passphrase was on the screen");
    }
    quit_from_case(terminal);
}
