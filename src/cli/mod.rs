//! The command line: one thin file a subcommand, each a few lines between arguments and the rooms that do the work.

mod audit;
mod backup;
mod batch;
mod check;
mod connect;
pub mod demo;
mod desk;
mod erase;
mod eval;
mod export;
pub mod generate;
pub mod import;
mod keys;
mod mail;
mod operators;
mod passphrase;
mod place;
mod promises;
mod repair;
mod report;
pub mod rules;
mod run;
mod serve;
mod sync;
mod triage;
mod verify;
mod weights;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::i18n::UiLang;

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
    /// Copy a desk to a folder, while it is served
    Backup(backup::BackupArgs),
    /// Bring a desk back from a backup; the present one is put aside
    Restore(backup::RestoreArgs),
    /// Manage who works at this desk, and their tokens (for a lead)
    Operators(operators::Args),
    /// Show who did what and when (for a lead)
    Audit(audit::Args),
    /// Connect this workstation to a server
    Connect(connect::Args),
    /// Pull changes and push unsent work without opening the screen
    Sync(sync::Args),
    /// Write a case as a folder that proves itself: letters, signatures, everything in time order
    Export(export::Args),
    /// Check a dossier, offline: what was changed, missing or added
    Verify(verify::Args),
    /// Show, choose, replace and revoke the keys that letters are signed with
    Keys(keys::Args),
    /// Forget a customer on request: words, names, addresses and attachments, for ever (leads)
    Erase(erase::Args),
    /// Save what can be read out of a damaged file of drafts and unsent work
    Repair(repair::Args),
    /// Check letters: findings with reasons and repairs
    Check(check::Args),
    /// List and explain the rules that letters are checked by
    Rules(rules::Args),
    /// Score the engine against labelled files
    Eval(eval::Args),
    /// Judge complaints: do they need a call, and why
    Triage(triage::Args),
    /// Print what letters promise and by when
    Promises(promises::Args),
    /// Count the findings that were set aside, for the team and for yourself
    Report(report::Args),
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
        Some(Cmd::Backup(args)) => backup::back_up(args),
        Some(Cmd::Restore(args)) => backup::bring_back(args),
        Some(Cmd::Operators(args)) => operators::run(args),
        Some(Cmd::Audit(args)) => audit::run(args),
        Some(Cmd::Connect(args)) => connect::run(args),
        Some(Cmd::Sync(args)) => sync::run(args),
        Some(Cmd::Export(args)) => export::run(args),
        Some(Cmd::Verify(args)) => verify::run(args),
        Some(Cmd::Keys(args)) => keys::run(args),
        Some(Cmd::Erase(args)) => erase::run(args),
        Some(Cmd::Repair(args)) => repair::run(args),
        Some(Cmd::Check(args)) => check::run(args),
        Some(Cmd::Rules(args)) => rules::run(args),
        Some(Cmd::Eval(args)) => eval::run(args),
        Some(Cmd::Triage(args)) => triage::run(args),
        Some(Cmd::Promises(args)) => promises::run(args),
        Some(Cmd::Report(args)) => report::run(args),
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

/// The language of messages on the command line.
fn ui_lang(tag: &str) -> anyhow::Result<UiLang> {
    let known = UiLang::ALL.into_iter().find(|lang| lang.tag() == tag);
    known.ok_or_else(|| anyhow::anyhow!("`{tag}` is no language of this program: choose en, ru or ro"))
}
