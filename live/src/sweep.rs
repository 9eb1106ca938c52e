//! What is done once a minute.

use crate::room::Inner;
use crate::shared::Shared;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use weiterblick_domain::roundtable::limits::ROOM_UNLOADS;
use weiterblick_store::roundtable::pace;

/// How often minutes of the pace are kept and unused rooms looked for.
const SWEEP: Duration = Duration::from_secs(60);

pub(crate) async fn sweep(hub: Arc<Shared>) {
    loop {
        tokio::time::sleep(SWEEP).await;
        for room in hub.rooms() {
            keep_pace(&hub, &room).await;
        }
        hub.retain(is_needed);
    }
}

/// Ends a minute of the barometer; its sums are kept where enough have said something (L27).
async fn keep_pace(hub: &Shared, room: &Inner) {
    let now = hub.around.clock.now();
    let Some(minute) = room.state().pace.end_minute(now) else { return };
    room.outlets.mark_count();
    let kept = async {
        let mut tx = hub.db.write().await?;
        pace::keep(&mut tx, room.event, &minute).await?;
        tx.commit().await
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, "a minute of the pace is not kept");
    }
}

/// Rooms that nobody holds or has needed for half an hour are not. One with a deadline ahead is.
fn is_needed(room: &Arc<Inner>) -> bool {
    let unloads = Duration::from_millis(ROOM_UNLOADS.unsigned_abs());
    Arc::strong_count(room) > 1
        || Instant::now().duration_since(room.last_use()) <= unloads
        || !room.streams.is_empty()
        || !room.state().alarms().is_empty()
}
