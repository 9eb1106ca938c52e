//! Who sees the distribution of a round, and when (live.md L8). Whether there are enough ballots for one is another
//! question (L34).

use super::{Round, RoundState};
use crate::questionnaire::words;

words! {
    /// The results flag.
    Results {
        Hidden = "hidden",
        All = "all",
    }
}

words! {
    /// How a poll's results come to be shown.
    Reveal {
        /// The host shows them.
        Manual = "manual",
        /// With the lock.
        AfterLock = "after_lock",
        /// While people vote.
        Live = "live",
    }
}

words! {
    /// What a stream is for; its credential decides which one it gets.
    View {
        Participant = "participant",
        Screen = "screen",
        Console = "console",
    }
}

impl Reveal {
    /// The flag of a round that begins to take ballots. A round reopened after its lock hides again what was shown, so
    /// that nobody votes after the result.
    pub(super) const fn when_opened(self) -> Results {
        match self {
            Self::Manual | Self::AfterLock => Results::Hidden,
            Self::Live => Results::All,
        }
    }

    /// The flag of a round that is locked with the flag `before`.
    pub(super) const fn when_locked(self, before: Results) -> Results {
        match self {
            Self::Manual | Self::Live => before,
            Self::AfterLock => Results::All,
        }
    }
}

impl Round {
    /// Whether `view` may see the distribution; progress the console sees always. `host_sees`: the poll is set to
    /// "Moderation sieht Zwischenstand", which its ballot page announces.
    pub const fn shows_distribution(&self, view: View, host_sees: bool) -> bool {
        let revealed = matches!(self.results, Results::All);
        match (self.state, view) {
            (RoundState::Prepared | RoundState::Reading | RoundState::Void, _) => false,
            (RoundState::Locked | RoundState::Closed, View::Console) => true,
            (RoundState::Open | RoundState::Closing, View::Console) => revealed || host_sees,
            (_, View::Participant | View::Screen) => revealed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Timing;
    use super::*;

    #[test]
    fn every_view_sees_a_distribution_in_its_states_only() {
        use RoundState::{Closed, Closing, Locked, Open, Prepared, Reading, Void};
        // Which views, by (flag, host sees): none, the console alone, all.
        let table = [
            (Prepared, ["-", "-", "-", "-"]),
            (Reading, ["-", "-", "-", "-"]),
            (Open, ["-", "console", "all", "all"]),
            (Closing, ["-", "console", "all", "all"]),
            (Locked, ["console", "console", "all", "all"]),
            (Closed, ["console", "console", "all", "all"]),
            (Void, ["-", "-", "-", "-"]),
        ];
        let columns = [(Results::Hidden, false), (Results::Hidden, true), (Results::All, false), (Results::All, true)];
        assert_eq!(table.map(|(state, _)| state).as_slice(), RoundState::ALL);
        for (state, row) in table {
            for ((results, host_sees), expected) in columns.into_iter().zip(row) {
                let round = Round { state, timing: Timing::default(), results };
                let seen: Vec<View> =
                    View::ALL.iter().copied().filter(|view| round.shows_distribution(*view, host_sees)).collect();
                let expected: &[View] = match expected {
                    "all" => View::ALL,
                    "console" => &[View::Console],
                    _ => &[],
                };
                assert_eq!(seen, expected, "{state} {results} {host_sees}");
            }
        }
    }
}
