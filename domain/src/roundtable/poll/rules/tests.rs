use super::super::fixture::{options, rules, rules_with};
use super::super::{OptionState, Wording, number};
use super::*;
use serde_json::{Value, json};

fn problems(rules: &Rules) -> Vec<(String, RuleProblem)> {
    let options = if rules.kind().has_options() { options(5) } else { Vec::new() };
    rules.problems(&options).into_iter().map(|error| (error.field, error.problem)).collect()
}

fn check(kind: Kind, changes: Value, expected: &[(&str, RuleProblem)]) {
    let expected: Vec<_> = expected.iter().map(|(field, problem)| ((*field).to_owned(), *problem)).collect();
    assert_eq!(problems(&rules_with(kind, changes.clone())), expected, "{kind} {changes}");
}

fn range(min: i64, max: i64) -> RuleProblem {
    RuleProblem::OutOfRange { min, max }
}

#[test]
fn rules_are_stored_with_their_kind_and_take_nothing_else() {
    for kind in Kind::ALL {
        let rules = rules(*kind);
        assert_eq!(rules.kind(), *kind);
        assert_eq!(problems(&rules), [], "{kind}");
        let mut json = serde_json::to_value(&rules).unwrap();
        assert_eq!(json["kind"], kind.word());
        assert_eq!(serde_json::from_value::<Rules>(json.clone()).unwrap(), rules);
        json["extra"] = json!(1);
        assert!(serde_json::from_value::<Rules>(json).is_err(), "{kind}");
    }
    for reserved in ["quiz", "reaction", "Single"] {
        let error = serde_json::from_value::<Rules>(json!({ "kind": reserved })).unwrap_err();
        assert!(error.to_string().contains(reserved), "{error}");
    }
}

#[test]
fn a_choice_allows_a_set_of_its_options() {
    check(Kind::Multi, json!({ "max": 6 }), &[("max", range(1, 5))]);
    check(Kind::Multi, json!({ "max": 0, "min": 0 }), &[("max", range(1, 5))]);
    check(Kind::Multi, json!({ "max": 1, "min": 2 }), &[("min", RuleProblem::Reversed)]);
    check(Kind::Multi, json!({ "max": 5, "min": 0 }), &[]);
    check(Kind::Rank, json!({ "max_rank": 0 }), &[("max_rank", range(1, 5))]);
    check(Kind::Rank, json!({ "max_rank": 6 }), &[("max_rank", range(1, 5))]);
}

#[test]
fn a_scale_has_a_middle_only_with_an_odd_number_of_steps() {
    let label = json!({ "de": "x" });
    check(Kind::Scale, json!({ "steps": 4, "neutral": "middle" }), &[("neutral", RuleProblem::NotOffered)]);
    check(Kind::Scale, json!({ "steps": 5, "neutral": "middle" }), &[]);
    check(Kind::Scale, json!({ "steps": 12 }), &[("steps", range(2, 11))]);
    check(Kind::Scale, json!({ "steps": 1 }), &[("steps", range(2, 11))]);
    check(Kind::Scale, json!({ "labels": [label, label, label] }), &[("labels", RuleProblem::NotOffered)]);
    check(Kind::Scale, json!({ "steps": 3, "labels": [label, label, label] }), &[]);
    let blank = json!({ "de": "x", "en": " " });
    check(Kind::Scale, json!({ "labels": [label, blank] }), &[("labels.2", RuleProblem::Empty)]);
}

#[test]
fn a_number_has_a_range_with_bars_over_all_of_it() {
    let reversed = ("max", RuleProblem::Reversed);
    let edges = ("edges", RuleProblem::NotOffered);
    check(Kind::Number, json!({ "max": 0 }), &[reversed]);
    check(Kind::Number, json!({ "decimals": 4 }), &[("decimals", range(0, 3))]);
    check(Kind::Number, json!({ "edges": [0, 5999] }), &[edges]);
    check(Kind::Number, json!({ "edges": [1, 6000] }), &[edges]);
    check(Kind::Number, json!({ "edges": [0, 3000, 3000, 6000] }), &[edges]);
    check(Kind::Number, json!({ "edges": [0, 1000, 6000] }), &[edges]);
    check(Kind::Number, json!({ "edges": [] }), &[edges, ("edges", RuleProblem::TooFew { min: 2 })]);
    check(Kind::Number, json!({ "edges": [0, 6000] }), &[]);
    check(Kind::Number, json!({ "unit": { "de": "\u{7}" } }), &[("unit", RuleProblem::Control)]);
    let wide = number::edges(-2_000_000_000_000, 6000, None).unwrap();
    let limit = 1_000_000_000_000;
    check(Kind::Number, json!({ "min": -2 * limit, "edges": wide }), &[("min", range(-limit, limit))]);
}

#[test]
fn a_budget_can_be_spent_in_its_steps() {
    let step = RuleProblem::NotAMultiple { step: 5 };
    check(Kind::Points, json!({ "budget": 9 }), &[("budget", range(10, 1_000)), ("budget", step)]);
    check(Kind::Points, json!({ "step": 3 }), &[("step", RuleProblem::NotOffered)]);
    check(Kind::Points, json!({ "max_per_option": 12 }), &[("max_per_option", step)]);
    check(Kind::Points, json!({ "max_per_option": 105 }), &[("max_per_option", range(1, 100))]);
    let unreachable = |max| ("max_per_option", RuleProblem::Unreachable { max });
    check(Kind::Points, json!({ "max_per_option": 15, "spend": "exactly" }), &[unreachable(75)]);
    check(Kind::Points, json!({ "max_per_option": 15, "spend": "at_most" }), &[]);
    check(Kind::Points, json!({ "max_per_option": 20, "spend": "exactly" }), &[]);
    check(Kind::Dots, json!({ "dots": 21 }), &[("dots", range(1, 20))]);
    check(Kind::Dots, json!({ "max_per_option": 6 }), &[("max_per_option", range(1, 5))]);
    check(Kind::Dots, json!({ "dots": 6, "max_per_option": 1, "use_all": true }), &[unreachable(5)]);
}

#[test]
fn a_grid_has_an_even_number_of_steps_and_named_poles() {
    check(Kind::Grid, json!({ "steps": 3 }), &[("steps", RuleProblem::NotOffered)]);
    let long = json!({ "de": "x".repeat(81) });
    let axis = json!({ "name": { "de": "a" }, "low": { "de": "" }, "high": long });
    let expected = [("y.low", RuleProblem::Empty), ("y.high", RuleProblem::TooLong { max: 80 })];
    check(Kind::Grid, json!({ "y": axis }), &expected);
}

#[test]
fn words_and_cards_are_few_per_voice() {
    check(Kind::Words, json!({ "max": 11 }), &[("max", range(1, 10))]);
    check(Kind::Cards, json!({ "max": 0 }), &[("max", range(1, 5))]);
}

#[test]
fn options_are_counted_by_those_that_can_be_chosen() {
    fn check(kind: Kind, options: &[PollOption], expected: &[(&str, RuleProblem)]) {
        let problems = rules(kind).problems(options);
        let problems: Vec<_> = problems.iter().map(|error| (error.field.as_str(), error.problem)).collect();
        assert_eq!(problems, expected, "{kind}");
    }
    let mut two = options(2);
    check(Kind::Single, &two, &[]);
    check(Kind::Single, &two[..1], &[("options", RuleProblem::TooFew { min: 2 })]);
    check(Kind::Scale, &two[..1], &[]);
    check(Kind::Scale, &options(21), &[("options", RuleProblem::TooMany { max: 20 })]);
    check(Kind::Grid, &options(13), &[("options", RuleProblem::TooMany { max: 12 })]);
    check(Kind::YesNo, &two, &[("options", RuleProblem::TooMany { max: 0 })]);
    two[1].state = OptionState::Withdrawn;
    check(Kind::Single, &two, &[("options", RuleProblem::TooFew { min: 2 })]);
    let mut named = options(3);
    named[1].label = Wording::german(" 1 ");
    named[2].label = Wording::german("x".repeat(201));
    check(
        Kind::Single,
        &named,
        &[("options.2", RuleProblem::Repeated), ("options.3", RuleProblem::TooLong { max: 200 })],
    );
}
