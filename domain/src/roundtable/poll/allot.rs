//! Handing out a budget among options: what points and dots have in common.

use super::figures::{mean, shares};
use super::payload::{Amounts, NotANumber};
use super::{BallotError, FieldError, OptionNo, OptionSet};
use crate::insight::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one voice may hand out.
pub(super) struct Allotment {
    /// Name of the ballot's member and of its fields: `p` or `d`.
    pub(super) field: &'static str,
    pub(super) budget: u16,
    pub(super) step: u16,
    /// All of the budget must be handed out.
    pub(super) exactly: bool,
    pub(super) max_per_option: u16,
}

impl Allotment {
    /// An amount of 0 is the same as none and leaves no trace.
    pub(super) fn check(
        &self,
        amounts: &Amounts,
        offered: OptionSet,
    ) -> Result<BTreeMap<OptionNo, u16>, Vec<FieldError>> {
        let mut answer = BTreeMap::new();
        let mut errors = Vec::new();
        for (option, amount) in amounts {
            match self.check_one(*option, *amount, offered) {
                Ok((_, 0)) => {}
                Ok((option, amount)) => {
                    answer.insert(option, amount);
                }
                Err(error) => errors.push(FieldError::new(format!("{}.{option}", self.field), error)),
            }
        }
        // Also beside a wrong field the sum is told, unless a field has no number.
        let given =
            amounts.values().try_fold(0_i64, |sum, amount| amount.ok().map(|amount| sum.saturating_add(amount)));
        let sum = given.map_or(Ok(()), |given| self.check_sum(given, answer.is_empty() && errors.is_empty()));
        errors.extend(sum.err().map(|error| FieldError::new(self.field, error)));
        if errors.is_empty() { Ok(answer) } else { Err(errors) }
    }

    fn check_one(
        &self,
        option: i64,
        amount: Result<i64, NotANumber>,
        offered: OptionSet,
    ) -> Result<(OptionNo, u16), BallotError> {
        let option = offered.find(option).ok_or(BallotError::UnknownOption)?;
        let amount = amount.map_err(|_| BallotError::NotANumber)?;
        let amount = u16::try_from(amount).ok().filter(|amount| *amount <= self.max_per_option);
        let amount = amount.ok_or_else(|| BallotError::out_of_range(0, self.max_per_option))?;
        if amount.is_multiple_of(self.step) {
            Ok((option, amount))
        } else {
            Err(BallotError::NotAMultiple { step: self.step })
        }
    }

    fn check_sum(&self, given: i64, nothing: bool) -> Result<(), BallotError> {
        let budget = self.budget;
        if nothing {
            Err(BallotError::NothingChosen)
        } else if self.exactly && given != i64::from(budget) {
            Err(BallotError::WrongSum { given, budget })
        } else if given > i64::from(budget) {
            Err(BallotError::OverBudget { given, budget })
        } else {
            Ok(())
        }
    }
}

/// What was given to each option, and by how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally(pub(super) BTreeMap<OptionNo, Given>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Given {
    pub(super) sum: i64,
    pub(super) supporters: i64,
}

impl Tally {
    pub(super) fn new(options: OptionSet) -> Self {
        Self(options.iter().map(|option| (option, Given::default())).collect())
    }

    pub(super) fn add(&mut self, amounts: &BTreeMap<OptionNo, u16>, weight: i64) {
        for (option, amount) in amounts {
            let given = self.0.entry(*option).or_default();
            given.sum += i64::from(*amount) * weight;
            given.supporters += weight;
        }
    }

    /// `voices` is what all voices together weigh.
    pub(super) fn outcome(&self, voices: i64) -> Outcome {
        let sums: Vec<i64> = self.0.values().map(|given| given.sum).collect();
        let rows = self.0.iter().zip(shares(&sums)).map(|((o, given), share)| Row {
            o: *o,
            sum: given.sum,
            mean: mean(given.sum, voices, 1),
            share,
            supporters: given.supporters,
        });
        Outcome { rows: rows.collect() }
    }
}

/// Result of points and of dots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// By option number.
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub o: OptionNo,
    /// Points or dots.
    pub sum: i64,
    /// Per voice, one decimal.
    pub mean: Option<Decimal>,
    /// Of all that was given, in whole per cents that add to 100.
    pub share: u8,
    /// Voices that gave something.
    pub supporters: i64,
}
