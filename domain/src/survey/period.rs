//! When a survey is open, and how that may change while it is.

use crate::time::{DAY, UnixMillis};
use serde::{Deserialize, Serialize};

/// How often the end may be moved to a later time (needs-analysis §11.2).
pub const EXTENSIONS_MAX: u8 = 3;
/// Milliseconds that stay at least until a new, earlier end (needs-analysis §11.2).
pub const SHORTEN_NOTICE: i64 = DAY;

/// From opening to closing; closing is always later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(UnixMillis, UnixMillis)", into = "(UnixMillis, UnixMillis)")]
pub struct Period {
    opens_at: UnixMillis,
    closes_at: UnixMillis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("closes before or when it opens")]
pub struct PeriodError;

impl Period {
    /// # Errors
    /// [`PeriodError`] unless `closes_at` is later than `opens_at`.
    pub fn new(opens_at: UnixMillis, closes_at: UnixMillis) -> Result<Self, PeriodError> {
        if closes_at > opens_at { Ok(Self { opens_at, closes_at }) } else { Err(PeriodError) }
    }

    pub const fn opens_at(&self) -> UnixMillis {
        self.opens_at
    }

    pub const fn closes_at(&self) -> UnixMillis {
        self.closes_at
    }
}

impl TryFrom<(UnixMillis, UnixMillis)> for Period {
    type Error = PeriodError;

    fn try_from((opens_at, closes_at): (UnixMillis, UnixMillis)) -> Result<Self, PeriodError> {
        Self::new(opens_at, closes_at)
    }
}

impl From<Period> for (UnixMillis, UnixMillis) {
    fn from(period: Period) -> Self {
        (period.opens_at, period.closes_at)
    }
}

/// A new end of an open survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseChange {
    Unchanged,
    /// Counts towards [`EXTENSIONS_MAX`]; its reason is shown to everybody.
    Extended(Period),
    Shortened(Period),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CloseRefusal {
    #[error("the end has been moved {EXTENSIONS_MAX} times")]
    NoExtensionLeft,
    #[error("the new end is before {earliest:?}")]
    TooSoon { earliest: UnixMillis },
    #[error("the end has passed")]
    Over,
}

/// Moves the end of an open survey. Closing at once by hand is [`Command::Close`](super::Command::Close), not a change
/// of the period.
///
/// # Errors
/// [`CloseRefusal`] when the end has passed, for a fourth extension, and for an earlier end that leaves participants
/// less than 24 hours.
pub fn change_close(
    period: Period,
    extensions: u8,
    closes_at: UnixMillis,
    now: UnixMillis,
) -> Result<CloseChange, CloseRefusal> {
    let earliest = now.plus(SHORTEN_NOTICE);
    let changed = Period { closes_at, ..period };
    if now >= period.closes_at {
        Err(CloseRefusal::Over)
    } else if closes_at == period.closes_at {
        Ok(CloseChange::Unchanged)
    } else if closes_at > period.closes_at {
        if extensions < EXTENSIONS_MAX {
            Ok(CloseChange::Extended(changed))
        } else {
            Err(CloseRefusal::NoExtensionLeft)
        }
    } else if closes_at < earliest || closes_at <= period.opens_at {
        Err(CloseRefusal::TooSoon { earliest })
    } else {
        Ok(CloseChange::Shortened(changed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(n: i64) -> UnixMillis {
        UnixMillis(n * DAY)
    }

    #[test]
    fn a_survey_closes_after_it_opens() {
        assert!(Period::new(day(1), day(2)).is_ok());
        assert_eq!(Period::new(day(1), day(1)), Err(PeriodError));
        assert_eq!(Period::new(day(2), day(1)), Err(PeriodError));
        assert!(serde_json::from_str::<Period>("[2,1]").is_err());
    }

    #[test]
    fn the_end_moves_later_three_times_and_never_close_to_now() {
        let period = Period::new(day(0), day(10)).unwrap();
        let to = |closes_at| Period::new(day(0), closes_at).unwrap();
        let check = |extensions, closes_at, now, expected| {
            assert_eq!(
                change_close(period, extensions, closes_at, now),
                expected,
                "{extensions} {closes_at:?} {now:?}"
            );
        };
        check(0, day(11), day(1), Ok(CloseChange::Extended(to(day(11)))));
        check(2, day(11), day(9), Ok(CloseChange::Extended(to(day(11)))));
        check(3, day(11), day(1), Err(CloseRefusal::NoExtensionLeft));
        check(3, day(10), day(1), Ok(CloseChange::Unchanged));
        check(3, day(5), day(4), Ok(CloseChange::Shortened(to(day(5)))));
        check(0, day(5).plus(-1), day(4), Err(CloseRefusal::TooSoon { earliest: day(5) }));
        check(0, day(3), day(4), Err(CloseRefusal::TooSoon { earliest: day(5) }));
        check(0, day(11), day(10), Err(CloseRefusal::Over));
        // The last day can still be extended, though not shortened.
        check(0, day(10).plus(1), day(10).plus(-1), Ok(CloseChange::Extended(to(day(10).plus(1)))));
    }
}
