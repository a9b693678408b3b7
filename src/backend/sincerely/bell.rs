//! The desk's bell off the wire: bytes of a server-sent stream into what it rings with (WHATWG HTML §9.2).
//!
//! Own, because what reads it must survive every server: no input may panic or fill the memory. Not its duty: what follows
//! from a ring (`sync`).

use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, stream};

use super::super::{BackendError, Ring};

/// A longer line, or more data in one event, is neither a cursor nor a list of people, in bytes.
const MOST: usize = 1 << 20;

/// What each event rings with: the cursor, which is the last one before it when it names none, or who reads and writes.
/// Events of other kinds are passed over. What is no event stream ends with an error.
pub fn rings<S, B>(chunks: S) -> BoxStream<'static, Result<Ring, BackendError>>
where
    S: Stream<Item = Result<B, BackendError>> + Send + Unpin + 'static,
    B: AsRef<[u8]> + Send + 'static,
{
    let listener = Listener { chunks, heard: Heard::default(), rung: Vec::new().into_iter(), ended: false };
    stream::unfold(listener, Listener::next).boxed()
}

struct Listener<S> {
    chunks: S,
    heard: Heard,
    /// Rings of the last chunk that were not told yet.
    rung: std::vec::IntoIter<Ring>,
    ended: bool,
}

impl<S, B> Listener<S>
where
    S: Stream<Item = Result<B, BackendError>> + Unpin,
    B: AsRef<[u8]>,
{
    async fn next(mut self) -> Option<(Result<Ring, BackendError>, Self)> {
        loop {
            if let Some(ring) = self.rung.next() {
                return Some((Ok(ring), self));
            }
            if self.ended {
                return None;
            }
            let heard = match self.chunks.next().await? {
                Ok(chunk) => self.heard.take(chunk.as_ref()),
                Err(error) => (Vec::new(), Err(error)),
            };
            self.rung = heard.0.into_iter();
            if let Err(error) = heard.1 {
                self.ended = true;
                // What was rung before the fault is told first; the end of the stream tells the rest.
                if self.rung.as_slice().is_empty() {
                    return Some((Err(error), self));
                }
            }
        }
    }
}

/// What stands between two chunks.
#[derive(Default)]
struct Heard {
    line: Vec<u8>,
    /// A CR ended the last line: a LF right behind it belongs to it.
    after_cr: bool,
    begun: bool,
    event: String,
    id: String,
    /// The data of the event that is being read; none before its first line of data.
    data: Option<String>,
}

impl Heard {
    /// The rings in a chunk, up to a fault if there is one.
    fn take(&mut self, chunk: &[u8]) -> (Vec<Ring>, Result<(), BackendError>) {
        let mut rings = Vec::new();
        for byte in chunk {
            match byte {
                b'\n' if std::mem::take(&mut self.after_cr) => {}
                b'\n' | b'\r' => {
                    self.after_cr = *byte == b'\r';
                    rings.extend(self.end_line());
                }
                _ if self.line.len() + self.data.as_ref().map_or(0, String::len) >= MOST => {
                    let why = String::from("an event of its stream has no end");
                    return (rings, Err(BackendError::NotOurs(why)));
                }
                byte => {
                    self.after_cr = false;
                    self.line.push(*byte);
                }
            }
        }
        (rings, Ok(()))
    }

    /// A whole line has come; an empty one ends an event, which rings when it has data.
    fn end_line(&mut self) -> Option<Ring> {
        let line = std::mem::take(&mut self.line);
        let mut line: &[u8] = &line;
        if !std::mem::replace(&mut self.begun, true) {
            line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        if line.is_empty() {
            return self.end_event();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = colon.map_or((line, &b""[..]), |at| (&line[..at], &line[at + 1..]));
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"event" => self.event = String::from_utf8_lossy(value).into_owned(),
            b"data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(&String::from_utf8_lossy(value));
                }
                None => self.data = Some(String::from_utf8_lossy(value).into_owned()),
            },
            b"id" if !value.contains(&0) => self.id = String::from_utf8_lossy(value).into_owned(),
            _ => {}
        }
        None
    }

    /// An event without data is none.
    fn end_event(&mut self) -> Option<Ring> {
        let event = std::mem::take(&mut self.event);
        let data = self.data.take()?;
        match event.as_str() {
            "" | "changes" => Some(Ring::Changes(self.id.clone())),
            "presence" => serde_json::from_str(&data).ok().map(Ring::Presence),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Presences;

    fn changes(id: &str) -> Result<Ring, BackendError> {
        Ok(Ring::Changes(id.to_owned()))
    }

    async fn heard(text: &str, size: usize) -> Vec<Result<Ring, BackendError>> {
        let chunks: Vec<_> = text.as_bytes().chunks(size).map(|chunk| Ok(chunk.to_vec())).collect();
        rings(stream::iter(chunks)).collect().await
    }

    #[tokio::test]
    async fn a_ring_comes_whole_however_the_bytes_were_cut() {
        let text = "event: changes\nid: 7\ndata: {\"cursor\":\"7\"}\n\n:\n\nid:8\r\ndata\r\n\r\nretry: 5\n\nid: 9\rdata: a\rdata: b\r\r";
        for size in 1..=text.len() {
            let expected = ["7", "8", "9"].map(changes);
            assert_eq!(heard(text, size).await, expected, "chunks of {size}");
        }
    }

    #[tokio::test]
    async fn an_event_without_an_id_has_the_last_one_and_one_without_data_does_not_ring() {
        let text = "data: a\n\nid: 7\n\ndata: b\n\nid: 8\0\ndata: c\n\nid\ndata: d\n\ndata: cut";
        assert_eq!(heard(text, 5).await, ["", "7", "7", ""].map(changes));
    }

    #[tokio::test]
    async fn people_ring_too_and_what_nobody_knows_is_passed_over() {
        let text = "event: presence\ndata: {\"whole\":true,\ndata: \"present\":[]}\n\nevent: weather\nid: 8\ndata: rain\n\n\
                    event: presence\ndata: not JSON\n\nevent: changes\ndata: x\n\n";
        let people = Ring::Presence(Presences { whole: true, present: Vec::new() });
        assert_eq!(heard(text, 7).await, [Ok(people), changes("8")]);
    }

    #[tokio::test]
    async fn a_mark_of_byte_order_at_the_beginning_is_no_field() {
        assert_eq!(heard("\u{feff}id: 7\ndata: a\n\n", 2).await, [changes("7")]);
    }

    #[tokio::test]
    async fn what_never_ends_a_line_is_no_event_stream_and_does_not_fill_the_memory() {
        let endless = stream::repeat_with(|| Ok::<_, BackendError>(vec![b'x'; 4096]));
        let told: Vec<_> = rings(endless.boxed()).collect().await;
        assert!(matches!(told.as_slice(), [Err(BackendError::NotOurs(_))]), "{told:?}");
    }

    #[tokio::test]
    async fn what_came_before_a_fault_is_told() {
        let why = || BackendError::TryAgain { kind: None, why: String::from("cut"), after: None };
        let chunks = vec![Ok(b"id: 7\ndata: a\n\n".to_vec()), Err(why())];
        assert_eq!(rings(stream::iter(chunks)).collect::<Vec<_>>().await, [changes("7"), Err(why())]);
    }
}
