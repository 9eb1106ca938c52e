//! Priority matrix: importance against current level (IPA) or against the gap (Locus for Focus) (insight.md §3.4).

use super::assessment::{Assessed, Assessment, Axis, cuts_by_group};
use crate::ids::CompetenceId;
use crate::insight::displayed::Displayed;
use crate::insight::exact::{Decimal, Exact};
use crate::insight::input::CutRule;
use crate::insight::priority::{Cuts, Ipa, Locus, locus};
use serde::{Deserialize, Serialize};

/// With fewer competences there is a list and no quadrants.
pub const MIN_COMPETENCES: usize = 4;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixPoint {
    /// Label in the chart: place in the default order over all competences of the cell, from 1.
    pub number: u32,
    pub competence: CompetenceId,
    pub importance: Displayed,
    pub ist: Displayed,
    pub gap: Displayed,
    /// q, which stands beside every mean gap (§3.2).
    pub below: Displayed,
    pub ipa: Option<Ipa>,
    pub locus: Option<Locus>,
}

/// How many competences stand in another quadrant under another cut rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub rule: CutRule,
    pub competences: u32,
}

/// The competences of one scale and one kind of importance. Cut values are rounded to 0.01 for their labels; the
/// assignment uses the exact means of the displayed values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// L of the current-level axis, which runs from 1 to L.
    pub levels: u8,
    /// Meaning of the importance axis: 1 to L when rated, 1 to 5 for weights.
    pub axis: Axis,
    pub rule: CutRule,
    /// `None`: too few competences for quadrants.
    pub importance_cut: Option<Decimal>,
    /// `None`: too few competences, or the rule measures each at its own Soll.
    pub ist_cut: Option<Decimal>,
    /// Cuts (importance, gap) of Locus for Focus.
    pub locus_cuts: Option<(Decimal, Decimal)>,
    /// In default order.
    pub points: Vec<MatrixPoint>,
    /// One per other rule; empty without quadrants.
    pub moved: Vec<Moved>,
}

impl Assessed {
    /// One matrix per group of comparable competences, the largest first; mostly exactly one.
    pub fn matrices(&self) -> Vec<Matrix> {
        let mut matrices: Vec<Matrix> = cuts_by_group(&self.list, self.rule)
            .into_iter()
            .map(|(group, cuts)| {
                let numbered = self.list.iter().zip(1..).filter(|(a, _)| a.group() == group && a.point().is_some());
                matrix(&numbered.collect::<Vec<_>>(), self.rule, cuts, group)
            })
            .collect();
        matrices.sort_by_key(|matrix| std::cmp::Reverse(matrix.points.len()));
        matrices
    }
}

fn matrix(members: &[(&Assessment, u32)], rule: CutRule, cuts: Cuts, (levels, axis): (u8, Axis)) -> Matrix {
    let charted = members.len() >= MIN_COMPETENCES;
    let label = |value: Exact| Decimal::round(value, 2);
    let quadrants = quadrants(members, &cuts);
    let (locus_cuts, loci) = loci(members);
    let points = members.iter().zip(&quadrants).zip(loci).map(|(((a, number), ipa), locus)| MatrixPoint {
        number: *number,
        competence: a.competence,
        importance: a.reason.importance,
        ist: a.ist,
        gap: a.reason.gap,
        below: a.reason.below,
        ipa: ipa.filter(|_| charted),
        locus,
    });
    Matrix {
        levels,
        axis,
        rule,
        importance_cut: charted.then(|| label(cuts.importance)),
        ist_cut: cuts.ist.filter(|_| charted).map(label),
        locus_cuts: locus_cuts.map(|(importance, gap)| (label(importance), label(gap))),
        points: points.collect(),
        moved: if charted { moved(members, rule, &quadrants) } else { Vec::new() },
    }
}

fn quadrants(members: &[(&Assessment, u32)], cuts: &Cuts) -> Vec<Option<Ipa>> {
    members.iter().map(|(a, _)| a.point().map(|point| cuts.quadrant(&point))).collect()
}

fn moved(members: &[(&Assessment, u32)], rule: CutRule, quadrants_now: &[Option<Ipa>]) -> Vec<Moved> {
    let points: Vec<_> = members.iter().filter_map(|(a, _)| a.point()).collect();
    let others = CutRule::ALL.iter().copied().filter(|other| *other != rule);
    let moved = others.filter_map(|other| {
        let (first, _) = members.first()?;
        let cuts = Cuts::of(&points, other, first.importance_levels(), first.levels)?;
        let differing = quadrants(members, &cuts).iter().zip(quadrants_now).filter(|(a, b)| a != b).count();
        Some(Moved { rule: other, competences: u32::try_from(differing).ok()? })
    });
    moved.collect()
}

/// Locus for Focus per member: only members with a displayed gap have one, and only if enough of them do.
fn loci(members: &[(&Assessment, u32)]) -> (Option<(Exact, Exact)>, Vec<Option<Locus>>) {
    let pairs: Vec<Option<(Exact, Exact)>> =
        members.iter().map(|(a, _)| a.reason.importance.exact().zip(a.reason.gap.exact())).collect();
    let known: Vec<(Exact, Exact)> = pairs.iter().copied().flatten().collect();
    match locus(&known).filter(|_| known.len() >= MIN_COMPETENCES) {
        None => (None, vec![None; members.len()]),
        Some((cuts, loci)) => {
            let mut loci = loci.into_iter();
            (Some(cuts), pairs.iter().map(|pair| pair.and_then(|_| loci.next())).collect())
        }
    }
}
