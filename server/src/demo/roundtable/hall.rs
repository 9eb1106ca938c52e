//! Where the demo's round tables are held: rooms with a clock that is set, and random numbers that are always the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use weiterblick_app::state::{AppState, Random};
use weiterblick_domain::time::UnixMillis;
use weiterblick_live::{Hub, Surroundings};

pub struct Hall<'a> {
    /// With predictable random numbers.
    pub state: &'a AppState,
    pub hub: Hub,
    clock: Arc<WallClock>,
}

impl<'a> Hall<'a> {
    /// The clock shows the present.
    pub fn open(state: &'a AppState) -> Self {
        let clock = Arc::new(WallClock(AtomicI64::new(state.now().0)));
        let around = Surroundings {
            clock: Arc::clone(&clock) as Arc<dyn weiterblick_live::Clock>,
            random: Arc::new(Predictable(Arc::clone(&state.random))),
            // Whatever waits for the database is refused and ends the fill.
            on_fault: Arc::new(|fault| tracing::error!(?fault, "the database fails while the demo is made")),
        };
        let hub = Hub::start(state.db.clone(), around, crate::state::rooms(&state.installation_key));
        Self { state, hub, clock }
    }

    pub fn now(&self) -> UnixMillis {
        UnixMillis(self.clock.0.load(Ordering::Relaxed))
    }

    pub fn set_clock(&self, now: UnixMillis) {
        self.clock.0.store(now.0, Ordering::Relaxed);
    }

    pub fn pass(&self, millis: i64) {
        self.set_clock(self.now().plus(millis));
    }

    /// Ends all rooms; what they were told is stored.
    pub async fn close(self) {
        self.hub.drain().await;
    }
}

struct WallClock(AtomicI64);

impl weiterblick_live::Clock for WallClock {
    fn now(&self) -> UnixMillis {
        UnixMillis(self.0.load(Ordering::Relaxed))
    }
}

struct Predictable(Random);

impl weiterblick_live::Random for Predictable {
    fn fill(&self, bytes: &mut [u8]) {
        (self.0)(bytes);
    }
}
