//! What a poll is besides its question and rules (live.md §2, §7).

use super::Rules;
use super::problem::Found;
use super::problem::RuleError;
use crate::questionnaire::words;
use crate::roundtable::limits::WEIGHTS;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// Whether the rules for small groups hold (live.md §10).
    Secrecy {
        Protected = "protected",
        /// Announced on the ballot page: results are shown from the first ballot on.
        Open = "open",
    }
}

words! {
    /// Whose voice counts once (live.md §7).
    VoiceRule {
        Person = "person",
        /// One ballot per company, which every member may change.
        CompanyShared = "company_shared",
        /// Each person votes, each company weighs 1.
        CompanySplit = "company_split",
        /// As `CompanyShared`, times the weight of the size class.
        Weighted = "weighted",
        /// One ballot per table.
        Table = "table",
    }
}

impl VoiceRule {
    /// All members of a company share one ballot.
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::CompanyShared | Self::Weighted)
    }
}

/// Weight by size class, 1 to 10; a class that is not in it weighs 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weights(pub BTreeMap<u8, u8>);

impl Weights {
    pub fn of(&self, size_class: u8) -> u8 {
        self.0.get(&size_class).copied().unwrap_or(1)
    }

    /// Weights outside 1 to 10, named after their class (`weights.3`).
    pub fn problems(&self) -> Vec<RuleError> {
        let mut found = Found(Vec::new());
        for (class, weight) in &self.0 {
            found.range(&format!("weights.{class}"), *weight, *WEIGHTS.start(), *WEIGHTS.end());
        }
        found.0
    }
}

/// What no longer changes once a ballot of the poll exists (live.md L21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub rules: Rules,
    pub voice: VoiceRule,
    pub weights: Weights,
    pub secrecy: Secrecy,
    pub abstain: bool,
}

words! {
    /// A part of [`Terms`].
    Term {
        Rules = "rules",
        Voice = "voice",
        Weights = "weights",
        Secrecy = "secrecy",
        Abstain = "abstain",
    }
}

impl Terms {
    /// What differs in `new`; must be nothing once the poll has ballots.
    pub fn changes(&self, new: &Self) -> Vec<Term> {
        let changed = [
            (Term::Rules, self.rules != new.rules),
            (Term::Voice, self.voice != new.voice),
            (Term::Weights, self.weights != new.weights),
            (Term::Secrecy, self.secrecy != new.secrecy),
            (Term::Abstain, self.abstain != new.abstain),
        ];
        changed.into_iter().filter(|(_, changed)| *changed).map(|(term, _)| term).collect()
    }
}

words! {
    /// What an author does to the options of a poll.
    OptionChange {
        Add = "add",
        Withdraw = "withdraw",
        Restore = "restore",
    }
}

words! {
    /// Why the options stay as they are.
    OptionRefusal {
        /// An option cannot leave or return once a ballot exists.
        HasBallots = "has_ballots",
        /// Options are added between rounds only.
        RoundRunning = "round_running",
    }
}

impl OptionChange {
    /// Whether a poll that has ballots or not, and a round that is open, closing or locked or not, allows it.
    ///
    /// # Errors
    /// [`OptionRefusal`].
    pub const fn check(self, has_ballots: bool, round_running: bool) -> Result<(), OptionRefusal> {
        match self {
            Self::Withdraw | Self::Restore if has_ballots => Err(OptionRefusal::HasBallots),
            Self::Add if round_running => Err(OptionRefusal::RoundRunning),
            Self::Add | Self::Withdraw | Self::Restore => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::super::fixture::{rules, rules_with};
    use super::*;

    #[test]
    fn what_changes_the_meaning_of_a_ballot_is_named() {
        let terms = Terms {
            rules: rules(Kind::Multi),
            voice: VoiceRule::Person,
            weights: Weights::default(),
            secrecy: Secrecy::Protected,
            abstain: true,
        };
        assert_eq!(terms.changes(&terms.clone()), []);
        let other = Terms {
            rules: rules_with(Kind::Multi, serde_json::json!({ "max": 2 })),
            voice: VoiceRule::Weighted,
            weights: Weights([(1, 2)].into()),
            secrecy: Secrecy::Open,
            abstain: false,
        };
        assert_eq!(terms.changes(&other), Term::ALL);
    }

    #[test]
    fn options_leave_before_the_first_ballot_and_join_between_rounds() {
        use OptionChange::{Add, Restore, Withdraw};
        fn check(change: OptionChange, has_ballots: bool, running: bool, expected: Result<(), OptionRefusal>) {
            assert_eq!(change.check(has_ballots, running), expected, "{change} {has_ballots} {running}");
        }
        check(Add, false, false, Ok(()));
        check(Add, true, false, Ok(()));
        check(Add, true, true, Err(OptionRefusal::RoundRunning));
        check(Add, false, true, Err(OptionRefusal::RoundRunning));
        check(Withdraw, false, true, Ok(()));
        check(Withdraw, true, false, Err(OptionRefusal::HasBallots));
        check(Restore, true, false, Err(OptionRefusal::HasBallots));
    }

    #[test]
    fn a_size_class_weighs_one_to_ten() {
        let weights: Weights = serde_json::from_str(r#"{"1":1,"2":0,"4":10,"5":11}"#).unwrap();
        let fields: Vec<String> = weights.problems().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["weights.2", "weights.5"]);
        assert_eq!((weights.of(4), weights.of(7)), (10, 1));
    }
}
