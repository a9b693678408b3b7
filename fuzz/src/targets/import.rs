//! Files from outside, the whole way: read, threaded, made cases, taken in by the rules of the server.

use std::io::Write;
use std::path::PathBuf;

use jiff::Timestamp;
use sincerely::intake::{Format, Options, read};
use sincerely::text::{make_safe, safe_line};

use super::rules::arrives;

pub fn mail(data: &[u8]) {
    import(data, Format::Eml);
}

pub fn mbox(data: &[u8]) {
    import(data, Format::Mbox);
}

pub fn csv(data: &[u8]) {
    import(data, Format::Csv);
}

pub fn json_lines(data: &[u8]) {
    import(data, Format::JsonLines);
}

/// Records of one input that are looked at closely; a table has thousands of the same.
const RECORDS: usize = 50;

fn import(data: &[u8], format: Format) {
    let file = file_of(data);
    let own = vec![String::from("@shop.md"), String::from("anna@shop.md")];
    let options = Options { format: Some(format), own, ..Options::default() };
    let now: Timestamp = "2026-03-02T12:00:00Z".parse().expect("a fixed instant");
    for record in read(&[PathBuf::from(file.path())], &options).take(RECORDS) {
        let record = match record {
            Ok(record) => record,
            Err(skipped) => {
                assert!(!skipped.why.is_empty(), "what is left out has a reason");
                continue;
            }
        };
        for content in &record.contents {
            assert!(content.attachment.hash.is_well_formed());
            assert_eq!(content.attachment.size, content.bytes.len() as u64);
        }
        let wire = serde_json::to_string(&record.case).expect("a case can be written");
        assert_eq!(serde_json::from_str::<sincerely::model::acts::NewCase>(&wire).expect("and read"), record.case);
        for message in &record.case.messages {
            let _ = (make_safe(&message.body), safe_line(&message.subject));
        }
        arrives(&record.case, now);
    }
}

/// The input as a file; the readers seek in files.
fn file_of(data: &[u8]) -> tempfile::NamedTempFile {
    let memory = std::path::Path::new("/dev/shm");
    let file = if memory.is_dir() { tempfile::NamedTempFile::new_in(memory) } else { tempfile::NamedTempFile::new() };
    let mut file = file.expect("a file can be made");
    file.write_all(data).expect("the file can be written");
    file
}
