//! Timer, grace and more time (live.md L28, L29).

use crate::roundtable::limits::{GRACE_SECONDS, GRACE_SECONDS_DEFAULT, TIMER_SECONDS};
use crate::time::{SECOND, UnixMillis};
use serde::{Deserialize, Serialize};

macro_rules! seconds {
    ($(#[$doc:meta])* $name:ident in $range:ident, $(#[$error_doc:meta])* $error:ident = $message:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "u32", into = "u32")]
        pub struct $name(u32);

        $(#[$error_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $error;

        impl $name {
            pub const fn seconds(self) -> u32 {
                self.0
            }

            fn millis(self) -> i64 {
                i64::from(self.0) * SECOND
            }
        }

        impl TryFrom<u32> for $name {
            type Error = $error;

            fn try_from(seconds: u32) -> Result<Self, $error> {
                if $range.contains(&seconds) { Ok(Self(seconds)) } else { Err($error) }
            }
        }

        impl From<$name> for u32 {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

seconds! {
    /// Time to answer, 5 to 3,600 s.
    Timer in TIMER_SECONDS,
    /// A number of seconds that no timer has.
    InvalidTimer = "not 5 to 3600 seconds"
}
seconds! {
    /// Time after the deadline in which a ballot is still taken, 0 to 10 s.
    Grace in GRACE_SECONDS,
    /// A number of seconds that no grace has.
    InvalidGrace = "not 0 to 10 seconds"
}

impl Default for Grace {
    fn default() -> Self {
        Self(GRACE_SECONDS_DEFAULT)
    }
}

/// More time that a participant took, no reason asked (L29). Ordered by length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ExtraTime {
    #[default]
    None,
    Half,
    Double,
}

impl ExtraTime {
    pub const ALL: [Self; 3] = [Self::None, Self::Half, Self::Double];

    /// Per cent of the time to answer that come on top: 0, 50 or 100.
    pub const fn percent(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Half => 50,
            Self::Double => 100,
        }
    }

    pub fn from_percent(percent: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|extra| extra.percent() == percent)
    }
}

/// When a round was opened and until when it asks for ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    /// The last opening or reopening.
    pub opened_at: UnixMillis,
    /// For voices without more time, before the grace. `None`: until it is locked.
    pub deadline: Option<UnixMillis>,
}

impl Timing {
    pub(super) fn starting(now: UnixMillis, timer: Option<Timer>) -> Self {
        Self { opened_at: now, deadline: timer.map(|timer| now.plus(timer.millis())) }
    }

    /// The first instant at which a ballot of a voice with `extra` comes too late: deadline, the voice's share of the
    /// whole time since opening, grace. `None` without a deadline.
    pub fn too_late_from(&self, extra: ExtraTime, grace: Grace) -> Option<UnixMillis> {
        let deadline = self.deadline?;
        let more = deadline.since(self.opened_at).saturating_mul(i64::from(extra.percent())) / 100;
        Some(deadline.plus(more).plus(grace.millis()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_the_ranges_are_timers_and_graces() {
        let timers = [4, 5, 3_600, 3_601].map(|s| Timer::try_from(s).is_ok());
        let graces = [0, 3, 10, 11].map(|s| Grace::try_from(s).is_ok());
        assert_eq!((timers, graces), ([false, true, true, false], [true, true, true, false]));
        assert_eq!(ExtraTime::ALL.map(|extra| ExtraTime::from_percent(extra.percent())), ExtraTime::ALL.map(Some));
        assert_eq!(ExtraTime::from_percent(75), None);
    }
}
