//! The rows of a release (insight.md §1): all that views, exports and the API ever read. Only rounded display values.

use super::base::BaseType;
use super::cell::CellKey;
use super::displayed::Displayed;
use super::figure::Figure;
use super::input::Rules;
use super::participation::Participation;
use super::protect::HideReason;
use crate::coded::coded;
use crate::ids::CompetenceId;
use crate::text::Multilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

coded! {
    /// When a release was made.
    ReleaseKind {
        Interim = "interim",
        Final = "final",
    }
}

coded! {
    /// A release is frozen; it can only be withdrawn as a whole.
    ReleaseState {
        Published = "published",
        Withdrawn = "withdrawn",
    }
}

/// A rated competence of the release, in questionnaire order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompetenceRow {
    pub competence: CompetenceId,
    /// L.
    pub levels: u8,
    pub base: BaseType,
}

/// A row of `insight_cell`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRow {
    pub cell: CellKey,
    /// Name of the unit or company; for `direct` and `pool` that of the parent, the kind says the rest.
    pub label: Multilingual,
    pub parent: Option<CellKey>,
    /// 0 is first.
    pub priority: u32,
    /// "at least n" submitted answers; `None`: fewer than k.
    pub n_class: Option<u32>,
    pub participation: Participation,
}

/// A row of `insight_figure`. A cell whose audience has no target for a competence has no rows for it at all: that is
/// a fact of the profiles ("not in the job profile"), not of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureRow {
    pub cell: CellKey,
    pub competence: CompetenceId,
    pub figure: Figure,
    #[serde(flatten)]
    pub displayed: Displayed,
}

/// What shares one base and therefore one set of verdicts (§5.3 rule 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "question", content = "competence", rename_all = "snake_case")]
pub enum Question {
    Rating(CompetenceId),
    OptOut(CompetenceId),
    Participation,
}

impl Question {
    pub const fn competence(self) -> Option<CompetenceId> {
        match self {
            Self::Rating(competence) | Self::OptOut(competence) => Some(competence),
            Self::Participation => None,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Rating(_) => "rating",
            Self::OptOut(_) => "opt_out",
            Self::Participation => "participation",
        }
    }
}

/// A row of `insight_log`: how many figures of a question rules 3 and 4 hid for a reason. No cell, no n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogRow {
    #[serde(flatten)]
    pub question: Question,
    pub reason: HideReason,
    /// Hidden figures, over all cells.
    pub hidden: u32,
}

/// A computed release. Its id, survey, day, number, kind and state are the store's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub engine_version: u32,
    pub rules: Rules,
    pub rules_hash: String,
    pub competences: Vec<CompetenceRow>,
    /// By priority.
    pub cells: Vec<CellRow>,
    /// By competence in questionnaire order, within it by cell priority.
    pub figures: Vec<FigureRow>,
    pub log: Vec<LogRow>,
}

impl Release {
    pub fn cell(&self, key: CellKey) -> Option<&CellRow> {
        self.cells.iter().find(|row| row.cell == key)
    }

    /// The cell and everything below it that this release has; empty for an unknown cell.
    pub fn subtree(&self, root: CellKey) -> BTreeSet<CellKey> {
        let mut keys = BTreeSet::new();
        for row in &self.cells {
            if row.cell == root || row.parent.is_some_and(|parent| keys.contains(&parent)) {
                keys.insert(row.cell);
            }
        }
        keys
    }

    /// The part of the release that a reader may see (§9). Without the suppression log: that is a permission of its own.
    #[must_use]
    pub fn restricted_to(&self, cells: &BTreeSet<CellKey>) -> Self {
        Self {
            cells: self.cells.iter().filter(|row| cells.contains(&row.cell)).cloned().collect(),
            figures: self.figures.iter().filter(|row| cells.contains(&row.cell)).copied().collect(),
            log: Vec::new(),
            rules: self.rules.clone(),
            rules_hash: self.rules_hash.clone(),
            competences: self.competences.clone(),
            engine_version: self.engine_version,
        }
    }
}
