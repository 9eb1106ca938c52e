//! The display rules of insight.md §6: every figure passes here on its way out, and nothing here takes a group smaller
//! than k. Unanimous answers must look like nearly unanimous ones (homogeneity, tested in `display_properties`).

use super::displayed::{Bound, Displayed, Third};
use super::exact::{Decimal, Exact, fraction, to_step, whole};

/// How finely a base may be shown. `n` in §6 stands for eff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// k ≤ eff < 2k: means to 0.5, shares in thirds.
    Coarse,
    /// eff ≥ 2k: means to 0.1, shares to 5 %, and the figures that need more answers.
    Fine { eff: u32 },
}

impl Grain {
    /// `None` for fewer than k: nothing may be shown.
    pub const fn of(eff: u32, k: u32) -> Option<Self> {
        if eff < k {
            None
        } else if eff < 2 * k {
            Some(Self::Coarse)
        } else {
            Some(Self::Fine { eff })
        }
    }

    /// Smallest step between two displayed means.
    fn step(self) -> Exact {
        match self {
            Self::Coarse => Exact::new_raw(1, 2),
            Self::Fine { .. } => Exact::new_raw(1, 10),
        }
    }

    /// Mean of answers on a scale from 1 to `levels`. The ends are open: "≤ 1.5" and "≥ L−0.5" coarse, "≤ 1.2" and
    /// "≥ L−0.2" fine.
    pub fn mean(self, value: Option<Exact>, levels: u8) -> Displayed {
        let Some(value) = value else { return Displayed::Hidden };
        let margin = match self {
            Self::Coarse => Exact::new_raw(1, 2),
            Self::Fine { .. } => Exact::new_raw(1, 5),
        };
        let (low, high) = (whole(1) + margin, whole(i64::from(levels)) - margin);
        let rounded = to_step(value, self.step());
        if rounded <= low {
            number(low, 1, Bound::AtMost)
        } else if rounded >= high {
            number(high, 1, Bound::AtLeast)
        } else {
            number(rounded, 1, Bound::Exact)
        }
    }

    /// Mean of profile facts (target level, weight): rounded like a mean, without open ends, because a profile is known
    /// and nobody answered it.
    pub fn profile_mean(self, value: Option<Exact>) -> Displayed {
        value.map_or(Displayed::Hidden, |value| number(to_step(value, self.step()), 1, Bound::Exact))
    }

    /// `count` of `n`. Coarse: thirds. Fine: nearest 5 %, ends "≤ m %" and "≥ 100−m %" with m = max(5, 200/eff rounded
    /// up to a multiple of 5), so that an end stands for at least three counts.
    pub fn share(self, count: u32, n: u32) -> Displayed {
        let Some(share) = fraction(i64::from(count), i64::from(n)) else { return Displayed::Hidden };
        let Self::Fine { eff } = self else { return Displayed::Third { third: Third::of(share) } };
        let low = 5 * 40_u32.div_ceil(eff.max(1)).max(1);
        let (low, high) = (whole(i64::from(low)), whole(100 - i64::from(low)));
        let rounded = to_step(share * 100, whole(5));
        let (value, bound) = if rounded <= low {
            (low, Bound::AtMost)
        } else if rounded >= high {
            (high, Bound::AtLeast)
        } else {
            (rounded, Bound::Exact)
        };
        Displayed::Percent { value: Decimal::round(value, 0), bound }
    }

    /// A share that coarse cells do not show (distribution).
    pub fn fine_share(self, count: u32, n: u32) -> Displayed {
        match self {
            Self::Coarse => Displayed::Hidden,
            Self::Fine { .. } => self.share(count, n),
        }
    }

    /// Mean shortfall g⁺: fine only, to 0.1, at least "≤ 0.2".
    pub fn shortfall(self, value: Option<Exact>) -> Displayed {
        let (Self::Fine { .. }, Some(value)) = (self, value) else { return Displayed::Hidden };
        let (low, rounded) = (Exact::new_raw(1, 5), to_step(value, self.step()));
        if rounded <= low { number(low, 1, Bound::AtMost) } else { number(rounded, 1, Bound::Exact) }
    }

    /// Standard deviation √variance: fine only, to 0.1. Under 0.5 it is shown as "< 0.5": bound `le` with value 0.5.
    pub fn deviation(self, variance: Option<Exact>) -> Displayed {
        let (Self::Fine { .. }, Some(variance)) = (self, variance) else { return Displayed::Hidden };
        if variance * 4 < whole(1) {
            return number(Exact::new_raw(1, 2), 1, Bound::AtMost);
        }
        // s rounds to u/10 iff 2u−1 ≤ 20s < 2u+1; ⌊20s⌋ = ⌊√⌊400s²⌋⌋ is an exact integer.
        let twentieths = (variance * 400).to_integer().isqrt();
        number(Exact::new((twentieths + 1) / 2, 10), 1, Bound::Exact)
    }
}

/// Mean gap: displayed Soll (importance or target) minus displayed current level. Hidden where both are at the same end
/// of the scale: "≥ 4.8 minus ≥ 4.8" is near zero on either side, and "0.0" would claim to know. The share below stays.
pub fn gap(soll: Displayed, ist: Displayed) -> Displayed {
    let (Some(s), Some(i)) = (soll.exact(), ist.exact()) else { return Displayed::Hidden };
    let bound = soll.bound().plus(ist.bound().flipped());
    bound.map_or(Displayed::Hidden, |bound| number(s - i, 1, bound))
}

/// MWDS from displayed means, `Ī·(Ī−Ā)`, exact to 0.01. It falls with Ā; with Ī it rises above Ā/2 and falls below,
/// so an open low end of Ī gives a bound only where its whole range lies on one side of Ā/2. Hidden where no direction
/// is certain.
pub fn mwds(importance: Displayed, ist: Displayed) -> Displayed {
    let (Some(i), Some(a)) = (importance.exact(), ist.exact()) else { return Displayed::Hidden };
    let turn = a / 2;
    let by_importance = match importance.bound() {
        Bound::Exact | Bound::AtLeast => importance.bound(),
        Bound::AtMost if turn <= whole(1) => Bound::AtMost,
        Bound::AtMost if turn >= i => Bound::AtLeast,
        Bound::AtMost => return Displayed::Hidden,
    };
    let bound = by_importance.plus(ist.bound().flipped());
    bound.map_or(Displayed::Hidden, |bound| number(i * (i - a), 2, bound))
}

/// PNI modified from displayed means, to 0.01. Hidden where one of them is at its end.
pub fn pni(importance: Displayed, ist: Displayed) -> Displayed {
    let (Some(i), Some(a)) = (importance.exact(), ist.exact()) else { return Displayed::Hidden };
    if importance.bound() != Bound::Exact || ist.bound() != Bound::Exact || a == whole(0) {
        return Displayed::Hidden;
    }
    number((i - a) / a, 2, Bound::Exact)
}

/// Weighted gap: displayed mean weight times displayed gap (with target ranges: times displayed g⁺).
pub fn weighted_gap(weight: Displayed, gap: Displayed) -> Displayed {
    let (Some(w), Some(g)) = (weight.exact(), gap.exact()) else { return Displayed::Hidden };
    number(w * g, 2, gap.bound())
}

/// RDS: displayed PR minus displayed NR, fine cells only; hidden where both are at the same end.
pub fn rds(above: Displayed, below: Displayed) -> Displayed {
    let (Displayed::Percent { value: pr, bound: pr_bound }, Displayed::Percent { value: nr, bound: nr_bound }) =
        (above, below)
    else {
        return Displayed::Hidden;
    };
    let value = Decimal::round(pr.exact() - nr.exact(), 0);
    pr_bound.plus(nr_bound.flipped()).map_or(Displayed::Hidden, |bound| Displayed::Percent { value, bound })
}

/// "at least n": the largest of k, 10, 20, 50, 100 that is not above eff; `None` for fewer than k.
pub fn n_class(eff: u32, k: u32) -> Option<u32> {
    [k, 10, 20, 50, 100].into_iter().filter(|bound| *bound >= k && *bound <= eff).max()
}

/// A share of invited people to the nearest 5 %, without ends (participation, §6).
pub fn participation_percent(submitted: u32, invited: u32) -> Option<Decimal> {
    let share = fraction(i64::from(submitted), i64::from(invited))?;
    Some(Decimal::round(to_step(share * 100, whole(5)), 0))
}

fn number(value: Exact, scale: u8, bound: Bound) -> Displayed {
    Displayed::Number { value: Decimal::round(value, scale), bound }
}
