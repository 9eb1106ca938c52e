//! Lanes: how many requests of a kind run at once, and when a further one is refused at arrival (security.md E43).

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A bounded queue in front of a bounded number of workers.
pub struct Lane {
    name: &'static str,
    width: usize,
    running: Semaphore,
    waiting: AtomicUsize,
    most_waiting: usize,
    longest_wait: Duration,
    /// Moving mean of the service time in microseconds.
    service_micros: AtomicU64,
}

/// A place in a lane; counts how long it was used.
pub struct Place<'a> {
    lane: &'a Lane,
    _permit: SemaphorePermit<'a>,
    since: Instant,
}

impl Lane {
    pub fn new(name: &'static str, width: usize, most_waiting: usize, longest_wait: Duration) -> Self {
        Self {
            name,
            width,
            running: Semaphore::new(width),
            waiting: AtomicUsize::new(0),
            most_waiting,
            longest_wait,
            service_micros: AtomicU64::new(1_000),
        }
    }

    /// A place, or `None`: decided now, from the queue's length and the mean service time; nothing waits in vain.
    pub async fn enter(&self) -> Option<Place<'_>> {
        let waiting = self.waiting.load(Ordering::Relaxed);
        let expected = self.service_micros.load(Ordering::Relaxed).saturating_mul(waiting as u64) / self.width as u64;
        if waiting >= self.most_waiting || Duration::from_micros(expected) > self.longest_wait {
            metrics::counter!("wb_shed_total", "lane" => self.name).increment(1);
            return None;
        }
        let waiting = Waiting::begin(&self.waiting);
        let permit = self.running.acquire().await;
        drop(waiting);
        Some(Place { lane: self, _permit: permit.ok()?, since: Instant::now() })
    }
}

/// One more that waits, and one fewer however the wait ends: a client that goes away takes its request with it.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let took = u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX);
        let mean = self.lane.service_micros.load(Ordering::Relaxed);
        self.lane.service_micros.store(mean.saturating_mul(15).saturating_add(took) / 16, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_lane_refuses_at_once() {
        let lane = Lane::new("test", 1, 0, Duration::from_secs(1));
        assert!(lane.enter().await.is_none(), "nobody may wait");
        let lane = Lane::new("test", 1, 1, Duration::from_secs(1));
        let place = lane.enter().await;
        assert!(place.is_some());
        let second = lane.enter();
        let mut second = std::pin::pin!(second);
        assert!(futures_util::poll!(second.as_mut()).is_pending());
        assert!(lane.enter().await.is_none(), "one waits already");
        drop(place);
        assert!(second.await.is_some());
    }

    #[tokio::test]
    async fn whoever_goes_away_while_waiting_waits_no_longer() {
        let lane = Lane::new("test", 1, 1, Duration::from_secs(1));
        let place = lane.enter().await;
        {
            let mut gone = std::pin::pin!(lane.enter());
            assert!(futures_util::poll!(gone.as_mut()).is_pending());
        }
        let mut next = std::pin::pin!(lane.enter());
        assert!(futures_util::poll!(next.as_mut()).is_pending(), "there is room again");
        drop(place);
        assert!(next.await.is_some());
    }

    #[tokio::test]
    async fn a_slow_lane_refuses_before_the_wait_is_too_long() {
        let lane = Lane::new("test", 1, 1_000, Duration::from_millis(100));
        lane.service_micros.store(60_000, Ordering::Relaxed);
        let _running = lane.enter().await;
        let first = lane.enter();
        let second = lane.enter();
        let (mut first, mut second) = (std::pin::pin!(first), std::pin::pin!(second));
        assert!(futures_util::poll!(first.as_mut()).is_pending());
        assert!(futures_util::poll!(second.as_mut()).is_pending());
        assert!(lane.enter().await.is_none(), "two wait 60 ms each");
    }
}
