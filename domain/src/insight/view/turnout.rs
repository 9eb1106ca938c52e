//! Participation of a cell and of the cells below it (insight.md §6, §7).

use super::board::Board;
use crate::insight::cell::CellKey;
use crate::insight::participation::Participation;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnoutRow {
    pub cell: CellKey,
    pub participation: Participation,
    /// "at least n" answers.
    pub n_class: Option<u32>,
}

impl Board<'_> {
    /// The cell first, then the cells directly below it.
    pub fn turnout(&self, cell: CellKey) -> Vec<TurnoutRow> {
        let keys = std::iter::once(cell).chain(self.children(cell));
        let rows = keys.filter_map(|key| self.release.cell(key));
        rows.map(|row| TurnoutRow { cell: row.cell, participation: row.participation, n_class: row.n_class }).collect()
    }
}
