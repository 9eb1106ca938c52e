//! Whoever runs one of the demo's events.

use super::hall::Hall;
use crate::demo::DemoError;
use weiterblick_app::state::AppState;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::action::TakePart;
use weiterblick_domain::policy::event::{EventAct, EventGrant, EventRole, decide};
use weiterblick_live::{Command, Done, Room, Scope};
use weiterblick_store::Tx;
use weiterblick_store::roundtable::event;
use weiterblick_store::roundtable::standing::Standing;

pub struct Host<'a> {
    pub hall: &'a Hall<'a>,
    pub room: Room,
    standing: Standing,
}

impl<'a> Host<'a> {
    /// Takes over an event that is committed.
    ///
    /// # Errors
    /// [`DemoError::Room`].
    pub async fn of(hall: &'a Hall<'a>, standing: Standing) -> Result<Self, DemoError> {
        Ok(Self { hall, room: hall.hub.room(standing.event).await?, standing })
    }

    pub const fn event(&self) -> EventId {
        self.standing.event
    }

    pub const fn state(&self) -> &'a AppState {
        self.hall.state
    }

    /// # Errors
    /// [`DemoError::Denied`] for what no host may do.
    pub fn grant<A: EventAct>(&self) -> Result<EventGrant<A>, DemoError> {
        Ok(self.standing.decide()?)
    }

    /// What somebody who has joined may do.
    ///
    /// # Errors
    /// [`DemoError::Denied`], which the policy rules out.
    pub fn guest(&self) -> Result<EventGrant<TakePart>, DemoError> {
        Ok(decide(Some(EventRole::Participant), self.standing.event, self.standing.organisation)?)
    }

    /// The event as it is stored.
    ///
    /// # Errors
    /// [`DemoError::Store`].
    pub async fn load(&self) -> Result<event::Event, DemoError> {
        let mut conn = self.state().db.read().await?;
        Ok(event::load(&mut conn, self.event()).await?)
    }

    /// # Errors
    /// [`DemoError::Command`] when the room refuses.
    pub async fn command(&self, command: Command) -> Result<Done, DemoError> {
        let r = self.load().await?.r;
        Ok(self.room.command(&self.grant()?, r, command).await?)
    }

    /// Begins a change that does not go through the room; [`Self::commit`] ends it.
    ///
    /// # Errors
    /// [`DemoError::Store`].
    pub async fn begin(&self) -> Result<Tx, DemoError> {
        Ok(self.state().db.write().await?)
    }

    /// # Errors
    /// [`DemoError::Store`]; [`DemoError::Command`] when the room cannot follow.
    pub async fn commit(&self, tx: Tx, changed: Scope) -> Result<(), DemoError> {
        tx.commit().await?;
        Ok(self.room.refresh(changed).await?)
    }
}
