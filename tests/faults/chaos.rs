//! Several operators, each with a real store and sync worker, behind proxies that misbehave: in the end the server, the
//! stores and the outboxes agree, every letter and note is there exactly once, and nothing is stuck but what two people
//! did to one case at once.
//!
//! Most cases belong to one operator alone: there no conflict is ever justified, and one fails the run. The rest are
//! worked on by all. `FAULTS_OPERATIONS` says how many acts (400), `FAULTS_PERCENT` how many requests out of a hundred
//! go wrong (12), `FAULTS_SEED` repeats the acts and what the proxies do (the order in which they meet differs).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};
use secrecy::SecretString;
use serde_json::{Value, json};
use sincerely::backend::sincerely::Client;
use sincerely::model::acts::Command;
use sincerely::model::{CaseFile, CaseId, DeskId, IdempotencyKey, OperatorId, OutboxItem};
use sincerely::protocol::ProblemKind;
use sincerely::schedule::Rules;
use sincerely::server::storage::Storage;
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::{Server, accounts};
use sincerely::store::Store;
use sincerely::sync::{self, Attachments, Handle, SyncEvent};
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

use crate::dice::{Dice, seed, setting};
use crate::program::{Person, new_case};
use crate::proxy::Proxy;
use crate::writers;

const OPERATORS: usize = 4;
const OWN_CASES: usize = 6;
const SHARED_CASES: usize = 4;
/// An operator does not run further ahead of the desk than this.
const UNSENT: usize = 20;
const PATIENCE: Duration = Duration::from_secs(90);

struct Operator {
    person: Person,
    colleagues: Vec<OperatorId>,
    own: HashSet<CaseId>,
    shared: Vec<CaseId>,
    dice: Dice,
    store: Store,
    handle: Handle,
    events: UnboundedReceiver<SyncEvent>,
    proxy: Proxy,
    _folder: TempDir,
    /// What each of its entries is to be in the end: there once, or not at all.
    entries: HashMap<String, usize>,
    /// Which words stand in which act of the outbox.
    words: HashMap<IdempotencyKey, String>,
    conflicts: BTreeMap<String, usize>,
    made: usize,
    waited: u64,
}

impl Operator {
    fn start(person: Person, proxy: Proxy, dice: Dice) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (work, cache) = (folder.path().join("work.db"), folder.path().join("cache.db"));
        let store = Store::open(&work, &cache, DeskId("desk".into())).unwrap().0;
        let client = Client::new(&proxy.url, &SecretString::from(person.token.as_str())).unwrap();
        let (handle, events) = sync::start(store.clone(), Arc::new(client), Attachments::default());
        Self {
            person,
            colleagues: Vec::new(),
            own: HashSet::new(),
            shared: Vec::new(),
            dice,
            store,
            handle,
            events,
            proxy,
            _folder: folder,
            entries: HashMap::new(),
            words: HashMap::new(),
            conflicts: BTreeMap::new(),
            made: 0,
            waited: 0,
        }
    }

    async fn work(mut self, acts: usize) -> Self {
        let mut cases: Vec<CaseId> = self.own.iter().copied().collect();
        cases.sort();
        while self.made < acts {
            if self.made.is_multiple_of(250) {
                println!("chaos: {} after {} acts", self.person.operator.name, self.made);
            }
            let case = if self.dice.percent(70) { *self.dice.pick(&cases) } else { *self.dice.pick(&self.shared) };
            self.act(case).await;
            self.decide_conflicts().await;
            tokio::time::sleep(self.dice.millis(0, 8)).await;
            let begun = Instant::now();
            while self.store.pending().outbox.len() > UNSENT {
                assert!(begun.elapsed() < PATIENCE, "nothing leaves: {:#?}", self.store.pending().outbox);
                self.hurry().await;
                self.decide_conflicts().await;
            }
        }
        self
    }

    async fn act(&mut self, case: CaseId) {
        // Before the first load has come there is nothing to work on.
        let Some(file) = self.store.case_file(case).await.unwrap() else {
            return tokio::time::sleep(Duration::from_millis(20)).await;
        };
        let choice = self.dice.below(100);
        let command = self.command(choice, &file);
        if let Some(command) = command {
            self.submit(command).await;
            self.made += 1;
        }
    }

    fn marker(&mut self) -> String {
        let marker = format!("<{} {}>", self.person.operator.name, self.entries.len());
        self.entries.insert(marker.clone(), 1);
        marker
    }

    fn command(&mut self, choice: usize, file: &CaseFile) -> Option<Command> {
        let case = file.case.id;
        let id = Uuid::now_v7();
        let value = match choice {
            0..25 => json!({ "do": "note", "case": case, "note": { "id": id, "body": self.marker() } }),
            25..45 => return Some(self.letter(file)),
            45..55 => {
                let patch = json!({ "harm": self.dice.next().to_string() });
                json!({ "do": "patch_case", "case": case, "version": file.case.version, "patch": patch })
            }
            55..62 => json!({ "do": "claim", "case": case }),
            62..68 => json!({ "do": "release", "case": case }),
            68..73 if !self.own.contains(&case) => {
                let to = *self.dice.pick(&self.colleagues);
                json!({ "do": "assign", "case": case, "assign": { "to": to } })
            }
            73..80 => {
                let due = json!({ "instant": Timestamp::now() + 1.hour(), "zone": "UTC" });
                let new = json!({ "id": id, "kind": "reminder", "due": due, "title": self.marker() });
                json!({ "do": "add_follow_up", "case": case, "follow_up": new })
            }
            80..88 => {
                let id = file.follow_ups.iter().rfind(|f| f.kind.as_str() == "reminder")?.id;
                let patch = match self.dice.below(3) {
                    0 => json!({ "done": true }),
                    1 => json!({ "done": false }),
                    _ => json!({ "snoozed_until": Timestamp::now() + 2.hours() }),
                };
                json!({ "do": "patch_follow_up", "case": case, "id": id, "patch": patch })
            }
            88..92 => json!({ "do": "mark_call", "case": case, "mark": { "trigger": "safety" } }),
            92..95 => json!({ "do": "unmark_call", "case": case }),
            _ => {
                let call = json!({
                    "id": id, "case_id": case, "operator": self.person.operator.id, "number": "+373 22 000000",
                    "at": Timestamp::now(), "outcome": "no_answer"
                });
                json!({ "do": "record_call", "case": case, "record": { "call": call } })
            }
        };
        Some(serde_json::from_value(value).expect("an act"))
    }

    fn letter(&mut self, file: &CaseFile) -> Command {
        let marker = self.marker();
        self.letter_with(file, &marker)
    }

    fn letter_with(&self, file: &CaseFile, words: &str) -> Command {
        let reply = Box::new(self.person.letter(&file.case, Uuid::now_v7(), words));
        Command::Reply { case: file.case.id, thread_version: file.case.thread_version, reply }
    }

    async fn submit(&mut self, command: Command) {
        let key = IdempotencyKey(Uuid::now_v7());
        if let Some(words) = words(&command) {
            self.words.insert(key, words);
        }
        self.store.enqueue(command, key, Timestamp::now()).await.unwrap();
    }

    /// What came back is decided as an operator would: a letter over a thread that moved is written again over the thread
    /// as it is now, anything else (say the case is a colleague's) is given up.
    async fn decide_conflicts(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            let (item, why, moved) = match event {
                SyncEvent::Conflict { item, problem } => {
                    let moved = problem.kind() == ProblemKind::Changed;
                    (item, format!("{}: {}", problem.type_uri, sort(&problem.detail)), moved)
                }
                SyncEvent::Stuck { item, why } => (item, why, false),
                SyncEvent::StoreBroken { why } => panic!("the store does not write: {why}"),
                _ => continue,
            };
            self.decide(*item, why, moved).await;
        }
    }

    async fn decide(&mut self, item: OutboxItem, why: String, moved: bool) {
        let case = item.command.case();
        assert!(!self.own.contains(&case), "nobody else works on this case, and yet: {why}\n{item:#?}");
        *self.conflicts.entry(why).or_default() += 1;
        if matches!(item.command, Command::Claim { .. }) {
            return;
        }
        self.store.discard(item.key).await.unwrap().expect("what is stuck can be given up");
        let Some(words) = self.words.remove(&item.key) else { return };
        match item.command {
            Command::Reply { .. } if moved => {
                let file = self.store.case_file(case).await.unwrap().expect("the case is here");
                let again = self.letter_with(&file, &words);
                self.submit(again).await;
            }
            _ => drop(self.entries.insert(words, 0)),
        }
    }

    /// Waits until nothing is unsent.
    async fn empty(&mut self) {
        let begun = Instant::now();
        while !self.store.pending().outbox.is_empty() {
            assert!(begun.elapsed() < PATIENCE, "still unsent: {:#?}", self.store.pending().outbox);
            self.hurry().await;
            self.decide_conflicts().await;
        }
    }

    /// Waits a moment and ends a pause of the worker now and then, as somebody at the keys does.
    async fn hurry(&mut self) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.waited += 1;
        if self.waited.is_multiple_of(10) {
            self.handle.wake();
        }
    }
}

/// Names of operators left out, so that reasons can be counted.
fn sort(detail: &str) -> String {
    detail.split_whitespace().filter(|word| !word.starts_with("operator")).collect::<Vec<_>>().join(" ")
}

fn words(command: &Command) -> Option<String> {
    match command {
        Command::Note { note, .. } => Some(note.body.clone()),
        Command::Reply { reply, .. } => Some(reply.body.clone()),
        Command::AddFollowUp { follow_up, .. } => Some(follow_up.title.clone()),
        _ => None,
    }
}

/// Lists of equal times stand in any order; everything else must be the same.
fn comparable(mut file: CaseFile) -> Value {
    file.messages.sort_by_key(|m| m.id);
    file.calls.sort_by_key(|c| c.id);
    file.follow_ups.sort_by_key(|f| f.id);
    serde_json::to_value(file).unwrap()
}

async fn agrees(operator: &Operator, url: &str, case: CaseId) {
    let path = format!("/v1/cases/{case}/file");
    let there: CaseFile = serde_json::from_value(operator.person.get(url, &path).await).unwrap();
    let there = comparable(there);
    let begun = Instant::now();
    loop {
        let here = operator.store.case_file(case).await.unwrap().map(comparable);
        if here.as_ref() == Some(&there) {
            return;
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "the store of {} has\n{here:#?}\nthe server\n{there:#?}",
            operator.person.operator.name
        );
        operator.handle.wake();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn new_cases(person: &Person, url: &str, name: &str, n: usize) -> Vec<CaseId> {
    let mut made = Vec::new();
    for at in 0..n {
        let request =
            person.request(reqwest::Method::POST, url, "/v1/cases").json(&new_case(name, &format!("{name} {at}")));
        let case: Value = request.send().await.unwrap().json().await.unwrap();
        made.push(serde_json::from_value(case["id"].clone()).unwrap());
    }
    made
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: some hundred acts through proxies that misbehave"]
async fn through_a_network_that_misbehaves_all_agree_in_the_end() {
    let seed = seed("chaos");
    let acts = setting("FAULTS_OPERATIONS", 400) as usize;
    let percent = setting("FAULTS_PERCENT", 12) as usize;
    let folder = tempfile::tempdir().unwrap();
    let storage: Arc<dyn Storage> = Arc::new(SqliteStorage::open(folder.path()).unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server::start(listener, Arc::clone(&storage), Rules::default(), "chaos").unwrap();
    let url = format!("http://{}", server.address());

    let mut operators = Vec::new();
    for n in 0..OPERATORS {
        let name = format!("operator{}", "-".repeat(n));
        let new = serde_json::from_value(json!({ "name": name, "role": "operator" })).unwrap();
        let token = accounts::add(&*storage, &new).await.unwrap().token;
        let person = Person::with_token(&url, token, &name).await;
        let proxy = Proxy::before(server.address(), Dice::of(seed, "proxy", n as u64), percent).await;
        operators.push(Operator::start(person, proxy, Dice::of(seed, "operator", n as u64)));
    }
    let shared = new_cases(&operators[0].person, &url, "shared", SHARED_CASES).await;
    let everybody: Vec<OperatorId> = operators.iter().map(|o| o.person.operator.id).collect();
    for operator in &mut operators {
        let name = operator.person.operator.name.clone();
        operator.own = new_cases(&operator.person, &url, &name, OWN_CASES).await.into_iter().collect();
        operator.shared.clone_from(&shared);
        operator.colleagues.clone_from(&everybody);
    }
    let begun = Instant::now();
    let working: Vec<_> = operators.into_iter().map(|o| tokio::spawn(o.work(acts / OPERATORS))).collect();
    let mut operators = Vec::new();
    for work in working {
        operators.push(work.await.unwrap());
    }
    for operator in &operators {
        operator.proxy.calm_down().await;
    }
    for operator in &mut operators {
        operator.empty().await;
    }
    verify(&operators, &url, &shared).await;
    report(&operators, begun.elapsed());
}

async fn verify(operators: &[Operator], url: &str, shared: &[CaseId]) {
    let seen = writers::all(&operators[0].person, url).await;
    let found = writers::markers(&seen);
    for operator in operators {
        for (marker, times) in &operator.entries {
            assert_eq!(found.get(marker).copied().unwrap_or(0), *times, "{marker}");
        }
    }
    let all: Vec<CaseId> = operators.iter().flat_map(|o| o.own.iter().copied()).chain(shared.iter().copied()).collect();
    for operator in operators {
        for case in &all {
            agrees(operator, url, *case).await;
        }
        assert_eq!(operator.store.outbox().await.unwrap(), []);
    }
}

fn report(operators: &[Operator], took: Duration) {
    let acts: usize = operators.iter().map(|o| o.made).sum();
    let entries: usize = operators.iter().map(|o| o.entries.values().sum::<usize>()).sum();
    let (mut faults, mut conflicts) = (BTreeMap::new(), BTreeMap::new());
    for operator in operators {
        for (name, n) in operator.proxy.done() {
            *faults.entry(name).or_insert(0) += n;
        }
        for (why, n) in &operator.conflicts {
            *conflicts.entry(why.clone()).or_insert(0) += n;
        }
    }
    println!("chaos: {acts} acts, {entries} entries each there once, in {} s; all stores agree", took.as_secs());
    println!("chaos: requests {faults:?}");
    println!("chaos: conflicts over shared cases {conflicts:?}");
}
