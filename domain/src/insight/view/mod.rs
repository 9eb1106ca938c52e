//! What a dashboard shows, computed from release rows only (insight.md §7). Everything here can be sent to a page and
//! recomputed there; nothing here knows an answer.

mod assessment;
mod board;
mod distribution;
mod headline;
mod heatmap;
mod matrix;
mod ranking;
#[cfg(test)]
mod tests;
mod turnout;

pub use assessment::{Assessed, Assessment, Axis, Method, Ranks, Reason, ScoreKind};
pub use board::Board;
pub use distribution::DistributionRow;
pub use headline::{Headline, Need, Strength, Where};
pub use heatmap::{HeatCell, Step};
pub use matrix::{Matrix, MatrixPoint, Moved};
pub use ranking::{RankRow, Ranking};
pub use turnout::TurnoutRow;
