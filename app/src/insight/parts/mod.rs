//! The sections of a dashboard: each turns one view of the domain into words, positions and a table.

mod calculation;
mod filters;
mod finding;
mod heat;
mod matrix;
mod paging;
mod ranking;
mod ranking_table;
mod spread;
mod switch;
mod turnout;

pub use calculation::calculation;
pub use filters::{filters, survey_name};
pub use finding::finding;
pub use heat::heat;
pub use matrix::matrices;
pub use ranking::ranking;
pub use spread::spread;
pub use turnout::turnout;
