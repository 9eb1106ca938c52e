//! The pure rules of Weiterblick. Nothing here reads a clock, a file, a database or a source of randomness:
//! times, identifiers and seeds come in as arguments, so that every rule can be tested by a table.

pub mod account;
pub mod competence;
pub mod ids;
pub mod insight;
pub mod organisation;
pub mod policy;
pub mod questionnaire;
pub mod roundtable;
pub mod survey;
pub mod text;
pub mod time;
