//! Raised hands (live.md L24): counts without ballots.

use super::{Kind, OptionNo, OptionSet, Rules};
use crate::roundtable::limits::HAND_COUNT_MAX;
use std::collections::BTreeMap;

/// What hands were raised for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    Abstain,
    Option(OptionNo),
    Step {
        statement: OptionNo,
        step: u8,
    },
    Yes,
    No,
    /// Of multiple choice: how many people raised a hand at all, which the options do not tell.
    People,
}

const ABSTAIN: u16 = 0;
const YES: u16 = 1;
const NO: u16 = 2;
const PEOPLE: u16 = 10_000;
const STATEMENT: u16 = 100;

impl Mark {
    /// The stored number: of an option its own, of a step statement × 100 + step, 1 yes, 2 no, 0 an abstention, 10,000
    /// the people of a multiple choice.
    pub fn code(self) -> u16 {
        match self {
            Self::Abstain => ABSTAIN,
            Self::Option(option) => option.get().into(),
            Self::Step { statement, step } => u16::from(statement.get()) * STATEMENT + u16::from(step),
            Self::Yes => YES,
            Self::No => NO,
            Self::People => PEOPLE,
        }
    }

    /// The mark behind a stored or posted number, if hands can be counted for it in this poll.
    pub fn from_code(rules: &Rules, options: OptionSet, code: u16) -> Option<Self> {
        let option = |number: u16| options.find(number.into());
        match (rules, code) {
            (Rules::Single(_) | Rules::Multi(_) | Rules::Scale(_) | Rules::YesNo(_), ABSTAIN) => Some(Self::Abstain),
            (Rules::Multi(_), PEOPLE) => Some(Self::People),
            (Rules::Single(_) | Rules::Multi(_), number) => option(number).map(Self::Option),
            (Rules::YesNo(_), YES) => Some(Self::Yes),
            (Rules::YesNo(_), NO) => Some(Self::No),
            (Rules::Scale(rules), code) => {
                let step = u8::try_from(code % STATEMENT).ok().filter(|step| (1..=rules.steps).contains(step))?;
                option(code / STATEMENT).map(|statement| Self::Step { statement, step })
            }
            _ => None,
        }
    }
}

/// Hands of one room or table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Area(BTreeMap<Mark, u32>);

/// All hands of a round, by room or table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hands(BTreeMap<String, Area>);

/// A count above 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more hands than can be counted")]
pub struct TooManyHands;

impl Hands {
    /// Sets a count; it replaces an earlier one of the same area and mark.
    ///
    /// # Errors
    /// [`TooManyHands`] for more than 10,000.
    pub fn set(&mut self, area: &str, mark: Mark, count: u32) -> Result<(), TooManyHands> {
        if count > HAND_COUNT_MAX {
            return Err(TooManyHands);
        }
        self.0.entry(area.to_owned()).or_default().0.insert(mark, count);
        Ok(())
    }

    /// No area has counted anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Hands per mark, over all areas.
    pub(super) fn marks(&self) -> BTreeMap<Mark, i64> {
        let mut marks = BTreeMap::new();
        for (mark, count) in self.0.values().flat_map(|area| &area.0) {
            *marks.entry(*mark).or_default() += i64::from(*count);
        }
        marks
    }

    /// People who answered by hand, abstentions not among them. Where one person may raise a hand several times it is
    /// the number that was counted, and at least the greatest number of hands at once.
    pub(super) fn people(&self, kind: Kind) -> i64 {
        self.0.values().map(|area| area.people(kind)).sum()
    }
}

impl Area {
    fn people(&self, kind: Kind) -> i64 {
        let answers = self.0.iter().filter(|(mark, _)| **mark != Mark::Abstain);
        let answers = answers.map(|(mark, count)| (*mark, i64::from(*count)));
        match kind {
            Kind::Multi => answers.map(|(_, count)| count).max().unwrap_or_default(),
            Kind::Scale => {
                let mut statements: BTreeMap<OptionNo, i64> = BTreeMap::new();
                for (mark, count) in answers {
                    if let Mark::Step { statement, .. } = mark {
                        *statements.entry(statement).or_default() += count;
                    }
                }
                statements.into_values().max().unwrap_or_default()
            }
            Kind::Single | Kind::YesNo => answers.map(|(_, count)| count).sum(),
            Kind::Number | Kind::Rank | Kind::Points | Kind::Dots | Kind::Grid | Kind::Words | Kind::Cards => 0,
        }
    }
}
