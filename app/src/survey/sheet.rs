//! Hashes for the secrets on code sheets (needs-analysis §11.7).
//!
//! argon2id with 4 MiB and one pass. A secret has 40 random bits, more than most passwords, and may be tried only ten
//! times per locator before a pause; what the hash must withstand is somebody with a copy of the database, and 2^40
//! attempts of 4 MiB each are out of reach for the weeks that a survey is open. A batch of 1,000 slips stays a matter of
//! seconds, which the parameters for passwords would not allow.

use crate::account::password::{PasswordHasher, argon2id, fits};
use crate::error::Error;
use argon2::PasswordHasher as _;

const MEMORY_KIB: u32 = 4_096;
const PASSES: u32 = 1;
/// Secrets per visit to the queue, so that sign-ins get their turn in between.
const AT_ONCE: usize = 50;

/// PHC strings of secrets, each with its own salt, in the same order.
///
/// # Errors
/// [`ErrorKind::Busy`](crate::error::ErrorKind::Busy) when too many wait in the queue.
pub async fn hash_secrets(queue: &PasswordHasher, secrets: Vec<(String, [u8; 16])>) -> Result<Vec<String>, Error> {
    let mut hashes = Vec::with_capacity(secrets.len());
    for chunk in secrets.chunks(AT_ONCE) {
        let (argon2, chunk) = (argon2id(MEMORY_KIB, PASSES)?, chunk.to_vec());
        let hash = move |(secret, salt): &(String, [u8; 16])| {
            argon2.hash_password_with_salt(secret.as_bytes(), salt).map(|hash| hash.to_string())
        };
        let done = queue.run(move || chunk.iter().map(hash).collect::<Result<Vec<_>, _>>()).await?;
        hashes.extend(done.map_err(|_| Error::internal("hash"))?);
    }
    Ok(hashes)
}

/// Whether a typed secret fits. Without a hash (unknown locator) it costs the same and answers no.
///
/// # Errors
/// [`ErrorKind::Busy`](crate::error::ErrorKind::Busy) when too many wait in the queue.
pub async fn verify_secret(queue: &PasswordHasher, secret: String, hash: Option<String>) -> Result<bool, Error> {
    let argon2 = argon2id(MEMORY_KIB, PASSES)?;
    queue.run(move || fits(&argon2, &secret, hash.as_deref())).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_secret_fits_its_own_hash_only() {
        let secrets = vec![("EFGHJK23".to_owned(), [1; 16]), ("EFGHJK24".to_owned(), [2; 16])];
        let queue = PasswordHasher::default();
        let hashes = hash_secrets(&queue, secrets).await.unwrap();
        assert!(verify_secret(&queue, "EFGHJK23".to_owned(), Some(hashes[0].clone())).await.unwrap());
        assert!(!verify_secret(&queue, "EFGHJK24".to_owned(), Some(hashes[0].clone())).await.unwrap());
        assert!(!verify_secret(&queue, "EFGHJK23".to_owned(), None).await.unwrap());
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=4096,t=1,p=1$")));
    }
}
