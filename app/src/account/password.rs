//! Hashing of passwords: argon2id, two at once, never on the async threads (security.md §4).

use crate::error::{Error, FieldError};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier, Version};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use weiterblick_domain::account::{PasswordError, check_password};

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const AT_ONCE: usize = 2;
const WAITING: usize = 32;

static COMMON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../../../seeds/common-passwords.txt").lines().collect());

/// Hashes and verifies, with a bounded queue in front. Secrets on code sheets go through the same queue.
#[derive(Clone)]
pub struct PasswordHasher {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    memory_kib: u32,
}

impl Default for PasswordHasher {
    fn default() -> Self {
        Self::with_memory(MEMORY_KIB)
    }
}

impl PasswordHasher {
    /// With another memory cost than the product's; tests that sign in often use little.
    pub fn with_memory(memory_kib: u32) -> Self {
        Self {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            admitted: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            memory_kib,
        }
    }

    /// A PHC string of the password.
    ///
    /// # Errors
    /// [`ErrorKind::Busy`](crate::error::ErrorKind::Busy) when too many wait.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, Error> {
        let argon2 = self.argon2()?;
        self.run(move || argon2.hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string()).ok())
            .await?
            .ok_or_else(|| Error::internal("hash"))
    }

    /// Whether the password fits. Without a hash (unknown account) it costs the same and answers no.
    ///
    /// # Errors
    /// [`ErrorKind::Busy`](crate::error::ErrorKind::Busy) when too many wait.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        let argon2 = self.argon2()?;
        self.run(move || fits(&argon2, &password, hash.as_deref())).await
    }

    /// A new hash of a password that was just found right, where the stored one was made with less effort than is asked
    /// for by now. `None` also when there is no time for it: the next sign-in tries again.
    pub async fn stronger(&self, password: String, hash: &str, salt: [u8; 16]) -> Option<String> {
        let wanted = self.argon2().ok()?;
        let stored = Params::try_from(&PasswordHash::new(hash).ok()?).ok()?;
        let effort = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        let (stored, wanted) = (effort(&stored), effort(wanted.params()));
        let weak = stored.0 < wanted.0 || stored.1 < wanted.1 || stored.2 < wanted.2;
        if weak { self.hash(password, salt).await.ok() } else { None }
    }

    fn argon2(&self) -> Result<Argon2<'static>, Error> {
        argon2id(self.memory_kib, PASSES)
    }

    /// Runs `work` on a thread for it, two at once. It keeps its place until it has ended, also when nobody waits for it
    /// any more: a thread cannot be called back.
    ///
    /// # Errors
    /// [`ErrorKind::Busy`](crate::error::ErrorKind::Busy) when too many wait.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Error::busy())?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| Error::busy())?;
        let work = move || {
            let _places = (admitted, running);
            work()
        };
        spawn_blocking(work).await.map_err(|error| crate::context::incident(&error))
    }
}

/// argon2id with one lane and 32 bytes of output.
///
/// # Errors
/// [`ErrorKind::Internal`](crate::error::ErrorKind::Internal) for parameters that argon2 does not know.
pub fn argon2id(memory_kib: u32, passes: u32) -> Result<Argon2<'static>, Error> {
    let params = Params::new(memory_kib, passes, LANES, Some(32)).map_err(|_| Error::internal("argon2"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Whether a secret fits its PHC string. Without one it costs what a hash by `argon2` costs, and the answer is no.
pub fn fits(argon2: &Argon2<'_>, secret: &str, hash: Option<&str>) -> bool {
    match hash.map(PasswordHash::new) {
        Some(Ok(hash)) => argon2.verify_password(secret.as_bytes(), &hash).is_ok(),
        _ => {
            // The result is dropped; only the time it takes counts.
            drop(argon2.hash_password_with_salt(secret.as_bytes(), &[0; 16]));
            false
        }
    }
}

/// A new password that may be used, or the message at `field`.
pub fn new_password(field: &str, raw: &str, repeated: &str, email: &str) -> Result<String, FieldError> {
    let checked = check_password(raw, email, |password| COMMON.binary_search(&password).is_ok()).map_err(|error| {
        let key = match error {
            PasswordError::TooShort => "account.password.too_short",
            PasswordError::TooLong => "account.password.too_long",
            PasswordError::Common => "account.password.common",
            PasswordError::IsEmail => "account.password.is_email",
        };
        FieldError::new(field, key)
    })?;
    if raw == repeated { Ok(checked) } else { Err(FieldError::new("password_repeat", "account.password.differs")) }
}

/// Passwords are compared in Unicode's composed form.
pub fn nfc(password: &str) -> String {
    weiterblick_domain::text::nfc(password)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[tokio::test]
    async fn work_that_nobody_waits_for_any_more_keeps_its_place_until_it_ends() {
        let hasher = PasswordHasher::with_memory(64);
        let mut ends = Vec::new();
        for _ in 0..AT_ONCE {
            let (end, ended) = channel::<()>();
            let mut given_up = Box::pin(hasher.run(move || ended.recv()));
            assert!(futures_poll(given_up.as_mut()).await, "it runs");
            ends.push(end);
        }
        let mut next = Box::pin(hasher.run(|| ()));
        assert!(futures_poll(next.as_mut()).await, "two threads are busy, whoever waits for them");
        drop(ends);
        assert!(next.await.is_ok());
    }

    /// Whether the future is still under way.
    async fn futures_poll<F: Future + Unpin>(mut future: F) -> bool {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(std::pin::Pin::new(&mut future).poll(context).is_pending())
        })
        .await
    }

    #[tokio::test]
    async fn only_a_hash_made_with_less_effort_is_made_anew() {
        let (weak, strong) = (PasswordHasher::with_memory(32), PasswordHasher::with_memory(64));
        let hash = weak.hash("geheim".to_owned(), [1; 16]).await.unwrap();
        assert_eq!(weak.stronger("geheim".to_owned(), &hash, [2; 16]).await, None);
        let renewed = strong.stronger("geheim".to_owned(), &hash, [2; 16]).await.unwrap();
        assert!(renewed.contains("m=64,") && strong.verify("geheim".to_owned(), Some(renewed.clone())).await.unwrap());
        assert_eq!(strong.stronger("geheim".to_owned(), &renewed, [3; 16]).await, None);
        assert_eq!(weak.stronger("geheim".to_owned(), &renewed, [3; 16]).await, None, "never weaker");
    }
}
