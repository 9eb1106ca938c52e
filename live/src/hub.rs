//! All rooms of the process, and the one writer.

use crate::queue::{Queue, Work};
use crate::room::{self, Inner};
use crate::shared::Shared;
use crate::sweep::sweep;
use crate::timers::Timers;
use crate::{Bye, Room, Surroundings, nodes, writer};
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::identity::CodeKind;
use weiterblick_store::roundtable::revision;
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
    /// Words that the installation shows nowhere.
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
pub struct Hub {
    shared: Arc<Shared>,
    /// Timers and whatever else would go on for ever.
    tasks: Arc<[AbortHandle]>,
}

impl Hub {
    /// Starts writer and timers, and loads the rooms of events that are going on, so that their deadlines hold (L58).
    /// Must be called inside a tokio runtime.
    pub fn start(db: Db, around: Surroundings, settings: Settings) -> Self {
        let (queue, work) = Queue::new();
        let shared = Arc::new(Shared::new(db, around, settings, queue));
        tokio::spawn(writer::supervise(shared.clone(), work));
        let tasks = [
            tokio::spawn(Timers::run(shared.clone())),
            tokio::spawn(sweep(shared.clone())),
            tokio::spawn(nodes::listen(shared.clone())),
            tokio::spawn(nodes::compare(shared.clone())),
            tokio::spawn(wake_up(shared.clone())),
        ];
        Self { shared, tasks: tasks.map(|task| task.abort_handle()).into() }
    }

    /// The room of an event; the first one who asks loads it.
    ///
    /// # Errors
    /// [`RoomError`].
    pub async fn room(&self, event: EventId) -> Result<Room, RoomError> {
        enter(&self.shared, event).await.map(Room::new)
    }

    /// The database can be written again after [`Fault::Full`](crate::Fault::Full).
    pub fn writable(&self) {
        self.shared.writable();
    }

    /// Takes nothing more, says good-bye to all streams, commits and acknowledges what waits (security.md E44).
    pub async fn drain(&self) {
        self.shared.stop();
        for room in self.shared.rooms() {
            room.streams.end(Bye::Restart, |_, _| true);
        }
        let (done, drained) = oneshot::channel();
        self.shared.queue.push(Work::Flush(done)).await;
        // Gone without an answer: the writer has ended, and nothing waits.
        let _ = drained.await;
        self.tasks.iter().for_each(AbortHandle::abort);
        self.shared.clear();
    }
}

async fn enter(hub: &Arc<Shared>, event: EventId) -> Result<Arc<Inner>, RoomError> {
    if hub.is_stopping() {
        return Err(RoomError::Restart);
    }
    let cell = hub.cell(event);
    match cell.get_or_try_init(|| load(hub, event)).await {
        Ok(room) => Ok(room.clone()),
        // Its empty place goes with the next sweep.
        Err(StoreError::NotFound) => Err(RoomError::NotFound),
        Err(error) => Err(RoomError::Store(error)),
    }
}

async fn load(hub: &Arc<Shared>, event: EventId) -> Result<Arc<Inner>, StoreError> {
    let mut conn = hub.db.snapshot().await?;
    let state = room::load(&mut conn, event, &hub.banned).await?;
    drop(conn);
    Ok(Inner::start(hub.clone(), state))
}

/// Deadlines of open rounds hold whether or not anybody comes back after a restart.
async fn wake_up(hub: Arc<Shared>) {
    let active = match hub.db.read().await {
        Ok(mut conn) => revision::active(&mut conn).await,
        Err(error) => Err(error),
    };
    match active {
        Ok(active) => {
            for progress in active {
                if let Err(error) = enter(&hub, progress.event).await {
                    tracing::warn!(%error, "a room could not be loaded at the start");
                }
            }
        }
        Err(error) => tracing::warn!(%error, "the rooms could not be found at the start"),
    }
}
