//! What people see.
//!
//! Pages are rendered on the server only and work as plain HTML forms; what needs a browser's help is an island.
//! So everything but islands, their server functions and the types between them is behind feature `ssr`.

#[cfg(feature = "hydrate")]
mod browser;
pub mod error;
pub mod strict;

#[cfg(feature = "ssr")]
rust_i18n::i18n!("../locales");

#[cfg(feature = "ssr")]
#[macro_use]
pub mod texts;

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod chart;
#[cfg(feature = "ssr")]
mod code_device;
#[cfg(feature = "ssr")]
pub mod competence;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod export;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod format;
#[cfg(feature = "ssr")]
pub mod insight;
#[cfg(feature = "ssr")]
pub mod organisation;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod questionnaire;
pub mod roundtable;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod secret;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
mod shipped;
#[cfg(feature = "ssr")]
pub mod start;
#[cfg(feature = "ssr")]
pub mod state;
pub mod survey;
#[cfg(feature = "ssr")]
pub mod throttle;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod upload;

#[cfg(feature = "ssr")]
pub use shipped::install_shipped;
