//! Items placed on two axes (live.md §5, 2×2 matrix). Ballot `{"g":{"1":[4,2]}}`. The items are the poll's options.

use super::figures::{mean, shares};
use super::problem::{Found, RuleProblem};
use super::{BallotError, FieldError, OptionNo, OptionSet, Wording};
use crate::insight::Decimal;
use crate::roundtable::limits::{GRID_STEPS, STEP_LABEL_MAX};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The first axis, from left to right.
    pub x: Axis,
    /// The second axis, from bottom to top.
    pub y: Axis,
    /// Steps of each axis: 2, 4 or 6.
    pub steps: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quadrants: Option<Quadrants>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    pub name: Wording,
    /// The pole at step 1.
    pub low: Wording,
    /// The pole at the highest step.
    pub high: Wording,
}

/// What the quarters of the picture are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quadrants {
    /// High on both axes.
    pub high_high: Wording,
    /// High on the first axis, low on the second.
    pub high_low: Wording,
    /// Low on the first axis, high on the second.
    pub low_high: Wording,
    /// Low on both axes.
    pub low_low: Wording,
}

impl Rules {
    pub(super) fn problems(&self, found: &mut Found) {
        found.when(!GRID_STEPS.contains(&self.steps), "steps", RuleProblem::NotOffered);
        for (axis, name) in [(&self.x, "x"), (&self.y, "y")] {
            found.wording(&format!("{name}.name"), &axis.name, STEP_LABEL_MAX);
            found.wording(&format!("{name}.low"), &axis.low, STEP_LABEL_MAX);
            found.wording(&format!("{name}.high"), &axis.high, STEP_LABEL_MAX);
        }
        if let Some(quadrants) = &self.quadrants {
            found.wording("quadrants.high_high", &quadrants.high_high, STEP_LABEL_MAX);
            found.wording("quadrants.high_low", &quadrants.high_low, STEP_LABEL_MAX);
            found.wording("quadrants.low_high", &quadrants.low_high, STEP_LABEL_MAX);
            found.wording("quadrants.low_low", &quadrants.low_low, STEP_LABEL_MAX);
        }
    }

    pub(super) fn check(
        &self,
        placed: &BTreeMap<i64, [Option<i64>; 2]>,
        items: OptionSet,
    ) -> Result<BTreeMap<OptionNo, [u8; 2]>, Vec<FieldError>> {
        let mut answer = BTreeMap::new();
        let mut errors = Vec::new();
        for (item, [x, y]) in placed {
            let known = items.find(*item).ok_or(BallotError::UnknownOption);
            let (x, y) = match (x, y) {
                (None, None) => continue,
                (Some(x), Some(y)) => (self.step(*x), self.step(*y)),
                (Some(x), None) => (self.step(*x), Err(BallotError::AxisMissing)),
                (None, Some(y)) => (Err(BallotError::AxisMissing), self.step(*y)),
            };
            match (known, x, y) {
                (Ok(item), Ok(x), Ok(y)) => {
                    answer.insert(item, [x, y]);
                }
                (Err(error), _, _) => errors.push(FieldError::new(format!("g.{item}"), error)),
                (Ok(_), x, y) => {
                    errors.extend(x.err().map(|error| FieldError::new(format!("g.{item}.x"), error)));
                    errors.extend(y.err().map(|error| FieldError::new(format!("g.{item}.y"), error)));
                }
            }
        }
        if answer.is_empty() && errors.is_empty() {
            errors.push(FieldError::new("g", BallotError::NothingChosen));
        }
        if errors.is_empty() { Ok(answer) } else { Err(errors) }
    }

    fn step(&self, value: i64) -> Result<u8, BallotError> {
        let step = u8::try_from(value).ok().filter(|step| (1..=self.steps).contains(step));
        step.ok_or_else(|| BallotError::out_of_range(1, self.steps))
    }
}

/// Voices per item and position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    steps: u8,
    /// By item; position (x, y) stands at (y − 1) · steps + x − 1.
    pub(super) items: BTreeMap<OptionNo, Vec<i64>>,
}

impl Tally {
    pub(super) fn new(rules: &Rules, items: OptionSet) -> Self {
        let empty = vec![0; usize::from(rules.steps) * usize::from(rules.steps)];
        Self { steps: rules.steps, items: items.iter().map(|item| (item, empty.clone())).collect() }
    }

    pub(super) fn add(&mut self, placed: &BTreeMap<OptionNo, [u8; 2]>, weight: i64) {
        for (item, [x, y]) in placed {
            let at = usize::from(y.saturating_sub(1)) * usize::from(self.steps) + usize::from(x.saturating_sub(1));
            if let Some(count) = self.items.get_mut(item).and_then(|counts| counts.get_mut(at)) {
                *count += weight;
            }
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        Outcome { steps: self.steps, rows: self.items.iter().map(|(item, counts)| self.row(*item, counts)).collect() }
    }

    fn row(&self, o: OptionNo, counts: &[i64]) -> Row {
        let n = counts.iter().sum();
        let half = self.steps / 2;
        let (mut x_sum, mut y_sum, mut quadrants) = (0, 0, [0; 4]);
        let positions = (1..=self.steps).flat_map(|y| (1..=self.steps).map(move |x| (x, y)));
        for ((x, y), count) in positions.zip(counts) {
            x_sum += i64::from(x) * count;
            y_sum += i64::from(y) * count;
            quadrants[usize::from(x <= half) * 2 + usize::from(y <= half)] += count;
        }
        let [high_high, high_low, low_high, low_low] = quadrants;
        let shares = shares(&quadrants);
        let quadrant = |n, at: usize| Quarter { n, share: shares[at] };
        Row {
            o,
            n,
            counts: counts.to_vec(),
            x: mean(x_sum, n, 1),
            y: mean(y_sum, n, 1),
            high_high: quadrant(high_high, 0),
            high_low: quadrant(high_low, 1),
            low_high: quadrant(low_high, 2),
            low_low: quadrant(low_low, 3),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub steps: u8,
    /// By number of the item.
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub o: OptionNo,
    /// Voices that placed this item.
    pub n: i64,
    /// Voices by position, steps of x within those of y, both ascending.
    pub counts: Vec<i64>,
    /// Mean position, one decimal; none where nobody placed it.
    pub x: Option<Decimal>,
    pub y: Option<Decimal>,
    /// The quarters, named after x and y; their shares add to 100.
    pub high_high: Quarter,
    pub high_low: Quarter,
    pub low_high: Quarter,
    pub low_low: Quarter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarter {
    pub n: i64,
    pub share: u8,
}
