//! A proxy on loopback that misbehaves as networks do: refuses, cuts an answer whose request was carried out, cuts a long
//! answer in the middle.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Nobody is there.
    Refuse,
    /// The next POST reaches the server; its answer does not come back.
    CutAnswerOfPost,
    /// The stream of events never begins.
    NoEvents,
    /// The stream of events begins, and nothing of it comes through: a proxy that gathers answers.
    HoldEvents,
    /// The next answer longer than this breaks off there.
    CutAfter(usize),
}

struct Shared {
    fault: Fault,
    target: SocketAddr,
    faults_done: usize,
}

#[derive(Clone)]
pub struct Proxy {
    shared: Arc<Mutex<Shared>>,
    pub url: String,
}

impl Proxy {
    pub async fn before(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Mutex::new(Shared { fault: Fault::None, target, faults_done: 0 }));
        let proxy = Self { shared, url };
        let accepting = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(accepting.clone().serve(client));
            }
        });
        proxy
    }

    pub fn set(&self, fault: Fault) {
        self.shared.lock().unwrap().fault = fault;
    }

    pub fn aim(&self, target: SocketAddr) {
        self.shared.lock().unwrap().target = target;
    }

    /// How many answers were cut.
    pub fn faults_done(&self) -> usize {
        self.shared.lock().unwrap().faults_done
    }

    fn fault(&self) -> Fault {
        self.shared.lock().unwrap().fault
    }

    fn faulted(&self) {
        let mut shared = self.shared.lock().unwrap();
        shared.fault = Fault::None;
        shared.faults_done += 1;
    }

    async fn serve(self, mut client: TcpStream) {
        let target = self.shared.lock().unwrap().target;
        let Ok(mut server) = TcpStream::connect(target).await else { return };
        let (mut up, mut down) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
        let (mut posted, mut answered, mut listens) = (false, 0, false);
        loop {
            if self.fault() == Fault::Refuse {
                return;
            }
            tokio::select! {
                read = client.read(&mut up) => {
                    let Ok(n @ 1..) = read else { return };
                    if self.fault() == Fault::NoEvents && up.starts_with(b"GET /v1/events") { return }
                    listens = up.starts_with(b"GET /v1/events");
                    posted = up[..n].starts_with(b"POST ");
                    answered = 0;
                    if server.write_all(&up[..n]).await.is_err() { return }
                }
                read = server.read(&mut down) => {
                    let Ok(n @ 1..) = read else { return };
                    answered += n;
                    match self.fault() {
                        Fault::HoldEvents if listens => {
                            // The head goes through, the body never.
                            let text = String::from_utf8_lossy(&down[..n]);
                            let Some(end) = text.find("\r\n\r\n").filter(|_| answered == n) else { continue };
                            if client.write_all(&down[..end + 4]).await.is_err() { return }
                            continue;
                        }
                        Fault::CutAnswerOfPost if posted => return self.faulted(),
                        Fault::CutAfter(limit) if answered > limit => return self.faulted(),
                        _ => {}
                    }
                    if client.write_all(&down[..n]).await.is_err() { return }
                }
            }
        }
    }
}
