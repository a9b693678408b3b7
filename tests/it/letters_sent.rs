//! A day at the desk with the real program in a real terminal: letters are written, taken back, sent and checked from
//! outside; drafts outlive a kill; two workstations share a server; timers stay.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use jiff::{Span, Timestamp, Zoned};
use serde_json::Value;
use sincerely::model::{CaseFile, DeliveryState, FollowUpKind, Message, Operator};
use sincerely::protocol::CaseList;
use sincerely::seal::{self, Letter};

use crate::server_process::{Serving, output};
use crate::server_support::{client, new_case, send};
use crate::terminal::{Terminal, ZONE};
use crate::workstation::{first_start, home, quit};

/// A sample case of the operator's own, in English.
pub const CAKE: &str = "wedding cake";
const SIZE: (u16, u16) = (140, 44);
pub const RECORDED: &str = "recorded: send it yourself";

/// The desk of a running workstation as any other program sees it.
pub struct Wire {
    pub url: String,
    pub token: String,
}

impl Wire {
    pub fn of(home: &Path) -> Self {
        let begun = std::time::Instant::now();
        let told = loop {
            match std::fs::read_to_string(home.join("data/server.json")) {
                Ok(told) => break told,
                Err(_) if begun.elapsed() < Duration::from_secs(60) => thread::sleep(Duration::from_millis(50)),
                Err(error) => panic!("the desk does not run: {error}"),
            }
        };
        let told: Value = serde_json::from_str(&told).unwrap();
        let word = |key: &str| told[key].as_str().unwrap().to_owned();
        Self { url: format!("http://{}", word("address")), token: word("token") }
    }

    pub async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> T {
        send(client().get(format!("{}{path}", self.url)).bearer_auth(&self.token)).await.ok()
    }

    /// The living case with these words in its subject.
    pub async fn case(&self, words: &str) -> CaseFile {
        let list: CaseList = self.get("/v1/cases?limit=100").await;
        let case = list.cases.iter().find(|c| c.subject.contains(words)).expect("the case is there");
        self.get(&format!("/v1/cases/{}/file", case.id)).await
    }
}

pub fn replies(file: &CaseFile) -> Vec<&Message> {
    file.messages.iter().filter(|m| m.is_outbound()).collect()
}

/// Finds a case by words of its subject and opens it.
pub fn open(terminal: &mut Terminal, words: &str) {
    terminal.wait_until("rows in the queue", |screen| screen.contains('▌'));
    terminal.press("/ ctrl-u");
    terminal.type_text(words);
    terminal.press("enter");
    terminal.wait_until("the case under the cursor", |screen| {
        screen.lines().any(|line| line.starts_with('▌') && line.contains(words))
    });
    terminal.press("enter");
    terminal.wait_until("the open case", |screen| screen.lines().nth(2).is_some_and(|line| line.contains(words)));
}

/// Begins a letter and waits until the greeting stands there.
pub fn begin_reply(terminal: &mut Terminal, key: &str) {
    terminal.type_text(key);
    terminal.wait_for("Dear ");
    terminal.wait_for("review and send");
}

pub fn review(terminal: &mut Terminal) {
    terminal.press("ctrl-d");
    terminal.wait_for("As it goes out");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_out_of_phrases_is_reviewed_signed_recorded_and_verifies_outside_the_program() {
    // R84, R85, R168, R169
    let home = home();
    let mut terminal = first_start(home.path(), SIZE);
    open(&mut terminal, CAKE);
    begin_reply(&mut terminal, "r");
    terminal.type_text("I have read every word of yours. The matter is under my personal control.");
    terminal.press("ctrl-p");
    terminal.wait_for("insert P1 to P10");
    terminal.press("1");
    terminal.wait_for("to fill in");
    terminal.type_text("the cake that came a day late");
    terminal.wait_for("apologies for the cake");
    review(&mut terminal);
    terminal.press("ctrl-d");
    terminal.wait_for("cannot leave yet");
    terminal.press("enter");
    terminal.wait_for("Until when?");
    terminal.press("enter");
    terminal.wait_until("nothing holds it back", |screen| !screen.contains("before it can leave"));
    terminal.press("ctrl-d");
    terminal.wait_for("Signed, not sent yet");
    terminal.press("enter");
    terminal.wait_for(RECORDED);

    let wire = Wire::of(home.path());
    let file = wire.case(CAKE).await;
    let me: Operator = wire.get("/v1/me").await;
    let sent = replies(&file);
    assert_eq!(sent.len(), 1);
    let expected = "Dear Ms Delgado,\n\nI have read every word of yours. The matter is under my personal control. I offer my \
                    apologies for the cake that came a day late.\n\nKind regards,\nOperator\nMon–Fri 9–18";
    assert_eq!(sent[0].body, expected);
    assert_eq!(sent[0].delivery.as_ref().unwrap().state, DeliveryState::Recorded);
    assert_signed_by(&me, sent[0]);
    let control = file.follow_ups.iter().find(|f| f.kind == FollowUpKind::PersonalControl).expect("a timer");
    assert!(control.is_open() && control.due.latest() > Timestamp::now());
    assert_eq!(control.origin.message, Some(sent[0].id));
    quit_from_case(terminal);
}

/// The signature fits the letter as it is kept, with the key in force, and no other text.
fn assert_signed_by(me: &Operator, message: &Message) {
    let mut letter = Letter {
        case: message.case_id,
        message: message.id,
        operator: me.id,
        operator_name: message.author.name().to_owned(),
        channel: message.channel.clone(),
        public: false,
        to: message.to.clone(),
        subject: message.subject.clone(),
        signed_at: message.signed_at.unwrap(),
        body: message.body.clone(),
        attachments: message.attachments.clone(),
    };
    let key = &me.keys.iter().find(|key| key.until.is_none()).expect("a key in force").public;
    let signature = message.signature.as_deref().unwrap();
    assert_eq!(seal::verify(key, &letter.canonical(), signature), Ok(()));
    letter.body.push('.');
    assert_eq!(seal::verify(key, &letter.canonical(), signature), Err(seal::SealError::Mismatch));
}

pub fn quit_from_case(mut terminal: Terminal) {
    terminal.press("esc");
    terminal.wait_for("q quit");
    quit(terminal);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_taken_back_is_a_draft_again_and_only_the_second_one_ever_reaches_the_desk() {
    let home = home();
    let mut terminal = first_start(home.path(), SIZE);
    open(&mut terminal, CAKE);
    begin_reply(&mut terminal, "r");
    terminal.type_text("We shall bake another one.");
    review(&mut terminal);
    terminal.press("ctrl-d");
    terminal.wait_for("Signed, not sent yet");
    terminal.press("u");
    terminal.wait_for("nothing has left");
    terminal.wait_for("review and send");
    terminal.wait_for("We shall bake another one.");
    let wire = Wire::of(home.path());
    assert!(replies(&wire.case(CAKE).await).is_empty());

    terminal.type_text(" Free of charge.");
    review(&mut terminal);
    terminal.press("ctrl-d");
    terminal.wait_for("Signed, not sent yet");
    terminal.press("enter");
    terminal.wait_for(RECORDED);
    let file = wire.case(CAKE).await;
    let sent = replies(&file);
    assert_eq!(sent.len(), 1, "the one taken back stayed back");
    assert!(sent[0].body.contains("We shall bake another one. Free of charge."), "{}", sent[0].body);
    quit_from_case(terminal);
}

#[tokio::test(flavor = "multi_thread")]
async fn r168_a_letter_that_waits_while_the_program_is_killed_leaves_once_after_the_next_start() {
    let home = home();
    let mut terminal = first_start(home.path(), SIZE);
    open(&mut terminal, CAKE);
    begin_reply(&mut terminal, "r");
    terminal.type_text("The money is on its way back to you.");
    review(&mut terminal);
    terminal.press("ctrl-d");
    terminal.wait_for("↑ not sent yet");
    terminal.signal("KILL");
    terminal.end();

    let mut again = Terminal::start(home.path(), &[], SIZE);
    open(&mut again, CAKE);
    again.wait_for(RECORDED);
    let file = Wire::of(home.path()).case(CAKE).await;
    let sent = replies(&file);
    assert_eq!(sent.len(), 1);
    assert!(sent[0].body.contains("The money is on its way back to you."), "{}", sent[0].body);
    quit_from_case(again);
}

#[test]
fn r166_a_kill_while_typing_costs_at_most_the_last_second() {
    const WORDS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    const PAUSE: Duration = Duration::from_millis(400);
    let home = home();
    let mut terminal = first_start(home.path(), SIZE);
    open(&mut terminal, CAKE);
    begin_reply(&mut terminal, "r");
    for word in WORDS {
        terminal.type_text(&format!("count-{word} "));
        thread::sleep(PAUSE);
    }
    terminal.wait_for("count-nine");
    terminal.signal("KILL");
    terminal.end();

    let mut again = Terminal::start(home.path(), &[], SIZE);
    open(&mut again, CAKE);
    begin_reply(&mut again, "r");
    // Three pauses and more lie between the sixth word and the kill.
    again.wait_for("count-six");
    let screen = again.screen();
    let kept = WORDS.iter().take_while(|word| screen.contains(&format!("count-{word}"))).count();
    assert_eq!(screen.matches("count-").count(), kept, "a beginning of what was typed:\n{screen}");
}

#[test]
fn the_russian_layout_writes_replies_and_notes_and_pasted_lines_never_send() {
    let home = home();
    let mut terminal = Terminal::start(home.path(), &["demo"], SIZE);
    open(&mut terminal, CAKE);
    terminal.type_text("т");
    terminal.wait_for("for colleagues only");
    terminal.press("esc");
    terminal.wait_until("the open case", |screen| screen.lines().nth(2).is_some_and(|line| line.contains(CAKE)));
    begin_reply(&mut terminal, "к");
    terminal.type_text("\x10");
    terminal.wait_for("insert P1 to P10");
    terminal.press("3");
    terminal.wait_for("I would have done the same");

    terminal.type_text("\x1b[200~ First line.\r\nSecond line.\n\x04\x04\r\x1b[201~");
    terminal.wait_for("Second line.");
    assert!(terminal.screen().contains("review and send"), "still writing");
    review(&mut terminal);
    terminal.type_text("\x1b[200~\r\n\x04\n\x04\x1b[201~");
    terminal.press("esc");
    terminal.wait_for("review and send");
    let screen = terminal.screen();
    assert!(screen.contains("First line.") && screen.contains("Second line."), "{screen}");
    assert!(!screen.contains("Signed."), "{screen}");
}

#[test]
fn r16_a_reminder_stands_among_the_follow_ups_and_survives_a_restart() {
    let home = home();
    let mut terminal = first_start(home.path(), SIZE);
    open(&mut terminal, CAKE);
    terminal.press("f");
    terminal.wait_for("New follow-up");
    terminal.press("tab tab");
    terminal.type_text("40 min");
    terminal.press("tab");
    terminal.type_text("ask the baker");
    let day = |now: Zoned| now.strftime("%a %-d %b").to_string();
    let due = Zoned::now().in_tz(ZONE).unwrap().checked_add(Span::new().minutes(40)).unwrap();
    terminal.wait_for(&format!("→ {}", day(due)));
    terminal.press("enter");
    terminal.wait_until("the follow-up beside the case", |screen| {
        !screen.contains("New follow-up") && screen.contains("reminder: ask the baker")
    });
    terminal.press("f7");
    terminal.wait_until("the follow-up among the others", has_reminder);
    terminal.press("esc");
    quit_from_case(terminal);

    let mut again = Terminal::start(home.path(), &[], SIZE);
    again.wait_until("rows in the queue", |screen| screen.contains('▌'));
    again.press("f7");
    again.wait_until("the follow-up after a restart", has_reminder);
}

/// A line of the follow-ups: due in minutes, of this kind, about this.
fn has_reminder(screen: &str) -> bool {
    screen.lines().any(|l| l.contains("reminder") && l.contains("ask the baker") && l.contains(" min "))
}

/// A workstation of a new operator of this server, behind its welcome.
fn workstation_of(server: &Serving, desk: &Path, home: &Path, name: &str) -> Terminal {
    let token = output(desk, &["serve", "add-operator", name]).stdout;
    let mut connect = Command::new(env!("CARGO_BIN_EXE_sincerely"))
        .args(["connect", &server.1])
        .env("SINCERELY_HOME", home)
        .env_remove("SINCERELY_TOKEN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    connect.stdin.take().unwrap().write_all(&token).unwrap();
    let said = connect.wait_with_output().unwrap();
    assert!(said.status.success() && String::from_utf8_lossy(&said.stdout).contains(name), "{said:?}");
    let mut terminal = Terminal::start(home, &[], SIZE);
    terminal.wait_for("Welcome to Sincerely");
    terminal.press("enter");
    terminal.wait_until("the welcome is over", |screen| !screen.contains("Welcome to Sincerely"));
    terminal
}

#[tokio::test(flavor = "multi_thread")]
async fn r165_two_workstations_see_whose_a_case_is_and_one_of_two_claims_wins() {
    let (desk, homes) = (home(), [home(), home()]);
    let server = Serving::start(desk.path());
    let mut anna = workstation_of(&server, desk.path(), homes[0].path(), "Anna Clarke");
    let mut ion = workstation_of(&server, desk.path(), homes[1].path(), "Ion Popescu");
    let source = output(desk.path(), &["serve", "add-operator", "form", "--role", "lead"]).stdout;
    let wire = Wire { url: server.1.clone(), token: String::from_utf8(source).unwrap().trim().to_owned() };
    for words in ["The first parcel", "The second parcel"] {
        let request = client().post(format!("{}/v1/cases", wire.url)).bearer_auth(&wire.token);
        let mut case = new_case(words);
        case["subject"] = words.into();
        send(request.json(&case)).await.ok::<Value>();
    }

    for terminal in [&mut anna, &mut ion] {
        open(terminal, "The first parcel");
        terminal.wait_for("nobody’s");
    }
    anna.press("a");
    ion.wait_for("Anna Clarke");
    for terminal in [&mut anna, &mut ion] {
        terminal.press("esc");
        terminal.wait_for("q quit");
        open(terminal, "The second parcel");
        terminal.wait_for("nobody’s");
    }
    anna.press("a");
    ion.press("a");
    let told = |screen: &str, name: &str| {
        screen.contains(&format!("Not claimed: {name}")) || screen.contains(&format!("{name} has it"))
    };
    let mut winner = None;
    anna.wait_until("one of them is told who has it", |screen| {
        winner = winner.or(told(screen, "Ion Popescu").then_some("Ion Popescu"));
        winner = winner.or(told(&ion.screen(), "Anna Clarke").then_some("Anna Clarke"));
        winner.is_some()
    });
    let owner = wire.case("The second parcel").await.case.owner.expect("an owner");
    let owner: Operator = wire.get(&format!("/v1/operators/{owner}")).await;
    assert_eq!(Some(owner.name.as_str()), winner);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_asks_to_confirm_is_remembered_shown_and_settled_by_a_key() {
    // R11, R12, R13
    let home = home();
    let mut terminal = first_start(home.path(), SIZE);
    open(&mut terminal, CAKE);
    begin_reply(&mut terminal, "r");
    terminal.type_text("I am sorry for the cake. We offer you a refund of 40 pounds. ");
    terminal.press("ctrl-p");
    terminal.wait_for("insert P1 to P10");
    terminal.type_text("agreement to the terms");
    terminal.press("enter");
    terminal.wait_for("Please confirm receipt");
    review(&mut terminal);
    terminal.wait_for("confirmation of the terms");
    terminal.press("ctrl-d");
    terminal.wait_for("Signed, not sent yet");
    terminal.press("enter");
    terminal.wait_for(RECORDED);
    terminal.wait_for("confirmation asked");

    let wire = Wire::of(home.path());
    let file = wire.case(CAKE).await;
    assert_eq!(file.case.confirmations.len(), 1);
    let confirmation = &file.case.confirmations[0];
    assert_eq!(confirmation.term, "We offer you a refund of 40 pounds.");
    let chase = |file: &CaseFile| {
        let letter = file.case.confirmations[0].letter;
        file.follow_ups.iter().any(|f| f.is_open() && f.origin.message == Some(letter))
    };
    assert!(chase(&file));

    terminal.press("b");
    terminal.wait_for("We offer you a refund");
    terminal.press("tab");
    terminal.type_text("she said so on the phone");
    terminal.press("enter");
    terminal.wait_for("terms accepted");
    for _ in 0..50 {
        if !chase(&wire.case(CAKE).await) {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    let file = wire.case(CAKE).await;
    assert!(!chase(&file));
    assert!(file.messages.iter().any(|m| m.body.ends_with("she said so on the phone")));
    quit(terminal);
}
