use super::super::any::any_poll;
use super::super::fixture::{no, rules, rules_with, set};
use super::super::{Kind, Malformed};
use super::*;
use crate::insight::Decimal;
use proptest::prelude::*;
use serde_json::json;

const OPTIONS: [u8; 5] = [1, 2, 3, 4, 5];

fn offer(kind: Kind) -> Offer {
    Offer { options: if kind.has_options() { set(OPTIONS) } else { OptionSet::default() }, abstain: true }
}

fn by_json(rules: &Rules, json: &str) -> Result<String, Vec<FieldError>> {
    let payload = Payload::from_json(rules.kind(), json).unwrap();
    validate(rules, offer(rules.kind()), &payload).map(|accepted| accepted.ballot.canonical())
}

fn by_form(rules: &Rules, fields: &[(&str, &str)]) -> Result<String, Vec<FieldError>> {
    let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let payload = Payload::from_form(rules, &fields).unwrap();
    validate(rules, offer(rules.kind()), &payload).map(|accepted| accepted.ballot.canonical())
}

fn ok(rules: &Rules, json: &str) {
    assert_eq!(by_json(rules, json).as_deref(), Ok(json));
}

fn refused(rules: &Rules, json: &str, expected: &[(&str, BallotError)]) {
    assert_eq!(by_json(rules, json), Err(errors(expected)), "{json}");
}

fn form_refused(rules: &Rules, fields: &[(&str, &str)], expected: &[(&str, BallotError)]) {
    assert_eq!(by_form(rules, fields), Err(errors(expected)), "{fields:?}");
}

fn errors(expected: &[(&str, BallotError)]) -> Vec<FieldError> {
    expected.iter().map(|(field, error)| FieldError::new(*field, *error)).collect()
}

fn range(min: i64, max: i64) -> BallotError {
    BallotError::out_of_range(min, max)
}

#[test]
fn a_single_choice_is_one_active_option() {
    let rules = rules(Kind::Single);
    ok(&rules, r#"{"o":3}"#);
    for unknown in ["0", "6", "101", "-1", "9999999999"] {
        refused(&rules, &format!(r#"{{"o":{unknown}}}"#), &[("o", BallotError::UnknownOption)]);
    }
    form_refused(&rules, &[], &[("o", BallotError::NothingChosen)]);
}

#[test]
fn a_multiple_choice_has_distinct_options_between_its_bounds() {
    let two_or_three = rules_with(Kind::Multi, json!({ "min": 2 }));
    assert_eq!(by_json(&two_or_three, r#"{"o":[4,1]}"#).as_deref(), Ok(r#"{"o":[1,4]}"#));
    refused(&two_or_three, r#"{"o":[]}"#, &[("o", BallotError::NothingChosen)]);
    refused(&two_or_three, r#"{"o":[1]}"#, &[("o", BallotError::TooFew { min: 2, given: 1 })]);
    refused(&two_or_three, r#"{"o":[1,2,3,4]}"#, &[("o", BallotError::TooMany { max: 3, given: 4 })]);
    refused(&two_or_three, r#"{"o":[1,1]}"#, &[("o", BallotError::Repeated)]);
    refused(&two_or_three, r#"{"o":[1,9]}"#, &[("o", BallotError::UnknownOption)]);
    ok(&rules_with(Kind::Multi, json!({ "min": 0 })), r#"{"o":[]}"#);
}

#[test]
fn a_scale_takes_steps_of_known_statements() {
    let separate = rules(Kind::Scale);
    ok(&separate, r#"{"s":{"1":4,"2":0}}"#);
    refused(
        &separate,
        r#"{"s":{"1":6,"2":-1,"7":1}}"#,
        &[("s.1", range(0, 5)), ("s.2", range(0, 5)), ("s.7", BallotError::UnknownOption)],
    );
    refused(&separate, r#"{"s":{}}"#, &[("s", BallotError::NothingChosen)]);
    refused(&separate, r#"{"s":{"1":1.5}}"#, &[("s.1", BallotError::NotANumber)]);
    let no_zero = rules_with(Kind::Scale, json!({ "neutral": "middle" }));
    refused(&no_zero, r#"{"s":{"1":0}}"#, &[("s.1", range(1, 5))]);
    let complete = rules_with(Kind::Scale, json!({ "complete": true }));
    let missing = BallotError::NotAnswered;
    refused(&complete, r#"{"s":{"1":1,"2":1,"4":0}}"#, &[("s.3", missing), ("s.5", missing)]);
}

#[test]
fn a_number_lies_in_the_range_and_on_the_grid() {
    let rules = rules(Kind::Number);
    ok(&rules, r#"{"x":0}"#);
    ok(&rules, r#"{"x":6000}"#);
    let outside = BallotError::OutOfRange { min: Decimal::new(0, 1), max: Decimal::new(6000, 1) };
    refused(&rules, r#"{"x":6001}"#, &[("x", outside)]);
    refused(&rules, r#"{"x":-1}"#, &[("x", outside)]);
    refused(&rules, r#"{"x":1e308}"#, &[("x", BallotError::NotANumber)]);
    assert_eq!(by_form(&rules, &[("x", "123,4")]).as_deref(), Ok(r#"{"x":1234}"#));
    for bad in ["1e308", "NaN", "∞", "--5"] {
        form_refused(&rules, &[("x", bad)], &[("x", BallotError::NotANumber)]);
    }
    form_refused(&rules, &[("x", "1,25")], &[("x", BallotError::TooPrecise { decimals: 1 })]);
    form_refused(&rules, &[("x", "600,1")], &[("x", outside)]);
    form_refused(&rules, &[("x", "999999999999999999999")], &[("x", outside)]);
    form_refused(&rules, &[("x", "")], &[("x", BallotError::NothingChosen)]);
}

#[test]
fn a_ranking_has_distinct_options_without_gaps() {
    let partial = rules(Kind::Rank);
    ok(&partial, r#"{"r":[5,2]}"#);
    refused(&partial, r#"{"r":[]}"#, &[("r", BallotError::NothingChosen)]);
    refused(&partial, r#"{"r":[1,1]}"#, &[("r", BallotError::Repeated)]);
    refused(&partial, r#"{"r":[1,2,3,4]}"#, &[("r", BallotError::TooMany { max: 3, given: 4 })]);
    refused(&partial, r#"{"r":[6]}"#, &[("r", BallotError::UnknownOption)]);
    assert_eq!(by_form(&partial, &[("p.4", "2"), ("p.1", ""), ("p.3", "1")]).as_deref(), Ok(r#"{"r":[3,4]}"#));
    let same = BallotError::SamePlace { place: 1 };
    form_refused(&partial, &[("p.1", "1"), ("p.2", "1"), ("p.3", "9")], &[("p.2", same), ("p.3", range(1, 3))]);
    form_refused(&partial, &[("p.1", "1"), ("p.2", "3")], &[("p.2", BallotError::PlaceMissing { place: 2 })]);
    form_refused(&partial, &[("p.5", "2")], &[("p.5", BallotError::PlaceMissing { place: 1 })]);
    form_refused(&partial, &[("p.5", "erster")], &[("p.5", BallotError::NotANumber)]);
    form_refused(&partial, &[], &[("p", BallotError::NothingChosen)]);
    let complete = rules_with(Kind::Rank, json!({ "complete": true }));
    refused(&complete, r#"{"r":[1,2]}"#, &[("r", BallotError::TooFew { min: 3, given: 2 })]);
}

/// live.md T26.
#[test]
fn points_are_multiples_of_the_step_and_keep_to_the_budget() {
    let exactly = rules_with(Kind::Points, json!({ "spend": "exactly", "max_per_option": 60 }));
    ok(&exactly, r#"{"p":{"3":60,"5":40}}"#);
    assert_eq!(by_json(&exactly, r#"{"p":{"1":0,"3":60,"5":40}}"#).as_deref(), Ok(r#"{"p":{"3":60,"5":40}}"#));
    let sum = |given| BallotError::WrongSum { given, budget: 100 };
    refused(&exactly, r#"{"p":{"3":55,"5":40}}"#, &[("p", sum(95))]);
    refused(&exactly, r#"{"p":{"3":60,"5":45}}"#, &[("p", sum(105))]);
    refused(&exactly, r#"{"p":{"3":60,"4":50,"5":-10}}"#, &[("p.5", range(0, 60))]);
    let not_a_multiple = BallotError::NotAMultiple { step: 5 };
    refused(&exactly, r#"{"p":{"3":58,"5":42}}"#, &[("p.3", not_a_multiple), ("p.5", not_a_multiple)]);
    refused(&exactly, r#"{"p":{"3":65,"5":35}}"#, &[("p.3", range(0, 60))]);
    refused(&exactly, r#"{"p":{"3":99999999}}"#, &[("p.3", range(0, 60)), ("p", sum(99_999_999))]);
    form_refused(&exactly, &[("p.3", "sechzig"), ("p.5", "40")], &[("p.3", BallotError::NotANumber)]);
    form_refused(&exactly, &[("p.3", ""), ("p.5", "0")], &[("p", BallotError::NothingChosen)]);
    refused(&exactly, r#"{"p":{"9":60,"5":40}}"#, &[("p.9", BallotError::UnknownOption)]);
    let at_most = rules(Kind::Points);
    ok(&at_most, r#"{"p":{"3":55}}"#);
    refused(&at_most, r#"{"p":{"3":55,"5":50}}"#, &[("p", BallotError::OverBudget { given: 105, budget: 100 })]);
}

#[test]
fn dots_stack_as_far_as_the_rules_allow() {
    let some = rules(Kind::Dots);
    ok(&some, r#"{"d":{"3":2,"5":1}}"#);
    refused(&some, r#"{"d":{"3":3}}"#, &[("d.3", range(0, 2))]);
    refused(&some, r#"{"d":{"1":2,"2":2,"3":2}}"#, &[("d", BallotError::OverBudget { given: 6, budget: 5 })]);
    refused(&some, r#"{"d":{}}"#, &[("d", BallotError::NothingChosen)]);
    let all = rules_with(Kind::Dots, json!({ "use_all": true }));
    refused(&all, r#"{"d":{"1":2,"2":2}}"#, &[("d", BallotError::WrongSum { given: 4, budget: 5 })]);
}

#[test]
fn an_item_is_placed_on_both_axes_or_not_at_all() {
    let rules = rules(Kind::Grid);
    ok(&rules, r#"{"g":{"1":[4,2],"5":[1,1]}}"#);
    refused(&rules, r#"{"g":{"1":[5,0]}}"#, &[("g.1.x", range(1, 4)), ("g.1.y", range(1, 4))]);
    refused(&rules, r#"{"g":{"6":[1,1]}}"#, &[("g.6", BallotError::UnknownOption)]);
    refused(&rules, r#"{"g":{}}"#, &[("g", BallotError::NothingChosen)]);
    form_refused(
        &rules,
        &[("g.1.x", "1"), ("g.2.y", "4")],
        &[("g.1.y", BallotError::AxisMissing), ("g.2.x", BallotError::AxisMissing)],
    );
}

#[test]
fn words_are_distinct_by_their_key_and_stored_sorted() {
    let rules = rules(Kind::Words);
    assert_eq!(by_json(&rules, r#"{"w":[" KI ","","Führung"]}"#).as_deref(), Ok(r#"{"w":["Führung","KI"]}"#));
    refused(&rules, r#"{"w":["Führung","ZEIT","fuehrung!"]}"#, &[("w.3", BallotError::Repeated)]);
    refused(&rules, r#"{"w":["a","b","c","d"]}"#, &[("w", BallotError::TooMany { max: 3, given: 4 })]);
    for empty in ["[]", r#"["  ",""]"#] {
        refused(&rules, &format!(r#"{{"w":{empty}}}"#), &[("w", BallotError::Empty)]);
    }
    refused(&rules, r#"{"w":["\u0301","!?"]}"#, &[("w.1", BallotError::Empty), ("w.2", BallotError::Empty)]);
    refused(&rules, r#"{"w":["a\nb","a\u0000"]}"#, &[("w.1", BallotError::Control), ("w.2", BallotError::Control)]);
    let long = format!(r#"{{"w":["{}"]}}"#, "a".repeat(41));
    refused(&rules, &long, &[("w.1", BallotError::TooLong { max: 40 })]);
}

#[test]
fn cards_fill_slots_and_keep_their_texts_beside_the_ballot() {
    let rules = rules(Kind::Cards);
    let payload = Payload::from_json(Kind::Cards, r#"{"c":{"1":" Zeit\r\nfehlt ","2":" ","3":"a\u202eb"}}"#).unwrap();
    let accepted = validate(&rules, offer(Kind::Cards), &payload).unwrap();
    assert_eq!(accepted.ballot.canonical(), r#"{"c":[1,3]}"#);
    assert_eq!(accepted.cards, [(1, "Zeit\nfehlt".to_owned()), (3, "ab".to_owned())].into());
    assert_eq!(accepted.notes, [Note::BidiRemoved { field: "c.3".to_owned() }]);
    refused(&rules, r#"{"c":{"1":" "}}"#, &[("c", BallotError::Empty)]);
    refused(
        &rules,
        r#"{"c":{"4":"Zeit","1":"\u0007"}}"#,
        &[("c.1", BallotError::Control), ("c.4", BallotError::UnknownOption)],
    );
    let long = format!(r#"{{"c":{{"1":"{}"}}}}"#, "ä".repeat(281));
    refused(&rules, &long, &[("c.1", BallotError::TooLong { max: 280 })]);
}

#[test]
fn yes_or_no_must_be_said() {
    let rules = rules(Kind::YesNo);
    ok(&rules, r#"{"y":true}"#);
    form_refused(&rules, &[("y", "")], &[("y", BallotError::NothingChosen)]);
}

#[test]
fn abstaining_is_an_answer_only_where_it_is_offered() {
    for kind in Kind::ALL {
        let rules = rules(*kind);
        ok(&rules, r#"{"abstain":true}"#);
        let strict = Offer { abstain: false, ..offer(*kind) };
        let refused = Err(errors(&[("abstain", BallotError::NoAbstention)]));
        assert_eq!(validate(&rules, strict, &Payload::Abstain), refused);
    }
}

#[test]
fn an_answer_to_another_type_is_refused() {
    let payload = Payload::YesNo(Some(true));
    let refused = Err(errors(&[("o", BallotError::WrongKind)]));
    assert_eq!(validate(&rules(Kind::Single), offer(Kind::Single), &payload), refused);
}

#[test]
fn a_withdrawn_option_cannot_be_chosen() {
    let offer = Offer { options: set([1, 3]), abstain: true };
    let refused = Err(errors(&[("o", BallotError::UnknownOption)]));
    assert_eq!(validate(&rules(Kind::Single), offer, &Payload::Single(Some(2))), refused);
    assert_eq!(no(3).to_string(), "3");
}

proptest! {
    #[test]
    fn a_valid_ballot_is_valid_again_with_the_same_bytes(poll in any_poll()) {
        let offer = Offer { options: poll.options, abstain: true };
        let again = |ballot: &&Ballot| !matches!(ballot, Ballot::Withdrawn | Ballot::Answer(Answer::Cards(_)));
        for ballot in poll.ballots.iter().filter(again) {
            let payload: Result<Payload, Malformed> = Payload::from_json(poll.rules.kind(), &ballot.canonical());
            let accepted = validate(&poll.rules, offer, &payload.unwrap()).unwrap();
            prop_assert_eq!(accepted.ballot.canonical(), ballot.canonical());
        }
    }
}
