//! The open streams of a room.

use crate::{Bye, View};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::limits::STREAMS_PER_TOKEN;

#[derive(Debug, Default)]
pub(crate) struct Streams(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    next: u64,
    by_owner: HashMap<(View, Digest), VecDeque<Stream>>,
}

#[derive(Debug)]
struct Stream {
    number: u64,
    end: oneshot::Sender<Bye>,
}

impl Streams {
    /// Opens a stream; the oldest one of the same owner and view ends where there are too many (L46). Answers its number
    /// and where its end will be told.
    pub fn open(&self, view: View, owner: Digest) -> (u64, oneshot::Receiver<Bye>) {
        let (end, ended) = oneshot::channel();
        let mut open = self.lock();
        open.next += 1;
        let number = open.next;
        let streams = open.by_owner.entry((view, owner)).or_default();
        streams.push_back(Stream { number, end });
        if streams.len() > STREAMS_PER_TOKEN
            && let Some(oldest) = streams.pop_front()
        {
            // Gone already: nobody to tell.
            let _ = oldest.end.send(Bye::Replaced);
        }
        (number, ended)
    }

    /// How many streams of a view somebody has open.
    pub fn of(&self, view: View, owner: Digest) -> usize {
        self.lock().by_owner.get(&(view, owner)).map_or(0, VecDeque::len)
    }

    /// The stream has ended.
    pub fn close(&self, view: View, owner: Digest, number: u64) {
        let mut open = self.lock();
        if let Some(streams) = open.by_owner.get_mut(&(view, owner)) {
            streams.retain(|stream| stream.number != number);
            if streams.is_empty() {
                open.by_owner.remove(&(view, owner));
            }
        }
    }

    /// Ends the streams that `which` names.
    pub fn end(&self, bye: Bye, which: impl Fn(View, &Digest) -> bool) {
        let mut open = self.lock();
        let ended: Vec<(View, Digest)> =
            open.by_owner.keys().filter(|(view, owner)| which(*view, owner)).copied().collect();
        for stream in ended.iter().filter_map(|key| open.by_owner.remove(key)).flatten() {
            let _ = stream.end.send(bye);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.lock().by_owner.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(number: u8) -> Digest {
        Digest::from_bytes([number; 32])
    }

    #[test]
    fn the_oldest_of_four_streams_of_one_owner_is_replaced() {
        let streams = Streams::default();
        let mut ends: Vec<_> = (0..4).map(|_| streams.open(View::Screen, owner(1)).1).collect();
        let mut other = streams.open(View::Console, owner(1)).1;
        assert_eq!(ends[0].try_recv(), Ok(Bye::Replaced));
        assert!(ends[1..].iter_mut().all(|end| end.try_recv().is_err()) && other.try_recv().is_err());
    }

    #[test]
    fn a_closed_stream_makes_place_and_the_rest_can_be_ended() {
        let streams = Streams::default();
        let (first, _end) = streams.open(View::Participant, owner(1));
        let mut ends: Vec<_> = (0..2).map(|_| streams.open(View::Participant, owner(1)).1).collect();
        streams.close(View::Participant, owner(1), first);
        let mut fourth = streams.open(View::Participant, owner(1)).1;
        let mut other = streams.open(View::Participant, owner(2)).1;
        assert!(fourth.try_recv().is_err());
        streams.end(Bye::Removed, |view, who| view == View::Participant && *who == owner(1));
        ends.push(fourth);
        assert!(ends.iter_mut().all(|end| end.try_recv() == Ok(Bye::Removed)));
        assert!(other.try_recv().is_err() && !streams.is_empty());
    }
}
