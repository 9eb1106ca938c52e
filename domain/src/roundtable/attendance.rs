//! Who is here: joined, connected, answered (live.md L32). In memory only.

use super::limits::CONNECTED_WITHIN;
use crate::time::UnixMillis;
use std::collections::{BTreeMap, BTreeSet};

/// The participants of an event. `P` identifies one, as the SHA-256 of its token does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance<P> {
    joined: BTreeMap<P, Presence>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Presence {
    streams: u32,
    /// The last request, and the end of the last stream.
    seen: Option<UnixMillis>,
}

/// The three counters of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Participants who have not been removed.
    pub joined: usize,
    /// Those with a stream, or a request in the last 30 s.
    pub connected: usize,
    /// Voices with a valid or abstaining ballot: people, not ticks.
    pub answered: usize,
    /// "Alle Anwesenden haben abgestimmt".
    pub all: bool,
}

impl<P: Ord> Default for Attendance<P> {
    fn default() -> Self {
        Self { joined: BTreeMap::new() }
    }
}

/// The participants that the database knows, none of them connected yet.
impl<P: Ord> FromIterator<P> for Attendance<P> {
    fn from_iter<I: IntoIterator<Item = P>>(participants: I) -> Self {
        Self { joined: participants.into_iter().map(|participant| (participant, Presence::default())).collect() }
    }
}

impl<P: Ord> Attendance<P> {
    /// A participant joined, or came back.
    pub fn join(&mut self, participant: P, now: UnixMillis) {
        self.joined.entry(participant).or_default().seen = Some(now);
    }

    /// A participant has joined elsewhere.
    pub fn know(&mut self, participant: P) {
        self.joined.entry(participant).or_default();
    }

    /// A participant was removed, or deleted the own data.
    pub fn remove(&mut self, participant: &P) {
        self.joined.remove(participant);
    }

    /// A request of a participant; of no effect for anybody else.
    pub fn request(&mut self, participant: &P, now: UnixMillis) {
        if let Some(presence) = self.joined.get_mut(participant) {
            presence.seen = Some(now);
        }
    }

    pub fn open_stream(&mut self, participant: &P) {
        if let Some(presence) = self.joined.get_mut(participant) {
            presence.streams += 1;
        }
    }

    pub fn close_stream(&mut self, participant: &P, now: UnixMillis) {
        if let Some(presence) = self.joined.get_mut(participant) {
            presence.streams = presence.streams.saturating_sub(1);
            presence.seen = Some(now);
        }
    }

    pub fn joined(&self) -> usize {
        self.joined.len()
    }

    pub fn connected(&self, now: UnixMillis) -> impl Iterator<Item = &P> {
        self.joined.iter().filter(move |(_, presence)| presence.is_connected(now)).map(|(participant, _)| participant)
    }

    /// The counters of a round in which `voices` have answered, `participants` among them as far as known: after a
    /// restart somebody counts from the own first look at the ballot on. Who left never keeps a round waiting.
    pub fn progress(&self, voices: usize, participants: &BTreeSet<P>, now: UnixMillis) -> Progress {
        let (mut connected, mut all) = (0, true);
        for participant in self.connected(now) {
            connected += 1;
            all &= participants.contains(participant);
        }
        Progress { joined: self.joined(), connected, answered: voices, all: all && connected > 0 }
    }
}

impl Presence {
    fn is_connected(self, now: UnixMillis) -> bool {
        self.streams > 0 || self.seen.is_some_and(|seen| now.since(seen) <= CONNECTED_WITHIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SECOND;

    const NOW: UnixMillis = UnixMillis(1_000_000);
    const LATER: UnixMillis = NOW.plus(31 * SECOND);

    fn progress(joined: usize, connected: usize, answered: usize, all: bool) -> Progress {
        Progress { joined, connected, answered, all }
    }

    /// T14.
    #[test]
    fn ten_join_seven_are_connected_five_answer_two_leave() {
        let mut room = Attendance::default();
        (0..10).for_each(|participant| room.join(participant, NOW));
        (0..7).for_each(|participant| room.open_stream(&participant));
        assert_eq!(room.progress(0, &BTreeSet::new(), NOW).connected, 10, "everybody has just asked for a page");
        let answered: BTreeSet<i32> = (0..5).collect();
        assert_eq!(room.progress(5, &answered, LATER), progress(10, 7, 5, false));
        (5..7).for_each(|participant| room.close_stream(&participant, LATER));
        assert_eq!(room.progress(5, &answered, LATER), progress(10, 7, 5, false));
        assert_eq!(room.progress(5, &answered, LATER.plus(31 * SECOND)), progress(10, 5, 5, true));
    }

    #[test]
    fn nobody_is_not_everybody() {
        let room: Attendance<u8> = [1, 2].into_iter().collect();
        assert_eq!(room.progress(2, &[1, 2].into(), NOW), progress(2, 0, 2, false));
    }

    #[test]
    fn a_request_connects_for_thirty_seconds_and_a_stream_as_long_as_it_lasts() {
        let mut room: Attendance<u8> = [1].into_iter().collect();
        let connected = |room: &Attendance<u8>, after: i64| room.connected(NOW.plus(after)).count() == 1;
        assert!(!connected(&room, 0));
        room.request(&1, NOW);
        assert!(connected(&room, 30 * SECOND) && !connected(&room, 30 * SECOND + 1));
        room.open_stream(&1);
        room.open_stream(&1);
        room.close_stream(&1, NOW);
        assert!(connected(&room, 3_600 * SECOND));
        room.close_stream(&1, NOW);
        assert!(!connected(&room, 31 * SECOND));
    }

    #[test]
    fn who_was_removed_or_never_joined_is_not_there() {
        let mut room: Attendance<u8> = [1, 2].into_iter().collect();
        room.remove(&1);
        room.open_stream(&1);
        room.request(&3, NOW);
        room.close_stream(&3, NOW);
        assert_eq!(room.progress(0, &BTreeSet::new(), NOW), progress(1, 0, 0, false));
        room.know(3);
        assert_eq!(room.progress(0, &BTreeSet::new(), NOW), progress(2, 0, 0, false));
    }
}
