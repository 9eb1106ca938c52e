use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day of the calendar, written `2026-10-16` in databases and files; 1900-01-01 to 2199-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i32);

/// A text or number that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day like 2026-10-16")]
pub struct InvalidDay;

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2199;

impl Day {
    /// # Errors
    /// [`InvalidDay`] when the calendar has no such day, or it lies outside of 1900 to 2199.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, InvalidDay> {
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) || !(1..=12).contains(&month) || day < 1 {
            return Err(InvalidDay);
        }
        let made = Self(number(year, month, day));
        if made.parts() == (year, month, day) { Ok(made) } else { Err(InvalidDay) }
    }

    /// Year, month 1–12, day 1–31.
    pub const fn parts(self) -> (i32, u32, u32) {
        // The 400-year cycle of 146,097 days, counted from 1 March 0000.
        let shifted = self.0 + 719_468;
        let cycle = shifted.div_euclid(146_097);
        let of_cycle = shifted.rem_euclid(146_097);
        let year_of_cycle = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let march_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_cycle + cycle * 400 + if month <= 2 { 1 } else { 0 };
        (year, month.unsigned_abs(), day.unsigned_abs())
    }

    /// The day before.
    #[must_use]
    pub const fn before(self) -> Self {
        Self(self.0 - 1)
    }
}

/// Days since 1 January 1970.
const fn number(year: i32, month: u32, day: u32) -> i32 {
    let month = month.cast_signed();
    let year = if month <= 2 { year - 1 } else { year };
    let march_month = (month + 9) % 12;
    let of_year = (153 * march_month + 2) / 5 + day.cast_signed() - 1;
    let year_of_cycle = year.rem_euclid(400);
    let of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + of_year;
    year.div_euclid(400) * 146_097 + of_cycle - 719_468
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        let digits = |part: &str, count: usize| {
            let exact = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
            if exact { part.parse::<u32>().map_err(|_| InvalidDay) } else { Err(InvalidDay) }
        };
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(InvalidDay);
        };
        Self::new(digits(year, 4)?.cast_signed(), digits(month, 2)?, digits(day, 2)?)
    }
}

impl TryFrom<String> for Day {
    type Error = InvalidDay;

    fn try_from(text: String) -> Result<Self, InvalidDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_days_of_the_calendar_are_days() {
        for good in ["1970-01-01", "2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31"] {
            assert_eq!(day(good).to_string(), good);
        }
        for bad in [
            "",
            "2026-2-01",
            "2026-02-29",
            "2100-02-29",
            "16.10.2026",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "1899-12-31",
            "2200-01-01",
            "2026-10-16-1",
            "+026-10-16",
            "2026-10-16 ",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_day_before_crosses_months_and_years() {
        for (today, yesterday) in
            [("2026-03-01", "2026-02-28"), ("2024-03-01", "2024-02-29"), ("2026-01-01", "2025-12-31")]
        {
            assert_eq!(day(today).before(), day(yesterday));
        }
    }

    proptest! {
        #[test]
        fn order_and_text_agree(a in -25_567_i32..84_006, b in -25_567_i32..84_006) {
            let (a, b) = (Day(a), Day(b));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
            prop_assert_eq!(a.to_string().parse::<Day>().unwrap(), a);
        }
    }
}
