//! Access tokens: 32 random bytes, told once, kept as their SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Lets people and secret scanners recognise one.
pub const PREFIX: &str = "sin_";

/// A token before it is hashed. Never printed by accident.
pub struct Token(Zeroizing<String>);

impl Token {
    pub fn random() -> Self {
        let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(rand::random());
        Self(Zeroizing::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes.as_slice()))))
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What is stored of a token.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_distinct_and_never_shown_by_debug() {
        let (a, b) = (Token::random(), Token::random());
        assert!(a.reveal().starts_with(PREFIX) && a.reveal().len() == PREFIX.len() + 43);
        assert_ne!(a.reveal(), b.reveal());
        assert_ne!(a.hash(), b.hash());
        assert_eq!(format!("{a:?}"), "Token(…)");
    }
}
