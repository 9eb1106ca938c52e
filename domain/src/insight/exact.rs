//! Exact numbers. [`Exact`] lives in the memory of the release job only: it has no serde on purpose, so no row, view
//! or export can hold one. [`Decimal`] is what is left after rounding.

use num_rational::Ratio;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A rational number without rounding error (insight.md §3).
pub type Exact = Ratio<i128>;

pub const fn whole(value: i64) -> Exact {
    Ratio::new_raw(value as i128, 1)
}

/// `numerator / denominator`; undefined (`None`) for a zero denominator.
pub fn fraction(numerator: i64, denominator: i64) -> Option<Exact> {
    (denominator != 0).then(|| Ratio::new(i128::from(numerator), i128::from(denominator)))
}

/// The multiple of `step` nearest to `value`, half away from zero (§6). `step` is not 0.
pub fn to_step(value: Exact, step: Exact) -> Exact {
    (value / step).round() * step
}

/// Arithmetic mean; undefined for no values.
pub fn mean(values: &[Exact]) -> Option<Exact> {
    let n = i64::try_from(values.len()).ok().filter(|n| *n > 0)?;
    Some(values.iter().sum::<Exact>() / whole(n))
}

/// Median, for an even number of values the mean of the two in the middle; undefined for no values.
pub fn median(values: &[Exact]) -> Option<Exact> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some((sorted[sorted.len() / 2 - 1] + upper) / whole(2))
}

/// A decimal number `units / 10^scale`, for example 46 with scale 1 for 4.6. Trailing zeros are kept: they say how
/// exact a figure is. Text form with a point and an ASCII minus (`-1.40`); a person's language is the page's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    units: i64,
    scale: u8,
}

/// A text that is no decimal number of at most [`Decimal::MAX_SCALE`] places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number")]
pub struct InvalidDecimal;

impl Decimal {
    pub const MAX_SCALE: u8 = 6;

    /// `units / 10^scale`; a scale over [`Self::MAX_SCALE`] is taken as that.
    pub const fn new(units: i64, scale: u8) -> Self {
        Self { units, scale: if scale > Self::MAX_SCALE { Self::MAX_SCALE } else { scale } }
    }

    /// `value` with `scale` places, half away from zero.
    pub fn round(value: Exact, scale: u8) -> Self {
        let empty = Self::new(0, scale);
        let units = (value * Exact::from_integer(empty.denominator())).round().to_integer();
        let units = units.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
        Self { units, ..empty }
    }

    pub const fn units(self) -> i64 {
        self.units
    }

    /// Places after the point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    pub fn exact(self) -> Exact {
        Ratio::new(i128::from(self.units), self.denominator())
    }

    const fn denominator(self) -> i128 {
        10_i128.pow(self.scale as u32)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let units = i128::from(self.units).abs();
        let (integer, rest) = (units / self.denominator(), units % self.denominator());
        match self.scale {
            0 => write!(f, "{sign}{integer}"),
            scale => write!(f, "{sign}{integer}.{rest:0width$}", width = usize::from(scale)),
        }
    }
}

impl FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (integer, places) = digits.split_once('.').map_or((digits, None), |(i, p)| (i, Some(p)));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(integer) || !places.is_none_or(all_digits) {
            return Err(InvalidDecimal);
        }
        let places = places.unwrap_or_default();
        let scale = u8::try_from(places.len()).ok().filter(|s| *s <= Self::MAX_SCALE).ok_or(InvalidDecimal)?;
        let units: i64 = format!("{integer}{places}").parse().map_err(|_| InvalidDecimal)?;
        Ok(Self { units: if text.starts_with('-') { -units } else { units }, scale })
    }
}

impl TryFrom<String> for Decimal {
    type Error = InvalidDecimal;

    fn try_from(text: String) -> Result<Self, InvalidDecimal> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(value: Decimal) -> Self {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(n: i128, d: i128) -> Exact {
        Ratio::new(n, d)
    }

    #[test]
    fn halves_are_rounded_away_from_zero_on_both_sides() {
        fn check(value: Exact, scale: u8, expected: &str) {
            assert_eq!(Decimal::round(value, scale).to_string(), expected, "{value} with {scale}");
        }
        check(ratio(5, 100), 1, "0.1");
        check(ratio(-5, 100), 1, "-0.1");
        check(ratio(49, 1000), 1, "0.0");
        check(ratio(-49, 1000), 1, "0.0");
        check(ratio(147, 40), 2, "3.68");
        check(ratio(5, 2), 0, "3");
        check(ratio(-5, 2), 0, "-3");
        check(ratio(9, 14), 2, "0.64");
    }

    #[test]
    fn the_nearest_step_is_found() {
        fn check(value: Exact, step: Exact, expected: Exact) {
            assert_eq!(to_step(value, step), expected, "{value} in steps of {step}");
        }
        check(ratio(7, 4), ratio(1, 2), whole(2));
        check(ratio(174, 100), ratio(1, 2), ratio(3, 2));
        check(ratio(225, 10), whole(5), whole(25));
        check(ratio(-1, 4), ratio(1, 2), ratio(-1, 2));
    }

    #[test]
    fn mean_and_median_of_nothing_are_undefined() {
        assert_eq!((mean(&[]), median(&[])), (None, None));
        assert_eq!(fraction(3, 0), None);
        assert_eq!(median(&[whole(9), whole(1), whole(2)]), Some(whole(2)));
        assert_eq!(median(&[whole(9), whole(1), whole(2), whole(3)]), Some(ratio(5, 2)));
        assert_eq!(mean(&[whole(1), whole(2)]), Some(ratio(3, 2)));
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for bad in ["", "-", "4,6", "4.", ".5", "+1", "1e3", "1.0000000", "99999999999999999999", "--1", "1.-2"] {
            assert_eq!(bad.parse::<Decimal>(), Err(InvalidDecimal), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn text_and_number_agree(units in any::<i32>(), scale in 0_u8..=6) {
            let value = Decimal::new(i64::from(units), scale);
            prop_assert_eq!(value.to_string().parse(), Ok(value));
            prop_assert_eq!(Decimal::round(value.exact(), scale), value);
        }
    }
}
