//! The editor of polls: what is asked, by which rules, for whom, and how it is shown (live.md §5, §7).

mod api;
mod conduct;
mod form;
mod options;
mod page;
mod rules;

pub use api::{CreatePoll, SavePoll};
pub use page::{edit, new};
