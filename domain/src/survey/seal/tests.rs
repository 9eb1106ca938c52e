use super::super::{Draft, Revision};
use super::*;
use crate::questionnaire::{Cell, fixture};
use proptest::prelude::*;

/// SplitMix64 (Steele, Lea, Flood 2014), for reproducible tests.
fn generator(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn payload(unit: u8) -> DraftPayload {
    let changes = [("zusage", Cell::DontKnow), ("gone", Cell::DontKnow)];
    let changes = changes.map(|(key, cell)| (key.parse().unwrap(), cell));
    DraftPayload {
        unit: Some(UnitId::from_bytes([unit; 16])),
        attributes: Attributes::new(),
        notice_version: 1,
        draft: Draft::default().merge(Revision(0), changes.into()).draft().clone(),
    }
}

fn sealed(drafts: u8, threshold: Threshold) -> Sealing {
    let mut next = 100;
    let new_id = || {
        next += 1;
        SealedAnswerId::from_bytes([next; 16])
    };
    seal(&fixture::definition(), (0..drafts).map(payload).collect(), threshold, generator(1), new_id)
}

#[test]
fn fewer_than_k_submitted_drafts_are_all_deleted() {
    assert_eq!(sealed(4, Threshold::default()), Sealing::DeleteAll);
    assert_eq!(sealed(0, Threshold::default()), Sealing::DeleteAll);
    assert_eq!(sealed(19, Threshold::new(20).unwrap()), Sealing::DeleteAll);
    assert!(matches!(sealed(5, Threshold::default()), Sealing::Keep(rows) if rows.len() == 5));
}

#[test]
fn sealing_keeps_every_answer_under_a_new_key_and_drops_what_was_not_asked() {
    let Sealing::Keep(rows) = sealed(30, Threshold::default()) else { panic!() };
    let units: BTreeSet<_> = rows.iter().map(|row| row.unit).collect();
    let ids: BTreeSet<_> = rows.iter().map(|row| row.id).collect();
    assert_eq!((units.len(), ids.len()), (30, 30));
    for row in &rows {
        let cells: Vec<_> = row.answers.iter().map(|(key, cell)| (key.to_string(), cell.clone())).collect();
        assert_eq!(cells, [("zusage".to_owned(), Cell::DontKnow)]);
    }
}

#[test]
fn the_incomplete_stretch_is_drawn_again() {
    // 2^64 = 3·6148914691236517205 + 1: the very last number is the incomplete stretch of 3.
    let mut script = [u64::MAX, u64::MAX - 1].into_iter();
    assert_eq!(below(3, &mut || script.next().unwrap()), 2);
    // A power of two has none.
    assert_eq!(below(4, &mut || u64::MAX), 3);
    assert_eq!(below(1, &mut || u64::MAX), 0);
}

/// All 24 orders of four, 24,000 shuffles: χ² with 23 degrees of freedom stays below its 0.999 quantile, 49.73.
#[test]
fn every_order_is_equally_likely() {
    let mut random = generator(2026);
    let mut seen: BTreeMap<[u8; 4], f64> = BTreeMap::new();
    for _ in 0..24_000 {
        let mut items = [0, 1, 2, 3];
        shuffle(&mut items, &mut random);
        *seen.entry(items).or_default() += 1.0;
    }
    let chi_squared: f64 = seen.values().map(|count| (count - 1_000.0).powi(2) / 1_000.0).sum();
    assert_eq!(seen.len(), 24);
    assert!(chi_squared < 49.73, "{chi_squared}");
}

/// The order of sealing says nothing about the order of submitting (needs-analysis §12.9): over 1,000 closings of 40
/// drafts Spearman's ρ has mean 0 and variance 1/39.
#[test]
fn the_sealed_order_is_independent_of_the_submitted_order() {
    let (people, closings) = (40_u8, 1_000);
    let definition = fixture::definition();
    let submitted: Vec<DraftPayload> = (0..people).map(payload).collect();
    let mut random = generator(7);
    let n = f64::from(people);
    let mut correlation = || {
        let new_id = || SealedAnswerId::from_bytes([0; 16]);
        let Sealing::Keep(rows) = seal(&definition, submitted.clone(), Threshold::default(), &mut random, new_id)
        else {
            panic!("40 drafts are enough")
        };
        let distance =
            |(at, row): (u8, &SealedRow)| (f64::from(at) - f64::from(row.unit.unwrap().as_bytes()[0])).powi(2);
        1.0 - 6.0 * (0..).zip(&rows).map(distance).sum::<f64>() / (n * (n * n - 1.0))
    };
    let correlations: Vec<f64> = (0..closings).map(|_| correlation()).collect();
    let closings = f64::from(closings);
    let mean = correlations.iter().sum::<f64>() / closings;
    let variance = correlations.iter().map(|rho| rho * rho).sum::<f64>() / closings;
    let standard_error = (1.0 / (n - 1.0) / closings).sqrt();
    assert!(mean.abs() < 3.3 * standard_error, "{mean}");
    assert!((variance * (n - 1.0) - 1.0).abs() < 0.2, "{variance}");
}

proptest! {
    #[test]
    fn a_shuffle_is_a_permutation(mut items in proptest::collection::vec(any::<u8>(), 0..50), seed in any::<u64>()) {
        let mut shuffled = items.clone();
        shuffle(&mut shuffled, generator(seed));
        items.sort_unstable();
        shuffled.sort_unstable();
        prop_assert_eq!(shuffled, items);
    }
}
