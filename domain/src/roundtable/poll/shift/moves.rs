//! Who went from which choice to which.

use super::super::{Answer, Ballot, OptionNo, OptionSet};
use super::{Pair, is_small};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a voice chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Option(OptionNo),
    Yes,
    No,
    /// An option that only one of the rounds has.
    Other,
    Abstain,
}

impl Place {
    fn of(common: OptionSet, ballot: &Ballot) -> Self {
        match ballot.answer() {
            Some(Answer::Single(option)) if common.contains(*option) => Self::Option(*option),
            Some(Answer::YesNo(true)) => Self::Yes,
            Some(Answer::YesNo(false)) => Self::No,
            Some(_) => Self::Other,
            None => Self::Abstain,
        }
    }
}

/// The table of pairs, from the row's place to the column's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moves {
    /// Every place that somebody chose, in order.
    pub places: Vec<Place>,
    /// Rows one after another, each as long as `places`.
    pub cells: Vec<Vec<i64>>,
    /// Voices of the place in the later round minus those in the earlier one, in the order of `places`.
    pub net: Vec<i64>,
}

impl Moves {
    pub(super) fn of<'a>(common: OptionSet, voices: impl Iterator<Item = Pair<'a>>) -> Self {
        let mut counts: BTreeMap<(Place, Place), i64> = BTreeMap::new();
        let pairs = voices.filter_map(|(first, second)| first.zip(second));
        for (first, second) in pairs {
            *counts.entry((Place::of(common, first), Place::of(common, second))).or_default() += 1;
        }
        let mut places: Vec<Place> = counts.keys().flat_map(|(from, to)| [*from, *to]).collect();
        places.sort_unstable();
        places.dedup();
        let cell = |from: &Place, to: &Place| counts.get(&(*from, *to)).copied().unwrap_or_default();
        let row = |from: &Place| places.iter().map(|to| cell(from, to)).collect();
        let net = |place: &Place| places.iter().map(|other| cell(other, place) - cell(place, other)).sum();
        Self { cells: places.iter().map(row).collect(), net: places.iter().map(net).collect(), places }
    }

    /// Every cell is empty or holds at least 5 voices (live.md L18).
    pub(super) fn cells_are_large(&self) -> bool {
        self.cells.iter().flatten().all(|cell| *cell == 0 || !is_small(*cell))
    }
}
