//! Makes the desk over its own wire: a lead by the command line, then accounts, keys and cases by REST.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sincerely::model::{CaseId, Operator};
use sincerely::protocol::CreatedOperator;
use sincerely::seal;
use tempfile::TempDir;

use super::arguments::Arguments;
use super::servers::{ServerProcess, command};

/// Requests at once while the desk is made.
const AT_ONCE: usize = 8;

#[derive(Clone)]
pub struct Account {
    pub operator: Operator,
    pub token: String,
    /// Private, in OpenSSH form.
    pub key: String,
}

/// Who brings new cases in.
#[derive(Clone)]
pub struct Source {
    pub url: String,
    pub token: String,
}

pub struct Desk {
    pub servers: Vec<ServerProcess>,
    pub accounts: Vec<Account>,
    pub cases: Arc<Vec<CaseId>>,
    pub source: Source,
    _folder: TempDir,
}

pub async fn desk(arguments: &Arguments) -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let home = |at: usize| {
        let home = folder.path().join(at.to_string());
        std::fs::create_dir_all(&home).expect("a folder");
        home
    };
    let lead = first_account(arguments, &home(0));
    let servers: Vec<_> = (0..arguments.server_count()).map(|at| ServerProcess::start(arguments, &home(at))).collect();
    let url = servers[0].url.clone();
    let http = reqwest::Client::new();
    let accounts = make(arguments.workstations, |at| account(&http, &url, &lead, at)).await;
    let source = {
        let made = create(&http, &url, &lead, &json!({"name": "Form", "role": "source"})).await;
        Source { url: url.clone(), token: made.token }
    };
    // Each by another account, so that no limit of one token stands before the measurement.
    let cases = make(arguments.cases, |at| {
        let token = accounts.get(at % accounts.len().max(1)).map_or(&source.token, |account| &account.token);
        bring_in(&http, &url, token, at)
    });
    let cases = Arc::new(cases.await);
    Desk { servers, accounts, cases, source, _folder: folder }
}

fn first_account(arguments: &Arguments, home: &std::path::Path) -> String {
    let mut command = command(arguments, home);
    let told = command.args(["add-operator", "Lead", "--role", "lead"]).output().expect("the program starts");
    let token = String::from_utf8_lossy(&told.stdout).trim().to_owned();
    assert!(token.starts_with("sin_"), "no account could be made: {}", String::from_utf8_lossy(&told.stderr));
    token
}

async fn make<T, F: Future<Output = T>>(count: usize, one: impl Fn(usize) -> F) -> Vec<T> {
    stream::iter(0..count).map(one).buffered(AT_ONCE).collect().await
}

/// Sends until the server has time for it.
async fn answer(request: RequestBuilder) -> Value {
    loop {
        let attempt = request.try_clone().expect("the body is in memory");
        let response = attempt.send().await.expect("the server answers");
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            tokio::time::sleep(Duration::from_millis(300)).await;
            continue;
        }
        let status = response.status();
        let body = response.text().await.expect("the answer is whole");
        assert!(status.is_success(), "{status}: {body}");
        return serde_json::from_str(&body).expect("the answer is JSON");
    }
}

async fn create(http: &reqwest::Client, url: &str, lead: &str, new: &Value) -> CreatedOperator {
    let made = answer(http.post(format!("{url}/v1/operators")).bearer_auth(lead).json(new)).await;
    serde_json::from_value(made).expect("an account")
}

async fn account(http: &reqwest::Client, url: &str, lead: &str, at: usize) -> Account {
    let name = format!("Operator {at}");
    let made = create(http, url, lead, &json!({"name": name})).await;
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&(at as u64 + 1).to_le_bytes());
    let key = seal::generate_key(seed, "bench").expect("a key");
    let record = json!({"name": name, "key": seal::public_line(&key).expect("its public line")});
    let me = answer(http.put(format!("{url}/v1/me")).bearer_auth(&made.token).json(&record)).await;
    Account { operator: serde_json::from_value(me).expect("an operator"), token: made.token, key: key.to_string() }
}

async fn bring_in(http: &reqwest::Client, url: &str, token: &str, at: usize) -> CaseId {
    let made = answer(http.post(format!("{url}/v1/cases")).bearer_auth(token).json(&new_case(at))).await;
    serde_json::from_value(made["id"].clone()).expect("the case has an id")
}

pub fn new_case(at: usize) -> Value {
    json!({
        "customer": {
            "name": {"given": "Мария", "patronymic": "Ивановна", "family": format!("Кузнецова-{at}")},
            "contacts": [{"channel": "email", "address": format!("customer{at}@example.org")}]
        },
        "channel": "email", "source": "bench", "external_id": format!("case-{at}"), "subject": format!("Заказ {at} не пришёл"),
        "messages": [{"kind": "inbound", "author": "Мария Ивановна", "external_id": format!("<{at}@bench>"),
            "body": "Здравствуйте! Заказ не пришёл в обещанный срок, на звонки никто не отвечает. Прошу сказать, когда его привезут, \
                     и вернуть деньги за доставку, которой не было. Жду ответа уже вторую неделю."}]
    })
}
