//! Options: what is chosen, rated, ranked or placed.

use super::Wording;
use crate::ids::{CardId, ClusterId};
use crate::questionnaire::words;
use crate::roundtable::limits::OPTION_NO;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Number of an option, 1 to 100. Given once and never again, so that ballots of all rounds mean the same by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct OptionNo(u8);

/// A number outside 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of an option")]
pub struct InvalidOptionNo;

impl OptionNo {
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for OptionNo {
    type Error = InvalidOptionNo;

    fn try_from(number: u8) -> Result<Self, InvalidOptionNo> {
        if OPTION_NO.contains(&number) { Ok(Self(number)) } else { Err(InvalidOptionNo) }
    }
}

impl TryFrom<i64> for OptionNo {
    type Error = InvalidOptionNo;

    fn try_from(number: i64) -> Result<Self, InvalidOptionNo> {
        u8::try_from(number).map_err(|_| InvalidOptionNo)?.try_into()
    }
}

impl From<OptionNo> for u8 {
    fn from(number: OptionNo) -> Self {
        number.0
    }
}

impl From<OptionNo> for i64 {
    fn from(number: OptionNo) -> Self {
        number.0.into()
    }
}

impl fmt::Display for OptionNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A set of option numbers in one machine word; as JSON the sorted list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Vec<OptionNo>", into = "Vec<OptionNo>")]
pub struct OptionSet(u128);

impl OptionSet {
    /// False if it was in already.
    pub const fn insert(&mut self, option: OptionNo) -> bool {
        let before = self.0;
        self.0 |= 1 << option.0;
        self.0 != before
    }

    pub const fn contains(self, option: OptionNo) -> bool {
        self.0 >> option.0 & 1 == 1
    }

    /// The option with this number, if it is in the set.
    pub fn find(self, number: i64) -> Option<OptionNo> {
        OptionNo::try_from(number).ok().filter(|option| self.contains(*option))
    }

    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// In ascending order.
    pub fn iter(self) -> impl Iterator<Item = OptionNo> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let lowest = u8::try_from(rest.trailing_zeros()).ok().filter(|_| rest != 0)?;
            rest &= rest - 1;
            Some(OptionNo(lowest))
        })
    }

    /// An order of a voice's own, the same each time (live.md §4); `seed` is its voter reference.
    pub fn shuffled(self, seed: &[u8; 16]) -> Vec<OptionNo> {
        let mut options: Vec<OptionNo> = self.iter().collect();
        options.sort_by_cached_key(|option| -> [u8; 32] {
            Sha256::new().chain_update(seed).chain_update([option.0]).finalize().into()
        });
        options
    }

    /// The number for a further option: one more than the highest that was ever given; `None` when they are used up.
    pub fn next_no(self) -> Option<OptionNo> {
        let highest = self.iter().last().map_or(0, OptionNo::get);
        OptionNo::try_from(highest + 1).ok()
    }
}

impl FromIterator<OptionNo> for OptionSet {
    fn from_iter<I: IntoIterator<Item = OptionNo>>(options: I) -> Self {
        let mut set = Self::default();
        options.into_iter().for_each(|option| {
            set.insert(option);
        });
        set
    }
}

impl From<Vec<OptionNo>> for OptionSet {
    fn from(options: Vec<OptionNo>) -> Self {
        options.into_iter().collect()
    }
}

impl From<OptionSet> for Vec<OptionNo> {
    fn from(set: OptionSet) -> Self {
        set.iter().collect()
    }
}

words! {
    /// Whether an option can be chosen. Withdrawing is for the time before the first ballot (live.md §2).
    OptionState {
        Active = "active",
        Withdrawn = "withdrawn",
    }
}

/// One option as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollOption {
    pub no: OptionNo,
    pub label: Wording,
    #[serde(default = "active")]
    pub state: OptionState,
    /// What it was made of (live.md L19); empty when it was written here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<OptionSource>,
}

const fn active() -> OptionState {
    OptionState::Active
}

/// A card or cluster that became an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionSource {
    Card(CardId),
    Cluster(ClusterId),
}

/// The numbers of the options that can be chosen.
pub fn active_options(options: &[PollOption]) -> OptionSet {
    options.iter().filter(|option| option.state == OptionState::Active).map(|option| option.no).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roundtable::poll::fixture::{no, set};

    #[test]
    fn a_set_is_written_as_its_sorted_list() {
        let options: OptionSet = serde_json::from_str("[100,3,1,3]").unwrap();
        assert_eq!(serde_json::to_string(&options).unwrap(), "[1,3,100]");
        assert_eq!((options.len(), options.contains(no(3)), options.contains(no(2))), (3, true, false));
        for bad in ["[0]", "[101]", "[-1]", "[1.5]", "[\"1\"]"] {
            assert!(serde_json::from_str::<OptionSet>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn each_voice_has_an_order_of_its_own_that_stays() {
        let options = set([1, 2, 3, 4, 5, 6, 7, 8]);
        let orders: Vec<Vec<OptionNo>> = (0..4).map(|voice| options.shuffled(&[voice; 16])).collect();
        assert_eq!(orders[0], options.shuffled(&[0; 16]));
        assert!((1..4).all(|voice| orders[voice] != orders[0]));
        assert_eq!(orders[0].iter().copied().collect::<OptionSet>(), options);
    }

    #[test]
    fn a_number_is_never_given_twice() {
        assert_eq!(OptionSet::default().next_no(), Some(no(1)));
        assert_eq!(set([1, 2, 7]).next_no(), Some(no(8)));
        assert_eq!(set([100]).next_no(), None);
    }
}
