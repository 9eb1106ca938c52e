//! A budget of points (live.md §5, 100 points). Ballot `{"p":{"3":60,"7":40}}`.

use super::allot::Allotment;
use super::problem::{Found, RuleProblem};
use crate::questionnaire::words;
use crate::roundtable::limits::{POINTS_BUDGET, POINTS_STEPS};
use serde::{Deserialize, Serialize};

pub use super::allot::{Outcome, Row, Tally};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Points of one voice.
    pub budget: u16,
    /// Points are given in multiples of this: 1, 5 or 10.
    pub step: u16,
    pub spend: Spend,
    /// Most points for one option; none: the budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_per_option: Option<u16>,
}

words! {
    /// How much of the budget must be given.
    Spend {
        Exactly = "exactly",
        AtMost = "at_most",
    }
}

impl Rules {
    pub(super) fn problems(&self, active: usize, found: &mut Found) {
        found.range("budget", self.budget, *POINTS_BUDGET.start(), *POINTS_BUDGET.end());
        let offered = POINTS_STEPS.contains(&self.step);
        found.when(!offered, "step", RuleProblem::NotOffered);
        let fits = |value: u16| !offered || value.is_multiple_of(self.step);
        let not_a_multiple = RuleProblem::NotAMultiple { step: self.step.into() };
        found.when(!fits(self.budget), "budget", not_a_multiple);
        let Some(max) = self.max_per_option else { return };
        found.range("max_per_option", max, 1, self.budget);
        found.when(!fits(max), "max_per_option", not_a_multiple);
        let together = i64::from(max).saturating_mul(i64::try_from(active).unwrap_or(i64::MAX));
        let unreachable = self.spend == Spend::Exactly && together < i64::from(self.budget);
        found.when(unreachable, "max_per_option", RuleProblem::Unreachable { max: together });
    }

    pub(super) fn allotment(&self) -> Allotment {
        Allotment {
            field: "p",
            budget: self.budget,
            step: self.step,
            exactly: self.spend == Spend::Exactly,
            max_per_option: self.max_per_option.unwrap_or(self.budget),
        }
    }
}
