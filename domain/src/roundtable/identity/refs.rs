//! References that stand in the database instead of a person (L2, L3).

use super::hash::{first_half, hmac_sha256, sha256};
use super::secret::ParticipantToken;
use crate::ids::{EventCompanyId, EventId, PollId};
use hmac::Mac;
use std::fmt;

macro_rules! refs {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// `Debug` does not show the bytes: beside the time of a log line they would say when somebody voted (L40).
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// A reference as it was stored.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

refs! {
    /// A voice in all rounds of one poll. Another poll has another one for the same voice. Of a paper sheet it is random.
    VoterRef
    /// The profile that somebody gave at join.
    ProfileRef
    /// The author of questions, and whoever supports them.
    AuthorRef
    /// The company that a ballot belongs to, in one poll.
    CompanyRef
}

impl VoterRef {
    /// The voice of a person or a table.
    pub fn of(poll: PollId, token: &ParticipantToken) -> Self {
        Self(first_half(sha256(&[b"wb-ballot-1", poll.as_bytes(), token.as_bytes()])))
    }

    /// The voice that the members of a company share: whoever runs the installation can compute it, and the poll page
    /// says so (L3).
    pub fn of_company(installation_key: &[u8; 32], poll: PollId, company: EventCompanyId) -> Self {
        Self(*CompanyRef::of(installation_key, poll, company).as_bytes())
    }
}

impl ProfileRef {
    pub fn of(event: EventId, token: &ParticipantToken) -> Self {
        Self(first_half(sha256(&[b"wb-profile-1", event.as_bytes(), token.as_bytes()])))
    }
}

impl AuthorRef {
    pub fn of(event: EventId, token: &ParticipantToken) -> Self {
        Self(first_half(sha256(&[b"wb-qa-1", event.as_bytes(), token.as_bytes()])))
    }
}

impl CompanyRef {
    pub fn of(installation_key: &[u8; 32], poll: PollId, company: EventCompanyId) -> Self {
        let mac = hmac_sha256(installation_key, &[poll.as_bytes(), company.as_bytes()]);
        Self(first_half(mac.finalize().into_bytes().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::to_hex;

    fn counting<const N: usize>(from: u8) -> [u8; N] {
        std::array::from_fn(|at| from + at as u8)
    }

    /// Computed with Python's hashlib and hmac.
    #[test]
    fn references_are_those_of_the_published_formulas() {
        let token = ParticipantToken::from_random(counting(0));
        let (poll, event) = (PollId::from_bytes(counting(0x40)), EventId::from_bytes(counting(0xe0)));
        let company = EventCompanyId::from_bytes(counting(0x80));
        let key = counting(0x10);
        assert_eq!(to_hex(VoterRef::of(poll, &token).as_bytes()), "3f05049dd6925bde7bf86114fea6ee0d");
        assert_eq!(to_hex(ProfileRef::of(event, &token).as_bytes()), "7441b8d862c74cc1f3acdebe9845f173");
        assert_eq!(to_hex(AuthorRef::of(event, &token).as_bytes()), "b19528d136f7c5644c0e7e666a7967b1");
        assert_eq!(to_hex(CompanyRef::of(&key, poll, company).as_bytes()), "e55bb2839712da1321a9e0736b6a526e");
        assert_eq!(to_hex(VoterRef::of_company(&key, poll, company).as_bytes()), "e55bb2839712da1321a9e0736b6a526e");
    }

    #[test]
    fn a_voice_is_somebody_else_in_every_poll_and_table() {
        let token = ParticipantToken::from_random([7; 32]);
        let id = [1; 16];
        let references = [
            *VoterRef::of(id.into(), &token).as_bytes(),
            *VoterRef::of([2; 16].into(), &token).as_bytes(),
            *ProfileRef::of(id.into(), &token).as_bytes(),
            *AuthorRef::of(id.into(), &token).as_bytes(),
            first_half(*token.digest().as_bytes()),
        ];
        let distinct: std::collections::BTreeSet<_> = references.iter().collect();
        assert_eq!(distinct.len(), references.len());
    }

    #[test]
    fn a_log_line_cannot_hold_a_reference() {
        assert_eq!(format!("{:?}", VoterRef::from_bytes([0xab; 16])), "VoterRef");
    }
}
