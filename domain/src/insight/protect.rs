//! Rules 3 and 4 of insight.md §5.3 for one question: what is too small is hidden, and with it so many siblings that
//! nothing hidden can be calculated back from its parent.
//!
//! A hidden cell takes everything below it along. With that, the visible cells form a tree with the company as root,
//! and what they give away are exactly the remainders "visible cell minus its visible children". Rules 3 and 4 see to it
//! that each of these is empty or large enough, so over the tree the result is safe, not only within one sibling set
//! (tested against a brute-force solver). Cells that cross the tree (attributes) need the audit of §5.4.

use super::cell::{Count, Shield};
use super::structure::Cell;
use crate::coded::coded;

coded! {
    /// Why a cell of a question is hidden, for the suppression log (§1).
    HideReason {
        /// Fewer than k people in the base (rule 3).
        Few = "few",
        /// Protects another cell (rule 4), or lies below a hidden cell.
        Sibling = "sibling",
    }
}

/// What the rules decided for one cell and one question. Later stages may only turn `Shown` into `Hidden`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// With this many people that protect each other.
    Shown {
        eff: u32,
    },
    Hidden(HideReason),
}

impl Verdict {
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Shown { .. })
    }
}

/// One verdict per cell. `counts` is the question's own base per cell; `cells` stand in priority order, parents before
/// children; `allowed` adds conditions to rule 3.
pub fn decide(cells: &[Cell], counts: &[Count], shield: Shield, allowed: impl Fn(usize) -> bool) -> Vec<Verdict> {
    let large_enough = |index: usize| shield.covers(counts[index]) && allowed(index);
    let mut verdicts: Vec<Verdict> = (0..cells.len())
        .map(|index| match large_enough(index) {
            true => Verdict::Shown { eff: shield.eff(counts[index]) },
            false => Verdict::Hidden(HideReason::Few),
        })
        .collect();
    for parent in 0..cells.len() {
        let siblings: Vec<usize> = (0..cells.len()).filter(|index| cells[*index].parent == Some(parent)).collect();
        if verdicts[parent].is_shown() {
            protect_siblings(cells, counts, shield, &siblings, &mut verdicts);
        } else {
            for child in siblings {
                hide(&mut verdicts[child]);
            }
        }
    }
    verdicts
}

/// Rule 4: while the hidden siblings together are small, the smallest visible one joins them. Hidden cells without
/// anybody in the base give nothing away; a group of insiders only counts as small, as in the audit.
fn protect_siblings(cells: &[Cell], counts: &[Count], shield: Shield, siblings: &[usize], verdicts: &mut [Verdict]) {
    let size = |index: usize| cells[index].size(counts[index], shield);
    loop {
        let (shown, hidden): (Vec<usize>, Vec<usize>) = siblings.iter().partition(|index| verdicts[**index].is_shown());
        let remainder = hidden.iter().fold(Count::default(), |sum, index| sum.plus(counts[*index]));
        if remainder.n == 0 || shield.covers(remainder) {
            return;
        }
        let Some(smallest) = shown.into_iter().min_by(|a, b| size(*a).cmp(&size(*b))) else { return };
        hide(&mut verdicts[smallest]);
    }
}

fn hide(verdict: &mut Verdict) {
    if verdict.is_shown() {
        *verdict = Verdict::Hidden(HideReason::Sibling);
    }
}
