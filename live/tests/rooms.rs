//! Rooms over a real database, on both engines.

#[path = "rooms/ballots.rs"]
mod ballots;
#[path = "rooms/world.rs"]
mod world;
