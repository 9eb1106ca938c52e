//! A number in a range (live.md §5, Numeric). Ballot `{"x":1250}`, the value times 10^decimals.

mod bins;
mod parse;

pub use bins::edges;
pub use parse::{NumberError, parse};

use super::figures::quantile;
use super::problem::{Found, RuleProblem};
use super::{BallotError, FieldError, Wording};
use crate::insight::Decimal;
use crate::insight::exact::Exact;
use crate::roundtable::limits::{NUMBER_BINS_MAX, NUMBER_DECIMALS_MAX, NUMBER_UNITS_MAX, SPREAD_VOICES_MIN, UNIT_MAX};
use num_rational::Ratio;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Smallest and greatest value, times 10^decimals.
    pub min: i64,
    pub max: i64,
    pub decimals: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Wording>,
    /// Edges of the bars, all equally wide, times 10^decimals; see [`edges`].
    pub edges: Vec<i64>,
}

impl Rules {
    pub(super) fn problems(&self, found: &mut Found) {
        found.range("min", self.min, -NUMBER_UNITS_MAX, NUMBER_UNITS_MAX);
        found.range("max", self.max, -NUMBER_UNITS_MAX, NUMBER_UNITS_MAX);
        found.range("decimals", self.decimals, 0, NUMBER_DECIMALS_MAX);
        found.when(self.min >= self.max, "max", RuleProblem::Reversed);
        if let Some(unit) = &self.unit {
            found.wording("unit", unit, UNIT_MAX);
        }
        let widths = || self.edges.windows(2).map(|edge| i128::from(edge[1]) - i128::from(edge[0]));
        let even = widths().all(|width| width > 0 && Some(width) == widths().next());
        let first_fits = self.edges.first().is_some_and(|first| *first <= self.min);
        let last_fits = self.edges.last().is_some_and(|last| *last >= self.max);
        found.when(!(even && first_fits && last_fits), "edges", RuleProblem::NotOffered);
        found.count("edges", self.edges.len(), 2, NUMBER_BINS_MAX + 1);
    }

    pub(super) fn check(&self, typed: Option<Result<i64, NumberError>>) -> Result<i64, Vec<FieldError>> {
        let refused = |error| vec![FieldError::new("x", error)];
        match typed {
            None => Err(refused(BallotError::NothingChosen)),
            Some(Err(NumberError::NotANumber)) => Err(refused(BallotError::NotANumber)),
            Some(Err(NumberError::TooPrecise)) => Err(refused(BallotError::TooPrecise { decimals: self.decimals })),
            Some(Ok(value)) if (self.min..=self.max).contains(&value) => Ok(value),
            Some(Ok(_)) => {
                let bound = |units| Decimal::new(units, self.decimals);
                Err(refused(BallotError::OutOfRange { min: bound(self.min), max: bound(self.max) }))
            }
        }
    }
}

/// Voices per value that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub(super) rules: Rules,
    pub(super) values: BTreeMap<i64, i64>,
}

impl Tally {
    pub(super) fn new(rules: &Rules) -> Self {
        Self { rules: rules.clone(), values: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, value: i64, weight: i64) {
        let count = self.values.entry(value).or_default();
        *count += weight;
        if *count == 0 {
            self.values.remove(&value);
        }
    }

    /// `voices` is the number of voices, whatever they weigh.
    pub(super) fn outcome(&self, voices: i64) -> Outcome {
        let rules = &self.rules;
        let values = || self.values.iter().map(|(value, count)| (*value, *count));
        let mut counts = vec![0; rules.edges.len().saturating_sub(1)];
        for (value, count) in values() {
            if let Some(bin) = counts.get_mut(rules.bin(value)) {
                *bin += count;
            }
        }
        let edges = rules.edges.windows(2);
        let bins = edges.zip(counts).map(|(edge, n)| Bin { from: rules.shown(edge[0]), to: rules.shown(edge[1]), n });
        let wide = voices >= i64::from(SPREAD_VOICES_MIN);
        let part =
            |numerator, denominator| quantile(values(), numerator, denominator).map(|value| rules.shown_between(value));
        let sum = values().map(|(value, count)| i128::from(value) * i128::from(count)).sum::<i128>();
        let total = values().map(|(_, count)| i128::from(count)).sum::<i128>();
        Outcome {
            bins: bins.collect(),
            mean: (total > 0).then(|| rules.shown_between(Ratio::new(sum, total))),
            median: part(1, 2),
            q1: part(1, 4),
            q3: part(3, 4),
            min: self.values.keys().next().filter(|_| wide).map(|value| rules.shown(*value)),
            max: self.values.keys().next_back().filter(|_| wide).map(|value| rules.shown(*value)),
        }
    }
}

impl Rules {
    fn shown(&self, units: i64) -> Decimal {
        Decimal::new(units, self.decimals)
    }

    /// A figure that may lie between two values gets one decimal more than the values.
    fn shown_between(&self, units: Exact) -> Decimal {
        Decimal::round(units / Ratio::from_integer(10_i128.pow(self.decimals.into())), self.decimals + 1)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub bins: Vec<Bin>,
    /// One decimal more than the values; none where nobody answered.
    pub mean: Option<Decimal>,
    pub median: Option<Decimal>,
    pub q1: Option<Decimal>,
    pub q3: Option<Decimal>,
    /// Smallest and greatest value; from 10 voices on.
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
}

/// A bar: from (inclusive) to (exclusive, of the last bar inclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bin {
    pub from: Decimal,
    pub to: Decimal,
    pub n: i64,
}
