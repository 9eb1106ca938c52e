//! What makes a repeated ballot recognisable (live.md L12).

use crate::questionnaire::{InvalidHex, from_hex};
use std::fmt;

/// 128 random bits that a page makes for one answer: sent again with the same key it is the same answer.
///
/// `Debug` does not show the bytes: they stand beside the ballot in the database.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BallotKey([u8; 16]);

impl BallotKey {
    /// A key as it was stored, or of bytes that the caller took from its random source.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// # Errors
    /// [`InvalidHex`] for anything but 32 small hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidHex> {
        from_hex(text).map(Self)
    }

    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for BallotKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BallotKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_32_small_hexadecimal_digits() {
        assert_eq!(BallotKey::parse(&"0f".repeat(16)), Ok(BallotKey::from_bytes([0x0f; 16])));
        for bad in ["", &"0".repeat(31), &"0".repeat(33), &"F".repeat(32), &"g".repeat(32)] {
            assert_eq!(BallotKey::parse(bad), Err(InvalidHex), "{bad}");
        }
    }
}
