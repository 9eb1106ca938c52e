//! When the database is compacted after a survey closed.

use crate::time::{DAY, UnixMillis};
use std::ops::RangeInclusive;

/// Hours of the day in which hardly anybody works: compacting holds up everybody who writes.
const QUIET: RangeInclusive<u8> = 2..=4;
/// A day less than needs-analysis §12.5 allows: a machine may be off for a while.
const LATEST: i64 = 6 * DAY;

/// Whether what was deleted at `deleted_at` is to be compacted away now: in the next quiet hour, and when there was none
/// (the machine is off at night) within seven days. `hour` is that of the clock on the wall, 0 to 23.
pub fn compaction_is_due(deleted_at: UnixMillis, now: UnixMillis, hour: u8) -> bool {
    QUIET.contains(&hour) || now.since(deleted_at) >= LATEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compacting_waits_for_a_quiet_hour_but_never_a_week() {
        fn check(waited: i64, hour: u8, expected: bool) {
            let deleted_at = UnixMillis(1_000);
            assert_eq!(compaction_is_due(deleted_at, deleted_at.plus(waited), hour), expected, "{waited} {hour}");
        }
        check(0, 10, false);
        check(0, 1, false);
        check(0, 2, true);
        check(0, 4, true);
        check(0, 5, false);
        check(LATEST - 1, 10, false);
        check(LATEST, 10, true);
        check(7 * DAY - 1, 10, true);
    }
}
