//! All SQL of Weiterblick: one module per noun, one text for SQLite and PostgreSQL.
//!
//! Reading functions take a connection, writing functions a [`Tx`]; only [`Db::write`] makes one. Functions on a
//! tenant's data take the [`Grant`](weiterblick_domain::policy::Grant) that `domain::policy` gave and use the
//! organisation inside it, never one from a request (security.md E6).

pub mod account;
pub mod competence;
pub mod db;
mod error;
mod fault;
pub mod insight;
pub mod installation;
pub mod organisation;
pub mod outbox;
pub mod questionnaire;
pub mod roundtable;
mod row;
mod sql;
pub mod survey;
#[cfg(feature = "testing")]
pub mod testing;

pub use db::{Conn, Db, Engine, Tx};
pub use error::StoreError;
pub use fault::Fault;
