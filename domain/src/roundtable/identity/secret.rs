//! Secrets that only their holder has; of each one the database keeps the SHA-256.

use super::hash::sha256;
use crate::ids::EventId;
use crate::questionnaire::{Digest, InvalidHex, from_hex, to_hex};

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident of $bytes:literal bytes;)*) => {$(
        $(#[$doc])*
        ///
        /// As text small hexadecimal digits. It has neither `Debug` nor `Display`, so that no log line can hold it by
        /// accident.
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// The secret of bytes that the caller took from its random source.
            pub const fn from_random(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// # Errors
            /// [`InvalidHex`] for anything but two small hexadecimal digits per byte.
            pub fn parse(text: &str) -> Result<Self, InvalidHex> {
                from_hex(text).map(Self)
            }

            /// The text for the cookie or the link.
            pub fn reveal(&self) -> String {
                to_hex(&self.0)
            }

            /// SHA-256 of the bytes.
            pub fn digest(&self) -> Digest {
                Digest::of(&self.0)
            }
        }
    )*};
}

secrets! {
    /// What makes a browser a participant of one event (L1).
    ParticipantToken of 32 bytes;
    /// A personal seat, printed as a QR code (L1).
    SeatToken of 16 bytes;
    /// Opens a screen, a table, the moderation, or the console in an emergency (security.md E21).
    AccessKey of 16 bytes;
}

impl ParticipantToken {
    /// The token of a seat: the same on every device that shows the seat's QR code.
    pub fn of_seat(seat: &SeatToken, event: EventId) -> Self {
        Self(sha256(&[b"wb-seat-1", &seat.0, event.as_bytes()]))
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The name of the cookie with the token of an event, apart for each event that a browser takes part in.
pub fn cookie_name(event: EventId) -> String {
    format!("__Host-wbp-{}", to_hex(&event.as_bytes()[..4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> EventId {
        EventId::from_bytes(std::array::from_fn(|at| 0xe0 + at as u8))
    }

    #[test]
    fn a_secret_comes_back_from_its_text_with_the_same_digest() {
        let token = ParticipantToken::from_random([0xab; 32]);
        assert_eq!(token.reveal(), "ab".repeat(32));
        assert!(ParticipantToken::parse(&token.reveal()).is_ok_and(|back| back.digest() == token.digest()));
        assert!(SeatToken::parse(&"0".repeat(32)).is_ok_and(|seat| seat == SeatToken::from_random([0; 16])));
        for bad in ["", "0", &"0".repeat(31), &"0".repeat(64), &"G".repeat(32), &"A".repeat(32)] {
            assert!(AccessKey::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_seat_is_one_voice_per_event() {
        let seat = SeatToken::from_random(std::array::from_fn(|at| at as u8));
        let token = ParticipantToken::of_seat(&seat, event());
        // Python: sha256(b"wb-seat-1" + bytes(range(16)) + bytes(range(0xe0, 0xf0)))
        assert_eq!(token.reveal(), "e42b46f1f0abf8783f9053f82c491d93924f88b73d69ea47ca93bb79c5091a68");
        assert!(token == ParticipantToken::of_seat(&seat, event()));
        assert!(token != ParticipantToken::of_seat(&seat, EventId::from_bytes([0; 16])));
        assert!(token != ParticipantToken::of_seat(&SeatToken::from_random([9; 16]), event()));
    }

    #[test]
    fn the_cookie_is_named_after_the_first_digits_of_the_event() {
        assert_eq!(cookie_name(event()), "__Host-wbp-e0e1e2e3");
        assert!(event().to_string().starts_with("e0e1e2e3"));
    }
}
