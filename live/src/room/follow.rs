//! Taking over what the database says, where it was changed elsewhere: outside the rooms, or by another node (live.md L61).

use super::inner::Inner;
use super::{load, plan};
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};
use weiterblick_domain::roundtable::limits::{RECOUNT_FACTOR, RECOUNT_INTERVAL};
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::participant;

/// Follows whenever the room falls behind, not too often; ends with the room.
pub(super) fn start(room: &Arc<Inner>) {
    tokio::spawn(run(Arc::downgrade(room), room.behind.clone()));
}

async fn run(room: Weak<Inner>, behind: Arc<Notify>) {
    loop {
        behind.notified().await;
        let Some(room) = room.upgrade() else { return };
        let began = Instant::now();
        if let Err(error) = room.follow_plan().await {
            tracing::warn!(%error, "a room could not follow the database");
        }
        drop(room);
        let least = Duration::from_millis(RECOUNT_INTERVAL.unsigned_abs());
        let factor = u32::try_from(RECOUNT_FACTOR).unwrap_or(u32::MAX);
        sleep(least.max(began.elapsed().saturating_mul(factor))).await;
    }
}

impl Inner {
    /// Event, agenda, polls, rounds and hands, as they were at one moment; ballots where their numbers differ. What has
    /// become newer in memory meanwhile stays.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the event is gone.
    pub async fn follow_plan(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut conn = self.hub.db.snapshot().await?;
        let plan = plan::load(&mut conn, self.event, &self.hub.banned).await?;
        let behind = self.state().behind(&plan);
        let mut counted = HashMap::new();
        for planned in plan.rounds.iter().filter(|planned| behind.contains(&planned.stored.id)) {
            let round = planned.stored.id;
            counted.insert(round, load::recount(&mut conn, round, &planned.subject).await?);
        }
        let joined = usize::try_from(participant::joined(&mut conn, self.event).await?).unwrap_or_default();
        drop(conn);
        let (strangers, board) = {
            let mut state = self.state();
            let board = plan.event.b != state.board.b;
            if plan.event.r >= state.event.r {
                state.adopt(plan, counted)?;
            }
            (state.joined() != joined, board)
        };
        if strangers {
            self.follow_people().await?;
        }
        if board {
            self.outlets.mark_board();
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
        self.state().people.replace(people, &self.streams);
        self.arm();
        self.outlets.mark_count();
        Ok(())
    }

    /// Memory is not what the database has.
    pub fn fall_behind(&self) {
        self.behind.notify_one();
    }
}
