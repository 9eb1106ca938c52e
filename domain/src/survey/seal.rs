//! Sealing: the moment after which no answer leads back to a person (needs-analysis §12.6).

use super::{DraftPayload, Threshold};
use crate::ids::{SealedAnswerId, UnitId};
use crate::questionnaire::{Answers, Definition};
use crate::text::Line;
use std::collections::{BTreeMap, BTreeSet};

/// Coarse attribute values of an audience member: attribute code → value code (needs-analysis §3.1).
pub type Attributes = BTreeMap<Line<40>, Line<40>>;

/// An answer as it is kept after close: no code, no time, no draft, no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRow {
    pub id: SealedAnswerId,
    /// `None`: belonged to the organisation, to no unit.
    pub unit: Option<UnitId>,
    pub attributes: Attributes,
    pub answers: Answers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealing {
    /// Fewer than k were submitted: all are deleted, and the survey says only that there were too few.
    DeleteAll,
    /// To be written in this order under their new keys; every draft is deleted with the same commit.
    Keep(Vec<SealedRow>),
}

/// Decides what becomes of the `submitted` drafts of a closing survey. Drafts that were not submitted are deleted and
/// must not be passed.
///
/// Cells that the questionnaire does not ask for are dropped. `random` is uniform over all `u64` and `new_id` draws a
/// fresh random key; both come from the system's generator.
pub fn seal(
    definition: &Definition,
    submitted: Vec<DraftPayload>,
    threshold: Threshold,
    random: impl FnMut() -> u64,
    mut new_id: impl FnMut() -> SealedAnswerId,
) -> Sealing {
    if submitted.len() < usize::try_from(threshold.k()).unwrap_or(usize::MAX) {
        return Sealing::DeleteAll;
    }
    let asked: BTreeSet<_> = definition.keys().into_iter().collect();
    let mut rows: Vec<SealedRow> = submitted
        .into_iter()
        .map(|DraftPayload { unit, attributes, draft, notice_version: _ }| SealedRow {
            id: new_id(),
            unit,
            attributes,
            answers: draft.answers().only(&asked),
        })
        .collect();
    shuffle(&mut rows, random);
    Sealing::Keep(rows)
}

/// Fisher–Yates: every order is equally likely when `random` is uniform.
pub fn shuffle<T>(items: &mut [T], mut random: impl FnMut() -> u64) {
    for last in (1..items.len()).rev() {
        let at = below(last + 1, &mut random);
        items.swap(last, at);
    }
}

/// A uniform number below `bound` (at least 1). Draws again in the last, incomplete stretch of `u64`, where a remainder
/// would favour small numbers.
fn below(bound: usize, random: &mut impl FnMut() -> u64) -> usize {
    let bound = bound as u64;
    let incomplete = (u64::MAX % bound + 1) % bound;
    loop {
        let drawn = random();
        if drawn <= u64::MAX - incomplete {
            return (drawn % bound) as usize;
        }
    }
}

#[cfg(test)]
mod tests;
