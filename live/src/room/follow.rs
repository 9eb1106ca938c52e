//! Taking over what the database says now, where it was changed elsewhere. Called by the writer, in its turn.

use super::inner::Inner;
use super::{load, plan};
use std::sync::Arc;
use weiterblick_domain::ids::RoundId;
use weiterblick_store::StoreError;

impl Inner {
    /// Event, agenda, polls, rounds and hands; ballots where their numbers differ.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the event is gone.
    pub async fn follow_plan(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut conn = self.hub.db.read().await?;
        let plan = plan::load(&mut conn, self.event, &self.hub.banned).await?;
        drop(conn);
        let changed = self.state().adopt(plan)?;
        for round in changed {
            self.count_anew(round).await?;
        }
        self.arm();
        self.outlets.mark_scene();
        Ok(())
    }

    /// Participants, profiles and companies.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn follow_people(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut conn = self.hub.db.read().await?;
        let people = load::people(&mut conn, self.event).await?;
        drop(conn);
        self.state().people.replace(people);
        self.arm();
        self.outlets.mark_count();
        Ok(())
    }

    /// The stored ballots of a round instead of those in memory.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn count_anew(&self, round: RoundId) -> Result<(), StoreError> {
        let Some(subject) = self.state().round(round).map(|round| round.subject.clone()) else { return Ok(()) };
        let mut conn = self.hub.db.read().await?;
        let counted = load::recount(&mut conn, round, &subject).await?;
        drop(conn);
        if let Some(round) = self.state().round_mut(round) {
            round.ballots.replace(counted);
            round.publication.touch();
        }
        self.outlets.mark_count();
        Ok(())
    }
}
