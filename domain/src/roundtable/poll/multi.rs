//! Several of the options (live.md §5, Multiple). Ballot `{"o":[1,4]}`.

use super::figures::{Counts, share};
use super::problem::{Found, RuleProblem};
use super::{BallotError, FieldError, OptionSet};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// 0 means that "none of them" is an answer.
    pub min: u8,
    pub max: u8,
}

impl Rules {
    pub(super) fn problems(&self, active: usize, found: &mut Found) {
        found.range("max", self.max, 1, i64::try_from(active).unwrap_or(i64::MAX));
        found.when(self.min > self.max, "min", RuleProblem::Reversed);
    }

    pub(super) fn check(&self, chosen: &[i64], offered: OptionSet) -> Result<OptionSet, Vec<FieldError>> {
        let mut set = OptionSet::default();
        for option in chosen {
            let option = offered.find(*option).ok_or(BallotError::UnknownOption).map_err(refused)?;
            if !set.insert(option) {
                return Err(refused(BallotError::Repeated));
            }
        }
        match set.len() {
            0 if self.min > 0 => Err(refused(BallotError::NothingChosen)),
            given if given < usize::from(self.min) => Err(refused(BallotError::TooFew { min: self.min, given })),
            given if given > usize::from(self.max) => Err(refused(BallotError::TooMany { max: self.max, given })),
            _ => Ok(set),
        }
    }
}

fn refused(error: BallotError) -> Vec<FieldError> {
    vec![FieldError::new("o", error)]
}

/// Ticks per option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally(pub(super) Counts);

impl Tally {
    pub(super) fn new(options: OptionSet) -> Self {
        Self(options.iter().map(|option| (option, 0)).collect())
    }

    pub(super) fn add(&mut self, chosen: OptionSet, weight: i64) {
        for option in chosen.iter() {
            *self.0.entry(option).or_default() += weight;
        }
    }

    /// `voices` is what all voices together weigh.
    pub(super) fn outcome(&self, voices: i64) -> Outcome {
        Outcome {
            ticks: self.0.values().sum(),
            counts: self.0.iter().map(|(o, n)| Count { o: *o, n: *n, share: share(*n, voices) }).collect(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// All ticks together ("97 Nennungen").
    pub ticks: i64,
    /// By option number; `share` is per voice, so that the shares may add to more than 100.
    pub counts: Vec<Count>,
}

pub use super::single::Count;
