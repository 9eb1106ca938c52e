//! The life of an event (live.md §3).

use super::limits::{EVENT_OVERRUN, RESUME_WITHIN, SEAL_AFTER};
use super::revision::{Basis, Outcome};
use crate::questionnaire::words;
use crate::time::UnixMillis;

words! {
    EventState {
        Draft = "draft",
        /// People join and wait.
        Lobby = "lobby",
        Running = "running",
        Ended = "ended",
        /// Nothing can be attributed to a voice any more (L41).
        Sealed = "sealed",
    }
}

words! {
    EventCommand {
        OpenLobby = "open_lobby",
        Start = "start",
        LockJoin = "lock_join",
        UnlockJoin = "unlock_join",
        End = "end",
        /// Ends even though rounds are open: they are locked and closed first.
        ForceEnd = "force_end",
        Resume = "resume",
        Seal = "seal",
        Delete = "delete",
    }
}

words! {
    /// Why a command was refused.
    EventRefusal {
        NotOpen = "not_open",
        NotStarted = "not_started",
        NotEnded = "not_ended",
        EndFirst = "end_first",
        RoundOpen = "round_open",
        /// Over, for resuming too late as well.
        Ended = "ended",
        Sealed = "sealed",
        /// Made for an earlier revision.
        Conflict = "conflict",
    }
}

/// What a decision about a command looks at besides the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventFacts {
    pub basis: Basis,
    pub now: UnixMillis,
    pub join_locked: bool,
    /// A round is open or closing.
    pub round_open: bool,
    /// The last end; of no meaning before the first one.
    pub ended_at: UnixMillis,
}

/// What an accepted command changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventChange {
    To(EventState),
    /// To [`EventState::Ended`]. The join code is deleted; with `close_rounds` every round that took a ballot is locked
    /// and closed in the same step.
    Ended {
        close_rounds: bool,
    },
    JoinLocked(bool),
    /// The event with everything in it.
    Removed,
}

/// The table of live.md §3.
///
/// # Errors
/// [`EventRefusal`] of the table; [`EventRefusal::Conflict`] for a stale revision, unless the target already holds.
pub fn decide(
    state: EventState,
    command: EventCommand,
    facts: &EventFacts,
) -> Result<Outcome<EventChange>, EventRefusal> {
    facts.basis.judge(cell(state, command, facts), EventRefusal::Conflict)
}

fn cell(state: EventState, command: EventCommand, facts: &EventFacts) -> Result<Outcome<EventChange>, EventRefusal> {
    use EventCommand::{Delete, End, ForceEnd, LockJoin, OpenLobby, Resume, Seal, Start, UnlockJoin};
    use EventState::{Draft, Ended, Lobby, Running, Sealed};
    let to = |state| Ok(Outcome::Changed(EventChange::To(state)));
    match (state, command) {
        (Draft, OpenLobby) => to(Lobby),
        (Draft | Lobby, Start) => to(Running),
        (Lobby | Running, OpenLobby) | (Running, Start | Resume) => Ok(Outcome::Unchanged),
        (Ended, OpenLobby | Start) => Err(EventRefusal::Ended),

        (Lobby | Running, LockJoin) => Ok(join_lock(true, facts)),
        (Lobby | Running, UnlockJoin) => Ok(join_lock(false, facts)),
        (Draft, LockJoin | UnlockJoin) => Err(EventRefusal::NotOpen),
        (Ended, LockJoin | UnlockJoin) => Err(EventRefusal::Ended),

        (Draft, End | ForceEnd) => Err(EventRefusal::NotStarted),
        (Running, End) if facts.round_open => Err(EventRefusal::RoundOpen),
        (Lobby | Running, End) => Ok(Outcome::Changed(EventChange::Ended { close_rounds: false })),
        (Lobby | Running, ForceEnd) => Ok(Outcome::Changed(EventChange::Ended { close_rounds: true })),
        (Ended | Sealed, End | ForceEnd) => Ok(Outcome::Unchanged),

        (Draft | Lobby, Resume) | (Draft | Lobby | Running, Seal) => Err(EventRefusal::NotEnded),
        (Ended, Resume) if facts.now.since(facts.ended_at) < RESUME_WITHIN => to(Running),
        (Ended, Resume) => Err(EventRefusal::Ended),
        (Ended, Seal) => to(Sealed),
        (Sealed, Seal) => Ok(Outcome::Unchanged),

        (Lobby | Running, Delete) => Err(EventRefusal::EndFirst),
        (Draft | Ended | Sealed, Delete) => Ok(Outcome::Changed(EventChange::Removed)),
        (Sealed, OpenLobby | Start | LockJoin | UnlockJoin | Resume) => Err(EventRefusal::Sealed),
    }
}

fn join_lock(locked: bool, facts: &EventFacts) -> Outcome<EventChange> {
    if facts.join_locked == locked { Outcome::Unchanged } else { Outcome::Changed(EventChange::JoinLocked(locked)) }
}

impl EventState {
    /// There is a join code: it is made on the way into these states and deleted on the way out.
    pub const fn has_join_code(self) -> bool {
        matches!(self, Self::Lobby | Self::Running)
    }

    /// Whether people may join.
    pub const fn takes_joins(self, join_locked: bool) -> bool {
        self.has_join_code() && !join_locked
    }
}

/// The times by which the clock decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventTimes {
    pub planned_end: UnixMillis,
    /// When it was last started or resumed; of no meaning before.
    pub running_since: UnixMillis,
    /// The last end; of no meaning before.
    pub ended_at: UnixMillis,
}

/// When the clock will demand something, and what: a running event ends 12 h after its planned end, an ended one is
/// sealed 14 days after its end. An event that was started or resumed after its planned end gets its 12 h from there,
/// else it would end at once.
pub fn due(state: EventState, times: &EventTimes) -> Option<(UnixMillis, EventCommand)> {
    match state {
        EventState::Running => {
            Some((times.planned_end.max(times.running_since).plus(EVENT_OVERRUN), EventCommand::ForceEnd))
        }
        EventState::Ended => Some((times.ended_at.plus(SEAL_AFTER), EventCommand::Seal)),
        EventState::Draft | EventState::Lobby | EventState::Sealed => None,
    }
}

#[cfg(test)]
mod tests;
