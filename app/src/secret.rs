//! Tokens for links and cookies: 256 random bits, of which the database keeps the SHA-256 only (security.md E4).

use crate::state::AppState;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// A token as it stands in a link or cookie: 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub fn new(state: &AppState) -> Self {
        Self(hex(&state.random::<32>()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub fn hash(&self) -> String {
        sha256_hex(self.0.as_bytes())
    }
}

/// What the database keeps of a token that somebody sent; whatever is no token hashes to something that is not there.
pub fn token_hash(sent: &str) -> String {
    sha256_hex(sent.trim().as_bytes())
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A key for one purpose, derived from the installation's key (HKDF-SHA-256, security.md E54).
pub fn subkey(installation_key: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    // 32 bytes are far below the limit of 255 hash lengths: this cannot fail.
    let _ = Hkdf::<Sha256>::new(None, installation_key).expand(purpose.as_bytes(), &mut key);
    key
}

/// What only this installation can compute of `data`: HMAC-SHA-256 under the key for `purpose`, hexadecimal.
pub fn keyed_hash(installation_key: &[u8; 32], purpose: &str, data: &[u8]) -> String {
    let key = subkey(installation_key, purpose);
    // HMAC takes keys of any length: this cannot fail.
    Hmac::<Sha256>::new_from_slice(&key).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(data);
            hex(&mac.finalize().into_bytes())
        },
    )
}
