//! What holds for a whole event: basics, languages, profile questions, questions from the room, keeping.

mod api;
mod attributes;
mod page;

pub use api::{SaveBasics, SaveConditions};
pub use page::settings;
