//! Answers with their headers.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;

use crate::server::answer::Answer;

/// A strong ETag.
pub fn etag(version: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(version) = &self.etag {
            headers.insert(header::ETAG, etag(version));
        }
        if let Some(location) = self.location.and_then(|l| HeaderValue::from_str(&l).ok()) {
            headers.insert(header::LOCATION, location);
        }
        response
    }
}

/// 200 with a resource, or 304 when the caller has this version.
pub fn json_with_etag(resource: &impl Serialize, version: u64, known: Option<&str>) -> Response<Body> {
    let version = version.to_string();
    if known == Some(&version) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag(&version))]).into_response();
    }
    ([(header::ETAG, etag(&version))], axum::Json(resource)).into_response()
}
