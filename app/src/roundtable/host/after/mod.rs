//! What is left of an event: results, minutes and files (live.md §15).

mod figures;
mod files;
mod minutes;
mod page;
mod reading;

pub use files::file;
pub use minutes::minutes;
pub use page::results;
