//! `sincerely import`: brings complaints in from files, over the same REST wire as everybody.
//!
//! Not its duty: reading the formats (`intake`), what a new case means (`server`).

mod desk;
mod report;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use futures_util::StreamExt;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::tz::TimeZone;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::config::Paths;
use crate::intake::{self, ColumnMap, Format, Options, Record, Records, Skipped};
use crate::model::Lang;
use desk::{Desk, Outcome};
use report::Report;

/// Cases on their way to the desk at once.
const AT_ONCE: usize = 16;
/// Cases read ahead of the sending.
const READ_AHEAD: usize = 64;

/// Nothing could be brought in at all.
const NOTHING_DONE: u8 = 2;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The same file can be imported again and again: a case that is at the desk already is not doubled, new messages join it.

Exit code: 0 everything is in; 1 some records were left out, each with a line on stderr that says which and why;
2 nothing could be done (wrong command line, no desk, the desk went away).")]
pub struct Args {
    /// Files and folders: mbox, Maildir, .eml, JSON lines, CSV
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read and check everything, send nothing
    #[arg(long)]
    dry_run: bool,
    /// Columns of CSV and JSON lines by your names: customer=Name,body=Text
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    map: Option<ColumnMap>,
    /// The system they come from; ids are compared within one [default: mail, or the file's name]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Language of records that do not say it (ru, en, ro) [default: what the text shows]
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Format of all files [default: what each file shows]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Your own address, or a whole @domain: mails from it are your replies of old. May be repeated
    #[arg(long, value_name = "ADDRESS")]
    me: Vec<String>,
    /// Zone of dates that name none, such as Europe/Chisinau [default: that of this machine]
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
}

/// Runs it; see the exit codes in the help.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let done = options(&args).and_then(|options| {
        let records = intake::read(&args.files, &options);
        if args.dry_run { Ok(look_through(records)) } else { bring_in(records) }
    });
    Ok(match done {
        Ok(report) => {
            print!("{report}");
            ExitCode::from(u8::from(report.left_out > 0))
        }
        Err(error) => {
            eprintln!("sincerely: {error:#}");
            ExitCode::from(NOTHING_DONE)
        }
    })
}

fn options(args: &Args) -> anyhow::Result<Options> {
    let zone = match &args.zone {
        Some(name) => TimeZone::get(name).with_context(|| format!("the zone «{name}» is unknown"))?,
        None => TimeZone::system(),
    };
    Ok(Options {
        source: args.source.clone(),
        format: args.format,
        language: args.lang.as_deref().map(Lang::new),
        own: args.me.clone(),
        columns: args.map.clone().unwrap_or_default(),
        zone,
    })
}

/// The dry run.
fn look_through(mut records: Records) -> Report {
    let bar = progress_bar(&records);
    let mut report = Report::dry();
    while let Some(found) = records.next() {
        match found {
            Ok(record) => report.read(&record),
            Err(skipped) => {
                report.left_out += 1;
                on_stderr(&bar, &format!("left out: {skipped}"));
            }
        }
        show(&bar, records.done(), &report);
    }
    bar.finish_and_clear();
    report
}

fn bring_in(records: Records) -> anyhow::Result<Report> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let paths = Paths::of_user()?;
        paths.make()?;
        let desk = Desk::of_user(&paths).await?;
        let bar = progress_bar(&records);
        let sent = send(records, &desk, bar, on_stderr).await;
        desk.leave().await;
        sent
    })
}

/// Brings one file or folder in without a word on the terminal: for the screen, which tells of it itself.
///
/// # Errors
/// The file cannot be read, or the desk is gone; what has arrived by then stays.
pub async fn quietly(paths: &Paths, file: PathBuf) -> anyhow::Result<Report> {
    let desk = Desk::of_user(paths).await?;
    let sent = send(intake::read(&[file], &Options::default()), &desk, ProgressBar::hidden(), |_, _| ()).await;
    desk.leave().await;
    sent
}

/// Reads on one thread and sends several cases at once; the first failure of the desk itself ends it.
async fn send(
    records: Records,
    desk: &Desk,
    bar: ProgressBar,
    say: impl Fn(&ProgressBar, &str),
) -> anyhow::Result<Report> {
    let mut report = Report::new(desk.name());
    let mut outcomes = ReceiverStream::new(read_ahead(records))
        .map(|(done, found)| async move {
            match found {
                Ok(record) => {
                    let outcome = desk.bring(&record).await;
                    (done, outcome.map(|outcome| (Some(record), outcome)))
                }
                Err(skipped) => (done, Ok((None, Outcome::Refused(skipped)))),
            }
        })
        .buffer_unordered(AT_ONCE);
    while let Some((done, outcome)) = outcomes.next().await {
        let (record, outcome) = outcome.map_err(|error| {
            bar.finish_and_clear();
            error.context(format!(
                "{} cases are at the desk, the rest is not; import the same files again, nothing will be doubled",
                report.arrived()
            ))
        })?;
        for notice in outcome.notices() {
            say(&bar, notice);
        }
        match (record, outcome) {
            (Some(record), Outcome::Arrived { is_new, .. }) => report.arrived_as(&record, is_new),
            (_, Outcome::Refused(skipped)) => {
                report.left_out += 1;
                say(&bar, &format!("left out: {skipped}"));
            }
            (None, Outcome::Arrived { .. }) => {}
        }
        show(&bar, done, &report);
    }
    bar.finish_and_clear();
    Ok(report)
}

type Ahead = (u64, Result<Record, Skipped>);

/// Reads files on a thread of its own, a little ahead of the one who asks.
fn read_ahead(mut records: Records) -> mpsc::Receiver<Ahead> {
    let (sender, receiver) = mpsc::channel(READ_AHEAD);
    tokio::task::spawn_blocking(move || {
        while let Some(found) = records.next() {
            if sender.blocking_send((records.done(), found)).is_err() {
                break;
            }
        }
    });
    receiver
}

/// One line on stderr, above the progress bar.
fn on_stderr(bar: &ProgressBar, line: &str) {
    bar.suspend(|| eprintln!("{}", crate::text::safe_line(line)));
}

/// On a terminal only.
fn progress_bar(records: &Records) -> ProgressBar {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style =
        ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(records.total()), target).with_style(style)
}

fn show(bar: &ProgressBar, done: u64, report: &Report) {
    if !bar.is_hidden() {
        bar.set_position(done);
        bar.set_message(format!("{} cases", report.arrived()));
    }
}
