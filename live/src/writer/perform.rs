//! The steps of a command in one transaction, and what memory has to take over afterwards.

use super::decide::Step;
use crate::room::{BallotBox, Inner, Released, recount};
use crate::shared::Shared;
use std::sync::Arc;
use weiterblick_domain::ids::{PollId, RoundId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Run;
use weiterblick_domain::roundtable::event::{EventChange, EventState};
use weiterblick_domain::roundtable::identity::JoinCode;
use weiterblick_domain::roundtable::poll::Views;
use weiterblick_domain::roundtable::poll::close::{Integrity, payloads_digest, receipts_digest};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::Round;
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::roundtable::command::{self, Turn};
use weiterblick_store::roundtable::round::{self as stored, Frozen};
use weiterblick_store::roundtable::{ballot, release, seal, stage};
use weiterblick_store::{StoreError, Tx};

/// What has been committed, for the picture in memory.
pub(super) enum Effect {
    Event(EventChange),
    Stage(Stage),
    Round {
        id: RoundId,
        after: Round,
    },
    Void {
        id: RoundId,
        after: Round,
        note: String,
    },
    Closed {
        id: RoundId,
        result: Views,
    },
    /// Left locked, since its counts do not hold.
    Unsound {
        id: RoundId,
        why: Integrity,
    },
    Created {
        id: RoundId,
        poll: PollId,
        number: u32,
    },
    Recounted {
        id: RoundId,
        ballots: BallotBox,
    },
    Released {
        id: RoundId,
        release: Arc<Released>,
    },
}

impl Effect {
    /// The round that may have been locked or closed.
    pub const fn round(&self) -> Option<RoundId> {
        match self {
            Self::Round { id, .. } | Self::Closed { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// Why nothing was committed.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotDone {
    /// The event has moved on: the decision has to be made anew.
    #[error("the event has another revision by now")]
    Stale,
    /// Another event has the join code: draw again.
    #[error("the join code is taken")]
    CodeTaken,
    #[error("the counts of a round do not hold: {1}")]
    Unsound(RoundId, Integrity),
    /// Rounds would lose their ballots by sealing.
    #[error("a round is not closed")]
    Unfinished,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Raises the revision from `expected` and carries out the steps.
///
/// # Errors
/// [`NotDone`].
pub(super) async fn perform(
    hub: &Shared,
    room: &Inner,
    expected: Revision,
    steps: &[Step],
    now: UnixMillis,
) -> Result<(Revision, Vec<Effect>), NotDone> {
    let mut tx = hub.db.write().await?;
    if let [Step::Stage(grant, shown)] = steps {
        let r = set_stage(tx, grant, expected, shown).await?;
        return Ok((r, vec![Effect::Stage(*shown)]));
    }
    let turn = match command::begin(&mut tx, room.event, expected).await {
        Err(StoreError::Conflict) => return Err(NotDone::Stale),
        other => other?,
    };
    let mut work = Work { hub, room, tx: &mut tx, turn: &turn, now };
    let mut effects = Vec::with_capacity(steps.len());
    for step in steps {
        effects.push(work.step(step).await?);
    }
    tx.commit().await?;
    Ok((turn.revision(), effects))
}

async fn set_stage(
    mut tx: Tx,
    grant: &EventGrant<Run>,
    expected: Revision,
    shown: &Stage,
) -> Result<Revision, NotDone> {
    match stage::set(&mut tx, grant, expected, shown).await {
        // Shown already: memory is behind.
        Ok(false) | Err(StoreError::Conflict) => Err(NotDone::Stale),
        Ok(true) => {
            tx.commit().await?;
            Ok(Revision(expected.0 + 1))
        }
        Err(error) => Err(error.into()),
    }
}

struct Work<'a> {
    hub: &'a Shared,
    room: &'a Inner,
    tx: &'a mut Tx,
    turn: &'a Turn,
    now: UnixMillis,
}

impl Work<'_> {
    async fn step(&mut self, step: &Step) -> Result<Effect, NotDone> {
        match step {
            Step::Event(change) => {
                self.event(change).await?;
                Ok(Effect::Event(*change))
            }
            Step::Stage(_, stage) => Ok(Effect::Stage(*stage)),
            Step::Round { id, after } => {
                command::set_round(self.tx, self.turn, *id, after).await?;
                Ok(Effect::Round { id: *id, after: *after })
            }
            Step::Void { id, after, reason } => {
                command::set_round(self.tx, self.turn, *id, after).await?;
                command::note_void(self.tx, self.turn, *id, reason).await?;
                Ok(Effect::Void { id: *id, after: *after, note: reason.to_string() })
            }
            Step::Close { id, must } => match self.close(*id).await? {
                Ok(result) => Ok(Effect::Closed { id: *id, result }),
                Err(why) if *must => Err(NotDone::Unsound(*id, why)),
                Err(why) => Ok(Effect::Unsound { id: *id, why }),
            },
            Step::Create { id, poll, number } => {
                match command::create_round(self.tx, self.turn, *poll, *id, *number).await {
                    Err(StoreError::Conflict) => Err(NotDone::Stale),
                    other => Ok(other.map(|()| Effect::Created { id: *id, poll: *poll, number: *number })?),
                }
            }
            Step::Recount { id } => {
                let ballots = self.counted(*id).await?;
                ballot::correct_voters(self.tx, *id).await?;
                Ok(Effect::Recounted { id: *id, ballots })
            }
            Step::Release { id, release } => {
                release::publish(self.tx, self.room.event, *id, &release.segments).await?;
                Ok(Effect::Released { id: *id, release: release.clone() })
            }
        }
    }

    async fn event(&mut self, change: &EventChange) -> Result<(), NotDone> {
        match change {
            EventChange::To(EventState::Lobby) => {
                let code = self.code();
                command::open_lobby(self.tx, self.turn, code).await.map_err(taken)
            }
            EventChange::To(EventState::Running) => {
                let code = self.code();
                command::run(self.tx, self.turn, code, self.now).await.map_err(taken)
            }
            EventChange::To(EventState::Sealed) => {
                let around = &self.hub.around;
                match seal::seal(self.tx, self.turn, || u64::from_be_bytes(around.bytes())).await {
                    Err(StoreError::Conflict) => Err(NotDone::Unfinished),
                    other => Ok(other?),
                }
            }
            // No command leads to these.
            EventChange::To(EventState::Draft | EventState::Ended) => Ok(()),
            EventChange::Ended { .. } => Ok(command::end(self.tx, self.turn, self.now).await?),
            EventChange::JoinLocked(locked) => Ok(command::set_join_lock(self.tx, self.turn, *locked).await?),
            EventChange::Removed => Ok(command::remove(self.tx, self.turn).await?),
        }
    }

    fn code(&self) -> JoinCode {
        JoinCode::from_random(self.hub.settings.codes, self.hub.around.bytes())
    }

    /// The stored ballots of a round, counted inside the transaction.
    async fn counted(&mut self, id: RoundId) -> Result<BallotBox, StoreError> {
        let subject = self.room.state().round(id).map(|live| live.subject.clone()).ok_or(StoreError::NotFound)?;
        recount(self.tx, id, &subject).await
    }

    /// Counts, compares and freezes (L62).
    async fn close(&mut self, id: RoundId) -> Result<Result<Views, Integrity>, StoreError> {
        let counted = self.counted(id).await?;
        let stored = stored::load(self.tx, self.room.event, id).await?;
        let voters = i64::try_from(stored.voters).unwrap_or(i64::MAX);
        let hands = {
            let state = self.room.state();
            let live = state.round(id).ok_or(StoreError::NotFound)?;
            // Where other nodes have written since, memory is no witness.
            let is_behind = live.has_gap || live.writes != stored.writes;
            let memory = if is_behind { &counted } else { &live.ballots };
            if let Err(why) = memory.check(&counted, voters) {
                return Ok(Err(why));
            }
            live.hands.clone()
        };
        let result = counted.views(&hands);
        let (receipts, payloads) = counted.evidence(id);
        let frozen = Frozen {
            result: serde_json::to_string(&result).map_err(|_| StoreError::Corrupt("result"))?,
            receipts: receipts_digest(receipts),
            payloads: payloads_digest(payloads),
        };
        command::close_round(self.tx, self.turn, id, &frozen).await?;
        Ok(Ok(result))
    }
}

/// Inside a turn only the code can be somebody else's.
fn taken(error: StoreError) -> NotDone {
    match error {
        StoreError::Conflict => NotDone::CodeTaken,
        other => NotDone::Store(other),
    }
}
