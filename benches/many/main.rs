//! Many at once: real `sincerely serve` processes and some hundred workstations that read and write at a human pace.
//!
//! `cargo bench --bench many -- --workstations 300 --minutes 10 --storage sqlite`
//! `cargo bench --bench many -- --storage postgres --database postgres://user@host/db` (two server processes)
//!
//! Each workstation listens to the event stream, pulls when it rings, and about every twenty seconds opens a case and
//! does something with it: claims it, writes a note or a signed letter, marks or records a call, edits its tags. Each act
//! carries its ETag and its idempotency key. Told in the end: how long until the others had pulled an act, errors by
//! kind, requests a second, processor and memory of the servers over time.
//!
//! Servers and workstations share this machine, so the figures are those of both together. Not its duty: faults
//! (`tests/it`), the speed of single requests (`benches/server.rs`). Processor and memory come from /proc: Linux only.

mod arguments;
mod ledger;
mod report;
mod servers;
mod setup;
mod station;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;

use arguments::Arguments;
use ledger::Ledger;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run(&arguments))
}

async fn run(arguments: &Arguments) -> ExitCode {
    let desk = setup::desk(arguments).await;
    println!("{} workstations, {} cases, {} server(s)", arguments.workstations, desk.cases.len(), desk.servers.len());
    let ledger = Arc::new(Ledger::default());
    let stop = tokio_util::sync::CancellationToken::new();
    let mut stations = tokio::task::JoinSet::new();
    for (at, account) in desk.accounts.iter().enumerate() {
        let url = desk.servers[at % desk.servers.len()].url.clone();
        let station = station::Station::new(&url, account.clone(), Arc::clone(&desk.cases), Arc::clone(&ledger), at);
        stations.spawn(station.run(stop.clone(), arguments.pace));
    }
    stations.spawn(station::source(desk.source.clone(), stop.clone(), arguments.arrivals, Arc::clone(&ledger)));
    // What happens while everybody connects is not measured.
    tokio::time::sleep(arguments.warm_up()).await;
    ledger.begin();
    let begun = Instant::now();
    let mut samples = vec![servers::Sample::of(&desk.servers)];
    while begun.elapsed() < arguments.duration() {
        tokio::time::sleep(Duration::from_secs(5).min(arguments.duration())).await;
        samples.push(servers::Sample::of(&desk.servers));
    }
    ledger.end();
    // Who is still on his way gets the time to arrive; nothing new is begun.
    stop.cancel();
    while stations.join_next().await.is_some() {}
    let kept = report::tell(arguments, &ledger.facts(), &samples, desk.accounts.len());
    for server in desk.servers {
        server.end();
    }
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
