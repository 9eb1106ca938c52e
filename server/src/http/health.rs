//! `/healthz` and `/readyz` (security.md E56): without details.

use crate::state::free_bytes;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use weiterblick_store::{Db, StoreError};

const NEEDED_FREE_BYTES: u64 = 128 * 1024 * 1024;
/// How often the writer is asked, and how old its last answer may be.
const ASKED_EVERY: Duration = Duration::from_secs(2);
const FRESH: Duration = Duration::from_secs(5);

/// Whether this process may be given requests.
#[derive(Clone)]
pub struct Health {
    db: Db,
    data_dir: PathBuf,
    stopping: Arc<AtomicBool>,
    answered: Arc<Mutex<Option<Instant>>>,
}

impl Health {
    /// Not ready before the first [`Self::ask`].
    pub fn new(db: Db, data_dir: PathBuf) -> Self {
        Self { db, data_dir, stopping: Arc::default(), answered: Arc::default() }
    }

    /// From now on not ready any more.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Asks the writer again and again until `stop`, so that no request for `/readyz` has to.
    pub async fn keep_asking(self, stop: CancellationToken) {
        let mut ticks = interval(ASKED_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = ticks.tick() => self.ask().await,
            }
        }
    }

    /// Notes the time when the writer answers and the schema is ours.
    pub async fn ask(&self) {
        let asked = async {
            self.db.write().await?.commit().await?;
            self.db.schema().await
        };
        match timeout(FRESH, asked).await {
            Ok(Ok(schema)) if schema == self.db.known_schema() => {
                *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            }
            Ok(Ok(found)) => tracing::warn!(found, "the database has another schema"),
            Ok(Err(error)) => report(&error),
            Err(_) => tracing::warn!("the writer does not answer"),
        }
    }

    /// The writer has answered a moment ago, the schema is ours, there is room, and nobody is stopping.
    pub fn is_ready(&self) -> bool {
        let answered = *self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        !self.stopping.load(Ordering::Relaxed)
            && answered.is_some_and(|at| at.elapsed() < FRESH)
            && free_bytes(&self.data_dir).is_none_or(|free| free >= NEEDED_FREE_BYTES)
    }
}

fn report(error: &StoreError) {
    tracing::warn!(%error, "the writer does not answer");
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_store::testing;

    #[tokio::test]
    async fn ready_is_who_has_had_an_answer_a_moment_ago() {
        let database = testing::sqlite().await;
        let health = Health::new(database.db.clone(), std::env::temp_dir());
        assert!(!health.is_ready(), "nobody has asked");
        health.ask().await;
        assert!(health.is_ready());
        *health.answered.lock().unwrap() = Instant::now().checked_sub(FRESH);
        assert!(!health.is_ready(), "that was too long ago");
        health.ask().await;
        assert!(health.is_ready());
        health.stop();
        assert!(!health.is_ready());
        database.end().await;
    }
}
