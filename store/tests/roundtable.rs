//! Round tables on both engines.

#[path = "roundtable/access.rs"]
mod access;
#[path = "roundtable/ballots.rs"]
mod ballots;
#[path = "roundtable/board.rs"]
mod board;
#[path = "roundtable/commands.rs"]
mod commands;
#[path = "roundtable/events.rs"]
mod events;
#[path = "roundtable/hands.rs"]
mod hands;
#[path = "roundtable/needs.rs"]
mod needs;
#[path = "roundtable/participants.rs"]
mod participants;
#[path = "roundtable/polls.rs"]
mod polls;
#[path = "roundtable/privacy.rs"]
mod privacy;
#[path = "roundtable/questions.rs"]
mod questions;
#[path = "roundtable/releases.rs"]
mod releases;
#[path = "roundtable/sealing.rs"]
mod sealing;
#[path = "roundtable/world.rs"]
mod world;
