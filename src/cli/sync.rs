//! Pulls and pushes without the screen.

use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::mpsc::UnboundedReceiver;

use super::desk::{Reached, open_store, reach};
use crate::config::Paths;
use crate::model::OutboxState;
use crate::model::queue::Link;
use crate::store::{LoadPhase, OpenReport, Store};
use crate::sync::{self, Attachments, SyncEvent};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Throw the local copy away and pull everything again; drafts and unsent work stay
    #[arg(long)]
    from_zero: bool,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    paths.make()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let Reached { id, url, backend, embedded, .. } = reach(&paths).await?;
        let (store, report) = open_store(&paths, &id)?;
        tell_report(&report);
        if args.from_zero {
            store.load_again().await?;
        }
        store.hurry().await?;
        let attachments = Attachments { folder: Some(paths.data.join("attachments")) };
        let (handle, mut events) = sync::start(store.clone(), backend, attachments);
        let outcome = watch(&store, &mut events, &url).await;
        handle.stop().await;
        if let Some(embedded) = embedded {
            embedded.stop().await;
        }
        outcome
    })
}

fn tell_report(report: &OpenReport) {
    if let Some(kept) = &report.cache {
        eprintln!("The local copy could not be used ({}); everything is pulled again.", kept.why);
    }
}

/// Follows the worker until everything is pulled, searchable and sent, or cannot be.
async fn watch(store: &Store, events: &mut UnboundedReceiver<SyncEvent>, url: &str) -> anyhow::Result<ExitCode> {
    let mut notices = store.subscribe();
    let bar = ProgressBar::hidden();
    let (mut in_step, mut sent) = (false, 0);
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Some(SyncEvent::Link(Link::InStep { .. })) => in_step = true,
                Some(SyncEvent::Link(Link::Loading { done, of })) => show(&bar, done, of),
                Some(SyncEvent::Link(Link::Offline { why, .. } | Link::LoginNeeded { why })) => {
                    bar.finish_and_clear();
                    let waiting = store.pending().outbox.len();
                    eprintln!("{url}: {why}. Not in step; {waiting} acts wait here and are not lost.");
                    return Ok(ExitCode::FAILURE);
                }
                Some(SyncEvent::Sent { .. }) => sent += 1,
                Some(SyncEvent::Stuck { why, .. }) => eprintln!("An act is stuck: {why}"),
                Some(SyncEvent::Conflict { problem, .. }) => eprintln!("An act needs your decision: {}", problem.detail),
                Some(SyncEvent::StoreBroken { why }) => anyhow::bail!(why),
                Some(SyncEvent::Link(Link::Connecting) | SyncEvent::Named { .. } | SyncEvent::Presence(_)) => {}
                None => anyhow::bail!("the sync worker ended by itself"),
            },
            _ = notices.recv() => {}
        }
        if in_step && store.loaded().await?.phase == LoadPhase::Done && nothing_leaves(store) {
            bar.finish_and_clear();
            let stuck = store.pending().outbox.len();
            println!("In step with {url}. Sent: {sent}. Waiting for your decision: {stuck}.");
            return Ok(if stuck == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
}

fn nothing_leaves(store: &Store) -> bool {
    // Behind a stuck act the others of its case wait with it.
    let pending = store.pending();
    let blocked = |item: &crate::model::OutboxItem| {
        let case = item.command.case();
        pending.outbox.iter().any(|i| i.command.case() == case && i.state == OutboxState::Stuck && i.seq <= item.seq)
    };
    pending.outbox.iter().all(blocked)
}

fn show(bar: &ProgressBar, done: u64, of: u64) {
    if bar.is_hidden() && bar.length().is_none() {
        bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} cases, {eta} left") {
            bar.set_style(style);
        }
    }
    bar.set_length(of);
    bar.set_position(done.min(of));
}
