//! Many operators claim one case at once (R143, R165): exactly one has it, the others are told who, on both storages and
//! through two processes. `SINCERELY_TEST_ROUNDS=1000` plays more rounds.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use sincerely::model::{Case, Role};
use sincerely::server::accounts;
use tokio::sync::Barrier;

use crate::postgres;
use crate::server_support::{Account, account_at, new_operator, sqlite_desk};

const OPERATORS: usize = 64;

fn rounds() -> usize {
    std::env::var("SINCERELY_TEST_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

/// One round: all at once on a new case.
async fn round(operators: &[Account], number: usize) {
    let case = operators[number % operators.len()].case(&format!("Round {number}")).await;
    let start = Arc::new(Barrier::new(operators.len()));
    let mut claiming = tokio::task::JoinSet::new();
    for who in operators {
        let (who, start, path) = (who.clone(), Arc::clone(&start), format!("/v1/cases/{}/claim", case.id));
        claiming.spawn(async move {
            start.wait().await;
            let told = who.post(&path, &serde_json::json!(null)).await;
            (who.operator.id, told)
        });
    }
    let told = claiming.join_all().await;
    let winners: Vec<_> = told.iter().filter(|(_, told)| told.status.is_success()).map(|(who, _)| *who).collect();
    let [winner] = winners.try_into().unwrap_or_else(|all| panic!("round {number}: {all:?} have it"));
    for (who, told) in told.iter().filter(|(who, _)| *who != winner) {
        let problem = told.problem(409, "claimed");
        assert_eq!(problem.owner, Some(winner), "round {number}: {who} is told who has it");
    }
    for reader in [&operators[0], &operators[1]] {
        let case: Case = reader.get(&format!("/v1/cases/{}", case.id)).await.ok();
        assert_eq!(case.owner, Some(winner), "round {number}");
    }
}

async fn play(operators: &[Account], what: &str) {
    let begun = Instant::now();
    for number in 0..rounds() {
        round(operators, number).await;
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!("{what}: {} rounds of {OPERATORS} claims, one winner each, {seconds:.1} s", rounds());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_operators_one_gets_the_case() {
    let desk = sqlite_desk().await;
    let mut operators = Vec::new();
    for number in 0..OPERATORS {
        operators.push(desk.account(&format!("Operator {number}"), Role::Operator).await);
    }
    play(&operators, "SQLite, one process").await;
    desk.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn of_64_operators_at_two_processes_one_gets_the_case() {
    let url = postgres::fresh_url();
    let storage = postgres::open(&url).await;
    let processes = [Process::start(&url), Process::start(&url)];
    let mut operators = Vec::new();
    for number in 0..OPERATORS {
        let new = new_operator(&format!("Operator {number}"));
        let made = accounts::add(&storage, &new).await.unwrap();
        operators.push(account_at(&processes[number % 2].url, made));
    }
    play(&operators, "PostgreSQL, two processes").await;
}

/// The real program over a database.
pub struct Process {
    child: Child,
    pub url: String,
    _home: tempfile::TempDir,
}

impl Process {
    pub fn start(database: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_sincerely"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("SINCERELY_HOME", home.path())
            .env("SINCERELY_DATABASE", database)
            .env("SINCERELY_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Listening on ").expect("it says where it listens").to_owned();
        Self { child, url, _home: home }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
