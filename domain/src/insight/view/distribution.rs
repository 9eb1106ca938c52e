//! Distribution of the current level, with Soll marked (insight.md §7). Large cells only; rounded shares may not add up
//! to 100 %.

use super::board::Board;
use crate::ids::CompetenceId;
use crate::insight::base::BaseType;
use crate::insight::cell::CellKey;
use crate::insight::displayed::Displayed;
use crate::insight::exact::whole;
use crate::insight::figure::Figure;
use crate::insight::rows::CompetenceRow;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistributionRow {
    pub competence: CompetenceId,
    /// Share per level, lowest first, one per level of the scale; `None` where the cell is too small.
    pub shares: Option<Vec<Displayed>>,
    /// Mean target, or mean importance where the gap comes from importance; hidden where there is no single Soll.
    pub soll: Displayed,
    /// Standard deviation; bound `le` means "less than".
    pub deviation: Displayed,
    pub below: Displayed,
    pub at: Displayed,
    pub above: Displayed,
    pub opt_out: Displayed,
}

impl DistributionRow {
    /// How many levels lie below the mean Soll: the mark stands behind them. `None` without distribution or Soll.
    pub fn levels_below_soll(&self) -> Option<usize> {
        let (shares, soll) = (self.shares.as_ref()?, self.soll.exact()?);
        Some((1_i64..).take(shares.len()).take_while(|level| whole(*level) < soll).count())
    }
}

impl Board<'_> {
    /// One row per competence asked in the cell, in questionnaire order.
    pub fn distribution(&self, cell: CellKey) -> Vec<DistributionRow> {
        let row = |row: CompetenceRow| {
            let figure = |figure: Figure| self.figure(cell, row.competence, figure);
            let shares: Vec<Displayed> = Figure::levels(row.levels).iter().map(|level| figure(*level)).collect();
            DistributionRow {
                competence: row.competence,
                shares: shares.iter().all(|share| share.is_shown()).then_some(shares),
                soll: match row.base {
                    BaseType::Importance => figure(Figure::Importance),
                    BaseType::Profile => figure(Figure::Target),
                    BaseType::IstOnly => Displayed::Hidden,
                },
                deviation: figure(Figure::Deviation),
                below: figure(Figure::ShareBelow),
                at: figure(Figure::ShareAt),
                above: figure(Figure::ShareAbove),
                opt_out: figure(Figure::OptOut),
            }
        };
        self.asked(cell).map(row).collect()
    }
}
