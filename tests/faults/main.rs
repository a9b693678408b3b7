//! The harnesses of faults: programs killed, answers cut, disks that forget, clocks that jump. They take long and are
//! left out of a usual `cargo test`; `docs/reliability.md` says how to run them, with small counts or with large ones.

mod chaos;
mod clock;
mod dice;
mod disk;
mod disk_postgres;
mod platter;
#[path = "../it/postgres.rs"]
#[allow(dead_code, reason = "shared with the integration tests, which use all of it")]
mod postgres;
mod program;
mod proxy;
mod server_kill;
#[path = "../it/terminal.rs"]
#[allow(dead_code, reason = "shared with the integration tests, which use all of it")]
mod terminal;
mod workstation_kill;
mod writers;
