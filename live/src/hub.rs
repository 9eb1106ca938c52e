//! All rooms of the process.

use crate::{Room, Surroundings};
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::identity::CodeKind;
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

#[derive(Clone)]
pub struct Hub {}

impl Hub {
    /// Starts the writer. Must be called inside a tokio runtime.
    pub fn start(_db: Db, _surroundings: Surroundings, _settings: Settings) -> Self {
        Self {}
    }

    /// The room of an event; the first one who asks loads it.
    ///
    /// # Errors
    /// [`RoomError`].
    pub async fn room(&self, event: EventId) -> Result<Room, RoomError> {
        Ok(Room::new(event))
    }

    /// The database can be written again after [`Fault::Full`](crate::Fault::Full).
    pub fn writable(&self) {}

    /// Takes nothing more, says good-bye to all streams, commits and acknowledges what waits (security.md E44).
    pub async fn drain(&self) {}
}
