//! Yes or no (live.md §5, Yes / no / abstain). Ballot `{"y":true}`.

use super::figures::shares;
use super::{BallotError, FieldError};
use crate::questionnaire::words;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Whether and how a decision follows from the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub majority: Option<Majority>,
}

words! {
    /// How many of the yes and no votes a decision needs.
    Majority {
        /// More yes than no.
        Simple = "simple",
        /// At least two yes for each no.
        TwoThirds = "two_thirds",
    }
}

words! {
    Verdict {
        Accepted = "accepted",
        Rejected = "rejected",
    }
}

impl Majority {
    /// `None` where nobody said yes or no.
    pub fn verdict(self, yes: i64, no: i64) -> Option<Verdict> {
        let enough = match self {
            Self::Simple => yes > no,
            Self::TwoThirds => yes >= no.saturating_mul(2),
        };
        let verdict = if enough { Verdict::Accepted } else { Verdict::Rejected };
        (yes + no > 0).then_some(verdict)
    }
}

pub(super) fn check(yes: Option<bool>) -> Result<bool, Vec<FieldError>> {
    yes.ok_or_else(|| vec![FieldError::new("y", BallotError::NothingChosen)])
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub(super) yes: i64,
    pub(super) no: i64,
    majority: Option<Majority>,
}

impl Tally {
    pub(super) const fn new(rules: &Rules) -> Self {
        Self { yes: 0, no: 0, majority: rules.majority }
    }

    pub(super) const fn add(&mut self, yes: bool, weight: i64) {
        if yes {
            self.yes += weight;
        } else {
            self.no += weight;
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        let shares = shares(&[self.yes, self.no]);
        let verdict = self.majority.and_then(|majority| majority.verdict(self.yes, self.no));
        Outcome { yes: self.yes, no: self.no, share: shares[0], share_no: shares[1], rule: self.majority, verdict }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub yes: i64,
    pub no: i64,
    /// Yes among yes and no, in whole per cents; adds to 100 with `share_no` unless both are 0.
    pub share: u8,
    pub share_no: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Majority>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_needs_its_majority_of_those_who_said_yes_or_no() {
        use Verdict::{Accepted, Rejected};
        fn check(majority: Majority, yes: i64, no: i64, expected: Option<Verdict>) {
            assert_eq!(majority.verdict(yes, no), expected, "{majority} {yes}:{no}");
        }
        check(Majority::Simple, 0, 0, None);
        check(Majority::Simple, 5, 4, Some(Accepted));
        check(Majority::Simple, 5, 5, Some(Rejected));
        check(Majority::TwoThirds, 10, 5, Some(Accepted));
        check(Majority::TwoThirds, 9, 5, Some(Rejected));
        check(Majority::TwoThirds, 1, 0, Some(Accepted));
    }
}
