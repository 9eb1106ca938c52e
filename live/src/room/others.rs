//! What other nodes have told of those who are connected with them (live.md L61).

use std::collections::BTreeMap;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::limits::NODE_COUNT_EXPIRES;
use weiterblick_domain::time::UnixMillis;

/// By node.
#[derive(Debug, Default)]
pub(crate) struct Others(BTreeMap<u64, Other>);

#[derive(Debug)]
struct Other {
    connected: usize,
    /// Rounds in which all of them have answered.
    done: Vec<RoundId>,
    at: UnixMillis,
}

impl Others {
    /// Replaces what this node has told before; it holds for 10 s.
    pub fn tell(&mut self, node: u64, connected: usize, done: Vec<RoundId>, now: UnixMillis) {
        self.0.retain(|_, other| other.holds(now));
        self.0.insert(node, Other { connected, done, at: now });
    }

    pub fn connected(&self, now: UnixMillis) -> usize {
        self.present(now).map(|other| other.connected).sum()
    }

    /// True also where nobody is connected elsewhere.
    pub fn all_answered(&self, round: RoundId, now: UnixMillis) -> bool {
        self.present(now).all(|other| other.connected == 0 || other.done.contains(&round))
    }

    fn present(&self, now: UnixMillis) -> impl Iterator<Item = &Other> {
        self.0.values().filter(move |other| other.holds(now))
    }
}

impl Other {
    fn holds(&self, now: UnixMillis) -> bool {
        now.since(self.at) <= NODE_COUNT_EXPIRES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::time::SECOND;

    #[test]
    fn what_a_node_told_holds_for_ten_seconds() {
        let (now, round) = (UnixMillis(1_000_000), RoundId::from_bytes([1; 16]));
        let mut others = Others::default();
        assert!(others.all_answered(round, now));
        others.tell(1, 3, vec![round], now);
        others.tell(2, 2, Vec::new(), now.plus(5 * SECOND));
        assert_eq!(others.connected(now.plus(10 * SECOND)), 5);
        assert!(!others.all_answered(round, now.plus(10 * SECOND)));
        others.tell(2, 2, vec![round], now.plus(6 * SECOND));
        assert!(others.all_answered(round, now.plus(6 * SECOND)));
        assert_eq!(others.connected(now.plus(10 * SECOND + 1)), 2);
        assert_eq!(others.connected(now.plus(17 * SECOND)), 0);
    }
}
