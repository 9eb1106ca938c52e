//! Wrong passwords: per account and address, and per account.

use super::bucket::Buckets;
use super::throttled;
use crate::error::Error;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use weiterblick_domain::account::failure_wait;
use weiterblick_domain::time::{DAY, HOUR, SECOND, UnixMillis};

/// Whose failures are counted: an account from one address, known devices apart from unknown ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Who {
    email: String,
    client: IpAddr,
    known_device: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Failures {
    count: u32,
    last: UnixMillis,
}

/// More accounts and addresses than this, and those at rest for a day are dropped.
const MANY: usize = 10_000;

struct Counters {
    /// All attempts from an address, right ones too; known devices are not throttled by address (E24).
    attempts: Buckets<IpAddr>,
    failures: HashMap<Who, Failures>,
    /// Failures from unknown devices; at the limit only known ones may try.
    accounts: Buckets<String>,
}

pub struct Logins(Mutex<Counters>);

impl Default for Logins {
    fn default() -> Self {
        Self(Mutex::new(Counters {
            attempts: Buckets::new(60, SECOND),
            failures: HashMap::new(),
            accounts: Buckets::new(50, HOUR / 50),
        }))
    }
}

/// An attempt to sign in. It counts as a failure until it has succeeded, so that many at once get no further than one
/// after the other; one that was given up in between stays a failure.
#[must_use]
pub struct LoginAttempt<'a> {
    logins: &'a Logins,
    who: Who,
}

impl Logins {
    pub(super) fn begin(
        &self,
        email: &str,
        client: IpAddr,
        known_device: bool,
        now: UnixMillis,
    ) -> Result<LoginAttempt<'_>, Error> {
        let who = Who { email: email.to_owned(), client, known_device };
        let mut counters = self.lock();
        let failed = counters.failures.get(&who).copied().unwrap_or_default();
        let mut wait = failure_wait(failed.count) - now.since(failed.last);
        if !known_device {
            wait = wait.max(counters.attempts.wait(&client, now)).max(counters.accounts.wait(&who.email, now));
        }
        if wait > 0 {
            return Err(throttled(wait));
        }
        if !known_device {
            counters.attempts.take(client, now);
            counters.accounts.take(who.email.clone(), now);
        }
        if counters.failures.len() > MANY {
            counters.failures.retain(|_, failed| now.since(failed.last) < DAY);
        }
        counters.failures.insert(who.clone(), Failures { count: failed.count.saturating_add(1), last: now });
        drop(counters);
        Ok(LoginAttempt { logins: self, who })
    }

    pub(super) fn clear(&self, now: UnixMillis) {
        let mut counters = self.lock();
        counters.attempts.clear(now);
        counters.accounts.clear(now);
        counters.failures.retain(|_, failed| now.since(failed.last) < DAY);
    }

    fn lock(&self) -> MutexGuard<'_, Counters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LoginAttempt<'_> {
    /// The password was right: earlier failures from here are forgiven.
    pub fn succeeded(self) {
        self.give_back();
        self.logins.lock().failures.remove(&self.who);
    }

    /// The password was not looked at after all.
    pub fn undone(self) {
        self.give_back();
        if let Some(failed) = self.logins.lock().failures.get_mut(&self.who) {
            failed.count = failed.count.saturating_sub(1);
        }
    }

    fn give_back(&self) {
        if !self.who.known_device {
            self.logins.lock().accounts.give_back(&self.who.email);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const NOW: UnixMillis = UnixMillis(1_000_000);

    fn fail(logins: &Logins, known: bool, now: UnixMillis) -> bool {
        logins.begin("a@b.example", CLIENT, known, now).map(drop).is_ok()
    }

    #[test]
    fn after_five_failures_the_next_attempt_waits_and_success_forgives() {
        let logins = Logins::default();
        assert!((0..5).all(|_| fail(&logins, false, NOW)));
        assert!(!fail(&logins, false, NOW.plus(1_999)));
        assert!(logins.begin("other@b.example", CLIENT, false, NOW).is_ok());
        logins.begin("a@b.example", CLIENT, false, NOW.plus(2_000)).unwrap().succeeded();
        assert!((0..5).all(|_| fail(&logins, false, NOW.plus(2_000))));
    }

    #[test]
    fn attempts_at_the_same_time_are_no_more_than_one_after_the_other() {
        let logins = Logins::default();
        let running: Vec<_> = (0..20).filter_map(|_| logins.begin("a@b.example", CLIENT, false, NOW).ok()).collect();
        assert_eq!(running.len(), 5);
        running.into_iter().for_each(LoginAttempt::undone);
        assert!(fail(&logins, false, NOW), "what was not looked at costs nothing");
    }

    #[test]
    fn known_devices_are_counted_apart() {
        let logins = Logins::default();
        assert!((0..5).all(|_| fail(&logins, false, NOW)));
        assert!(!fail(&logins, false, NOW));
        assert!((0..5).all(|_| fail(&logins, true, NOW)), "a guesser behind the same address holds nobody up");
        assert!(!fail(&logins, true, NOW));
    }

    #[test]
    fn an_account_under_attack_stays_open_for_known_devices() {
        let logins = Logins::default();
        for n in 0..50_u8 {
            assert!(logins.begin("a@b.example", IpAddr::from([10, 0, 0, n]), false, NOW).is_ok());
        }
        assert!(!fail(&logins, false, NOW));
        assert!(fail(&logins, true, NOW));
        assert!(fail(&logins, false, NOW.plus(HOUR)));
    }

    #[test]
    fn an_address_has_sixty_attempts_and_known_devices_behind_it_any_number() {
        let logins = Logins::default();
        let tries = |known: bool, n: usize| {
            (0..n)
                .filter(|n| {
                    let attempt = logins.begin(&format!("{known}{n}@b.example"), CLIENT, known, NOW);
                    attempt.map(LoginAttempt::succeeded).is_ok()
                })
                .count()
        };
        assert_eq!(tries(false, 100), 60);
        assert_eq!(tries(true, 100), 100);
    }
}
