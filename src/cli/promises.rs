//! `sincerely promises`: what a letter promises and by when, without the screen.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::batch;
use crate::letter::{Promise, read_promises};
use crate::text::{CodePoints, detect_language};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Letters; stdin when there is none
    files: Vec<PathBuf>,
    /// JSON lines {id, lang, now, text} in, JSON lines {id, promises} out
    #[arg(long)]
    batch: bool,
    /// The letter's language (ru, en, ro); read from its words when missing
    #[arg(long)]
    lang: Option<String>,
    /// When the letter is written: 2026-11-23T10:15 on the writer's clock, or an instant with its offset
    #[arg(long)]
    now: Option<String>,
    /// The zone of the writer's clock (IANA); this machine's when missing
    #[arg(long)]
    zone: Option<String>,
}

#[derive(Deserialize)]
struct Letter {
    id: serde_json::Value,
    lang: Option<String>,
    now: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct Answer {
    id: serde_json::Value,
    promises: Vec<Found>,
}

/// Places are code points, the end exclusive.
#[derive(Serialize)]
struct Found {
    start: usize,
    end: usize,
    text: String,
    due: Option<String>,
}

/// # Errors
/// In one sentence: an unknown zone, a time that is none, a file that cannot be read.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let zone = match &args.zone {
        Some(name) => TimeZone::get(name).with_context(|| format!("the zone {name} is unknown"))?,
        None => TimeZone::system(),
    };
    let now = match &args.now {
        Some(now) => clock(now, &zone)?,
        None => Zoned::now().with_time_zone(zone.clone()).datetime(),
    };
    if args.batch {
        return batch::run(&args.files, |letter: Letter| answer(letter, args.lang.as_deref(), now, &zone));
    }
    let texts = batch::read_texts(&args.files)?;
    for (name, text) in &texts {
        let file = (texts.len() > 1).then_some(name.as_str());
        print!("{}", readable(file, text, &language(args.lang.as_deref(), text), now));
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(letter: Letter, lang: Option<&str>, now: DateTime, zone: &TimeZone) -> anyhow::Result<Answer> {
    let now = letter.now.as_deref().map_or(Ok(now), |now| clock(now, zone))?;
    let lang = language(letter.lang.as_deref().or(lang), &letter.text);
    let points = CodePoints::new(&letter.text);
    let found = |promise: Promise| Found {
        start: points.at(promise.range.start),
        end: points.at(promise.range.end),
        text: letter.text[promise.range].to_owned(),
        due: promise.when.map(|when| when.to_string()),
    };
    let promises = read_promises(&letter.text, &lang, now).into_iter().map(found).collect();
    Ok(Answer { id: letter.id, promises })
}

/// The language said, as its first subtag, or the one the text shows.
fn language(said: Option<&str>, text: &str) -> String {
    let tag = said.or_else(|| detect_language(text)).unwrap_or("en");
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// A time on the writer's clock; an instant is read on the zone's clock.
fn clock(text: &str, zone: &TimeZone) -> anyhow::Result<DateTime> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.to_zoned(zone.clone()).datetime());
    }
    match text.parse() {
        Ok(now) => Ok(now),
        Err(_) => bail!("{text} is no time: it must look like 2026-11-23T10:15"),
    }
}

/// One line a promise: due, text, line and column; before it the file's name when there are several.
fn readable(file: Option<&str>, text: &str, lang: &str, now: DateTime) -> String {
    let file = file.map(|name| format!("{name}:")).unwrap_or_default();
    let (mut out, mut line, mut line_start, mut read) = (String::new(), 1, 0, 0);
    for promise in read_promises(text, lang, now) {
        let between = &text[read..promise.range.start];
        line += between.matches('\n').count();
        line_start = between.rfind('\n').map_or(line_start, |at| read + at + 1);
        read = promise.range.start;
        let column = text[line_start..read].chars().count() + 1;
        let due = promise.when.map_or_else(|| "no date".to_owned(), |when| when.to_string());
        let words = text[promise.range].split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("{due:<16}  {words}  ({file}{line}:{column})\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime {
        "2026-11-23T10:15".parse().unwrap()
    }

    #[test]
    fn places_are_code_points_and_zones_hold() {
        let line = r#"{"id": 7, "lang": "ru-RU", "now": "2026-11-23T08:15:00Z", "text": "👍 Ёлку привезём завтра."}"#;
        let zone = TimeZone::get("Europe/Chisinau").unwrap();
        let answer = answer(serde_json::from_str(line).unwrap(), None, DateTime::MIN, &zone).unwrap();
        assert_eq!(
            serde_json::to_string(&answer).unwrap(),
            r#"{"id":7,"promises":[{"start":2,"end":22,"text":"Ёлку привезём завтра","due":"2026-11-24"}]}"#
        );
    }

    #[test]
    fn a_wrong_time_is_told() {
        assert!(clock("tomorrow", &TimeZone::UTC).unwrap_err().to_string().contains("2026-11-23T10:15"));
    }

    #[test]
    fn the_readable_form_says_where() {
        let text = "Dear Ann,\n\nI will call you tomorrow by noon. We'll be in touch soon.";
        assert_eq!(
            readable(None, text, "en", now()),
            "2026-11-24T12:00  I will call you tomorrow by noon  (3:1)\nno date           We'll be in touch soon  (3:35)\n"
        );
        assert!(readable(Some("a.txt"), text, "en", now()).contains("(a.txt:3:1)"));
    }
}
