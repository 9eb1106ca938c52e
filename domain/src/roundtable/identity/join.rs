//! The join token of QR code and link, and what the code field takes (security.md E22).

use super::code::JoinCode;
use super::hash::{first_half, hmac_sha256};
use crate::ids::EventId;
use crate::questionnaire::{InvalidHex, from_hex, to_hex};
use hmac::Mac;

/// The first 128 bits of HMAC-SHA-256(installation key, event id ‖ code number); the code number of an event counts its
/// join codes, so a new code ends the old token. It need not be stored.
///
/// It has neither `Debug` nor `Display`, so that no log line can hold it by accident, and no `==`: see
/// [`JoinTicket::is_valid`].
#[derive(Clone)]
pub struct JoinToken([u8; 16]);

impl JoinToken {
    fn of(installation_key: &[u8; 32], event: EventId, code_number: u64) -> Self {
        let mac = hmac_sha256(installation_key, &[event.as_bytes(), &code_number.to_be_bytes()]);
        Self(first_half(mac.finalize().into_bytes().into()))
    }
}

/// What a QR code or link carries: the event and its token, as 64 small hexadecimal digits.
#[derive(Clone)]
pub struct JoinTicket {
    pub event: EventId,
    token: JoinToken,
}

impl JoinTicket {
    /// The ticket that is valid while the event's code has this number.
    pub fn new(installation_key: &[u8; 32], event: EventId, code_number: u64) -> Self {
        Self { event, token: JoinToken::of(installation_key, event, code_number) }
    }

    /// # Errors
    /// [`InvalidHex`] for anything but 64 small hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidHex> {
        let bytes: [u8; 32] = from_hex(text)?;
        let event = EventId::from_bytes(first_half(bytes));
        Ok(Self { event, token: JoinToken(std::array::from_fn(|at| bytes[16 + at])) })
    }

    /// The text for the link.
    pub fn reveal(&self) -> String {
        to_hex(self.event.as_bytes()) + &to_hex(&self.token.0)
    }

    /// Whether the token is the event's present one; takes the same time for every wrong one.
    pub fn is_valid(&self, installation_key: &[u8; 32], code_number: u64) -> bool {
        let mac = hmac_sha256(installation_key, &[self.event.as_bytes(), &code_number.to_be_bytes()]);
        mac.verify_truncated_left(&self.token.0).is_ok()
    }
}

/// What somebody entered into the code field.
#[derive(Clone)]
pub enum Joining {
    Code(JoinCode),
    Ticket(JoinTicket),
}

/// A text that is neither a code nor a link with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a join code nor a join link")]
pub struct InvalidJoin;

impl Joining {
    /// Reads a typed code or a whole pasted link: then its last path segment counts, whatever the host.
    ///
    /// # Errors
    /// [`InvalidJoin`] when that is neither a code nor a ticket.
    pub fn parse(text: &str) -> Result<Self, InvalidJoin> {
        let path = text.split(['?', '#']).next().unwrap_or_default().trim().trim_end_matches('/');
        let last = path.rsplit('/').next().unwrap_or_default();
        match JoinTicket::parse(last) {
            Ok(ticket) => Ok(Self::Ticket(ticket)),
            Err(InvalidHex) => last.parse().map(Self::Code).map_err(|_| InvalidJoin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [3; 32];

    fn event() -> EventId {
        EventId::from_bytes([0xe0; 16])
    }

    /// Computed with Python's hmac.
    #[test]
    fn a_ticket_is_that_of_the_published_formula() {
        assert_eq!(JoinTicket::new(&KEY, event(), 7).reveal(), "e0".repeat(16) + "85ed71d913aec02f38ad1e9e7167e886");
    }

    #[test]
    fn a_ticket_ends_with_its_code_number_and_fits_one_event_and_installation() {
        let ticket = JoinTicket::parse(&JoinTicket::new(&KEY, event(), 7).reveal()).unwrap();
        assert!(ticket.is_valid(&KEY, 7));
        assert!(!ticket.is_valid(&KEY, 8) && !ticket.is_valid(&[4; 32], 7));
        let elsewhere = JoinTicket { event: EventId::from_bytes([0xe1; 16]), ..ticket };
        assert!(!elsewhere.is_valid(&KEY, 7));
    }

    #[test]
    fn a_code_or_a_whole_link_may_be_pasted() {
        let ticket = JoinTicket::new(&KEY, event(), 7).reveal();
        let code = |text: &str| match Joining::parse(text) {
            Ok(Joining::Code(code)) => Some(code.to_string()),
            _ => None,
        };
        for text in ["1234 5678", "https://x.example/b/12345678", "x.example/b/1234-5678/?a=b/c#d/e"] {
            assert_eq!(code(text).as_deref(), Some("12345678"), "{text}");
        }
        for link in [ticket.clone(), format!(" https://x.example/b/{ticket}\n"), format!("http://x/{ticket}/?lang=de")]
        {
            assert!(matches!(Joining::parse(&link), Ok(Joining::Ticket(found)) if found.reveal() == ticket), "{link}");
        }
        for bad in ["", "/", "https://x.example/", "hallo", &ticket[1..], "https://x.example/?c=12345678"] {
            assert!(Joining::parse(bad).is_err(), "{bad}");
        }
    }
}
