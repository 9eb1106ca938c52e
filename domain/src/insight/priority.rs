//! Quadrants and bands (insight.md §3.4, §3.5). Works on exact numbers; views pass displayed values, so that a reader
//! can recompute every assignment.

use super::displayed::Third;
use super::exact::{Exact, fraction, mean, median, whole};
use super::input::CutRule;
use crate::coded::coded;

coded! {
    /// Importance–performance quadrant (Martilla & James 1977).
    Ipa {
        /// Important and weak: start here.
        FocusHere = "A",
        /// Important and strong: keep it up.
        KeepUp = "B",
        /// Neither important nor strong.
        LowPriority = "C",
        /// Strong where it matters little.
        Excess = "D",
    }
}

coded! {
    /// Locus for Focus: first letter importance, second gap, both cut at the mean.
    Locus {
        HighHigh = "HH",
        HighLow = "HL",
        LowHigh = "LH",
        LowLow = "LL",
    }
}

coded! {
    /// How urgent a need is; the most urgent first.
    Band {
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}

/// A competence as a point of the priority matrix.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    pub importance: Exact,
    pub ist: Exact,
    /// A gap is left (for the cut rule `target`).
    pub gap_left: bool,
}

/// Where the lines run. `ist` is `None` under the rule `target`: each competence is measured at its own Soll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cuts {
    pub importance: Exact,
    pub ist: Option<Exact>,
}

impl Cuts {
    /// The lines through these points; `None` for no points. `importance_levels` and `levels` are the numbers of
    /// levels of the two axes, both starting at 1.
    pub fn of(points: &[Point], rule: CutRule, importance_levels: u8, levels: u8) -> Option<Self> {
        let importances: Vec<Exact> = points.iter().map(|point| point.importance).collect();
        let ists: Vec<Exact> = points.iter().map(|point| point.ist).collect();
        let middle = |levels: u8| fraction(i64::from(levels) + 1, 2).filter(|_| !points.is_empty());
        Some(match rule {
            CutRule::Mean => Self { importance: mean(&importances)?, ist: Some(mean(&ists)?) },
            CutRule::Median => Self { importance: median(&importances)?, ist: Some(median(&ists)?) },
            CutRule::Mid => Self { importance: middle(importance_levels)?, ist: Some(middle(levels)?) },
            CutRule::Target => Self { importance: mean(&importances)?, ist: None },
        })
    }

    /// A value on the line counts as high.
    pub fn is_important(&self, point: &Point) -> bool {
        point.importance >= self.importance
    }

    pub fn quadrant(&self, point: &Point) -> Ipa {
        let strong = self.ist.map_or(!point.gap_left, |cut| point.ist >= cut);
        match (self.is_important(point), strong) {
            (true, false) => Ipa::FocusHere,
            (true, true) => Ipa::KeepUp,
            (false, false) => Ipa::LowPriority,
            (false, true) => Ipa::Excess,
        }
    }
}

/// Locus for Focus of points (importance, gap), with the cut values; `None` for no points.
pub fn locus(points: &[(Exact, Exact)]) -> Option<((Exact, Exact), Vec<Locus>)> {
    let importances: Vec<Exact> = points.iter().map(|point| point.0).collect();
    let gaps: Vec<Exact> = points.iter().map(|point| point.1).collect();
    let cuts = (mean(&importances)?, mean(&gaps)?);
    let of = |(importance, gap): &(Exact, Exact)| match (*importance >= cuts.0, *gap >= cuts.1) {
        (true, true) => Locus::HighHigh,
        (true, false) => Locus::HighLow,
        (false, true) => Locus::LowHigh,
        (false, false) => Locus::LowLow,
    };
    Some((cuts, points.iter().map(of).collect()))
}

/// A gap of at least 0.125·(L−1).
pub fn is_big_gap(gap: Exact, levels: u8) -> bool {
    gap * 8 >= whole(i64::from(levels) - 1)
}

impl Band {
    /// `below` is the class of q: under a third, a third to two thirds, above.
    pub const fn of(important: bool, below: Third, big_gap: bool) -> Self {
        match (below, big_gap) {
            (Third::Above, _) | (Third::Middle, true) if important => Self::High,
            (Third::Above | Third::Middle, _) | (_, true) => Self::Medium,
            (Third::Below, false) => Self::Low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(importance: i64, ist: i64, gap_left: bool) -> Point {
        Point { importance: whole(importance), ist: whole(ist), gap_left }
    }

    #[test]
    fn each_rule_draws_its_own_lines() {
        let points = [point(5, 1, true), point(4, 4, false), point(2, 5, false), point(2, 1, true), point(2, 1, true)];
        fn check(points: &[Point], rule: CutRule, importance: (i64, i64), ist: Option<(i64, i64)>) {
            let cuts = Cuts::of(points, rule, 5, 5).unwrap();
            let ratio = |(n, d): (i64, i64)| fraction(n, d).unwrap();
            assert_eq!(cuts, Cuts { importance: ratio(importance), ist: ist.map(ratio) }, "{rule:?}");
        }
        check(&points, CutRule::Mean, (3, 1), Some((12, 5)));
        check(&points, CutRule::Median, (2, 1), Some((1, 1)));
        check(&points, CutRule::Mid, (3, 1), Some((3, 1)));
        check(&points, CutRule::Target, (3, 1), None);
        for rule in CutRule::ALL {
            assert_eq!(Cuts::of(&[], *rule, 5, 5), None, "{rule:?}");
        }
    }

    #[test]
    fn the_target_rule_calls_weak_what_has_a_gap() {
        let points = [point(5, 4, true), point(5, 1, false), point(1, 4, true), point(1, 1, false)];
        let cuts = Cuts::of(&points, CutRule::Target, 5, 5).unwrap();
        let quadrants: Vec<Ipa> = points.iter().map(|p| cuts.quadrant(p)).collect();
        assert_eq!(quadrants, [Ipa::FocusHere, Ipa::KeepUp, Ipa::LowPriority, Ipa::Excess]);
    }

    #[test]
    fn points_on_the_line_are_high() {
        let points = [point(3, 3, false); 4];
        let cuts = Cuts::of(&points, CutRule::Mean, 5, 5).unwrap();
        assert_eq!(cuts.quadrant(&points[0]), Ipa::KeepUp);
        let flat = locus(&[(whole(3), whole(0)); 4]).unwrap();
        assert_eq!(flat.1, [Locus::HighHigh; 4]);
    }

    #[test]
    fn a_band_needs_importance_to_be_high() {
        fn check(important: bool, below: Third, big_gap: bool, expected: Band) {
            assert_eq!(Band::of(important, below, big_gap), expected, "{important} {below:?} {big_gap}");
        }
        check(true, Third::Above, false, Band::High);
        check(true, Third::Middle, true, Band::High);
        check(true, Third::Middle, false, Band::Medium);
        check(true, Third::Below, true, Band::Medium);
        check(true, Third::Below, false, Band::Low);
        check(false, Third::Above, true, Band::Medium);
        check(false, Third::Middle, false, Band::Medium);
        check(false, Third::Below, true, Band::Medium);
        check(false, Third::Below, false, Band::Low);
    }

    #[test]
    fn a_gap_is_big_from_an_eighth_of_the_scale() {
        assert!(is_big_gap(fraction(1, 2).unwrap(), 5));
        assert!(!is_big_gap(fraction(49, 100).unwrap(), 5));
        assert!(is_big_gap(fraction(1, 4).unwrap(), 3));
    }
}
