use super::super::Kind;
use super::super::fixture::{no, rules, set};
use super::*;
use serde_json::json;

type Ballots = Vec<(Option<Ballot>, Option<Ballot>)>;

/// `times` voices with these payloads; an empty one means no ballot.
fn voices(kind: Kind, groups: &[(usize, &str, &str)]) -> Ballots {
    let read = |payload: &str| (!payload.is_empty()).then(|| Ballot::from_canonical(kind, payload).unwrap());
    groups.iter().flat_map(|(times, first, second)| vec![(read(first), read(second)); *times]).collect()
}

fn shift(kind: Kind, groups: &[(usize, &str, &str)]) -> Shift {
    let voices = voices(kind, groups);
    let common = if kind.has_options() { set([1, 2, 3]) } else { OptionSet::default() };
    Shift::of(&rules(kind), common, voices.iter().map(|(first, second)| (first.as_ref(), second.as_ref())))
}

fn changes(shown: &Shown) -> Vec<Option<String>> {
    shown.rows.iter().map(|row| row.change.map(|change| change.to_string())).collect()
}

const A: &str = r#"{"o":1}"#;
const B: &str = r#"{"o":2}"#;
const ABSTAIN: &str = r#"{"abstain":true}"#;
const VOID: &str = r#"{"void":true}"#;

#[test]
fn voices_of_one_round_only_are_counted_apart_and_never_mixed_in() {
    let groups = [(6, A, A), (5, A, B), (5, B, ABSTAIN), (7, A, ""), (5, "", B), (1, VOID, VOID)];
    let shown = shift(Kind::Single, &groups).shown(Secrecy::Protected).unwrap();
    assert_eq!((shown.pairs, shown.stayed, shown.changed), (Some(16), Some(6), Some(10)));
    assert_eq!((shown.only_first, shown.only_second), (Some(7), Some(5)));
    let moves = shown.moves.unwrap();
    assert_eq!(moves.places, [Place::Option(no(1)), Place::Option(no(2)), Place::Abstain]);
    assert_eq!(moves.cells, [[6, 5, 0], [0, 0, 5], [0, 0, 0]]);
    assert_eq!(moves.net, [-5, 0, 5]);
}

/// live.md L18.
#[test]
fn a_table_with_a_small_cell_is_not_shown_and_small_numbers_are_not_told() {
    let groups = [(12, A, A), (4, A, B)];
    let shown = shift(Kind::Single, &groups).shown(Secrecy::Protected).unwrap();
    assert_eq!((shown.pairs, shown.stayed, shown.changed, shown.moves), (Some(16), Some(12), None, None));
    let open = shift(Kind::Single, &groups).shown(Secrecy::Open).unwrap();
    assert_eq!((open.changed, open.moves.map(|moves| moves.net)), (Some(4), Some(vec![-4, 4])));
}

#[test]
fn a_protected_poll_shows_no_shift_of_fewer_than_ten_pairs() {
    assert_eq!(shift(Kind::Single, &[(9, A, B)]).shown(Secrecy::Protected), None);
    assert!(shift(Kind::Single, &[(10, A, B)]).shown(Secrecy::Protected).is_some());
    assert!(shift(Kind::Single, &[(1, A, B)]).shown(Secrecy::Open).is_some());
}

/// live.md T21: total of round 2 − total of round 1 − net of the pairs = the answer of the one who came late.
#[test]
fn a_late_joiner_is_not_found_by_subtraction() {
    let groups = [(6, A, A), (6, A, B), (1, "", A)];
    let shown = shift(Kind::Single, &groups).shown(Secrecy::Protected).unwrap();
    assert_eq!((shown.moves, shown.only_second), (None, None));
    let steps = [(10, r#"{"s":{"1":1}}"#, r#"{"s":{"1":3}}"#), (1, ABSTAIN, r#"{"s":{"1":5}}"#)];
    assert_eq!(changes(&shift(Kind::Scale, &steps).shown(Secrecy::Protected).unwrap()), [None]);
    assert_eq!(changes(&shift(Kind::Scale, &steps).shown(Secrecy::Open).unwrap()), [Some("2.0".to_owned())]);
}

#[test]
fn an_option_of_one_round_only_is_a_place_without_name() {
    let moves = shift(Kind::Single, &[(10, A, r#"{"o":5}"#)]).shown(Secrecy::Protected).unwrap().moves.unwrap();
    assert_eq!((moves.places, moves.net), (vec![Place::Option(no(1)), Place::Other], vec![-10, 10]));
}

#[test]
fn yes_and_no_have_a_table_too() {
    let groups = [(5, r#"{"y":true}"#, r#"{"y":true}"#), (5, r#"{"y":false}"#, r#"{"y":true}"#)];
    let shown = shift(Kind::YesNo, &groups).shown(Secrecy::Protected).unwrap();
    let expected = json!({ "places": ["yes", "no"], "cells": [[5, 0], [5, 0]], "net": [5, -5] });
    assert_eq!(serde_json::to_value(shown.moves).unwrap(), expected);
}

#[test]
fn a_row_about_few_people_who_changed_is_hidden() {
    // Statement 1: ten up by two. Statement 2: one of them down by four.
    let groups = [
        (9, r#"{"s":{"1":1,"2":5}}"#, r#"{"s":{"1":3,"2":5}}"#),
        (1, r#"{"s":{"1":1,"2":5}}"#, r#"{"s":{"1":3,"2":1}}"#),
    ];
    let shift = shift(Kind::Scale, &groups);
    assert_eq!(changes(&shift.shown(Secrecy::Protected).unwrap()), [Some("2.0".to_owned()), None]);
    assert_eq!(changes(&shift.shown(Secrecy::Open).unwrap()), ["2.0", "-0.4"].map(|c| Some(c.to_owned())));
}

#[test]
fn amounts_change_by_the_mean_of_the_pairs() {
    fn check(kind: Kind, first: &str, second: &str, expected: &[&str]) {
        let shown = shift(kind, &[(10, first, second), (10, first, first)]).shown(Secrecy::Protected).unwrap();
        assert_eq!(changes(&shown), expected.iter().map(|c| Some((*c).to_owned())).collect::<Vec<_>>(), "{kind}");
    }
    // Half of 20 voices move: half of each difference.
    check(Kind::Number, r#"{"x":1000}"#, r#"{"x":1250}"#, &["12.50"]);
    check(Kind::Multi, r#"{"o":[1,2]}"#, r#"{"o":[2,3]}"#, &["-10", "0", "10"]);
    check(Kind::Points, r#"{"p":{"1":60}}"#, r#"{"p":{"1":20,"3":40}}"#, &["-20.0", "0.0", "20.0"]);
    check(Kind::Dots, r#"{"d":{"1":2}}"#, r#"{"d":{"2":1}}"#, &["-1.0", "0.5", "0.0"]);
    // Borda points of three options, in whole points: 2 1 0 becomes 0 1 2.
    check(Kind::Rank, r#"{"r":[1,2,3]}"#, r#"{"r":[3,2,1]}"#, &["-1.0", "0.0", "1.0"]);
    check(Kind::Grid, r#"{"g":{"2":[1,4]}}"#, r#"{"g":{"2":[4,4]}}"#, &["1.5", "0.0"]);
}

#[test]
fn words_and_cards_only_stay_or_change() {
    let groups = [(6, r#"{"w":["KI"]}"#, r#"{"w":["KI"]}"#), (5, r#"{"w":["KI"]}"#, r#"{"w":["Zeit"]}"#)];
    let shown = shift(Kind::Words, &groups).shown(Secrecy::Protected).unwrap();
    assert_eq!((shown.stayed, shown.changed, shown.moves, shown.rows), (Some(6), Some(5), None, Vec::new()));
}
