//! Releases: frozen rows that dashboards and exports read, and nothing else (insight.md §1).
//!
//! [`save_release`] writes one inside the closing transaction; [`results`] lists them and [`open`] gives back the part
//! that a reader may see as the `Release` of the domain. No text in here names a table with answers.

mod open;
mod results;
mod save;
mod suppression;

pub use open::{Content, Opened, open};
pub use results::{Outcome, Published, ReadsRelease, Sight, SurveyResult, results};
pub use save::{NamedCompetence, ReleaseMeta, save_release};
pub use suppression::{Suppression, suppression};
