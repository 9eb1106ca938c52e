//! Several nodes over one PostgreSQL database (live.md L61). On SQLite there is one node only, and nothing here runs.

use crate::room::{Inner, State};
use crate::shared::Shared;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};
use weiterblick_domain::roundtable::limits::{NODE_COMPARE, NODE_COUNT_EXPIRES, NOTIFY_INTERVAL, RECOUNT_INTERVAL};
use weiterblick_store::roundtable::notice::{self, Heard, Listener, Notice};
use weiterblick_store::roundtable::revision::{self, Progress};
use weiterblick_store::{Engine, StoreError};

const fn millis(limit: i64) -> Duration {
    Duration::from_millis(limit.unsigned_abs())
}

/// Tells the other nodes of a room's changes, at most once in 200 ms, and who is connected before that expires. Ends with
/// the room.
pub(crate) fn start_telling(room: &Arc<Inner>) {
    if room.hub.db.engine() == Engine::Postgres {
        tokio::spawn(tell(Arc::downgrade(room), room.news.clone()));
    }
}

async fn tell(room: Weak<Inner>, news: Arc<Notify>) {
    loop {
        let is_new = timeout(millis(NODE_COUNT_EXPIRES / 2), news.notified()).await.is_ok();
        let Some(room) = room.upgrade() else { return };
        let notice = room.notice();
        if (is_new || notice.connected > 0)
            && let Err(error) = notice::send(&room.hub.db, &notice).await
        {
            tracing::warn!(%error, "the other nodes could not be told");
        }
        drop(room);
        sleep(millis(NOTIFY_INTERVAL)).await;
    }
}

impl Inner {
    fn notice(&self) -> Notice {
        let now = self.hub.around.clock.now();
        let state = self.state();
        let open = state.rounds.iter().filter(|live| live.takes_entries());
        let done = open.filter(|live| state.all_answered_here(live, now)).map(|live| live.id).collect();
        Notice { node: self.hub.node, event: self.event, connected: state.connected_here(now), done }
    }

    /// Another node has changed something, and has these participants.
    fn hear(&self, notice: Notice) {
        let now = self.hub.around.clock.now();
        self.state().others.tell(notice.node, notice.connected, notice.done, now);
        self.outlets.mark_count();
        self.fall_behind();
    }

    fn compare(&self, progress: &Progress) {
        let differs = |state: &State| {
            let writes: u64 = state.rounds.iter().map(|live| live.writes).sum();
            (state.event.r != progress.r || writes != progress.writes, state.board.b != progress.b)
        };
        let (plan, board) = differs(&self.state());
        if plan {
            self.fall_behind();
        }
        if board {
            self.outlets.mark_board();
        }
    }
}

/// Hears the other nodes, for ever. Whenever it may have missed something, all rooms look for themselves.
pub(crate) async fn listen(hub: Arc<Shared>) {
    loop {
        match Listener::open(&hub.db).await {
            Ok(None) => return,
            Ok(Some(mut listener)) => {
                all_fall_behind(&hub);
                if let Err(error) = hear(&hub, &mut listener).await {
                    tracing::warn!(%error, "the other nodes are not heard any more");
                }
            }
            Err(error) => tracing::warn!(%error, "the other nodes cannot be heard"),
        }
        sleep(millis(RECOUNT_INTERVAL)).await;
    }
}

async fn hear(hub: &Shared, listener: &mut Listener) -> Result<(), StoreError> {
    loop {
        match listener.hear().await? {
            Heard::Gap => all_fall_behind(hub),
            Heard::Notice(notice) if notice.node == hub.node => {}
            Heard::Notice(notice) => {
                if let Some(room) = hub.loaded(notice.event) {
                    room.hear(notice);
                }
            }
        }
    }
}

fn all_fall_behind(hub: &Shared) {
    for room in hub.rooms() {
        room.fall_behind();
        room.outlets.mark_board();
    }
}

/// Compares revisions every 2 s, so that a lost notice delays by no more.
pub(crate) async fn compare(hub: Arc<Shared>) {
    if hub.db.engine() == Engine::Sqlite {
        return;
    }
    loop {
        sleep(millis(NODE_COMPARE)).await;
        match active(&hub).await {
            Ok(active) => {
                for progress in active {
                    if let Some(room) = hub.loaded(progress.event) {
                        room.compare(&progress);
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "the revisions could not be compared"),
        }
    }
}

async fn active(hub: &Shared) -> Result<Vec<Progress>, StoreError> {
    revision::active(&mut *hub.db.read().await?).await
}
