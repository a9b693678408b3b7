//! A real server on a loopback port and a real client, for the tests of the REST wire.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sincerely::model::acts::{NewOperator, NewReply};
use sincerely::model::{Case, CaseFile, Channel, Operator, Role};
use sincerely::protocol::{CreatedOperator, Problem};
use sincerely::schedule::Rules;
use sincerely::seal::{self, Letter};
use sincerely::server::storage::Storage;
use sincerely::server::storage::sqlite::SqliteStorage;
use sincerely::server::{Server, accounts};
use tempfile::TempDir;

use crate::postgres;

/// A desk that runs, with its folder.
pub struct Desk {
    pub server: Server,
    pub dir: TempDir,
    pub url: String,
    pub client: Client,
}

/// Somebody with a token.
#[derive(Clone)]
pub struct Account {
    pub operator: Operator,
    pub token: String,
    url: String,
    client: Client,
    /// Private key, once one was added.
    key: Option<String>,
}

pub fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// The desk of a folder: in SQLite, or, when `SINCERELY_TEST_STORAGE` says `postgres`, in a schema that the folder names.
pub async fn storage(dir: &Path) -> Arc<dyn Storage> {
    if std::env::var("SINCERELY_TEST_STORAGE").is_ok_and(|storage| storage == "postgres") {
        let named = dir.join("database");
        if !named.exists() {
            std::fs::write(&named, postgres::fresh_url()).unwrap();
        }
        return Arc::new(postgres::open(&std::fs::read_to_string(&named).unwrap()).await);
    }
    Arc::new(SqliteStorage::open(dir).unwrap())
}

pub async fn start(dir: &Path) -> Server {
    serve(storage(dir).await).await
}

/// A server on a storage, as one of the processes of its desk.
pub async fn serve(storage: Arc<dyn Storage>) -> Server {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    Server::start(listener, storage, Rules::default(), "test desk").unwrap()
}

pub async fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let server = start(dir.path()).await;
    desk_of(server, dir)
}

/// A desk in SQLite, whatever the other tests run on.
pub async fn sqlite_desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(Arc::new(SqliteStorage::open(dir.path()).unwrap())).await;
    desk_of(server, dir)
}

pub fn desk_of(server: Server, dir: TempDir) -> Desk {
    let url = format!("http://{}", server.address());
    Desk { server, dir, url, client: client() }
}

impl Desk {
    pub async fn account(&self, name: &str, role: Role) -> Account {
        let new = NewOperator { role: Some(role), ..new_operator(name) };
        let made = accounts::add(&**self.server.storage(), &new).await.unwrap();
        self.account_of(made)
    }

    pub fn account_of(&self, made: CreatedOperator) -> Account {
        Account { client: self.client.clone(), ..account_at(&self.url, made) }
    }

    /// An operator with a signing key.
    pub async fn operator(&self, name: &str) -> Account {
        let mut account = self.account(name, Role::Operator).await;
        account.add_key(name.bytes().fold(7, u8::wrapping_add)).await;
        account
    }

    pub async fn lead(&self, name: &str) -> Account {
        let mut account = self.account(name, Role::Lead).await;
        account.add_key(name.bytes().fold(9, u8::wrapping_add)).await;
        account
    }
}

/// An account at one of the servers of a desk.
pub fn account_at(url: &str, made: CreatedOperator) -> Account {
    Account { operator: made.operator, token: made.token, url: url.to_owned(), client: client(), key: None }
}

pub fn new_operator(name: &str) -> NewOperator {
    serde_json::from_value(json!({ "name": name })).unwrap()
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Told {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Told {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.body))
    }

    pub fn value(&self) -> Value {
        self.json()
    }

    /// A problem of this status and kind, in the right form.
    pub fn problem(&self, status: u16, kind: &str) -> Problem {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(self.headers["content-type"], "application/problem+json", "{}", self.body);
        let problem: Problem = self.json();
        assert_eq!(problem.type_uri, format!("urn:sincerely:problem:{kind}"), "{}", self.body);
        assert_eq!(problem.status, status);
        assert!(!problem.title.is_empty() && !problem.detail.is_empty(), "{}", self.body);
        problem
    }

    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.json()
    }

    pub fn etag(&self) -> String {
        self.headers["etag"].to_str().unwrap().to_owned()
    }
}

pub async fn send(request: RequestBuilder) -> Told {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Told { status, headers, body: response.text().await.unwrap() }
}

impl Account {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    /// Somebody else's token at this account's server.
    pub fn with_token_of(&self, other: &Self) -> Self {
        Self { url: self.url.clone(), ..other.clone() }
    }

    pub async fn get(&self, path: &str) -> Told {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Told {
        send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn post_once(&self, path: &str, key: &str, body: &impl Serialize) -> Told {
        send(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    pub async fn put(&self, path: &str, body: &impl Serialize) -> Told {
        send(self.request(Method::PUT, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Told {
        send(self.request(Method::DELETE, path)).await
    }

    pub async fn patch(&self, path: &str, version: Option<u64>, body: &impl Serialize) -> Told {
        let request = self.request(Method::PATCH, path).json(body);
        send(match version {
            Some(version) => request.header("if-match", format!("\"{version}\"")),
            None => request,
        })
        .await
    }

    pub async fn add_key(&mut self, seed: u8) {
        let key = seal::generate_key([seed; 32], "test").unwrap();
        let body = json!({ "name": self.operator.name, "key": seal::public_line(&key).unwrap() });
        self.operator = self.put("/v1/me", &body).await.ok();
        self.key = Some(key.to_string());
    }

    /// What was added by `add_key`.
    pub fn private_key(&self) -> &str {
        self.key.as_deref().expect("a key was added")
    }

    /// A case that came in from outside.
    pub async fn case(&self, words: &str) -> Case {
        self.post("/v1/cases", &new_case(words)).await.ok()
    }

    pub async fn file(&self, case: &Case) -> CaseFile {
        self.get(&format!("/v1/cases/{}/file", case.id)).await.ok()
    }

    pub fn letter(&self, case: &Case, body: &str) -> NewReply {
        let mut reply = NewReply {
            id: uuid::Uuid::now_v7().into(),
            public: false,
            channel: Channel::Email,
            to: String::from("maria@example.org"),
            subject: format!("Re: {}", case.subject),
            body: body.to_owned(),
            signed_at: Timestamp::now(),
            signature: String::new(),
            attachments: Vec::new(),
            opens: Vec::new(),
            closes: Vec::new(),
            confirms: None,
            overrides: vec![],
            state: None,
        };
        self.sign(case, &mut reply);
        reply
    }

    /// Signs, or signs again after a change.
    pub fn sign(&self, case: &Case, reply: &mut NewReply) {
        let key = self.key.as_deref().expect("a key was added");
        reply.signature = seal::sign(key, &Letter::by(&self.operator, case.id, reply).canonical()).unwrap();
    }

    pub async fn reply(&self, case: &Case, thread: u64, reply: &NewReply) -> Told {
        let request = self.request(Method::POST, &format!("/v1/cases/{}/replies", case.id)).json(reply);
        send(request.header("if-match", format!("\"{thread}\""))).await
    }
}

pub fn new_case(words: &str) -> Value {
    json!({
        "customer": {
            "name": { "given": "Мария", "patronymic": "Ивановна", "family": "Кузнецова" },
            "contacts": [{ "channel": "email", "address": "maria@example.org" }]
        },
        "channel": "email",
        "source": "form",
        "subject": "Искрит розетка",
        "messages": [{ "kind": "inbound", "author": "Мария Ивановна", "body": words }]
    })
}
