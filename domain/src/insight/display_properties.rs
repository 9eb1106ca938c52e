//! Homogeneity of the display (insight.md §6): nobody may read off a figure that all answered alike.

use super::base::BaseType;
use super::display::{Grain, gap, mwds, n_class, pni, rds};
use super::displayed::{Bound, Displayed, Third};
use super::exact::{Decimal, Exact, fraction};
use super::figure::{Figure, rating_figures};
use super::input::Target;
use super::tally::{Observation, Tally, Wanted};

/// All grains that some k from 5 to 20 gives a base of n.
fn grains(n: u32) -> Vec<Grain> {
    let mut grains: Vec<Grain> = (5..=20).filter_map(|k| Grain::of(n, k)).collect();
    grains.dedup();
    grains
}

fn ends(shown: impl Iterator<Item = Displayed>) -> (usize, usize) {
    let bounds: Vec<Bound> = shown.map(Displayed::bound).collect();
    let count = |bound| bounds.iter().filter(|b| **b == bound).count();
    (count(Bound::AtMost), count(Bound::AtLeast))
}

#[test]
fn an_open_end_of_a_mean_stands_for_three_sums_or_more() {
    for n in 5..=200_u32 {
        for levels in 3..=8_u8 {
            let (low, high) = (i64::from(n), i64::from(n) * i64::from(levels));
            for grain in grains(n) {
                // The ends cover less than a level; sums beyond it show no bound.
                let near = (low..=low + i64::from(n)).chain(high - i64::from(n)..=high);
                let (at_most, at_least) = ends(near.map(|sum| grain.mean(fraction(sum, i64::from(n)), levels)));
                assert!(at_most >= 3 && at_least >= 3, "n={n} L={levels} {grain:?}: {at_most} {at_least}");
            }
        }
    }
}

#[test]
fn an_open_end_of_a_share_stands_for_three_counts_and_an_outer_third_for_two() {
    for n in 5..=200_u32 {
        for grain in grains(n) {
            let shares: Vec<Displayed> = (0..=n).map(|count| grain.share(count, n)).collect();
            if grain == Grain::Coarse {
                let count = |third| shares.iter().filter(|s| **s == Displayed::Third { third }).count();
                assert!(count(Third::Below) >= 2 && count(Third::Above) >= 2, "n={n}");
            } else {
                let (at_most, at_least) = ends(shares.into_iter());
                assert!(at_most >= 3 && at_least >= 3, "n={n} {grain:?}: {at_most} {at_least}");
            }
        }
    }
}

#[test]
fn an_open_end_of_a_shortfall_stands_for_three_sums() {
    for n in 10..=200_u32 {
        let shown = (0..=i64::from(n)).map(|sum| Grain::Fine { eff: n }.shortfall(fraction(sum, i64::from(n))));
        assert!(ends(shown).0 >= 3, "n={n}");
    }
}

/// Sizes at which a rounding step, an end or a grain changes, and some between.
fn sizes() -> impl Iterator<Item = u32> {
    (5..=45).chain([50, 59, 60, 79, 80, 99, 100, 101, 150, 199, 200])
}

/// The complete display of a group of which two may differ from the rest.
fn display(
    base: BaseType,
    wanted: Wanted,
    levels: u8,
    grain: Grain,
    answers: &[(u8, u32)],
) -> Vec<(Figure, Displayed)> {
    let mut tally = Tally::default();
    answers.iter().for_each(|(ist, times)| tally.add_times(&Observation { ist: *ist, wanted }, *times));
    let rated = matches!(wanted, Wanted::Importance(_) | Wanted::Target { importance: Some(_), .. });
    rating_figures(&tally, base, rated, levels, Some(grain))
}

/// Checks that a unanimous group looks like one in which one or two people answered a neighbouring level.
fn check_unanimous(base: BaseType, wanted: Wanted, levels: u8, n: u32) {
    for grain in grains(n) {
        for ist in 1..=levels {
            let unanimous = display(base, wanted, levels, grain, &[(ist, n)]);
            let (below, above) = ((ist > 1).then(|| ist - 1), (ist < levels).then(|| ist + 1));
            let mut neighbours: Vec<Vec<(u8, u32)>> = Vec::new();
            neighbours.extend(below.zip(above).map(|(below, above)| vec![(below, 1), (ist, n - 2), (above, 1)]));
            neighbours.extend(below.into_iter().chain(above).map(|other| vec![(ist, n - 1), (other, 1)]));
            let alike = neighbours.iter().any(|answers| display(base, wanted, levels, grain, answers) == unanimous);
            assert!(alike, "n={n} L={levels} ist={ist} {wanted:?} {grain:?}: {unanimous:?}");
        }
    }
}

#[test]
fn unanimous_answers_with_any_importance_look_like_others() {
    for n in sizes() {
        for levels in 3..=8 {
            (1..=levels).for_each(|i| check_unanimous(BaseType::Importance, Wanted::Importance(i), levels, n));
        }
    }
}

#[test]
fn unanimous_answers_with_any_target_or_range_look_like_others() {
    for n in sizes().step_by(3) {
        for levels in [3, 5, 8] {
            for (lo, hi) in (1..=levels).flat_map(|lo| (lo..=levels).map(move |hi| (lo, hi))) {
                for importance in [None, Some(1), Some(levels)] {
                    let target = Target { lo, hi, weight: 3 };
                    check_unanimous(BaseType::Profile, Wanted::Target { target, importance }, levels, n);
                }
            }
        }
    }
}

#[test]
fn unanimous_answers_without_a_gap_look_like_others() {
    for n in sizes() {
        (3..=8).for_each(|levels| check_unanimous(BaseType::IstOnly, Wanted::Nothing, levels, n));
    }
}

#[test]
fn small_groups_show_neither_distribution_nor_scores_of_single_counts() {
    let wanted = Wanted::Importance(4);
    let shown = display(BaseType::Importance, wanted, 5, Grain::Coarse, &[(2, 4), (3, 4)]);
    let hidden: Vec<Figure> = shown.iter().filter(|(_, d)| d.is_hidden()).map(|(f, _)| *f).collect();
    let mut expected = vec![Figure::Shortfall, Figure::Rds, Figure::Deviation];
    expected.extend(Figure::levels(5));
    assert_eq!(hidden, expected);
}

#[test]
fn a_group_smaller_than_k_has_no_grain_and_no_class() {
    assert_eq!(Grain::of(4, 5), None);
    assert_eq!(Grain::of(5, 5), Some(Grain::Coarse));
    assert_eq!(Grain::of(9, 5), Some(Grain::Coarse));
    assert_eq!(Grain::of(10, 5), Some(Grain::Fine { eff: 10 }));
    fn check(eff: u32, k: u32, expected: Option<u32>) {
        assert_eq!(n_class(eff, k), expected, "{eff} {k}");
    }
    check(4, 5, None);
    check(5, 5, Some(5));
    check(19, 5, Some(10));
    check(99, 5, Some(50));
    check(2000, 5, Some(100));
    check(11, 12, None);
    check(19, 12, Some(12));
    check(20, 12, Some(20));
}

fn text(shown: Displayed) -> String {
    let sign = |bound| match bound {
        Bound::Exact => "",
        Bound::AtMost => "<=",
        Bound::AtLeast => ">=",
    };
    match shown {
        Displayed::Hidden => "hidden".to_owned(),
        Displayed::Number { value, bound } => format!("{}{value}", sign(bound)),
        Displayed::Percent { value, bound } => format!("{}{value}%", sign(bound)),
        Displayed::Third { third } => third.code().to_owned(),
    }
}

const FINE: Grain = Grain::Fine { eff: 40 };

#[test]
fn means_and_shares_are_rounded_to_their_steps() {
    fn check(shown: Displayed, expected: &str) {
        assert_eq!(text(shown), expected);
    }
    let mean = |grain: Grain, n, d, levels| grain.mean(fraction(n, d), levels);
    check(mean(Grain::Coarse, 325, 100, 5), "3.5");
    check(mean(Grain::Coarse, 324, 100, 5), "3.0");
    check(mean(Grain::Coarse, 174, 100, 5), "<=1.5");
    check(mean(Grain::Coarse, 425, 100, 5), ">=4.5");
    check(mean(FINE, 325, 100, 5), "3.3");
    check(mean(FINE, 124, 100, 5), "<=1.2");
    check(mean(FINE, 125, 100, 5), "1.3");
    check(mean(FINE, 475, 100, 5), ">=4.8");
    check(mean(FINE, 275, 100, 3), ">=2.8");
    check(FINE.mean(None, 5), "hidden");
    check(FINE.share(13, 40), "35%");
    check(FINE.share(3, 40), "10%");
    check(FINE.share(2, 40), "<=5%");
    check(FINE.share(40, 40), ">=95%");
    check(Grain::Fine { eff: 10 }.share(2, 10), "<=20%");
    check(Grain::Fine { eff: 11 }.share(3, 11), "25%");
    check(Grain::Fine { eff: 10 }.share(3, 13), "25%");
    check(Grain::Coarse.share(3, 9), "middle");
    check(FINE.share(0, 0), "hidden");
    check(FINE.shortfall(fraction(24, 100)), "<=0.2");
    check(FINE.shortfall(fraction(25, 100)), "0.3");
    check(Grain::Coarse.shortfall(fraction(3, 1)), "hidden");
    check(FINE.profile_mean(fraction(5, 1)), "5.0");
    check(Grain::Coarse.profile_mean(fraction(47, 10)), "4.5");
}

#[test]
fn deviations_are_exact_roots_rounded_to_a_tenth() {
    fn check(n: i64, d: i64, expected: &str) {
        assert_eq!(text(FINE.deviation(fraction(n, d))), expected, "√({n}/{d})");
    }
    check(0, 1, "<=0.5");
    check(2499, 10_000, "<=0.5");
    check(1, 4, "0.5");
    check(2, 1, "1.4");
    check(21025, 10_000, "1.5");
    check(21024, 10_000, "1.4");
    check(4, 1, "2.0");
    assert_eq!(text(Grain::Coarse.deviation(fraction(2, 1))), "hidden");
}

fn shown(units: i64, bound: Bound) -> Displayed {
    Displayed::Number { value: Decimal::new(units, 1), bound }
}

#[test]
fn bounds_of_the_means_travel_into_gap_and_scores() {
    fn check(importance: (i64, Bound), ist: (i64, Bound), expected: (&str, &str, &str)) {
        let (i, a) = (shown(importance.0, importance.1), shown(ist.0, ist.1));
        assert_eq!((&*text(gap(i, a)), &*text(mwds(i, a)), &*text(pni(i, a))), expected, "{importance:?} {ist:?}");
    }
    use Bound::{AtLeast, AtMost, Exact as Plain};
    check((46, Plain), (28, Plain), ("1.8", "8.28", "0.64"));
    check((48, AtLeast), (28, Plain), (">=2.0", ">=9.60", "hidden"));
    check((40, Plain), (12, AtMost), (">=2.8", ">=11.20", "hidden"));
    check((40, Plain), (48, AtLeast), ("<=-0.8", "<=-3.20", "hidden"));
    // Both at the same end: the gap may lie on either side of zero.
    check((48, AtLeast), (48, AtLeast), ("hidden", "hidden", "hidden"));
    check((12, AtMost), (12, AtMost), ("hidden", "hidden", "hidden"));
    check((48, AtLeast), (12, AtMost), (">=3.6", ">=17.28", "hidden"));
    // With Ā = 4 the score falls as Ī rises towards 1.2; with Ā = 2 it rises; with Ā = 2.2 it turns in between.
    check((12, AtMost), (40, Plain), ("<=-2.8", ">=-3.36", "hidden"));
    check((12, AtMost), (20, Plain), ("<=-0.8", "<=-0.96", "hidden"));
    check((12, AtMost), (22, Plain), ("<=-1.0", "hidden", "hidden"));
    assert_eq!(text(gap(Displayed::Hidden, shown(28, Plain))), "hidden");
}

#[test]
fn a_bound_never_claims_too_much() {
    // Every exact pair of means that is displayed as it is must keep the promise of the displayed gap and score, up to
    // the rounding of the means without a bound (0.05 each way).
    let tenths = |from: i64, to: i64| (from..=to).map(|t| fraction(t, 20).unwrap());
    let slack = fraction(1, 20).unwrap();
    for i in tenths(20, 100) {
        for a in tenths(20, 100) {
            let (di, da) = (FINE.mean(Some(i), 5), FINE.mean(Some(a), 5));
            let settle = |exact: Exact, shown: Displayed| {
                if shown.bound() == Bound::Exact { shown.exact().unwrap() } else { exact }
            };
            let (i, a) = (settle(i, di), settle(a, da));
            let holds = |shown: Displayed, exact: Exact, slack: Exact| match (shown.exact(), shown.bound()) {
                (None, _) => true,
                (Some(value), Bound::Exact) => value - slack <= exact && exact <= value + slack,
                (Some(value), Bound::AtMost) => exact <= value + slack,
                (Some(value), Bound::AtLeast) => exact >= value - slack,
            };
            assert!(holds(gap(di, da), i - a, slack * 2), "{i} {a}");
            assert!(holds(mwds(di, da), i * (i - a), slack * 10), "{i} {a}");
        }
    }
}

#[test]
fn rds_is_the_difference_of_the_displayed_shares() {
    let n = 40;
    let of = |above, below| text(rds(FINE.share(above, n), FINE.share(below, n)));
    assert_eq!(of(10, 20), "-25%");
    assert_eq!(of(0, 40), "<=-90%");
    assert_eq!(of(40, 0), ">=90%");
    // Nearly everybody is at Soll: whether more are above or below is not known.
    assert_eq!(of(0, 0), "hidden");
    assert_eq!(text(rds(Grain::Coarse.share(1, 5), Grain::Coarse.share(1, 5))), "hidden");
}
