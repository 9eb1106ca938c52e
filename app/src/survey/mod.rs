//! Surveys: the wizard and everything around a running wave (`authoring`), and taking part in one (`answering`).

pub mod answering;
#[cfg(feature = "ssr")]
pub mod authoring;
#[cfg(feature = "ssr")]
pub mod crypto;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod links;
#[cfg(feature = "ssr")]
pub mod sheet;

#[cfg(feature = "ssr")]
pub use authoring::run_due;
