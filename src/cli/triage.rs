//! `sincerely triage`: does a complaint need a call, and why, without the screen.
//!
//! Not its duty: judging (`triage`), the plumbing of JSON lines (`batch`).

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use super::batch;
use super::place::Place;
use crate::evaluation::moment;
use crate::i18n::UiLang;
use crate::model::Channel;
use crate::text::{CodePoints, safe_line};
use crate::triage::{Complaint, Judgement, judge};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
With --batch each line is a JSON object: id, lang, channel, subject, body, is_public, written_at, received_at, moves, now.
Each answer is one: id, call_needed, triggers [{trigger, evidence [{start, end}], reason}], severity, urgency; offsets count
Unicode code points of the body.")]
pub struct Args {
    /// Complaints as text files; stdin without a file
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read JSON lines, answer with JSON lines
    #[arg(long)]
    batch: bool,
    /// Language of the reasons: en, ru, ro
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Record {
    id: serde_json::Value,
    lang: String,
    channel: Option<String>,
    subject: Option<String>,
    body: String,
    is_public: bool,
    written_at: Option<String>,
    received_at: Option<String>,
    moves: Option<u32>,
    now: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    id: serde_json::Value,
    call_needed: bool,
    triggers: Vec<Found>,
    severity: u8,
    urgency: u8,
}

#[derive(Debug, Serialize)]
struct Found {
    trigger: String,
    evidence: Vec<Span>,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Span {
    start: usize,
    end: usize,
}

/// # Errors
/// A file that cannot be read, or an unknown language.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let ui = super::ui_lang(&args.lang)?;
    if args.batch {
        return batch::run(&args.files, |record: Record| Ok(answer(record, ui)));
    }
    for (name, body) in batch::read_texts(&args.files)? {
        let complaint = Complaint { body: &body, ..Complaint::default() };
        print!("{}", readable(&name, &body, &judge(&complaint, ui.tag())));
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(record: Record, ui: UiLang) -> Answer {
    let channel = record.channel.as_deref().map(Channel::from_source);
    let at = |text: &Option<String>| text.as_deref().and_then(moment);
    let complaint = Complaint {
        lang: &record.lang,
        channel: channel.as_ref(),
        subject: record.subject.as_deref().unwrap_or_default(),
        body: &record.body,
        is_public: record.is_public,
        written_at: at(&record.written_at),
        received_at: at(&record.received_at),
        moves: record.moves.unwrap_or_default(),
        now: at(&record.now),
        ..Complaint::default()
    };
    let judged = judge(&complaint, ui.tag());
    let points = CodePoints::new(&record.body);
    let triggers = judged.suggestions.into_iter().map(|s| Found {
        trigger: s.trigger.as_str().to_owned(),
        evidence: s.evidence.iter().map(|e| Span { start: points.at(e.start), end: points.at(e.end) }).collect(),
        reason: s.reason,
    });
    let triggers = triggers.collect();
    Answer {
        triggers,
        id: record.id,
        call_needed: judged.call_needed,
        severity: judged.severity,
        urgency: judged.urgency,
    }
}

/// The judgement as a compiler tells it: place, reason, the line with carets below.
fn readable(name: &str, body: &str, judged: &Judgement) -> String {
    let mut out = format!("{name}: severity {}, urgency {}\n", judged.severity, judged.urgency);
    let points = CodePoints::new(body);
    for suggestion in &judged.suggestions {
        let places = suggestion.evidence.iter().map(|e| Place::of(body, points.at(e.start)..points.at(e.end)));
        let places: Vec<Place> = places.collect();
        let at = places.first().map_or_else(|| name.to_owned(), |p| format!("{name}:{}:{}", p.line, p.column));
        let _ = writeln!(out, "{at}: {}: {}", suggestion.trigger.as_str(), safe_line(&suggestion.reason));
        for place in &places {
            let _ = write!(out, "{place}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readable_form_shows_the_evidence_where_it_stands() {
        let body = "Здравствуйте!\nПосле вашего мастера розетка искрит, пахнет гарью.";
        let told = readable("a.txt", body, &judge(&Complaint { body, ..Complaint::default() }, "ru"));
        assert!(told.contains("a.txt:2:"), "{told}");
        assert!(told.contains(": safety: "), "{told}");
        assert!(told.contains("    После вашего мастера розетка искрит"), "{told}");
        assert!(told.lines().any(|line| line.trim_start().starts_with("^^^")), "{told}");
    }
}
