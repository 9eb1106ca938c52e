//! What a ballot of a poll must keep to.

use super::problem::{Found, RuleError, RuleProblem};
use super::{
    Kind, OptionSet, PollOption, active_options, cards, dots, grid, multi, number, points, rank, scale, single, words,
    yesno,
};
use crate::roundtable::limits::{GRID_ITEMS, OPTION_LABEL_MAX, OPTIONS, SCALE_STATEMENTS};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The rules of a poll as the database keeps them: JSON with the kind as `kind` (live.md §5). Frozen at the poll's first
/// ballot (L21). Whether abstaining is allowed is not part of them, see [`Offer`](super::Offer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Rules {
    Single(single::Rules),
    Multi(multi::Rules),
    Scale(scale::Rules),
    Number(number::Rules),
    Rank(rank::Rules),
    Points(points::Rules),
    Dots(dots::Rules),
    Grid(Box<grid::Rules>),
    Words(words::Rules),
    Cards(cards::Rules),
    YesNo(yesno::Rules),
}

impl Rules {
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Single(_) => Kind::Single,
            Self::Multi(_) => Kind::Multi,
            Self::Scale(_) => Kind::Scale,
            Self::Number(_) => Kind::Number,
            Self::Rank(_) => Kind::Rank,
            Self::Points(_) => Kind::Points,
            Self::Dots(_) => Kind::Dots,
            Self::Grid(_) => Kind::Grid,
            Self::Words(_) => Kind::Words,
            Self::Cards(_) => Kind::Cards,
            Self::YesNo(_) => Kind::YesNo,
        }
    }

    /// Everything that stands against saving the poll with these options; empty when it is sound.
    pub fn problems(&self, options: &[PollOption]) -> Vec<RuleError> {
        let active = active_options(options).len();
        let mut found = self.problems_with(active);
        self.option_problems(options, active, &mut found);
        found.0
    }

    /// What stands against the rules themselves, where so many options can be chosen.
    pub(super) fn problems_with(&self, active: usize) -> Found {
        let mut found = Found(Vec::new());
        match self {
            Self::Single(_) | Self::YesNo(_) => {}
            Self::Multi(rules) => rules.problems(active, &mut found),
            Self::Scale(rules) => rules.problems(&mut found),
            Self::Number(rules) => rules.problems(&mut found),
            Self::Rank(rules) => rules.problems(active, &mut found),
            Self::Points(rules) => rules.problems(active, &mut found),
            Self::Dots(rules) => rules.problems(active, &mut found),
            Self::Grid(rules) => rules.problems(&mut found),
            Self::Words(rules) => rules.problems(&mut found),
            Self::Cards(rules) => rules.problems(&mut found),
        }
        found
    }

    fn option_problems(&self, options: &[PollOption], active: usize, found: &mut Found) {
        let (min, max) = match self {
            Self::Scale(_) => (*SCALE_STATEMENTS.start(), *SCALE_STATEMENTS.end()),
            Self::Grid(_) => (*GRID_ITEMS.start(), *GRID_ITEMS.end()),
            Self::Single(_) | Self::Multi(_) | Self::Rank(_) | Self::Points(_) | Self::Dots(_) => {
                (*OPTIONS.start(), *OPTIONS.end())
            }
            Self::Number(_) | Self::Words(_) | Self::Cards(_) | Self::YesNo(_) => (0, 0),
        };
        found.count("options", active, min, max);
        let (mut numbers, mut labels) = (OptionSet::default(), BTreeSet::new());
        for option in options {
            let field = format!("options.{}", option.no);
            found.wording(&field, &option.label, OPTION_LABEL_MAX);
            let repeated = !numbers.insert(option.no) | !labels.insert(option.label.de.trim());
            found.when(repeated, field, RuleProblem::Repeated);
        }
    }
}

#[cfg(test)]
mod tests;
