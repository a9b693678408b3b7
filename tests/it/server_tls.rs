//! Encrypted connections as they are: real certificates, the real server, the real client.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose};
use secrecy::SecretString;
use sincerely::backend::sincerely::Client;
use sincerely::backend::{Backend, BackendError};
use sincerely::model::Role;
use sincerely::model::acts::NewOperator;
use sincerely::schedule::Rules;
use sincerely::server::storage::Storage;
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::{Limits, Network, Server, Tls, accounts};
use tempfile::TempDir;
use tokio::io::AsyncReadExt;

use super::server_support::new_operator;

/// An authority of one's own.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// Writes a certificate for a name, and its key.
    fn write(&self, dir: &Path, name: &str, last_year: i32) {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(last_year, 12, 31);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        std::fs::write(dir.join("desk.pem"), certificate.pem()).unwrap();
        std::fs::write(dir.join("desk.key"), key.serialize_pem()).unwrap();
    }
}

struct Desk {
    server: Server,
    tls: Arc<Tls>,
    dir: TempDir,
    url: String,
    token: SecretString,
}

async fn desk(authority: &Authority, name: &str, last_year: i32) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    authority.write(dir.path(), name, last_year);
    let tls = Arc::new(Tls::load(&dir.path().join("desk.pem"), &dir.path().join("desk.key")).unwrap());
    let storage: Arc<dyn Storage> = Arc::new(SqliteStorage::open(dir.path()).unwrap());
    let new = NewOperator { role: Some(Role::Lead), ..new_operator("Anna") };
    let token = SecretString::from(accounts::add(&*storage, &new).await.unwrap().token);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let network = Network { limits: Limits::network(), tls: Some(Arc::clone(&tls)) };
    let server = Server::start_in(network, listener, storage, Rules::default(), "test desk").unwrap();
    let url = format!("https://localhost:{}", server.address().port());
    Desk { server, tls, dir, url, token }
}

impl Desk {
    async fn me(&self, ca: Option<&str>) -> Result<String, BackendError> {
        let client = Client::trusting(&self.url, &self.token, ca.map(str::as_bytes)).unwrap();
        client.me().await.map(|me| me.name)
    }
}

fn why(answer: Result<String, BackendError>) -> String {
    match answer {
        Err(BackendError::NotReached(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_workstation_believes_the_authority_it_was_told_and_no_other() {
    let (authority, other) = (Authority::new(), Authority::new());
    let desk = desk(&authority, "localhost", 2099).await;
    assert_eq!(desk.me(Some(&authority.pem())).await.as_deref(), Ok("Anna"));
    for ca in [None, Some(other.pem())] {
        let why = why(desk.me(ca.as_deref()).await);
        assert!(why.contains("authority") && why.contains("--ca"), "{why}");
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn an_expired_certificate_and_another_name_are_said_in_plain_words() {
    let authority = Authority::new();
    for (name, last_year, word) in [("localhost", 2021, "expired"), ("desk.example.org", 2099, "another name")] {
        let desk = desk(&authority, name, last_year).await;
        let why = why(desk.me(Some(&authority.pem())).await);
        assert!(why.contains(word) && why.contains("nothing was sent"), "{why}");
        desk.server.stop().await;
    }
}

#[tokio::test]
async fn a_renewed_certificate_is_used_without_a_restart() {
    let (old, new) = (Authority::new(), Authority::new());
    let desk = desk(&old, "localhost", 2099).await;
    assert!(desk.me(Some(&old.pem())).await.is_ok());
    new.write(desk.dir.path(), "localhost", 2099);
    assert!(desk.me(Some(&old.pem())).await.is_ok(), "not before it is told");
    desk.tls.reload().unwrap();
    assert!(desk.me(Some(&new.pem())).await.is_ok());
    assert!(desk.me(Some(&old.pem())).await.is_err());
    desk.server.stop().await;
}

#[tokio::test]
async fn http_1_and_2_are_agreed_on_in_the_handshake_and_plain_http_is_not_understood() {
    let authority = Authority::new();
    let desk = desk(&authority, "localhost", 2099).await;
    let ca = reqwest::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    let health = format!("{}/healthz", desk.url);
    for (only_1, version) in [(false, reqwest::Version::HTTP_2), (true, reqwest::Version::HTTP_11)] {
        let mut builder = reqwest::Client::builder().tls_certs_only([ca.clone()]);
        if only_1 {
            builder = builder.http1_only();
        }
        let answer = builder.build().unwrap().get(&health).send().await.unwrap();
        assert_eq!((answer.version(), answer.status().as_u16()), (version, 200));
    }
    let plain = reqwest::Client::new().get(health.replace("https", "http")).send().await;
    assert!(plain.is_err(), "{plain:?}");
    desk.server.stop().await;
}

#[tokio::test]
async fn who_does_not_shake_hands_holds_nobody_up() {
    let authority = Authority::new();
    let desk = desk(&authority, "localhost", 2099).await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(tokio::net::TcpStream::connect(desk.server.address()).await.unwrap());
    }
    assert!(desk.me(Some(&authority.pem())).await.is_ok());
    let mut one = silent.pop().unwrap();
    let closed = tokio::time::timeout(Duration::from_secs(60), one.read_u8()).await;
    assert!(closed.is_ok_and(|read| read.is_err()), "it is given up");
    desk.server.stop().await;
}

fn sincerely(home: &Path, args: &[&str], token: &SecretString) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sincerely"));
    command.args(args).env("SINCERELY_HOME", home).stdin(Stdio::null());
    command.env("SINCERELY_TOKEN", secrecy::ExposeSecret::expose_secret(token));
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn connect_keeps_the_authority_and_every_command_uses_it() {
    let authority = Authority::new();
    let desk = desk(&authority, "localhost", 2099).await;
    let home = tempfile::tempdir().unwrap();
    let file: PathBuf = home.path().join("company.pem");
    std::fs::write(&file, authority.pem()).unwrap();
    let run = |args: &[&str]| sincerely(home.path(), args, &desk.token);
    let unknown = run(&["connect", &desk.url]);
    assert!(!unknown.status.success() && said(&unknown).contains("--ca FILE"), "{}", said(&unknown));
    let connected = run(&["connect", &desk.url, "--ca", file.to_str().unwrap()]);
    assert!(connected.status.success(), "{}", said(&connected));
    std::fs::remove_file(&file).unwrap();
    let synced = run(&["sync"]);
    assert!(synced.status.success() && said(&synced).contains("In step"), "{}", said(&synced));
    assert!(said(&run(&["operators", "list"])).contains("Anna"));
    let plain = run(&["connect", "http://desk.example.org"]);
    assert!(!plain.status.success() && said(&plain).contains("Nothing was sent"), "{}", said(&plain));
    desk.server.stop().await;
}

#[cfg(unix)]
#[test]
fn serve_encrypts_reads_the_certificate_again_on_hup_and_says_what_is_wrong_with_one() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::io::{BufRead, BufReader};
    let (first, second) = (Authority::new(), Authority::new());
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let (certificate, key) = (file("desk.pem"), file("desk.key"));
    let args = ["serve", "--listen", "127.0.0.1:0", "--tls-cert", &certificate, "--tls-key", &key];
    let none = SecretString::from("sin_x");
    let missing = sincerely(home.path(), &args, &none);
    assert!(!missing.status.success() && said(&missing).contains("desk.pem"), "{}", said(&missing));
    first.write(home.path(), "localhost", 2099);
    let mut child = Command::new(env!("CARGO_BIN_EXE_sincerely"))
        .args(args)
        .env("SINCERELY_HOME", home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("Listening on ").unwrap().replace("127.0.0.1", "localhost");
    assert!(url.starts_with("https://"));
    let asks = |authority: &Authority| {
        let client = Client::trusting(&url, &none, Some(authority.pem().as_bytes())).unwrap();
        tokio::runtime::Runtime::new().unwrap().block_on(async { client.me().await })
    };
    assert!(matches!(asks(&first), Err(BackendError::LoginNeeded(_))), "it is reached");
    second.write(home.path(), "localhost", 2099);
    let pid = Pid::from_child(&child);
    kill_process(pid, Signal::HUP).unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(log.any(|line| line.contains("read again")));
    assert!(matches!(asks(&second), Err(BackendError::LoginNeeded(_))));
    kill_process(pid, Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
