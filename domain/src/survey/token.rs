//! The secret of a personal link.

use crate::questionnaire::{Digest, InvalidHex, from_hex, to_hex};

/// 256 random bits; as text 64 small hexadecimal digits. Only [`Token::digest`] is stored (needs-analysis §11.7).
///
/// It has neither `Debug` nor `Display`, so that no log line can hold it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// The token of 32 bytes that the caller took from its random source.
    pub const fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// # Errors
    /// [`InvalidHex`] for anything but 64 small hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidHex> {
        from_hex(text).map(Self)
    }

    /// The text for the link.
    pub fn reveal(&self) -> String {
        to_hex(&self.0)
    }

    /// SHA-256 of the 32 bytes.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_link_with_the_same_digest() {
        let mut bytes = [0; 32];
        (0..).zip(&mut bytes).for_each(|(n, byte): (u8, _)| *byte = n.wrapping_mul(37));
        let token = Token::from_random(bytes);
        let text = token.reveal();
        assert_eq!(text.len(), 64);
        assert!(Token::parse(&text).is_ok_and(|back| back.digest() == token.digest()));
        assert!(Token::parse(&text[1..]).is_err());
        assert_ne!(Digest::of(text.as_bytes()), token.digest());
    }
}
