//! All rooms of the process, and the one writer.

use crate::queue::{Queue, Work};
use crate::room::{self, Inner};
use crate::timers::Timers;
use crate::{Bye, CommandRefusal, Fault, Refusal, Room, Surroundings, nodes, writer};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OnceCell, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::identity::CodeKind;
use weiterblick_domain::roundtable::limits::{RETRY_AFTER_SECONDS, ROOM_UNLOADS, UNCONFIRMED_AFTER};
use weiterblick_domain::roundtable::poll::words::WordKey;
use weiterblick_store::roundtable::{pace, revision};
use weiterblick_store::{Db, StoreError};

#[derive(Clone)]
pub struct Settings {
    /// Names the program that is running; pages offer to load themselves again when it changes (L48).
    pub build: String,
    /// Snapshots of screens and consoles per second, 1 to 50 (L45).
    pub screen_hz: u32,
    pub codes: CodeKind,
    /// Of the installation, for voices of companies (L3).
    pub company_key: [u8; 32],
    /// Words that no cloud of the installation shows.
    pub banned_words: Vec<String>,
}

/// Why a room cannot be entered.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    #[error("no such event")]
    NotFound,
    /// The process is stopping.
    #[error("restart")]
    Restart,
    #[error(transparent)]
    Store(StoreError),
}

/// The rooms of this process. Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Shared>);

/// What rooms, writer and timers share.
pub(crate) struct Shared {
    pub db: Db,
    pub around: Surroundings,
    pub settings: Settings,
    pub banned: BTreeSet<WordKey>,
    pub queue: Queue,
    pub timers: Timers,
    /// Tells this node's notices from those of others.
    pub node: u64,
    rooms: Mutex<HashMap<EventId, Arc<OnceCell<Arc<Inner>>>>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    stopping: AtomicBool,
    read_only: AtomicBool,
}

/// How often minutes of the pace are kept and unused rooms looked for.
const SWEEP: Duration = Duration::from_secs(60);

impl Hub {
    /// Starts writer and timers, and loads the rooms of events that are going on, so that their deadlines hold (L58).
    /// Must be called inside a tokio runtime.
    pub fn start(db: Db, around: Surroundings, settings: Settings) -> Self {
        let (queue, work) = Queue::new();
        let banned = settings.banned_words.iter().map(|word| WordKey::of(word)).collect();
        let node = u64::from_be_bytes(around.bytes());
        let shared = Arc::new(Shared {
            db,
            node,
            around,
            settings,
            banned,
            queue,
            timers: Timers::default(),
            rooms: Mutex::default(),
            tasks: Mutex::default(),
            stopping: AtomicBool::new(false),
            read_only: AtomicBool::new(false),
        });
        tokio::spawn(writer::supervise(shared.clone(), work));
        let tasks = [
            tokio::spawn(Timers::run(shared.clone())),
            tokio::spawn(sweep(shared.clone())),
            tokio::spawn(wake_up(Self(shared.clone()))),
            tokio::spawn(nodes::listen(shared.clone())),
            tokio::spawn(nodes::compare(shared.clone())),
        ];
        lock(&shared.tasks).extend(tasks);
        Self(shared)
    }

    /// The room of an event; the first one who asks loads it.
    ///
    /// # Errors
    /// [`RoomError`].
    pub async fn room(&self, event: EventId) -> Result<Room, RoomError> {
        if self.0.is_stopping() {
            return Err(RoomError::Restart);
        }
        let cell = lock(&self.0.rooms).entry(event).or_default().clone();
        let loaded = cell.get_or_try_init(|| self.load(event)).await;
        match loaded {
            Ok(room) => Ok(Room::new(room.clone())),
            Err(error) => {
                self.0.forget(event, |cell| cell.initialized());
                Err(match error {
                    StoreError::NotFound => RoomError::NotFound,
                    other => RoomError::Store(other),
                })
            }
        }
    }

    async fn load(&self, event: EventId) -> Result<Arc<Inner>, StoreError> {
        let mut conn = self.0.db.snapshot().await?;
        let state = room::load(&mut conn, event, &self.0.banned).await?;
        drop(conn);
        Ok(Inner::start(self.0.clone(), state))
    }

    /// The database can be written again after [`Fault::Full`].
    pub fn writable(&self) {
        self.0.read_only.store(false, Ordering::Release);
        self.0.rooms().iter().for_each(|room| room.outlets.mark_scene());
    }

    /// Takes nothing more, says good-bye to all streams, commits and acknowledges what waits (security.md E44).
    pub async fn drain(&self) {
        self.0.stopping.store(true, Ordering::Release);
        for room in self.0.rooms() {
            room.streams.end(Bye::Restart, |_, _| true);
        }
        let (done, drained) = oneshot::channel();
        self.0.queue.push(Work::Flush(done)).await;
        // Gone without an answer: the writer has ended, and nothing waits.
        let _ = drained.await;
        lock(&self.0.tasks).drain(..).for_each(|task| task.abort());
        lock(&self.0.rooms).clear();
    }
}

impl Shared {
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

    /// Rooms that are loaded.
    pub fn rooms(&self) -> Vec<Arc<Inner>> {
        lock(&self.rooms).values().filter_map(|cell| cell.get().cloned()).collect()
    }

    /// A room, if it is loaded.
    pub fn loaded(&self, event: EventId) -> Option<Arc<Inner>> {
        lock(&self.rooms).get(&event)?.get().cloned()
    }

    /// Takes a room out, unless `keep` says otherwise.
    pub fn forget(&self, event: EventId, keep: impl Fn(&OnceCell<Arc<Inner>>) -> bool) {
        let mut rooms = lock(&self.rooms);
        if rooms.get(&event).is_some_and(|cell| !keep(cell)) {
            rooms.remove(&event);
        }
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

/// Deadlines of open rounds hold whether or not anybody comes back after a restart.
async fn wake_up(hub: Hub) {
    let active = match hub.0.db.read().await {
        Ok(mut conn) => revision::active(&mut conn).await,
        Err(error) => Err(error),
    };
    match active {
        Ok(active) => {
            for progress in active {
                if let Err(error) = hub.room(progress.event).await {
                    tracing::warn!(%error, "a room could not be loaded at the start");
                }
            }
        }
        Err(error) => tracing::warn!(%error, "the rooms could not be found at the start"),
    }
}

async fn sweep(hub: Arc<Shared>) {
    loop {
        tokio::time::sleep(SWEEP).await;
        for room in hub.rooms() {
            keep_pace(&hub, &room).await;
        }
        hub.unload();
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

impl Shared {
    /// Forgets rooms that nobody holds or has needed for half an hour. One with a deadline ahead stays.
    fn unload(&self) {
        let unloads = Duration::from_millis(ROOM_UNLOADS.unsigned_abs());
        let is_unused = |room: &Arc<Inner>| {
            Arc::strong_count(room) == 1
                && Instant::now().duration_since(room.last_use()) > unloads
                && room.streams.is_empty()
                && room.state().alarms().is_empty()
        };
        lock(&self.rooms).retain(|_, cell| !cell.get().is_some_and(is_unused));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
