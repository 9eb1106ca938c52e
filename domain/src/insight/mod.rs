//! Insight (Auswertung): from answers to a release, and from a release to what a dashboard shows.
//!
//! ```text
//! Input ─ structure ─ protect (rules 3, 4) ─ figure + display (§6) ─▶ Release ─ view ─▶ headline, heat map, …
//! ```
//!
//! - Left of [`rows::Release`] everything is exact and stays in the memory of one job: `Exact`, `Tally` and `Input`
//!   have no serde. Right of it there are only rounded display values, and [`view`] computes from nothing else.
//! - Paragraph signs in this module refer to the specification "Insight" (`spec/insight.md`).

pub mod audit;
pub mod base;
pub mod cell;
mod code;
pub mod display;
pub mod displayed;
pub mod exact;
pub mod figure;
pub mod input;
pub mod participation;
pub mod priority;
pub mod protect;
pub mod rank;
pub mod release;
pub mod rows;
pub mod structure;
pub mod tally;
pub mod view;

#[cfg(test)]
mod display_properties;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod oracles;
#[cfg(test)]
mod release_tests;
#[cfg(test)]
pub(crate) mod safety;

pub use cell::{CellKey, CellKind, Node};
pub use displayed::{Bound, Displayed, Status, Third};
pub use exact::Decimal;
pub use figure::Figure;
pub use input::{
    Competence, CutRule, ENGINE_VERSION, GapSource, Input, InputError, Member, Profile, Rating, Respondent, Rules,
    Target, Unit,
};
pub use participation::Participation;
pub use release::{ReleaseError, compute};
pub use rows::{CellRow, CompetenceRow, FigureRow, LogRow, Question, Release, ReleaseKind, ReleaseState};
