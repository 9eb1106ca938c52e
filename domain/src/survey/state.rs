//! The life cycle of a survey (needs-analysis §11).

use super::Period;
use crate::coded::coded;
use crate::time::UnixMillis;

coded! {
    State {
        Draft = "draft",
        /// The version is frozen and the dossier is out.
        Scheduled = "scheduled",
        Open = "open",
        /// Sealed and released.
        Closed = "closed",
        /// Read-only until the answers are deleted.
        Archived = "archived",
        Deleted = "deleted",
    }
}

coded! {
    Command {
        Schedule = "schedule",
        /// Back to draft; takes the dossier back.
        Unschedule = "unschedule",
        Open = "open",
        /// The commit of the closing job, on the closing day or earlier by hand.
        Close = "close",
        Archive = "archive",
        Delete = "delete",
    }
}

/// A command that this state does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a survey in state {state} does not take the command {command}")]
pub struct Refusal {
    pub state: State,
    pub command: Command,
}

impl State {
    /// The state after `command`: `draft ↔ scheduled → open → closed → archived`, `draft`/`scheduled → deleted`.
    ///
    /// # Errors
    /// [`Refusal`] for every other pair.
    pub const fn transition(self, command: Command) -> Result<Self, Refusal> {
        match (self, command) {
            (Self::Draft, Command::Schedule) => Ok(Self::Scheduled),
            (Self::Scheduled, Command::Unschedule) => Ok(Self::Draft),
            (Self::Scheduled, Command::Open) => Ok(Self::Open),
            (Self::Open, Command::Close) => Ok(Self::Closed),
            (Self::Closed, Command::Archive) => Ok(Self::Archived),
            (Self::Draft | Self::Scheduled, Command::Delete) => Ok(Self::Deleted),
            (state, command) => Err(Refusal { state, command }),
        }
    }

    /// Whether answers are taken. Between `closes_at` and the commit of the closing job they are not (§11).
    pub fn accepts_answers(self, period: &Period, now: UnixMillis) -> bool {
        self == Self::Open && now < period.closes_at()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_command_is_decided_by_the_table() {
        use State::{Archived, Closed, Deleted, Draft, Open, Scheduled};
        // Columns in the order of Command::ALL: schedule, unschedule, open, close, archive, delete.
        let table = [
            (Draft, [Some(Scheduled), None, None, None, None, Some(Deleted)]),
            (Scheduled, [None, Some(Draft), Some(Open), None, None, Some(Deleted)]),
            (Open, [None, None, None, Some(Closed), None, None]),
            (Closed, [None, None, None, None, Some(Archived), None]),
            (Archived, [None; 6]),
            (Deleted, [None; 6]),
        ];
        assert_eq!(table.map(|(state, _)| state).as_slice(), State::ALL);
        for (state, row) in table {
            for (command, expected) in Command::ALL.iter().zip(row) {
                let found = state.transition(*command);
                assert_eq!(found, expected.ok_or(Refusal { state, command: *command }), "{state} {command}");
            }
        }
    }

    #[test]
    fn only_an_open_survey_takes_answers_and_only_until_its_closing_time() {
        let period = Period::new(UnixMillis(10), UnixMillis(20)).unwrap();
        for state in State::ALL {
            assert_eq!(state.accepts_answers(&period, UnixMillis(15)), *state == State::Open, "{state}");
            assert!(!state.accepts_answers(&period, UnixMillis(20)), "{state}");
        }
    }
}
