//! Which format a file has: by its name, else by its first bytes.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::unreadable;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Mbox,
    /// A folder with `cur` and `new`, or one with .eml files
    Maildir,
    /// One mail
    Eml,
    /// One JSON object a line
    #[value(name = "jsonl")]
    JsonLines,
    /// Comma, semicolon, tab or bar between the columns
    Csv,
}

/// The format of a file or folder; what was said wins.
pub(super) fn of(path: &Path, said: Option<Format>) -> Result<Format, String> {
    let meta = std::fs::metadata(path).map_err(unreadable)?;
    if meta.is_dir() {
        return Ok(Format::Maildir);
    }
    if let Some(format) = said {
        return Ok(format);
    }
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    match extension.as_str() {
        "mbox" | "mbx" => Ok(Format::Mbox),
        "eml" => Ok(Format::Eml),
        "jsonl" | "ndjson" => Ok(Format::JsonLines),
        "csv" | "tsv" | "tab" => Ok(Format::Csv),
        _ => by_content(path),
    }
}

fn by_content(path: &Path) -> Result<Format, String> {
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head)).map_err(unreadable)?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let begins = |text: &str| head.starts_with(text.as_bytes());
    if head.is_empty() {
        return Err("is empty".to_owned());
    }
    if begins("[") {
        return Err("holds a JSON array; write one object a line instead (jq -c '.[]' does it)".to_owned());
    }
    if begins("From ") {
        return Ok(Format::Mbox);
    }
    if begins("{") {
        return Ok(Format::JsonLines);
    }
    if is_header_line(head) {
        return Ok(Format::Eml);
    }
    Err("is of no known format; say which with --format mbox, maildir, eml, jsonl or csv".to_owned())
}

/// "Received: from …"
fn is_header_line(head: &[u8]) -> bool {
    let name: Vec<u8> = head.iter().copied().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').collect();
    !name.is_empty() && head[name.len()..].starts_with(b": ")
}
