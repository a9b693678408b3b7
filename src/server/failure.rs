//! Everything that can go wrong in a request, as the problem details it is answered with (RFC 9457).

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::protocol::{Problem, ProblemKind};
use crate::server::rules::{Refusal, refuse};
use crate::server::storage::StorageError;

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A request that ends with a problem.
#[derive(Debug)]
pub struct Failure(pub Refusal);

impl Failure {
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self(refuse(kind, detail))
    }
    pub fn not_found(detail: &str) -> Self {
        Self::new(ProblemKind::NotFound, detail)
    }
    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Invalid, detail)
    }
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Malformed, detail)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "the storage failed");
        match error {
            StorageError::Closed => Self::new(ProblemKind::Unavailable, "The server is stopping; try again."),
            StorageError::Unreachable(_) => Self::new(
                ProblemKind::Unavailable,
                "The server cannot reach its database just now. Nothing was changed; try again.",
            ),
            StorageError::Unsure(_) => Self::new(
                ProblemKind::Unavailable,
                "The server lost its database in the middle of this, and cannot tell whether it was done. Send the same \
                 again, with the same id and Idempotency-Key: then it is done once.",
            ),
            StorageError::Full => Self::new(
                ProblemKind::Unavailable,
                "The server's disk is full. Nothing was changed; make room and try again.",
            ),
            StorageError::Damaged { .. } => Self::new(
                ProblemKind::Internal,
                "The server's database is damaged. Nothing was overwritten; its administrator must restore it.",
            ),
            _ => Self::new(ProblemKind::Internal, "The server could not do it; nothing was changed. Its log says why."),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        problem_response(&self.0)
    }
}

/// An answer that carries a problem.
pub fn problem_response(problem: &Problem) -> Response {
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    response.extensions_mut().insert(problem.kind());
    *response.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    match problem.kind() {
        ProblemKind::Unauthorised => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        ProblemKind::InProgress | ProblemKind::Unavailable | ProblemKind::TooMany => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        _ => {}
    }
    response
}
