//! What has a base of its own in a round (insight.md §5.3 rule 6): the whole question, or each statement and each item
//! of a matrix, which a voice may leave out.

use crate::roundtable::poll::scale::DONT_KNOW;
use crate::roundtable::poll::{Answer, Kind, OptionNo, OptionSet, Rules};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Whole,
    One(OptionNo),
}

/// What a voice says about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<'a> {
    Whole(&'a Answer),
    Step(u8),
    Place([u8; 2]),
}

impl Item {
    /// The items of a poll; none for open text, which is never segmented (L39).
    pub(super) fn of(rules: &Rules, options: OptionSet) -> Vec<Self> {
        match rules.kind() {
            Kind::Scale | Kind::Grid => options.iter().map(Self::One).collect(),
            Kind::Words | Kind::Cards => Vec::new(),
            Kind::Single | Kind::Multi | Kind::Number | Kind::Rank | Kind::Points | Kind::Dots | Kind::YesNo => {
                vec![Self::Whole]
            }
        }
    }

    /// `None` for a voice outside the base: it left the item out, or does not know.
    pub(super) fn said(self, answer: &Answer) -> Option<Said<'_>> {
        match (self, answer) {
            (Self::Whole, answer) => Some(Said::Whole(answer)),
            (Self::One(statement), Answer::Scale(steps)) => {
                steps.get(&statement).filter(|step| **step != DONT_KNOW).map(|step| Said::Step(*step))
            }
            (Self::One(item), Answer::Grid(places)) => places.get(&item).map(|place| Said::Place(*place)),
            (Self::One(_), _) => None,
        }
    }
}
