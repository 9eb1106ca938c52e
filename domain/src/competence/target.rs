//! Targets: which level of a competence a kind of work asks for.

use crate::questionnaire::Level;
use serde::{Deserialize, Serialize};

/// Competences of one profile: as many as a survey may rate (needs-analysis §17).
pub const TARGETS_MAX: usize = 120;
/// More people than an audience may have (needs-analysis §17) cannot be needed.
const PEOPLE_MAX: u32 = 20_000;

/// How much a competence matters for the work: 1 to 5, 3 unless somebody says otherwise (needs-analysis §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Weight(u8);

impl Weight {
    pub const MAX: u8 = 5;

    /// `None` outside of 1 to 5.
    pub const fn new(value: u8) -> Option<Self> {
        if value >= 1 && value <= Self::MAX { Some(Self(value)) } else { None }
    }

    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Weight {
    fn default() -> Self {
        Self(3)
    }
}

impl TryFrom<u8> for Weight {
    type Error = TargetProblem;

    fn try_from(value: u8) -> Result<Self, TargetProblem> {
        Self::new(value).ok_or(TargetProblem::Weight)
    }
}

impl From<Weight> for u8 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}

/// The target of one competence in a job profile: a level or a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub soll_min: Level,
    /// Not below `soll_min`.
    pub soll_max: Level,
    pub weight: Weight,
    /// How many of the unit must reach it; `None`: everybody with the profile.
    pub people_needed: Option<u32>,
}

/// What somebody typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct RawTarget<'a> {
    pub soll_min: &'a str,
    /// Blank: the same as `soll_min`.
    pub soll_max: &'a str,
    /// Blank: 3.
    pub weight: &'a str,
    /// Blank: everybody.
    pub people_needed: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetField {
    SollMin,
    SollMax,
    Weight,
    PeopleNeeded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetProblem {
    #[error("not a level from 1 to {max}")]
    Level { max: u8 },
    #[error("the highest level is below the lowest one")]
    Reversed,
    #[error("not a weight from 1 to {}", Weight::MAX)]
    Weight,
    #[error("not a number of people from 0 to {PEOPLE_MAX}")]
    People,
}

impl Target {
    /// The middle of a scale of `levels` levels with the usual weight: where editing starts.
    ///
    /// `None` for a scale without levels or with more than 8.
    pub fn middle(levels: u8) -> Option<Self> {
        let level = Level::new(levels.div_ceil(2)).ok().filter(|_| levels <= Level::MAX)?;
        Some(Self { soll_min: level, soll_max: level, weight: Weight::default(), people_needed: None })
    }

    /// A target on a scale of `levels` levels.
    ///
    /// # Errors
    /// Every wrong field.
    pub fn parse(raw: RawTarget<'_>, levels: u8) -> Result<Self, Vec<(TargetField, TargetProblem)>> {
        let wrong_level = |_| TargetProblem::Level { max: levels };
        let soll_min = Level::parse(raw.soll_min.trim(), levels).map_err(wrong_level);
        let soll_max = match raw.soll_max.trim() {
            "" => soll_min,
            text => Level::parse(text, levels).map_err(wrong_level),
        };
        let soll_max = match (soll_min, soll_max) {
            (Ok(min), Ok(max)) if max < min => Err(TargetProblem::Reversed),
            (Err(_), _) if raw.soll_max.trim().is_empty() => Ok(None),
            (_, max) => max.map(Some),
        };
        let weight = match raw.weight.trim() {
            "" => Ok(Weight::default()),
            text => text.parse().ok().and_then(Weight::new).ok_or(TargetProblem::Weight),
        };
        let people_needed = match raw.people_needed.trim() {
            "" => Ok(None),
            text if text.bytes().all(|b| b.is_ascii_digit()) => {
                text.parse().ok().filter(|count| *count <= PEOPLE_MAX).map(Some).ok_or(TargetProblem::People)
            }
            _ => Err(TargetProblem::People),
        };
        match (soll_min, soll_max, weight, people_needed) {
            (Ok(soll_min), Ok(Some(soll_max)), Ok(weight), Ok(people_needed)) => {
                Ok(Self { soll_min, soll_max, weight, people_needed })
            }
            (soll_min, soll_max, weight, people_needed) => Err([
                (TargetField::SollMin, soll_min.err()),
                (TargetField::SollMax, soll_max.err()),
                (TargetField::Weight, weight.err()),
                (TargetField::PeopleNeeded, people_needed.err()),
            ]
            .into_iter()
            .filter_map(|(field, problem)| Some((field, problem?)))
            .collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TargetField::{PeopleNeeded, SollMax, SollMin};

    type Expected<'a> = Result<(u8, u8, u8, Option<u32>), &'a [(TargetField, TargetProblem)]>;

    fn check(fields: [&str; 4], expected: Expected<'_>) {
        let [soll_min, soll_max, weight, people_needed] = fields;
        let found = Target::parse(RawTarget { soll_min, soll_max, weight, people_needed }, 5)
            .map(|target| (target.soll_min.get(), target.soll_max.get(), target.weight.get(), target.people_needed));
        assert_eq!(found, expected.map_err(<[_]>::to_vec), "{fields:?}");
    }

    #[test]
    fn a_target_is_a_level_or_a_range_with_weight_and_head_count() {
        const LEVEL: TargetProblem = TargetProblem::Level { max: 5 };
        check(["3", "4", "5", "2"], Ok((3, 4, 5, Some(2))));
        check(["3", "", "", ""], Ok((3, 3, 3, None)));
        check([" 1", "5 ", "1", "0"], Ok((1, 5, 1, Some(0))));
        check(["4", "3", "3", ""], Err(&[(SollMax, TargetProblem::Reversed)]));
        check(["0", "6", "3", ""], Err(&[(SollMin, LEVEL), (SollMax, LEVEL)]));
        check(["", "", "", ""], Err(&[(SollMin, LEVEL)]));
        check(
            ["2", "2", "6", "-1"],
            Err(&[(TargetField::Weight, TargetProblem::Weight), (PeopleNeeded, TargetProblem::People)]),
        );
        check(
            ["2", "2", "0", "20001"],
            Err(&[(TargetField::Weight, TargetProblem::Weight), (PeopleNeeded, TargetProblem::People)]),
        );
        check(["2", "2", "3", "+5"], Err(&[(PeopleNeeded, TargetProblem::People)]));
    }

    #[test]
    fn a_new_target_starts_in_the_middle() {
        for (levels, middle) in [(3, 2), (4, 2), (5, 3), (8, 4)] {
            assert_eq!(Target::middle(levels).map(|target| target.soll_min.get()), Some(middle), "{levels}");
        }
        assert_eq!(Target::middle(0), None);
        assert_eq!(Target::middle(9), None);
    }
}
