//! Event streams (live.md §11): the newest snapshots of a room, a sign of life, and a good-bye.

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use http::HeaderName;
use http::header::CONTENT_TYPE;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use weiterblick_app::routes::Stream;
use weiterblick_app::state::AppState;
use weiterblick_live::Seen;

/// A stream says something at least this often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// Rights are asked for again this often (security.md §4).
const CHECK: Duration = Duration::from_secs(5);

struct Listening {
    state: AppState,
    stream: Stream,
    seen: Seen,
    waiting: VecDeque<Bytes>,
    sign: Instant,
    check: Instant,
    over: bool,
}

/// Answers with the stream; it is never compressed, stored or held back on the way.
pub fn respond(state: AppState, stream: Stream) -> Response {
    let now = Instant::now();
    let mut listening = Listening {
        state,
        stream,
        seen: Seen::default(),
        waiting: VecDeque::new(),
        sign: now + SIGN_OF_LIFE,
        check: now + CHECK,
        over: false,
    };
    let spread = u16::from_le_bytes(listening.state.random());
    listening.waiting.push_back(format!("retry: {}\n\n", 1_000 + u32::from(spread) % 4_001).into());
    listening.sign();
    let body = Body::from_stream(futures_util::stream::unfold(listening, Listening::next));
    let headers = [(CONTENT_TYPE, "text/event-stream"), (HeaderName::from_static("x-accel-buffering"), "no")];
    (headers, body).into_response()
}

impl Listening {
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        loop {
            if let Some(bytes) = self.waiting.pop_front() {
                self.sign = Instant::now() + SIGN_OF_LIFE;
                return Some((Ok(bytes), self));
            }
            if self.over {
                return None;
            }
            let fresh = self.stream.frames.borrow_and_update().unseen(&mut self.seen);
            self.waiting.extend(fresh.into_iter().map(|frame| frame.block()));
            if !self.waiting.is_empty() {
                continue;
            }
            tokio::select! {
                changed = self.stream.frames.changed() => {
                    if changed.is_err() {
                        self.bye("restart");
                    }
                }
                bye = self.stream.presence.ended() => self.bye(bye.reason()),
                () = sleep_until(self.sign) => self.sign(),
                () = sleep_until(self.check) => {
                    self.check = Instant::now() + CHECK;
                    if !(self.stream.may_listen)().await {
                        self.bye("denied");
                    }
                }
            }
        }
    }

    /// A real event, because scripts cannot see comment lines.
    fn sign(&mut self) {
        self.waiting.push_back(format!("event: hb\ndata: {{\"now\":{}}}\n\n", self.state.now().0).into());
    }

    fn bye(&mut self, reason: &str) {
        self.waiting.push_back(format!("event: bye\ndata: {{\"reason\":\"{reason}\"}}\n\n").into());
        self.over = true;
    }
}
