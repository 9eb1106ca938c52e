//! Rooms hear of what was changed outside of them.

use crate::context::Ctx;
use crate::roundtable::streams::room;
use weiterblick_domain::ids::EventId;
use weiterblick_live::Scope;

/// To be called after the commit. The change is kept, so a room that cannot follow now is no error of the request: it
/// follows with its next command.
pub async fn tell(ctx: &Ctx, event: EventId, scope: Scope) {
    let followed = match room(ctx, event).await {
        Ok(room) => room.refresh(scope).await.map_err(|refusal| refusal.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = followed {
        tracing::warn!(%error, "a room does not know yet what was changed");
    }
}
