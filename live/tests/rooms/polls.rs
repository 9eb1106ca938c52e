//! Polls of every type, with valid answers.

use std::collections::BTreeMap;
use weiterblick_domain::roundtable::poll::{Kind, PollOption, Rules, Secrecy, Terms, VoiceRule, Weights, Wording};
use weiterblick_domain::roundtable::round::{Grace, Reveal};
use weiterblick_store::roundtable::poll::Conduct;

/// Rules of every type for five options.
pub fn rules(kind: Kind) -> Rules {
    let axis = r#"{"name":{"de":"Achse"},"low":{"de":"wenig"},"high":{"de":"viel"}}"#;
    let json = match kind {
        Kind::Single => r#"{"kind":"single"}"#.to_owned(),
        Kind::Multi => r#"{"kind":"multi","min":1,"max":3}"#.to_owned(),
        Kind::Scale => {
            r#"{"kind":"scale","steps":5,"labels":[{"de":"nie"},{"de":"immer"}],"neutral":"separate"}"#.to_owned()
        }
        Kind::Number => {
            r#"{"kind":"number","min":0,"max":600,"decimals":0,"edges":[0,100,200,300,400,500,600]}"#.to_owned()
        }
        Kind::Rank => r#"{"kind":"rank","max_rank":3}"#.to_owned(),
        Kind::Points => r#"{"kind":"points","budget":100,"step":5,"spend":"at_most"}"#.to_owned(),
        Kind::Dots => r#"{"kind":"dots","dots":5,"max_per_option":2}"#.to_owned(),
        Kind::Grid => format!(r#"{{"kind":"grid","x":{axis},"y":{axis},"steps":4}}"#),
        Kind::Words => r#"{"kind":"words","max":3}"#.to_owned(),
        Kind::Cards => r#"{"kind":"cards","max":3}"#.to_owned(),
        Kind::YesNo => r#"{"kind":"yesno"}"#.to_owned(),
    };
    serde_json::from_str(&json).unwrap()
}

/// A valid answer of some voice, different ones for different numbers.
pub fn answer(kind: Kind, number: u16) -> String {
    if number % 11 == 10 {
        return r#"{"abstain":true}"#.to_owned();
    }
    let (one, other) = (1 + number % 5, 1 + (number + 2) % 5);
    match kind {
        Kind::Single => format!(r#"{{"o":{one}}}"#),
        Kind::Multi => format!(r#"{{"o":[{one},{other}]}}"#),
        Kind::Scale => format!(r#"{{"s":{{"{one}":{other},"{other}":0}}}}"#),
        Kind::Number => format!(r#"{{"x":{number}}}"#),
        Kind::Rank => format!(r#"{{"r":[{one},{other}]}}"#),
        Kind::Points => format!(r#"{{"p":{{"{one}":{},"{other}":35}}}}"#, 5 * other),
        Kind::Dots => format!(r#"{{"d":{{"{one}":1,"{other}":2}}}}"#),
        Kind::Grid => format!(r#"{{"g":{{"{one}":[{},{}]}}}}"#, 1 + number % 4, 1 + number % 3),
        Kind::Words => format!(r#"{{"w":["Führung {one}","KI {other}"]}}"#),
        Kind::Cards => format!(r#"{{"c":{{"1":"Karte {number}","3":"Noch eine {one}"}}}}"#),
        Kind::YesNo => format!(r#"{{"y":{}}}"#, number.is_multiple_of(2)),
    }
}

pub fn options(kind: Kind) -> Vec<PollOption> {
    let option =
        |number: u8| serde_json::from_str(&format!(r#"{{"no":{number},"label":{{"de":"Wahl {number}"}}}}"#)).unwrap();
    if kind.has_options() { (1..=5).map(option).collect() } else { Vec::new() }
}

pub fn terms(kind: Kind) -> Terms {
    Terms {
        rules: rules(kind),
        voice: VoiceRule::Person,
        weights: Weights::default(),
        secrecy: Secrecy::Protected,
        abstain: true,
    }
}

pub fn conduct() -> Conduct {
    Conduct {
        title: Wording::german("Frage?"),
        help: None,
        reveal: Reveal::Manual,
        timer: None,
        grace: Grace::default(),
        auto_lock: true,
        shuffle: false,
        host_sees: false,
    }
}

/// Counts by option of a single choice.
pub fn by_option(result: &serde_json::Value) -> BTreeMap<i64, i64> {
    let counts = result["counts"].as_array().unwrap();
    counts.iter().map(|row| (row["o"].as_i64().unwrap(), row["n"].as_i64().unwrap())).collect()
}
