//! What an act answers with: plain data, so that a replay can give the very same answer again.

use serde::Serialize;

/// An answer of the wire, ready to be kept and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The version for the strong ETag, without quotes.
    pub etag: Option<String>,
    pub location: Option<String>,
    /// JSON.
    pub body: String,
}

impl Answer {
    /// 200 with a resource as it is now.
    pub fn now(resource: &impl Serialize, version: u64) -> Self {
        Self { status: 200, etag: Some(version.to_string()), location: None, body: json(resource) }
    }

    /// 201 with a resource that was made, and where it is.
    pub fn made(resource: &impl Serialize, version: u64, location: String) -> Self {
        Self { status: 201, etag: Some(version.to_string()), location: Some(location), body: json(resource) }
    }

    /// Something that has no version.
    pub fn plain(status: u16, location: Option<String>, resource: &impl Serialize) -> Self {
        Self { status, etag: None, location, body: json(resource) }
    }
}

fn json(resource: &impl Serialize) -> String {
    serde_json::to_string(resource).expect("resources have string keys and no foreign maps")
}
