//! JSON lines in, JSON lines out: what `check`, `triage` and `promises` share with `--batch`.
//!
//! A line that cannot be read is told on stderr with its number, and the others are answered. Not its duty: what is
//! done with a line.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Answers each line of the files (stdin when there are none, or for `-`) with one line on stdout.
///
/// # Errors
/// A file that cannot be opened or read, or output that cannot be written. A line that is no right input is no error
/// but the exit code 1.
pub fn run<In, Out>(inputs: &[PathBuf], mut answer: impl FnMut(In) -> anyhow::Result<Out>) -> anyhow::Result<ExitCode>
where
    In: DeserializeOwned,
    Out: Serialize,
{
    let mut out = BufWriter::new(io::stdout().lock());
    let mut wrong = 0;
    for (name, input) in open(inputs)? {
        wrong += answer_lines(&name, input, &mut out, &mut answer)?;
    }
    out.flush()?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All records at once, for answers that depend on the others; with the number of lines that could not be read.
///
/// # Errors
/// A file that cannot be opened or read.
pub fn records<In: DeserializeOwned>(inputs: &[PathBuf]) -> anyhow::Result<(Vec<In>, usize)> {
    let (mut records, mut wrong) = (Vec::new(), 0);
    for (name, input) in open(inputs)? {
        let mut keep = |record: In| {
            records.push(record);
            Ok(())
        };
        wrong += answer_lines(&name, input, &mut io::sink(), &mut keep)?;
    }
    Ok((records, wrong))
}

/// The whole text of each file, or of stdin; bytes that are no UTF-8 are read as the replacement character.
///
/// # Errors
/// A file that cannot be read.
pub fn read_texts(inputs: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for (name, mut input) in open(inputs)? {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).with_context(|| format!("{name} cannot be read"))?;
        texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(texts)
}

type Input = (String, Box<dyn BufRead>);

/// All inputs, opened before the first is read: a misspelt name is told at once.
fn open(inputs: &[PathBuf]) -> anyhow::Result<Vec<Input>> {
    let stdin = || -> Input { ("stdin".to_owned(), Box::new(BufReader::new(io::stdin()))) };
    if inputs.is_empty() {
        return Ok(vec![stdin()]);
    }
    let opened = |path: &PathBuf| -> anyhow::Result<Input> {
        if path.as_os_str() == OsStr::new("-") {
            return Ok(stdin());
        }
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("{name} cannot be opened"))?;
        Ok((name, Box::new(BufReader::new(file))))
    };
    inputs.iter().map(opened).collect()
}

/// Answers the lines of one input; the number of lines that could not be answered.
fn answer_lines<In: DeserializeOwned, Out: Serialize>(
    name: &str,
    mut input: impl BufRead,
    out: &mut impl Write,
    answer: &mut impl FnMut(In) -> anyhow::Result<Out>,
) -> anyhow::Result<usize> {
    let (mut wrong, mut number, mut line) = (0, 0, Vec::new());
    loop {
        line.clear();
        number += 1;
        if input.read_until(b'\n', &mut line).with_context(|| format!("{name} cannot be read"))? == 0 {
            return Ok(wrong);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        let answered = serde_json::from_str::<In>(text).map_err(anyhow::Error::from).and_then(&mut *answer);
        match answered {
            Ok(answered) => {
                serde_json::to_writer(&mut *out, &answered)?;
                out.write_all(b"\n")?;
            }
            Err(error) => {
                wrong += 1;
                eprintln!("{name}:{number}: {error:#}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubled(input: &[u8]) -> (usize, String) {
        let mut out = Vec::new();
        let mut double = |n: i64| n.checked_mul(2).context("too large");
        let wrong = answer_lines("test", input, &mut out, &mut double).unwrap();
        (wrong, String::from_utf8(out).unwrap())
    }

    #[test]
    fn wrong_lines_are_counted_and_the_rest_is_answered() {
        assert_eq!(doubled(b"\xef\xbb\xbf1\n\n  2\r\nx\n\xff\n9223372036854775807\n3"), (3, "2\n4\n6\n".to_owned()));
        assert_eq!(doubled(b""), (0, String::new()));
    }
}
