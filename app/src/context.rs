//! What a page or server function knows of its request: who is asking, in which language, through which form.

use crate::error::{Error, ErrorKind};
use crate::form::FormReport;
use crate::state::AppState;
use leptos::prelude::*;
use std::net::IpAddr;
use std::sync::Arc;
use weiterblick_domain::policy::{self, Act, Actor, Grant, Relation};
use weiterblick_domain::text::Language;
use weiterblick_domain::time::UnixMillis;

/// The request as the middleware has understood it.
#[derive(Debug, Clone)]
pub struct RequestContext {
    pub number: String,
    pub path: String,
    pub query: String,
    /// Decoded parameters of the path.
    pub params: Vec<(String, String)>,
    pub language: Language,
    pub theme: Theme,
    pub nonce: String,
    pub viewer: Option<Viewer>,
    /// Network address for throttles; IPv6 cut to its /64. Never stored, never logged.
    pub client: IpAddr,
    pub cookies: Vec<(String, String)>,
    /// The form that was just sent to this page, if any.
    pub form: Option<FormReport>,
}

impl RequestContext {
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    Device,
    Light,
    Dark,
}

impl Theme {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn from_code(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Device,
        }
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub actor: Actor,
    pub email: String,
    /// First and last name, else the e-mail address.
    pub name: String,
    pub organisation_name: String,
    pub session_hash: String,
    pub authenticated_at: UnixMillis,
}

/// The request that is being answered.
///
/// Outside a request (the list of routes is made without one) an anonymous German one.
pub fn request() -> Arc<RequestContext> {
    use_context::<Arc<RequestContext>>().unwrap_or_else(|| {
        Arc::new(RequestContext {
            number: String::new(),
            path: "/".to_owned(),
            query: String::new(),
            params: Vec::new(),
            language: Language::De,
            theme: Theme::Device,
            nonce: String::new(),
            viewer: None,
            client: IpAddr::from([127, 0, 0, 1]),
            cookies: Vec::new(),
            form: None,
        })
    })
}

/// The process.
///
/// # Errors
/// [`ErrorKind::Internal`] outside a request.
pub fn state() -> Result<AppState, Error> {
    use_context::<AppState>().ok_or_else(|| Error::internal("–"))
}

/// When the whole request had arrived, however long it waited for its turn afterwards (live.md L13).
#[derive(Debug, Clone, Copy)]
pub struct Arrival(pub UnixMillis);

/// Everything a server function or page starts with.
pub struct Ctx {
    pub state: AppState,
    pub request: Arc<RequestContext>,
    pub now: UnixMillis,
}

impl Ctx {
    /// # Errors
    /// [`ErrorKind::Internal`] outside a request.
    pub fn get() -> Result<Self, Error> {
        let state = state()?;
        let now = state.now();
        Ok(Self { state, request: request(), now })
    }

    /// See [`Arrival`].
    pub fn arrival(&self) -> UnixMillis {
        use_context::<Arrival>().map_or(self.now, |arrival| arrival.0)
    }

    pub fn actor(&self) -> Option<&Actor> {
        self.request.viewer.as_ref().map(|viewer| &viewer.actor)
    }

    /// # Errors
    /// [`ErrorKind::Unauthenticated`].
    pub fn viewer(&self) -> Result<&Viewer, Error> {
        self.request.viewer.as_ref().ok_or_else(Error::unauthenticated)
    }

    /// May the person who asks do `A` on something that stands to them as `relation`?
    ///
    /// # Errors
    /// What `domain::policy` answers.
    pub fn grant<A: Act>(&self, relation: Relation) -> Result<Grant<A>, Error> {
        Ok(policy::decide::<A>(self.actor(), relation)?)
    }

    /// As [`Self::grant`], and the password was entered at most 15 minutes ago (security.md §4, "fresh login").
    ///
    /// # Errors
    /// What `domain::policy` answers, or `Unauthenticated` with the key `error.confirm_password`.
    pub fn fresh_grant<A: Act>(&self, relation: Relation) -> Result<Grant<A>, Error> {
        let grant = self.grant::<A>(relation)?;
        let viewer = self.viewer()?;
        if self.now.since(viewer.authenticated_at) > weiterblick_domain::account::FRESH_LOGIN {
            return Err(Error::new(ErrorKind::Unauthenticated, "error.confirm_password"));
        }
        Ok(grant)
    }
}

/// Logs what happened under the request's number and gives the person that number.
pub fn incident(error: &dyn std::error::Error) -> Error {
    let number = request().number.clone();
    tracing::error!(request = number, error = %error, "internal error");
    Error::internal(number)
}
