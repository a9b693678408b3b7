//! The desk that cases are brought to: this user's own, by REST.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Method, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::config::Paths;
use crate::intake::{Content, Record, Skipped};
use crate::model::AttachmentHash;
use crate::model::acts::NewCase;
use crate::protocol::{IDEMPOTENCY_KEY, Problem, VERSION_PREFIX};
use crate::server::embedded::{self, Embedded};

/// Tries of one request before the desk counts as gone, and the first pause between them; each further one is longer.
const TRIES: u32 = 7;
const PAUSE: Duration = Duration::from_millis(200);
const TIMEOUT: Duration = Duration::from_secs(60);

pub struct Desk {
    client: reqwest::Client,
    url: String,
    token: SecretString,
    name: String,
    /// Contents that are there already.
    sent: Mutex<HashSet<AttachmentHash>>,
    embedded: Option<Embedded>,
}

/// What became of one case.
pub enum Outcome {
    Arrived {
        is_new: bool,
        /// Attachments that the desk did not take.
        notices: Vec<String>,
    },
    Refused(Skipped),
}

impl Outcome {
    pub fn notices(&self) -> &[String] {
        match self {
            Self::Arrived { notices, .. } => notices,
            Self::Refused(_) => &[],
        }
    }
}

impl Desk {
    /// The desk of this user: the one that runs on this machine, or else it is started for as long as the import takes.
    pub async fn of_user(paths: &Paths) -> anyhow::Result<Self> {
        let embedded = embedded::ensure(&paths.data, embedded::Options::default()).await?;
        let (url, token) = (embedded.url.clone(), embedded.token.clone());
        Ok(Self {
            client: client()?,
            url,
            token,
            name: "this machine's desk".to_owned(),
            sent: Mutex::default(),
            embedded: Some(embedded),
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Ends what was started for the import.
    pub async fn leave(self) {
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }

    /// Brings a case with its contents.
    ///
    /// # Errors
    /// The desk itself is gone or takes nothing from us; a case it refuses is no error.
    pub async fn bring(&self, record: &Record) -> anyhow::Result<Outcome> {
        let mut case = record.case.clone();
        let mut notices = Vec::new();
        for content in &record.contents {
            if let Err(problem) = self.put(content).await? {
                let name = &content.attachment.name;
                notices.push(format!("{}: came in without «{name}»: {}", record.place, problem.detail));
                without(&mut case, &content.attachment.hash);
            }
        }
        let body = serde_json::to_vec(&case).context("the case cannot be written as JSON")?;
        let key = Uuid::now_v7().to_string();
        let answer = self
            .ask(|| {
                self.request(Method::POST, "/cases")
                    .header(IDEMPOTENCY_KEY, &key)
                    .header("content-type", "application/json")
                    .body(body.clone())
            })
            .await?;
        Ok(match answer {
            Ok(status) => Outcome::Arrived { is_new: status == StatusCode::CREATED, notices },
            Err(problem) => Outcome::Refused(Skipped { place: record.place.clone(), why: problem.detail }),
        })
    }

    async fn put(&self, content: &Content) -> anyhow::Result<Result<(), Problem>> {
        let hash = &content.attachment.hash;
        if self.sent.lock().unwrap_or_else(PoisonError::into_inner).contains(hash) {
            return Ok(Ok(()));
        }
        let path = format!("/attachments/{hash}");
        let answer = self.ask(|| self.request(Method::PUT, &path).body(content.bytes.clone())).await?;
        if answer.is_ok() {
            self.sent.lock().unwrap_or_else(PoisonError::into_inner).insert(hash.clone());
        }
        Ok(answer.map(|_| ()))
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{VERSION_PREFIX}{path}", self.url);
        self.client.request(method, url).bearer_auth(self.token.expose_secret())
    }

    /// Sends until the desk has answered: its yes, or the problem it has with this request.
    async fn ask(&self, request: impl Fn() -> RequestBuilder) -> anyhow::Result<Result<StatusCode, Problem>> {
        let mut why = String::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(pause(attempt)).await;
            }
            let response = match request().send().await {
                Ok(response) => response,
                Err(error) => {
                    why = error.without_url().to_string();
                    continue;
                }
            };
            let status = response.status();
            if status.is_success() {
                return Ok(Ok(status));
            }
            let text = response.text().await.unwrap_or_default();
            let problem: Option<Problem> = serde_json::from_str(&text).ok();
            let detail = problem.as_ref().map_or_else(|| status.to_string(), |problem| problem.detail.clone());
            match status {
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => bail!("the desk refuses this import: {detail}"),
                _ if is_passing(status, problem.as_ref()) => why = detail,
                _ => return Ok(Err(problem.unwrap_or_else(|| Problem::new(status.as_str().into(), detail)))),
            }
        }
        bail!("the desk at {} does not answer: {why}", self.url)
    }
}

/// No proxy stands between this machine and itself.
fn client() -> anyhow::Result<reqwest::Client> {
    // Another part of the program may have chosen it before; then it is the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder().timeout(TIMEOUT).no_proxy().build()?)
}

/// Worth another try: the desk is busy, or carries out this very request.
fn is_passing(status: StatusCode, problem: Option<&Problem>) -> bool {
    use crate::protocol::ProblemKind::InProgress;
    status == StatusCode::REQUEST_TIMEOUT
        || status == StatusCode::TOO_MANY_REQUESTS
        || status.is_server_error()
        || problem.is_some_and(|problem| problem.kind() == InProgress)
}

/// Doubles each time, with some chance in it so that several requests do not come back together.
fn pause(attempt: u32) -> Duration {
    let longest = PAUSE * 2u32.saturating_pow(attempt);
    longest.mul_f64(rand::random_range(0.5..=1.0))
}

/// Takes an attachment out of a case that the desk did not take.
fn without(case: &mut NewCase, hash: &AttachmentHash) {
    for message in &mut case.messages {
        message.attachments.retain(|attachment| attachment.hash != *hash);
        message.original.take_if(|original| original.hash == *hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ProblemKind;

    #[test]
    fn a_busy_desk_is_asked_again_and_a_refusal_is_final() {
        assert!(is_passing(StatusCode::SERVICE_UNAVAILABLE, None));
        assert!(is_passing(StatusCode::TOO_MANY_REQUESTS, None));
        assert!(is_passing(StatusCode::CONFLICT, Some(&Problem::new(ProblemKind::InProgress, ""))));
        assert!(!is_passing(StatusCode::CONFLICT, Some(&Problem::new(ProblemKind::Claimed, ""))));
        assert!(!is_passing(StatusCode::UNPROCESSABLE_ENTITY, None));
    }

    #[test]
    fn pauses_grow() {
        assert!(pause(5) > pause(1));
    }
}
