//! Dots to stick on options (live.md §5, Dots). Ballot `{"d":{"3":2,"8":1}}`.

use super::allot::Allotment;
use super::problem::{Found, RuleProblem};
use crate::roundtable::limits::DOTS;
use serde::{Deserialize, Serialize};

pub use super::allot::{Outcome, Row, Tally};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Dots of one voice.
    pub dots: u16,
    /// Most dots on one option; 1: no stacking.
    pub max_per_option: u16,
    /// All dots must be given.
    #[serde(default)]
    pub use_all: bool,
}

impl Rules {
    pub(super) fn problems(&self, active: usize, found: &mut Found) {
        found.range("dots", self.dots, *DOTS.start(), *DOTS.end());
        found.range("max_per_option", self.max_per_option, 1, self.dots);
        let together = i64::from(self.max_per_option).saturating_mul(i64::try_from(active).unwrap_or(i64::MAX));
        let unreachable = self.use_all && together < i64::from(self.dots);
        found.when(unreachable, "max_per_option", RuleProblem::Unreachable { max: together });
    }

    pub(super) const fn allotment(&self) -> Allotment {
        Allotment { field: "d", budget: self.dots, step: 1, exactly: self.use_all, max_per_option: self.max_per_option }
    }
}
