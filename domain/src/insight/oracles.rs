//! Published test cases for the statistics (insight.md §4) and every statistic at its edges (§11.3).

use super::base::BaseType;
use super::displayed::Third;
use super::exact::{Exact, fraction, whole};
use super::fixture::{K, fixture_ratings};
use super::input::{CutRule, Rating, Target};
use super::priority::{Band, Cuts, Ipa, Locus, Point, is_big_gap, locus};
use super::rank::{Need, ranks};
use super::tally::{Observation, Tally, Wanted};
use proptest::prelude::*;

fn ratio(n: i64, d: i64) -> Option<Exact> {
    fraction(n, d)
}

fn tally_of(ratings: impl IntoIterator<Item = Rating>, base: BaseType, target: Option<Target>) -> Tally {
    let mut tally = Tally::default();
    ratings.into_iter().filter_map(|rating| base.observe(rating, target, true)).for_each(|o| tally.add(&o));
    tally
}

fn fixture() -> Vec<Tally> {
    (0..K.len()).map(|j| tally_of((0..5).map(|i| fixture_ratings(i)[j]), BaseType::Importance, None)).collect()
}

#[test]
fn the_fixture_gives_the_published_figures() {
    struct Expected {
        n: u32,
        importance: (i64, i64),
        ist: (i64, i64),
        gap: (i64, i64),
        shortfall: (i64, i64),
        mwds: (i64, i64),
        counts: (u32, u32, u32),
        rds: i64,
        pni: (i64, i64),
        below: (i64, i64),
    }
    fn check(tally: &Tally, e: &Expected) {
        let r = |(n, d): (i64, i64)| ratio(n, d);
        assert_eq!(tally.n(), e.n);
        assert_eq!(tally.mean_importance(), r(e.importance));
        assert_eq!(tally.mean_ist(), r(e.ist));
        assert_eq!(tally.mean_gap(), r(e.gap));
        assert_eq!(tally.mean_shortfall(), r(e.shortfall));
        assert_eq!(tally.mwds(), r(e.mwds));
        assert_eq!((tally.below(), tally.above(), tally.at()), e.counts);
        assert_eq!(tally.rds(), Some(whole(e.rds)));
        assert_eq!(tally.pni(), r(e.pni));
        assert_eq!(tally.share_below(), r(e.below));
    }
    let k = fixture();
    check(
        &k[0],
        &Expected {
            n: 5,
            importance: (23, 5),
            ist: (14, 5),
            gap: (9, 5),
            shortfall: (9, 5),
            mwds: (207, 25),
            counts: (5, 0, 0),
            rds: -100,
            pni: (9, 14),
            below: (1, 1),
        },
    );
    check(
        &k[1],
        &Expected {
            n: 5,
            importance: (3, 1),
            ist: (16, 5),
            gap: (-1, 5),
            shortfall: (1, 5),
            mwds: (-3, 5),
            counts: (1, 1, 3),
            rds: 0,
            pni: (-1, 16),
            below: (1, 5),
        },
    );
    check(
        &k[2],
        &Expected {
            n: 5,
            importance: (23, 5),
            ist: (23, 5),
            gap: (0, 1),
            shortfall: (1, 5),
            mwds: (0, 1),
            counts: (1, 1, 3),
            rds: 0,
            pni: (0, 1),
            below: (1, 5),
        },
    );
    check(
        &k[3],
        &Expected {
            n: 4,
            importance: (5, 2),
            ist: (3, 2),
            gap: (1, 1),
            shortfall: (1, 1),
            mwds: (5, 2),
            counts: (3, 0, 1),
            rds: -75,
            pni: (2, 3),
            below: (3, 4),
        },
    );
}

#[test]
fn the_fixture_falls_into_the_published_quadrants_and_bands() {
    let k = fixture();
    let point = |t: &Tally| Point {
        importance: t.mean_importance().unwrap(),
        ist: t.mean_ist().unwrap(),
        gap_left: t.mean_gap().unwrap() > whole(0),
    };
    let points: Vec<Point> = k.iter().map(point).collect();
    let cuts = Cuts::of(&points, CutRule::Mean, 5, 5).unwrap();
    assert_eq!(cuts, Cuts { importance: ratio(147, 40).unwrap(), ist: ratio(121, 40) });
    let quadrants: Vec<Ipa> = points.iter().map(|p| cuts.quadrant(p)).collect();
    assert_eq!(quadrants, [Ipa::FocusHere, Ipa::Excess, Ipa::KeepUp, Ipa::LowPriority]);

    let pairs: Vec<_> = k.iter().map(|t| (t.mean_importance().unwrap(), t.mean_gap().unwrap())).collect();
    let (locus_cuts, loci) = locus(&pairs).unwrap();
    assert_eq!(locus_cuts, (ratio(147, 40).unwrap(), ratio(13, 20).unwrap()));
    assert_eq!(loci, [Locus::HighHigh, Locus::LowLow, Locus::HighLow, Locus::LowHigh]);

    let bands: Vec<Band> = k
        .iter()
        .zip(&points)
        .map(|(t, p)| {
            let big_gap = is_big_gap(t.mean_gap().unwrap(), 5);
            Band::of(cuts.is_important(p), Third::of(t.share_below().unwrap()), big_gap)
        })
        .collect();
    assert_eq!(bands, [Band::High, Band::Low, Band::Low, Band::Medium]);
}

#[test]
fn the_fixture_is_ranked_differently_by_design() {
    let k = fixture();
    let order = |needs: Vec<Option<Need>>| ranks(&needs).into_iter().map(Option::unwrap).collect::<Vec<_>>();
    assert_eq!(order(k.iter().map(|t| Some((t.mwds()?, None))).collect()), [1, 4, 3, 2]);
    assert_eq!(order(k.iter().map(|t| Some((t.pni()?, None))).collect()), [2, 4, 3, 1]);
    assert_eq!(order(k.iter().map(|t| Some((-t.rds()?, t.mwds()))).collect()), [1, 4, 3, 2]);
}

#[test]
fn gaps_from_a_target_range_are_distances_to_its_nearest_level() {
    fn check(ist: u8, lo: u8, hi: u8, expected: i64) {
        let target = Target { lo, hi, weight: 1 };
        let observation = Observation { ist, wanted: Wanted::Target { target, importance: None } };
        assert_eq!(observation.gap(), Some(expected), "{ist} for {lo}..={hi}");
    }
    check(1, 3, 4, 2);
    check(3, 3, 4, 0);
    check(4, 3, 4, 0);
    check(5, 3, 4, -1);
    check(8, 1, 1, -7);
    check(1, 8, 8, 7);
}

#[test]
fn profile_scores_weigh_each_gap() {
    let observe = |ist, lo, weight| {
        let target = Target { lo, hi: lo, weight };
        Observation { ist, wanted: Wanted::Target { target, importance: None } }
    };
    let mut tally = Tally::default();
    [observe(2, 4, 5), observe(4, 3, 1), observe(3, 3, 3)].iter().for_each(|o| tally.add(o));
    assert_eq!(tally.weighted_gap(), ratio(9, 3));
    assert_eq!(tally.mean_gap(), ratio(1, 3));
    assert_eq!(tally.mean_target(), ratio(10, 3));
    assert_eq!(tally.mean_weight(), ratio(9, 3));
    assert_eq!((tally.mwds(), tally.pni()), (None, None));
}

#[test]
fn one_range_among_the_targets_makes_the_mean_target_undefined() {
    let observe = |lo, hi| {
        let target = Target { lo, hi, weight: 1 };
        Observation { ist: 2, wanted: Wanted::Target { target, importance: None } }
    };
    let mut tally = Tally::default();
    tally.add(&observe(3, 3));
    assert_eq!(tally.mean_target(), ratio(3, 1));
    tally.add(&observe(3, 4));
    assert_eq!(tally.mean_target(), None);
    assert_eq!(tally.mean_gap(), ratio(1, 1));
}

#[test]
fn nothing_is_computed_from_nobody() {
    let all_opted_out = (0..7).map(|_| super::fixture::opt_out());
    for tally in [Tally::default(), tally_of(all_opted_out, BaseType::Importance, None)] {
        assert_eq!(tally.n(), 0);
        let means = [tally.mean_ist(), tally.mean_importance(), tally.mean_target(), tally.mean_weight()];
        let gaps = [tally.mean_gap(), tally.mean_shortfall(), tally.share_below(), tally.weighted_gap()];
        let scores = [tally.mwds(), tally.rds(), tally.pni(), tally.variance()];
        assert_eq!([means, gaps, scores], [[None; 4]; 3]);
    }
}

#[test]
fn one_and_two_respondents_are_described_exactly() {
    let mut tally = Tally::default();
    tally.add(&Observation { ist: 2, wanted: Wanted::Importance(5) });
    assert_eq!((tally.mean_ist(), tally.mean_gap()), (ratio(2, 1), ratio(3, 1)));
    assert_eq!((tally.mwds(), tally.rds(), tally.pni()), (ratio(15, 1), ratio(-100, 1), ratio(3, 2)));
    assert_eq!(tally.variance(), None);
    tally.add(&Observation { ist: 5, wanted: Wanted::Importance(4) });
    assert_eq!((tally.mean_gap(), tally.mean_shortfall()), (ratio(1, 1), ratio(3, 2)));
    assert_eq!((tally.rds(), tally.share_below()), (ratio(0, 1), ratio(1, 2)));
    assert_eq!(tally.variance(), ratio(9, 2));
}

#[test]
fn a_tally_without_anything_to_compare_with_has_only_level_figures() {
    let tally = tally_of([super::fixture::rated(5, 2), super::fixture::rated(1, 4)], BaseType::IstOnly, None);
    assert_eq!((tally.mean_ist(), tally.variance()), (ratio(3, 1), ratio(2, 1)));
    assert_eq!((tally.mean_importance(), tally.mean_gap(), tally.share_below(), tally.rds()), (None, None, None, None));
    assert_eq!((tally.at_level(2), tally.at_level(3), tally.at_level(0), tally.at_level(9)), (1, 0, 0, 0));
}

#[test]
fn equal_answers_have_no_variance_and_extremes_reach_the_published_limits() {
    fn check(levels: u8) {
        let l = i64::from(levels);
        let all = |importance, ist| {
            let mut tally = Tally::default();
            tally.add_times(&Observation { ist, wanted: Wanted::Importance(importance) }, 6);
            tally
        };
        let neediest = all(levels, 1);
        assert_eq!(neediest.variance(), ratio(0, 1));
        assert_eq!(neediest.mwds(), ratio(l * (l - 1), 1));
        assert_eq!((neediest.rds(), neediest.pni()), (ratio(-100, 1), ratio(l - 1, 1)));
        assert_eq!(all(1, levels).rds(), ratio(100, 1));

        let mut least = Tally::default();
        least.add_times(&Observation { ist: levels, wanted: Wanted::Importance(levels / 2) }, 2);
        least.add_times(&Observation { ist: levels, wanted: Wanted::Importance(levels.div_ceil(2)) }, 2);
        assert_eq!(least.mwds(), ratio(-l * l, 4));
    }
    (3..=8).for_each(check);
}

/// Pairs (importance, current level) on a scale of 3 to 8 levels.
fn pairs() -> impl Strategy<Value = (u8, Vec<(u8, u8)>)> {
    (3_u8..=8).prop_flat_map(|levels| {
        let level = 1..=levels;
        (Just(levels), proptest::collection::vec((level.clone(), level), 1..40))
    })
}

proptest! {
    #[test]
    fn mwds_is_importance_times_gap_and_stays_within_its_limits((levels, pairs) in pairs()) {
        let mut tally = Tally::default();
        pairs.iter().for_each(|(i, a)| tally.add(&Observation { ist: *a, wanted: Wanted::Importance(*i) }));
        let n = i64::try_from(pairs.len()).unwrap();
        let importance = ratio(pairs.iter().map(|(i, _)| i64::from(*i)).sum(), n).unwrap();
        let ist = ratio(pairs.iter().map(|(_, a)| i64::from(*a)).sum(), n).unwrap();
        let by_person: Exact = pairs.iter().map(|(i, a)| importance * whole(i64::from(*i) - i64::from(*a))).sum();
        let mwds = tally.mwds().unwrap();
        prop_assert_eq!(mwds, by_person / whole(n));
        prop_assert_eq!(mwds, importance * (importance - ist));
        let l = i64::from(levels);
        prop_assert!(mwds <= whole(l * (l - 1)) && mwds >= ratio(-l * l, 4).unwrap());
    }

    #[test]
    fn a_group_is_the_sum_of_its_parts((_, pairs) in pairs(), split in 0_usize..40) {
        let observe = |(i, a): &(u8, u8)| Observation { ist: *a, wanted: Wanted::Importance(*i) };
        let sum = |pairs: &[(u8, u8)]| {
            let mut tally = Tally::default();
            pairs.iter().for_each(|pair| tally.add(&observe(pair)));
            tally
        };
        let (left, right) = pairs.split_at(split.min(pairs.len()));
        let mut merged = sum(right);
        merged.merge(&sum(left));
        prop_assert_eq!(&merged, &sum(&pairs));
        prop_assert_eq!(merged.below() + merged.at() + merged.above(), merged.n());
    }

    #[test]
    fn variance_is_the_mean_squared_distance((_, pairs) in pairs()) {
        prop_assume!(pairs.len() >= 2);
        let mut tally = Tally::default();
        pairs.iter().for_each(|(i, a)| tally.add(&Observation { ist: *a, wanted: Wanted::Importance(*i) }));
        let mean = tally.mean_ist().unwrap();
        let squares: Exact = pairs.iter().map(|(_, a)| (whole(i64::from(*a)) - mean) * (whole(i64::from(*a)) - mean)).sum();
        prop_assert_eq!(tally.variance(), Some(squares / whole(i64::try_from(pairs.len()).unwrap() - 1)));
    }
}
