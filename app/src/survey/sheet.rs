//! Hashes for the secrets on code sheets (needs-analysis §11.7).
//!
//! argon2id with 4 MiB and one pass. A secret has 40 random bits, more than most passwords, and may be tried only ten
//! times per locator before a pause; what the hash must withstand is somebody with a copy of the database, and 2^40
//! attempts of 4 MiB each are out of reach for the weeks that a survey is open. A batch of 1,000 slips stays a matter of
//! seconds, which the parameters for passwords would not allow.

use crate::error::Error;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::task::spawn_blocking;

const MEMORY_KIB: u32 = 4_096;
const PASSES: u32 = 1;
const LANES: u32 = 1;
/// Secrets per visit to the blocking threads, so that sign-ins get their turn in between.
const AT_ONCE: usize = 50;

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(|_| Error::internal("argon2"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// PHC strings of secrets, each with its own salt, in the same order.
///
/// # Errors
/// [`ErrorKind::Internal`](crate::error::ErrorKind::Internal) when hashing fails.
pub async fn hash_secrets(secrets: Vec<(String, [u8; 16])>) -> Result<Vec<String>, Error> {
    let mut hashes = Vec::with_capacity(secrets.len());
    for chunk in secrets.chunks(AT_ONCE) {
        let (argon2, chunk) = (argon2()?, chunk.to_vec());
        let hash = move |(secret, salt): &(String, [u8; 16])| {
            argon2.hash_password_with_salt(secret.as_bytes(), salt).map(|hash| hash.to_string())
        };
        let done = spawn_blocking(move || chunk.iter().map(hash).collect::<Result<Vec<_>, _>>()).await;
        let done = done.map_err(|error| crate::context::incident(&error))?;
        hashes.extend(done.map_err(|_| Error::internal("hash"))?);
    }
    Ok(hashes)
}

/// Whether a typed secret fits. Without a hash (unknown locator) it costs the same and answers no.
///
/// # Errors
/// [`ErrorKind::Internal`](crate::error::ErrorKind::Internal) when the thread fails.
pub async fn verify_secret(secret: String, hash: Option<String>) -> Result<bool, Error> {
    let argon2 = argon2()?;
    let work = move || match hash.as_deref().map(PasswordHash::new) {
        Some(Ok(hash)) => argon2.verify_password(secret.as_bytes(), &hash).is_ok(),
        _ => {
            // The result is dropped; only the time it takes counts.
            drop(argon2.hash_password_with_salt(secret.as_bytes(), &[0; 16]));
            false
        }
    };
    spawn_blocking(work).await.map_err(|error| crate::context::incident(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_secret_fits_its_own_hash_only() {
        let secrets = vec![("EFGHJK23".to_owned(), [1; 16]), ("EFGHJK24".to_owned(), [2; 16])];
        let hashes = hash_secrets(secrets).await.unwrap();
        assert!(verify_secret("EFGHJK23".to_owned(), Some(hashes[0].clone())).await.unwrap());
        assert!(!verify_secret("EFGHJK24".to_owned(), Some(hashes[0].clone())).await.unwrap());
        assert!(!verify_secret("EFGHJK23".to_owned(), None).await.unwrap());
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=4096,t=1,p=1$")));
    }
}
