//! Statements rated in steps (live.md §5, Scale). Ballot `{"s":{"1":4,"2":0}}`, 0 = "weiß nicht". The statements are the
//! poll's options.

use super::figures::{deviation, mean, quantile, shares};
use super::payload::Amounts;
use super::problem::{Found, RuleProblem};
use super::{BallotError, FieldError, OptionNo, OptionSet, Wording};
use crate::insight::Decimal;
use crate::questionnaire::words;
use crate::roundtable::limits::{SCALE_STEPS, SPREAD_VOICES_MIN, STEP_LABEL_MAX};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The value of "weiß nicht".
pub const DONT_KNOW: u8 = 0;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Steps are numbered 1 to this.
    pub steps: u8,
    /// One for each step, or two for the poles.
    pub labels: Vec<Wording>,
    #[serde(default = "no_neutral")]
    pub neutral: Neutral,
    /// Every statement must be answered.
    #[serde(default)]
    pub complete: bool,
}

words! {
    /// What somebody chooses who leans to neither side.
    Neutral {
        None = "none",
        /// The middle step; only of an odd number of steps.
        Middle = "middle",
        /// "Weiß nicht" beside the scale, not in the mean.
        Separate = "separate",
    }
}

const fn no_neutral() -> Neutral {
    Neutral::None
}

impl Rules {
    pub(super) fn problems(&self, found: &mut Found) {
        found.range("steps", self.steps, *SCALE_STEPS.start(), *SCALE_STEPS.end());
        let labelled = self.labels.len() == 2 || self.labels.len() == usize::from(self.steps);
        found.when(!labelled, "labels", RuleProblem::NotOffered);
        let middle_missing = self.neutral == Neutral::Middle && self.steps.is_multiple_of(2);
        found.when(middle_missing, "neutral", RuleProblem::NotOffered);
        for (at, label) in self.labels.iter().enumerate() {
            found.wording(&format!("labels.{}", at + 1), label, STEP_LABEL_MAX);
        }
    }

    pub(super) fn check(
        &self,
        rated: &Amounts,
        statements: OptionSet,
    ) -> Result<BTreeMap<OptionNo, u8>, Vec<FieldError>> {
        let mut answer = BTreeMap::new();
        let mut errors = Vec::new();
        for (statement, step) in rated {
            let known = statements.find(*statement).ok_or(BallotError::UnknownOption);
            match known.and_then(|statement| Ok((statement, self.step(step.map_err(|_| BallotError::NotANumber)?)?))) {
                Ok((statement, step)) => {
                    answer.insert(statement, step);
                }
                Err(error) => errors.push(FieldError::new(format!("s.{statement}"), error)),
            }
        }
        if self.complete {
            let missing = statements.iter().filter(|statement| !rated.contains_key(&i64::from(*statement)));
            errors.extend(missing.map(|s| FieldError::new(format!("s.{s}"), BallotError::NotAnswered)));
        }
        if rated.is_empty() && errors.is_empty() {
            errors.push(FieldError::new("s", BallotError::NothingChosen));
        }
        if errors.is_empty() { Ok(answer) } else { Err(errors) }
    }

    fn step(&self, value: i64) -> Result<u8, BallotError> {
        let lowest = if self.neutral == Neutral::Separate { DONT_KNOW } else { 1 };
        let step = u8::try_from(value).ok().filter(|step| (lowest..=self.steps).contains(step));
        step.ok_or_else(|| BallotError::out_of_range(lowest, self.steps))
    }
}

/// Voices per statement and step; "weiß nicht" first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally(pub(super) BTreeMap<OptionNo, Vec<i64>>);

impl Tally {
    pub(super) fn new(rules: &Rules, statements: OptionSet) -> Self {
        let empty = vec![0; usize::from(rules.steps) + 1];
        Self(statements.iter().map(|statement| (statement, empty.clone())).collect())
    }

    pub(super) fn add(&mut self, rated: &BTreeMap<OptionNo, u8>, weight: i64) {
        for (statement, step) in rated {
            self.add_one(*statement, *step, weight);
        }
    }

    pub(super) fn add_one(&mut self, statement: OptionNo, step: u8, weight: i64) {
        if let Some(count) = self.0.get_mut(&statement).and_then(|steps| steps.get_mut(usize::from(step))) {
            *count += weight;
        }
    }

    /// `plain`: every voice weighs 1, so that a deviation means something.
    pub(super) fn outcome(&self, plain: bool) -> Outcome {
        Outcome { rows: self.0.iter().map(|(statement, steps)| row(*statement, steps, plain)).collect() }
    }
}

fn row(q: OptionNo, steps: &[i64], plain: bool) -> Row {
    let (dont_know, counts) = steps.split_first().map_or((0, steps), |(first, rest)| (*first, rest));
    let values = || (1..).zip(counts.iter().copied());
    let n = counts.iter().sum();
    let spread = plain && n >= i64::from(SPREAD_VOICES_MIN);
    Row {
        q,
        n,
        dont_know,
        counts: counts.to_vec(),
        shares: shares(counts),
        mean: mean(values().map(|(step, count)| step * count).sum(), n, 1),
        median: quantile(values(), 1, 2).map(|median| Decimal::round(median, 1)),
        sd: if spread { deviation(values()) } else { None },
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The statement.
    pub q: OptionNo,
    /// Voices that chose a step.
    pub n: i64,
    pub dont_know: i64,
    /// Step 1 first.
    pub counts: Vec<i64>,
    /// Whole per cents of `n` that add to 100.
    pub shares: Vec<u8>,
    /// One decimal; none where nobody chose a step.
    pub mean: Option<Decimal>,
    pub median: Option<Decimal>,
    /// Of the sample, one decimal; from 10 voices on.
    pub sd: Option<Decimal>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roundtable::poll::fixture::no;

    #[test]
    fn a_row_shows_mean_median_and_from_ten_voices_the_deviation() {
        // 1×"weiß nicht", then 1 2 2 4 4 4 4 5 5 (nine): sum 31, mean 3.44…, median 4.
        let nine = row(no(1), &[1, 1, 2, 0, 4, 2], true);
        assert_eq!((nine.n, nine.dont_know, nine.shares), (9, 1, vec![11, 22, 0, 45, 22]));
        assert_eq!((nine.mean, nine.median, nine.sd), (Some(Decimal::new(34, 1)), Some(Decimal::new(40, 1)), None));
        // One more 5: sum 36, squares 1+8+64+75 = 148, s² = (148 − 129.6)/9 = 2.044…, s = 1.42….
        let ten = row(no(1), &[1, 1, 2, 0, 4, 3], true);
        assert_eq!((ten.mean, ten.sd), (Some(Decimal::new(36, 1)), Some(Decimal::new(14, 1))));
        assert_eq!(row(no(1), &[1, 1, 2, 0, 4, 3], false).sd, None);
        let empty = row(no(1), &[3, 0, 0, 0, 0, 0], true);
        assert_eq!((empty.n, empty.mean, empty.median), (0, None, None));
    }
}
