//! Sums over a base and the statistics that follow from them (insight.md §3.1–3.3). Sums add up over disjoint groups,
//! so a cell is the sum of its units. Undefined is `None`, never 0.

use super::exact::{Exact, fraction, whole};
use super::input::Target;

/// What a current level is compared with.
#[derive(Debug, Clone, Copy)]
pub enum Wanted {
    Importance(u8),
    Target { target: Target, importance: Option<u8> },
    Nothing,
}

/// One respondent's place in the base of one competence.
#[derive(Debug, Clone, Copy)]
pub struct Observation {
    pub ist: u8,
    pub wanted: Wanted,
}

impl Observation {
    /// The gap `d` (§3.2), positive where something is missing. P: `I − A`. S: distance to the nearest level of the
    /// target range, 0 within it. I: undefined.
    pub fn gap(&self) -> Option<i64> {
        let ist = i64::from(self.ist);
        match self.wanted {
            Wanted::Importance(importance) => Some(i64::from(importance) - ist),
            Wanted::Target { target, .. } => {
                let nearest = self.ist.clamp(target.lo, target.hi.max(target.lo));
                Some(i64::from(nearest) - ist)
            }
            Wanted::Nothing => None,
        }
    }
}

/// Exact sums over the observations of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    n: i64,
    ist: i64,
    ist_squares: i64,
    levels: [u32; 8],
    rated: i64,
    importance: i64,
    targets: i64,
    target: i64,
    weight: i64,
    weighted_gap: i64,
    ranges: bool,
    compared: i64,
    gap: i64,
    shortfall: i64,
    below: u32,
    at: u32,
    above: u32,
}

impl Tally {
    pub fn add(&mut self, observation: &Observation) {
        self.add_times(observation, 1);
    }

    /// The same observation of several respondents.
    pub fn add_times(&mut self, observation: &Observation, times: u32) {
        let t = i64::from(times);
        let ist = i64::from(observation.ist);
        self.n += t;
        self.ist += t * ist;
        self.ist_squares += t * ist * ist;
        if let Some(count) = self.levels.get_mut(usize::from(observation.ist).wrapping_sub(1)) {
            *count += times;
        }
        let Some(gap) = observation.gap() else { return };
        self.compared += t;
        self.gap += t * gap;
        self.shortfall += t * gap.max(0);
        match gap {
            1.. => self.below += times,
            0 => self.at += times,
            _ => self.above += times,
        }
        let importance = match observation.wanted {
            Wanted::Importance(importance) => Some(importance),
            Wanted::Target { target, importance } => {
                self.targets += t;
                self.target += t * i64::from(target.lo);
                self.weight += t * i64::from(target.weight);
                self.weighted_gap += t * i64::from(target.weight) * gap;
                self.ranges |= target.lo != target.hi;
                importance
            }
            Wanted::Nothing => None,
        };
        if let Some(importance) = importance {
            self.rated += t;
            self.importance += t * i64::from(importance);
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.ist += other.ist;
        self.ist_squares += other.ist_squares;
        for (mine, theirs) in self.levels.iter_mut().zip(other.levels) {
            *mine += theirs;
        }
        self.rated += other.rated;
        self.importance += other.importance;
        self.targets += other.targets;
        self.target += other.target;
        self.weight += other.weight;
        self.weighted_gap += other.weighted_gap;
        self.ranges |= other.ranges;
        self.compared += other.compared;
        self.gap += other.gap;
        self.shortfall += other.shortfall;
        self.below += other.below;
        self.at += other.at;
        self.above += other.above;
    }

    /// Size of the base.
    pub fn n(&self) -> u32 {
        u32::try_from(self.n).unwrap_or(u32::MAX)
    }

    /// Respondents who chose this level.
    pub fn at_level(&self, level: u8) -> u32 {
        self.levels.get(usize::from(level).wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// `Ā = ΣA/n`.
    pub fn mean_ist(&self) -> Option<Exact> {
        fraction(self.ist, self.n)
    }

    /// `Ī = ΣI/n`.
    pub fn mean_importance(&self) -> Option<Exact> {
        fraction(self.importance, self.rated)
    }

    /// Mean target level; undefined where a target is a range.
    pub fn mean_target(&self) -> Option<Exact> {
        fraction(self.target, self.targets).filter(|_| !self.ranges)
    }

    /// A target of the base is a range of levels.
    pub fn has_ranges(&self) -> bool {
        self.ranges
    }

    /// `w̄`, mean profile weight.
    pub fn mean_weight(&self) -> Option<Exact> {
        fraction(self.weight, self.targets)
    }

    /// Sample variance of the current level, `s² = Σ(A−Ā)²/(n−1)`; undefined for n < 2 (§3.1).
    pub fn variance(&self) -> Option<Exact> {
        let square_of_sum = fraction(self.ist, 1)? * fraction(self.ist, self.n)?;
        (self.n >= 2).then(|| (whole(self.ist_squares) - square_of_sum) / whole(self.n - 1))
    }

    /// `ḡ = Σd/n`.
    pub fn mean_gap(&self) -> Option<Exact> {
        fraction(self.gap, self.compared)
    }

    /// `g⁺ = Σmax(0,d)/n`: over-fulfilment of some never hides what others lack.
    pub fn mean_shortfall(&self) -> Option<Exact> {
        fraction(self.shortfall, self.compared)
    }

    /// NR: respondents below Soll, d > 0.
    pub fn below(&self) -> u32 {
        self.below
    }

    /// TR: respondents at Soll, d = 0.
    pub fn at(&self) -> u32 {
        self.at
    }

    /// PR: respondents above Soll, d < 0.
    pub fn above(&self) -> u32 {
        self.above
    }

    /// `q = #{d>0}/n`.
    pub fn share_below(&self) -> Option<Exact> {
        fraction(i64::from(self.below), self.compared)
    }

    /// MWDS (Borich 1980): `Σ(d_i·Ī)/n`, the same as `Ī·(Ī−Ā)`; `−L²/4` to `L(L−1)`. Type P only: undefined where
    /// the gap comes from targets.
    pub fn mwds(&self) -> Option<Exact> {
        if self.targets > 0 {
            return None;
        }
        Some(self.mean_importance()? * self.mean_gap()?)
    }

    /// Weighted gap `Σ(w_i·d_i)/n`, within ±5(L−1). Type S only.
    pub fn weighted_gap(&self) -> Option<Exact> {
        fraction(self.weighted_gap, self.targets)
    }

    /// RDS (Narine & Harder 2021): `100·(PR−NR)/n`, −100 (greatest need) to 100.
    pub fn rds(&self) -> Option<Exact> {
        fraction(100 * (i64::from(self.above) - i64::from(self.below)), self.compared)
    }

    /// PNI modified: `(Ī−Ā)/Ā`. Type P only.
    pub fn pni(&self) -> Option<Exact> {
        if self.targets > 0 {
            return None;
        }
        let ist = self.mean_ist().filter(|ist| *ist != whole(0))?;
        Some(self.mean_gap()? / ist)
    }
}
