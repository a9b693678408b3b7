//! People who write through a server that dies again and again: each act has an idempotency key and is tried until it is
//! answered. What was answered is remembered, so that it can be compared with what is there in the end.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sincerely::model::{Case, CaseId};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::dice::Dice;
use crate::program::{Person, new_case};

/// Where servers listen now; several when they share a storage.
pub type Urls = watch::Receiver<Vec<String>>;

/// One act and what the server said of it in the end.
#[derive(Debug, Clone)]
pub struct Told {
    /// Name of the act in the audit.
    pub act: &'static str,
    /// Words that stand in what it wrote and nowhere else.
    pub marker: String,
    pub key: String,
    pub method: Method,
    pub path: String,
    pub if_match: Option<u64>,
    pub body: Value,
    pub status: StatusCode,
    pub answer: Value,
    /// How long the disk's notes were when the answer had come.
    pub noted: u64,
}

impl Told {
    pub fn is_accepted(&self) -> bool {
        self.status.is_success()
    }
}

/// The cases that all writers share.
pub type Cases = Arc<Vec<CaseId>>;

pub struct Writer {
    pub person: Person,
    pub dice: Dice,
    pub urls: Urls,
    pub cases: Cases,
    pub stop: CancellationToken,
    /// Between two acts, in milliseconds.
    pub pace: (u64, u64),
    /// How many acts were answered, of all writers.
    pub answered: Arc<AtomicUsize>,
    /// The notes of the server's disk, when they are taken.
    pub notes: Option<PathBuf>,
}

impl Writer {
    /// Writes until it is stopped and the last act is answered.
    pub async fn run(mut self) -> Vec<Told> {
        let mut told = Vec::new();
        while !self.stop.is_cancelled() {
            if let Some(answered) = self.act(told.len()).await {
                told.push(answered);
            }
            tokio::time::sleep(self.dice.millis(self.pace.0, self.pace.1)).await;
        }
        told
    }

    async fn act(&mut self, n: usize) -> Option<Told> {
        let case = *self.dice.pick(&self.cases);
        let marker = format!("<{} {n}>", self.person.operator.name);
        let id = Uuid::now_v7();
        let path = |tail: &str| format!("/v1/cases/{case}/{tail}");
        let (act, method, path, if_match, body) = match self.dice.below(10) {
            0 => {
                let mut new = new_case("parcel", &marker);
                new["external_id"] = json!(marker);
                ("intake", Method::POST, "/v1/cases".to_owned(), None, new)
            }
            1..=3 => ("note", Method::POST, path("notes"), None, json!({ "id": id, "body": marker })),
            4 | 5 => {
                let case: Case = serde_json::from_value(self.read(&format!("/v1/cases/{case}")).await?).ok()?;
                let reply = self.person.letter(&case, id, &marker);
                ("reply", Method::POST, path("replies"), Some(case.thread_version), json!(reply))
            }
            6 => {
                let due = json!({ "instant": Timestamp::now() + 1.hour(), "zone": "UTC" });
                let new = json!({ "id": id, "kind": "reminder", "due": due, "title": marker });
                ("follow_up", Method::POST, path("follow-ups"), None, new)
            }
            7 => {
                let case: Case = serde_json::from_value(self.read(&format!("/v1/cases/{case}")).await?).ok()?;
                let patch = json!({ "harm": marker });
                ("patch", Method::PATCH, format!("/v1/cases/{}", case.id), Some(case.version), patch)
            }
            8 => ("claim", Method::POST, path("claim"), None, Value::Null),
            _ => ("release", Method::POST, path("release"), None, Value::Null),
        };
        let key = Uuid::now_v7().to_string();
        let mut told = Told {
            act,
            marker,
            key,
            method,
            path,
            if_match,
            body,
            status: StatusCode::PROCESSING,
            answer: Value::Null,
            noted: 0,
        };
        (told.status, told.answer) = self.until_answered(&told).await;
        self.answered.fetch_add(1, Ordering::Relaxed);
        told.noted = self.notes.as_ref().map_or(0, |notes| notes.metadata().map_or(0, |m| m.len()));
        Some(told)
    }

    /// A resource as it is now; none when the server died meanwhile.
    async fn read(&mut self, path: &str) -> Option<Value> {
        let url = self.url();
        self.person.request(Method::GET, &url, path).send().await.ok()?.json().await.ok()
    }

    fn url(&mut self) -> String {
        let urls = self.urls.borrow().clone();
        self.dice.pick(&urls).clone()
    }

    /// Tries with the same key until there is an answer that is not "later".
    async fn until_answered(&mut self, told: &Told) -> (StatusCode, Value) {
        loop {
            let url = self.url();
            if let Some(answer) = once(&self.person, &url, told).await
                && !is_later(&answer)
            {
                return answer;
            }
            tokio::time::sleep(self.dice.millis(2, 30)).await;
        }
    }
}

fn is_later((status, answer): &(StatusCode, Value)) -> bool {
    let in_progress = answer["type"] == "urn:sincerely:problem:in_progress";
    status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS || in_progress
}

/// One try. None: no whole answer came.
pub async fn once(person: &Person, url: &str, told: &Told) -> Option<(StatusCode, Value)> {
    let mut request = person.request(told.method.clone(), url, &told.path).header("idempotency-key", &told.key);
    if let Some(version) = told.if_match {
        request = request.header("if-match", format!("\"{version}\""));
    }
    if !told.body.is_null() {
        request = request.json(&told.body);
    }
    let answer = request.send().await.ok()?;
    let status = answer.status();
    Some((status, answer.json().await.ok()?))
}

/// Where in the order a cursor stands: the number after the beginning of the desk's name.
pub fn place(cursor: &str) -> u64 {
    cursor.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The feed as one follower sees it through all the deaths.
#[derive(Debug, Default)]
pub struct Followed {
    /// The newest document of each resource, with its place in the order.
    pub resources: BTreeMap<String, (u64, Value)>,
    pub cursor: String,
}

impl Followed {
    /// Takes a page; the order must be total: nothing comes at or before a place that was passed.
    ///
    /// # Errors
    /// What was wrong with it.
    fn take(&mut self, page: &Value) -> Result<bool, String> {
        let mut last = place(&self.cursor);
        for change in page["changes"].as_array().into_iter().flatten() {
            let seq = change["seq"].as_u64().ok_or("a change without a place")?;
            if seq <= last {
                return Err(format!("change {seq} came after {last}"));
            }
            last = seq;
            let id = format!("{} {}", change["kind"], change["id"]);
            self.resources.insert(id, (seq, change["doc"].clone()));
        }
        let cursor = page["cursor"].as_str().ok_or("a page without a cursor")?;
        if place(cursor) < last {
            return Err(format!("the cursor {cursor} lies before {last}"));
        }
        self.cursor = cursor.to_owned();
        Ok(page["more"] == true)
    }
}

/// Follows the feed until it is stopped, and to its end then.
pub async fn follow(person: Person, mut urls: Urls, mut dice: Dice, stop: CancellationToken) -> Followed {
    let mut followed = Followed::default();
    loop {
        let ends = stop.is_cancelled();
        let url = { dice.pick(&urls.borrow_and_update().clone()).clone() };
        let path = format!("/v1/changes?after={}&limit=50", followed.cursor);
        if let Ok(answer) = person.request(Method::GET, &url, &path).send().await
            && answer.status().is_success()
            && let Ok(page) = answer.json::<Value>().await
        {
            let more = followed.take(&page).unwrap_or_else(|why| panic!("the feed is not in order: {why}"));
            if ends && !more {
                return followed;
            }
            if more {
                continue;
            }
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

/// Everything that is there, read from zero.
pub async fn all(person: &Person, url: &str) -> Followed {
    let mut followed = Followed::default();
    loop {
        let page = person.get(url, &format!("/v1/changes?after={}&limit=1000", followed.cursor)).await;
        if !followed.take(&page).expect("the feed is in order") {
            return followed;
        }
    }
}

/// How often each marker stands in what is there: in words of the thread and in titles.
pub fn markers(followed: &Followed) -> HashMap<String, usize> {
    let mut found: HashMap<String, usize> = HashMap::new();
    for (_, doc) in followed.resources.values() {
        for field in ["body", "title"] {
            if let Some(text) = doc[field].as_str().filter(|text| text.starts_with('<')) {
                *found.entry(text.to_owned()).or_default() += 1;
            }
        }
    }
    found
}
