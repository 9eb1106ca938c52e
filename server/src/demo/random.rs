//! Random bytes that are the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};
use weiterblick_app::secret::sha256;

/// Fills buffers with SHA-256 of `seed` and a counter. Anybody can compute what it gives: for invented data only.
pub fn stream(seed: impl Into<String>) -> impl Fn(&mut [u8]) + Send + Sync {
    let seed = seed.into();
    let next = AtomicU64::new(0);
    move |bytes| {
        for part in bytes.chunks_mut(32) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let block = sha256(&[seed.as_bytes(), &number.to_le_bytes()].concat());
            part.copy_from_slice(&block[..part.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_again_and_no_part_twice() {
        let (one, same, other) = (stream("a"), stream("a"), stream("b"));
        let draw = |random: &dyn Fn(&mut [u8])| {
            let mut bytes = [0; 80];
            random(&mut bytes);
            bytes
        };
        let first = draw(&one);
        assert_eq!(first, draw(&same));
        assert_ne!(first, draw(&other));
        assert_ne!(first, draw(&one));
        assert_ne!(first[..32], first[32..64]);
    }
}
