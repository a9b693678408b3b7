//! JSON lines: one record a line, names of fields as in `fields`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::fields::Flat;
use super::{At, Found, Options, Place, Reader, Record, Skipped, charset, unreadable};

/// A longer line is not read as a record.
const LINE: usize = 16 << 20;

pub fn open(path: &Path, options: &Options) -> Result<Reader, String> {
    let file = File::open(path).map_err(unreadable)?;
    let source = options.source.clone().unwrap_or_else(|| super::table::file_stem(path));
    let lines = Lines {
        reader: BufReader::with_capacity(1 << 18, file),
        path: path.to_owned(),
        source,
        options: options.clone(),
        number: 0,
        broken: false,
    };
    Ok(Box::new(lines))
}

struct Lines<R> {
    reader: R,
    path: PathBuf,
    source: String,
    options: Options,
    number: u64,
    broken: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (u64, Found);

    fn next(&mut self) -> Option<Self::Item> {
        let mut taken = 0;
        loop {
            if self.broken {
                return None;
            }
            self.number += 1;
            let line = match next_line(&mut self.reader) {
                Ok(Some(line)) => line,
                Ok(None) => return None,
                Err(error) => {
                    self.broken = true;
                    return Some((taken, Err(Skipped::new(&self.path, At::Line(self.number), unreadable(error)))));
                }
            };
            taken += line.length;
            match line.text {
                None => {
                    let why = format!("is longer than {} MB", LINE >> 20);
                    return Some((taken, Err(self.skipped(why))));
                }
                Some(bytes) => {
                    let text = charset::decode(&bytes, None);
                    if !text.trim().is_empty() {
                        return Some((taken, self.record(&text)));
                    }
                }
            }
        }
    }
}

impl<R> Lines<R> {
    fn record(&self, text: &str) -> Found {
        let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            self.skipped(format!("is no JSON object ({:?}, column {})", error.classify(), error.column()))
        })?;
        let mut flat = Flat::default();
        for (name, value) in &object {
            if let (Some(field), Some(value)) = (self.options.columns.field(name), plain(value)) {
                flat.set(field, &value);
            }
        }
        let case = flat.into_case(&self.source, &self.options).map_err(|why| self.skipped(why))?;
        let place = Place { file: self.path.clone(), at: At::Line(self.number) };
        Ok(Record { case, contents: vec![], place })
    }

    fn skipped(&self, why: impl Into<String>) -> Skipped {
        Skipped::new(&self.path, At::Line(self.number), why)
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Array(list) => Some(list.iter().filter_map(plain).collect::<Vec<_>>().join(", ")),
        Value::Null | Value::Object(_) => None,
    }
}

struct Line {
    /// Bytes in the file.
    length: u64,
    /// None when it was too long to be held.
    text: Option<Vec<u8>>,
}

fn next_line(reader: &mut impl BufRead) -> std::io::Result<Option<Line>> {
    let mut text = Vec::new();
    let mut length = reader.by_ref().take(LINE as u64).read_until(b'\n', &mut text)? as u64;
    if length == 0 {
        return Ok(None);
    }
    if text.ends_with(b"\n") || text.len() < LINE {
        return Ok(Some(Line { length, text: Some(text) }));
    }
    drop(text);
    loop {
        let held = reader.fill_buf()?;
        let end = held.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(held.len(), |end| end + 1);
        reader.consume(taken);
        length += taken as u64;
        if end.is_some() || taken == 0 {
            return Ok(Some(Line { length, text: None }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &[u8]) -> Vec<Found> {
        let lines = Lines {
            reader: text,
            path: "x.jsonl".into(),
            source: "x".into(),
            options: Options::default(),
            number: 0,
            broken: false,
        };
        lines.map(|(_, found)| found).collect()
    }

    #[test]
    fn a_broken_line_is_told_and_the_rest_is_read() {
        let found = read("{\"id\":1,\"body\":\"Плохо\"}\n{\"id\":2,\n\n[]\n{\"id\":3,\"body\":\"Хуже\"}".as_bytes());
        assert_eq!(found.len(), 4);
        assert_eq!(found[0].as_ref().unwrap().case.external_id.as_deref(), Some("1"));
        assert!(found[1].as_ref().unwrap_err().to_string().starts_with("x.jsonl, line 2: is no JSON object"));
        assert_eq!(found[2].as_ref().unwrap_err().place.at, At::Line(4));
        assert_eq!(found[3].as_ref().unwrap().place.at, At::Line(5));
    }

    #[test]
    fn an_endless_line_is_passed_over() {
        let mut text = vec![b'x'; LINE + 100];
        text.extend(b"\n{\"body\":\"ok\"}\n");
        let found = read(&text);
        assert!(found[0].as_ref().unwrap_err().why.contains("longer"));
        assert!(found[1].is_ok());
    }

    #[test]
    fn a_mark_at_the_beginning_and_an_old_charset_are_read() {
        let (old, ..) = encoding_rs::WINDOWS_1251.encode("{\"body\":\"Не работает чайник, верните деньги\"}\n");
        assert_eq!(read(&old)[0].as_ref().unwrap().case.messages[0].body, "Не работает чайник, верните деньги");
        assert!(read(b"\xef\xbb\xbf{\"body\":\"ok\"}")[0].is_ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_the_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_values_are_read(body in ".{0,30}", id in any::<Option<i64>>(), date in "[0-9.:T-]{0,16}") {
            let line = serde_json::json!({"body": body, "id": id, "date": date, "tags": ["a", {}], "moves": -1.5});
            let _ = read(line.to_string().as_bytes());
        }
    }
}
