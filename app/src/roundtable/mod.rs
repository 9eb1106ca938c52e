//! Round tables: preparing, running, taking part, showing, and what is left afterwards (live.md).
//!
//! The island that keeps pages fresh compiles for the browser too; everything else is the server's.

pub mod attend;
pub mod live;

#[cfg(feature = "ssr")]
mod access;
#[cfg(feature = "ssr")]
pub mod host;
#[cfg(feature = "ssr")]
pub mod needs;
#[cfg(feature = "ssr")]
pub mod result;
#[cfg(feature = "ssr")]
pub mod scene;
#[cfg(feature = "ssr")]
pub mod screen;
#[cfg(feature = "ssr")]
mod streams;
#[cfg(feature = "ssr")]
pub mod ticket;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub use routes::ROUTES;

#[cfg(feature = "ssr")]
mod routes {
    use super::streams;
    use crate::routes::Route;
    use crate::{json, stream};
    use weiterblick_domain::policy::Action;

    /// Streams and what scripts ask for.
    pub const ROUTES: &[Route] = &[
        stream!("/live/{event}/participant", Action::AttendEvent, streams::participant),
        stream!("/live/{event}/screen", Action::AttendEvent, streams::screen),
        stream!("/live/{event}/console", Action::AttendEvent, streams::console),
        json!("/live/{event}/snapshot", Action::AttendEvent, streams::snapshot),
        json!("/live/{event}/me", Action::AttendEvent, streams::me),
    ];
}
