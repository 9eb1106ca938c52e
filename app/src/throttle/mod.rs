//! Limits on attempts (security.md §5). A throttled attempt is not evaluated at all. Kept in memory only.

mod bucket;
mod code;
mod login;

pub use code::{CodeAttempt, Typist};
pub use login::LoginAttempt;

use crate::error::Error;
use bucket::Buckets;
use code::Codes;
use login::Logins;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use weiterblick_domain::time::{HOUR, MINUTE, SECOND, UnixMillis};

/// All limits of the process. Times come from the caller.
pub struct Throttles {
    logins: Logins,
    codes: Codes,
    set_up: Limit<IpAddr>,
    reset: Limit<IpAddr>,
    recovery_email: Limit<String>,
    recovery_client: Limit<IpAddr>,
    exports: Limit<String>,
    imports: Limit<String>,
    other: Limit<String>,
}

impl Default for Throttles {
    fn default() -> Self {
        Self {
            logins: Logins::default(),
            codes: Codes::default(),
            set_up: Limit::new(10, MINUTE),
            reset: Limit::new(60, SECOND),
            recovery_email: Limit::new(3, HOUR / 3),
            recovery_client: Limit::new(30, HOUR / 30),
            exports: Limit::new(30, HOUR / 30),
            imports: Limit::new(10, HOUR / 10),
            other: Limit::new(600, MINUTE / 600),
        }
    }
}

/// A limit where every attempt counts.
struct Limit<K>(Mutex<Buckets<K>>);

impl<K: Hash + Eq> Limit<K> {
    fn new(burst: u32, every: i64) -> Self {
        Self(Mutex::new(Buckets::new(burst, every)))
    }

    fn check(&self, key: K, now: UnixMillis) -> Result<(), Error> {
        let mut buckets = self.lock();
        let wait = buckets.wait(&key, now);
        if wait > 0 {
            return Err(throttled(wait));
        }
        buckets.take(key, now);
        Ok(())
    }

    fn clear(&self, now: UnixMillis) {
        self.lock().clear(now);
    }

    fn lock(&self) -> MutexGuard<'_, Buckets<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn throttled(wait_millis: i64) -> Error {
    Error::throttled((wait_millis + SECOND - 1) / SECOND)
}

impl Throttles {
    /// May this address try to sign in to this account now?
    ///
    /// # Errors
    /// [`Throttled`](crate::error::ErrorKind::Throttled).
    pub fn login(
        &self,
        email: &str,
        client: IpAddr,
        known_device: bool,
        now: UnixMillis,
    ) -> Result<LoginAttempt<'_>, Error> {
        self.logins.begin(email, client, known_device, now)
    }

    /// May a typed code be looked at?
    ///
    /// # Errors
    /// [`Throttled`](crate::error::ErrorKind::Throttled).
    pub fn code(&self, typist: Typist, now: UnixMillis) -> Result<CodeAttempt<'_>, Error> {
        self.codes.begin(typist, now)
    }

    /// The code of the first start.
    ///
    /// # Errors
    /// [`Throttled`](crate::error::ErrorKind::Throttled).
    pub fn set_up(&self, client: IpAddr, now: UnixMillis) -> Result<(), Error> {
        self.set_up.check(client, now)
    }

    /// A link to a new password.
    ///
    /// # Errors
    /// [`Throttled`](crate::error::ErrorKind::Throttled).
    pub fn reset(&self, client: IpAddr, now: UnixMillis) -> Result<(), Error> {
        self.reset.check(client, now)
    }

    /// Whether a recovery mail may be sent. The answer to the person is the same either way.
    pub fn recovery(&self, email: &str, client: IpAddr, now: UnixMillis) -> bool {
        self.recovery_client.check(client, now).is_ok() && self.recovery_email.check(email.to_owned(), now).is_ok()
    }

    /// # Errors
    /// [`Throttled`](crate::error::ErrorKind::Throttled).
    pub fn export(&self, account: &str, now: UnixMillis) -> Result<(), Error> {
        self.exports.check(account.to_owned(), now)
    }

    /// # Errors
    /// [`Throttled`](crate::error::ErrorKind::Throttled).
    pub fn import(&self, account: &str, now: UnixMillis) -> Result<(), Error> {
        self.imports.check(account.to_owned(), now)
    }

    /// Every other server function, per session.
    ///
    /// # Errors
    /// [`Throttled`](crate::error::ErrorKind::Throttled).
    pub fn other(&self, session: &str, now: UnixMillis) -> Result<(), Error> {
        self.other.check(session.to_owned(), now)
    }

    /// Forgets addresses, accounts and devices whose limits are whole again.
    pub fn clear(&self, now: UnixMillis) {
        self.logins.clear(now);
        self.codes.clear(now);
        self.set_up.clear(now);
        self.reset.clear(now);
        self.recovery_email.clear(now);
        self.recovery_client.clear(now);
        self.exports.clear(now);
        self.imports.clear(now);
        self.other.clear(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn the_error_says_how_long_to_wait() {
        let throttles = Throttles::default();
        let now = UnixMillis(1_000_000);
        for _ in 0..10 {
            throttles.import("a", now).unwrap();
        }
        let refused = throttles.import("a", now.plus(500)).unwrap_err();
        assert_eq!((refused.kind, refused.retry_after()), (ErrorKind::Throttled, Some(360)));
        assert!(throttles.import("b", now).is_ok());
        throttles.clear(now.plus(HOUR));
        assert!(throttles.import("a", now.plus(HOUR)).is_ok());
    }
}
