//! `sincerely audit`: who did what and when, as the desk wrote it down. Needs a lead's token.

use std::collections::HashMap;
use std::process::ExitCode;

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::desk::at_hand;
use super::operators::find;
use crate::backend::sincerely::{AuditFilter, Client};
use crate::config::Paths;
use crate::model::{Operator, OperatorId};
use crate::protocol::AuditEntry;
use crate::text::safe_line;

/// Lines fetched at once.
const PAGE: usize = 500;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The newest line comes first. A line without a name is the server's own: a timer, mail, or its command line.
What was refused stands there too: forbidden, bad_signature, unauthorised.")]
pub struct Args {
    /// Only what this operator did (name or id)
    #[arg(long)]
    operator: Option<String>,
    /// Only what was done to these: numbers of cases, or ids of cases, customers or operators; together in one list
    #[arg(long, value_name = "NUMBER|ID", num_args = 1.., value_delimiter = ',')]
    about: Vec<String>,
    /// Only acts of this name: reply, claim, token, forbidden …
    #[arg(long)]
    act: Option<String>,
    /// From this day or time on (of this machine's zone)
    #[arg(long, value_name = "YYYY-MM-DD[THH:MM]", value_parser = moment)]
    since: Option<DateTime>,
    /// Up to this day or time
    #[arg(long, value_name = "YYYY-MM-DD[THH:MM]", value_parser = moment)]
    until: Option<DateTime>,
    /// At most so many lines
    #[arg(long, default_value_t = 100)]
    lines: usize,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

/// A day begins at midnight.
fn moment(text: &str) -> Result<DateTime, jiff::Error> {
    text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(|day| day.at(0, 0, 0, 0)))
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::of_user()?;
    at_hand(&paths, async |client| show(&args, client).await)?;
    Ok(ExitCode::SUCCESS)
}

async fn show(args: &Args, desk: &Client) -> anyhow::Result<()> {
    let operators = desk.operators().await?;
    let instant = |at: Option<DateTime>| at.map(|at| at.to_zoned(TimeZone::system()).map(|at| at.timestamp()));
    let filter = AuditFilter {
        operator: args.operator.as_deref().map(|who| find(&operators, who)).transpose()?.map(|found| found.id),
        scope: None,
        act: args.act.clone(),
        since: instant(args.since).transpose().context("this day is out of the calendar")?,
        until: instant(args.until).transpose().context("this day is out of the calendar")?,
    };
    let names: HashMap<OperatorId, &Operator> = operators.iter().map(|operator| (operator.id, operator)).collect();
    let print = |entry: &AuditEntry| -> anyhow::Result<()> {
        match args.json {
            true => println!("{}", serde_json::to_string(entry)?),
            false => println!("{}", line(entry, &names, &TimeZone::system())),
        }
        Ok(())
    };
    if args.about.is_empty() {
        return each(desk, &filter, args.lines, print).await;
    }
    // Of several the newest lines of each are fetched, and put together.
    let mut lines: Vec<AuditEntry> = Vec::new();
    for wanted in &args.about {
        let filter = AuditFilter { scope: Some(scope(desk, wanted).await?), ..filter.clone() };
        let keep = |entry: &AuditEntry| -> anyhow::Result<()> {
            lines.push(entry.clone());
            Ok(())
        };
        each(desk, &filter, args.lines, keep).await?;
    }
    lines.sort_by_key(|entry| std::cmp::Reverse(entry.line));
    lines.dedup_by_key(|entry| entry.line);
    lines.iter().take(args.lines).try_for_each(print)
}

/// Goes through the newest `left` lines, the newest first.
async fn each(
    desk: &Client,
    filter: &AuditFilter,
    mut left: usize,
    mut told: impl FnMut(&AuditEntry) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut cursor = None;
    while left > 0 {
        let page = desk.audit(filter, left.min(PAGE), cursor.as_deref()).await?;
        page.entries.iter().try_for_each(&mut told)?;
        left = left.saturating_sub(page.entries.len());
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(())
}

/// What a line of the audit may be about: an id as it is, else the case of that number.
async fn scope(desk: &Client, wanted: &str) -> anyhow::Result<Uuid> {
    match wanted.trim().parse::<Uuid>() {
        Ok(id) => Ok(id),
        Err(_) => Ok(super::export::find(desk, wanted).await?.id.0),
    }
}

/// One line as people read it.
fn line(entry: &AuditEntry, names: &HashMap<OperatorId, &Operator>, zone: &TimeZone) -> String {
    let at = Timestamp::to_zoned(entry.at, zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let who = match entry.operator {
        None => "the server".to_owned(),
        Some(id) => names.get(&id).map_or_else(|| id.to_string(), |operator| safe_line(&operator.name).into_owned()),
    };
    let act = match &entry.refused {
        Some(what) => format!("refused ({}): {what}", entry.act),
        None => entry.act.clone(),
    };
    let scope = entry.scope.map(|id| format!("  {id}")).unwrap_or_default();
    safe_line(&format!("{at}  {who}  {act}{scope}")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_when_who_what_and_on_what() {
        let mut entry = AuditEntry {
            line: 1,
            at: "2026-11-20T10:00:00.5Z".parse().unwrap(),
            operator: None,
            act: "wake".into(),
            scope: Some(Uuid::nil()),
            refused: None,
        };
        let show = |entry: &AuditEntry| line(entry, &HashMap::new(), &TimeZone::UTC);
        assert_eq!(show(&entry), "2026-11-20 10:00:00  the server  wake  00000000-0000-0000-0000-000000000000");
        (entry.act, entry.scope, entry.refused) = ("forbidden".into(), None, Some("GET /v1/audit\u{1b}[2J".into()));
        assert_eq!(show(&entry), "2026-11-20 10:00:00  the server  refused (forbidden): GET /v1/audit[2J");
    }

    #[test]
    fn days_and_times_are_both_read() {
        assert_eq!(moment("2026-11-20").unwrap(), moment("2026-11-20T00:00").unwrap());
        assert!(moment("yesterday").is_err());
    }
}
