//! The one error that crosses the wire: a kind, an i18n key and parameters; never a sentence, never an internal detail.

use http::StatusCode;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What went wrong, as far as the person can act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    /// The input could be read but breaks a rule; `fields` says which.
    Invalid,
    /// The input could not be read at all.
    Malformed,
    TooLarge,
    /// The input did not arrive in time.
    Slow,
    /// Too many attempts; `wait_seconds` says for how long.
    Throttled,
    Busy,
    /// Our fault; `incident` is the number in the log.
    Internal,
}

/// One wrong field. `key` is looked up in the locale files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub key: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl FieldError {
    pub fn new(field: impl Into<String>, key: impl Into<String>) -> Self {
        Self { field: field.into(), key: key.into(), params: BTreeMap::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{kind:?} {key}")]
pub struct Error {
    pub kind: ErrorKind,
    pub key: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
}

impl Error {
    pub fn new(kind: ErrorKind, key: impl Into<String>) -> Self {
        Self { kind, key: key.into(), params: BTreeMap::new(), fields: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    pub fn unauthenticated() -> Self {
        Self::new(ErrorKind::Unauthenticated, "error.unauthenticated")
    }

    pub fn forbidden() -> Self {
        Self::new(ErrorKind::Forbidden, "error.forbidden")
    }

    pub fn not_found() -> Self {
        Self::new(ErrorKind::NotFound, "error.not_found")
    }

    pub fn conflict(key: &str) -> Self {
        Self::new(ErrorKind::Conflict, key)
    }

    /// Fields that break a rule, all at once.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self { fields, ..Self::new(ErrorKind::Invalid, "error.invalid") }
    }

    /// One field that breaks a rule.
    pub fn field(field: &str, key: &str) -> Self {
        Self::invalid(vec![FieldError::new(field, key)])
    }

    pub fn busy() -> Self {
        Self::new(ErrorKind::Busy, "error.busy")
    }

    /// Too many attempts; the next one has a chance after `seconds`.
    pub fn throttled(seconds: i64) -> Self {
        let key = if seconds < 60 { "error.throttled" } else { "error.throttled_minutes" };
        Self::new(ErrorKind::Throttled, key).with("wait_seconds", seconds).with("wait_minutes", (seconds + 59) / 60)
    }

    /// Seconds after which it makes sense to try again, where that is known.
    pub fn retry_after(&self) -> Option<u64> {
        self.params.get("wait_seconds")?.parse().ok()
    }

    /// An error of ours. What happened goes to the log; the person gets its number.
    pub fn internal(incident: impl ToString) -> Self {
        Self::new(ErrorKind::Internal, "error.internal").with("incident", incident)
    }

    /// The only place that maps kinds to HTTP.
    pub const fn status(&self) -> StatusCode {
        match self.kind {
            ErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
            ErrorKind::Forbidden => StatusCode::FORBIDDEN,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Conflict => StatusCode::CONFLICT,
            ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::Malformed => StatusCode::BAD_REQUEST,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Slow => StatusCode::REQUEST_TIMEOUT,
            ErrorKind::Throttled => StatusCode::TOO_MANY_REQUESTS,
            ErrorKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl FromServerFnError for Error {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // Its text may hold what was sent: it goes nowhere.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::new(ErrorKind::Malformed, "error.malformed")
            }
            ServerFnErrorErr::Request(_) => Self::new(ErrorKind::Busy, "error.offline"),
            _ => Self::internal("–"),
        }
    }

    fn status_code(&self) -> StatusCode {
        self.status()
    }
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::{Error, ErrorKind, FieldError};
    use crate::format::Format;
    use crate::texts::language;
    use weiterblick_domain::policy::Denied;
    use weiterblick_domain::text::{InvalidEmail, TextError};
    use weiterblick_store::StoreError;

    impl From<Denied> for Error {
        fn from(denied: Denied) -> Self {
            match denied {
                Denied::Unauthenticated => Self::unauthenticated(),
                Denied::Forbidden => Self::forbidden(),
                Denied::NotFound => Self::not_found(),
            }
        }
    }

    impl From<StoreError> for Error {
        fn from(error: StoreError) -> Self {
            match error {
                StoreError::NotFound => Self::not_found(),
                StoreError::Conflict => Self::conflict("error.conflict"),
                StoreError::InUse => Self::conflict("error.in_use"),
                StoreError::Busy(_) => {
                    tracing::warn!(request = crate::context::request().number, %error, "the database is busy");
                    Self::busy()
                }
                StoreError::Corrupt(_) | StoreError::Database(_) => crate::context::incident(&error),
            }
        }
    }

    impl FieldError {
        pub fn text(field: &str, error: TextError) -> Self {
            match error {
                TextError::Empty => Self::new(field, "error.text.empty"),
                TextError::TooLong { max } => {
                    Self::new(field, "error.text.too_long").with("max", Format::of_language(language()).count(max))
                }
                TextError::Control => Self::new(field, "error.text.control"),
            }
        }

        pub fn email(field: &str, _: InvalidEmail) -> Self {
            Self::new(field, "error.text.email")
        }
    }

    impl Error {
        /// Whether a page for signed-out people should lead to the sign-in instead.
        pub fn wants_sign_in(&self) -> bool {
            self.kind == ErrorKind::Unauthenticated
        }
    }
}
