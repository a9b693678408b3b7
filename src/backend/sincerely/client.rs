//! The client: one connection pool, the token, the requests.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, header};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use super::super::{Backend, BackendError, Outcome, PullLine, Ring};
use super::answers::{accepted, entity, json, unanswered};
use super::bell::rings;
use super::lines::pull_lines;
use super::requests::request;
use crate::model::acts::{Command, NewCase, NewOperator, TellPresence};
use crate::model::{AttachmentHash, Case, CaseId, Doing, IdempotencyKey, Operator, Presences, Source};
use crate::protocol::{ChangePage, EntityKind, IDEMPOTENCY_KEY, ServerInfo, SourceList};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection unused for longer is not used again; the server closes it a little later.
const IDLE: Duration = Duration::from_secs(20);
/// For answers that are one resource; streams have none.
pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_secs(40);
/// A stream of events that is silent for longer than two of the server's signs of life is dead.
const SILENCE: Duration = Duration::from_secs(45);

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("«{0}» is not the address of a desk; it looks like https://desk.example.org")]
    BadUrl(String),
    #[error("the token has characters that no token has")]
    BadToken,
    #[error("the certificate of the authority cannot be read: {0}; it must be a PEM file")]
    BadCa(String),
    #[error("no connections can be made on this machine: {0}")]
    Unusable(String),
}

/// Cheap to clone; all clones share their connections.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

impl Client {
    /// A client of the desk at an address (`https://desk.example.org`, `http://127.0.0.1:8080`). Nothing is sent yet.
    ///
    /// # Errors
    /// The address or the token cannot be one.
    pub fn new(url: &str, token: &SecretString) -> Result<Self, ClientError> {
        Self::trusting(url, token, None)
    }

    /// The same for a desk whose certificate comes from an authority of its own, given as PEM; no other is believed then.
    ///
    /// # Errors
    /// The address, the token or the authority's certificate cannot be one.
    pub fn trusting(url: &str, token: &SecretString, ca: Option<&[u8]>) -> Result<Self, ClientError> {
        // Whoever comes first sets it; both set the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let bad_url = || ClientError::BadUrl(url.to_owned());
        let base = Url::parse(url.trim()).map_err(|_| bad_url())?;
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err(bad_url());
        }
        let folder = format!("{}/v1/", base.path().trim_end_matches('/'));
        let base = base.join(&folder).map_err(|_| bad_url())?;
        let mut bearer = header::HeaderValue::try_from(format!("Bearer {}", token.expose_secret().trim()))
            .map_err(|_| ClientError::BadToken)?;
        bearer.set_sensitive(true);
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("sincerely/", env!("CARGO_PKG_VERSION")))
            .default_headers(header::HeaderMap::from_iter([(header::AUTHORIZATION, bearer)]))
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(&base) {
            // The embedded desk is on this machine; no proxy stands between.
            builder = builder.no_proxy();
        }
        if let Some(pem) = ca {
            builder = builder.tls_certs_only(authorities(pem)?);
        }
        let http = builder.build().map_err(|error| ClientError::Unusable(error.to_string()))?;
        Ok(Self { http, base })
    }

    /// What is sent could be read on the way.
    pub fn is_readable_by_others(&self) -> bool {
        self.base.scheme() == "http" && !is_loopback(&self.base)
    }

    pub(super) fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, BackendError> {
        let url = self.base.join(path).map_err(|error| BackendError::NotReached(error.to_string()))?;
        Ok(self.http.request(method, url))
    }

    /// Brings a case in from a source; true when the desk had not known it.
    ///
    /// # Errors
    /// As for every act.
    pub async fn bring_in(&self, key: IdempotencyKey, new: &NewCase) -> Result<(Case, bool), BackendError> {
        let request = self.request(Method::POST, "cases")?.timeout(ANSWER_TIMEOUT);
        let response = send(request.header(IDEMPOTENCY_KEY, key.to_string()).json(new)).await?;
        let is_new = response.status() == StatusCode::CREATED;
        Ok((json(response).await?, is_new))
    }

    pub(super) async fn get(&self, path: &str) -> Result<Response, BackendError> {
        send(self.request(Method::GET, path)?.timeout(ANSWER_TIMEOUT)).await
    }
}

fn authorities(pem: &[u8]) -> Result<Vec<reqwest::Certificate>, ClientError> {
    let found = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| ClientError::BadCa(error.to_string()))?;
    if found.is_empty() {
        return Err(ClientError::BadCa("there is none in it".into()));
    }
    Ok(found)
}

fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        host == "localhost"
            || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    })
}

pub(super) async fn send(request: RequestBuilder) -> Result<Response, BackendError> {
    accepted(request.send().await.map_err(|error| unanswered(&error))?).await
}

#[async_trait]
impl Backend for Client {
    fn own_kind(&self) -> Option<&Client> {
        Some(self)
    }

    async fn info(&self) -> Result<ServerInfo, BackendError> {
        json(self.get("server").await?).await
    }

    async fn me(&self) -> Result<Operator, BackendError> {
        json(self.get("me").await?).await
    }

    async fn sources(&self) -> Result<Vec<Source>, BackendError> {
        let list: SourceList = json(self.get("sources").await?).await?;
        Ok(list.sources)
    }

    async fn put_me(&self, record: &NewOperator) -> Result<Operator, BackendError> {
        json(send(self.request(Method::PUT, "me")?.timeout(ANSWER_TIMEOUT).json(record)).await?).await
    }

    async fn pull(&self, after: &str, limit: usize) -> Result<ChangePage, BackendError> {
        let query = [("after", after), ("limit", &limit.to_string())];
        json(send(self.request(Method::GET, "changes")?.query(&query).timeout(ANSWER_TIMEOUT)).await?).await
    }

    async fn pull_all(
        &self,
        after: Option<&str>,
        kind: &EntityKind,
    ) -> Result<BoxStream<'static, Result<PullLine, BackendError>>, BackendError> {
        let query = [("after", after.unwrap_or_default()), ("kinds", kind.as_str())];
        let request = self.request(Method::GET, "changes")?.query(&query);
        let response = send(request.header(header::ACCEPT, "application/x-ndjson")).await?;
        Ok(pull_lines(alive(response.bytes_stream().map_err(|error| unanswered(&error)).boxed())))
    }

    async fn perform(&self, key: IdempotencyKey, command: &Command) -> Result<Outcome, BackendError> {
        let act = request(command).map_err(|error| BackendError::NotOurs(error.to_string()))?;
        let mut builder = self.request(act.method, &act.path)?.timeout(ANSWER_TIMEOUT);
        builder = builder.header(IDEMPOTENCY_KEY, key.to_string());
        if let Some(version) = act.if_match {
            builder = builder.header(header::IF_MATCH, format!("\"{version}\""));
        }
        if let Some(body) = act.body {
            builder = builder.header(header::CONTENT_TYPE, "application/json").body(body);
        }
        let response = send(builder).await?;
        Ok(Outcome { entity: entity(response, &act.answer).await? })
    }

    async fn events(&self, last: Option<&str>) -> Result<BoxStream<'static, Result<Ring, BackendError>>, BackendError> {
        let mut request = self.request(Method::GET, "events")?.header(header::ACCEPT, "text/event-stream");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = send(request).await?;
        Ok(rings(alive(response.bytes_stream().map_err(|error| unanswered(&error)).boxed())))
    }

    async fn tell_presence(&self, case: CaseId, doing: &Doing) -> Result<(), BackendError> {
        let request = self.request(Method::PUT, &format!("cases/{case}/presence"))?.timeout(ANSWER_TIMEOUT);
        send(request.json(&TellPresence { doing: doing.clone() })).await.map(drop)
    }

    async fn presence(&self) -> Result<Presences, BackendError> {
        json(self.get("presence").await?).await
    }

    async fn put_attachment(&self, hash: &AttachmentHash, content: Vec<u8>) -> Result<(), BackendError> {
        send(self.request(Method::PUT, &path_of(hash)?)?.body(content)).await.map(drop)
    }

    async fn get_attachment(&self, hash: &AttachmentHash, into: &Path) -> Result<(), BackendError> {
        let mut chunks = send(self.request(Method::GET, &path_of(hash)?)?).await?.bytes_stream();
        let file_error = |error: std::io::Error| BackendError::File(format!("{}: {error}", into.display()));
        let part = into.with_extension("part");
        let mut file = tokio::fs::File::create(&part).await.map_err(file_error)?;
        let mut sum = Sha256::new();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|error| unanswered(&error))?;
            sum.update(&chunk);
            file.write_all(&chunk).await.map_err(file_error)?;
        }
        file.sync_all().await.map_err(file_error)?;
        drop(file);
        let found: String = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if found != hash.0 {
            // A half or altered content must not pass for the real one.
            let _ = tokio::fs::remove_file(&part).await;
            let why = "the attachment did not arrive whole".to_owned();
            return Err(BackendError::TryAgain { kind: None, why, after: None });
        }
        tokio::fs::rename(&part, into).await.map_err(file_error)
    }
}

/// The path of an attachment; what is not a hash never becomes one.
fn path_of(hash: &AttachmentHash) -> Result<String, BackendError> {
    if hash.is_well_formed() {
        Ok(format!("attachments/{hash}"))
    } else {
        Err(BackendError::NotOurs(format!("«{hash}» is not an attachment's name")))
    }
}

/// Ends a stream with an error when nothing, not even a sign of life, came for too long: a half-open connection would
/// otherwise be waited on for ever.
fn alive<T: Send + 'static>(
    chunks: BoxStream<'static, Result<T, BackendError>>,
) -> BoxStream<'static, Result<T, BackendError>> {
    futures_util::stream::unfold(Some(chunks), |chunks| async move {
        let mut chunks = chunks?;
        match tokio::time::timeout(SILENCE, chunks.next()).await {
            Ok(Some(Ok(chunk))) => Some((Ok(chunk), Some(chunks))),
            Ok(Some(Err(error))) => Some((Err(error), None)),
            Ok(None) => None,
            Err(_) => {
                let why = "the desk fell silent".to_owned();
                Some((Err(BackendError::TryAgain { kind: None, why, after: None }), None))
            }
        }
    })
    .boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_desks_are_accepted() {
        let token = SecretString::from("sin_x");
        for good in ["https://desk.example.org", "http://127.0.0.1:8080/", " https://desk.example.org "] {
            assert!(Client::new(good, &token).is_ok(), "{good}");
        }
        let readable = |url: &str| Client::new(url, &token).unwrap().is_readable_by_others();
        assert!(readable("http://desk.example.org") && readable("http://192.0.2.1:7300"));
        assert!(!readable("http://[::1]:7300") && !readable("http://localhost") && !readable("https://192.0.2.1"));
        assert!(matches!(
            Client::trusting("https://desk.example.org", &token, Some(b"no PEM")),
            Err(ClientError::BadCa(_))
        ));
        for bad in ["", "desk.example.org", "ftp://desk.example.org", "file:///etc/passwd", "http://"] {
            assert!(matches!(Client::new(bad, &token), Err(ClientError::BadUrl(_))), "{bad}");
        }
        assert!(matches!(Client::new("http://127.0.0.1", &SecretString::from("a\nb")), Err(ClientError::BadToken)));
    }
}
