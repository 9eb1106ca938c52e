//! Signing in: lifetimes, password rule, waiting time after failures (security.md §4, §5).

mod password;
mod throttle;

pub use password::{PasswordError, check_password};
pub use throttle::{FREE_FAILURES, failure_wait};

use crate::time::{DAY, HOUR, MINUTE, UnixMillis};

/// A session ends this long after its last request.
pub const SESSION_IDLE: i64 = 12 * HOUR;
/// A session ends this long after it began, whatever happens.
pub const SESSION_ABSOLUTE: i64 = 7 * DAY;
/// `last_seen` is written at most this often.
pub const SESSION_TOUCH: i64 = 5 * MINUTE;
/// Rights changes, personal exports and deletions need a password not older than this.
pub const FRESH_LOGIN: i64 = 15 * MINUTE;
/// A link for a forgotten password.
pub const RECOVERY_LIFETIME: i64 = 30 * MINUTE;
/// An invitation to work with an organisation.
pub const INVITATION_LIFETIME: i64 = 14 * DAY;

/// Whether a session may still be used.
pub fn session_alive(now: UnixMillis, created_at: UnixMillis, last_seen_at: UnixMillis) -> bool {
    now.since(created_at) < SESSION_ABSOLUTE && now.since(last_seen_at) < SESSION_IDLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_rest_and_by_age() {
        let start = UnixMillis(1_000_000);
        assert!(session_alive(start, start, start));
        assert!(session_alive(start.plus(SESSION_IDLE - 1), start, start));
        assert!(!session_alive(start.plus(SESSION_IDLE), start, start));
        let busy = start.plus(SESSION_ABSOLUTE);
        assert!(!session_alive(busy, start, busy));
    }
}
