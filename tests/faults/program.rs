//! The program under test as a process, and people who speak to its server: their tokens, their keys, their letters.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use jiff::Timestamp;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use sincerely::model::acts::NewReply;
use sincerely::model::{Case, Channel, Operator};
use sincerely::seal::{self, Letter};

/// The program: the one built beside this test, or another (a release build) by `FAULTS_BIN`.
pub fn binary() -> PathBuf {
    std::env::var_os("FAULTS_BIN").map_or_else(|| env!("CARGO_BIN_EXE_sincerely").into(), PathBuf::from)
}

pub fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(args).env("SINCERELY_HOME", home).env("SINCERELY_LOG", "error").stdin(Stdio::null());
    command
}

/// What a command says on its standard output.
pub fn said(home: &Path, args: &[&str]) -> String {
    let output = command(home, args).output().expect("the program starts");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

/// A running `sincerely serve`. Dropping it kills it as `kill -9` does.
pub struct Serving {
    child: Child,
    pub url: String,
}

impl Serving {
    /// Starts it with these further arguments and variables of the environment.
    pub fn start(home: &Path, args: &[&str], vars: &[(&str, &Path)]) -> Self {
        let mut serve = command(home, &["serve", "--listen", "127.0.0.1:0"]);
        // These ask faster than any person works.
        serve.env("SINCERELY_REQUESTS_PER_SECOND", "0");
        serve.args(args).envs(vars.iter().copied()).stdout(Stdio::piped());
        let mut child = serve.spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("text");
        let url = line.trim().strip_prefix("Listening on ").expect("it says where it listens").to_owned();
        Self { child, url }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn http() -> Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    CLIENT
        .get_or_init(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
            Client::builder().timeout(std::time::Duration::from_secs(60)).no_proxy().build().expect("a client")
        })
        .clone()
}

/// Somebody with a token and a signing key.
#[derive(Clone)]
pub struct Person {
    pub operator: Operator,
    pub token: String,
    key: String,
}

impl Person {
    /// Makes the account and gives it a key over the running server.
    pub async fn join(home: &Path, storage: &[&str], url: &str, name: &str) -> Self {
        let args = [&["serve", "add-operator", name, "--role", "lead"], storage].concat();
        Self::with_token(url, said(home, &args), name).await
    }

    pub async fn with_token(url: &str, token: String, name: &str) -> Self {
        let key = seal::generate_key([name.len() as u8; 32], "test").expect("a key");
        let body = json!({ "name": name, "key": seal::public_line(&key).expect("a line") });
        let put = http().put(format!("{url}/v1/me")).bearer_auth(&token).json(&body);
        let answer = put.send().await.expect("an answer");
        assert!(answer.status().is_success(), "{}", answer.status());
        Self { operator: answer.json().await.expect("an operator"), token, key: key.to_string() }
    }

    pub fn request(&self, method: Method, url: &str, path: &str) -> RequestBuilder {
        http().request(method, format!("{url}{path}")).bearer_auth(&self.token)
    }

    pub async fn get(&self, url: &str, path: &str) -> Value {
        let answer = self.request(Method::GET, url, path).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.expect("JSON")
    }

    /// A letter over the thread as this case shows it, signed.
    pub fn letter(&self, case: &Case, id: uuid::Uuid, body: &str) -> NewReply {
        let mut reply: NewReply = serde_json::from_value(json!({
            "id": id, "public": false, "channel": Channel::Email, "to": "maria@example.org",
            "subject": "Re: parcel", "body": body, "signed_at": Timestamp::now(), "signature": ""
        }))
        .expect("a letter");
        let letter = Letter::by(&self.operator, case.id, &reply).canonical();
        reply.signature = seal::sign(&self.key, &letter).expect("a signature");
        reply
    }
}

pub fn new_case(subject: &str, words: &str) -> Value {
    json!({
        "customer": {
            "name": { "given": "Amy", "family": "Lang" },
            "contacts": [{ "channel": "email", "address": "amy@example.org" }]
        },
        "channel": "email", "source": "form", "subject": subject, "language": "en",
        "messages": [{ "kind": "inbound", "author": "Amy Lang", "body": words }]
    })
}
