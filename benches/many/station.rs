//! One workstation: an ear that pulls when the desk rings, and a hand that acts at a human pace.

use std::collections::HashSet;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt;
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::json;
use sincerely::backend::sincerely::Client;
use sincerely::backend::{Backend, BackendError, Ring};
use sincerely::model::acts::{CasePatch, Command, MarkCall, NewNote, NewReply};
use sincerely::model::{CaseFile, CaseId, Channel, IdempotencyKey, State};
use sincerely::seal::{self, Letter};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::ledger::Ledger;
use super::setup::{Account, Source, new_case};

/// What is under way when the acts end may still be seen for so long.
const LAST_LOOK: Duration = Duration::from_secs(5);
const PAGE: usize = 500;
/// As the workstation does it: a connection unused for longer is not used again, since the server soon closes it.
const IDLE: Duration = Duration::from_secs(20);

pub struct Station {
    client: Client,
    http: reqwest::Client,
    url: String,
    account: Account,
    cases: Arc<Vec<CaseId>>,
    ledger: Arc<Ledger>,
    /// Own acts are not news to their author.
    own: Mutex<HashSet<Uuid>>,
    dice: Mutex<Dice>,
}

impl Station {
    pub fn new(url: &str, account: Account, cases: Arc<Vec<CaseId>>, ledger: Arc<Ledger>, seed: usize) -> Self {
        let client = Client::new(url, &SecretString::from(account.token.clone())).expect("a client");
        let http = reqwest::Client::builder().no_proxy().pool_idle_timeout(IDLE).build().expect("a client");
        let (url, own, dice) = (url.to_owned(), Mutex::default(), Mutex::new(Dice(seed as u64 + 1)));
        Self { client, http, url, account, cases, ledger, own, dice }
    }

    pub async fn run(self, stop: CancellationToken, pace: f64) {
        let ear = async {
            tokio::select! {
                () = self.listen() => {}
                () = async { stop.cancelled().await; tokio::time::sleep(LAST_LOOK).await } => {}
            }
        };
        let hand = async {
            loop {
                // Between half and one and a half of the pace.
                let wait = Duration::from_secs_f64(pace * (0.5 + self.roll()));
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(wait) => {}
                }
                self.work().await;
            }
        };
        futures_util::future::join(ear, hand).await;
    }

    fn roll(&self) -> f64 {
        self.dice.lock().expect("one at a time").roll()
    }

    // --- the ear ----------------------------------------------------------------------------------------------------

    /// In step for ever: rings, pulls; after a cut it connects again with what it knows.
    async fn listen(&self) {
        let mut cursor = self.begin().await;
        loop {
            match self.client.events(Some(&cursor)).await {
                Ok(mut bell) => {
                    while let Some(ring) = bell.next().await {
                        match ring {
                            Ok(Ring::Changes(at)) if at != cursor => {
                                self.ledger.rings.fetch_add(1, Relaxed);
                                self.catch_up(&mut cursor).await;
                            }
                            Ok(_) => {}
                            Err(error) => self.failed("events", &error),
                        }
                    }
                    self.ledger.error("events", "the stream ended");
                }
                Err(error) => self.failed("events", &error),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Everything up to now is known, as to a workstation that was closed a moment ago.
    async fn begin(&self) -> String {
        loop {
            match self.client.info().await {
                Ok(info) => return info.head,
                Err(error) => self.failed("server", &error),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    async fn catch_up(&self, cursor: &mut String) {
        loop {
            self.ledger.pulls.fetch_add(1, Relaxed);
            match self.client.pull(cursor, PAGE).await {
                Ok(page) => {
                    let own = self.own.lock().expect("one at a time");
                    self.ledger.seen(page.changes.iter().map(|change| change.id).filter(|id| !own.contains(id)));
                    drop(own);
                    *cursor = page.cursor;
                    if !page.more {
                        return;
                    }
                }
                Err(error) => {
                    self.failed("changes", &error);
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }

    fn failed(&self, what: &str, error: &BackendError) {
        match error {
            BackendError::Conflict(problem) => self.ledger.conflict(what, problem.kind().as_str()),
            other => self.ledger.error(what, &other.to_string()),
        }
    }

    // --- the hand ---------------------------------------------------------------------------------------------------

    /// Opens a case, reads it, and does one thing.
    async fn work(&self) {
        let at = (self.roll() * self.cases.len() as f64) as usize;
        let Some(case) = self.cases.get(at) else { return };
        let Some(file) = self.open(*case).await else { return };
        // A person reads before he writes; the thread may move on meanwhile.
        tokio::time::sleep(Duration::from_secs_f64(1.0 + 2.0 * self.roll())).await;
        let (what, mark, command) = self.choose(&file);
        self.act(what, mark, &command).await;
        if what == "claim" && self.roll() < 0.5 {
            self.act("release", None, &Command::Release { case: *case }).await;
        }
    }

    async fn open(&self, case: CaseId) -> Option<CaseFile> {
        self.ledger.reads.fetch_add(1, Relaxed);
        let request = self.http.get(format!("{}/v1/cases/{case}/file", self.url)).bearer_auth(&self.account.token);
        let read = async { request.send().await?.error_for_status()?.json::<CaseFile>().await };
        match read.await {
            Ok(file) => Some(file),
            Err(error) => {
                self.ledger.error("open", &error.without_url().to_string());
                None
            }
        }
    }

    /// An act, with the id under which others will find it in the feed, when it has one of its own.
    fn choose(&self, file: &CaseFile) -> (&'static str, Option<Uuid>, Command) {
        let case = file.case.id;
        let is_mine_to_write = file.case.owner.is_none_or(|owner| owner == self.account.operator.id);
        let id = Uuid::now_v7();
        match (self.roll() * 100.0) as u32 {
            0..25 => ("claim", None, Command::Claim { case }),
            25..50 if is_mine_to_write => {
                let reply = Box::new(self.letter(file, id));
                ("letter", Some(id), Command::Reply { case, thread_version: file.case.thread_version, reply })
            }
            50..60 => {
                let tags = file.case.tags.iter().take(3).cloned().chain([format!("t{}", id.as_u128() % 97)]).collect();
                let patch = Box::new(CasePatch { tags: Some(tags), ..CasePatch::default() });
                ("patch", None, Command::PatchCase { case, version: file.case.version, patch })
            }
            60..65 if is_mine_to_write => {
                let mark = MarkCall::default();
                ("call mark", None, Command::MarkCall { case, mark })
            }
            65..75 if is_mine_to_write => ("call", Some(id), self.call(case, id)),
            _ => {
                let note = NewNote {
                    id: id.into(),
                    body: String::from("Спросил склад, ответят до вечера."),
                    attachments: vec![],
                };
                ("note", Some(id), Command::Note { case, note })
            }
        }
    }

    fn letter(&self, file: &CaseFile, id: Uuid) -> NewReply {
        let name = &self.account.operator.name;
        let body = format!(
            "Уважаемая Мария Ивановна!\n\nПриношу свои извинения за задержку: заказ лежал на складе и никто его не \
             отправил. Завтра до 12:00 его привезут Вам домой, доставку я вернул. Я лично прослежу за этим и позвоню Вам \
             завтра вечером.\n\nС уважением,\n{name}"
        );
        let mut reply: NewReply = serde_json::from_value(json!({
            "id": id, "public": false, "channel": "email", "to": "maria@example.org", "subject": "Re", "body": body,
            "signed_at": Timestamp::now(), "signature": ""
        }))
        .expect("a letter");
        reply.channel = Channel::Email;
        reply.state = Some(State::WaitingCustomer);
        let canonical = Letter::by(&self.account.operator, file.case.id, &reply).canonical();
        reply.signature = seal::sign(&self.account.key, &canonical).expect("a signature");
        reply
    }

    fn call(&self, case: CaseId, id: Uuid) -> Command {
        let call = json!({
            "call": {"id": id, "case_id": case, "operator": self.account.operator.id, "number": "+373 22 000000",
                "at": Timestamp::now(), "seconds": 120, "outcome": "no_answer"}
        });
        Command::RecordCall { case, record: Box::new(serde_json::from_value(call).expect("a call")) }
    }

    async fn act(&self, what: &'static str, mark: Option<Uuid>, command: &Command) {
        self.own.lock().expect("one at a time").extend(mark);
        let begun = self.ledger.begun(mark);
        match self.client.perform(IdempotencyKey(Uuid::now_v7()), command).await {
            Ok(_) => self.ledger.done(what, begun, mark),
            Err(error) => self.failed(what, &error),
        }
    }
}

/// New complaints come in all the time.
pub async fn source(source: Source, stop: CancellationToken, a_second: f64, ledger: Arc<Ledger>) {
    if a_second <= 0.0 {
        return;
    }
    let http = reqwest::Client::builder().no_proxy().pool_idle_timeout(IDLE).build().expect("a client");
    for at in 1_000_000.. {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs_f64(1.0 / a_second)) => {}
        }
        let begun = ledger.begun(None);
        let request = http.post(format!("{}/v1/cases", source.url)).bearer_auth(&source.token).json(&new_case(at));
        match request.header("idempotency-key", Uuid::now_v7().to_string()).send().await {
            Ok(answer) if answer.status().is_success() => ledger.done("arrival", begun, None),
            Ok(answer) => ledger.error("arrival", answer.status().as_str()),
            Err(error) => ledger.error("arrival", &error.without_url().to_string()),
        }
    }
}

/// The same dice for the same workstation, so that two runs do the same things.
struct Dice(u64);

impl Dice {
    /// Even between 0 and 1.
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as f64) / ((1_u64 << 31) as f64)
    }
}
