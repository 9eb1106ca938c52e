//! Commands to a round: the table of live.md §3.

use super::{Results, Reveal, Round, RoundState, Timer, Timing};
use crate::questionnaire::words;
use crate::roundtable::event::EventState;
use crate::roundtable::limits::{OPEN_ROUNDS_MAX, TIMER_SECONDS, VOID_REASON_MAX};
use crate::roundtable::revision::{Basis, Outcome};
use crate::text::Line;
use crate::time::{SECOND, UnixMillis};

/// Why a round was thrown away (L9).
pub type VoidReason = Line<VOID_REASON_MAX>;

/// What the console asks of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundCommand {
    Show,
    Open {
        timer: Option<Timer>,
    },
    /// Names the new deadline, not an addition: pressed twice it is the same.
    Extend {
        deadline: UnixMillis,
    },
    Lock,
    Reopen {
        timer: Option<Timer>,
    },
    Close,
    /// The reason becomes the round's note.
    Void {
        reason: VoidReason,
    },
    Reveal,
    Hide,
}

impl RoundCommand {
    /// The stable word for audit rows and addresses.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Open { .. } => "open",
            Self::Extend { .. } => "extend",
            Self::Lock => "lock",
            Self::Reopen { .. } => "reopen",
            Self::Close => "close",
            Self::Void { .. } => "void",
            Self::Reveal => "reveal",
            Self::Hide => "hide",
        }
    }
}

words! {
    /// Why a command or a ballot was refused.
    RoundRefusal {
        NotOpen = "not_open",
        NotLocked = "not_locked",
        NothingToShow = "nothing_to_show",
        /// A ballot came too late, or an extension names a deadline that is no later than now.
        DeadlinePassed = "deadline_passed",
        /// An extension names a deadline further away than the longest timer (L28).
        DeadlineTooFar = "deadline_too_far",
        UseReopen = "use_reopen",
        Locked = "locked",
        Closed = "closed",
        Void = "void",
        /// Ballots and tally differ: the round stays locked (L62).
        Integrity = "integrity",
        /// So many rounds are open that a further one is not opened (L7).
        TooManyOpen = "too_many_open",
        /// The event has not begun, is over, or is sealed.
        NotStarted = "not_started",
        Ended = "ended",
        Sealed = "sealed",
        /// Made for an earlier revision.
        Conflict = "conflict",
    }
}

impl RoundRefusal {
    /// Rounds move in a running event only.
    pub(super) const fn unless_running(event: EventState) -> Result<(), Self> {
        match event {
            EventState::Running => Ok(()),
            EventState::Draft | EventState::Lobby => Err(Self::NotStarted),
            EventState::Ended => Err(Self::Ended),
            EventState::Sealed => Err(Self::Sealed),
        }
    }
}

/// The settings of a poll that its rounds follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundRules {
    pub grace: super::Grace,
    /// Off: the deadline is only shown, the host locks.
    pub auto_lock: bool,
    pub reveal: Reveal,
}

/// What a decision about a command looks at besides the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundFacts {
    pub basis: Basis,
    pub event: EventState,
    pub now: UnixMillis,
    pub rules: RoundRules,
    /// Other rounds of the event that are open or closing.
    pub open_elsewhere: usize,
    /// The recount of L62 found what was counted; asked for closing only.
    pub intact: bool,
}

/// The table of live.md §3; the round as it is after the command. The clock's column is [`clock`](super::clock), the
/// ballots' [`takes_ballot`](super::takes_ballot).
///
/// # Errors
/// [`RoundRefusal`] of the table; the event's state where it is not running (closing is still possible after the end);
/// [`RoundRefusal::Conflict`] for a stale revision, unless the target already holds.
pub fn decide(round: &Round, command: &RoundCommand, facts: &RoundFacts) -> Result<Outcome<Round>, RoundRefusal> {
    let closes_late = *command == RoundCommand::Close && facts.event == EventState::Ended;
    let cell = match round.after(command, facts) {
        Ok(Outcome::Unchanged) => Ok(Outcome::Unchanged),
        cell if closes_late => cell,
        cell => RoundRefusal::unless_running(facts.event).and(cell),
    };
    facts.basis.judge(cell, RoundRefusal::Conflict)
}

impl Round {
    fn after(&self, command: &RoundCommand, facts: &RoundFacts) -> Result<Outcome<Self>, RoundRefusal> {
        match command {
            RoundCommand::Show => self.show(),
            RoundCommand::Open { timer } => self.open(*timer, facts),
            RoundCommand::Extend { deadline } => self.extend(*deadline, facts),
            RoundCommand::Lock => self.lock(facts),
            RoundCommand::Reopen { timer } => self.reopen(*timer, facts),
            RoundCommand::Close => self.close(facts),
            RoundCommand::Void { .. } => self.void(),
            RoundCommand::Reveal => self.set_results(Results::All),
            RoundCommand::Hide => self.set_results(Results::Hidden),
        }
    }

    fn to(&self, state: RoundState) -> Result<Outcome<Self>, RoundRefusal> {
        Ok(Outcome::Changed(Self { state, ..*self }))
    }

    fn show(&self) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Prepared => self.to(RoundState::Reading),
            RoundState::Void => Err(RoundRefusal::Void),
            RoundState::Reading | RoundState::Open | RoundState::Closing | RoundState::Locked | RoundState::Closed => {
                Ok(Outcome::Unchanged)
            }
        }
    }

    fn open(&self, timer: Option<Timer>, facts: &RoundFacts) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Prepared | RoundState::Reading => self.opened(timer, facts),
            RoundState::Open => Ok(Outcome::Unchanged),
            RoundState::Closing | RoundState::Locked => Err(RoundRefusal::UseReopen),
            RoundState::Closed => Err(RoundRefusal::Closed),
            RoundState::Void => Err(RoundRefusal::Void),
        }
    }

    fn opened(&self, timer: Option<Timer>, facts: &RoundFacts) -> Result<Outcome<Self>, RoundRefusal> {
        if facts.open_elsewhere >= OPEN_ROUNDS_MAX {
            return Err(RoundRefusal::TooManyOpen);
        }
        let timing = Timing::starting(facts.now, timer);
        Ok(Outcome::Changed(Self { state: RoundState::Open, timing, results: facts.rules.reveal.when_opened() }))
    }

    fn extend(&self, deadline: UnixMillis, facts: &RoundFacts) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Open if self.timing.deadline == Some(deadline) => Ok(Outcome::Unchanged),
            RoundState::Open | RoundState::Closing if deadline <= facts.now => Err(RoundRefusal::DeadlinePassed),
            RoundState::Open | RoundState::Closing
                if deadline.since(facts.now) > i64::from(*TIMER_SECONDS.end()) * SECOND =>
            {
                Err(RoundRefusal::DeadlineTooFar)
            }
            RoundState::Open | RoundState::Closing => {
                let timing = Timing { deadline: Some(deadline), ..self.timing };
                Ok(Outcome::Changed(Self { state: RoundState::Open, timing, ..*self }))
            }
            RoundState::Prepared | RoundState::Reading => Err(RoundRefusal::NotOpen),
            RoundState::Locked => Err(RoundRefusal::Locked),
            RoundState::Closed => Err(RoundRefusal::Closed),
            RoundState::Void => Err(RoundRefusal::Void),
        }
    }

    fn lock(&self, facts: &RoundFacts) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Prepared | RoundState::Reading => Err(RoundRefusal::NotOpen),
            RoundState::Open | RoundState::Closing => Ok(Outcome::Changed(self.locked(facts.rules.reveal))),
            RoundState::Locked | RoundState::Closed => Ok(Outcome::Unchanged),
            RoundState::Void => Err(RoundRefusal::Void),
        }
    }

    /// The round with no more ballots, by command or by the clock.
    pub(super) const fn locked(&self, reveal: Reveal) -> Self {
        Self { state: RoundState::Locked, timing: self.timing, results: reveal.when_locked(self.results) }
    }

    fn reopen(&self, timer: Option<Timer>, facts: &RoundFacts) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Prepared | RoundState::Reading => Err(RoundRefusal::NotLocked),
            RoundState::Open => Ok(Outcome::Unchanged),
            RoundState::Closing => {
                let timing = Timing::starting(facts.now, timer);
                Ok(Outcome::Changed(Self { state: RoundState::Open, timing, ..*self }))
            }
            RoundState::Locked => self.opened(timer, facts),
            RoundState::Closed => Err(RoundRefusal::Closed),
            RoundState::Void => Err(RoundRefusal::Void),
        }
    }

    fn close(&self, facts: &RoundFacts) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Prepared | RoundState::Reading | RoundState::Open | RoundState::Closing => {
                Err(RoundRefusal::NotLocked)
            }
            RoundState::Locked if facts.intact => self.to(RoundState::Closed),
            RoundState::Locked => Err(RoundRefusal::Integrity),
            RoundState::Closed => Ok(Outcome::Unchanged),
            RoundState::Void => Err(RoundRefusal::Void),
        }
    }

    fn void(&self) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Prepared
            | RoundState::Reading
            | RoundState::Open
            | RoundState::Closing
            | RoundState::Locked => self.to(RoundState::Void),
            RoundState::Closed => Err(RoundRefusal::Closed),
            RoundState::Void => Ok(Outcome::Unchanged),
        }
    }

    fn set_results(&self, results: Results) -> Result<Outcome<Self>, RoundRefusal> {
        match self.state {
            RoundState::Prepared | RoundState::Reading => Err(RoundRefusal::NothingToShow),
            RoundState::Void => Err(RoundRefusal::Void),
            RoundState::Open | RoundState::Closing | RoundState::Locked | RoundState::Closed
                if self.results == results =>
            {
                Ok(Outcome::Unchanged)
            }
            RoundState::Open | RoundState::Closing | RoundState::Locked | RoundState::Closed => {
                Ok(Outcome::Changed(Self { results, ..*self }))
            }
        }
    }
}
