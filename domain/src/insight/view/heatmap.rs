//! Heat map: competences × cells (insight.md §7).

use super::board::Board;
use crate::coded::coded;
use crate::ids::CompetenceId;
use crate::insight::cell::CellKey;
use crate::insight::displayed::Displayed;
use crate::insight::exact::{Exact, whole};
use crate::insight::figure::Figure;
use serde::{Deserialize, Serialize};

coded! {
    /// Colour step of a cell, named as `data-step` in the style sheets. The five steps of §7 on ḡ/(L−1) take the name
    /// whose threshold in look.md §7 is nearest at L = 5; the open-ended top step takes the open-ended name.
    Step {
        /// ḡ/(L−1) ≥ 0.25.
        Need4 = "need-4",
        /// 0.125 to < 0.25.
        Need2 = "need-2",
        /// 0.05 to < 0.125.
        Need1 = "need-1",
        /// −0.125 to < 0.05.
        Even = "even",
        /// < −0.125: more than asked for.
        Surplus2 = "surplus-2",
    }
}

impl Step {
    /// The step of a gap (Soll − Ist) on a scale with `levels` levels, at least 2.
    pub fn of(gap: Exact, levels: u8) -> Self {
        let thousandths = gap * 1000 / whole(i64::from(levels) - 1);
        if thousandths >= whole(250) {
            Self::Need4
        } else if thousandths >= whole(125) {
            Self::Need2
        } else if thousandths >= whole(50) {
            Self::Need1
        } else if thousandths >= whole(-125) {
            Self::Even
        } else {
            Self::Surplus2
        }
    }
}

/// A field of the heat map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HeatCell {
    /// Nobody in the cell has a target for this competence.
    NotAsked,
    Hidden,
    Shown {
        /// ḡ; with target ranges g⁺, if shown.
        value: Displayed,
        /// What `value` is.
        figure: Figure,
        below: Displayed,
        /// `None` where neither ḡ nor g⁺ is shown.
        step: Option<Step>,
    },
}

impl Board<'_> {
    /// The field of a competence on a scale with `levels` levels, in one column.
    pub fn field(&self, cell: CellKey, competence: CompetenceId, levels: u8) -> HeatCell {
        if !self.is_asked(cell, competence) {
            return HeatCell::NotAsked;
        }
        let below = self.figure(cell, competence, Figure::ShareBelow);
        if below.is_hidden() {
            return HeatCell::Hidden;
        }
        let gap = self.figure(cell, competence, Figure::Gap);
        let shortfall = self.figure(cell, competence, Figure::Shortfall);
        let (figure, value) =
            if gap.is_hidden() && shortfall.is_shown() { (Figure::Shortfall, shortfall) } else { (Figure::Gap, gap) };
        let step = value.exact().map(|gap| Step::of(gap, levels));
        HeatCell::Shown { value, figure, below, step }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::exact::fraction;

    #[test]
    fn steps_change_at_the_thresholds_of_the_specification() {
        fn check(hundredths: i64, levels: u8, expected: Step) {
            assert_eq!(Step::of(fraction(hundredths, 100).unwrap(), levels), expected, "{hundredths} at {levels}");
        }
        check(100, 5, Step::Need4);
        check(99, 5, Step::Need2);
        check(50, 5, Step::Need2);
        check(49, 5, Step::Need1);
        check(20, 5, Step::Need1);
        check(19, 5, Step::Even);
        check(0, 5, Step::Even);
        check(-50, 5, Step::Even);
        check(-51, 5, Step::Surplus2);
        check(50, 3, Step::Need4);
        check(175, 8, Step::Need4);
        check(174, 8, Step::Need2);
    }
}
