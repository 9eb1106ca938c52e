//! What rooms, writer and timers share.

use crate::queue::{Queue, Work};
use crate::room::Inner;
use crate::timers::Timers;
use crate::{CommandRefusal, Fault, Refusal, Settings, Surroundings};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OnceCell, oneshot};
use tokio::time::timeout;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::limits::{RETRY_AFTER_SECONDS, UNCONFIRMED_AFTER};
use weiterblick_domain::roundtable::poll::words::WordKey;
use weiterblick_store::Db;

/// A room that is loaded once, by the first one who asks.
pub(crate) type Cell = Arc<OnceCell<Arc<Inner>>>;

pub(crate) struct Shared {
    pub db: Db,
    pub around: Surroundings,
    pub settings: Settings,
    pub banned: BTreeSet<WordKey>,
    pub queue: Queue,
    pub timers: Timers,
    /// Tells this node's notices from those of others.
    pub node: u64,
    rooms: Mutex<HashMap<EventId, Cell>>,
    stopping: AtomicBool,
    read_only: AtomicBool,
}

impl Shared {
    pub fn new(db: Db, around: Surroundings, settings: Settings, queue: Queue) -> Self {
        Self {
            db,
            node: u64::from_be_bytes(around.bytes()),
            around,
            banned: settings.banned_words.iter().map(|word| WordKey::of(word)).collect(),
            settings,
            queue,
            timers: Timers::default(),
            rooms: Mutex::default(),
            stopping: AtomicBool::new(false),
            read_only: AtomicBool::new(false),
        }
    }

    /// Takes nothing more.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    pub fn is_read_only(&self) -> bool {
        self.read_only.load(Ordering::Acquire)
    }

    /// Nothing can be written until somebody has made space (L56).
    pub fn full(&self) {
        if !self.read_only.swap(true, Ordering::AcqRel) {
            (self.around.on_fault)(Fault::Full);
            self.rooms().iter().for_each(|room| room.outlets.mark_scene());
        }
    }

    /// Somebody has made space.
    pub fn writable(&self) {
        self.read_only.store(false, Ordering::Release);
        self.rooms().iter().for_each(|room| room.outlets.mark_scene());
    }

    /// The place of a room, loaded or not.
    pub fn cell(&self, event: EventId) -> Cell {
        lock(&self.rooms).entry(event).or_default().clone()
    }

    /// Rooms that are loaded.
    pub fn rooms(&self) -> Vec<Arc<Inner>> {
        lock(&self.rooms).values().filter_map(|cell| cell.get().cloned()).collect()
    }

    /// A room, if it is loaded.
    pub fn loaded(&self, event: EventId) -> Option<Arc<Inner>> {
        lock(&self.rooms).get(&event)?.get().cloned()
    }

    /// Takes out the room of an event that is gone.
    pub fn forget(&self, event: EventId) {
        lock(&self.rooms).remove(&event);
    }

    /// Keeps of the rooms those that `keep` names, and those that somebody is about to enter: an event must never have two
    /// rooms.
    pub fn retain(&self, keep: impl Fn(&Arc<Inner>) -> bool) {
        lock(&self.rooms).retain(|_, cell| Arc::strong_count(cell) > 1 || cell.get().is_some_and(&keep));
    }

    /// Forgets all rooms, so that what they hold ends.
    pub fn clear(&self) {
        lock(&self.rooms).clear();
    }

    /// The decision about ballots at arrival (L55).
    ///
    /// # Errors
    /// [`Refusal::Restart`] or [`Refusal::ReadOnly`].
    pub fn takes_entries(&self, room: &Inner) -> Result<(), Refusal> {
        room.touch();
        if self.is_stopping() {
            Err(Refusal::Restart)
        } else if self.is_read_only() {
            Err(Refusal::ReadOnly)
        } else {
            Ok(())
        }
    }

    /// Queues a ballot and waits for its answer, at most 10 s.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn answer<T>(&self, work: Work, answer: oneshot::Receiver<Result<T, Refusal>>) -> Result<T, Refusal> {
        if self.queue.offer(work).is_err() {
            metrics::counter!("wb_shed_total", "lane" => "ballots").increment(1);
            return Err(Refusal::Busy { retry_after: self.retry_after() });
        }
        match timeout(unconfirmed_after(), answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(Refusal::Unconfirmed),
        }
    }

    /// Queues a command and waits for its answer, at most 10 s.
    ///
    /// # Errors
    /// [`CommandRefusal`].
    pub async fn obey<T>(
        &self,
        work: Work,
        answer: oneshot::Receiver<Result<T, CommandRefusal>>,
    ) -> Result<T, CommandRefusal> {
        if self.is_stopping() {
            return Err(CommandRefusal::Restart);
        }
        if self.is_read_only() {
            return Err(CommandRefusal::ReadOnly);
        }
        if self.queue.offer(work).is_err() {
            return Err(CommandRefusal::Busy { retry_after: self.retry_after() });
        }
        match timeout(unconfirmed_after(), answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(CommandRefusal::Unconfirmed),
        }
    }

    /// Random, so that those who were refused together do not come back together.
    pub fn retry_after(&self) -> u32 {
        let [random] = self.around.bytes();
        let (first, last) = (*RETRY_AFTER_SECONDS.start(), *RETRY_AFTER_SECONDS.end());
        first + u32::from(random) % (last - first + 1)
    }
}

const fn unconfirmed_after() -> Duration {
    Duration::from_millis(UNCONFIRMED_AFTER.unsigned_abs())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
