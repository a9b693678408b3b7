//! `sincerely generate weights`: learns from the labelled sentences what sentences say.
//!
//! Not its duty: learning (`gist`).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::gist::{Fields, Sample, train};
use crate::letter::{LACKS, RuleExamples, THINGS};
use crate::text::Tokens;
use crate::triage::Triage;

/// What is learnt from: folders of `gist/sentences/LANG/`, each a kind of text with weights of its own.
const KINDS: [&str; 2] = ["letters", "complaints"];
const LANGUAGES: [&str; 3] = ["ru", "en", "ro"];

/// What a rule's file says must and must not be found counts more than any other sentence.
const EXAMPLE: f64 = 8.0;

/// What a sentence that promises says, and what such a sentence is called.
const PROMISES: [&str; 3] = ["plan", "control", "undated"];
const PROMISE: &str = "promise";

/// A line of a file of sentences.
#[derive(Debug, Deserialize)]
struct Line {
    /// The sentence.
    t: String,
    /// What it says.
    l: Vec<String>,
    /// Who says it.
    #[serde(default)]
    v: String,
    /// The labels that its reader looked for; all of them when it is not said.
    o: Option<Vec<String>>,
    /// The number of the whole letter it is from; none for a sentence that was written to show something.
    n: Option<u32>,
}

/// Reads `DIR/fields` and `DIR/sentences`, writes `DIR/weights`.
///
/// # Errors
/// A file cannot be read or written, or a line is broken: with its place.
pub fn generate(folder: &Path) -> anyhow::Result<()> {
    for lang in LANGUAGES {
        let path = folder.join("fields").join(format!("{lang}.txt"));
        let fields = Fields::of(&read(&path)?);
        for kind in KINDS {
            let mut samples = samples(&folder.join("sentences").join(lang).join(kind))?;
            samples.extend(if kind == "letters" { examples(lang) } else { complaint_examples(lang) });
            let weights = train(&fields, &samples);
            let path = folder.join("weights").join(format!("{kind}.{lang}"));
            fs::write(&path, weights.to_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
            eprintln!("{}: learnt from {} sentences", path.display(), samples.len());
        }
    }
    Ok(())
}

/// The examples in the files of the rules: they are sentences with and without a fault too.
fn examples(lang: &str) -> Vec<Sample> {
    let mut samples = Vec::new();
    let faults = THINGS.iter().map(|thing| (thing.rule, thing.name, true));
    let lacks = LACKS.iter().map(|(rule, thing)| (*rule, *thing, false));
    for (rule, thing, is_fault) in faults.chain(lacks) {
        for (_, examples) in RuleExamples::shipped(rule).into_iter().filter(|(l, _)| l == lang) {
            let labels = |says: bool| if says { vec![thing.to_owned()] } else { Vec::new() };
            let found = examples.found.iter().map(|text| (text, labels(is_fault)));
            let all = found.chain(examples.clean.iter().map(|text| (text, labels(!is_fault))));
            samples.extend(all.filter(|(text, _)| !text.contains("\n\n")).map(|(text, labels)| Sample {
                words: Tokens::of(text).as_str().to_owned(),
                labels,
                weight: EXAMPLE,
                voice: format!("rules {rule}"),
                ordinary: false,
                judged: None,
            }));
        }
    }
    samples
}

/// The examples in the files of the triage: what is plain danger in one short sentence must weigh as such.
fn complaint_examples(lang: &str) -> Vec<Sample> {
    let all = Triage::shipped().examples(lang).into_iter();
    all.map(|(text, trigger)| Sample {
        words: Tokens::of(text).as_str().to_owned(),
        labels: trigger.map(|trigger| trigger.as_str().to_owned()).into_iter().collect(),
        weight: EXAMPLE,
        voice: "triage".to_owned(),
        ordinary: false,
        judged: None,
    })
    .collect()
}

fn samples(folder: &Path) -> anyhow::Result<Vec<Sample>> {
    let listing = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = listing.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut samples = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().display().to_string();
        for (number, line) in (1..).zip(read(&file)?.lines()) {
            let line: Line =
                serde_json::from_str(line).with_context(|| format!("{}, line {number}", file.display()))?;
            let ordinary = line.n.is_some();
            let mut labels = line.l;
            if line.o.is_none() && labels.iter().any(|l| PROMISES.contains(&l.as_str())) {
                labels.push(PROMISE.to_owned());
            }
            samples.push(Sample {
                words: Tokens::of(&line.t).as_str().to_owned(),
                labels,
                weight: 1.0,
                judged: line.o,
                // Sentences of one letter belong together.
                voice: line.n.map_or(line.v, |n| format!("{name} {n}")),
                ordinary,
            });
        }
    }
    Ok(samples)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
