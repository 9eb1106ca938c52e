//! What changed between two rounds of a poll (live.md L17, L18).

use super::figures::mean;
use super::{Ballot, OptionNo, OptionSet, Rules, Secrecy};
use crate::insight::Decimal;
use crate::roundtable::limits::{SHIFT_PAIRS_MIN, SMALL_GROUP};
use serde::{Deserialize, Serialize};

mod moves;
mod values;

pub use moves::{Moves, Place};

/// The ballots of one voice in the earlier and in the later round.
pub type Pair<'a> = (Option<&'a Ballot>, Option<&'a Ballot>);

/// The shift from one round to a later one, exact. What people may see of it is [`Shift::shown`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    voices: Group,
    detail: Detail,
}

/// How many voices a figure of the shift is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Group {
    pairs: i64,
    changed: i64,
    only_first: i64,
    only_second: i64,
}

impl Group {
    fn add(&mut self, first: bool, second: bool, changed: bool) {
        match (first, second) {
            (true, true) => {
                self.pairs += 1;
                self.changed += i64::from(changed);
            }
            (true, false) => self.only_first += 1,
            (false, true) => self.only_second += 1,
            (false, false) => {}
        }
    }

    /// Together with the exact results of both rounds, a figure about the pairs tells the same about those in one round
    /// only, and a change tells about those who changed. So each of these groups is empty or large enough.
    fn tells_nobody_apart(self) -> bool {
        let fits = |n: i64| n == 0 || !is_small(n);
        !is_small(self.pairs) && fits(self.changed) && fits(self.only_first) && fits(self.only_second)
    }
}

fn is_small(n: i64) -> bool {
    n < i64::from(SMALL_GROUP)
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Detail {
    /// One choice each: who went where.
    Moves(Moves),
    /// Per option, statement or item: sums of differences.
    Values(Vec<(RowKey, Group, i64)>, Scaling),
    /// Words and cards: only whether something changed.
    Nothing,
}

/// What a row of differences is about; a number has one row without option.
type RowKey = (Option<OptionNo>, Measure);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Voices that tick the option now minus those that did before.
    Ticks,
    /// Mean of the paired differences, or difference of the means per voice, which is the same.
    Mean,
    /// As `Mean`, on the first and on the second axis.
    X,
    Y,
}

/// How a sum of differences is displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scaling {
    /// What one is in the unit of the values.
    one: i64,
    places: u8,
}

impl Shift {
    /// The shift of voices joined by their reference. A ballot that was taken back is none; an abstention is an answer of
    /// its own to the question who moved, and has no part in means. `common` are the options that both rounds have.
    pub fn of<'a>(rules: &Rules, common: OptionSet, voices: impl Iterator<Item = Pair<'a>> + Clone) -> Self {
        let valid = |ballot: Option<&'a Ballot>| ballot.filter(|ballot| **ballot != Ballot::Withdrawn);
        let voices = voices.map(|(first, second)| (valid(first), valid(second)));
        let mut all = Group::default();
        for (first, second) in voices.clone() {
            all.add(first.is_some(), second.is_some(), first != second);
        }
        let detail = match rules {
            Rules::Single(_) | Rules::YesNo(_) => Detail::Moves(Moves::of(common, voices)),
            Rules::Words(_) | Rules::Cards(_) => Detail::Nothing,
            Rules::Multi(_)
            | Rules::Scale(_)
            | Rules::Number(_)
            | Rules::Rank(_)
            | Rules::Points(_)
            | Rules::Dots(_)
            | Rules::Grid(_) => Detail::Values(values::rows(common, voices), values::scaling(rules)),
        };
        Self { voices: all, detail }
    }

    /// What may be shown. Nothing of a protected poll with fewer than 10 pairs (L18).
    pub fn shown(&self, secrecy: Secrecy) -> Option<Shown> {
        let protected = secrecy == Secrecy::Protected;
        let Group { pairs, changed, only_first, only_second } = self.voices;
        if protected && pairs < i64::from(SHIFT_PAIRS_MIN) {
            return None;
        }
        let count = |n: i64| (!protected || !is_small(n)).then_some(n);
        let open = |group: Group| !protected || group.tells_nobody_apart();
        let (mut moves, mut rows) = (None, Vec::new());
        match &self.detail {
            Detail::Moves(table) => {
                let large = !protected || table.cells_are_large();
                moves = (large && open(self.voices)).then(|| table.clone());
            }
            Detail::Values(values, scaling) => {
                rows = values.iter().map(|row| scaling.row(row, open(row.1))).collect();
            }
            Detail::Nothing => {}
        }
        Some(Shown {
            pairs: count(pairs),
            stayed: count(pairs - changed),
            changed: count(changed),
            only_first: count(only_first),
            only_second: count(only_second),
            moves,
            rows,
        })
    }
}

impl Scaling {
    fn row(self, ((o, measure), group, sum): &(RowKey, Group, i64), shown: bool) -> Row {
        let change = match measure {
            Measure::Ticks => Some(Decimal::new(*sum, 0)),
            Measure::Mean | Measure::X | Measure::Y => mean(*sum, group.pairs.saturating_mul(self.one), self.places),
        };
        Row { o: *o, measure: *measure, change: change.filter(|_| shown) }
    }
}

/// A shift as people see it. A count that is `None` reads "weniger als 5".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Voices with a ballot in both rounds.
    pub pairs: Option<i64>,
    pub stayed: Option<i64>,
    pub changed: Option<i64>,
    /// Voices of one round only; they are in none of the figures.
    pub only_first: Option<i64>,
    pub only_second: Option<i64>,
    /// Of a single choice and of yes or no, where no cell is small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves: Option<Moves>,
    /// Of all other types but words and cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
}

/// The change of one option, statement or item; of a number there is one row without `o`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub o: Option<OptionNo>,
    pub measure: Measure,
    /// Later minus earlier; `None` where it would tell about few people, or where nobody answered twice.
    pub change: Option<Decimal>,
}

#[cfg(test)]
mod tests;
