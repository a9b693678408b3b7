//! `kill -9` of the server at random moments while people write: everything that was answered is there, once; the feed
//! kept its order through all of it and ends complete; the audit tells of everything and of nothing else.
//!
//! `FAULTS_KILLS` says how often (20), `FAULTS_SEED` repeats a plan, `FAULTS_BIN` names another build of the program.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use sincerely::model::CaseId;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::dice::{Dice, seed, setting};
use crate::program::{Person, Serving, new_case};
use crate::writers::{Followed, Told, Writer, all, follow, markers, once, place};

const WRITERS: usize = 8;
const CASES: usize = 6;
const PATIENCE: Duration = Duration::from_secs(10);

/// A storage, how programs are told of it, and how many of them serve it.
pub struct Kept<'a> {
    pub home: &'a Path,
    pub args: &'a [&'a str],
    pub servers: usize,
}

impl Kept<'_> {
    fn start(&self) -> Serving {
        Serving::start(self.home, self.args, &[])
    }
}

/// What came of a run.
pub struct Ran {
    pub told: Vec<Told>,
    pub seen: Followed,
    pub kills: u64,
}

/// Kills and starts again while people write; checks everything that can be seen over the wire.
pub async fn run(kept: &Kept<'_>, seed: u64, kills: u64) -> Ran {
    let mut servers: Vec<Serving> = (0..kept.servers).map(|_| kept.start()).collect();
    let here = |servers: &[Serving]| servers.iter().map(|s| s.url.clone()).collect::<Vec<_>>();
    let (tell, urls) = watch::channel(here(&servers));
    let mut people = Vec::new();
    for n in 0..WRITERS {
        people.push(Person::join(kept.home, kept.args, &servers[0].url, &format!("writer{}", "-".repeat(n))).await);
    }
    let mut cases: Vec<CaseId> = Vec::new();
    for n in 0..CASES {
        let made = people[0]
            .request(reqwest::Method::POST, &servers[0].url, "/v1/cases")
            .json(&new_case("first", &format!("case {n}")));
        let made: Value = made.send().await.unwrap().json().await.unwrap();
        cases.push(serde_json::from_value(made["id"].clone()).unwrap());
    }
    let (cases, stop, last) = (Arc::new(cases), CancellationToken::new(), CancellationToken::new());
    let answered = Arc::new(AtomicUsize::new(0));
    let writing: Vec<_> = people
        .iter()
        .zip(0..)
        .map(|(person, n)| {
            let dice = Dice::of(seed, "writer", n);
            let (person, urls, cases, stop) = (person.clone(), urls.clone(), Arc::clone(&cases), stop.clone());
            let answered = Arc::clone(&answered);
            tokio::spawn(Writer { person, dice, urls, cases, stop, pace: (0, 12), answered, notes: None }.run())
        })
        .collect();
    let following = tokio::spawn(follow(people[0].clone(), urls.clone(), Dice::of(seed, "follower", 0), last.clone()));

    let mut dice = Dice::of(seed, "kills", 0);
    for _ in 0..kills {
        some_acts(&answered, dice.below(12)).await;
        tokio::time::sleep(dice.millis(0, 40)).await;
        let victim = dice.below(servers.len());
        drop(servers.remove(victim));
        tokio::task::block_in_place(|| servers.push(kept.start()));
        tell.send_replace(here(&servers));
    }
    stop.cancel();
    let mut told = Vec::new();
    for (writer, person) in writing.into_iter().zip(&people) {
        let acts = writer.await.unwrap();
        replays(person, &servers[0].url, &acts).await;
        told.extend(acts);
    }
    last.cancel();
    let followed = following.await.unwrap();
    let seen = all(&people[0], &servers[0].url).await;
    compare(&told, &seen, &followed);
    Ran { told, seen, kills }
}

/// Waits until so many more acts were answered: on a slow machine a server must not be killed before it did anything.
async fn some_acts(answered: &AtomicUsize, wanted: usize) {
    let until = answered.load(Ordering::Relaxed) + wanted;
    let begun = Instant::now();
    while answered.load(Ordering::Relaxed) < until && begun.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// The same acts again: each is answered as it was answered first, and nothing happens.
async fn replays(person: &Person, url: &str, acts: &[Told]) {
    for act in acts.iter().filter(|act| act.is_accepted() && !matches!(act.act, "claim" | "release")).take(50) {
        let (status, answer) = once(person, url, act).await.expect("an answer");
        assert_eq!((status, &answer), (act.status, &act.answer), "{} again", act.marker);
    }
}

fn compare(told: &[Told], seen: &Followed, followed: &Followed) {
    assert_eq!(followed.cursor, seen.cursor, "who followed the feed is where it ends");
    for (id, there) in &seen.resources {
        assert_eq!(followed.resources.get(id), Some(there), "who followed the feed has all of it");
    }
    assert_eq!(followed.resources.len(), seen.resources.len());
    let found = markers(seen);
    for act in told.iter().filter(|act| matches!(act.act, "intake" | "note" | "reply" | "follow_up")) {
        let times = found.get(&act.marker).copied().unwrap_or(0);
        assert_eq!(times, usize::from(act.is_accepted()), "{} {} {}: {}", act.act, act.marker, act.status, act.answer);
    }
    let known: std::collections::HashSet<&str> = told.iter().map(|act| act.marker.as_str()).collect();
    let strange: Vec<_> = found.keys().filter(|marker| !known.contains(marker.as_str())).collect();
    assert!(strange.is_empty(), "nobody wrote {strange:?}");
}

/// What the audit must say of each act whose traces can be counted.
pub fn check_audit(ran: &Ran, lines: &[(u64, u64, String)]) {
    let mut next = None;
    let mut counted: HashMap<&str, usize> = HashMap::new();
    for (first, last, act) in lines {
        assert!(next.is_none_or(|next| next == *first), "the audit has a hole or an overlap before {first} ({act})");
        next = Some(last + 1);
        *counted.entry(act).or_default() += 1;
    }
    let head = place(&ran.seen.cursor);
    assert_eq!(next, Some(head + 1), "the audit ends where the feed ends");
    for act in ["note", "reply", "follow_up", "patch"] {
        let accepted = ran.told.iter().filter(|told| told.act == act && told.is_accepted()).count();
        assert_eq!(counted.get(act).copied().unwrap_or(0), accepted, "lines of `{act}` in the audit");
    }
}

pub fn report(storage: &str, ran: &Ran) {
    let accepted = ran.told.iter().filter(|told| told.is_accepted()).count();
    let letters = ran.told.iter().filter(|told| told.act == "reply" && told.is_accepted()).count();
    println!(
        "{storage}: {} kills, {} acts answered, {accepted} accepted ({letters} letters), {} resources, head {}: nothing \
         lost, nothing twice",
        ran.kills,
        ran.told.len(),
        ran.seen.resources.len(),
        ran.seen.cursor
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: kills and starts a server many times"]
async fn what_a_server_on_sqlite_answered_outlives_its_kills() {
    let seed = seed("server_kill sqlite");
    let home = tempfile::tempdir().unwrap();
    let kept = Kept { home: home.path(), args: &[], servers: 1 };
    let ran = run(&kept, seed, setting("FAULTS_KILLS", 20)).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let db = rusqlite::Connection::open(home.path().join("data/served/server.db")).unwrap();
    let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let mut lines = db.prepare("SELECT first_seq, last_seq, act FROM audit ORDER BY rowid").unwrap();
    let lines = lines.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    check_audit(&ran, &lines.collect::<Result<Vec<_>, _>>().unwrap());
    report("SQLite", &ran);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL; takes long: kills and starts servers many times"]
async fn what_two_servers_on_postgresql_answered_outlives_their_kills() {
    let seed = seed("server_kill postgres");
    let home = tempfile::tempdir().unwrap();
    let url = tokio::task::block_in_place(crate::postgres::fresh_url);
    let kept = Kept { home: home.path(), args: &["--database", &url], servers: 2 };
    let ran = run(&kept, seed, setting("FAULTS_KILLS", 20)).await;
    let session = crate::postgres::session(&url).await;
    let lines = session.query("SELECT first_seq, last_seq, act FROM audit ORDER BY first_seq, last_seq", &[]).await;
    let lines: Vec<(u64, u64, String)> = lines
        .unwrap()
        .iter()
        .map(|row| (row.get::<_, i64>(0).cast_unsigned(), row.get::<_, i64>(1).cast_unsigned(), row.get(2)))
        .collect();
    check_audit(&ran, &lines);
    report("PostgreSQL, two processes", &ran);
}
