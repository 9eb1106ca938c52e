//! What was changed outside the rooms.

use crate::room::{Inner, Scope};
use crate::{Bye, CommandRefusal, View};
use std::sync::Arc;
use tokio::sync::oneshot;
use weiterblick_store::{Fault, StoreError};

pub(super) async fn run(room: &Arc<Inner>, scope: Scope, reply: oneshot::Sender<Result<(), CommandRefusal>>) {
    let done = follow(room, scope).await.map_err(|error| match error.fault() {
        Fault::Busy => CommandRefusal::Busy { retry_after: room.hub.retry_after() },
        _ if matches!(error, StoreError::NotFound) => CommandRefusal::NotFound,
        _ => {
            tracing::error!(%error, "a room could not follow the database");
            CommandRefusal::Failed
        }
    });
    // Whoever asked may be gone.
    let _ = reply.send(done);
}

async fn follow(room: &Arc<Inner>, scope: Scope) -> Result<(), StoreError> {
    match scope {
        Scope::Plan => room.follow_plan().await,
        Scope::People => {
            // Removing somebody has raised the revision.
            room.follow_plan().await?;
            room.follow_people().await?;
            let state = room.state();
            room.streams.end(Bye::Removed, |view, who| view == View::Participant && state.people.is_removed(who));
            Ok(())
        }
        Scope::Board => {
            room.outlets.mark_board();
            Ok(())
        }
    }
}
