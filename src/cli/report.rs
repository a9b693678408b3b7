//! `sincerely report`: what the desk counts about its letters, for the team and for the one who asks (R131), and who
//! wrote to the management after which failed commitment (R87), which steps of their way ended complaints lack (R133),
//! how their customers took it (R39, R40).
//!
//! Not its duty: counting (`model`), reading the local copy (`store`).

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

use super::desk::OWN;
use crate::config::{Desk, Paths};
use crate::i18n::{Texts, UiLang};
use crate::letter::{self, Rules};
use crate::model::{DeskId, ImpressionCount, Report, Tally, Verdict, WayStep};
use crate::store;
use crate::text::{pad, safe_line, width};

/// Requirements whose rules keep a letter friendly.
const FRIENDLY: [&str; 2] = ["R23", "R125"];

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Counts what this workstation has pulled; `sincerely sync` brings it up to date. A finding that was set aside with a reason
counts for the team; for one operator alone it counts only in his own report.")]
pub struct Args {
    /// The first day that counts [default: 30 days ago]
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Language of the words: en, ru, ro
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: String,
}

/// # Errors
/// Nothing was pulled here yet, or the local copy cannot be read.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let ui = super::ui_lang(&args.lang)?;
    let paths = Paths::of_user()?;
    let (work, cache) = (paths.state.join("work.db"), paths.cache.join("cache.db"));
    if !work.exists() || !cache.exists() {
        bail!("nothing was pulled here yet; `sincerely sync` does it");
    }
    let desk = DeskId(Desk::read(&paths)?.map_or_else(|| OWN.to_owned(), |desk| desk.id));
    let today = Zoned::now().date();
    let since = args.since.unwrap_or_else(|| today.saturating_sub(30.days()));
    let from = since.to_zoned(TimeZone::system()).context("this day is out of the calendar")?.timestamp();
    let mut report = store::report(&work, &cache, &desk, from)?;
    let rules = super::rules::load()?;
    store::ended_cases(&cache, &desk, from, &mut |file| {
        if let Some(way) = letter::way(file, &rules) {
            report.way.add(way.iter().map(|(step, taken)| (step.as_str(), taken.is_skipped())));
        }
        if let Some(noted) = &file.case.impression {
            report.impressions.add(noted);
        }
    })?;
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", page(&report, since, &rules, ui));
    }
    Ok(ExitCode::SUCCESS)
}

/// The report as people read it.
fn page(report: &Report, since: Date, rules: &Rules, ui: UiLang) -> String {
    let texts = Texts::new(ui);
    let mut rows = vec![(texts.t("report-letters"), report.letters)];
    let known = |rule: &str| rules.cards().find(|card| card.id == rule);
    let is_friendly = |rule: &str| {
        known(rule).is_some_and(|card| card.requirement.split(", ").any(|named| FRIENDLY.contains(&named)))
    };
    for friendly in [true, false] {
        let mut group: Vec<(&String, &Tally)> =
            report.overrides.iter().filter(|(rule, _)| is_friendly(rule) == friendly).collect();
        group.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.team));
        let sum = group.iter().fold(Tally::default(), |sum, (_, tally)| sum + **tally);
        rows.push((texts.t(if friendly { "report-unfriendly" } else { "report-others" }), sum));
        rows.extend(group.into_iter().map(|(rule, tally)| {
            let title = known(rule).map_or("", |card| card.title.in_lang(ui.tag()));
            (format!("  {rule}  {title}").trim_end().to_owned(), *tally)
        }));
    }
    let name = report.me.as_ref().map_or("", |me| me.name.as_str());
    let heads = (texts.t("report-team"), texts.tr("report-mine", &[("name", name.into())]));
    let head = texts.tr("report-since", &[("day", since.to_string().into())]);
    table(&head, &heads, &rows) + &management(report, &texts) + &way(report, &texts) + &impressions(report, &texts)
}

/// The letters to the management, a line each: the case, the day, what had failed.
fn management(report: &Report, texts: &Texts) -> String {
    let mut out = String::from("\n");
    let _ = writeln!(out, "{}", texts.count("report-management", report.management.len() as u64));
    for letter in &report.management {
        let day = letter.at.to_zoned(TimeZone::system()).date();
        let failed = letter.failed.as_ref().map_or_else(
            || texts.t("management-nothing-failed"),
            |failed| {
                let kind = texts.t(&format!("kind-{}", failed.kind.as_str().replace('_', "-")));
                let title = safe_line(&failed.title);
                let what = if title.is_empty() { kind } else { format!("{kind}: {title}") };
                let due = failed.due.local().date().to_string();
                texts.tr("report-failed", &[("what", what.into()), ("day", due.into())])
            },
        );
        let _ = writeln!(out, "  {day}  #{}  {failed}", letter.case);
    }
    out
}

/// How many complaints ended, and the steps of the way that some of them lack, in the order of the way (R133).
fn way(report: &Report, texts: &Texts) -> String {
    let mut out = String::from("\n");
    let _ = writeln!(out, "{}", texts.count("report-way", report.way.ended));
    let skipped = |step: &WayStep| report.way.skipped.get(step.as_str()).copied().unwrap_or_default();
    for step in WayStep::KNOWN.iter().filter(|step| skipped(step) > 0) {
        let words = texts.t(&format!("way-{}", step.as_str().replace('_', "-")));
        let _ = writeln!(out, "  {words}: {} {}", texts.t("report-way-skipped"), skipped(step));
    }
    out
}

/// Moods from the start to the end, and the two questions; nothing where nobody noted anything (R39, R40).
fn impressions(report: &Report, texts: &Texts) -> String {
    let noted = &report.impressions;
    if *noted == ImpressionCount::default() {
        return String::new();
    }
    let mut out = String::from("\n");
    let moods = [("better", noted.mood_better), ("same", noted.mood_same), ("worse", noted.mood_worse)];
    let moods = moods.map(|(word, n)| format!("{} {n}", texts.t(&format!("report-mood-{word}"))));
    let _ = writeln!(out, "{}: {}", texts.t("report-mood"), moods.join(" · "));
    for (key, answers) in [("impression-result", &noted.right_result), ("impression-satisfied", &noted.satisfied)] {
        let said = Verdict::KNOWN.iter().map(|verdict| {
            let n = answers.get(verdict.as_str()).copied().unwrap_or_default();
            format!("{} {n}", texts.t(&format!("verdict-{}", verdict.as_str())))
        });
        let _ = writeln!(out, "{}: {}", texts.t(key), said.collect::<Vec<_>>().join(" · "));
    }
    if noted.right_but_unsatisfied > 0 {
        let _ = writeln!(out, "  {} {}", texts.t("report-right-unsatisfied"), noted.right_but_unsatisfied);
    }
    out
}

fn table(head: &str, heads: &(String, String), rows: &[(String, Tally)]) -> String {
    let first = rows.iter().map(|(words, _)| width(words)).max().unwrap_or(0).max(width(head)) + 2;
    let (team, mine) = (width(&heads.0).max(6), width(&heads.1).max(6));
    let right = |n: &str, cells: usize| format!("{}{n}", " ".repeat(cells.saturating_sub(width(n))));
    let mut out = String::new();
    let mut line = |words: &str, a: &str, b: &str| {
        let _ = writeln!(out, "{}{}  {}", pad(words, first), right(a, team), right(b, mine));
    };
    line(head, &heads.0, &heads.1);
    for (words, tally) in rows {
        line(words, &tally.team.to_string(), &tally.mine.to_string());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn friendliness_stands_first_and_every_rule_has_its_title() {
        // R131
        let tally = |team, mine| Tally { team, mine };
        let mut report = Report { letters: tally(9, 4), ..Report::default() };
        for (rule, counted) in [("dry", tally(2, 1)), ("insult", tally(1, 0)), ("machine_text", tally(3, 3))] {
            report.overrides.insert(rule.into(), counted);
        }
        report.overrides.insert("of_a_newer_version".into(), tally(1, 0));
        for ui in UiLang::ALL {
            let page = page(&report, jiff::civil::date(2026, 11, 1), Rules::shipped(), ui);
            let lines: Vec<Vec<&str>> = page.lines().map(|l| l.split_whitespace().collect()).collect();
            let numbers = |at: usize| lines[at][lines[at].len() - 2..].to_vec();
            assert_eq!([numbers(1), numbers(2), numbers(5)], [["9", "4"], ["3", "1"], ["4", "3"]], "{page}");
            let rules: Vec<&str> = [3, 4, 6, 7].map(|at| lines[at][0]).to_vec();
            assert_eq!(rules, ["dry", "insult", "machine_text", "of_a_newer_version"], "{page}");
            assert!(page.contains("2026-11-01") && lines[3].len() > 3, "{page}");
        }
    }
}
