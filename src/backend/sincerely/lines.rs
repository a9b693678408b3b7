//! NDJSON off the wire: chunks of bytes into lines of a pull. A line may come in pieces; a stream may be cut.

use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, stream};

use super::super::{BackendError, PullLine};
use crate::protocol::Change;

/// No resource is larger: a request that could have made it is limited to a quarter of it.
const LINE: usize = 128 << 20;

#[derive(serde::Deserialize)]
struct End {
    cursor: String,
}

struct Lines<S> {
    chunks: S,
    buffer: Vec<u8>,
    /// Up to here the buffer was handed out.
    read: usize,
    ended: bool,
}

/// The lines of a body, decoded one by one. After an error or the last line nothing more comes.
pub fn pull_lines<S, B>(chunks: S) -> BoxStream<'static, Result<PullLine, BackendError>>
where
    S: Stream<Item = Result<B, BackendError>> + Send + Unpin + 'static,
    B: AsRef<[u8]>,
{
    let lines = Lines { chunks, buffer: Vec::new(), read: 0, ended: false };
    stream::unfold(lines, |mut lines| async move {
        if lines.ended {
            return None;
        }
        let line = lines.next().await;
        lines.ended = !matches!(line, Ok(PullLine::Change(_)));
        Some((line, lines))
    })
    .boxed()
}

impl<S, B> Lines<S>
where
    S: Stream<Item = Result<B, BackendError>> + Unpin,
    B: AsRef<[u8]>,
{
    async fn next(&mut self) -> Result<PullLine, BackendError> {
        let mut searched = self.read;
        loop {
            if let Some(length) = self.buffer[searched..].iter().position(|b| *b == b'\n') {
                let end = searched + length;
                let line = decode(&self.buffer[self.read..end]);
                self.read = end + 1;
                return line;
            }
            self.buffer.drain(..self.read);
            self.read = 0;
            searched = self.buffer.len();
            if searched > LINE {
                return Err(BackendError::NotOurs(String::from("a line of its feed has no end")));
            }
            match self.chunks.next().await {
                Some(Ok(chunk)) => self.buffer.extend_from_slice(chunk.as_ref()),
                Some(Err(error)) => return Err(error),
                None => {
                    let why = "the desk's answer was cut".to_owned();
                    return Err(BackendError::TryAgain { kind: None, why, after: None });
                }
            }
        }
    }
}

fn decode(line: &[u8]) -> Result<PullLine, BackendError> {
    match serde_json::from_slice::<Change>(line) {
        Ok(change) => Ok(PullLine::Change(change)),
        Err(error) => match serde_json::from_slice::<End>(line) {
            Ok(end) => Ok(PullLine::End { cursor: end.cursor }),
            Err(_) => Err(BackendError::NotOurs(error.to_string())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(chunks: Vec<&'static str>) -> (Vec<u64>, Result<String, BackendError>) {
        let chunks = stream::iter(chunks.into_iter().map(Ok));
        let mut lines = pull_lines(chunks);
        let mut seen = Vec::new();
        loop {
            match lines.next().await.expect("an end or an error comes first") {
                Ok(PullLine::Change(change)) => seen.push(change.seq),
                Ok(PullLine::End { cursor }) => return (seen, Ok(cursor)),
                Err(error) => return (seen, Err(error)),
            }
        }
    }

    const ID: &str = "00000000-0000-0000-0000-000000000000";

    #[tokio::test]
    async fn lines_come_whole_however_the_bytes_were_cut() {
        let text = format!(
            "{{\"seq\":1,\"kind\":\"case\",\"id\":\"{ID}\",\"deleted\":true}}\n{{\"seq\":2,\"kind\":\"case\",\"id\":\"{ID}\",\"deleted\":true}}\n{{\"cursor\":\"2\",\"more\":false}}\n"
        );
        let text: &'static str = text.leak();
        for at in 0..text.len() {
            let (seen, end) = read(vec![&text[..at], "", &text[at..]]).await;
            assert_eq!((seen, end), (vec![1, 2], Ok("2".to_owned())), "cut at {at}");
        }
    }

    #[tokio::test]
    async fn a_stream_without_its_last_line_was_cut() {
        let (_, end) = read(vec!["{\"seq\":1,"]).await;
        assert!(matches!(end, Err(BackendError::TryAgain { .. })));
        let (_, end) = read(vec!["<html>\n"]).await;
        assert!(matches!(end, Err(BackendError::NotOurs(_))));
    }
}
