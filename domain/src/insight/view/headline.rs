//! "Das Wichtigste": up to three urgent needs with their reasons, and one strength (insight.md §7).

use super::assessment::{Assessed, Assessment, Reason, cuts_by_group};
use super::board::Board;
use crate::ids::CompetenceId;
use crate::insight::cell::CellKey;
use crate::insight::displayed::Displayed;
use crate::insight::exact::whole;
use crate::insight::figure::Figure;
use crate::insight::input::CutRule;
use crate::insight::priority::{Band, Ipa};
use serde::{Deserialize, Serialize};

/// The cells below where a gap is largest: more than one if they display the same value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Where {
    pub cells: Vec<Place>,
    pub gap: Displayed,
}

/// A cell with its share below Soll, without which no mean gap is said (§3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub cell: CellKey,
    pub below: Displayed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    pub competence: CompetenceId,
    pub reason: Reason,
    /// `None` if no cell below shows a positive gap, or if all of them show the same.
    pub largest: Option<Where>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    pub competence: CompetenceId,
    pub ist: Displayed,
    pub reason: Reason,
}

/// The finding of a cell. Empty `needs` means: nothing is urgent, which the page says; it never fills up with less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    pub needs: Vec<Need>,
    pub strength: Option<Strength>,
}

impl Headline {
    pub const MAX_NEEDS: usize = 3;
}

impl Board<'_> {
    pub fn headline(&self, assessed: &Assessed) -> Headline {
        let Assessed { cell, rule, list } = assessed;
        let urgent = list.iter().filter(|a| a.band == Some(Band::High)).take(Headline::MAX_NEEDS);
        let needs = urgent.map(|a| Need {
            competence: a.competence,
            reason: a.reason,
            largest: self.largest_gap(*cell, a.competence),
        });
        Headline { needs: needs.collect(), strength: strength(list, *rule) }
    }

    fn largest_gap(&self, cell: CellKey, competence: CompetenceId) -> Option<Where> {
        let children = self.children(cell).into_iter();
        let gaps: Vec<(CellKey, Displayed)> = children
            .map(|child| (child, self.figure(child, competence, Figure::Gap)))
            .filter(|(_, gap)| gap.is_shown())
            .collect();
        let largest = gaps.iter().filter_map(|(_, gap)| gap.exact()).max().filter(|gap| *gap > whole(0))?;
        let at_largest = gaps.iter().filter(|(_, gap)| gap.exact() == Some(largest));
        let place = |cell| Place { cell, below: self.figure(cell, competence, Figure::ShareBelow) };
        let cells: Vec<Place> = at_largest.clone().map(|(cell, _)| place(*cell)).collect();
        let gap = at_largest.map(|(_, gap)| *gap).next()?;
        (cells.len() < gaps.len()).then_some(Where { cells, gap })
    }
}

/// The strongest competence of quadrant B, if there are enough competences for quadrants. One that is urgent all the
/// same (above average, yet below its Soll) is no strength to congratulate on.
fn strength(list: &[Assessment], rule: CutRule) -> Option<Strength> {
    let cuts = cuts_by_group(list, rule);
    let in_group = |a: &Assessment| list.iter().filter(|b| b.group() == a.group() && b.point().is_some()).count();
    let kept_up = list.iter().filter(|a| {
        let quadrant = a.point().zip(cuts.get(&a.group())).map(|(point, cuts)| cuts.quadrant(&point));
        quadrant == Some(Ipa::KeepUp) && a.band != Some(Band::High) && in_group(a) >= super::matrix::MIN_COMPETENCES
    });
    // `max_by_key` keeps the last of equals; reversed, the first in default order wins.
    let best = kept_up.rev().max_by_key(|a| a.ist.exact())?;
    Some(Strength { competence: best.competence, ist: best.ist, reason: best.reason })
}
