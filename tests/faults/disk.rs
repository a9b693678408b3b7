//! A disk that forgets what was not synced. The program runs with `lossy.c` before the C library, which notes what it
//! does to its files; then the power fails at many moments of that run, and what the disk holds must open and have
//! everything that was acknowledged until then.
//!
//! `FAULTS_CUTS` says how many moments (60, each twice: nothing of the unsynced survives, or some of it, torn),
//! `FAULTS_SEED` repeats the moments and what survives of one run's notes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sincerely::model::acts::NewNote;
use sincerely::model::{CaseId, DeskId, Draft, DraftKind, IdempotencyKey};
use sincerely::server::storage::Storage;
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::store::Store;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::dice::{Dice, seed, setting};
use crate::platter::{Note, Platter, Survives, read};
use crate::program::{Person, Serving, command, new_case};
use crate::writers::{Told, Writer};

/// The shim, compiled; the folder that it watches; its notes.
pub struct Lossy {
    pub home: tempfile::TempDir,
    shim: PathBuf,
    pub folder: PathBuf,
    pub notes: PathBuf,
}

impl Lossy {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (shim, folder, notes) = (home.path().join("lossy.so"), home.path().join("disk"), home.path().join("notes"));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/lossy.c");
        let compiler = Command::new("cc").args(["-O1", "-shared", "-fPIC", "-o"]).arg(&shim).arg(source).status();
        assert!(compiler.expect("a C compiler named cc").success());
        std::fs::create_dir(&folder).unwrap();
        Self { home, shim, folder, notes }
    }

    pub fn vars(&self) -> [(&'static str, &Path); 3] {
        [("LD_PRELOAD", &self.shim), ("LOSSY_FOLDER", &self.folder), ("LOSSY_LOG", &self.notes)]
    }

    /// What was noted, with the length of the notes after each.
    pub fn read(&self) -> Vec<(Note, usize)> {
        read(&std::fs::read(&self.notes).unwrap())
    }
}

/// Lets the power fail at so many moments, at half of them right after something was acknowledged. `look` gets what the
/// disk holds and how much had been noted. `platter` is what it held before the notes begin.
pub async fn cut(
    (lossy, mut platter, moments): (&Lossy, Platter, u64),
    acknowledged: &[u64],
    harness: &str,
    mut look: impl AsyncFnMut(&Path, u64, &str),
) {
    let seed = seed(harness);
    let mut dice = Dice::of(seed, "cuts", 0);
    let notes = lossy.read();
    let moments: BTreeSet<u64> = (0..moments)
        .map(|n| match n % 2 {
            0 if !acknowledged.is_empty() => *dice.pick(acknowledged),
            _ => notes[dice.below(notes.len())].1 as u64,
        })
        .collect();
    let mut notes = notes.into_iter().peekable();
    let mut looked = 0;
    for moment in moments {
        while let Some((note, _)) = notes.next_if(|(_, end)| *end as u64 <= moment) {
            platter.take(&note);
        }
        for survives in [Survives::Nothing, Survives::Some, Survives::All] {
            let disk = tempfile::tempdir().unwrap();
            platter.restore(disk.path(), survives, &mut dice);
            look(disk.path(), moment, &format!("cut at {moment}, of the unsynced survives: {survives:?}")).await;
            looked += 1;
        }
    }
    println!("{harness}: {looked} disks after a cut, {} acknowledged acts: everything came back", acknowledged.len());
}

// --- the server ---------------------------------------------------------------------------------------------------

fn add_operator(lossy: &Lossy, name: &str) -> String {
    let data = lossy.folder.to_str().unwrap();
    let mut add = command(&lossy.folder, &["serve", "--data", data, "add-operator", name, "--role", "lead"]);
    let output = add.envs(lossy.vars()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Uploads contents of its own until it is stopped; gives their hashes and when each was acknowledged.
async fn upload(person: Person, url: String, notes: PathBuf, stop: CancellationToken) -> Vec<(String, u64)> {
    let mut uploaded = Vec::new();
    while !stop.is_cancelled() {
        let content = format!("content {}", Uuid::now_v7()).repeat(300);
        let hash: String = Sha256::digest(&content).iter().map(|b| format!("{b:02x}")).collect();
        let put = person.request(reqwest::Method::PUT, &url, &format!("/v1/attachments/{hash}")).body(content);
        assert!(put.send().await.unwrap().status().is_success());
        uploaded.push((hash, notes.metadata().unwrap().len()));
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    uploaded
}

/// How the writers are called; each has a key of his own by the length of his name.
pub fn writer(n: usize) -> String {
    format!("writer{}", "-".repeat(n))
}

pub const WRITERS: std::ops::Range<usize> = 1..4;

/// What these people wrote to a server whose disk is watched.
pub async fn written(people: &[Person], url: &str, noted: &Path) -> (Vec<Told>, Vec<(String, u64)>) {
    let mut cases: Vec<CaseId> = Vec::new();
    for n in 0..4 {
        let new = new_case("first", &format!("case {n}"));
        let made = people[0].request(reqwest::Method::POST, url, "/v1/cases").json(&new).send().await.unwrap();
        let made: Value = made.json().await.unwrap();
        cases.push(serde_json::from_value(made["id"].clone()).unwrap());
    }
    let (cases, stop) = (Arc::new(cases), CancellationToken::new());
    let (_tell, urls) = watch::channel(vec![url.to_owned()]);
    let writing: Vec<_> = people
        .iter()
        .zip(0..)
        .map(|(person, n)| {
            let dice = Dice::of(1, "writer", n);
            let (person, urls, cases, stop) = (person.clone(), urls.clone(), Arc::clone(&cases), stop.clone());
            let notes = Some(noted.to_owned());
            tokio::spawn(
                Writer { person, dice, urls, cases, stop, pace: (0, 20), answered: Arc::default(), notes }.run(),
            )
        })
        .collect();
    let uploading = tokio::spawn(upload(people[0].clone(), url.to_owned(), noted.to_owned(), stop.clone()));
    tokio::time::sleep(Duration::from_millis(setting("FAULTS_WRITING_MS", 4000))).await;
    stop.cancel();
    let mut told = Vec::new();
    for writer in writing {
        told.extend(writer.await.unwrap());
    }
    (told, uploading.await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: opens a desk after many cuts of the power"]
async fn what_a_server_acknowledged_outlives_a_disk_that_forgets() {
    let lossy = Lossy::new();
    let tokens: Vec<String> = WRITERS.map(|n| add_operator(&lossy, &writer(n))).collect();
    let server = Serving::start(&lossy.folder, &["--data", lossy.folder.to_str().unwrap()], &lossy.vars());
    let mut people = Vec::new();
    for (n, token) in WRITERS.zip(tokens) {
        people.push(Person::with_token(&server.url, token, &writer(n)).await);
    }
    let (told, uploaded) = written(&people, &server.url, &lossy.notes).await;
    drop(server);
    let mut acknowledged: Vec<u64> = told.iter().filter(|t| t.is_accepted()).map(|t| t.noted).collect();
    acknowledged.extend(uploaded.iter().map(|(_, noted)| *noted));
    assert!(acknowledged.len() > 20, "too little was written to be cut: {}", acknowledged.len());
    let disk = (&lossy, Platter::default(), setting("FAULTS_CUTS", 60));
    cut(disk, &acknowledged, "disk of a server", async |disk, moment, what| {
        let storage = SqliteStorage::open(disk).unwrap_or_else(|error| panic!("{what}: {error}"));
        storage.close().await;
        let db = rusqlite::Connection::open(disk.join("server.db")).unwrap();
        let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok", "{what}");
        let mut docs = db.prepare("SELECT doc FROM resource WHERE doc IS NOT NULL").unwrap();
        let docs = docs.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let docs = docs.collect::<Result<Vec<_>, _>>().unwrap().join("\n");
        let markers = told.iter().filter(|t| matches!(t.act, "intake" | "note" | "reply" | "follow_up"));
        for act in markers.filter(|t| t.is_accepted() && t.noted <= moment) {
            let times = docs.matches(&format!("\"{}\"", act.marker)).count();
            // A case from a source carries its marker in the message alone.
            assert_eq!(times, 1, "{what}: {} {}", act.act, act.marker);
        }
        for (hash, _) in uploaded.iter().filter(|(_, noted)| *noted <= moment) {
            let file = disk.join("attachments").join(&hash[..2]).join(hash);
            let content = std::fs::read(&file).unwrap_or_else(|error| panic!("{what}: attachment {hash}: {error}"));
            let found: String = Sha256::digest(&content).iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(&found, hash, "{what}");
        }
    })
    .await;
}

// --- the workstation's store --------------------------------------------------------------------------------------

const DRIVER: &str = "FAULTS_DRIVER";

/// What is in `work.db`, as far as it must not be lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Work {
    drafts: BTreeMap<u64, String>,
    outbox: BTreeMap<Uuid, String>,
}

/// One thing done to a store; the plan follows from its seed.
#[derive(Debug, Clone)]
enum Deed {
    Draft(u64, String),
    /// The draft of the case goes into the outbox.
    Send(u64, Uuid),
    Leave(Uuid),
    Done(Uuid),
    Recall(Uuid),
}

fn case(n: u64) -> CaseId {
    CaseId(Uuid::from_u128(u128::from(n) + 1))
}

fn plan(seed: u64, deeds: u64) -> Vec<(Deed, Work)> {
    let mut dice = Dice::of(seed, "deeds", 0);
    let (mut work, mut left, mut plan) = (Work::default(), BTreeSet::new(), Vec::new());
    for n in 0..deeds {
        let queued: Vec<Uuid> = work.outbox.keys().filter(|key| !left.contains(*key)).copied().collect();
        let place = dice.below(5) as u64;
        let deed = match dice.below(10) {
            6 | 7 if work.drafts.contains_key(&place) => {
                let key = Uuid::from_u128(u128::from(n) + 1000);
                let text = work.drafts.remove(&place).unwrap_or_default();
                work.outbox.insert(key, text);
                Deed::Send(place, key)
            }
            8 if !queued.is_empty() => {
                let key = *dice.pick(&queued);
                work.outbox.remove(&key);
                Deed::Recall(key)
            }
            9 if !left.is_empty() => {
                let key = left.pop_first().unwrap_or_default();
                work.outbox.remove(&key);
                Deed::Done(key)
            }
            5 if !queued.is_empty() => {
                let key = *dice.pick(&queued);
                left.insert(key);
                Deed::Leave(key)
            }
            _ => {
                let text = format!("{n} {}", "слово ".repeat(dice.below(400)));
                work.drafts.insert(place, text.clone());
                Deed::Draft(place, text)
            }
        };
        plan.push((deed, work.clone()));
    }
    plan
}

async fn carry_out(store: &Store, deed: Deed, drafts: &BTreeMap<u64, String>) {
    match deed {
        Deed::Draft(place, text) => {
            let draft = json!({ "case": case(place), "kind": "note", "text": text, "saved_at": Timestamp::now() });
            let draft: Draft = serde_json::from_value(draft).unwrap();
            store.save_draft(draft).await.unwrap();
        }
        Deed::Send(place, key) => {
            let body = drafts.get(&place).cloned().unwrap_or_default();
            let note = NewNote { id: key.into(), body, attachments: Vec::new() };
            let command = sincerely::model::acts::Command::Note { case: case(place), note };
            store.enqueue(command, IdempotencyKey(key), Timestamp::now()).await.unwrap();
        }
        Deed::Leave(key) => assert!(store.begin(IdempotencyKey(key)).await.unwrap()),
        Deed::Done(key) => store.done(IdempotencyKey(key)).await.unwrap(),
        Deed::Recall(key) => assert!(store.recall(IdempotencyKey(key)).await.unwrap().is_some()),
    }
}

fn open(folder: &Path) -> Store {
    let (store, report) =
        Store::open(&folder.join("work.db"), &folder.join("cache.db"), DeskId("desk".into())).unwrap();
    assert_eq!(report.cache, None, "nothing was found damaged");
    store
}

/// What the test does when it was started by itself, as a process of its own under the shim: it does the deeds and says
/// after each that the store has acknowledged it.
async fn drive(folder: &Path) -> ! {
    let store = open(folder);
    let mut before = Work::default();
    for (deed, after) in plan(setting("FAULTS_PLAN", 0), setting("FAULTS_DEEDS", 250)) {
        carry_out(&store, deed, &before.drafts).await;
        before = after;
        // The shim notes this write among the others.
        std::fs::write(folder.join("acknowledged"), ".").unwrap();
    }
    // Not closed in order: the power fails.
    std::process::exit(0);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: opens a store after many cuts of the power"]
async fn drafts_and_unsent_acts_outlive_a_disk_that_forgets() {
    if let Some(folder) = std::env::var_os(DRIVER) {
        drive(Path::new(&folder)).await;
    }
    let lossy = Lossy::new();
    let plan_seed = seed("disk of a workstation, plan");
    let driven = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "disk::drafts_and_unsent_acts_outlive_a_disk_that_forgets",
            "--ignored",
            "--test-threads",
            "1",
        ])
        .envs(lossy.vars())
        .env(DRIVER, &lossy.folder)
        .env("FAULTS_PLAN", plan_seed.to_string())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(driven.success());
    let notes = lossy.read();
    let is_word = |note: &Note| matches!(note, Note::Write { path, .. } if path == "acknowledged");
    let acknowledged: Vec<u64> = notes.iter().filter(|(n, _)| is_word(n)).map(|(_, end)| *end as u64).collect();
    let plan = plan(plan_seed, setting("FAULTS_DEEDS", 250));
    assert_eq!(acknowledged.len(), plan.len());
    let state = |done: usize| done.checked_sub(1).map_or_else(Work::default, |n| plan[n].1.clone());
    let disk = (&lossy, Platter::default(), setting("FAULTS_CUTS", 60));
    cut(disk, &acknowledged, "disk of a workstation", async |disk, moment, what| {
        let done = acknowledged.iter().filter(|end| **end <= moment).count();
        let found = look(&open(disk)).await;
        // The deed that was under way may be there or not, but whole.
        assert!(
            found == state(done) || found == state((done + 1).min(plan.len())),
            "{what}: after {done} deeds {found:#?}"
        );
    })
    .await;
}

async fn look(store: &Store) -> Work {
    let mut work = Work::default();
    for place in 0..5 {
        if let Some(draft) = store.draft(case(place), DraftKind::Note).await.unwrap() {
            work.drafts.insert(place, draft.text);
        }
    }
    for item in store.outbox().await.unwrap() {
        let sincerely::model::acts::Command::Note { note, .. } = item.command else { continue };
        work.outbox.insert(item.key.0, note.body);
    }
    work
}
