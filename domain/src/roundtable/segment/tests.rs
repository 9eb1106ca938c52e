use super::fixture::{cast, urn, value, voter};
use super::*;
use crate::insight::{Bound, Decimal, Displayed, Third};
use crate::roundtable::poll::fixture::{no, rules, rules_with, set};
use crate::roundtable::poll::{Kind, Mark};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

const ROLE: &[Attribute] = &[Attribute::Role];
const TWO: &[Attribute] = &[Attribute::Role, Attribute::Region];

fn profile(role: u8, region: u8) -> Profile {
    Profile::default().with(Attribute::Role, value(role)).with(Attribute::Region, value(region))
}

/// So many voices with a role and a region.
fn people(groups: &[(u8, u8, usize)]) -> Vec<Profile> {
    groups.iter().flat_map(|(role, region, n)| vec![profile(*role, *region); *n]).collect()
}

fn yes_no(attributes: &'static [Attribute], urn: &Urn, earlier: &[Record]) -> Decision {
    let rules = rules(Kind::YesNo);
    release(&Plan { rules: &rules, options: OptionSet::default(), attributes, k: 5 }, urn, earlier)
}

fn new(decision: Decision) -> (Segments, Record) {
    match decision {
        Decision::New { segments, record } => (segments, record),
        other => panic!("{other:?}"),
    }
}

/// Cells as (attribute, values).
fn shown(segments: &Segments) -> Vec<(Attribute, Vec<u8>)> {
    segments.cells.iter().map(|cell| (cell.attribute, cell.values.iter().map(|v| v.get()).collect())).collect()
}

#[test]
fn a_locked_round_is_split_by_one_attribute_at_a_time() {
    let urn = urn(people(&[(0, 0, 12), (1, 0, 5), (2, 0, 3), (3, 0, 2)]));
    let (segments, _) = new(yes_no(ROLE, &urn, &[]));
    let yes = |yes| CellFigures::YesNo { yes };
    let percent = |value, bound| Displayed::Percent { value: Decimal::new(value, 0), bound };
    let cell = |kind, values: &[u8], n, figures| SegmentCell {
        attribute: Attribute::Role,
        kind,
        values: values.iter().copied().map(value).collect(),
        n,
        figures,
    };
    let expected = [
        cell(CellKind::Value, &[0], 10, yes(percent(50, Bound::Exact))),
        cell(CellKind::Value, &[1], 5, yes(Displayed::Third { third: Third::Middle })),
        cell(CellKind::Rest, &[2, 3], 5, yes(Displayed::Third { third: Third::Middle })),
    ];
    assert_eq!(segments, Segments { k: 5, cells: expected.to_vec() });
    let json = serde_json::to_string(&segments).unwrap();
    assert_eq!(serde_json::from_str::<Segments>(&json).unwrap(), segments, "{json}");
}

#[test]
fn an_attribute_that_would_give_few_voices_away_beside_another_is_not_shown() {
    // Regions differ from roles by three people: role 1 minus region 1 would be about these.
    let nested = urn(people(&[(1, 1, 9), (1, 2, 3), (2, 2, 10)]));
    assert_eq!(shown(&new(yes_no(TWO, &nested, &[])).0), [(Attribute::Role, vec![1]), (Attribute::Role, vec![2])]);
    let apart = urn(people(&[(1, 1, 9), (1, 2, 5), (2, 2, 10)]));
    let all = [
        (Attribute::Role, vec![1]),
        (Attribute::Role, vec![2]),
        (Attribute::Region, vec![1]),
        (Attribute::Region, vec![2]),
    ];
    assert_eq!(shown(&new(yes_no(TWO, &apart, &[])).0), all);
}

#[test]
fn two_views_side_by_side_count_as_published() {
    // Seven voices of a company with weight 2, five of them in role 1: with the class known, the other two are.
    let mut room = urn(people(&[(1, 0, 5), (2, 0, 12)]));
    room.voices.values_mut().take(7).for_each(|cast| cast.class = 2);
    assert_eq!(new(yes_no(ROLE, &room, &[])).0.cells.len(), 2);
    room.views = true;
    assert_eq!(new(yes_no(ROLE, &room, &[])).0.cells, []);
}

#[test]
fn there_are_no_segments_of_open_text_or_of_fewer_than_five_answers() {
    assert_eq!(yes_no(ROLE, &urn(people(&[(1, 0, 4)])), &[]), Decision::Nothing);
    for kind in [Kind::Words, Kind::Cards] {
        let rules = rules(kind);
        let plan = Plan { rules: &rules, options: OptionSet::default(), attributes: ROLE, k: 5 };
        assert_eq!(release(&plan, &urn(people(&[(1, 0, 9), (2, 0, 9)])), &[]), Decision::Nothing);
    }
}

#[test]
fn abstentions_and_withdrawn_ballots_are_in_no_cell() {
    let mut room = urn(people(&[(1, 0, 6), (2, 0, 6)]));
    assert_eq!(new(yes_no(ROLE, &room, &[])).0.cells.len(), 2);
    for (voice, ballot) in [(0, Ballot::Abstain), (1, Ballot::Withdrawn)] {
        room.voices.get_mut(&voter(voice)).unwrap().ballot = ballot;
    }
    assert_eq!(new(yes_no(ROLE, &room, &[])).0.cells, []);
}

#[test]
fn paper_and_tables_state_nothing() {
    for source in [Source::Paper, Source::Table] {
        let mut room = urn(people(&[(1, 0, 6), (2, 0, 6)]));
        room.voices.values_mut().skip(1).take(5).for_each(|cast| cast.source = source);
        let (segments, _) = new(yes_no(ROLE, &room, &[]));
        assert_eq!(shown(&segments), [(Attribute::Role, vec![2]), (Attribute::Role, vec![0, 1])]);
    }
}

/// Turns the answers of so many voices around.
fn changed(urn: &Urn, voices: usize) -> Urn {
    let mut urn = urn.clone();
    for cast in urn.voices.values_mut().take(voices) {
        let yes = cast.ballot == Ballot::Answer(Answer::YesNo(true));
        cast.ballot = Ballot::Answer(Answer::YesNo(!yes));
    }
    urn
}

#[test]
fn after_reopening_a_new_release_needs_five_ballots_that_are_new_changed_or_withdrawn() {
    let before = urn(people(&[(1, 0, 12), (2, 0, 12)]));
    let record = new(yes_no(ROLE, &before, &[])).1;
    let decide = |urn: &Urn| yes_no(ROLE, urn, std::slice::from_ref(&record));
    for few in 0..5 {
        assert_eq!(decide(&changed(&before, few)), Decision::Kept, "{few}");
    }
    assert_eq!(new(decide(&changed(&before, 5))).0.cells.len(), 2);
    let joined = |n| urn(people(&[(1, 0, 12), (2, 0, 12), (1, 0, n)]));
    assert_eq!(decide(&joined(4)), Decision::Kept);
    assert_eq!(new(decide(&joined(5))).0.cells.len(), 2);
    let mut fewer = before.clone();
    fewer.voices.values_mut().take(5).for_each(|cast| cast.ballot = Ballot::Withdrawn);
    assert_eq!(new(decide(&fewer)).0.cells.len(), 2);
}

#[test]
fn a_release_that_gives_few_away_beside_the_last_one_is_kept_back_in_part_or_altogether() {
    // Everybody of role 2 leaves and four of role 1: old total − new total − old role 2 would be about four voices.
    let before = urn(people(&[(1, 0, 12), (2, 0, 12)]));
    let record = new(yes_no(ROLE, &before, &[])).1;
    let mut after = before.clone();
    after.voices.values_mut().skip(8).for_each(|cast| cast.ballot = Ballot::Withdrawn);
    assert_eq!(yes_no(ROLE, &after, std::slice::from_ref(&record)), Decision::Kept);
    // Five of role 1 and one of role 2 change: the total may be shown, role 2 may not, so neither may role 1.
    let mut mixed = before.clone();
    for index in [0, 1, 2, 3, 4, 12] {
        let other = changed(&before, 24).voices[&voter(index)].clone();
        mixed.voices.insert(voter(index), other);
    }
    assert_eq!(new(yes_no(ROLE, &mixed, &[record])).0.cells, []);
}

#[test]
fn a_total_below_a_larger_k_stands_against_cells_but_not_against_the_next_total() {
    let rules = rules(Kind::YesNo);
    let plan = Plan { rules: &rules, options: OptionSet::default(), attributes: ROLE, k: 10 };
    let (segments, record) = new(release(&plan, &urn(people(&[(1, 0, 8)])), &[]));
    assert_eq!(segments.cells, []);
    let grown = urn(people(&[(1, 0, 8), (1, 0, 12), (2, 0, 12)]));
    assert_eq!(new(release(&plan, &grown, &[record])).0.cells, []);
    assert_eq!(new(release(&plan, &grown, &[])).0.cells.len(), 2);
}

#[test]
fn a_correction_of_few_hands_makes_no_new_release() {
    let mut before = urn(people(&[(1, 0, 12), (2, 0, 12)]));
    before.hands.set("Saal", Mark::Yes, 10).unwrap();
    let record = new(yes_no(ROLE, &before, &[])).1;
    for (yes, no, kept) in [(10, 0, true), (11, 0, true), (14, 0, true), (9, 1, true), (15, 0, false), (10, 5, false)] {
        let mut after = before.clone();
        after.hands.set("Saal", Mark::Yes, yes).unwrap();
        after.hands.set("Saal", Mark::No, no).unwrap();
        assert_eq!(yes_no(ROLE, &after, std::slice::from_ref(&record)) == Decision::Kept, kept, "{yes} {no}");
    }
}

/// The figures of the first of two cells with `n` voices each, all with these answers in turn.
fn first_cell(rules: &Rules, n: usize, answers: &[Answer]) -> CellFigures {
    let voices = (0..2 * n).map(|index| {
        let role = if index < n { 1 } else { 2 };
        (voter(index), cast(profile(role, 0), answers[index % n % answers.len()].clone()))
    });
    let urn = Urn { voices: voices.collect(), ..Urn::default() };
    let options = if rules.kind().has_options() { set([1, 2, 3]) } else { OptionSet::default() };
    let (segments, _) = new(release(&Plan { rules, options, attributes: ROLE, k: 5 }, &urn, &[]));
    segments.cells[0].figures.clone()
}

#[test]
fn every_type_is_shown_by_the_display_rules() {
    fn check(rules: &Rules, answers: &[Answer], coarse: serde_json::Value, fine: serde_json::Value) {
        for (n, expected) in [(6, coarse), (12, fine)] {
            let found = serde_json::to_value(first_cell(rules, n, answers)).unwrap();
            assert_eq!(found, expected, "{} {n}", rules.kind());
        }
    }
    let hidden = |o: u8| json!({ "o": o, "display": "hidden" });
    let third = |o: u8, third: &str| json!({ "o": o, "display": "third", "third": third });
    let figure = |o: u8, display: &str, value: &str, bound: &str| json!({ "o": o, "display": display, "value": value, "bound": bound });
    check(
        &rules(Kind::Single),
        &[Answer::Single(no(1)), Answer::Single(no(1)), Answer::Single(no(2))],
        json!({ "kind": "single", "rows": [third(1, "middle"), third(2, "middle"), third(3, "below")] }),
        json!({ "kind": "single", "rows": [
            figure(1, "percent", "65", "none"), figure(2, "percent", "35", "none"), figure(3, "percent", "20", "le"),
        ] }),
    );
    check(
        &rules(Kind::Multi),
        &[Answer::Multi(set([1, 2])), Answer::Multi(set([1]))],
        json!({ "kind": "multi", "rows": [third(1, "above"), third(2, "middle"), third(3, "below")] }),
        json!({ "kind": "multi", "rows": [
            figure(1, "percent", "80", "ge"), figure(2, "percent", "50", "none"), figure(3, "percent", "20", "le"),
        ] }),
    );
    check(
        &rules(Kind::YesNo),
        &[Answer::YesNo(true)],
        json!({ "kind": "yesno", "yes": { "display": "third", "third": "above" } }),
        json!({ "kind": "yesno", "yes": { "display": "percent", "value": "80", "bound": "ge" } }),
    );
    check(
        &rules(Kind::Scale),
        &[Answer::Scale([(no(1), 4), (no(2), 0)].into()), Answer::Scale([(no(1), 3), (no(3), 1)].into())],
        json!({ "kind": "scale", "rows": [figure(1, "number", "3.5", "none"), hidden(2), hidden(3)] }),
        json!({ "kind": "scale", "rows": [
            figure(1, "number", "3.5", "none"), hidden(2), figure(3, "number", "1.5", "le"),
        ] }),
    );
    check(
        &rules_with(Kind::Scale, json!({ "steps": 2 })),
        &[Answer::Scale([(no(1), 2)].into())],
        json!({ "kind": "scale", "rows": [hidden(1), hidden(2), hidden(3)] }),
        json!({ "kind": "scale", "rows": [figure(1, "number", "1.8", "ge"), hidden(2), hidden(3)] }),
    );
    let bar = json!({ "kind": "number", "bar": { "from": "100.0", "to": "150.0" } });
    check(&rules(Kind::Number), &[Answer::Number(1_200), Answer::Number(1_300)], bar.clone(), bar);
    check(
        &rules(Kind::Rank),
        &[Answer::Rank(vec![no(1), no(2)]), Answer::Rank(vec![no(1)])],
        json!({ "kind": "rank", "rows": [
            figure(1, "number", "1.5", "le"), figure(2, "number", "2.5", "ge"), figure(3, "number", "2.5", "ge"),
        ] }),
        json!({ "kind": "rank", "rows": [
            figure(1, "number", "1.2", "le"), figure(2, "number", "2.3", "none"), figure(3, "number", "2.8", "ge"),
        ] }),
    );
    check(
        &rules(Kind::Points),
        &[Answer::Points([(no(1), 60), (no(2), 35)].into()), Answer::Points([(no(1), 100)].into())],
        json!({ "kind": "points", "rows": [hidden(1), hidden(2), hidden(3)] }),
        json!({ "kind": "points", "rows": [
            figure(1, "percent", "80", "none"), figure(2, "percent", "20", "none"), figure(3, "percent", "5", "le"),
        ] }),
    );
    check(
        &rules(Kind::Dots),
        &[Answer::Dots([(no(1), 2), (no(2), 2), (no(3), 1)].into())],
        json!({ "kind": "dots", "rows": [hidden(1), hidden(2), hidden(3)] }),
        json!({ "kind": "dots", "rows": [
            figure(1, "percent", "40", "none"), figure(2, "percent", "40", "none"), figure(3, "percent", "20", "none"),
        ] }),
    );
    let places = |third: serde_json::Value| {
        json!({ "kind": "grid", "rows": [
            { "o": 1, "quadrant": "high_low" }, { "o": 2, "quadrant": "low_low" }, { "o": 3, "quadrant": third },
        ] })
    };
    check(
        &rules(Kind::Grid),
        &[
            Answer::Grid([(no(1), [4, 1]), (no(2), [2, 2]), (no(3), [1, 3])].into()),
            Answer::Grid([(no(1), [2, 3]), (no(2), [3, 3])].into()),
        ],
        places(json!(null)),
        places(json!("low_high")),
    );
}

#[test]
fn the_last_bar_of_single_values_is_not_for_unanimous_cells_only() {
    let rules = rules_with(Kind::Number, json!({ "min": 0, "max": 3, "decimals": 0, "edges": [0, 1, 2, 3, 4] }));
    let mean = |answers: &[i64]| {
        let answers: Vec<Answer> = answers.iter().copied().map(Answer::Number).collect();
        first_cell(&rules, 6, &answers)
    };
    assert_eq!(mean(&[3, 3, 3, 3, 3, 3]), mean(&[3, 3, 3, 3, 3, 1]));
    assert_ne!(mean(&[3, 3, 3, 3, 3, 3]), mean(&[3, 3, 3, 1, 1, 1]));
}

proptest! {
    #[test]
    fn it_does_not_matter_who_is_who(
        groups in prop::collection::vec((0_u8..4, 0_u8..3, any::<bool>()), 5..40), seed in any::<u64>()
    ) {
        let room = |order: &dyn Fn(usize) -> usize| {
            let voices = groups.iter().enumerate().map(|(index, (role, region, yes))| {
                (voter(order(index)), cast(profile(*role, *region), Answer::YesNo(*yes)))
            });
            Urn { voices: voices.collect(), ..Urn::default() }
        };
        let offset = (seed % groups.len() as u64) as usize;
        let there = yes_no(TWO, &room(&|index| index), &[]);
        let elsewhere = yes_no(TWO, &room(&|index| (index + offset) % groups.len()), &[]);
        prop_assert_eq!(new(there).0, new(elsewhere).0);
    }

    #[test]
    fn the_cells_of_an_attribute_hold_at_least_k_voices_and_no_value_twice(
        groups in prop::collection::vec((0_u8..6, 0_u8..3), 5..60), k in 5_u32..=12
    ) {
        let urn = urn(groups.iter().map(|(role, region)| profile(*role, *region)));
        let rules = rules(Kind::YesNo);
        let plan = Plan { rules: &rules, options: OptionSet::default(), attributes: TWO, k };
        let (segments, _) = new(release(&plan, &urn, &[]));
        for attribute in TWO {
            let cells = segments.cells.iter().filter(|cell| cell.attribute == *attribute);
            let values: Vec<ValueCode> = cells.clone().flat_map(|cell| cell.values.clone()).collect();
            prop_assert_eq!(values.iter().collect::<BTreeSet<_>>().len(), values.len());
            for cell in cells {
                let held = urn.voices.values().filter(|cast| cell.values.contains(&cast.profile.get(*attribute))).count();
                prop_assert!(held >= k as usize && cell.n >= k && cell.n as usize <= held);
            }
        }
    }
}
