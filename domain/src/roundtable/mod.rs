//! Round tables: events, polls, ballots, tallies and results.

pub mod access;
pub mod agenda;
pub mod attendance;
pub mod attribute;
pub mod card;
pub mod event;
pub mod identity;
pub mod limits;
pub mod need;
pub mod pace;
pub mod poll;
pub mod question;
pub mod revision;
pub mod round;
pub mod segment;
pub mod settings;
pub mod stage;
