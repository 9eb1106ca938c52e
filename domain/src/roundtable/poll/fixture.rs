//! Small builders for tests.

use super::{Kind, OptionNo, OptionSet, PollOption, Rules, Wording, number};
use serde_json::{Value, json};

pub(crate) fn no(number: u8) -> OptionNo {
    OptionNo::try_from(number).unwrap()
}

pub(crate) fn set<const N: usize>(numbers: [u8; N]) -> OptionSet {
    numbers.into_iter().map(no).collect()
}

/// Options 1 to `count`, labelled with their numbers.
pub(crate) fn options(count: u8) -> Vec<PollOption> {
    let option =
        |number: u8| serde_json::from_value(json!({ "no": number, "label": Wording::german(number.to_string()) }));
    (1..=count).map(|number| option(number).unwrap()).collect()
}

/// Rules of every type for five options; numbers from 0 to 600 with one decimal.
pub(crate) fn rules(kind: Kind) -> Rules {
    let pole = |text: &str| json!({ "de": text });
    let axis = json!({ "name": pole("Achse"), "low": pole("wenig"), "high": pole("viel") });
    let rules = match kind {
        Kind::Single => json!({}),
        Kind::Multi => json!({ "min": 1, "max": 3 }),
        Kind::Scale => json!({ "steps": 5, "labels": [pole("nie"), pole("immer")], "neutral": "separate" }),
        Kind::Number => {
            json!({ "min": 0, "max": 6000, "decimals": 1, "edges": number::edges(0, 6000, None).unwrap() })
        }
        Kind::Rank => json!({ "max_rank": 3 }),
        Kind::Points => json!({ "budget": 100, "step": 5, "spend": "at_most" }),
        Kind::Dots => json!({ "dots": 5, "max_per_option": 2 }),
        Kind::Grid => json!({ "x": axis, "y": axis, "steps": 4 }),
        Kind::Words => json!({ "max": 3 }),
        Kind::Cards => json!({ "max": 3 }),
        Kind::YesNo => json!({ "majority": "two_thirds" }),
    };
    rules_from(kind, rules)
}

/// Rules of `kind` with these members.
pub(crate) fn rules_from(kind: Kind, mut members: Value) -> Rules {
    members["kind"] = kind.word().into();
    serde_json::from_value(members).unwrap()
}

/// The rules of `kind` with some members changed.
pub(crate) fn rules_with(kind: Kind, changes: Value) -> Rules {
    let mut members = serde_json::to_value(rules(kind)).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        members[name] = value.clone();
    }
    rules_from(kind, members)
}
