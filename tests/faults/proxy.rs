//! A proxy on loopback that misbehaves as networks and middle boxes do: it cuts before, during and after the answer,
//! stalls, repeats a request (at once, together, or long afterwards), lets a later one overtake, and answers by itself
//! with 429, 500, 502, 503 or a page of its own. What it does to which request follows from its seed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::dice::Dice;

#[derive(Debug, Clone, PartialEq)]
enum Fault {
    None,
    CutBefore,
    CutRequest,
    LoseAnswer,
    CutAnswer,
    /// Held so long before it goes on: later ones overtake it.
    Hold(Duration),
    Twice,
    Together,
    /// The same bytes arrive once more so long after the answer.
    Late(Duration),
    /// The proxy's own word instead of the server's.
    Own(&'static str),
}

const OWN: [&str; 6] = [
    "429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0",
    "429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 0",
    "500 Internal Server Error\r\ncontent-length: 0",
    "502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 15\r\n\r\n<html>no</html>",
    "503 Service Unavailable\r\ncontent-length: 0",
    "200 OK\r\ncontent-type: text/html\r\ncontent-length: 23\r\n\r\n<html>Log in, please…",
];

impl Fault {
    fn draw(dice: &mut Dice, percent: usize) -> Self {
        if !dice.percent(percent) {
            return Self::None;
        }
        match dice.below(10) {
            0 => Self::CutBefore,
            1 => Self::CutRequest,
            2 | 3 => Self::LoseAnswer,
            4 => Self::CutAnswer,
            5 => Self::Hold(dice.millis(20, 600)),
            6 => Self::Twice,
            7 => Self::Together,
            8 => Self::Late(dice.millis(50, 1500)),
            _ => Self::Own(OWN[dice.below(OWN.len())]),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::CutBefore => "cut before",
            Self::CutRequest => "cut in the request",
            Self::LoseAnswer => "answer lost",
            Self::CutAnswer => "cut in the answer",
            Self::Hold(_) => "held",
            Self::Twice => "twice",
            Self::Together => "twice together",
            Self::Late(_) => "again later",
            Self::Own(_) => "answered by itself",
        }
    }
}

struct Shared {
    target: SocketAddr,
    dice: Mutex<Dice>,
    percent: usize,
    calm: AtomicBool,
    /// Repetitions that are still to arrive.
    late: AtomicUsize,
    done: Mutex<BTreeMap<&'static str, usize>>,
}

#[derive(Clone)]
pub struct Proxy {
    shared: Arc<Shared>,
    pub url: String,
}

impl Proxy {
    /// Misbehaves so many times out of a hundred.
    pub async fn before(target: SocketAddr, dice: Dice, percent: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared {
            target,
            dice: Mutex::new(dice),
            percent,
            calm: AtomicBool::new(false),
            late: AtomicUsize::new(0),
            done: Mutex::default(),
        };
        let proxy = Self { shared: Arc::new(shared), url };
        let accepting = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let proxy = accepting.clone();
                tokio::spawn(async move { proxy.serve(client).await });
            }
        });
        proxy
    }

    /// No more faults from here on; returns when the last repetition has arrived.
    pub async fn calm_down(&self) {
        self.shared.calm.store(true, Ordering::SeqCst);
        while self.shared.late.load(Ordering::SeqCst) > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How often it did what.
    pub fn done(&self) -> BTreeMap<&'static str, usize> {
        self.shared.done.lock().unwrap().clone()
    }

    fn fault(&self) -> Fault {
        if self.shared.calm.load(Ordering::SeqCst) {
            return Fault::None;
        }
        let fault = Fault::draw(&mut self.shared.dice.lock().unwrap(), self.shared.percent);
        *self.shared.done.lock().unwrap().entry(fault.name()).or_default() += 1;
        fault
    }

    async fn serve(self, mut client: TcpStream) -> Option<()> {
        let request = read_request(&mut client).await?;
        let fault = self.fault();
        if is_stream(&request) {
            return self.pass_stream(client, &request, &fault).await;
        }
        match fault {
            Fault::CutBefore => return None,
            Fault::CutRequest => {
                let mut server = TcpStream::connect(self.shared.target).await.ok()?;
                server.write_all(&request[..request.len() * 2 / 3]).await.ok()?;
                return None;
            }
            Fault::LoseAnswer => return self.exchange(&request).await.map(drop),
            Fault::CutAnswer => {
                let answer = self.exchange(&request).await?;
                return client.write_all(&answer[..answer.len() / 2]).await.ok();
            }
            Fault::Own(words) => {
                let end = if words.contains("\r\n\r\n") { "" } else { "\r\n\r\n" };
                return client.write_all(format!("HTTP/1.1 {words}{end}").as_bytes()).await.ok();
            }
            Fault::Hold(time) => tokio::time::sleep(time).await,
            Fault::Twice => drop(self.exchange(&request).await),
            Fault::Together => {
                let (first, _) = tokio::join!(self.exchange(&request), self.exchange(&request));
                return client.write_all(&first?).await.ok();
            }
            Fault::Late(after) => self.again_later(request.clone(), after),
            Fault::None => {}
        }
        let answer = self.exchange(&request).await?;
        client.write_all(&answer).await.ok()
    }

    fn again_later(&self, request: Vec<u8>, after: Duration) {
        let proxy = self.clone();
        proxy.shared.late.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(async move {
            tokio::time::sleep(after).await;
            drop(proxy.exchange(&request).await);
            proxy.shared.late.fetch_sub(1, Ordering::SeqCst);
        });
    }

    /// One request, one whole answer.
    async fn exchange(&self, request: &[u8]) -> Option<Vec<u8>> {
        let mut server = TcpStream::connect(self.shared.target).await.ok()?;
        server.write_all(request).await.ok()?;
        let mut answer = Vec::new();
        server.read_to_end(&mut answer).await.ok()?;
        Some(answer)
    }

    /// An answer without end: passed on as it comes, perhaps cut somewhere.
    async fn pass_stream(&self, mut client: TcpStream, request: &[u8], fault: &Fault) -> Option<()> {
        let mut left = match fault {
            Fault::None | Fault::Twice | Fault::Together | Fault::Late(_) | Fault::Hold(_) => usize::MAX,
            Fault::CutBefore | Fault::CutRequest => 0,
            Fault::LoseAnswer | Fault::CutAnswer | Fault::Own(_) => 700,
        };
        let mut server = TcpStream::connect(self.shared.target).await.ok()?;
        server.write_all(request).await.ok()?;
        let mut buffer = vec![0; 16 * 1024];
        while left > 0 {
            let n = server.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
            let n = n.min(left);
            client.write_all(&buffer[..n]).await.ok()?;
            left -= n;
        }
        None
    }
}

fn is_stream(request: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&request[..request.len().min(2000)]).to_lowercase();
    head.starts_with("get /v1/events") || head.contains("accept: application/x-ndjson")
}

/// Head and body of one request, told to be the last of its connection.
async fn read_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut bytes, mut buffer) = (Vec::new(), vec![0; 16 * 1024]);
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at;
        }
        let n = client.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&buffer[..n]);
    };
    let words = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length = words.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    while bytes.len() < head + 4 + length.unwrap_or(0) {
        let n = client.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&buffer[..n]);
    }
    bytes.splice(head + 2..head + 2, b"connection: close\r\n".iter().copied());
    Some(bytes)
}
