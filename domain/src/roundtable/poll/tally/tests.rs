use super::super::any::any_poll;
use super::super::fixture::{no, rules, set};
use super::super::voice::{COMPANY, Source};
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn ballot(kind: Kind, payload: &str) -> Ballot {
    Ballot::from_canonical(kind, payload).unwrap()
}

fn count(kind: Kind, payloads: &[&str]) -> Tally {
    let ballots: Vec<Ballot> = payloads.iter().map(|payload| ballot(kind, payload)).collect();
    let voices = ballots.iter().map(|ballot| (Voice::plain(Source::Device), ballot));
    Tally::from_scratch(&rules(kind), options(kind), 1, voices)
}

fn options(kind: Kind) -> OptionSet {
    if kind.has_options() { set([1, 2, 3, 4, 5]) } else { OptionSet::default() }
}

fn json_of(tally: &Tally, hands: &Hands) -> Value {
    let outcome = tally.outcome(hands, &WordRules::default());
    let json = serde_json::to_value(&outcome).unwrap();
    assert_eq!(serde_json::from_value::<Outcome>(json.clone()).unwrap(), outcome);
    json
}

#[test]
fn the_head_of_a_result_is_the_same_for_every_type() {
    for kind in Kind::ALL {
        let json = json_of(&count(*kind, &[r#"{"abstain":true}"#, r#"{"void":true}"#]), &Hands::default());
        let sources = json!({ "device": 0, "table": 0, "paper": 0, "hands": 0 });
        assert_eq!(
            (&json["kind"], &json["n"], &json["abstain"], &json["sources"]),
            (&json!(kind.word()), &json!(0), &json!(1), &sources)
        );
        assert_eq!(json.get("weight"), None);
    }
}

#[test]
fn a_single_choice_shows_every_option_with_its_share() {
    let json = json_of(&count(Kind::Single, &[r#"{"o":1}"#, r#"{"o":1}"#, r#"{"o":4}"#]), &Hands::default());
    let count = |o, n, share| json!({ "o": o, "n": n, "share": share });
    assert_eq!(
        json["counts"],
        json!([count(1, 2, 67), count(2, 0, 0), count(3, 0, 0), count(4, 1, 33), count(5, 0, 0)])
    );
}

#[test]
fn shares_of_a_multiple_choice_are_per_voice() {
    let json = json_of(&count(Kind::Multi, &[r#"{"o":[1,2]}"#, r#"{"o":[1]}"#, r#"{"o":[1,2,5]}"#]), &Hands::default());
    assert_eq!((&json["n"], &json["ticks"]), (&json!(3), &json!(6)));
    assert_eq!(json["counts"][1], json!({ "o": 2, "n": 2, "share": 67 }));
}

/// 20 values 0, 300, 600, … 5700 tenths: mean 285, median 285, quarters 135 and 435 (means of 1200/1500, 4200/4500).
#[test]
fn a_number_has_bars_mean_median_and_quartiles() {
    let payloads: Vec<String> = (0..20).map(|step| format!(r#"{{"x":{}}}"#, step * 300)).collect();
    let payloads: Vec<&str> = payloads.iter().map(String::as_str).collect();
    let json = json_of(&count(Kind::Number, &payloads), &Hands::default());
    assert_eq!(json["bins"].as_array().unwrap().len(), 12);
    assert_eq!(json["bins"][0], json!({ "from": "0.0", "to": "50.0", "n": 2 }));
    let figures = ["mean", "median", "q1", "q3", "min", "max"].map(|figure| json[figure].clone());
    assert_eq!(figures, ["285.00", "285.00", "135.00", "435.00", "0.0", "570.0"]);
    let few = json_of(&count(Kind::Number, &payloads[..9]), &Hands::default());
    assert_eq!((&few["min"], &few["max"], &few["median"]), (&Value::Null, &Value::Null, &json!("120.00")));
}

#[test]
fn points_and_dots_show_sum_mean_share_and_supporters() {
    let points = json_of(&count(Kind::Points, &[r#"{"p":{"1":60,"3":40}}"#, r#"{"p":{"1":50}}"#]), &Hands::default());
    assert_eq!(points["rows"][0], json!({ "o": 1, "sum": 110, "mean": "55.0", "share": 73, "supporters": 2 }));
    assert_eq!(points["rows"][1], json!({ "o": 2, "sum": 0, "mean": "0.0", "share": 0, "supporters": 0 }));
    let dots = json_of(&count(Kind::Dots, &[r#"{"d":{"5":2}}"#, r#"{"abstain":true}"#]), &Hands::default());
    assert_eq!(dots["rows"][4], json!({ "o": 5, "sum": 2, "mean": "2.0", "share": 100, "supporters": 1 }));
}

/// (4,2), (4,4), (1,1): means 3 and 2.33…; two of three to the right, one each in three quarters.
#[test]
fn a_grid_shows_mean_position_and_quarters() {
    let placed = [r#"{"g":{"1":[4,2]}}"#, r#"{"g":{"1":[4,4]}}"#, r#"{"g":{"1":[1,1],"2":[2,3]}}"#];
    let json = json_of(&count(Kind::Grid, &placed), &Hands::default());
    let first = &json["rows"][0];
    assert_eq!((&first["n"], &first["x"], &first["y"]), (&json!(3), &json!("3.0"), &json!("2.3")));
    let quarter = |n, share| json!({ "n": n, "share": share });
    assert_eq!(first["high_high"], quarter(1, 34));
    assert_eq!(first["high_low"], quarter(1, 33));
    assert_eq!(first["low_high"], quarter(0, 0));
    assert_eq!(first["low_low"], quarter(1, 33));
    assert_eq!(first["counts"], json!([1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]));
    assert_eq!(json["rows"][1]["low_high"], quarter(1, 100));
    assert_eq!(json["rows"][2]["x"], Value::Null);
}

#[test]
fn yes_and_no_have_a_verdict_where_a_rule_is_set() {
    let json = json_of(&count(Kind::YesNo, &[r#"{"y":true}"#, r#"{"y":true}"#, r#"{"y":false}"#]), &Hands::default());
    assert_eq!(
        (&json["yes"], &json["no"], &json["share"], &json["share_no"], &json["verdict"]),
        (&json!(2), &json!(1), &json!(67), &json!(33), &json!("accepted"))
    );
}

#[test]
fn cards_are_counted_per_slot_and_words_per_voice() {
    let cards = json_of(&count(Kind::Cards, &[r#"{"c":[1,3]}"#, r#"{"c":[2]}"#]), &Hands::default());
    assert_eq!((&cards["n"], &cards["cards"]), (&json!(2), &json!(3)));
    let words = json_of(&count(Kind::Words, &[r#"{"w":["Führung","KI"]}"#, r#"{"w":["führung"]}"#]), &Hands::default());
    assert_eq!(words["words"][0], json!({ "word": "Führung", "keys": ["fuehrung"], "n": 2 }));
}

#[test]
fn hands_enter_the_result_and_stay_visible_as_a_source() {
    let mut hands = Hands::default();
    hands.set("Saal", Mark::Option(no(2)), 7).unwrap();
    hands.set("Saal", Mark::Option(no(2)), 8).unwrap();
    hands.set("Foyer", Mark::Option(no(1)), 4).unwrap();
    hands.set("Foyer", Mark::Abstain, 3).unwrap();
    let json = json_of(&count(Kind::Single, &[r#"{"o":1}"#, r#"{"abstain":true}"#]), &hands);
    assert_eq!((&json["n"], &json["abstain"]), (&json!(13), &json!(4)));
    assert_eq!(json["sources"], json!({ "device": 1, "table": 0, "paper": 0, "hands": 12 }));
    assert_eq!((&json["counts"][0]["n"], &json["counts"][1]["n"]), (&json!(5), &json!(8)));

    let mut several = Hands::default();
    several.set("Saal", Mark::Option(no(1)), 6).unwrap();
    several.set("Saal", Mark::Option(no(2)), 5).unwrap();
    several.set("Saal", Mark::People, 10).unwrap();
    several.set("Foyer", Mark::Option(no(2)), 3).unwrap();
    let json = json_of(&count(Kind::Multi, &[]), &several);
    assert_eq!((&json["n"], &json["ticks"], &json["counts"][1]["share"]), (&json!(13), &json!(14), &json!(62)));

    let mut steps = Hands::default();
    steps.set("Saal", Mark::Step { statement: no(1), step: 4 }, 6).unwrap();
    steps.set("Saal", Mark::Step { statement: no(1), step: 5 }, 1).unwrap();
    steps.set("Saal", Mark::Step { statement: no(2), step: 1 }, 5).unwrap();
    let json = json_of(&count(Kind::Scale, &[]), &steps);
    assert_eq!(
        (&json["n"], &json["rows"][0]["n"], &json["rows"][0]["counts"]),
        (&json!(7), &json!(7), &json!([0, 0, 0, 6, 1]))
    );
    assert_eq!(Hands::default().set("Saal", Mark::Yes, 10_001), Err(super::super::TooManyHands));
}

#[test]
fn every_mark_of_a_poll_type_has_one_number() {
    let marks = [
        (Kind::Single, vec![Mark::Abstain, Mark::Option(no(5))]),
        (Kind::Multi, vec![Mark::Abstain, Mark::Option(no(1)), Mark::People]),
        (Kind::Scale, vec![Mark::Abstain, Mark::Step { statement: no(5), step: 1 }]),
        (Kind::YesNo, vec![Mark::Abstain, Mark::Yes, Mark::No]),
    ];
    for (kind, marks) in marks {
        for mark in marks {
            assert_eq!(Mark::from_code(&rules(kind), options(kind), mark.code()), Some(mark), "{kind}");
        }
    }
    for (kind, code) in [(Kind::Single, 6), (Kind::Scale, 106), (Kind::Scale, 600), (Kind::YesNo, 3), (Kind::Rank, 0)] {
        assert_eq!(Mark::from_code(&rules(kind), options(kind), code), None, "{kind} {code}");
    }
}

#[test]
fn weights_enter_counts_and_shares_but_not_the_number_of_voices() {
    let (one, two) = (ballot(Kind::Single, r#"{"o":1}"#), ballot(Kind::Single, r#"{"o":2}"#));
    let heavy = Voice { source: Source::Device, weight: 3 };
    let tally = Tally::from_scratch(
        &rules(Kind::Single),
        options(Kind::Single),
        1,
        [(heavy, &one), (Voice::plain(Source::Paper), &two)],
    );
    let json = json_of(&tally, &Hands::default());
    assert_eq!((&json["n"], &json["weight"]), (&json!(2), &json!({ "total": 4, "unit": 1 })));
    assert_eq!((&json["counts"][0]["n"], &json["counts"][0]["share"]), (&json!(3), &json!(75)));
    assert_eq!(json["sources"], json!({ "device": 1, "table": 0, "paper": 1, "hands": 0 }));
}

#[test]
fn a_company_weighs_the_same_for_up_to_24_voices() {
    for voices in 1..=24 {
        assert_eq!(COMPANY % voices, 0, "{voices}");
    }
}

proptest! {
    /// live.md L15, for every type: whatever is cast, changed, withdrawn and erased, the tally is that of a recount.
    #[test]
    fn any_sequence_of_ballots_counts_like_the_final_ones(
        poll in any_poll(),
        voters in prop::collection::vec((0_u8..8, any::<prop::sample::Index>()), 40),
        erased in prop::collection::vec(0_u8..8, 0..4),
    ) {
        let voice = |voter: u8| Voice { source: Source::ALL[usize::from(voter) % 3], weight: i64::from(voter % 3) + 1 };
        let mut tally = Tally::new(&poll.rules, poll.options, 1);
        let mut present: BTreeMap<u8, &Ballot> = BTreeMap::new();
        for (voter, ballot) in voters {
            let ballot = ballot.get(&poll.ballots);
            tally.apply(voice(voter), present.insert(voter, ballot), Some(ballot));
        }
        for voter in erased {
            tally.apply(voice(voter), present.remove(&voter), None);
        }
        let ballots = present.iter().map(|(voter, ballot)| (voice(*voter), *ballot));
        let scratch = Tally::from_scratch(&poll.rules, poll.options, 1, ballots);
        prop_assert_eq!(&tally, &scratch);
        prop_assert_eq!(tally.voters(), present.len() as i64);
        let outcome = tally.outcome(&Hands::default(), &WordRules::default());
        let json = serde_json::to_string(&outcome).unwrap();
        prop_assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
    }
}
