//! Who a voice is, without accounts (live.md L1–L4, security.md E21, E22).
//!
//! A participant's token is in its cookie only. Everything that is stored is derived from it one way and apart from
//! each other, so that the tables of participants, profiles, questions and ballots cannot be joined without the cookies.

mod ballot_key;
mod code;
mod crockford;
mod hash;
mod join;
mod receipt;
mod refs;
mod secret;

pub use ballot_key::BallotKey;
pub use code::{CodeKind, InvalidCode, JoinCode};
pub use join::{InvalidJoin, JoinTicket, JoinToken, Joining};
pub use receipt::{InvalidReceipt, Receipt};
pub use refs::{AuthorRef, CompanyRef, ProfileRef, VoterRef};
pub use secret::{AccessKey, ParticipantToken, SeatToken, cookie_name};
