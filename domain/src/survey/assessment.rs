//! The life of a named assessment (Entwicklungsgespräch, needs-analysis §14.2).

use crate::coded::coded;

coded! {
    AssessmentState {
        Open = "open",
        /// Finished, but visible to its author alone.
        Submitted = "submitted",
        /// Visible to the recipients that its author chose.
        Released = "released",
        /// Both sides have confirmed the conversation.
        Discussed = "discussed",
        Expired = "expired",
    }
}

coded! {
    AssessmentCommand {
        Submit = "submit",
        Release = "release",
        /// Takes the release back; possible until the conversation is confirmed.
        Withdraw = "withdraw",
        Discuss = "discuss",
        Expire = "expire",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an assessment in state {state} does not take the command {command}")]
pub struct AssessmentRefusal {
    pub state: AssessmentState,
    pub command: AssessmentCommand,
}

impl AssessmentState {
    /// The state after `command`: `open → submitted → released → discussed`, and back from `released` to `submitted`.
    ///
    /// Every assessment can expire, however far it came: retention ends for those that were never released too.
    ///
    /// # Errors
    /// [`AssessmentRefusal`] for every other pair.
    pub const fn transition(self, command: AssessmentCommand) -> Result<Self, AssessmentRefusal> {
        match (self, command) {
            (Self::Open, AssessmentCommand::Submit) | (Self::Released, AssessmentCommand::Withdraw) => {
                Ok(Self::Submitted)
            }
            (Self::Submitted, AssessmentCommand::Release) => Ok(Self::Released),
            (Self::Released, AssessmentCommand::Discuss) => Ok(Self::Discussed),
            (Self::Open | Self::Submitted | Self::Released | Self::Discussed, AssessmentCommand::Expire) => {
                Ok(Self::Expired)
            }
            (state, command) => Err(AssessmentRefusal { state, command }),
        }
    }

    /// Whether anybody but the author may see the answers.
    pub const fn is_visible_to_recipients(self) -> bool {
        matches!(self, Self::Released | Self::Discussed)
    }

    /// Whether the author may change answers. Released ones must be withdrawn first, so that nobody compares with
    /// what was already read.
    pub const fn may_change_answers(self) -> bool {
        matches!(self, Self::Open | Self::Submitted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_command_is_decided_by_the_table() {
        use AssessmentState::{Discussed, Expired, Open, Released, Submitted};
        // Columns in the order of AssessmentCommand::ALL: submit, release, withdraw, discuss, expire.
        let table = [
            (Open, [Some(Submitted), None, None, None, Some(Expired)]),
            (Submitted, [None, Some(Released), None, None, Some(Expired)]),
            (Released, [None, None, Some(Submitted), Some(Discussed), Some(Expired)]),
            (Discussed, [None, None, None, None, Some(Expired)]),
            (Expired, [None; 5]),
        ];
        assert_eq!(table.map(|(state, _)| state).as_slice(), AssessmentState::ALL);
        for (state, row) in table {
            for (command, expected) in AssessmentCommand::ALL.iter().zip(row) {
                let found = state.transition(*command);
                assert_eq!(found, expected.ok_or(AssessmentRefusal { state, command: *command }), "{state} {command}");
            }
        }
    }

    #[test]
    fn nobody_else_sees_what_is_not_released_and_nobody_changes_what_is() {
        for state in AssessmentState::ALL {
            assert!(!(state.is_visible_to_recipients() && state.may_change_answers()), "{state}");
        }
        assert!(!AssessmentState::Submitted.is_visible_to_recipients());
        assert!(AssessmentState::Submitted.may_change_answers());
        assert!(AssessmentState::Released.is_visible_to_recipients());
    }
}
