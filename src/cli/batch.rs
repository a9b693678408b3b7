//! JSON lines in, JSON lines out: the plumbing of `check`, `triage` and `promises`.
//!
//! A line that cannot be read is told on stderr by file and line, and the rest is answered. Not its duty: what an answer says.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One input by name: a file, or stdin when no file (or `-`) is given.
pub fn inputs(files: &[PathBuf]) -> anyhow::Result<Vec<(String, Box<dyn Read>)>> {
    let stdin = || ("<stdin>".to_owned(), Box::new(std::io::stdin()) as Box<dyn Read>);
    if files.is_empty() {
        return Ok(vec![stdin()]);
    }
    let open = |path: &PathBuf| {
        if path == Path::new("-") {
            return Ok(stdin());
        }
        let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok((path.display().to_string(), Box::new(file) as Box<dyn Read>))
    };
    files.iter().map(open).collect()
}

/// The whole text of every input; bytes that are no UTF-8 become replacement characters.
pub fn texts(files: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    inputs(files)?
        .into_iter()
        .map(|(name, mut input)| {
            let mut bytes = Vec::new();
            input.read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
            Ok((name, String::from_utf8_lossy(&bytes).into_owned()))
        })
        .collect()
}

/// Reads every record; the second number counts the lines that could not be read, each told on stderr.
pub fn records<In: DeserializeOwned>(files: &[PathBuf]) -> anyhow::Result<(Vec<In>, usize)> {
    let (mut records, mut broken) = (Vec::new(), 0);
    for (name, input) in inputs(files)? {
        broken += each(&name, input, |record| {
            records.push(record);
            Ok(())
        })?;
    }
    Ok((records, broken))
}

/// Answers every record as it comes, so that a pipe sees each answer at once; counts the lines that could not be read.
pub fn run<In: DeserializeOwned, Out: Serialize>(
    files: &[PathBuf],
    mut answer: impl FnMut(In) -> Out,
) -> anyhow::Result<usize> {
    let mut broken = 0;
    for (name, input) in inputs(files)? {
        broken += each(&name, input, |record| write(&answer(record)))?;
    }
    Ok(broken)
}

/// One answer on stdout.
pub fn write(answer: &impl Serialize) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, answer)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn each<In: DeserializeOwned>(
    name: &str,
    input: impl Read,
    mut take: impl FnMut(In) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let (mut reader, mut line, mut broken) = (BufReader::new(input), Vec::new(), 0);
    for number in 1.. {
        line.clear();
        if reader.read_until(b'\n', &mut line).with_context(|| format!("cannot read {name}"))? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_str(&String::from_utf8_lossy(&line)) {
            Ok(record) => take(record)?,
            Err(error) => {
                broken += 1;
                eprintln!("{name}:{number}: not used: {error}");
            }
        }
    }
    Ok(broken)
}
