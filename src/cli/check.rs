//! `sincerely check`: what the engine says of a letter, from editors, scripts and CI.
//!
//! Not its duty: judging (`letter`), records (`evaluation`).

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use jiff::civil::DateTime;
use serde::Serialize;

use super::place::Place;
use super::{batch, rules};
use crate::config::{Paths, load_speller};
use crate::evaluation::{LetterContext, LetterRecord, Pasts, WireFinding};
use crate::i18n::UiLang;
use crate::letter::{Speller, spelling_language};
use crate::text::detect_language;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
With --batch each line is a JSON object: id, lang, reply, context {customer_name, operator_name, channel, is_public, now,
customer_letter, earlier_replies}, template_group. Each answer is one: id, findings [{rule, severity, start, end, message,
source, fixes}]; offsets count Unicode code points.

Exit code: 0 nothing blocks; 1 something blocks, or a line of a batch could not be read; 2 nothing could be done.")]
pub struct Args {
    /// Letters as text files; stdin without a file
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read JSON lines, answer with JSON lines
    #[arg(long)]
    batch: bool,
    /// Language of the messages: en, ru, ro
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: String,
    /// Language of the letter [default: what the text shows]
    #[arg(long, value_name = "TAG")]
    letter_lang: Option<String>,
    /// The customer's name as the letter should use it
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// The name that must stand below the letter
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    /// The channel it goes out on: email, chat, review, …
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
    /// The answer will stand in public
    #[arg(long)]
    public: bool,
    /// The letter that is answered
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// The writer's clock, e.g. 2026-11-23T10:15 [default: now]
    #[arg(long, value_name = "TIME")]
    now: Option<DateTime>,
}

/// One answer of a batch.
#[derive(Debug, Serialize)]
struct Answer {
    id: String,
    findings: Vec<WireFinding>,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let ui = super::ui_lang(&args.lang)?;
    let rules = rules::load()?;
    if args.batch {
        let (records, broken) = batch::records::<LetterRecord>(&args.files)?;
        let pasts = Pasts::of(&records);
        let mut out = std::io::stdout().lock();
        for (index, record) in records.iter().enumerate() {
            let findings = record.findings(&rules, &pasts.of_record(index), None, ui.tag());
            serde_json::to_writer(&mut out, &Answer { id: record.id.clone(), findings })?;
            out.write_all(b"\n")?;
        }
        return Ok(if broken > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    let customer_letter = args.answers.as_deref().map(read).transpose()?;
    let (mut blocks, mut spellers) = (false, Vec::new());
    for (name, text) in batch::read_texts(&args.files)? {
        let record = LetterRecord {
            lang: args.letter_lang.clone().unwrap_or_else(|| detect_language(&text).unwrap_or("en").to_owned()),
            reply: text,
            context: LetterContext {
                customer_name: args.customer.clone(),
                operator_name: args.operator.clone(),
                channel: args.channel.clone(),
                is_public: args.public,
                now: args.now.or_else(|| Some(jiff::Zoned::now().datetime())),
                customer_letter: customer_letter.clone(),
                earlier_replies: Vec::new(),
            },
            ..LetterRecord::default()
        };
        let findings = record.findings(&rules, &[], speller(&record.lang, &mut spellers), ui.tag());
        blocks |= findings.iter().any(|f| f.severity == "block");
        print!("{}", report(&name, &record.reply, &findings, ui));
    }
    Ok(if blocks { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The dictionaries of a language, read once; that there are none is told once. A batch is judged without them, so that its
/// answers are the same on every machine.
fn speller<'s>(lang: &str, known: &'s mut Vec<(&'static str, Speller)>) -> Option<&'s Speller> {
    let lang = spelling_language(lang)?;
    if !known.iter().any(|(tag, _)| *tag == lang) {
        let (speller, problems) = load_speller(&Paths::of_user().ok()?, &[lang]);
        for problem in problems {
            eprintln!("sincerely: {problem}");
        }
        known.push((lang, speller));
    }
    known.iter().find(|(tag, _)| *tag == lang).map(|(_, speller)| speller)
}

fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The findings as a compiler tells them: place, words, the line with carets below.
fn report(name: &str, text: &str, findings: &[WireFinding], ui: UiLang) -> String {
    let mut out = String::new();
    for finding in findings {
        let place = finding.start.zip(finding.end).map(|(start, end)| Place::of(text, start..end));
        let at = place.as_ref().map_or_else(|| name.to_owned(), |p| format!("{name}:{}:{}", p.line, p.column));
        let _ = writeln!(out, "{at}: {}: {} [{}, {}]", finding.severity, finding.message, finding.rule, finding.source);
        if let Some(place) = place {
            let _ = write!(out, "{place}");
        }
        for fix in &finding.fixes {
            let _ = writeln!(out, "    = {}", fix.label);
        }
    }
    let summary = match (ui, findings.len()) {
        (UiLang::Ru, 0) => format!("{name}: замечаний нет"),
        (UiLang::Ru, n) => format!("{name}: замечаний: {n}"),
        (UiLang::Ro, 0) => format!("{name}: nicio observație"),
        (UiLang::Ro, n) => format!("{name}: observații: {n}"),
        (UiLang::En, 0) => format!("{name}: nothing to say"),
        (UiLang::En, n) => format!("{name}: findings: {n}"),
    };
    let _ = writeln!(out, "{summary}");
    out
}
