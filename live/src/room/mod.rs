//! A room: the picture of one event in memory, and what goes in and out of it.

mod admit;
mod ballot_box;
mod board;
mod follow;
mod handle;
mod inner;
mod load;
mod outlet;
mod pacer;
mod people;
mod plan;
mod publication;
mod round;
mod state;
mod streams;
mod subject;

pub use handle::{Room, Scope};

pub(crate) use ballot_box::{BallotBox, Held};
pub(crate) use inner::{Alarm, Inner};
pub(crate) use load::{recount, room as load};
pub(crate) use round::LiveRound;
pub(crate) use state::State;
