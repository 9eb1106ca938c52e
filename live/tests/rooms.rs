//! Rooms over a real database, on both engines.

#[path = "rooms/ballots.rs"]
mod ballots;
#[path = "rooms/clock.rs"]
mod clock;
#[path = "rooms/commands.rs"]
mod commands;
#[path = "rooms/integrity.rs"]
mod integrity;
#[path = "rooms/interleavings.rs"]
mod interleavings;
#[path = "rooms/load.rs"]
mod load;
#[path = "rooms/nodes.rs"]
mod nodes;
#[path = "rooms/polls.rs"]
mod polls;
#[path = "rooms/privacy.rs"]
mod privacy;
#[path = "rooms/segments.rs"]
mod segments;
#[path = "rooms/snapshots.rs"]
mod snapshots;
#[path = "rooms/world.rs"]
mod world;
