//! What the views are told, as JSON (live.md §11). Complete each time; what a view may not see is not in it (L8, L34).

mod board;
mod count;
mod result;
mod scene;

use crate::room::State;
use crate::{FrameKind, View};
use serde::Serialize;
use weiterblick_domain::roundtable::limits::{BOARD_FRAME_MAX, COUNT_FRAME_MAX, SCENE_FRAME_MAX};
use weiterblick_domain::time::UnixMillis;

/// What a snapshot says of the moment and the process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp<'a> {
    pub now: UnixMillis,
    pub build: &'a str,
    pub read_only: bool,
}

/// The payloads of a view without their `now`.
pub(crate) struct Bodies<'a> {
    pub state: &'a State,
    pub view: View,
    pub stamp: &'a Stamp<'a>,
}

impl Bodies<'_> {
    /// A JSON object; `None` where the view gets no such event now.
    pub fn of(&self, kind: FrameKind) -> Option<Vec<u8>> {
        match kind {
            FrameKind::Scene => sized(&scene::of(self.state, self.view, self.stamp), kind, SCENE_FRAME_MAX),
            FrameKind::Count => sized(&count::of(self.state, self.view, self.stamp.now)?, kind, COUNT_FRAME_MAX),
            FrameKind::Board => {
                let board = board::of(self.state, self.view)?;
                let body = json(&board)?;
                if body.len() > BOARD_FRAME_MAX { json(&board::Large::new(self.state.board.b)) } else { Some(body) }
            }
        }
    }

    /// The whole board, however large it is.
    pub fn whole_board(&self) -> Option<Vec<u8>> {
        json(&board::of(self.state, self.view)?)
    }
}

/// A larger one is sent all the same: clients take it, but somebody should know.
fn sized(body: &impl Serialize, kind: FrameKind, most: usize) -> Option<Vec<u8>> {
    let body = json(body)?;
    if body.len() > most {
        tracing::warn!(bytes = body.len(), kind = kind.event(), "a snapshot is larger than planned");
    }
    Some(body)
}

fn json(body: &impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_vec(body).inspect_err(|error| tracing::error!(%error, "a snapshot cannot be written")).ok()
}
