//! Participation of a final release (insight.md §6): a question of its own whose base is everybody invited. Never who,
//! never a list, never a course over time.

use super::cell::{Count, Shield};
use super::display;
use super::exact::Decimal;
use super::protect::{self, HideReason, Verdict};
use super::structure::Cell;
use serde::{Deserialize, Serialize};

/// What is said about the participation of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "class", rename_all = "lowercase")]
pub enum Participation {
    #[default]
    Hidden,
    /// Submitted of invited, nearest 5 %.
    Percent { value: Decimal },
    /// Fewer than k are missing: a number would tell about them.
    High,
}

impl Participation {
    /// Text of the column `participation_class`: empty, a whole percentage, or `high`.
    pub fn class(self) -> String {
        match self {
            Self::Hidden => String::new(),
            Self::Percent { value } => value.to_string(),
            Self::High => "high".to_owned(),
        }
    }

    /// The inverse of [`Self::class`].
    pub fn from_class(class: &str) -> Option<Self> {
        match class {
            "" => Some(Self::Hidden),
            "high" => Some(Self::High),
            value => value.parse().ok().map(|value| Self::Percent { value }),
        }
    }
}

/// Participation per cell, or why there is none. Shown only from 2k invited and k submitted answers; rules 3 and 4 run
/// over the invited, and insiders count neither among those who submitted nor among those who did not.
pub fn participation(cells: &[Cell], shield: Shield) -> Vec<Result<Participation, HideReason>> {
    let base: Vec<Count> =
        cells.iter().map(|cell| Count { n: cell.invited, insiders: cell.submitted.insiders }).collect();
    let verdicts = protect::decide(cells, &base, shield, |index| of_cell(&cells[index], shield).is_some());
    let results = cells.iter().zip(verdicts).map(|(cell, verdict)| match verdict {
        Verdict::Shown { .. } => of_cell(cell, shield).ok_or(HideReason::Few),
        Verdict::Hidden(reason) => Err(reason),
    });
    results.collect()
}

/// What could be said if no other cell needed protection.
fn of_cell(cell: &Cell, shield: Shield) -> Option<Participation> {
    let absent = Count { n: cell.invited.checked_sub(cell.submitted.n)?, insiders: cell.submitted.insiders };
    if cell.invited < 2 * shield.k || !shield.covers(cell.submitted) {
        return None;
    }
    if absent.n < shield.k {
        return Some(Participation::High);
    }
    if !shield.covers(absent) {
        return None;
    }
    display::participation_percent(cell.submitted.n, cell.invited).map(|value| Participation::Percent { value })
}
