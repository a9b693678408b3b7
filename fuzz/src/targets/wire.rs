//! The REST wire as a hostile server or client would speak it: documents, streams that are cut anywhere, signatures.

use futures_util::{StreamExt, stream};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sincerely::backend::sincerely::{pull_lines, rings};
use sincerely::backend::{BackendError, PullLine};
use sincerely::model::acts::{self, Command, NewCase, NewOperator, NewReply};
use sincerely::model::{CaseFile, Operator};
use sincerely::protocol::{CaseList, Change, ChangePage, Problem, ServerInfo};
use sincerely::seal;

use super::{block_on, lossy, split_first};

/// What can be read can be written, and is then the same.
fn same<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(data: &[u8]) {
    if let Ok(read) = serde_json::from_slice::<T>(data) {
        let written = serde_json::to_vec(&read).expect("what was read can be written");
        let again: T = serde_json::from_slice(&written).expect("what was written can be read");
        assert_eq!(again, read);
    }
}

pub fn documents(data: &[u8]) {
    same::<Command>(data);
    same::<NewCase>(data);
    same::<NewReply>(data);
    same::<NewOperator>(data);
    same::<acts::CasePatch>(data);
    same::<acts::FollowUpPatch>(data);
    same::<acts::CustomerPatch>(data);
    same::<acts::CallRecord>(data);
    same::<CaseFile>(data);
    same::<CaseList>(data);
    same::<Operator>(data);
    same::<Problem>(data);
    same::<ServerInfo>(data);
    if let Ok(page) = serde_json::from_slice::<ChangePage>(data) {
        page.changes.iter().for_each(look_into);
        let _ = sincerely::store::Batch::decode(page.changes);
    }
    if let Ok(change) = serde_json::from_slice::<Change>(data) {
        look_into(&change);
    }
}

fn look_into(change: &Change) {
    let _ = change.entity();
}

/// However the bytes are cut on the way, the same comes out, or an error.
pub fn streams(data: &[u8]) {
    let (size, rest) = split_first(data);
    assert_eq!(lines(rest, rest.len()), lines(rest, size), "lines");
    assert_eq!(bells(rest, rest.len()), bells(rest, size), "events");
}

type Chunks = stream::Iter<std::vec::IntoIter<Result<Vec<u8>, BackendError>>>;

fn chunks(data: &[u8], size: usize) -> Chunks {
    let pieces: Vec<_> = data.chunks(size.max(1)).map(|piece| Ok(piece.to_vec())).collect();
    stream::iter(pieces)
}

fn lines(data: &[u8], size: usize) -> Vec<String> {
    let lines = pull_lines(chunks(data, size));
    let told = lines.map(|line| match line {
        Ok(PullLine::Change(change)) => format!("{} {} {}", change.seq, change.kind, change.id),
        Ok(PullLine::End { cursor }) => format!("end {cursor}"),
        Err(_) => String::from("error"),
    });
    block_on(told.collect())
}

fn bells(data: &[u8], size: usize) -> Vec<String> {
    let rings = rings(chunks(data, size));
    let told = rings.map(|ring| ring.map_or_else(|_| String::from("error"), |ring| format!("{ring:?}")));
    block_on(told.take(10_000).collect())
}

/// A signature, a key and a letter from a stranger: never a panic, never a yes.
pub fn seal(data: &[u8]) {
    let text = lossy(data);
    let mut parts = text.splitn(3, '\0');
    let (signature, key, body) =
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let _ = seal::fingerprint(key);
    let _ = seal::public_line(key);
    let _ = seal::verify(key, body.as_bytes(), signature);
    // The desk's own key has signed one letter only, and it is not among the inputs.
    static OWN: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        let key = seal::generate_key([7; 32], "desk").expect("a key can be made");
        seal::public_line(&key).expect("a key has a public line")
    });
    assert!(seal::verify(&OWN, body.as_bytes(), signature).is_err(), "a stranger's signature was accepted");
    let _ = seal::sign(key, body.as_bytes());
}
