//! The place of a message or call in the chain of its case: what proves later that nothing was changed, left out or put
//! in between, also after its words were erased.
//!
//! Not its duty: making and checking links (`seal`).

use serde::{Deserialize, Serialize};

/// Made by the server in the commit that keeps the entry; `docs/signing.md` says what is hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChainLink {
    /// Counts the entries of the case from 1, in the order in which they were kept.
    pub n: u32,
    /// 128 random bits in hexadecimal. Without them the hash tells nothing about short words; gone once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// The salted hash, kept in place of what was erased; else it follows from salt and content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// SHA-256 over the link before, and this entry's kind, id, time and salted hash; hexadecimal.
    pub chain: String,
}

impl ChainLink {
    /// True when the words of the entry were erased on request.
    pub fn is_erased(&self) -> bool {
        self.salt.is_none()
    }
}
