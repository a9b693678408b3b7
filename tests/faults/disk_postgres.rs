//! A desk in PostgreSQL on a disk that forgets what was not synced. All processes of a PostgreSQL cluster run with
//! `lossy.c` before the C library while people write; then the power fails at many moments, PostgreSQL and the server
//! are started on what the disk holds, and everything that was acknowledged until then must be there, once.
//!
//! `FAULTS_CUTS` says how many moments (4, each with three disks), `FAULTS_WRITING_MS` how long people write,
//! `FAULTS_SEED` repeats the moments and what survives of one run's notes.
//!
//! Not its duty: a disk that lies, and file systems that sync a new file without its name (`platter.rs`): PostgreSQL does
//! not claim to outlive those.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use reqwest::Method;
use sha2::{Digest, Sha256};
use tokio::task::block_in_place;

use crate::dice::{Dice, setting};
use crate::disk::{Lossy, WRITERS, cut, writer, written};
use crate::platter::{Platter, Survives};
use crate::postgres::{PATIENCE, command, give_away, program, session};
use crate::program::{Person, Serving};
use crate::writers::{Told, all, markers, once, place};

/// Little memory and little log, so that pages are written by whoever needs room and checkpoints come every few seconds.
const HURRIED: [&str; 6] = [
    "shared_buffers=2MB",
    "min_wal_size=2MB",
    "max_wal_size=4MB",
    "checkpoint_timeout=30s",
    "autovacuum_naptime=1s",
    "max_connections=60",
];
/// What survived is only read; nobody cuts its power.
const LOOKED_AT: [&str; 2] = ["fsync=off", "max_connections=60"];
/// Written by stdio and made anew after every crash, or told to nobody but the next start.
const NOT_NOTED: [&str; 4] = ["pg_internal.init", "postmaster.opts", "pg_stat/", "pg_stat_tmp/"];

/// A running cluster. It ends when this is dropped, and when the test program ends, however that happens.
struct Postmaster {
    guard: Child,
    port: u16,
}

impl Postmaster {
    /// Starts one on a folder; `ends` is the signal that ends it: `INT` in order, `QUIT` as if it crashed.
    fn start(data: &Path, log: &Path, settings: &[&str], vars: &[(&str, &Path)], ends: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let script = r#"exec 3<&0
            signal=$1; shift
            "$@" >>"$0" 2>&1 </dev/null &
            server=$!
            read -r _ <&3
            kill -$signal $server; wait $server"#;
        let mut guard = command("sh");
        guard.args(["-c", script]).arg(log).arg(ends);
        // The shim is for PostgreSQL alone, not for what starts it.
        guard.arg("env").args(vars.iter().map(|(name, value)| format!("{name}={}", value.display())));
        guard.arg(program("postgres")).arg("-D").arg(data).args(["-p", &port.to_string()]);
        for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories="].iter().chain(settings) {
            guard.args(["-c", setting]);
        }
        let guard = guard.stdin(Stdio::piped()).spawn().unwrap();
        let started = Self { guard, port };
        started.wait(log);
        started
    }

    fn wait(&self, log: &Path) {
        let (begun, port) = (Instant::now(), self.port.to_string());
        while !command("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &port]).status().unwrap().success() {
            let said = || std::fs::read_to_string(log).unwrap_or_default();
            assert!(begun.elapsed() < PATIENCE, "PostgreSQL does not start:\n{}", said());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres?schema=desk", self.port)
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// What people wrote, and from when on the notes know of them.
struct Wrote {
    people: Vec<Person>,
    joined: u64,
    told: Vec<Told>,
    /// Hashes of contents, and when each was acknowledged.
    uploaded: Vec<(String, u64)>,
}

fn made(lossy: &Lossy) -> Platter {
    give_away(lossy.home.path());
    let made = command("initdb")
        .args(["-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        .args(["--data-checksums", "--wal-segsize=1", "-D"])
        .arg(&lossy.folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Platter::holding(&lossy.folder)
}

async fn people_write(lossy: &Lossy, home: &Path, log: &Path) -> Wrote {
    let cluster = block_in_place(|| Postmaster::start(&lossy.folder, log, &HURRIED, &lossy.vars(), "INT"));
    let url = cluster.url();
    let storage = ["--database", url.as_str()];
    let server = block_in_place(|| Serving::start(home, &storage, &[]));
    let mut people = Vec::new();
    for n in WRITERS {
        people.push(Person::join(home, &storage, &server.url, &writer(n)).await);
    }
    let joined = lossy.notes.metadata().unwrap().len();
    let (told, uploaded) = written(&people, &server.url, &lossy.notes).await;
    drop(server);
    block_in_place(|| drop(cluster));
    Wrote { people, joined, told, uploaded }
}

/// The notes tell everything that reached the folder, or a cut made of them would be a tale.
fn nothing_escaped(lossy: &Lossy, before: &Platter) {
    let mut platter = before.clone();
    lossy.read().iter().for_each(|(note, _)| platter.take(note));
    let noted = tempfile::tempdir().unwrap();
    platter.restore(noted.path(), Survives::All, &mut Dice::new(0));
    let (noted, there) = (contents(noted.path()), contents(&lossy.folder));
    for name in noted.keys().chain(there.keys()) {
        assert!(noted.get(name) == there.get(name), "{name} is not what the notes tell of it");
    }
    println!("disk of PostgreSQL: {} files are what the notes tell of them", there.len());
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut folders = vec![folder.to_owned()];
    let mut files = BTreeMap::new();
    while let Some(next) = folders.pop() {
        for path in std::fs::read_dir(next).unwrap().map(|found| found.unwrap().path()) {
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !NOT_NOTED.iter().any(|not_noted| name.contains(not_noted)) {
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Every page of every table and index of the desk can be read, and the audit has no hole.
async fn is_sound(url: &str, what: &str) {
    let session = session(url).await;
    let tables = session.query("SELECT tablename FROM pg_tables WHERE schemaname = 'desk'", &[]).await.unwrap();
    assert!(!tables.is_empty(), "{what}: no tables");
    for table in tables.iter().map(|row| row.get::<_, String>(0)) {
        let whole = format!("SELECT sum(length(t::text)) FROM {table} t");
        session.query(&whole, &[]).await.unwrap_or_else(|error| panic!("{what}: {table}: {error}"));
    }
    // Part of PostgreSQL's own distribution; not every packager brings it along.
    if session.batch_execute("CREATE EXTENSION IF NOT EXISTS amcheck").await.is_ok() {
        let checked = session
            .query(
                "SELECT bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                 JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relpersistence = 'p'",
                &[],
            )
            .await;
        checked.unwrap_or_else(|error| panic!("{what}: an index is damaged: {error:?}"));
    }
    let lines = session.query("SELECT first_seq, last_seq FROM audit ORDER BY first_seq", &[]).await.unwrap();
    let lines: Vec<(i64, i64)> = lines.iter().map(|row| (row.get(0), row.get(1))).collect();
    for pair in lines.windows(2) {
        assert_eq!(pair[0].1 + 1, pair[1].0, "{what}: the audit has a hole or tells twice");
    }
}

/// The newest acknowledged acts once more, as workstations do that did not hear the answer: each is answered as it was.
async fn again(wrote: &Wrote, server: &Serving, moment: u64, what: &str) {
    let known = |told: &&Told| told.is_accepted() && told.noted <= moment && !matches!(told.act, "claim" | "release");
    for person in &wrote.people {
        let own = format!("<{} ", person.operator.name);
        let acts = wrote.told.iter().filter(|told| told.marker.starts_with(&own)).filter(known);
        for act in acts.rev().take(5) {
            let (status, answer) = once(person, &server.url, act).await.expect("an answer");
            assert_eq!((status, &answer), (act.status, &act.answer), "{what}: {} {} again", act.act, act.marker);
        }
    }
}

async fn everything_is_there(wrote: &Wrote, server: &Serving, moment: u64, what: &str) {
    let seen = all(&wrote.people[0], &server.url).await;
    let found = markers(&seen);
    for act in wrote.told.iter().filter(|act| matches!(act.act, "intake" | "note" | "reply" | "follow_up")) {
        let times = found.get(&act.marker).copied().unwrap_or(0);
        let known = act.is_accepted() && act.noted <= moment;
        assert!(times == 1 || times == 0 && !known, "{what}: {} {} is there {times} times", act.act, act.marker);
        assert!(times == 0 || act.is_accepted(), "{what}: {} was refused and is there", act.marker);
    }
    let places: Vec<u64> = seen.resources.values().map(|(seq, _)| *seq).collect();
    assert!(places.iter().all(|seq| *seq <= place(&seen.cursor)), "{what}: the feed ends before its last change");
    for (hash, _) in wrote.uploaded.iter().filter(|(_, noted)| *noted <= moment) {
        let get = wrote.people[0].request(Method::GET, &server.url, &format!("/v1/attachments/{hash}"));
        let content = get.send().await.unwrap().error_for_status().unwrap_or_else(|error| panic!("{what}: {error}"));
        let digest = Sha256::digest(content.bytes().await.unwrap());
        assert_eq!(&digest.iter().map(|b| format!("{b:02x}")).collect::<String>(), hash, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL; takes long: starts a cluster after many cuts of the power"]
async fn what_a_server_on_postgresql_acknowledged_outlives_a_disk_that_forgets() {
    let lossy = Lossy::new();
    let home = tempfile::tempdir().unwrap();
    let log: PathBuf = lossy.home.path().join("log");
    let before = made(&lossy);
    let wrote = people_write(&lossy, home.path(), &log).await;
    nothing_escaped(&lossy, &before);
    let mut acknowledged: Vec<u64> = wrote.told.iter().filter(|t| t.is_accepted()).map(|t| t.noted).collect();
    acknowledged.extend(wrote.uploaded.iter().map(|(_, noted)| *noted));
    assert!(acknowledged.len() > 20, "too little was written to be cut: {}", acknowledged.len());
    let disk = (&lossy, before, setting("FAULTS_CUTS", 4));
    cut(disk, &acknowledged, "disk of PostgreSQL", async |disk, moment, what| {
        std::fs::set_permissions(disk, std::fs::Permissions::from_mode(0o700)).unwrap();
        give_away(disk);
        let cluster = block_in_place(|| Postmaster::start(disk, &log, &LOOKED_AT, &[], "QUIT"));
        let url = cluster.url();
        let server = block_in_place(|| Serving::start(home.path(), &["--database", &url], &[]));
        // Before that nobody had been told of anything; that it starts is all that can be asked.
        if moment >= wrote.joined {
            again(&wrote, &server, moment, what).await;
            everything_is_there(&wrote, &server, moment, what).await;
            is_sound(&url, what).await;
        }
        drop(server);
        block_in_place(|| drop(cluster));
    })
    .await;
}
