//! What people see.
//!
//! Pages are rendered on the server only and work as plain HTML forms; what needs a browser's help is an island.
//! So everything but islands, their server functions and the types between them is behind feature `ssr`.

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
pub mod context;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod format;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod secret;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod start;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod throttle;
pub mod ui;

#[cfg(feature = "ssr")]
pub async fn install_shipped(_tx: &mut weiterblick_store::Tx) -> Result<(), weiterblick_store::StoreError> { Ok(()) }
