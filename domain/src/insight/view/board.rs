//! Access to the rows of one release by cell, competence and figure.

use crate::ids::CompetenceId;
use crate::insight::cell::{CellKey, CellKind};
use crate::insight::displayed::Displayed;
use crate::insight::figure::Figure;
use crate::insight::rows::{CellRow, CompetenceRow, Release};
use std::collections::HashMap;

/// A release, or the part of it that a reader may see, indexed for views. All views are methods of the board.
pub struct Board<'a> {
    pub(super) release: &'a Release,
    figures: HashMap<(CellKey, CompetenceId, Figure), Displayed>,
}

impl<'a> Board<'a> {
    pub fn new(release: &'a Release) -> Self {
        let figures = release.figures.iter().map(|row| ((row.cell, row.competence, row.figure), row.displayed));
        Self { release, figures: figures.collect() }
    }

    pub fn cells(&self) -> &'a [CellRow] {
        &self.release.cells
    }

    /// The figure as released; hidden where there is no such row.
    pub fn figure(&self, cell: CellKey, competence: CompetenceId, figure: Figure) -> Displayed {
        self.figures.get(&(cell, competence, figure)).copied().unwrap_or_default()
    }

    /// Whether the competence is asked in the cell at all ("not in the job profile" if not).
    pub fn is_asked(&self, cell: CellKey, competence: CompetenceId) -> bool {
        self.figures.contains_key(&(cell, competence, Figure::Ist))
    }

    /// Competences with rows in the cell, in questionnaire order.
    pub fn asked(&self, cell: CellKey) -> impl Iterator<Item = CompetenceRow> {
        self.release.competences.iter().copied().filter(move |row| self.is_asked(cell, row.competence))
    }

    /// Direct children of a cell: units by priority, then "direct", then the pool.
    pub fn children(&self, parent: CellKey) -> Vec<CellKey> {
        let mut children: Vec<&CellRow> = self.release.cells.iter().filter(|row| row.parent == Some(parent)).collect();
        children.sort_by_key(|row| (rank_of_kind(row.cell.kind()), row.priority));
        children.into_iter().map(|row| row.cell).collect()
    }
}

const fn rank_of_kind(kind: CellKind) -> u8 {
    match kind {
        CellKind::Company | CellKind::Unit => 0,
        CellKind::Direct => 1,
        CellKind::Pool => 2,
    }
}
