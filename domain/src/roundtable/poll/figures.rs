//! Figures that several poll types show. All of them are computed from integers without rounding error.

use super::OptionNo;
use crate::insight::Decimal;
use crate::insight::exact::{Exact, fraction, whole};
use std::collections::BTreeMap;

/// Voices or weight by option. Holds every option of the round, also those that nobody chose.
pub type Counts = BTreeMap<OptionNo, i64>;

/// Whole per cents that add to 100, by largest remainder; of equal remainders the earlier one is rounded up. All zero
/// when there is nothing to share. Counts are not negative.
pub fn shares(counts: &[i64]) -> Vec<u8> {
    let total: i128 = counts.iter().map(|count| i128::from(*count)).sum();
    if total <= 0 {
        return vec![0; counts.len()];
    }
    let hundredfold = |count: &i64| 100 * i128::from(*count);
    let mut shares: Vec<u8> = counts.iter().map(|count| percent(hundredfold(count) / total)).collect();
    let missing = 100 - shares.iter().copied().map(usize::from).sum::<usize>();
    let mut by_remainder: Vec<usize> = (0..counts.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(hundredfold(&counts[*at]) % total));
    by_remainder.iter().take(missing).for_each(|at| shares[*at] += 1);
    shares
}

/// `part` of `total` in whole per cents, half up; 0 of nothing.
pub fn share(part: i64, total: i64) -> u8 {
    fraction(part, total).map_or(0, |share| percent((share * 100).round().to_integer()))
}

fn percent(value: i128) -> u8 {
    u8::try_from(value.clamp(0, 100)).unwrap_or_default()
}

/// `sum / count` with so many places; `None` for a count of 0.
pub fn mean(sum: i64, count: i64, places: u8) -> Option<Decimal> {
    fraction(sum, count).map(|mean| Decimal::round(mean, places))
}

/// The quantile `numerator / denominator` of values in ascending order with their counts: the value at which the counts
/// reach that part, and the mean of it and the next one where they reach it exactly (definition 2 of Hyndman & Fan 1996,
/// so that 1/2 is the usual median). `None` for no values.
pub fn quantile(values: impl Iterator<Item = (i64, i64)> + Clone, numerator: i64, denominator: i64) -> Option<Exact> {
    let total: i128 = values.clone().map(|(_, count)| i128::from(count)).sum();
    let wanted = total * i128::from(numerator);
    let mut reached = 0_i128;
    let mut values = values.filter(|(_, count)| *count > 0);
    while let Some((value, count)) = values.next() {
        reached += i128::from(count) * i128::from(denominator);
        if reached > wanted {
            return Some(whole(value));
        }
        if reached == wanted {
            let next = values.next().map_or(value, |(next, _)| next);
            return fraction(value + next, 2);
        }
    }
    None
}

/// Sample standard deviation with one decimal of values with their counts; `None` for fewer than two.
pub fn deviation(values: impl Iterator<Item = (i64, i64)>) -> Option<Decimal> {
    let (mut n, mut sum, mut squares) = (0_i128, 0_i128, 0_i128);
    for (value, count) in values {
        let (value, count) = (i128::from(value), i128::from(count));
        n += count;
        sum += count * value;
        squares += count * value * value;
    }
    if n < 2 {
        return None;
    }
    // s² = (nΣx² − (Σx)²) / (n(n−1)). s rounds to u/10 iff 2u−1 ≤ 20s < 2u+1, and ⌊20s⌋ = ⌊√⌊400s²⌋⌋.
    let twentieths = (400 * (n * squares - sum * sum) / (n * (n - 1))).isqrt();
    Some(Decimal::round(Exact::new((twentieths + 1) / 2, 10), 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_add_to_a_hundred_by_largest_remainder() {
        fn check(counts: &[i64], expected: &[u8]) {
            assert_eq!(shares(counts), expected, "{counts:?}");
        }
        check(&[1, 1, 1], &[34, 33, 33]);
        check(&[2, 1, 0], &[67, 33, 0]);
        // 14.28…, 28.57…, 57.14…: the two remainders .57 and .28 get the two missing per cents' one.
        check(&[1, 2, 4], &[14, 29, 57]);
        check(&[0, 0], &[0, 0]);
        check(&[], &[]);
        check(&[i64::MAX, i64::MAX], &[50, 50]);
    }

    #[test]
    fn a_quantile_between_two_values_is_their_mean() {
        fn check(values: &[(i64, i64)], part: (i64, i64), expected: Option<(i64, i64)>) {
            let expected = expected.and_then(|(n, d)| fraction(n, d));
            assert_eq!(quantile(values.iter().copied(), part.0, part.1), expected, "{values:?} {part:?}");
        }
        check(&[], (1, 2), None);
        check(&[(1, 0)], (1, 2), None);
        check(&[(7, 1)], (1, 4), Some((7, 1)));
        check(&[(1, 1), (2, 1), (9, 1)], (1, 2), Some((2, 1)));
        check(&[(1, 1), (2, 1), (3, 0), (4, 2)], (1, 2), Some((3, 1)));
        // Eight values 1 1 2 3 4 5 5 9: quarters after the second and sixth one.
        check(&[(1, 2), (2, 1), (3, 1), (4, 1), (5, 2), (9, 1)], (1, 4), Some((3, 2)));
        check(&[(1, 2), (2, 1), (3, 1), (4, 1), (5, 2), (9, 1)], (3, 4), Some((5, 1)));
    }

    #[test]
    fn the_deviation_is_that_of_a_sample() {
        fn check(values: &[(i64, i64)], expected: Option<&str>) {
            assert_eq!(deviation(values.iter().copied()).map(|d| d.to_string()).as_deref(), expected, "{values:?}");
        }
        check(&[(3, 1)], None);
        check(&[(3, 5)], Some("0.0"));
        // 2 4 4 4 5 5 7 9: mean 5, squares 32, 32/7 = 4.571…, root 2.138….
        check(&[(2, 1), (4, 3), (5, 2), (7, 1), (9, 1)], Some("2.1"));
        // 1 and 2: variance 1/2, root 0.707….
        check(&[(1, 1), (2, 1)], Some("0.7"));
    }

    proptest! {
        #[test]
        fn shares_are_never_more_than_one_per_cent_off(counts in prop::collection::vec(0_i64..5_000, 1..12)) {
            let total: i64 = counts.iter().sum();
            prop_assume!(total > 0);
            let shares = shares(&counts);
            prop_assert_eq!(shares.iter().map(|s| u32::from(*s)).sum::<u32>(), 100);
            for (count, share) in counts.iter().zip(shares) {
                prop_assert!((100 * count - i64::from(share) * total).abs() < total);
            }
        }
    }
}
