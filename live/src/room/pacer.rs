//! When the snapshots of a room are built (live.md L45, L59): the scene at once, counts and board at their rates, nothing
//! for a view that nobody looks at.

use super::board::Board;
use super::inner::Inner;
use super::outlet::Marks;
use crate::snapshot::Stamp;
use crate::{FrameKind, View};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};
use weiterblick_domain::roundtable::limits::{BOARD_HZ, PARTICIPANT_HZ};

/// Whoever is connected by a request only is counted out after a while: looked at so often.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

pub(super) fn start(room: &Arc<Inner>) {
    tokio::spawn(run(Arc::downgrade(room), room.outlets.wake()));
}

/// What is still to be sent, and from when on it may be.
struct Pending {
    counts: [(bool, Instant); 3],
    board: (bool, Instant),
}

/// Ends when the room is gone; waiting does not keep it.
async fn run(room: Weak<Inner>, wake: Arc<Notify>) {
    let now = Instant::now();
    let mut pending = Pending { counts: [(false, now); 3], board: (false, now) };
    while let Some(strong) = room.upgrade() {
        let marks = strong.outlets.take();
        pending.add(marks);
        if marks.scene {
            strong.send(&[FrameKind::Scene]);
        }
        pending.send_due(&strong).await;
        drop(strong);
        let look_again = Instant::now() + LOOK_AGAIN;
        let next = pending.next().unwrap_or(look_again).min(look_again);
        if timeout_at(next, wake.notified()).await.is_err() && next == look_again {
            pending.look_again();
        }
    }
}

impl Pending {
    /// With a scene everything follows at once, since it may change who sees what.
    fn add(&mut self, marks: Marks) {
        let now = Instant::now();
        for (pending, from) in &mut self.counts {
            *pending |= marks.count || marks.scene;
            *from = if marks.scene { now } else { *from };
        }
        self.board.0 |= marks.board || marks.scene;
    }

    fn look_again(&mut self) {
        self.counts.iter_mut().for_each(|(pending, _)| *pending = true);
    }

    async fn send_due(&mut self, room: &Inner) {
        let now = Instant::now();
        for (view, (pending, from)) in View::ALL.iter().zip(&mut self.counts) {
            if *pending && *from <= now {
                (*pending, *from) = (false, now + room.interval(*view));
                if room.outlets.of(*view).has_viewers() {
                    room.send_to(*view, &[FrameKind::Count]);
                }
            }
        }
        let (pending, from) = self.board;
        if pending && from <= now {
            room.read_board().await;
            room.send(&[FrameKind::Board]);
            self.board = (false, now + every(BOARD_HZ));
        }
    }

    fn next(&self) -> Option<Instant> {
        let all = self.counts.iter().chain([&self.board]);
        all.filter(|(pending, _)| *pending).map(|(_, from)| *from).min()
    }
}

const fn every(hz: u32) -> Duration {
    Duration::from_millis(1_000 / hz as u64)
}

impl Inner {
    fn interval(&self, view: View) -> Duration {
        match view {
            View::Participant => every(PARTICIPANT_HZ),
            View::Screen | View::Console => every(self.hub.settings.screen_hz.max(1)),
        }
    }

    /// Sends to every view that somebody looks at.
    fn send(&self, which: &[FrameKind]) {
        for view in View::ALL.iter().filter(|view| self.outlets.of(**view).has_viewers()) {
            self.send_to(*view, which);
        }
    }

    pub fn stamp(&self) -> Stamp<'_> {
        Stamp { now: self.hub.around.clock.now(), build: &self.hub.settings.build, read_only: self.hub.is_read_only() }
    }

    /// Builds and sends snapshots of a view.
    pub fn send_to(&self, view: View, which: &[FrameKind]) {
        let mut state = self.state();
        state.publish();
        let stamp = self.stamp();
        self.outlets.of(view).send(view, &state, which, &stamp);
    }

    /// Takes over cards and questions as they are now. Fails silently but for a log line: the next change tries again.
    async fn read_board(&self) {
        let board = match self.hub.db.read().await {
            Ok(mut conn) => Board::load(&mut conn, self.event).await,
            Err(error) => Err(error),
        };
        match board {
            Ok(board) => {
                let mut state = self.state();
                if board.b >= state.board.b {
                    state.board = board;
                }
            }
            Err(error) => tracing::warn!(%error, "the board could not be read"),
        }
    }
}
