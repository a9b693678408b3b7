//! CSV: a header line that names the columns, any usual delimiter, any usual charset.
//!
//! A stray quotation mark swallows the lines after it; such a record is told, and reading goes on at its second line.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Position, ReaderBuilder};
use encoding_rs::Encoding;

use super::fields::{Field, Flat};
use super::{At, Found, Options, Place, Reader, Record, Skipped, charset, unreadable};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Bytes by which delimiter and charset are told.
const SAMPLE: u64 = 64 << 10;

pub fn open(path: &Path, options: &Options) -> Result<Reader, String> {
    let mut file = File::open(path).map_err(unreadable)?;
    let mut sample = Vec::new();
    file.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(unreadable)?;
    let encoding = charset::find(&sample, None);
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let input: Box<dyn Input> = if encoding.is_ascii_compatible() {
        Box::new(BufReader::with_capacity(1 << 18, file))
    } else {
        // UTF-16, as spreadsheets write "Unicode text": the reader needs single bytes.
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unreadable)?;
        Box::new(Cursor::new(encoding.decode(&bytes).0.into_owned().into_bytes()))
    };
    let table = Table::new(input, &encoding.decode(&sample).0, path, options)?;
    Ok(Box::new(Table {
        encoding: if encoding.is_ascii_compatible() { encoding } else { encoding_rs::UTF_8 },
        ..table
    }))
}

/// The name under which the ids of a file are kept apart from those of another.
pub fn file_stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "import".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

trait Input: BufRead + Seek + Send {}
impl<T: BufRead + Seek + Send> Input for T {}

struct Table {
    reader: csv::Reader<Box<dyn Input>>,
    encoding: &'static Encoding,
    /// What each column holds.
    columns: Vec<Option<Field>>,
    path: PathBuf,
    source: String,
    options: Options,
    record: ByteRecord,
}

impl Table {
    fn new(input: Box<dyn Input>, sample: &str, path: &Path, options: &Options) -> Result<Self, String> {
        let fields =
            |names: &[String]| -> Vec<Option<Field>> { names.iter().map(|name| options.columns.field(name)).collect() };
        let header = |delimiter: u8| header_line(sample, delimiter);
        let known = |delimiter: u8| {
            let names = header(delimiter);
            (fields(&names).into_iter().flatten().count(), names.len())
        };
        let delimiter = DELIMITERS.into_iter().rev().max_by_key(|delimiter| known(*delimiter)).unwrap_or(b',');
        let names = header(delimiter);
        let columns = fields(&names);
        if !columns.iter().flatten().any(|field| matches!(field, Field::Body | Field::Subject)) {
            let names = names.join(", ");
            return Err(format!(
                "has no column with the text of the complaint (columns: {names}); name it with --map body=COLUMN"
            ));
        }
        Ok(Self {
            reader: ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(true).from_reader(input),
            encoding: encoding_rs::UTF_8,
            columns,
            path: path.to_owned(),
            source: options.source.clone().unwrap_or_else(|| file_stem(path)),
            options: options.clone(),
            record: ByteRecord::new(),
        })
    }

    fn case(&self) -> Result<Record, String> {
        let width = self.columns.len();
        if self.record.len() > width {
            return Err(format!("has {} columns, the header has {width}", self.record.len()));
        }
        let mut flat = Flat::default();
        let is_utf8 = self.record.iter().all(|value| std::str::from_utf8(value).is_ok());
        let encoding = if is_utf8 { encoding_rs::UTF_8 } else { self.record_encoding() };
        for (field, value) in self.columns.iter().zip(&self.record) {
            if let Some(field) = field {
                flat.set(*field, &encoding.decode_without_bom_handling(value).0);
            }
        }
        let case = flat.into_case(&self.source, &self.options)?;
        Ok(Record { case, contents: vec![], place: self.place() })
    }

    /// The file's charset, or, when its beginning did not show it, that of the record.
    fn record_encoding(&self) -> &'static Encoding {
        if self.encoding == encoding_rs::UTF_8 { charset::find(self.record.as_slice(), None) } else { self.encoding }
    }

    fn place(&self) -> Place {
        Place { file: self.path.clone(), at: At::Line(self.begin().line()) }
    }

    /// Where the current record begins.
    fn begin(&self) -> Position {
        self.record.position().cloned().unwrap_or_else(Position::new)
    }

    /// Goes back to the second line of the current record, if it has one.
    fn go_on_at_second_line(&mut self) -> csv::Result<()> {
        let begin = self.begin();
        if self.reader.position().line() <= begin.line() + 1 {
            return Ok(());
        }
        let mut line = Vec::new();
        self.reader.get_mut().seek(SeekFrom::Start(begin.byte()))?;
        let length = self.reader.get_mut().read_until(b'\n', &mut line)? as u64;
        let mut second = Position::new();
        second.set_byte(begin.byte() + length).set_line(begin.line() + 1).set_record(begin.record() + 1);
        self.reader.seek_raw(SeekFrom::Start(second.byte()), second)
    }
}

impl Iterator for Table {
    type Item = (u64, Found);

    fn next(&mut self) -> Option<Self::Item> {
        let before = self.reader.position().byte();
        let mut record = std::mem::take(&mut self.record);
        let read = self.reader.read_byte_record(&mut record);
        self.record = record;
        match read {
            Ok(false) => None,
            Ok(true) => {
                let case = self.case();
                let bytes = self.reader.position().byte().saturating_sub(before);
                let found = case.map_err(|why| {
                    let place = self.place();
                    let why = match self.go_on_at_second_line() {
                        Ok(()) => why,
                        Err(error) => format!("{why}; {error}"),
                    };
                    Skipped { place, why }
                });
                Some((bytes, found))
            }
            Err(error) => {
                let line = At::Line(self.reader.position().line());
                Some((0, Err(Skipped::new(&self.path, line, format!("cannot be read: {error}")))))
            }
        }
    }
}

fn header_line(sample: &str, delimiter: u8) -> Vec<String> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(sample.as_bytes());
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(|name| name.trim().trim_start_matches('\u{feff}').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], options: &Options) -> Vec<Found> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("list.csv");
        std::fs::write(&path, bytes).unwrap();
        open(&path, options).unwrap().map(|(_, found)| found).collect()
    }

    fn bodies(bytes: &[u8]) -> Vec<String> {
        let found = read(bytes, &Options::default());
        found.into_iter().map(|found| found.map_or_else(|s| s.why, |r| r.case.messages[0].body.clone())).collect()
    }

    #[test]
    fn delimiters_are_found() {
        for delimiter in [",", ";", "\t", "|"] {
            let text = ["Имя{}Текст", "Анна{}\"не греет; не светит, не работает\""].join("\n").replace("{}", delimiter);
            assert_eq!(bodies(text.as_bytes()), ["не греет; не светит, не работает"], "{delimiter}");
        }
    }

    #[test]
    fn charsets_of_spreadsheets_are_read() {
        let text = "Имя;Жалоба;Дата\r\nАнна Петровна;Чайник не греет;14.03.2026\r\n";
        let (cp1251, ..) = encoding_rs::WINDOWS_1251.encode(text);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [cp1251.as_ref(), &utf16, text.as_bytes(), format!("\u{feff}{text}").as_bytes()] {
            let found = read(bytes, &Options::default());
            let case = &found[0].as_ref().unwrap().case;
            assert_eq!(
                (case.messages[0].body.as_str(), case.customer.name.patronymic.as_str()),
                ("Чайник не греет", "Петровна")
            );
        }
    }

    #[test]
    fn a_stray_quotation_mark_costs_one_record() {
        let text = "id,body\n1,one\n2,\"two\n3,three\n4,\"four, \"\"4\"\"\"\n5,five,too,many\n6,six\n";
        let found = read(text.as_bytes(), &Options::default());
        let ids: Vec<Option<String>> =
            found.iter().map(|found| found.as_ref().ok().and_then(|r| r.case.external_id.clone())).collect();
        assert_eq!(ids.iter().flatten().collect::<Vec<_>>(), ["1", "3", "4", "6"], "{found:?}");
        let skipped: Vec<At> = found.iter().filter_map(|found| found.as_ref().err()).map(|s| s.place.at).collect();
        assert_eq!(skipped, [At::Line(3), At::Line(6)]);
    }

    #[test]
    fn without_a_column_for_the_text_the_columns_are_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("list.csv");
        std::fs::write(&path, "wer,was\nAnna,kaputt\n").unwrap();
        let why = open(&path, &Options::default()).err().unwrap();
        assert!(why.contains("wer, was") && why.contains("--map body="), "{why}");
        let mapped = Options { columns: "body=was,customer=wer".parse().unwrap(), ..Options::default() };
        assert_eq!(read(b"wer,was\nAnna,kaputt\n", &mapped)[0].as_ref().unwrap().case.messages[0].body, "kaputt");
    }

    proptest! {
        #[test]
        fn any_bytes_below_a_header_are_read_to_the_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let text = [b"id;body\n", bytes.as_slice()].concat();
            let _ = read(&text, &Options::default());
        }

        #[test]
        fn any_quotes_are_read_to_the_end(text in "[a\",;\n\r]{0,80}") {
            let _ = read(format!("id,body\n{text}").as_bytes(), &Options::default());
        }
    }
}
