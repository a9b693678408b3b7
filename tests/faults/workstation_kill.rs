//! `kill -9` of the workstation at random moments while somebody types and sends: of what stood on the screen a second
//! before nothing is lost, no letter that the screen said was signed is lost, none is there twice.
//!
//! Each round opens a case of its own in the real program in a real terminal, types words that stand nowhere else, in
//! two rounds of three signs and sends, and kills at a moment that the seed chose. `FAULTS_KILLS` says how many rounds
//! (20), `FAULTS_LANES` how many workstations do them side by side (2), `FAULTS_SEED` repeats the words and moments,
//! `FAULTS_BIN` names another build.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use sincerely::model::MessageKind;

use crate::dice::{Dice, seed, setting};
use crate::program::{Serving, binary, command, new_case, said};
use crate::terminal::Terminal;

const SIZE: (u16, u16) = (140, 44);
/// What a kill may cost (R166).
const BOUND: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(60);

/// One workstation with its files.
struct Lane {
    home: PathBuf,
    number: u64,
    seed: u64,
}

/// What one round saw before the kill.
#[derive(Debug)]
struct Round {
    case: String,
    subject: String,
    /// Words, and when each was first seen on the screen.
    words: Vec<(String, Option<Instant>)>,
    /// The screen said that the letter is signed and kept.
    signed: bool,
    killed: Instant,
}

/// How a round went, added up.
#[derive(Debug, Default)]
struct Sum {
    rounds: u64,
    while_typing: u64,
    while_sending: u64,
    signed: u64,
    words: usize,
    lost: usize,
    longest: Duration,
}

/// The run of one round: keys and waits, until the moment of the kill.
struct Fate {
    terminal: Terminal,
    at: Option<Instant>,
}

impl Fate {
    fn is_over(&self) -> bool {
        self.at.is_some_and(|at| Instant::now() >= at)
    }

    /// Waits for a text on the screen; false when the moment of the kill comes first.
    fn sees(&self, what: &str, is_so: impl Fn(&str) -> bool) -> bool {
        let begun = Instant::now();
        while !self.is_over() {
            if is_so(&self.terminal.screen()) {
                return true;
            }
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}:\n{}", self.terminal.screen());
            thread::sleep(Duration::from_millis(4));
        }
        false
    }

    fn press(&mut self, key: &str) -> bool {
        if self.is_over() {
            return false;
        }
        self.terminal.press(key);
        true
    }

    fn kill(mut self) -> Instant {
        if let Some(at) = self.at {
            thread::sleep(at.saturating_duration_since(Instant::now()));
        }
        let id = self.terminal.child.process_id().and_then(|id| Pid::from_raw(id.cast_signed())).expect("it runs");
        let killed = Instant::now();
        kill_process(id, Signal::KILL).expect("it can be killed");
        self.terminal.end();
        killed
    }
}

impl Lane {
    fn start(&self, args: &[&str]) -> Terminal {
        Terminal::start_program(&binary(), &self.home, args, SIZE, &[])
    }

    /// Opens a case by its subject and begins a letter.
    fn open(&self, subject: &str) -> Fate {
        let mut fate = Fate { terminal: self.start(&[]), at: None };
        fate.sees("rows in the queue", |screen| screen.contains('▌'));
        let found = |screen: &str| screen.lines().any(|line| line.starts_with('▌') && line.contains(subject));
        let mut tries = 0;
        while !found(&fate.terminal.screen()) {
            tries += 1;
            assert!(tries < 60, "{subject} does not come:\n{}", fate.terminal.screen());
            fate.press("/ ctrl-u");
            fate.terminal.type_text(subject);
            fate.press("enter");
            let begun = Instant::now();
            while !found(&fate.terminal.screen()) && begun.elapsed() < Duration::from_secs(1) {
                thread::sleep(Duration::from_millis(5));
            }
        }
        fate.press("enter");
        fate.sees("the open case", |screen| screen.lines().nth(2).is_some_and(|line| line.contains(subject)));
        fate.press("r");
        fate.sees("the composer", |screen| screen.contains("review and send") && screen.contains("Dear "));
        fate
    }

    fn round(&self, n: u64, case: &str, subject: &str) -> Round {
        let mut dice = Dice::of(self.seed, "round", self.number << 32 | n);
        let mut fate = self.open(subject);
        let sends = dice.percent(66);
        let mut words: Vec<(String, Option<Instant>)> = Vec::new();
        let count = if sends { 2 + dice.below(6) } else { 10 + dice.below(60) };
        let typing = if sends { None } else { Some(dice.millis(50, 3000)) };
        fate.at = typing.map(|time| Instant::now() + time);
        for at in 0..count {
            let word = format!("w{}x{n}x{at}", self.number);
            if fate.is_over() {
                break;
            }
            fate.terminal.type_text(&format!("{word} "));
            let seen = fate.sees("the word", |screen| screen.contains(&word)).then(Instant::now);
            words.push((word, seen));
            thread::sleep(dice.millis(0, if sends { 20 } else { 90 }));
        }
        let mut signed = false;
        if sends {
            fate.at = Some(Instant::now() + dice.millis(0, 900));
            let reviewed = fate.press("ctrl-d") && fate.sees("the review", |s| s.contains("As it goes out"));
            let pressed = reviewed && fate.press("ctrl-d");
            signed = pressed && fate.sees("the word that it is signed", |s| s.contains("Signed."));
            if signed && dice.percent(50) {
                // Lets it leave at once instead of after the time to take it back.
                fate.press("enter");
            }
        }
        let killed = fate.kill();
        Round { case: case.to_owned(), subject: subject.to_owned(), words, signed, killed }
    }

    /// Everything of a case that this workstation still has: its draft and what is unsent, joined.
    fn kept(&self, case: &str) -> String {
        let db = rusqlite::Connection::open(self.home.join("state/work.db")).unwrap();
        let id: uuid::Uuid = case.parse().unwrap();
        let mut kept = String::new();
        for sql in ["SELECT text FROM drafts WHERE case_id = ?", "SELECT command FROM outbox WHERE case_id = ?"] {
            let mut rows = db.prepare(sql).unwrap();
            let rows = rows.query_map([id.as_bytes().as_slice()], |row| row.get::<_, String>(0)).unwrap();
            rows.for_each(|text| kept.push_str(&text.unwrap()));
        }
        kept
    }
}

/// Adds a round to the sum; fails when it lost what must not be lost. `sent` is what the server has of the case.
fn judge(sum: &mut Sum, round: &Round, kept: &str, sent: &str) {
    sum.rounds += 1;
    sum.signed += u64::from(round.signed);
    let is_there = |word: &str| {
        let whole = |text: &str| {
            text.match_indices(word).any(|(at, _)| !text[at + word.len()..].starts_with(|c: char| c.is_ascii_digit()))
        };
        whole(kept) || whole(sent)
    };
    let mut gap = false;
    for (word, seen) in &round.words {
        sum.words += 1;
        if is_there(word) {
            assert!(!gap, "{}: {word} is there and one before it is not", round.subject);
            continue;
        }
        gap = true;
        sum.lost += 1;
        let Some(seen) = seen else { continue };
        let age = round.killed.duration_since(*seen);
        sum.longest = sum.longest.max(age);
        assert!(age <= BOUND, "{}: {word} had stood on the screen for {age:?} and is lost", round.subject);
        assert!(!round.signed, "{}: {word} was in a letter that was signed", round.subject);
    }
}

fn report(name: &str, sum: &Sum) {
    println!(
        "{name}: {} kills, {} while typing, {} while sending ({} letters signed before the kill); {} words typed, {} of \
         them lost, the oldest {} ms after it was seen; no signed letter lost, none twice",
        sum.rounds,
        sum.while_typing,
        sum.while_sending,
        sum.signed,
        sum.words,
        sum.lost,
        sum.longest.as_millis()
    );
}

/// The letters in a list of the thread's messages.
fn letters(file: &Value) -> Vec<String> {
    let is_letter = |m: &&Value| m["kind"] == MessageKind::Reply.as_str();
    let messages = file["messages"].as_array().expect("messages").iter();
    messages.filter(is_letter).map(|m| m["body"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A desk as any program sees it.
struct Wire {
    url: String,
    token: String,
}

impl Wire {
    fn ask(&self, method: reqwest::Method, path: &str, body: Option<Value>) -> Value {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        // Whoever comes first sets it; all set the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let mut request = client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
            if let Some(body) = body {
                request = request.json(&body);
            }
            let answer = request.send().await.unwrap();
            assert!(answer.status().is_success(), "{path}: {}", answer.status());
            answer.json().await.unwrap()
        })
    }

    fn new_case(&self, subject: &str) -> String {
        let new = new_case(subject, "My parcel came three weeks late and the box was open. What happened to it?");
        let made = self.ask(reqwest::Method::POST, "/v1/cases", Some(new));
        made["id"].as_str().expect("an id").to_owned()
    }

    fn letters(&self, case: &str) -> Vec<String> {
        letters(&self.ask(reqwest::Method::GET, &format!("/v1/cases/{case}/file"), None))
    }
}

/// The words of a case's letters as they lie in a desk's file, which nobody serves now.
fn letters_in(database: &Path, case: &str) -> String {
    let db = rusqlite::Connection::open(database).unwrap();
    let mut rows = db.prepare("SELECT doc FROM resource WHERE scope = ? AND doc IS NOT NULL").unwrap();
    let id: uuid::Uuid = case.parse().unwrap();
    let rows = rows.query_map([id.as_bytes().as_slice()], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).filter(|doc| doc.contains("\"kind\":\"reply\"")).collect()
}

/// After all rounds: the program starts once more, sends what waits, and each letter is there as often as it must be.
fn settle(lane: &Lane, rounds: &[Round], wire: impl Fn() -> Wire) {
    let terminal = lane.start(&[]);
    let store = lane.home.join("state/work.db");
    let begun = Instant::now();
    loop {
        let db = rusqlite::Connection::open_with_flags(&store, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let waiting: u64 = db.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0)).unwrap_or(u64::MAX);
        if waiting == 0 {
            break;
        }
        assert!(begun.elapsed() < PATIENCE * 2, "{waiting} acts do not leave:\n{}", terminal.screen());
        thread::sleep(Duration::from_millis(100));
    }
    let wire = wire();
    for round in rounds {
        let letters = wire.letters(&round.case);
        assert!(letters.len() <= 1, "{} has {} letters: {letters:?}", round.subject, letters.len());
        assert!(!round.signed || letters.len() == 1, "{}: the signed letter is not there", round.subject);
    }
    leave(terminal);
}

/// Leaves; a key that meets a screen on its way closes that, so that it is pressed until the program has ended.
fn leave(mut terminal: Terminal) {
    for _ in 0..20 {
        terminal.type_text("q");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(3) {
            if let Some(status) = terminal.child.try_wait().expect("the program can be waited for") {
                return assert_eq!(status.exit_code(), 0);
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
    panic!("the program does not end:\n{}", terminal.screen());
}

fn first_start(lane: &Lane, choose: bool) -> Terminal {
    let mut terminal = lane.start(&[]);
    terminal.wait_for("Welcome to Sincerely");
    terminal.press("enter");
    if choose {
        terminal.wait_for("Where shall the cases come from?");
        terminal.press("enter");
        terminal.wait_for("sample cases are on your desk");
    }
    terminal.wait_until("the welcome is over", |screen| !screen.contains("Welcome to Sincerely"));
    terminal
}

/// Where the desk listens; it may only be starting, and one that was killed has left its word behind.
fn published(path: &Path) -> HashMap<String, Value> {
    let begun = Instant::now();
    loop {
        let told = std::fs::read(path).ok().and_then(|told| serde_json::from_slice(&told).ok());
        let lives = |told: &HashMap<String, Value>| Path::new(&format!("/proc/{}", told["pid"])).exists();
        if let Some(told) = told.filter(lives) {
            return told;
        }
        assert!(begun.elapsed() < PATIENCE, "no desk runs");
        thread::sleep(Duration::from_millis(50));
    }
}

fn subject(lane: u64, n: u64) -> String {
    format!("parcel{lane}x{n}z")
}

/// Runs the rounds of one lane; `sent` tells what the server has of a case's letters.
fn rounds(lane: &Lane, cases: &[String], sent: impl Fn(&str) -> String) -> (Sum, Vec<Round>) {
    let (mut sum, mut done) = (Sum::default(), Vec::new());
    for (case, n) in cases.iter().zip(0..) {
        let round = lane.round(n, case, &subject(lane.number, n));
        judge(&mut sum, &round, &lane.kept(case), &sent(case));
        if round.words.len() > 8 {
            sum.while_typing += 1
        } else {
            sum.while_sending += 1
        }
        done.push(round);
    }
    (sum, done)
}

fn in_lanes(name: &str, run: impl Fn(u64, u64) -> Sum + Sync) {
    let (kills, lanes) = (setting("FAULTS_KILLS", 20), setting("FAULTS_LANES", 2));
    let begun = Instant::now();
    let sums: Vec<Sum> = thread::scope(|scope| {
        let run = &run;
        let lanes: Vec<_> = (0..lanes).map(|lane| scope.spawn(move || run(lane, kills.div_ceil(lanes)))).collect();
        lanes.into_iter().map(|lane| lane.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))).collect()
    });
    let mut all = Sum::default();
    for sum in sums {
        all.rounds += sum.rounds;
        all.while_typing += sum.while_typing;
        all.while_sending += sum.while_sending;
        all.signed += sum.signed;
        all.words += sum.words;
        all.lost += sum.lost;
        all.longest = all.longest.max(sum.longest);
    }
    report(name, &all);
    println!("{name}: took {} s", begun.elapsed().as_secs());
}

#[test]
#[ignore = "takes long: kills a workstation many times"]
fn a_workstation_of_a_server_loses_at_most_a_second_and_no_letter() {
    let seed = seed("workstation_kill server");
    let desk = tempfile::tempdir().unwrap();
    let server = Serving::start(desk.path(), &[], &[]);
    let token = said(desk.path(), &["serve", "add-operator", "form", "--role", "lead"]);
    in_lanes("workstation, server", |number, kills| {
        let home = tempfile::tempdir().unwrap();
        let lane = Lane { home: home.path().to_owned(), number, seed };
        let own = said(desk.path(), &["serve", "add-operator", &format!("Anna {number}"), "--role", "operator"]);
        let connected = command(&lane.home, &["connect", &server.url]).env("SINCERELY_TOKEN", own).output().unwrap();
        assert!(connected.status.success(), "{}", String::from_utf8_lossy(&connected.stderr));
        let wire = || Wire { url: server.url.clone(), token: token.clone() };
        let cases: Vec<String> = (0..kills).map(|n| wire().new_case(&subject(number, n))).collect();
        leave(first_start(&lane, false));
        let (sum, done) = rounds(&lane, &cases, |case| wire().letters(case).concat());
        settle(&lane, &done, wire);
        sum
    });
}

#[test]
#[ignore = "takes long: kills a workstation many times"]
fn a_workstation_with_its_own_desk_loses_at_most_a_second_and_no_letter() {
    let seed = seed("workstation_kill embedded");
    in_lanes("workstation, embedded", |number, kills| {
        let home = tempfile::tempdir().unwrap();
        let lane = Lane { home: home.path().to_owned(), number, seed };
        let wire = || {
            let told = published(&home.path().join("data/server.json"));
            let word = |key: &str| told[key].as_str().unwrap().to_owned();
            Wire { url: format!("http://{}", word("address")), token: word("token") }
        };
        let terminal = first_start(&lane, true);
        let cases: Vec<String> = (0..kills).map(|n| wire().new_case(&subject(number, n))).collect();
        leave(terminal);
        let database = home.path().join("data/server.db");
        let (sum, done) = rounds(&lane, &cases, |case| letters_in(&database, case));
        settle(&lane, &done, wire);
        sum
    });
}
