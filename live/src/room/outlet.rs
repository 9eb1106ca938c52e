//! Where the snapshots of a room go out, one outlet per view.

use super::state::State;
use crate::snapshot::{Bodies, Stamp};
use crate::{Frame, FrameKind, Frames, View};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, watch};
use weiterblick_domain::roundtable::revision::Revision;

/// All outlets, and what has changed since they were last looked at.
#[derive(Debug, Default)]
pub(crate) struct Outlets {
    outlets: [Outlet; 3],
    scene: AtomicBool,
    count: AtomicBool,
    board: AtomicBool,
    wake: Arc<Notify>,
}

/// What was marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    pub scene: bool,
    pub count: bool,
    pub board: bool,
}

impl Outlets {
    pub fn of(&self, view: View) -> &Outlet {
        match view {
            View::Participant => &self.outlets[0],
            View::Screen => &self.outlets[1],
            View::Console => &self.outlets[2],
        }
    }

    /// A state has changed: to be sent at once (L45).
    pub fn mark_scene(&self) {
        self.scene.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// A counter has changed.
    pub fn mark_count(&self) {
        self.count.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// Cards or questions have changed in the database.
    pub fn mark_board(&self) {
        self.board.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// Rings whenever something is marked.
    pub fn wake(&self) -> Arc<Notify> {
        self.wake.clone()
    }

    pub fn take(&self) -> Marks {
        Marks {
            scene: self.scene.swap(false, Ordering::AcqRel),
            count: self.count.swap(false, Ordering::AcqRel),
            board: self.board.swap(false, Ordering::AcqRel),
        }
    }
}

/// The newest snapshots of one view.
#[derive(Debug)]
pub(crate) struct Outlet {
    frames: watch::Sender<Frames>,
    sent: Mutex<Sent>,
}

/// What was sent last, without the time, so that nothing is sent twice.
#[derive(Debug, Default)]
struct Sent {
    serial: u64,
    scene: Vec<u8>,
    count: Vec<u8>,
    board: Vec<u8>,
}

impl Default for Outlet {
    fn default() -> Self {
        Self { frames: watch::Sender::new(Frames::default()), sent: Mutex::default() }
    }
}

impl Outlet {
    pub fn has_viewers(&self) -> bool {
        self.frames.receiver_count() > 0
    }

    pub fn subscribe(&self) -> watch::Receiver<Frames> {
        self.frames.subscribe()
    }

    pub fn newest(&self) -> Frames {
        self.frames.borrow().clone()
    }

    /// Builds the kinds of `which` and sends those that differ from what was sent. The picture is locked meanwhile, so a
    /// snapshot never replaces a newer one.
    pub fn send(&self, view: View, state: &State, which: &[FrameKind], stamp: &Stamp<'_>) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut frames = self.frames.borrow().clone();
        let before = sent.serial;
        for kind in which {
            let body = Bodies { state, view, stamp }.of(*kind);
            let (last, frame) = match kind {
                FrameKind::Scene => (&mut sent.scene, &mut frames.scene),
                FrameKind::Count => (&mut sent.count, &mut frames.count),
                FrameKind::Board => (&mut sent.board, &mut frames.board),
            };
            let body = body.unwrap_or_default();
            if *last == body {
                continue;
            }
            *frame = (!body.is_empty()).then(|| stamped(*kind, before + 1, state.event.r, stamp, &body));
            *last = body;
            sent.serial = before + 1;
        }
        if sent.serial != before {
            metrics::counter!("wb_live_frames_total").increment(1);
            self.frames.send_replace(frames);
        }
    }
}

/// The frame of a body, which is a JSON object, with the time as its first member.
fn stamped(kind: FrameKind, serial: u64, r: Revision, stamp: &Stamp<'_>, body: &[u8]) -> Frame {
    let mut json = format!("{{\"now\":{},", stamp.now.0).into_bytes();
    json.extend_from_slice(body.get(1..).unwrap_or_default());
    Frame::new(kind, serial, r, &json)
}
