//! SHA-256 and HMAC-SHA-256 over several parts, written one after the other.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

pub(super) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// A keyed hash that has taken its message.
pub(super) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> Hmac<Sha256> {
    // HMAC itself fills a short key with zeros up to the block of 64 bytes (RFC 2104): a whole block cannot be refused.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::new(&block.into());
    parts.iter().for_each(|part| mac.update(part));
    mac
}

/// The first 16 bytes.
pub(super) fn first_half(hash: [u8; 32]) -> [u8; 16] {
    std::array::from_fn(|at| hash[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::to_hex;

    #[test]
    fn parts_are_hashed_as_one_message() {
        assert_eq!(sha256(&[b"a", b"", b"bc"]), sha256(&[b"abc"]));
    }

    /// Python's `hmac.new(bytes(range(32)), b"what do ya want for nothing?", "sha256")`.
    #[test]
    fn a_keyed_hash_is_that_of_other_programs() {
        let key = std::array::from_fn(|at| at as u8);
        let mac = hmac_sha256(&key, &[b"what do ya want ", b"for nothing?"]).finalize().into_bytes();
        assert_eq!(to_hex(&mac), "099805f4ac310786968565c098db515cc50862b420ae31e20238312344bed36a");
    }
}
