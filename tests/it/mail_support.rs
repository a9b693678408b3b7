//! A small mail server that takes what is handed over, or breaks off exactly where a test wants it to.

use std::collections::VecDeque;
use std::future::Future;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sincerely::schedule::Rules;
use sincerely::server::Server;
use sincerely::server::mail::settings::{Security, Server as MailServer, Settings};
use sincerely::server::storage::Storage;
use sincerely::server::storage::sqlite::SqliteStorage;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::server_support::{Desk, client};

/// How one connection goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Takes,
    /// Closes instead of answering this command.
    CutsAt(&'static str),
    /// Answers this command so; `.` is the final dot.
    Answers(&'static str, &'static str),
    /// Takes the mail and closes without a word.
    CutsAfterDot,
    /// Takes the mail and never says a word.
    HangsAfterDot,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub from: String,
    pub to: String,
    pub data: Vec<u8>,
}

/// Mails that came whole, final dot included, whatever was answered.
#[derive(Clone, Default)]
pub struct Post {
    pub received: Arc<Mutex<Vec<Received>>>,
    scripts: Arc<Mutex<VecDeque<Script>>>,
}

impl Post {
    pub async fn start() -> (Self, u16) {
        let post = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let serving = post.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let script = serving.scripts.lock().unwrap().pop_front().unwrap_or(Script::Takes);
                let post = serving.clone();
                tokio::spawn(async move { drop(post.talk(stream, script).await) });
            }
        });
        (post, port)
    }

    /// The next connections go so; those after them take everything.
    pub fn next(&self, scripts: impl IntoIterator<Item = Script>) {
        self.scripts.lock().unwrap().extend(scripts);
    }

    pub fn mails(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    async fn talk(&self, stream: TcpStream, script: Script) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.get_mut().write_all(b"220 test\r\n").await?;
        let (mut from, mut to) = (String::new(), String::new());
        let mut line = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let command = line.trim_end().to_owned();
            let word = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            match script {
                Script::CutsAt(cut) if cut == word => return Ok(()),
                Script::Answers(at, answer) if at == word => {
                    stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await?;
                    continue;
                }
                _ => {}
            }
            let answer = match word.as_str() {
                "EHLO" => "250-test\r\n250 8BITMIME",
                "MAIL" => {
                    from = command;
                    "250 ok"
                }
                "RCPT" => {
                    to = command;
                    "250 ok"
                }
                "DATA" => "354 go on",
                "QUIT" => return stream.get_mut().write_all(b"221 bye\r\n").await,
                _ => "500 what?",
            };
            stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await?;
            if word == "DATA" {
                let data = until_dot(&mut stream).await?;
                let mail = Received { from: address(&from), to: address(&to), data };
                if let Script::Answers(".", answer) = script {
                    stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await?;
                    continue;
                }
                self.received.lock().unwrap().push(mail);
                match script {
                    Script::CutsAfterDot => return Ok(()),
                    Script::HangsAfterDot => std::future::pending::<()>().await,
                    _ => stream.get_mut().write_all(b"250 2.0.0 taken\r\n").await?,
                }
            }
        }
    }
}

fn address(command: &str) -> String {
    command.split(['<', '>']).nth(1).unwrap_or_default().to_owned()
}

async fn until_dot(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

pub fn host(port: u16) -> MailServer {
    MailServer { host: String::from("127.0.0.1"), port, security: Security::None, login: None, authority: None }
}

/// A desk that is `support@shop.example`.
pub fn settings(smtp: Option<u16>) -> Settings {
    Settings {
        address: String::from("support@shop.example"),
        own: Vec::new(),
        smtp: smtp.map(host),
        inboxes: Vec::new(),
        plus_addresses: false,
        attach_signature: false,
    }
}

pub async fn serve(dir: &Path, settings: Settings) -> Server {
    let storage: Arc<dyn Storage> = Arc::new(SqliteStorage::open(dir).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Server::start(listener, storage, Rules::default(), "test desk").unwrap().with_mail(settings)
}

pub async fn desk_with(settings: Settings) -> Desk {
    let client = client();
    desk_in(tempfile::tempdir().unwrap(), client, settings).await
}

/// The same desk once more, after it was stopped.
pub async fn again(desk: Desk, settings: Settings) -> Desk {
    let Desk { server, dir, client, .. } = desk;
    server.stop().await;
    desk_in(dir, client, settings).await
}

async fn desk_in(dir: TempDir, client: reqwest::Client, settings: Settings) -> Desk {
    let server = serve(dir.path(), settings).await;
    let url = format!("http://{}", server.address());
    Desk { server, dir, url, client }
}

/// Asks again and again, with patience for a machine that has much to do.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    for _ in 0..1200 {
        if let Some(found) = ask().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never came to be: {what}");
}
