//! The one table of everything that can be asked for: it builds the router, and the tests walk it (security.md E7).
//!
//! A path or server function that is not in here cannot be reached; a server function without an entry fails a test.

use crate::context::Ctx;
use crate::error::Error;
use crate::page::Page;
use crate::strict::Call;
use crate::{account, competence, insight, organisation, questionnaire, roundtable, start, survey};
use axum::body::Bytes;
use http::Method;
use std::future::Future;
use std::pin::Pin;
use tokio::sync::watch;
use weiterblick_domain::policy::Action;
use weiterblick_domain::roundtable::limits::TEXT_BALLOT_BODY_MAX;
use weiterblick_live::{Frames, Presence};

/// A page or file that is being loaded.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// What an address leads to.
#[derive(Clone, Copy)]
pub enum Target {
    Page(fn() -> Loading<Page>),
    /// A server function.
    Call,
    /// A file to be saved.
    File(fn(Ctx) -> Loading<File>),
    /// What a script asks for: JSON.
    Json(fn(Ctx) -> Loading<Bytes>),
    /// Events that go on as long as somebody listens (live.md §11).
    Stream(fn(Ctx) -> Loading<Stream>),
}

/// The snapshots of one view of a room, for one listener.
pub struct Stream {
    pub frames: watch::Receiver<Frames>,
    pub presence: Presence,
    /// Asked every few seconds: whether the listener may still listen (security.md §4).
    pub may_listen: Box<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send>,
}

/// A file that the browser saves.
pub struct File {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// How much a request may carry (security.md E33).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyLimit {
    Default,
    /// Words and cards of a round table; its other ballots are shorter still (live.md §4).
    Ballot,
    Import,
}

impl BodyLimit {
    pub const fn bytes(self) -> usize {
        match self {
            Self::Default => 64 * 1024,
            Self::Ballot => TEXT_BALLOT_BODY_MAX,
            Self::Import => 10 * 1024 * 1024,
        }
    }
}

/// Which queue a request waits in (security.md §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Pages,
    Calls,
    /// Exports and imports: few at once.
    Files,
}

/// One way into the product.
#[derive(Clone, Copy)]
pub struct Route {
    pub verb: Verb,
    pub path: &'static str,
    pub action: Action,
    pub body: BodyLimit,
    pub lane: Lane,
    pub target: Target,
}

/// GET or POST: nothing else is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
}

impl From<Verb> for Method {
    fn from(method: Verb) -> Self {
        match method {
            Verb::Get => Self::GET,
            Verb::Post => Self::POST,
        }
    }
}

impl Route {
    pub const fn page(path: &'static str, action: Action, load: fn() -> Loading<Page>) -> Self {
        Self { verb: Verb::Get, path, action, body: BodyLimit::Default, lane: Lane::Pages, target: Target::Page(load) }
    }

    pub const fn call<F: Call>(action: Action) -> Self {
        Self {
            verb: Verb::Post,
            path: F::PATH,
            action,
            body: BodyLimit::Default,
            lane: Lane::Calls,
            target: Target::Call,
        }
    }

    pub const fn file(path: &'static str, action: Action, load: fn(Ctx) -> Loading<File>) -> Self {
        Self { verb: Verb::Get, path, action, body: BodyLimit::Default, lane: Lane::Files, target: Target::File(load) }
    }

    pub const fn json(path: &'static str, action: Action, load: fn(Ctx) -> Loading<Bytes>) -> Self {
        Self { verb: Verb::Get, path, action, body: BodyLimit::Default, lane: Lane::Pages, target: Target::Json(load) }
    }

    pub const fn stream(path: &'static str, action: Action, load: fn(Ctx) -> Loading<Stream>) -> Self {
        Self {
            verb: Verb::Get,
            path,
            action,
            body: BodyLimit::Default,
            lane: Lane::Pages,
            target: Target::Stream(load),
        }
    }

    /// For ballots.
    #[must_use]
    pub const fn ballot(mut self) -> Self {
        self.body = BodyLimit::Ballot;
        self
    }

    /// For uploads.
    #[must_use]
    pub const fn import(mut self) -> Self {
        self.body = BodyLimit::Import;
        self.lane = Lane::Files;
        self
    }
}

/// `page!("/path", Action::Visit, module::loader)`
#[macro_export]
macro_rules! page {
    ($path:literal, $action:expr, $load:path) => {
        $crate::routes::Route::page($path, $action, || Box::pin($load()))
    };
}

/// `file!("/path.csv", Action::ExportRelease, module::loader)`
#[macro_export]
macro_rules! file {
    ($path:literal, $action:expr, $load:path) => {
        $crate::routes::Route::file($path, $action, |ctx| Box::pin($load(ctx)))
    };
}

/// `json!("/path", Action::AttendEvent, module::loader)`
#[macro_export]
macro_rules! json {
    ($path:literal, $action:expr, $load:path) => {
        $crate::routes::Route::json($path, $action, |ctx| Box::pin($load(ctx)))
    };
}

/// `stream!("/path", Action::AttendEvent, module::loader)`
#[macro_export]
macro_rules! stream {
    ($path:literal, $action:expr, $load:path) => {
        $crate::routes::Route::stream($path, $action, |ctx| Box::pin($load(ctx)))
    };
}

/// Every route of the product, noun by noun.
pub fn routes() -> impl Iterator<Item = Route> {
    [
        start::ROUTES,
        account::ROUTES,
        competence::ROUTES,
        insight::ROUTES,
        organisation::ROUTES,
        questionnaire::ROUTES,
        roundtable::ROUTES,
        roundtable::host::ROUTES,
        roundtable::needs::ROUTES,
        roundtable::attend::ROUTES,
        roundtable::screen::ROUTES,
        survey::answering::ROUTES,
        survey::authoring::ROUTES,
    ]
    .into_iter()
    .flatten()
    .copied()
}
