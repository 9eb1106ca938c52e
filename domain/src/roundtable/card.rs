//! The states of a card (live.md L10).

use super::poll::words::Moderation;
use super::revision::Outcome;
use crate::questionnaire::words;

words! {
    CardState {
        /// Waits for the moderation.
        Pending = "pending",
        Visible = "visible",
        /// Keeps its author's slot; the author reads that and why it is not published, everybody how many there are.
        Hidden = "hidden",
    }
}

words! {
    /// The rule that hid a card or question, told to its author.
    HideRule {
        /// The moderation decided so.
        Moderation = "moderation",
        /// It holds a word of the ban list.
        BanList = "ban_list",
    }
}

words! {
    CardCommand {
        Show = "show",
        Hide = "hide",
    }
}

impl CardState {
    /// The state of a new card, and of one that its author wrote anew.
    pub const fn when_written(moderation: Moderation) -> Self {
        match moderation {
            Moderation::Before => Self::Pending,
            Moderation::After => Self::Visible,
        }
    }

    /// The state after `command`; no card refuses one.
    pub fn after(self, command: CardCommand) -> Outcome<Self> {
        let target = match command {
            CardCommand::Show => Self::Visible,
            CardCommand::Hide => Self::Hidden,
        };
        if self == target { Outcome::Unchanged } else { Outcome::Changed(target) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_command_is_decided_by_the_table() {
        use CardState::{Hidden, Pending, Visible};
        use Outcome::{Changed, Unchanged};
        // Columns in the order of CardCommand::ALL: show, hide.
        let table = [
            (Pending, [Changed(Visible), Changed(Hidden)]),
            (Visible, [Unchanged, Changed(Hidden)]),
            (Hidden, [Changed(Visible), Unchanged]),
        ];
        assert_eq!(table.map(|(state, _)| state).as_slice(), CardState::ALL);
        for (state, row) in table {
            for (command, expected) in CardCommand::ALL.iter().zip(row) {
                assert_eq!(state.after(*command), expected, "{state} {command}");
            }
        }
    }

    #[test]
    fn moderation_before_lets_a_card_wait() {
        assert_eq!(CardState::when_written(Moderation::Before), CardState::Pending);
        assert_eq!(CardState::when_written(Moderation::After), CardState::Visible);
    }
}
