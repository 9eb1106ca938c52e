//! Ballots: written in batches, read by rooms (live.md §12, L52, L58).
//!
//! Rooms act for everybody who votes, so these functions take plain ids. The order inside a transaction is: the board of
//! each event with cards, then the rounds, both by id, so that two nodes never wait for each other.

mod read;
mod write;

pub use read::{OwnBallot, StoredBallot, of_event, of_round, own};
pub use write::{Gate, Keys, NewBallot, Written, correct_voters, mark_poll, take_turn, write};

use weiterblick_domain::roundtable::identity::BallotKey;

/// An empty blob stands for no key.
fn key_bytes(key: Option<BallotKey>) -> Vec<u8> {
    key.map(|key| key.as_bytes().to_vec()).unwrap_or_default()
}
