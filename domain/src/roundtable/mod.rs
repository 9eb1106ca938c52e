//! Round tables: events, polls, ballots, tallies and results.

pub mod event;
pub mod identity;
pub mod limits;
pub mod poll;
pub mod revision;
pub mod round;
