//! The command line: one thin file a subcommand, each a few lines between arguments and the rooms that do the work.

mod batch;
mod connect;
pub mod demo;
mod desk;
pub mod generate;
pub mod import;
mod promises;
mod run;
mod serve;
mod sync;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A terminal workstation for people who answer complaints.
#[derive(Debug, Parser)]
#[command(version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Cmd>,
}

#[derive(Debug, Subcommand)]
enum Cmd {
    /// Open a throw-away desk with sample cases; nothing of yours is touched
    Demo(demo::Args),
    /// Bring complaints in from files: mbox, Maildir, .eml, JSON lines, CSV
    Import(import::Args),
    /// Run the REST backend alone
    Serve(serve::Args),
    /// Connect this workstation to a server
    Connect(connect::Args),
    /// Pull changes and push unsent work without opening the screen
    Sync(sync::Args),
    /// Print what letters promise and by when
    Promises(promises::Args),
    /// Print generated documents: keys, OpenAPI, config schema, shell completions
    Generate(generate::Args),
}

/// Runs the program; errors are told on stderr in one sentence and end with code 1 (2 for a wrong command line).
pub fn main() -> ExitCode {
    crate::files::private_umask();
    let cli = Cli::parse();
    let result = match cli.command {
        None => run::run(),
        Some(Cmd::Demo(args)) => demo::run(args),
        Some(Cmd::Import(args)) => import::run(args),
        Some(Cmd::Serve(args)) => serve::run(args),
        Some(Cmd::Connect(args)) => connect::run(args),
        Some(Cmd::Sync(args)) => sync::run(args),
        Some(Cmd::Promises(args)) => promises::run(args),
        Some(Cmd::Generate(args)) => generate::run(args),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("sincerely: {error:#}");
            ExitCode::FAILURE
        }
    }
}
