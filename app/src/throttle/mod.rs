//! Limits on attempts (security.md §5). A throttled attempt is not evaluated at all. Kept in memory only.

use crate::error::{Error, ErrorKind};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use weiterblick_domain::account::failure_wait;
use weiterblick_domain::time::{DAY, HOUR, UnixMillis};

/// All limits of the process.
pub struct Throttles {
    login_failures: Mutex<HashMap<(String, IpAddr), Failures>>,
    login_failures_account: Mutex<HashMap<String, Window>>,
    login_attempts: DefaultKeyedRateLimiter<IpAddr>,
    recovery_email: DefaultKeyedRateLimiter<String>,
    recovery_client: DefaultKeyedRateLimiter<IpAddr>,
    code_misses: DefaultKeyedRateLimiter<CodeKey>,
    exports: DefaultKeyedRateLimiter<String>,
    imports: DefaultKeyedRateLimiter<String>,
    other: DefaultKeyedRateLimiter<String>,
}

/// What a typed code's misses are counted by: the device where it has a cookie, else the network address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum CodeKey {
    Device(String),
    Client(IpAddr),
    /// One code sheet's first four symbols.
    Locator(String),
}

#[derive(Debug, Clone, Copy, Default)]
struct Failures {
    count: u32,
    last: UnixMillis,
}

#[derive(Debug, Clone, Copy, Default)]
struct Window {
    count: u32,
    start: UnixMillis,
}

/// Wrong passwords per account and hour, after which only known devices may try.
const ACCOUNT_FAILURES_PER_HOUR: u32 = 50;
/// More keys than this, and those at rest for a day are dropped.
const SWEEP_ABOVE: usize = 10_000;

fn per_hour(count: u32) -> Quota {
    Quota::per_hour(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN))
}

fn per_minute(count: u32) -> Quota {
    Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN))
}

impl Default for Throttles {
    fn default() -> Self {
        let burst = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        Self {
            login_failures: Mutex::default(),
            login_failures_account: Mutex::default(),
            login_attempts: RateLimiter::keyed(Quota::per_second(NonZeroU32::MIN).allow_burst(burst(60))),
            recovery_email: RateLimiter::keyed(per_hour(3)),
            recovery_client: RateLimiter::keyed(per_hour(30)),
            // 10 misses per 10 minutes.
            code_misses: RateLimiter::keyed(per_minute(1).allow_burst(burst(10))),
            exports: RateLimiter::keyed(per_hour(30)),
            imports: RateLimiter::keyed(per_hour(10)),
            other: RateLimiter::keyed(per_minute(600)),
        }
    }
}

fn throttled(wait_millis: i64) -> Error {
    let seconds = (wait_millis + 999) / 1_000;
    Error::new(ErrorKind::Throttled, "error.throttled").with("wait_seconds", seconds.max(1))
}

fn check<K: Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Error> {
    limiter.check_key(key).map_err(|_| throttled(60_000))
}

impl Throttles {
    /// May this address try to sign in to this account now?
    ///
    /// # Errors
    /// [`ErrorKind::Throttled`].
    pub fn login(&self, email: &str, client: IpAddr, known_device: bool, now: UnixMillis) -> Result<(), Error> {
        check(&self.login_attempts, &client)?;
        let failures = self.login_failures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failed) = failures.get(&(email.to_owned(), client)) {
            let left = failure_wait(failed.count) - now.since(failed.last);
            if left > 0 {
                return Err(throttled(left));
            }
        }
        drop(failures);
        let account = self.login_failures_account.lock().unwrap_or_else(PoisonError::into_inner);
        let full = account
            .get(email)
            .is_some_and(|window| window.count >= ACCOUNT_FAILURES_PER_HOUR && now.since(window.start) < HOUR);
        if full && !known_device { Err(throttled(HOUR)) } else { Ok(()) }
    }

    pub fn login_failed(&self, email: &str, client: IpAddr, now: UnixMillis) {
        let mut failures = self.login_failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() > SWEEP_ABOVE {
            failures.retain(|_, failed| now.since(failed.last) < DAY);
        }
        let failed = failures.entry((email.to_owned(), client)).or_default();
        *failed = Failures { count: failed.count.saturating_add(1), last: now };
        drop(failures);
        let mut account = self.login_failures_account.lock().unwrap_or_else(PoisonError::into_inner);
        if account.len() > SWEEP_ABOVE {
            account.retain(|_, window| now.since(window.start) < HOUR);
        }
        let window = account.entry(email.to_owned()).or_insert(Window { count: 0, start: now });
        if now.since(window.start) >= HOUR {
            *window = Window { count: 0, start: now };
        }
        window.count = window.count.saturating_add(1);
    }

    pub fn login_succeeded(&self, email: &str, client: IpAddr) {
        self.login_failures.lock().unwrap_or_else(PoisonError::into_inner).remove(&(email.to_owned(), client));
    }

    /// Whether a recovery mail may be sent. The answer to the person is the same either way.
    pub fn recovery(&self, email: &str, client: IpAddr) -> bool {
        let client_ok = self.recovery_client.check_key(&client).is_ok();
        client_ok && self.recovery_email.check_key(&email.to_owned()).is_ok()
    }

    /// May a typed code be evaluated? Counts every attempt: hits are rare.
    ///
    /// # Errors
    /// [`ErrorKind::Throttled`].
    pub fn code(&self, key: &CodeKey) -> Result<(), Error> {
        check(&self.code_misses, key)
    }

    /// # Errors
    /// [`ErrorKind::Throttled`].
    pub fn export(&self, account: &str) -> Result<(), Error> {
        check(&self.exports, &account.to_owned())
    }

    /// # Errors
    /// [`ErrorKind::Throttled`].
    pub fn import(&self, account: &str) -> Result<(), Error> {
        check(&self.imports, &account.to_owned())
    }

    /// Every other server function, per session.
    ///
    /// # Errors
    /// [`ErrorKind::Throttled`].
    pub fn other(&self, session: &str) -> Result<(), Error> {
        check(&self.other, &session.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn after_five_failures_the_next_attempt_waits_and_success_forgives() {
        let throttles = Throttles::default();
        let now = UnixMillis(1_000_000);
        for _ in 0..5 {
            assert!(throttles.login("a@b.example", CLIENT, false, now).is_ok());
            throttles.login_failed("a@b.example", CLIENT, now);
        }
        assert!(throttles.login("a@b.example", CLIENT, false, now.plus(1_999)).is_err());
        assert!(throttles.login("other@b.example", CLIENT, false, now).is_ok());
        assert!(throttles.login("a@b.example", CLIENT, false, now.plus(2_000)).is_ok());
        throttles.login_succeeded("a@b.example", CLIENT);
        assert!(throttles.login("a@b.example", CLIENT, false, now).is_ok());
    }

    #[test]
    fn an_account_under_attack_stays_open_for_known_devices() {
        let throttles = Throttles::default();
        let now = UnixMillis(1_000_000);
        for n in 0..50_u8 {
            throttles.login_failed("a@b.example", IpAddr::from([10, 0, 0, n]), now);
        }
        assert!(throttles.login("a@b.example", CLIENT, false, now).is_err());
        assert!(throttles.login("a@b.example", CLIENT, true, now).is_ok());
        assert!(throttles.login("a@b.example", CLIENT, false, now.plus(HOUR)).is_ok());
    }

    #[test]
    fn the_eleventh_code_is_not_evaluated() {
        let throttles = Throttles::default();
        let device = CodeKey::Device("d".to_owned());
        assert!((0..10).all(|_| throttles.code(&device).is_ok()));
        assert!(throttles.code(&device).is_err());
        assert!(throttles.code(&CodeKey::Device("e".to_owned())).is_ok());
    }
}
