//! Whether there is room for more work (live.md L55): decided at arrival, so that nothing waits only to be refused.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;
use weiterblick_domain::roundtable::limits::{BATCH_MAX, QUEUE_MAX, WAIT_MAX};

/// How long a commit takes at present. The writer says when it begins and ends one; everybody may ask.
#[derive(Debug)]
pub(crate) struct Load {
    origin: Instant,
    /// Moving mean of a batch in microseconds.
    batch: AtomicU64,
    /// When the present batch began, in microseconds since the origin; 0: none is running.
    since: AtomicU64,
}

/// Weight of the newest batch in the mean is one part of so many.
const MEMORY: u64 = 4;

impl Load {
    pub fn new() -> Self {
        Self { origin: Instant::now(), batch: AtomicU64::new(0), since: AtomicU64::new(0) }
    }

    pub fn begin(&self) {
        self.since.store(self.elapsed().max(1), Ordering::Relaxed);
    }

    pub fn end(&self) {
        let took = self.elapsed().saturating_sub(self.since.swap(0, Ordering::Relaxed));
        let mean = self.batch.load(Ordering::Relaxed);
        self.batch.store(mean - mean / MEMORY + took / MEMORY, Ordering::Relaxed);
    }

    /// How long something would wait behind so many queued items: the batches before it, each as long as the mean, and
    /// as the present one where that takes longer. Nothing waits for an idle writer.
    pub fn expected_wait(&self, queued: usize) -> Duration {
        let since = self.since.load(Ordering::Relaxed);
        if since == 0 && queued == 0 {
            return Duration::ZERO;
        }
        let running = if since == 0 { 0 } else { self.elapsed().saturating_sub(since) };
        let batch = self.batch.load(Ordering::Relaxed).max(running);
        let batches = 1 + queued as u64 / BATCH_MAX as u64;
        Duration::from_micros(batch.saturating_mul(batches))
    }

    /// Whether something that arrives now behind so many items has to be refused.
    pub fn is_too_high(&self, queued: usize) -> bool {
        let most = Duration::from_millis(WAIT_MAX.unsigned_abs());
        queued >= QUEUE_MAX || self.expected_wait(queued) > most
    }

    fn elapsed(&self) -> u64 {
        u64::try_from(self.origin.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn batch(load: &Load, millis: u64) {
        load.begin();
        tokio::time::advance(Duration::from_millis(millis)).await;
        load.end();
    }

    #[tokio::test(start_paused = true)]
    async fn more_than_two_seconds_of_batches_ahead_are_too_many() {
        let load = Load::new();
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(!load.is_too_high(QUEUE_MAX - 1) && load.is_too_high(QUEUE_MAX));
        for _ in 0..40 {
            batch(&load, 200).await;
        }
        assert!(!load.is_too_high(0));
        assert!(!load.is_too_high(8 * BATCH_MAX));
        assert!(load.is_too_high(10 * BATCH_MAX));
        for _ in 0..40 {
            batch(&load, 10).await;
        }
        assert!(!load.is_too_high(30 * BATCH_MAX));
    }

    /// T5: the database is locked, so no mean tells of it.
    #[tokio::test(start_paused = true)]
    async fn a_batch_that_does_not_end_refuses_and_the_next_idle_moment_does_not() {
        let load = Load::new();
        load.begin();
        tokio::time::advance(Duration::from_millis(1_900)).await;
        assert!(!load.is_too_high(3));
        tokio::time::advance(Duration::from_millis(200)).await;
        assert!(load.is_too_high(0));
        tokio::time::advance(Duration::from_secs(28)).await;
        load.end();
        assert!(!load.is_too_high(0));
        assert!(load.is_too_high(1));
        for _ in 0..12 {
            batch(&load, 5).await;
        }
        assert!(!load.is_too_high(1));
    }
}
