//! Round tables on both engines.

#[path = "roundtable/access.rs"]
mod access;
#[path = "roundtable/commands.rs"]
mod commands;
#[path = "roundtable/events.rs"]
mod events;
#[path = "roundtable/polls.rs"]
mod polls;
#[path = "roundtable/world.rs"]
mod world;
