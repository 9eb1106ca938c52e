//! Questions from the room (live.md L10, L25).

mod limit;
mod order;

pub use limit::{AskRefusal, QuestionLimits, may_ask};
pub use order::{Listed, Order, sort};

use super::limits::{NICKNAME_MAX, QUESTION_TEXT_MAX};
use super::poll::words::Moderation;
use super::revision::Outcome;
use crate::ids::QuestionId;
use crate::questionnaire::words;
use crate::text::{Line, Prose};

pub type QuestionText = Prose<QUESTION_TEXT_MAX>;
/// A name that somebody may give with a question, where the event offers it.
pub type Nickname = Line<NICKNAME_MAX>;

words! {
    QuestionState {
        /// Waits for the moderation.
        Pending = "pending",
        Visible = "visible",
        /// The author reads that and why it is not published, everybody how many there are.
        Hidden = "hidden",
        Answered = "answered",
        /// Is part of another question.
        Merged = "merged",
    }
}

/// What the moderation does with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionCommand {
    Show,
    Hide,
    Answer,
    Merge { into: QuestionId },
}

/// A question as far as commands look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub state: QuestionState,
    /// The question that it is part of, if it is merged.
    pub merged_into: Option<QuestionId>,
}

words! {
    QuestionRefusal {
        /// Not, or not yet, shown to the room.
        NotVisible = "not_visible",
        Answered = "answered",
        Merged = "merged",
        /// A question is no part of itself.
        Itself = "itself",
    }
}

impl Question {
    /// The question after `command`. `target` is the state of the question to merge into; one that is not there any more
    /// counts as hidden.
    ///
    /// # Errors
    /// [`QuestionRefusal`]: only a visible question is answered, or merged into another visible one, and neither is taken
    /// back.
    pub fn after(&self, command: QuestionCommand, target: QuestionState) -> Result<Outcome<Self>, QuestionRefusal> {
        use QuestionCommand::{Answer, Hide, Merge, Show};
        use QuestionState::{Answered, Hidden, Merged, Pending, Visible};
        match (self.state, command) {
            (Visible, Show) | (Hidden, Hide) | (Answered, Answer) => Ok(Outcome::Unchanged),
            (Merged, Merge { into }) if self.merged_into == Some(into) => Ok(Outcome::Unchanged),
            (Answered, _) => Err(QuestionRefusal::Answered),
            (Merged, _) => Err(QuestionRefusal::Merged),
            (Pending | Hidden, Show) => Ok(self.to(Visible)),
            (Pending | Visible, Hide) => Ok(self.to(Hidden)),
            (Visible, Answer) => Ok(self.to(Answered)),
            (Visible, Merge { into }) if into == self.id => Err(QuestionRefusal::Itself),
            (Visible, Merge { into }) if target == Visible => {
                Ok(Outcome::Changed(Self { state: Merged, merged_into: Some(into), ..*self }))
            }
            (Visible, Merge { .. }) | (Pending | Hidden, Answer | Merge { .. }) => Err(QuestionRefusal::NotVisible),
        }
    }

    const fn to(self, state: QuestionState) -> Outcome<Self> {
        Outcome::Changed(Self { state, ..self })
    }
}

impl QuestionState {
    /// The state of a new question.
    pub const fn when_asked(moderation: Moderation) -> Self {
        match moderation {
            Moderation::Before => Self::Pending,
            Moderation::After => Self::Visible,
        }
    }

    /// Whether a participant may give this question a vote, or take it back. That there is one vote per question and
    /// author is a rule of the database.
    ///
    /// # Errors
    /// [`QuestionRefusal`] for a question that the room does not see, or that is done with.
    pub const fn takes_votes(self) -> Result<(), QuestionRefusal> {
        match self {
            Self::Visible => Ok(()),
            Self::Pending | Self::Hidden => Err(QuestionRefusal::NotVisible),
            Self::Answered => Err(QuestionRefusal::Answered),
            Self::Merged => Err(QuestionRefusal::Merged),
        }
    }

    /// Whether its author may withdraw it: while it has no answer.
    ///
    /// # Errors
    /// [`QuestionRefusal::Answered`], or [`QuestionRefusal::Merged`] for a part of another question.
    pub const fn may_be_withdrawn(self) -> Result<(), QuestionRefusal> {
        match self {
            Self::Pending | Self::Visible | Self::Hidden => Ok(()),
            Self::Answered => Err(QuestionRefusal::Answered),
            Self::Merged => Err(QuestionRefusal::Merged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: QuestionId = QuestionId::from_bytes([1; 16]);
    const OTHER: QuestionId = QuestionId::from_bytes([2; 16]);
    const THIRD: QuestionId = QuestionId::from_bytes([3; 16]);

    fn question(state: QuestionState) -> Question {
        Question { id: ID, state, merged_into: (state == QuestionState::Merged).then_some(OTHER) }
    }

    #[test]
    fn every_pair_of_state_and_command_is_decided_by_the_table() {
        use QuestionState::{Answered, Hidden, Merged, Pending, Visible};
        let to = |state| Ok(Outcome::Changed(question(state)));
        let same = Ok(Outcome::Unchanged);
        let (not_visible, answered, merged) =
            (Err(QuestionRefusal::NotVisible), Err(QuestionRefusal::Answered), Err(QuestionRefusal::Merged));
        let commands = [
            QuestionCommand::Show,
            QuestionCommand::Hide,
            QuestionCommand::Answer,
            QuestionCommand::Merge { into: OTHER },
        ];
        let table = [
            (Pending, [to(Visible), to(Hidden), not_visible, not_visible]),
            (Visible, [same, to(Hidden), to(Answered), to(Merged)]),
            (Hidden, [to(Visible), same, not_visible, not_visible]),
            (Answered, [answered, answered, same, answered]),
            (Merged, [merged, merged, merged, same]),
        ];
        assert_eq!(table.map(|(state, _)| state).as_slice(), QuestionState::ALL);
        for (state, row) in table {
            for (command, expected) in commands.into_iter().zip(row) {
                assert_eq!(question(state).after(command, Visible), expected, "{state} {command:?}");
            }
        }
    }

    #[test]
    fn a_question_becomes_part_of_another_visible_one_only() {
        let merge = |into, target| question(QuestionState::Visible).after(QuestionCommand::Merge { into }, target);
        assert_eq!(merge(ID, QuestionState::Visible), Err(QuestionRefusal::Itself));
        for target in QuestionState::ALL.iter().filter(|state| **state != QuestionState::Visible) {
            assert_eq!(merge(OTHER, *target), Err(QuestionRefusal::NotVisible), "{target}");
        }
        let part = question(QuestionState::Merged);
        let elsewhere = part.after(QuestionCommand::Merge { into: THIRD }, QuestionState::Visible);
        assert_eq!(elsewhere, Err(QuestionRefusal::Merged));
    }

    #[test]
    fn the_room_votes_on_what_it_sees_and_an_author_withdraws_what_is_open() {
        use QuestionRefusal::{Answered, Merged, NotVisible};
        let table = [
            (QuestionState::Pending, Err(NotVisible), Ok(())),
            (QuestionState::Visible, Ok(()), Ok(())),
            (QuestionState::Hidden, Err(NotVisible), Ok(())),
            (QuestionState::Answered, Err(Answered), Err(Answered)),
            (QuestionState::Merged, Err(Merged), Err(Merged)),
        ];
        for (state, votes, withdrawal) in table {
            assert_eq!((state.takes_votes(), state.may_be_withdrawn()), (votes, withdrawal), "{state}");
        }
    }
}
