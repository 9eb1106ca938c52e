//! The bars of a histogram, fixed when the poll is saved.

use super::Rules;
use crate::roundtable::limits::{NUMBER_BINS_MAX, NUMBER_SINGLE_BARS_MAX};

/// Edges of the bars in the smallest unit, ascending, one more than bars; a bar holds its lower edge and not its upper
/// one, except the last, which holds both. Up to 20 distinct values get a bar each; else the bars are `width` wide, or a
/// tenth of the range rounded to 1, 2 or 5 times a power of ten, and begin at a multiple of it.
///
/// `None` when the range is empty or `width` makes no bars or more than [`NUMBER_BINS_MAX`].
pub fn edges(min: i64, max: i64, width: Option<i64>) -> Option<Vec<i64>> {
    let range = max.checked_sub(min).filter(|range| *range > 0)?;
    let width = match width {
        Some(width) => width,
        None if range < NUMBER_SINGLE_BARS_MAX => 1,
        None => round_to_1_2_5(range),
    };
    let first = min.checked_div_euclid(width).filter(|_| width > 0)?.checked_mul(width)?;
    // With bars one unit wide the greatest value needs a bar of its own.
    let last = if width == 1 { max.checked_add(1)? } else { max };
    let bins = usize::try_from((i128::from(last) - i128::from(first) + i128::from(width) - 1) / i128::from(width));
    let bins = bins.ok().filter(|bins| (1..=NUMBER_BINS_MAX).contains(bins))?;
    std::iter::successors(Some(Some(first)), |edge| edge.map(|edge| edge.checked_add(width))).take(bins + 1).collect()
}

/// The number 1, 2 or 5 times a power of ten that is nearest to a tenth of `range` by ratio, at least 1.
fn round_to_1_2_5(range: i64) -> i64 {
    let range = i128::from(range);
    // A tenth of the range is to be compared with the geometric means √2, √10 and √50 of neighbours; squared and exact.
    let square = range * range;
    let mut power = 1_i128;
    loop {
        let unit = (10 * power) * (10 * power);
        for (factor, bound) in [(1, 2), (2, 10), (5, 50)] {
            if square < bound * unit {
                return i64::try_from(factor * power).unwrap_or(i64::MAX);
            }
        }
        power *= 10;
    }
}

impl Rules {
    /// The bar that holds `value`, counted from 0. A value of another range falls into the nearest bar.
    pub fn bin(&self, value: i64) -> usize {
        let bins = self.edges.len().saturating_sub(1);
        self.edges.partition_point(|edge| *edge <= value).saturating_sub(1).min(bins.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_wide_as_a_tenth_of_the_range_in_round_numbers() {
        fn check(min: i64, max: i64, width: Option<i64>, expected: Option<(i64, i64, usize)>) {
            let edges = edges(min, max, width);
            let shape = edges.as_ref().map(|edges| (edges[0], edges[1] - edges[0], edges.len() - 1));
            assert_eq!(shape, expected, "{min} {max} {width:?}");
            if let Some(edges) = edges {
                assert!(edges[0] <= min && edges[edges.len() - 1] >= max);
            }
        }
        check(0, 600, None, Some((0, 50, 12)));
        check(0, 100, None, Some((0, 10, 10)));
        check(0, 30, None, Some((0, 2, 15)));
        check(-7, 93, None, Some((-10, 10, 11)));
        check(1, 20, None, Some((1, 1, 20)));
        check(1, 21, None, Some((0, 2, 11)));
        check(0, 19, None, Some((0, 1, 20)));
        check(0, 600, Some(60), Some((0, 60, 10)));
        check(0, 600, Some(1), None);
        check(0, 600, Some(0), None);
        check(0, 600, Some(-5), None);
        check(5, 5, None, None);
        check(6, 5, None, None);
        check(i64::MIN, i64::MAX, None, None);
    }

    #[test]
    fn a_bar_holds_its_lower_edge_and_the_last_one_both() {
        let rules = Rules { min: 0, max: 600, decimals: 0, unit: None, edges: edges(0, 600, None).unwrap() };
        for (value, bin) in [(0, 0), (49, 0), (50, 1), (599, 11), (600, 11), (-1, 0), (9_999, 11)] {
            assert_eq!(rules.bin(value), bin, "{value}");
        }
    }
}
