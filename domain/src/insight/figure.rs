//! The figures of a competence in a cell, and how a tally becomes them.

use super::base::BaseType;
use super::display::{self, Grain};
use super::displayed::{Bound, Displayed};
use super::tally::Tally;
use crate::coded::coded;

coded! {
    /// What a row of a release says.
    Figure {
        /// Ā, mean current level.
        Ist = "mean_ist",
        /// Ī, mean rated importance.
        Importance = "mean_importance",
        /// Mean target level; hidden where targets are ranges.
        Target = "mean_target",
        /// w̄, mean profile weight.
        Weight = "mean_weight",
        /// ḡ = Soll − Ist, positive where something is missing.
        Gap = "gap",
        /// q = NR: share below Soll.
        ShareBelow = "share_below",
        /// TR: share at Soll.
        ShareAt = "share_at",
        /// PR: share above Soll.
        ShareAbove = "share_above",
        /// g⁺, mean shortfall.
        Shortfall = "shortfall",
        Mwds = "mwds",
        WeightedGap = "weighted_gap",
        Rds = "rds",
        Pni = "pni",
        /// Standard deviation of the current level; bound `le` means "less than".
        Deviation = "deviation",
        /// Share of respondents at a level of the current-level scale.
        Level1 = "level_1",
        Level2 = "level_2",
        Level3 = "level_3",
        Level4 = "level_4",
        Level5 = "level_5",
        Level6 = "level_6",
        Level7 = "level_7",
        Level8 = "level_8",
        /// Share of opt-outs among all who saw the row: a question of its own (§2).
        OptOut = "opt_out",
    }
}

impl Figure {
    /// What headline and heat map need of the cells around the one that a page is about.
    pub const AROUND: [Self; 4] = [Self::Ist, Self::Gap, Self::ShareBelow, Self::Shortfall];

    const LEVELS: [Self; 8] = [
        Self::Level1,
        Self::Level2,
        Self::Level3,
        Self::Level4,
        Self::Level5,
        Self::Level6,
        Self::Level7,
        Self::Level8,
    ];

    /// The distribution figures of a scale with `levels` levels, lowest first.
    pub fn levels(levels: u8) -> &'static [Self] {
        &Self::LEVELS[..usize::from(levels).min(8)]
    }

    /// All figures on the rating base of a competence, in the order of the rows.
    pub fn of_rating(base: BaseType, importance_rated: bool, levels: u8) -> Vec<Self> {
        const COMPARED: [Figure; 5] =
            [Figure::Gap, Figure::ShareBelow, Figure::ShareAt, Figure::ShareAbove, Figure::Shortfall];
        let mut figures = vec![Self::Ist];
        match base {
            BaseType::Importance => {
                figures.push(Self::Importance);
                figures.extend(COMPARED);
                figures.extend([Self::Mwds, Self::Rds, Self::Pni]);
            }
            BaseType::Profile => {
                figures.extend([Self::Target, Self::Weight]);
                figures.extend(importance_rated.then_some(Self::Importance));
                figures.extend(COMPARED);
                figures.extend([Self::WeightedGap, Self::Rds]);
            }
            BaseType::IstOnly => {}
        }
        figures.push(Self::Deviation);
        figures.extend(Self::levels(levels));
        figures
    }
}

/// The rating figures of one cell. Without a grain (fewer than k, or protected) all are hidden.
pub fn rating_figures(
    tally: &Tally,
    base: BaseType,
    importance_rated: bool,
    levels: u8,
    grain: Option<Grain>,
) -> Vec<(Figure, Displayed)> {
    let figures = Figure::of_rating(base, importance_rated, levels);
    match grain {
        None => figures.into_iter().map(|figure| (figure, Displayed::Hidden)).collect(),
        Some(grain) => {
            let shown = Shown { tally, base, levels, grain };
            figures.into_iter().map(|figure| (figure, shown.figure(figure))).collect()
        }
    }
}

/// A tally that may be shown, with its grain.
struct Shown<'a> {
    tally: &'a Tally,
    base: BaseType,
    levels: u8,
    grain: Grain,
}

impl Shown<'_> {
    fn figure(&self, figure: Figure) -> Displayed {
        let Self { tally, grain, levels, .. } = *self;
        match figure {
            Figure::Ist => grain.mean(tally.mean_ist(), levels),
            Figure::Importance => grain.mean(tally.mean_importance(), levels),
            Figure::Target => grain.profile_mean(tally.mean_target()),
            Figure::Weight => grain.profile_mean(tally.mean_weight()),
            Figure::Gap => display::gap(self.soll(), self.figure(Figure::Ist)),
            Figure::ShareBelow => grain.share(tally.below(), tally.n()),
            Figure::ShareAt => grain.share(tally.at(), tally.n()),
            Figure::ShareAbove => grain.share(tally.above(), tally.n()),
            Figure::Shortfall if self.at_end() => Displayed::Hidden,
            Figure::Shortfall => grain.shortfall(tally.mean_shortfall()),
            Figure::Mwds => display::mwds(self.soll(), self.figure(Figure::Ist)),
            Figure::WeightedGap if self.at_end() => Displayed::Hidden,
            Figure::WeightedGap => {
                let gap = if tally.has_ranges() { Figure::Shortfall } else { Figure::Gap };
                display::weighted_gap(self.figure(Figure::Weight), self.figure(gap))
            }
            Figure::Rds => display::rds(self.figure(Figure::ShareAbove), self.figure(Figure::ShareBelow)),
            Figure::Pni => display::pni(self.soll(), self.figure(Figure::Ist)),
            Figure::Deviation => grain.deviation(tally.variance()),
            Figure::OptOut => Displayed::Hidden,
            level => {
                let index = Figure::LEVELS.iter().position(|l| *l == level).map_or(0, |i| i + 1);
                grain.fine_share(tally.at_level(u8::try_from(index).unwrap_or_default()), tally.n())
            }
        }
    }

    /// The displayed mean that the current level is compared with.
    fn soll(&self) -> Displayed {
        self.figure(if self.base == BaseType::Importance { Figure::Importance } else { Figure::Target })
    }

    /// A mean that enters the gap is at its open end: g⁺, PNI and WG would tell more than the end does (§6).
    fn at_end(&self) -> bool {
        self.figure(Figure::Ist).bound() != Bound::Exact || self.soll().bound() != Bound::Exact
    }
}
