//! Unfinished answers, and what happens when two devices write them.

use super::Attributes;
use crate::ids::UnitId;
use crate::questionnaire::{AnswerKey, Answers, Cell, Changes, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Bytes of a draft as it is stored (needs-analysis §17).
pub const PAYLOAD_MAX_BYTES: usize = 256 * 1024;

/// Counts the writes that changed a draft; 0 is the empty draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

/// A cell and the revision that wrote it. Here `Missing` is kept: it says that an answer was taken back, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    pub cell: Cell<Value>,
    pub revision: Revision,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    pub revision: Revision,
    cells: BTreeMap<AnswerKey, Saved>,
}

/// What is encrypted and stored for an anonymous draft (needs-analysis §12.5). It holds no person and no time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftPayload {
    /// `None`: belongs to the organisation, to no unit.
    pub unit: Option<UnitId>,
    pub attributes: Attributes,
    pub notice_version: u32,
    pub draft: Draft,
}

/// One question that two devices answered differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerConflict {
    pub key: AnswerKey,
    pub stored: Cell<Value>,
    pub incoming: Cell<Value>,
}

/// The outcome of a write. Either way the draft is to be stored when its revision has grown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merge {
    Merged(Draft),
    /// The draft holds every change that is in no conflict; for the others it still holds the stored value, until
    /// somebody has chosen and writes again on top of the new revision.
    Conflict {
        draft: Draft,
        conflicts: Vec<AnswerConflict>,
    },
}

impl Merge {
    pub const fn draft(&self) -> &Draft {
        match self {
            Self::Merged(draft) | Self::Conflict { draft, .. } => draft,
        }
    }
}

impl Draft {
    pub fn get(&self, key: &AnswerKey) -> &Cell<Value> {
        self.cells.get(key).map_or(&Cell::Missing, |saved| &saved.cell)
    }

    pub fn answers(&self) -> Answers {
        self.cells.iter().map(|(key, saved)| (key.clone(), saved.cell.clone())).collect()
    }

    /// Writes `changes` that somebody made while looking at revision `base` (needs-analysis §13, "Two devices").
    ///
    /// A cell that was written after `base` with another value is a conflict. The same value is none, whoever wrote it,
    /// which makes repeating a request harmless: the second time nothing changes, and the revision stays.
    #[must_use]
    pub fn merge(mut self, base: Revision, changes: Changes) -> Merge {
        let next = Revision(self.revision.0 + 1);
        let mut conflicts = Vec::new();
        for (key, incoming) in changes {
            if *self.get(&key) == incoming {
                continue;
            }
            match self.cells.get(&key).filter(|saved| saved.revision > base) {
                Some(saved) => conflicts.push(AnswerConflict { key, stored: saved.cell.clone(), incoming }),
                None => {
                    self.cells.insert(key, Saved { cell: incoming, revision: next });
                    self.revision = next;
                }
            }
        }
        if conflicts.is_empty() { Merge::Merged(self) } else { Merge::Conflict { draft: self, conflicts } }
    }
}

#[cfg(test)]
mod tests;
