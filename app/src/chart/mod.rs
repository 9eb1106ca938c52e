//! Charts: pure functions from prepared texts and positions to SVG (look.md §7).
//!
//! A chart knows no release, no rule and no language: whoever calls it hands over words that are ready to be read and
//! positions between 0 and 1. Positions become percentages, so that a drawing stretches and its text does not. Every
//! drawing is decoration; the same values stand beside it as text or as a table.

mod bars;
mod heatmap;
mod histogram;
mod labels;
mod matrix;
mod ranges;
mod ranking;
mod spread;

pub use bars::{Bar, bars};
pub use heatmap::{Column, Field, HeatMap, Row, heat_map};
pub use histogram::{Histogram, Pillar, histogram};
pub use labels::{Spot, abbreviations, place, shortened};
pub use matrix::{Axis, Dot, Matrix, matrix};
pub use ranges::{Range, Ranges, ranges};
pub use ranking::{RankBar, ranking};
pub use spread::{Part, Spread, Stack, diverging, level_class, spread, stacks};

/// A share as an SVG length: 0.3667 is "36.67%". Shares beyond 0 and 1 are cut off.
pub(crate) fn length(share: f64) -> String {
    let text = format!("{:.2}", share.clamp(0.0, 1.0) * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_are_short_percentages_within_the_drawing() {
        fn check(share: f64, expected: &str) {
            assert_eq!(length(share), expected, "{share}");
        }
        check(0.0, "0%");
        check(1.0, "100%");
        check(0.366_666, "36.67%");
        check(0.4, "40%");
        check(0.125, "12.5%");
        check(-0.2, "0%");
        check(7.0, "100%");
    }
}
