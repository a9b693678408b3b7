//! Saves what can be read out of a damaged `work.db`: the operator's explicit word to put the damaged file aside.

use std::process::ExitCode;

use crate::config::Paths;
use crate::store::repair;

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    let work = paths.state.join("work.db");
    match repair(&work)? {
        None => println!("{}: nothing is damaged; nothing was changed.", work.display()),
        Some(done) => {
            println!("Saved: {} drafts, {} unsent acts, {} earlier versions.", done.drafts, done.unsent, done.versions);
            println!("The damaged file ({}) is kept as {}.", done.why, done.kept.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}
