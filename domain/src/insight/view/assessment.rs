//! Each competence of a cell with its scores, ranks, band and reason: what ranking, headline, matrix and heat map share.

use super::board::Board;
use crate::coded::coded;
use crate::ids::CompetenceId;
use crate::insight::base::BaseType;
use crate::insight::cell::CellKey;
use crate::insight::displayed::{Bound, Displayed, Third};
use crate::insight::exact::{Exact, whole};
use crate::insight::figure::Figure;
use crate::insight::input::CutRule;
use crate::insight::priority::{Band, Cuts, Point, is_big_gap};
use crate::insight::rank::{Need, disagreement, disagreement_threshold, ranks};
use crate::insight::rows::CompetenceRow;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

coded! {
    /// How needs are ordered (§3.5).
    Method {
        Gap = "gap",
        /// MWDS or weighted gap; see [`ScoreKind`].
        Score = "score",
        Rds = "rds",
        Pni = "pni",
        ShareBelow = "share_below",
    }
}

coded! {
    /// Which score a competence has: by the survey's gap source.
    ScoreKind {
        Mwds = "mwds",
        WeightedGap = "weighted_gap",
    }
}

coded! {
    /// What importance means for a competence.
    Axis {
        /// Mean importance, rated by the respondents on the scale of the competence.
        Rated = "rated",
        /// Mean weight of the job profiles, 1 to 5.
        Weight = "weight",
    }
}

/// Ranks by method, 1 = most urgent; `None` where the method has no displayed value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranks {
    pub gap: Option<u32>,
    pub score: Option<u32>,
    pub rds: Option<u32>,
    pub pni: Option<u32>,
    pub share_below: Option<u32>,
}

impl Ranks {
    pub const fn by(&self, method: Method) -> Option<u32> {
        match method {
            Method::Gap => self.gap,
            Method::Score => self.score,
            Method::Rds => self.rds,
            Method::Pni => self.pni,
            Method::ShareBelow => self.share_below,
        }
    }
}

/// Why a competence stands where it stands, for a sentence such as "60 % below Soll, importance 4.6, mean gap 1.8".
/// A share below given as a third asks for the cautious wording ("importance about 4.5").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub below: Displayed,
    pub importance: Displayed,
    pub axis: Axis,
    /// Hidden where target ranges allow no mean gap.
    pub gap: Displayed,
    /// g⁺; hidden in small cells.
    pub shortfall: Displayed,
}

/// One competence with a gap (base type P or S) in one cell, from displayed values only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub competence: CompetenceId,
    /// L.
    pub levels: u8,
    pub score_kind: ScoreKind,
    pub ist: Displayed,
    /// Mean target; hidden for gaps from importance and for ranges.
    pub target: Displayed,
    pub score: Displayed,
    pub rds: Displayed,
    pub pni: Displayed,
    pub reason: Reason,
    pub ranks: Ranks,
    /// "Methods disagree" (§3.5).
    pub disagree: bool,
    /// `None` if the competence is hidden in this cell.
    pub band: Option<Band>,
}

impl Assessment {
    /// Nothing of this competence is shown in the cell.
    pub const fn is_hidden(&self) -> bool {
        self.reason.below.is_hidden()
    }

    pub const fn value(&self, method: Method) -> Displayed {
        match method {
            Method::Gap => self.reason.gap,
            Method::Score => self.score,
            Method::Rds => self.rds,
            Method::Pni => self.pni,
            Method::ShareBelow => self.reason.below,
        }
    }

    fn of(board: &Board, cell: CellKey, row: CompetenceRow) -> Self {
        let figure = |figure: Figure| board.figure(cell, row.competence, figure);
        let rated = figure(Figure::Importance);
        let (score_kind, score) = match row.base {
            BaseType::Profile => (ScoreKind::WeightedGap, figure(Figure::WeightedGap)),
            BaseType::Importance | BaseType::IstOnly => (ScoreKind::Mwds, figure(Figure::Mwds)),
        };
        let by_weight = row.base == BaseType::Profile && rated.is_hidden();
        let (axis, importance) = if by_weight { (Axis::Weight, figure(Figure::Weight)) } else { (Axis::Rated, rated) };
        Self {
            competence: row.competence,
            levels: row.levels,
            score_kind,
            ist: figure(Figure::Ist),
            target: figure(Figure::Target),
            score,
            rds: figure(Figure::Rds),
            pni: figure(Figure::Pni),
            reason: Reason {
                below: figure(Figure::ShareBelow),
                importance,
                axis,
                gap: figure(Figure::Gap),
                shortfall: figure(Figure::Shortfall),
            },
            ranks: Ranks::default(),
            disagree: false,
            band: None,
        }
    }

    /// What may be compared with each other: competences on the same scale and with the same kind of importance.
    pub(super) const fn group(&self) -> (u8, Axis) {
        (self.levels, self.reason.axis)
    }

    /// Levels of the importance axis.
    pub(super) const fn importance_levels(&self) -> u8 {
        match self.reason.axis {
            Axis::Rated => self.levels,
            Axis::Weight => 5,
        }
    }

    pub(super) fn point(&self) -> Option<Point> {
        let zero = whole(0);
        let gap_left = match (self.reason.gap.exact(), self.reason.shortfall) {
            (Some(gap), _) => gap > zero,
            (None, Displayed::Number { bound, .. }) => bound == Bound::Exact,
            (None, _) => self.reason.below.exact().is_some_and(|q| Third::of(q) != Third::Below),
        };
        Some(Point { importance: self.reason.importance.exact()?, ist: self.ist.exact()?, gap_left })
    }

    /// Need by a method. Gap and score are taken relative to their largest possible value, so that competences on
    /// scales of different length can stand in one list; on one scale the order is that of the displayed values.
    fn need(&self, method: Method) -> Option<Need> {
        let span = whole(i64::from(self.levels) - 1);
        let score = self.score.exact().map(|score| match self.score_kind {
            ScoreKind::Mwds => score / (span * i128::from(self.levels)),
            ScoreKind::WeightedGap => score / (span * 5),
        });
        let value = self.value(method).exact()?;
        Some(match method {
            Method::Gap => (value / span, None),
            Method::Score => (score?, None),
            Method::Rds => (-value, score),
            Method::Pni => (value, None),
            Method::ShareBelow => (value, self.reason.shortfall.exact().map(|shortfall| shortfall / span)),
        })
    }

    fn is_big_gap(&self) -> bool {
        let gap = self.reason.gap.exact().or_else(|| self.reason.shortfall.exact());
        gap.is_some_and(|gap| is_big_gap(gap, self.levels))
    }

    /// Default order (§3.5): band, then score, then q. Hidden competences come last.
    fn order(&self) -> impl Ord + use<> {
        let need = |method| Reverse(self.need(method).map(|need| need.0));
        (self.band.is_none(), self.band, need(Method::Score), need(Method::ShareBelow))
    }
}

/// All competences of a cell under one cut rule: what headline, matrix and ranking are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    pub cell: CellKey,
    pub rule: CutRule,
    /// Competences with a gap that are asked in the cell, in default order (§3.5); the hidden ones last.
    pub list: Vec<Assessment>,
}

impl Board<'_> {
    /// Compares the competences of a cell. A page does this once: ranks and bands are exact and take their time.
    pub fn assess(&self, cell: CellKey, rule: CutRule) -> Assessed {
        let compared = self.asked(cell).filter(|row| row.base != BaseType::IstOnly);
        let mut list: Vec<Assessment> = compared.map(|row| Assessment::of(self, cell, row)).collect();
        set_ranks(&mut list);
        set_bands(&mut list, rule);
        list.sort_by_cached_key(Assessment::order);
        Assessed { cell, rule, list }
    }
}

fn set_ranks(list: &mut [Assessment]) {
    let by = |method| ranks(&list.iter().map(|a| a.need(method)).collect::<Vec<_>>());
    let [gap, score, rds, pni, share_below] =
        [Method::Gap, Method::Score, Method::Rds, Method::Pni, Method::ShareBelow].map(by);
    let threshold = disagreement_threshold(list.iter().filter(|a| !a.is_hidden()).count());
    for (index, assessment) in list.iter_mut().enumerate() {
        let ranks = Ranks {
            gap: gap[index],
            score: score[index],
            rds: rds[index],
            pni: pni[index],
            share_below: share_below[index],
        };
        // The plain gap is no method of its own (§3.5): it is part of the score.
        let spread = disagreement(&[ranks.score, ranks.rds, ranks.pni, ranks.share_below]);
        assessment.disagree = spread.is_some_and(|spread| spread >= threshold);
        assessment.ranks = ranks;
    }
}

/// Cuts per group of comparable competences.
pub(super) fn cuts_by_group(list: &[Assessment], rule: CutRule) -> BTreeMap<(u8, Axis), Cuts> {
    let mut points: BTreeMap<(u8, Axis), (u8, Vec<Point>)> = BTreeMap::new();
    for assessment in list {
        if let Some(point) = assessment.point() {
            let group = points.entry(assessment.group()).or_insert((assessment.importance_levels(), Vec::new()));
            group.1.push(point);
        }
    }
    let cuts = points.into_iter().filter_map(|(group, (importance_levels, points))| {
        Some((group, Cuts::of(&points, rule, importance_levels, group.0)?))
    });
    cuts.collect()
}

fn set_bands(list: &mut [Assessment], rule: CutRule) {
    let cuts = cuts_by_group(list, rule);
    for assessment in list {
        let share: Option<Exact> = assessment.reason.below.exact();
        let important = assessment.point().zip(cuts.get(&assessment.group())).map(|(p, cuts)| cuts.is_important(&p));
        assessment.band =
            important.zip(share).map(|(important, q)| Band::of(important, Third::of(q), assessment.is_big_gap()));
    }
}
