//! What all handles of a room share.

use super::outlet::Outlets;
use super::state::State;
use super::streams::Streams;
use super::{follow, pacer};
use crate::nodes;
use crate::shared::Shared;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tokio::time::Instant;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::time::UnixMillis;

pub(crate) struct Inner {
    pub event: EventId,
    pub hub: Arc<Shared>,
    pub streams: Streams,
    pub outlets: Outlets,
    /// Rings when memory is not what the database has.
    pub behind: Arc<Notify>,
    /// Rings when other nodes have to be told.
    pub news: Arc<Notify>,
    state: Mutex<State>,
    used: Mutex<Instant>,
}

/// Milliseconds by which an alarm rings late.
const LINGER: i64 = 100;

/// What the clock demands, and the time for which it was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alarm {
    Round(RoundId, UnixMillis),
    /// The event ends by itself, or is sealed.
    Event(UnixMillis),
}

impl Inner {
    /// Begins to pace the room's snapshots and to watch its deadlines.
    pub fn start(hub: Arc<Shared>, state: State) -> Arc<Self> {
        let room = Arc::new(Self {
            event: state.event.id,
            hub,
            streams: Streams::default(),
            outlets: Outlets::default(),
            behind: Arc::default(),
            news: Arc::default(),
            state: Mutex::new(state),
            used: Mutex::new(Instant::now()),
        });
        room.arm();
        pacer::start(&room);
        follow::start(&room);
        nodes::start_telling(&room);
        room
    }

    /// The picture. Held for moments only and never across an `await`.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the timers for everything that the clock will demand. They ring a little late: who arrived in time may still
    /// be on the way into the queue, and whoever did not is refused by the time of arrival (L13).
    pub fn arm(self: &Arc<Self>) {
        let now = self.hub.around.clock.now().plus(-LINGER);
        let (rounds, event) = {
            let state = self.state();
            (state.alarms(), state.due())
        };
        for (round, at) in rounds {
            self.hub.timers.set(self, Alarm::Round(round, at), at.since(now));
        }
        if let Some((at, _)) = event {
            self.hub.timers.set(self, Alarm::Event(at), at.since(now));
        }
    }

    /// Something was committed here, or somebody came or went: other nodes have to know.
    pub fn tell(&self) {
        self.news.notify_one();
    }

    /// Somebody needs the room.
    pub fn touch(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    pub fn last_use(&self) -> Instant {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tasks that wait for the room find out that it is gone.
impl Drop for Inner {
    fn drop(&mut self) {
        self.behind.notify_one();
        self.news.notify_one();
        self.outlets.mark_count();
    }
}
