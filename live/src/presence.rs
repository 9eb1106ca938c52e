//! Open streams: who is connected, and why a stream ends (live.md L32, §11).

use crate::View;
use crate::room::Inner;
use std::sync::Arc;
use tokio::sync::oneshot;
use weiterblick_domain::questionnaire::Digest;

/// Why the server ends a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bye {
    /// The process stops; the client comes back.
    Restart,
    /// The event is over.
    Ended,
    /// The participant was removed.
    Removed,
    /// The same token opened more streams of this view than it may have.
    Replaced,
}

impl Bye {
    /// The reason in the stream's last event.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Restart => "restart",
            Self::Ended => "ended",
            Self::Removed => "removed",
            Self::Replaced => "replaced",
        }
    }
}

/// A stream that is open as long as this lives.
pub struct Presence {
    room: Arc<Inner>,
    view: View,
    who: Digest,
    number: u64,
    end: oneshot::Receiver<Bye>,
}

impl Presence {
    pub(crate) fn open(room: Arc<Inner>, view: View, who: Digest) -> Self {
        let (number, end) = {
            let mut state = room.state();
            if view == View::Participant {
                state.people.attendance.open_stream(&who);
            }
            room.streams.open(view, who)
        };
        if view == View::Participant {
            room.outlets.mark_count();
            room.tell();
        }
        room.touch();
        metrics::gauge!("wb_live_streams", "view" => view.word()).increment(1);
        Self { room, view, who, number, end }
    }

    /// Waits until the stream must end. The newest frames are there before that.
    pub async fn ended(&mut self) -> Bye {
        (&mut self.end).await.unwrap_or(Bye::Restart)
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut state = self.room.state();
        self.room.streams.close(self.view, self.who, self.number);
        if self.view == View::Participant {
            state.people.attendance.close_stream(&self.who, self.room.hub.around.clock.now());
        }
        drop(state);
        if self.view == View::Participant {
            self.room.outlets.mark_count();
            self.room.tell();
        }
        self.room.touch();
        metrics::gauge!("wb_live_streams", "view" => self.view.word()).decrement(1);
    }
}
