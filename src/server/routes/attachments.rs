//! Contents of attachments, named by their SHA-256 and stored once.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};

use super::Problems;
use crate::model::AttachmentHash;
use crate::server::app::App;
use crate::server::failure::Failure;
use crate::server::http::{Caller, IfNoneMatch, Staff, etag, read_body};

/// The content, byte for byte. Its type is never guessed: what a customer sent stays a mere file.
#[utoipa::path(get, path = "/v1/attachments/{hash}", params(("hash" = String, Path, description = "SHA-256, lower-case hex")), responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), Problems))]
pub async fn get(
    State(app): State<App>,
    _: Staff,
    Path(hash): Path<String>,
    IfNoneMatch(known): IfNoneMatch,
) -> Result<Response<Body>, Failure> {
    let hash = well_formed(hash)?;
    let tag = etag(&hash.0);
    if known.as_deref() == Some(&hash.0) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let content =
        app.storage.attachment(hash).await?.ok_or_else(|| Failure::not_found("There is no such attachment."))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, immutable, max-age=31536000")),
        (header::ETAG, tag),
    ];
    Ok((headers, content).into_response())
}

/// Stores a content under its hash. Again is no harm.
#[utoipa::path(put, path = "/v1/attachments/{hash}", params(("hash" = String, Path, description = "SHA-256, lower-case hex")), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 204), Problems))]
pub async fn put(
    State(app): State<App>,
    _: Caller,
    Path(hash): Path<String>,
    request: Request,
) -> Result<StatusCode, Failure> {
    let hash = well_formed(hash)?;
    let content = read_body(request, &app).await?;
    let sum = content.clone();
    let actual: [u8; 32] = tokio::task::spawn_blocking(move || Sha256::digest(&sum).into())
        .await
        .map_err(|_| Failure::malformed("The content could not be read."))?;
    if hex(&actual) != hash.0 {
        return Err(Failure::invalid("The content has another SHA-256 than the address says; send it again."));
    }
    app.storage.put_attachment(hash, content).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn well_formed(hash: String) -> Result<AttachmentHash, Failure> {
    let hash = AttachmentHash(hash);
    if hash.is_well_formed() {
        Ok(hash)
    } else {
        Err(Failure::not_found("An attachment's address ends with its SHA-256."))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
