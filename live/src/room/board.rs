//! Cards and questions as the room holds them. Read anew when their revision `b` has risen.

use weiterblick_domain::ids::EventId;
use weiterblick_store::roundtable::card::{self, StoredCard};
use weiterblick_store::roundtable::cluster::{self, Cluster};
use weiterblick_store::roundtable::event;
use weiterblick_store::roundtable::question::{self, StoredQuestion};
use weiterblick_store::{Conn, StoreError};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Board {
    pub b: u64,
    pub cards: Vec<StoredCard>,
    pub clusters: Vec<Cluster>,
    pub questions: Vec<StoredQuestion>,
}

impl Board {
    /// # Errors
    /// [`StoreError::NotFound`] when the event is gone.
    pub async fn load(conn: &mut Conn, event: EventId) -> Result<Self, StoreError> {
        Ok(Self {
            // First: what changes while the rest is read has a higher revision, and is read again.
            b: event::load(conn, event).await?.b,
            cards: card::of_event(conn, event).await?,
            clusters: cluster::of_event(conn, event).await?,
            questions: question::of_event(conn, event).await?,
        })
    }
}
