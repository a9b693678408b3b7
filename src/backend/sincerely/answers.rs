//! What an answer means: a resource, or an error sorted by what the caller must do.

use std::time::Duration;

use rustls::CertificateError;
use serde::de::DeserializeOwned;

use super::super::BackendError;
use crate::protocol::{Entity, EntityKind, Problem, ProblemKind};

/// Error bodies are short; what is longer is not read.
const ERROR_BODY: usize = 256 * 1024;

/// The answer when it says yes, else the error it means.
pub(super) async fn accepted(response: reqwest::Response) -> Result<reqwest::Response, BackendError> {
    let status = response.status().as_u16();
    if response.status().is_success() {
        return Ok(response);
    }
    let retry_after = response
        .headers()
        .get(reqwest::header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .map(Duration::from_secs);
    let body = response.bytes().await.unwrap_or_default();
    let problem = serde_json::from_slice(&body[..body.len().min(ERROR_BODY)]).ok();
    Err(classify(status, problem, retry_after))
}

/// The one place that says what a status means.
pub(super) fn classify(status: u16, problem: Option<Problem>, retry_after: Option<Duration>) -> BackendError {
    let said = problem.as_ref().map(|p| p.detail.clone()).filter(|d| !d.is_empty());
    let why = || said.clone().unwrap_or_else(|| format!("the desk answered {status}"));
    let kind = problem.as_ref().map(Problem::kind);
    let in_progress = kind == Some(ProblemKind::InProgress);
    match (status, problem) {
        (408 | 429 | 500..=599, _) => BackendError::TryAgain { kind, why: why(), after: retry_after },
        (409, _) if in_progress => BackendError::TryAgain { kind, why: why(), after: retry_after },
        (401, _) => BackendError::LoginNeeded(why()),
        (409 | 412, Some(problem)) => BackendError::Conflict(Box::new(problem)),
        (_, Some(problem)) => BackendError::Refused(Box::new(problem)),
        (_, None) => BackendError::NotOurs(why()),
    }
}

/// No answer came.
pub(super) fn unanswered(error: &reqwest::Error) -> BackendError {
    let why = certificate(error).map_or_else(|| innermost(error), certificate_words);
    if error.is_connect() || error.is_builder() {
        BackendError::NotReached(why)
    } else {
        BackendError::TryAgain { kind: None, why: format!("no answer from the desk: {why}"), after: None }
    }
}

/// What is wrong with the desk's certificate, if it is that.
fn certificate<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e CertificateError> {
    let mut cause = Some(error);
    while let Some(at) = cause {
        if let Some(rustls::Error::InvalidCertificate(why)) = at.downcast_ref() {
            return Some(why);
        }
        // An I/O error hides what it carries from `source`.
        let carried = at.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(found) = carried.and_then(|inner| certificate(inner)) {
            return Some(found);
        }
        cause = at.source();
    }
    None
}

fn certificate_words(why: &CertificateError) -> String {
    match why {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => String::from(
            "the desk's certificate comes from an authority that is not known here; nothing was sent. If the company has \
             an authority of its own, connect with --ca FILE; else ask the administrator before you go on",
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => String::from(
            "the desk's certificate has expired; nothing was sent. Its administrator must renew it; or this machine's \
             clock is wrong",
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            String::from("the desk's certificate is not valid yet; nothing was sent. Is this machine's clock right?")
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => String::from(
            "the desk's certificate is for another name than this address; nothing was sent. Check the address",
        ),
        other => format!("the desk's certificate cannot be trusted ({other:?}); nothing was sent"),
    }
}

/// The cause that says most; the outer ones repeat the address.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

pub(super) async fn json<T: DeserializeOwned>(response: reqwest::Response) -> Result<T, BackendError> {
    let body = response.bytes().await.map_err(|e| unanswered(&e))?;
    serde_json::from_slice(&body).map_err(|e| BackendError::NotOurs(e.to_string()))
}

/// The resource that answers an act.
pub(super) async fn entity(response: reqwest::Response, kind: &EntityKind) -> Result<Entity, BackendError> {
    Ok(match kind {
        EntityKind::Case => Entity::Case(json(response).await?),
        EntityKind::Customer => Entity::Customer(json(response).await?),
        EntityKind::Message => Entity::Message(json(response).await?),
        EntityKind::Call => Entity::Call(json(response).await?),
        EntityKind::FollowUp => Entity::FollowUp(json(response).await?),
        EntityKind::Operator => Entity::Operator(json(response).await?),
        EntityKind::Other(word) => return Err(BackendError::NotOurs(word.to_string())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(kind: ProblemKind) -> Option<Problem> {
        Some(Problem::new(kind, "why"))
    }

    #[test]
    fn every_error_is_sorted_by_what_must_be_done() {
        for status in [408, 429, 500, 502, 503] {
            let after = Some(Duration::from_secs(3));
            assert_eq!(
                classify(status, problem(ProblemKind::Unavailable), after),
                BackendError::TryAgain { kind: Some(ProblemKind::Unavailable), why: "why".into(), after },
                "{status}"
            );
        }
        assert!(matches!(classify(409, problem(ProblemKind::InProgress), None), BackendError::TryAgain { .. }));
        assert!(matches!(classify(409, problem(ProblemKind::Claimed), None), BackendError::Conflict(_)));
        assert!(matches!(classify(412, problem(ProblemKind::Changed), None), BackendError::Conflict(_)));
        assert!(matches!(classify(401, None, None), BackendError::LoginNeeded(_)));
        assert!(matches!(classify(422, problem(ProblemKind::Invalid), None), BackendError::Refused(_)));
        assert!(
            matches!(classify(404, None, None), BackendError::NotOurs(_)),
            "a proxy's page is no refusal of the desk"
        );
    }
}
