//! Deadlines of all rooms, on the monotonic clock (live.md L60). What has come due goes through the one queue, so that
//! earlier arrivals are committed first.

use crate::queue::Work;
use crate::room::{Alarm, Inner};
use crate::shared::Shared;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// Every change of a deadline adds an entry and none is taken out: an alarm says for which time it was set, and whoever
/// gets it looks whether that time still holds.
#[derive(Default)]
pub(crate) struct Timers {
    heap: Mutex<BinaryHeap<Entry>>,
    earlier: Notify,
}

struct Entry {
    at: Instant,
    room: Weak<Inner>,
    alarm: Alarm,
}

impl Timers {
    /// Sets an alarm in so many milliseconds; at once where they are negative.
    pub fn set(&self, room: &Arc<Inner>, alarm: Alarm, millis: i64) {
        let wait = Duration::from_millis(u64::try_from(millis).unwrap_or_default());
        // Further away than anybody runs a server: whoever loads the room next sets it.
        let Some(at) = Instant::now().checked_add(wait) else { return };
        self.lock().push(Entry { at, room: Arc::downgrade(room), alarm });
        self.earlier.notify_one();
    }

    /// Sends what is due into the queue, for ever.
    pub async fn run(hub: Arc<Shared>) {
        loop {
            while let Some(entry) = hub.timers.pop_due() {
                if let Some(room) = entry.room.upgrade() {
                    hub.queue.push(Work::Alarm { room, alarm: entry.alarm }).await;
                }
            }
            let next = hub.timers.lock().peek().map(|entry| entry.at);
            let earlier = hub.timers.earlier.notified();
            match next {
                // Either way there may be something due now.
                Some(next) => drop(timeout_at(next, earlier).await),
                None => earlier.await,
            }
        }
    }

    fn pop_due(&self) -> Option<Entry> {
        let mut heap = self.lock();
        if heap.peek()?.at <= Instant::now() { heap.pop() } else { None }
    }

    fn lock(&self) -> MutexGuard<'_, BinaryHeap<Entry>> {
        self.heap.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The earliest is the greatest, since the heap gives the greatest first.
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.cmp(&self.at)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Entry {}
