//! `sincerely eval`: how well the engine agrees with labelled files, a table for each kind, language and set.
//!
//! Not its duty: counting (`evaluation`), judging (`letter`, `triage`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use serde_json::Value;

use super::batch;
use crate::evaluation::{
    CaseRecord, CaseVerdict, Count, LetterRecord, LetterVerdict, Pasts, PromiseRecord, PromiseVerdict, Ratio,
    WireFinding,
};
use crate::letter::Rules;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Every *.jsonl file below the folders is read; a record is a letter (it has reply and verdict), a complaint (call_needed)
or a text with promises (promises). Precision and recall stand with their 95 % intervals, since such sets are small.")]
pub struct Args {
    /// Folders or files of labelled records
    #[arg(required = true, value_name = "DIR")]
    from: Vec<PathBuf>,
    /// Also list every record that was judged otherwise than labelled, by id
    #[arg(long)]
    misses: bool,
}

/// Everything that was read from one set.
#[derive(Debug, Default)]
struct Set {
    letters: Vec<LetterRecord>,
    cases: Vec<CaseRecord>,
    promises: Vec<PromiseRecord>,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut broken = 0;
    for path in &args.from {
        let set = read(path, &mut broken)?;
        letters(path, &set.letters, args.misses);
        cases(path, &set.cases, args.misses);
        promises(path, &set.promises, args.misses);
    }
    Ok(if broken > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn read(path: &Path, broken: &mut usize) -> anyhow::Result<Set> {
    let mut files = Vec::new();
    if path.is_dir() {
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        files.extend(
            entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "jsonl")),
        );
        files.sort();
    } else {
        files.push(path.to_owned());
    }
    let mut set = Set::default();
    for file in files {
        let (values, bad) = batch::records::<Value>(std::slice::from_ref(&file))?;
        *broken += bad;
        for value in values {
            let has = |key: &str| value.get(key).is_some();
            let read = if has("verdict") && has("reply") {
                serde_json::from_value(value).map(|r| set.letters.push(r))
            } else if has("call_needed") {
                serde_json::from_value(value).map(|r| set.cases.push(r))
            } else if has("promises") {
                serde_json::from_value(value).map(|r| set.promises.push(r))
            } else {
                continue;
            };
            if let Err(error) = read {
                eprintln!("{}: a record was not used: {error}", file.display());
                *broken += 1;
            }
        }
    }
    Ok(set)
}

fn letters(path: &Path, records: &[LetterRecord], misses: bool) {
    if records.is_empty() {
        return;
    }
    let vocabulary: BTreeSet<String> = records.iter().flat_map(|r| &r.faults).map(|f| f.code.clone()).collect();
    let rules = Rules::shipped();
    let mut verdicts: BTreeMap<&str, LetterVerdict> = BTreeMap::new();
    let pasts = Pasts::of(records);
    for (index, record) in records.iter().enumerate() {
        let findings = record.findings(rules, &pasts.of_record(index), None, "en");
        for key in [record.lang.as_str(), "all"] {
            verdicts.entry(key).or_default().add(record, &findings, &vocabulary);
        }
        if misses {
            miss(record, &findings, &vocabulary);
        }
    }
    println!("\n{}: {} letters\n", path.display(), records.len());
    head();
    for (lang, verdict) in &verdicts {
        for (code, count) in &verdict.codes {
            row(lang, code, *count);
        }
        row(lang, "all codes together", verdict.micro());
        println!("  {lang:4} {:32} {}", "spans hit", ratio(verdict.spans));
        println!("  {lang:4} {:32} {}", "good letters with a finding", ratio(verdict.good_with_finding));
        for (rule, times) in &verdict.in_good {
            println!("  {lang:4} {:32} {times} in good letters", rule);
        }
    }
}

fn miss(record: &LetterRecord, findings: &[WireFinding], vocabulary: &BTreeSet<String>) {
    let labelled: BTreeSet<&str> = record.faults.iter().map(|f| f.code.as_str()).collect();
    let found: BTreeSet<&str> = findings.iter().map(|f| f.rule.as_str()).collect();
    let counted = |code: &&&str| !record.disputed.iter().any(|d| d == **code);
    for code in labelled.difference(&found).filter(counted) {
        println!("  missed  {} {code}", record.id);
    }
    let is_ok = record.verdict.as_deref() == Some("ok");
    for code in found.difference(&labelled).filter(counted).filter(|c| is_ok || vocabulary.contains(**c)) {
        println!("  extra   {} {code}", record.id);
    }
}

fn cases(path: &Path, records: &[CaseRecord], misses: bool) {
    if records.is_empty() {
        return;
    }
    let mut verdicts: BTreeMap<&str, CaseVerdict> = BTreeMap::new();
    for record in records {
        let found = record.found();
        for key in [record.lang.as_str(), "all"] {
            verdicts.entry(key).or_default().add(record, &found);
        }
        if misses {
            let (labelled, found): (BTreeSet<_>, BTreeSet<_>) =
                (record.triggers.iter().collect(), found.iter().collect());
            let counted = |t: &&&String| !record.disputed.contains(t);
            labelled.difference(&found).filter(counted).for_each(|t| println!("  missed  {} {t}", record.id));
            found.difference(&labelled).filter(counted).for_each(|t| println!("  extra   {} {t}", record.id));
        }
    }
    println!("\n{}: {} complaints\n", path.display(), records.len());
    head();
    for (lang, verdict) in &verdicts {
        for (trigger, count) in &verdict.triggers {
            row(lang, trigger, *count);
        }
        row(lang, "all triggers together", verdict.micro());
        row(lang, "call needed", verdict.call_needed);
    }
}

fn promises(path: &Path, records: &[PromiseRecord], misses: bool) {
    if records.is_empty() {
        return;
    }
    let mut verdicts: BTreeMap<&str, PromiseVerdict> = BTreeMap::new();
    for record in records {
        let found = record.found();
        for key in [record.lang.as_str(), "all"] {
            verdicts.entry(key).or_default().add(&record.promises, &found);
        }
        let mut own = PromiseVerdict::default();
        own.add(&record.promises, &found);
        if misses && (own.promises.extra + own.promises.missed > 0 || own.due.hits < own.due.of) {
            println!("  differs {}", record.id);
        }
    }
    println!("\n{}: {} texts with promises or without\n", path.display(), records.len());
    head();
    for (lang, verdict) in &verdicts {
        row(lang, "promises", verdict.promises);
        println!("  {lang:4} {:32} {}", "due exactly right", ratio(verdict.due));
    }
}

fn head() {
    println!("  {:4} {:32} {:>5} {:>5} {:>5}   precision          recall", "lang", "", "right", "extra", "miss");
}

fn row(lang: &str, name: &str, count: Count) {
    let (precision, recall) = (ratio(count.precision()), ratio(count.recall()));
    println!(
        "  {lang:4} {name:32} {:>5} {:>5} {:>5}   {precision:18} {recall}",
        count.right, count.extra, count.missed
    );
}

fn ratio(ratio: Ratio) -> String {
    match (ratio.value(), ratio.interval()) {
        (Some(value), Some((low, high))) => format!("{value:.3} ({low:.2}-{high:.2})"),
        _ => "-".to_owned(),
    }
}
