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

/// Hashes and verifies, with a bounded queue in front.
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
        self.run(move || match hash.as_deref().map(PasswordHash::new) {
            Some(Ok(hash)) => argon2.verify_password(password.as_bytes(), &hash).is_ok(),
            _ => {
                // The result is dropped; only the time it takes counts.
                drop(argon2.hash_password_with_salt(password.as_bytes(), &[0; 16]));
                false
            }
        })
        .await
    }

    fn argon2(&self) -> Result<Argon2<'static>, Error> {
        let params = Params::new(self.memory_kib, PASSES, LANES, Some(32)).map_err(|_| Error::internal("argon2"))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _admitted = self.admitted.try_acquire().map_err(|_| Error::busy())?;
        let _running = self.running.acquire().await.map_err(|_| Error::busy())?;
        spawn_blocking(work).await.map_err(|error| crate::context::incident(&error))
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
