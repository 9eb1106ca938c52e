//! The life of a round: one collection of ballots for a poll (live.md §3).

mod command;
mod deadline;
mod next;
mod timing;
mod view;

#[cfg(test)]
mod tests;

pub use command::{RoundCommand, RoundFacts, RoundRefusal, RoundRules, VoidReason, decide};
pub use deadline::{Entry, alarm, clock, takes_ballot};
pub use next::{NewRound, new_round};
pub use timing::{ExtraTime, Grace, InvalidGrace, InvalidTimer, Timer, Timing};
pub use view::{Results, Reveal, View};

use crate::questionnaire::words;

words! {
    RoundState {
        Prepared = "prepared",
        /// The question is shown, no ballot is taken yet.
        Reading = "reading",
        Open = "open",
        /// Past the deadline: ballots of the grace and of voices with more time are still taken.
        Closing = "closing",
        Locked = "locked",
        /// Counted, checked and frozen.
        Closed = "closed",
        /// Thrown away with a reason; in no result (L9).
        Void = "void",
    }
}

impl RoundState {
    /// Ballots are taken; such rounds count for L7.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Closing)
    }

    /// The state is final.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Void)
    }
}

/// What commands and the clock change of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    pub state: RoundState,
    /// Of no meaning before the first opening.
    pub timing: Timing,
    pub results: Results,
}
