//! One of several options (live.md §5, Single). Ballot `{"o":3}`.

use super::figures::{Counts, shares};
use super::{BallotError, FieldError, OptionNo, OptionSet};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {}

pub(super) fn check(chosen: Option<i64>, offered: OptionSet) -> Result<OptionNo, Vec<FieldError>> {
    let refused = |error| vec![FieldError::new("o", error)];
    let chosen = chosen.ok_or_else(|| refused(BallotError::NothingChosen))?;
    offered.find(chosen).ok_or_else(|| refused(BallotError::UnknownOption))
}

/// Voices per option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally(pub(super) Counts);

impl Tally {
    pub(super) fn new(options: OptionSet) -> Self {
        Self(options.iter().map(|option| (option, 0)).collect())
    }

    pub(super) fn add(&mut self, option: OptionNo, weight: i64) {
        *self.0.entry(option).or_default() += weight;
    }

    pub(super) fn outcome(&self) -> Outcome {
        let counts: Vec<i64> = self.0.values().copied().collect();
        let rows = self.0.iter().zip(shares(&counts));
        Outcome { counts: rows.map(|((o, n), share)| Count { o: *o, n: *n, share }).collect() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// By option number.
    pub counts: Vec<Count>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub o: OptionNo,
    pub n: i64,
    /// Whole per cents that add to 100.
    pub share: u8,
}
