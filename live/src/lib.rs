//! Rooms of running round tables (live.md §12): one writer that commits ballots in batches, tallies in memory, and
//! snapshots that all viewers of a view share. Knows no HTTP and no HTML; see the README for how it is used.

mod cast;
mod command;
mod frame;
mod hub;
mod load;
mod me;
mod nodes;
mod presence;
mod queue;
mod room;
mod shared;
mod snapshot;
mod surroundings;
mod sweep;
mod timers;
mod writer;

pub use cast::{Ack, CastRequest, Content, NoVoice, Refusal, SheetRequest, Status};
pub use command::{Command, CommandRefusal, Done};
pub use frame::{Frame, FrameKind, Frames, Seen};
pub use hub::{Hub, RoomError, Settings};
pub use me::{Me, MyBallot};
pub use presence::{Bye, Presence};
pub use room::{Room, Scope};
pub use surroundings::{Clock, Fault, Random, Surroundings};
pub use weiterblick_domain::roundtable::round::View;
