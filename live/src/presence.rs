//! Open streams: who is connected, and why a stream ends (live.md L32, §11).

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
#[derive(Debug)]
pub struct Presence {}

impl Presence {
    /// Waits until the stream must end.
    pub async fn ended(&mut self) -> Bye {
        std::future::pending().await
    }
}
