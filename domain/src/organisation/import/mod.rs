//! People and units from CSV files: bytes → text → table → plan. Any problem, and there is no plan.
//!
//! Formats and limits: needs-analysis.md §15 and §17, security.md E34 and E35.

mod cells;
mod decode;
mod people;
mod plan;
mod planner;
mod problem;
mod table;
mod units;

pub use decode::{Encoding, decode};
pub use people::PEOPLE_COLUMNS;
pub use plan::{KnownPeople, KnownPerson, PersonData, PersonPlan, plan_people};
pub use problem::{LISTED, Param, Problem, ProblemKind, Problems};
pub use table::{MAX_BYTES, MAX_CELL_BYTES, MAX_COLUMNS, MAX_ROW_BYTES, MAX_ROWS, Row, Separator, Table};
pub use units::{UNIT_COLUMNS, UnitPlan, plan_units};

use serde::{Deserialize, Serialize};

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    New,
    Changed,
    Unchanged,
}

impl Verdict {
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// How many rows do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl Counts {
    pub fn of(verdicts: impl IntoIterator<Item = Verdict>) -> Self {
        verdicts.into_iter().fold(Self::default(), |mut counts, verdict| {
            match verdict {
                Verdict::New => counts.new += 1,
                Verdict::Changed => counts.changed += 1,
                Verdict::Unchanged => counts.unchanged += 1,
            }
            counts
        })
    }
}

#[cfg(test)]
mod tests;
