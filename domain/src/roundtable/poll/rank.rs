//! Options in an order (live.md §5, Ranking). Ballot `{"r":[5,2,9]}`, best first.

use super::figures::mean;
use super::payload::{Amounts, NotANumber};
use super::problem::Found;
use super::{BallotError, FieldError, OptionNo, OptionSet};
use crate::insight::Decimal;
use crate::roundtable::limits::PAIRWISE_OPTIONS_MAX;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Places that can be given.
    pub max_rank: u8,
    /// All of them must be given.
    #[serde(default)]
    pub complete: bool,
}

impl Rules {
    pub(super) fn problems(&self, active: usize, found: &mut Found) {
        found.range("max_rank", self.max_rank, 1, i64::try_from(active).unwrap_or(i64::MAX));
    }

    /// A ranking that came as a list.
    pub(super) fn check_list(&self, ranked: &[i64], offered: OptionSet) -> Result<Vec<OptionNo>, Vec<FieldError>> {
        let refused = |error| vec![FieldError::new("r", error)];
        let mut seen = OptionSet::default();
        let mut ranking = Vec::with_capacity(ranked.len().min(offered.len()));
        for option in ranked {
            let option = offered.find(*option).ok_or_else(|| refused(BallotError::UnknownOption))?;
            if !seen.insert(option) {
                return Err(refused(BallotError::Repeated));
            }
            ranking.push(option);
        }
        self.check_length(ranking.len()).map_err(refused)?;
        Ok(ranking)
    }

    /// A ranking that came as a place per option: every place from 1 on exactly once.
    pub(super) fn check_places(&self, places: &Amounts, offered: OptionSet) -> Result<Vec<OptionNo>, Vec<FieldError>> {
        let mut by_place: BTreeMap<u8, OptionNo> = BTreeMap::new();
        let mut errors = Vec::new();
        for (option, place) in places {
            if let Err(error) = self.put(&mut by_place, *option, *place, offered) {
                errors.push(FieldError::new(format!("p.{option}"), error));
            }
        }
        if errors.is_empty() {
            let gap = (1_u8..).zip(&by_place).find(|(expected, (place, _))| expected != *place);
            errors.extend(gap.map(|(place, (_, option))| {
                FieldError::new(format!("p.{option}"), BallotError::PlaceMissing { place })
            }));
        }
        if errors.is_empty() {
            errors.extend(self.check_length(by_place.len()).err().map(|error| FieldError::new("p", error)));
        }
        if errors.is_empty() { Ok(by_place.into_values().collect()) } else { Err(errors) }
    }

    fn put(
        &self,
        by_place: &mut BTreeMap<u8, OptionNo>,
        option: i64,
        place: Result<i64, NotANumber>,
        offered: OptionSet,
    ) -> Result<(), BallotError> {
        let option = offered.find(option).ok_or(BallotError::UnknownOption)?;
        let place = place.map_err(|_| BallotError::NotANumber)?;
        let place = u8::try_from(place).ok().filter(|place| (1..=self.max_rank).contains(place));
        let place = place.ok_or_else(|| BallotError::out_of_range(1, self.max_rank))?;
        match by_place.insert(place, option) {
            None => Ok(()),
            Some(_) => Err(BallotError::SamePlace { place }),
        }
    }

    fn check_length(&self, given: usize) -> Result<(), BallotError> {
        match given {
            0 => Err(BallotError::NothingChosen),
            _ if given > usize::from(self.max_rank) => Err(BallotError::TooMany { max: self.max_rank, given }),
            _ if self.complete && given < usize::from(self.max_rank) => {
                Err(BallotError::TooFew { min: self.max_rank, given })
            }
            _ => Ok(()),
        }
    }
}

/// Borda points, first choices and comparisons of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// In ascending order of number.
    pub(super) options: Vec<OptionNo>,
    pub(super) rows: Vec<Counted>,
    /// Voices that put the option of the row above that of the column; rows one after another.
    above: Vec<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counted {
    pub(super) borda2: i64,
    pub(super) first: i64,
    pub(super) ranked: i64,
}

impl Tally {
    pub(super) fn new(options: OptionSet) -> Self {
        let m = options.len();
        Self { options: options.iter().collect(), rows: vec![Counted::default(); m], above: vec![0; m * m] }
    }

    /// With m options and q of them ranked, place p gives 2(m−p) half points and each unranked option m−q−1, so that
    /// every ballot hands out m(m−1). Ranked stands above unranked; unranked pairs count for none.
    pub(super) fn add(&mut self, ranking: &[OptionNo], weight: i64) {
        let m = self.options.len();
        let mut ranked = OptionSet::default();
        let mut points = 2 * to_i64(m);
        for (place, option) in ranking.iter().enumerate() {
            let Ok(at) = self.options.binary_search(option) else { continue };
            points -= 2;
            ranked.insert(*option);
            let row = &mut self.rows[at];
            row.borda2 += points * weight;
            row.ranked += weight;
            row.first += if place == 0 { weight } else { 0 };
            let others = self.above[at * m..].iter_mut().zip(&self.options);
            others.filter(|(_, other)| !ranked.contains(**other)).for_each(|(above, _)| *above += weight);
        }
        let points = to_i64(m) - to_i64(ranking.len()) - 1;
        let rows = self.rows.iter_mut().zip(&self.options);
        rows.filter(|(_, option)| !ranked.contains(**option)).for_each(|(row, _)| row.borda2 += points * weight);
    }

    fn above(&self, a: usize, b: usize) -> i64 {
        self.above[a * self.options.len() + b]
    }

    /// The option that more voices put above each other option than below it.
    fn condorcet(&self) -> Option<OptionNo> {
        let all = 0..self.options.len();
        let beats_all = |a: usize| all.clone().all(|b| a == b || self.above(a, b) > self.above(b, a));
        all.clone().find(|a| all.len() > 1 && beats_all(*a)).map(|a| self.options[a])
    }

    /// `voices` is what all voices together weigh.
    pub(super) fn outcome(&self, voices: i64) -> Outcome {
        let row = |(o, counted): (&OptionNo, &Counted)| Row {
            o: *o,
            borda2: counted.borda2,
            mean: mean(counted.borda2, 2 * voices, 1),
            first: counted.first,
            ranked: counted.ranked,
        };
        let m = self.options.len();
        let pairs = (m > 0 && m <= PAIRWISE_OPTIONS_MAX).then(|| self.above.chunks(m).map(<[i64]>::to_vec).collect());
        Outcome { rows: self.options.iter().zip(&self.rows).map(row).collect(), pairs, condorcet: self.condorcet() }
    }
}

fn to_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// By option number.
    pub rows: Vec<Row>,
    /// Voices that put the option of the row above that of the column, in the order of `rows`; none for more than 30
    /// options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Vec<Vec<i64>>>,
    /// The option that wins against every other one, if there is one.
    pub condorcet: Option<OptionNo>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub o: OptionNo,
    /// Half points.
    pub borda2: i64,
    /// Borda points per voice, one decimal: from 0 to one less than there are options.
    pub mean: Option<Decimal>,
    /// Voices that put it first.
    pub first: i64,
    /// Voices that ranked it at all.
    pub ranked: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roundtable::poll::fixture::{no, set};

    fn tally(ballots: &[&[u8]]) -> Tally {
        let mut tally = Tally::new(set([1, 2, 3, 4]));
        for ballot in ballots {
            tally.add(&ballot.iter().copied().map(no).collect::<Vec<_>>(), 1);
        }
        tally
    }

    /// By hand for m = 4: place 1, 2, 3, 4 give 6, 4, 2, 0 half points.
    #[test]
    fn a_partial_ballot_shares_the_rest_among_the_unranked() {
        fn check(ballot: &[u8], expected: [i64; 4]) {
            let points: Vec<i64> = tally(&[ballot]).rows.iter().map(|row| row.borda2).collect();
            assert_eq!(points, expected, "{ballot:?}");
            assert_eq!(points.iter().sum::<i64>(), 12);
        }
        check(&[2, 1, 3, 4], [4, 6, 2, 0]);
        check(&[2, 1, 3], [4, 6, 2, 0]);
        check(&[2, 1], [4, 6, 1, 1]);
        check(&[2], [2, 6, 2, 2]);
    }

    /// 1>2>3, 2>3>1 and 3>1>2 beat each other in a circle; a further 1 alone makes it the winner over 2 and 4.
    #[test]
    fn a_winner_must_beat_every_other_option() {
        let circle = tally(&[&[1, 2, 3], &[2, 3, 1], &[3, 1, 2]]).outcome(3);
        assert_eq!(circle.condorcet, None);
        let pairs = vec![vec![0, 2, 1, 3], vec![1, 0, 2, 3], vec![2, 1, 0, 3], vec![0; 4]];
        assert_eq!(circle.pairs, Some(pairs));
        let decided = tally(&[&[1, 2, 3], &[2, 3, 1], &[3, 1, 2], &[1], &[1]]).outcome(5);
        assert_eq!(decided.condorcet, Some(no(1)));
        let first = decided.rows[0];
        // 6 + 2 + 4 + 6 + 6 half points of five voices: 24 / 10.
        assert_eq!((first.borda2, first.mean, first.first, first.ranked), (24, Some(Decimal::new(24, 1)), 3, 5));
        assert_eq!(tally(&[]).outcome(0).rows[0].mean, None);
    }
}
