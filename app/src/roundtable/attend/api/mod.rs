//! What participants change: joining, votes, questions, pace, own data.

mod ballot;
mod enter;
mod join;
mod own;
mod question;

pub use ballot::LiveBallot;
pub use enter::LiveEnter;
pub use join::{LiveJoin, LiveTable};
pub use own::{LiveExtraTime, LiveForget, LivePace};
pub use question::{LiveAsk, LiveSupport, LiveWithdrawQuestion};

use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::roundtable::access::{self, Attendee};
use weiterblick_domain::ids::EventId;
use weiterblick_live::{CommandRefusal, Room, Scope};

/// Whoever has not joined, or was removed, may nothing here.
pub fn join_first() -> Error {
    Error::new(ErrorKind::Forbidden, "attend.error.join_first")
}

/// The participant that asks, in the event that the form names.
async fn attendee(ctx: &Ctx, event: &str) -> Result<Attendee, Error> {
    let event: EventId = event.parse().map_err(|_| Error::not_found())?;
    access::attendee(ctx, &mut *ctx.state.db.read().await?, event).await?.ok_or_else(join_first)
}

/// The page of the room, at one of its parts.
fn room_path(event: EventId) -> String {
    format!("/r/{event}")
}

/// Tells the room what a committed transaction has changed. What is stored is stored: a room that cannot be told now
/// reads it when it is loaded again.
async fn tell(room: &Room, scope: Scope) {
    if let Err(error) = room.refresh(scope).await
        && matches!(error, CommandRefusal::Failed)
    {
        tracing::error!(%error, "a room did not take over a change");
    }
}
