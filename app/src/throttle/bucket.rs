use std::collections::HashMap;
use std::hash::Hash;
use weiterblick_domain::time::UnixMillis;

/// Below this number of keys nothing is cleared out.
const FEW: usize = 1_024;

/// Attempts by key: so many at once, then one more every so often (generic cell rate algorithm).
///
/// An attempt can be given back, which is why this is not a crate: what counts here are mostly misses, and whether an
/// attempt is one is known only after it was made.
pub struct Buckets<K> {
    burst: i64,
    every: i64,
    /// When everything that a key has used will have come back; a key at rest is not in here.
    whole_at: HashMap<K, UnixMillis>,
    clear_above: usize,
}

impl<K: Hash + Eq> Buckets<K> {
    /// `burst` attempts at once, then one every `every` milliseconds.
    pub fn new(burst: u32, every: i64) -> Self {
        Self { burst: i64::from(burst), every, whole_at: HashMap::new(), clear_above: FEW }
    }

    /// Milliseconds until the key has an attempt; 0 when it has one now.
    pub fn wait(&self, key: &K, now: UnixMillis) -> i64 {
        let used = self.whole_at.get(key).map_or(0, |at| at.since(now).max(0));
        (used - (self.burst - 1) * self.every).max(0)
    }

    /// Uses an attempt up, whether the key has one or not.
    pub fn take(&mut self, key: K, now: UnixMillis) {
        if self.whole_at.len() >= self.clear_above {
            self.clear(now);
            self.clear_above = FEW.max(2 * self.whole_at.len());
        }
        let at = self.whole_at.entry(key).or_insert(now);
        *at = UnixMillis(at.0.max(now.0)).plus(self.every);
    }

    /// Undoes one [`Self::take`].
    pub fn give_back(&mut self, key: &K) {
        if let Some(at) = self.whole_at.get_mut(key) {
            *at = at.plus(-self.every);
        }
    }

    /// Forgets the keys that are at rest.
    pub fn clear(&mut self, now: UnixMillis) {
        self.whole_at.retain(|_, at| at.since(now) > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000_000);

    #[test]
    fn so_many_at_once_and_then_one_every_so_often() {
        let mut buckets = Buckets::new(3, 1_000);
        for _ in 0..3 {
            assert_eq!(buckets.wait(&"a", NOW), 0);
            buckets.take("a", NOW);
        }
        assert_eq!(buckets.wait(&"a", NOW), 1_000);
        assert_eq!(buckets.wait(&"a", NOW.plus(999)), 1);
        assert_eq!(buckets.wait(&"a", NOW.plus(1_000)), 0);
        assert_eq!(buckets.wait(&"b", NOW), 0, "others are not held up");
        buckets.take("a", NOW.plus(1_000));
        assert_eq!(buckets.wait(&"a", NOW.plus(1_000)), 1_000);
        assert_eq!(buckets.wait(&"a", NOW.plus(10_000)), 0);
        buckets.take("a", NOW.plus(10_000));
        assert_eq!(buckets.wait(&"a", NOW.plus(10_000)), 0, "rest makes the bucket whole, not more than whole");
    }

    #[test]
    fn what_is_given_back_can_be_used_again() {
        let mut buckets = Buckets::new(1, 1_000);
        for _ in 0..5 {
            assert_eq!(buckets.wait(&"a", NOW), 0);
            buckets.take("a", NOW);
            assert!(buckets.wait(&"a", NOW) > 0);
            buckets.give_back(&"a");
        }
    }

    #[test]
    fn keys_at_rest_are_forgotten() {
        let mut buckets = Buckets::new(1, 1_000);
        for key in 0..10 * FEW {
            buckets.take(key, NOW.plus(i64::try_from(key).unwrap()));
        }
        assert!(buckets.whole_at.len() <= 4 * FEW, "{}", buckets.whole_at.len());
        buckets.clear(NOW.plus(1_000_000));
        assert!(buckets.whole_at.is_empty());
    }
}
