//! The pace barometer: one current value per participant, in memory only (live.md L27).

use super::identity::AuthorRef;
use super::limits::{PACE_EXPIRES, PACE_HINT_PERCENT, PACE_TREND, SMALL_GROUP};
use crate::questionnaire::words;
use crate::time::{MINUTE, UnixMillis};
use std::collections::{BTreeMap, VecDeque};

words! {
    Pace {
        TooFast = "too_fast",
        Right = "right",
        TooSlow = "too_slow",
    }
}

/// How many voices say what; at least five, fewer are never counted out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaceCounts {
    pub too_fast: u32,
    pub right: u32,
    pub too_slow: u32,
}

impl PaceCounts {
    pub const fn n(&self) -> u32 {
        self.too_fast + self.right + self.too_slow
    }

    /// Whether so many find it too fast, or too slow, that the console is told: 30 % or more. Never for "passt".
    pub const fn is_hint(&self, side: Pace) -> bool {
        let voices = match side {
            Pace::TooFast => self.too_fast,
            Pace::Right => return false,
            Pace::TooSlow => self.too_slow,
        };
        100 * voices >= PACE_HINT_PERCENT * self.n()
    }
}

/// What was said in one minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaceMinute {
    /// Whole minutes since 1970.
    pub minute: i64,
    pub counts: PaceCounts,
}

/// The barometer of one event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Barometer {
    values: BTreeMap<AuthorRef, (Pace, UnixMillis)>,
    trend: VecDeque<PaceMinute>,
}

impl Barometer {
    /// Replaces the participant's value; it counts for 5 minutes from now.
    pub fn set(&mut self, author: AuthorRef, pace: Pace, now: UnixMillis) {
        self.values.insert(author, (pace, now));
    }

    /// Takes the participant's value back.
    pub fn clear(&mut self, author: AuthorRef) {
        self.values.remove(&author);
    }

    /// The present values; `None` ("zu wenige") below five voices.
    pub fn counts(&self, now: UnixMillis) -> Option<PaceCounts> {
        let mut counts = PaceCounts { too_fast: 0, right: 0, too_slow: 0 };
        for (pace, _) in self.values.values().filter(|(_, since)| now.since(*since) < PACE_EXPIRES) {
            match pace {
                Pace::TooFast => counts.too_fast += 1,
                Pace::Right => counts.right += 1,
                Pace::TooSlow => counts.too_slow += 1,
            }
        }
        (counts.n() >= SMALL_GROUP).then_some(counts)
    }

    /// To be called once a minute: forgets what has expired, adds the present counts to the trend and returns them for
    /// the minutes of the event, unless there are too few.
    pub fn end_minute(&mut self, now: UnixMillis) -> Option<PaceMinute> {
        self.values.retain(|_, (_, since)| now.since(*since) < PACE_EXPIRES);
        let minute = now.0.div_euclid(MINUTE);
        self.trend.retain(|past| past.minute > minute - PACE_TREND / MINUTE && past.minute < minute);
        let ended = self.counts(now).map(|counts| PaceMinute { minute, counts });
        self.trend.extend(ended);
        ended
    }

    /// The last 30 minutes, oldest first; minutes with too few voices are missing.
    pub fn trend(&self) -> impl Iterator<Item = &PaceMinute> {
        self.trend.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SECOND;

    const START: UnixMillis = UnixMillis(60_000_000);

    fn barometer(values: &[Pace]) -> Barometer {
        let mut barometer = Barometer::default();
        for (index, pace) in (0..).zip(values) {
            barometer.set(AuthorRef::from_bytes([index; 16]), *pace, START);
        }
        barometer
    }

    #[test]
    fn fewer_than_five_voices_are_never_counted_out() {
        use Pace::{Right, TooFast, TooSlow};
        assert_eq!(barometer(&[TooFast; 4]).counts(START), None);
        let five = barometer(&[TooFast, TooFast, Right, Right, TooSlow]);
        assert_eq!(five.counts(START), Some(PaceCounts { too_fast: 2, right: 2, too_slow: 1 }));
    }

    #[test]
    fn a_participant_has_one_value_that_expires_after_five_minutes() {
        let mut barometer = barometer(&[Pace::Right; 5]);
        let author = AuthorRef::from_bytes([0; 16]);
        barometer.set(author, Pace::TooSlow, START.plus(MINUTE));
        let counts = Some(PaceCounts { too_fast: 0, right: 4, too_slow: 1 });
        assert_eq!(barometer.counts(START.plus(5 * MINUTE - 1)), counts);
        assert_eq!(barometer.counts(START.plus(5 * MINUTE)), None);
        barometer.clear(author);
        assert_eq!(barometer.counts(START.plus(2 * MINUTE)), None);
    }

    #[test]
    fn the_console_is_told_from_thirty_per_cent_on_one_side() {
        fn check(too_fast: u32, right: u32, too_slow: u32, expected: [bool; 3]) {
            let counts = PaceCounts { too_fast, right, too_slow };
            let found = [Pace::TooFast, Pace::Right, Pace::TooSlow].map(|side| counts.is_hint(side));
            assert_eq!(found, expected, "{counts:?}");
        }
        check(3, 7, 0, [true, false, false]);
        check(29, 71, 0, [false, false, false]);
        check(0, 2, 3, [false, false, true]);
        check(5, 0, 5, [true, false, true]);
        check(0, 9, 0, [false, false, false]);
    }

    #[test]
    fn the_trend_holds_the_minutes_of_half_an_hour_that_had_enough_voices() {
        let mut barometer = barometer(&[]);
        for minute in 0..40 {
            let now = START.plus(minute * MINUTE + 10 * SECOND);
            let voices = if minute < 20 { 5 } else { 6 };
            for author in 0..voices {
                barometer.set(AuthorRef::from_bytes([author; 16]), Pace::Right, now);
            }
            let ended = barometer.end_minute(now.plus(40 * SECOND)).unwrap();
            assert_eq!((ended.minute, ended.counts.n()), (1_000 + minute, u32::from(voices)));
        }
        let minutes: Vec<i64> = barometer.trend().map(|past| past.minute - 1_000).collect();
        assert_eq!(minutes, (10..40).collect::<Vec<_>>());
        let silent = START.plus(50 * MINUTE);
        assert_eq!(barometer.end_minute(silent), None);
        assert_eq!(barometer.trend().map(|past| past.minute - 1_000).collect::<Vec<_>>(), (21..40).collect::<Vec<_>>());
        assert_eq!(barometer.values, BTreeMap::new());
    }
}
