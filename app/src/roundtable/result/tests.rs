//! Every kind of result says its figures as text.

use super::{Asked, result, shift};
use crate::format::Format;
use crate::roundtable::scene::testing;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use serde_json::{Value, json};
use weiterblick_domain::roundtable::poll::{Kind, Outcome, Rules};
use weiterblick_domain::text::Language;

fn format() -> Format {
    Format::new(Language::De, TimeZone::UTC)
}

fn outcome(kind: Kind, n: i64, mut figures: Value) -> Outcome {
    figures["kind"] = kind.word().into();
    figures["n"] = n.into();
    figures["abstain"] = 2.into();
    figures["sources"] = json!({ "device": n - 1, "table": 0, "paper": 0, "hands": 1 });
    serde_json::from_value(figures).unwrap()
}

fn html(kind: Kind, n: i64, figures: Value) -> String {
    let rules: Rules = serde_json::from_value(testing::rules(kind)).unwrap();
    let options = testing::choices();
    result(Asked { rules: &rules, options: &options }, &outcome(kind, n, figures), &format()).to_html()
}

fn check(kind: Kind, n: i64, figures: Value, expected: &[&str]) {
    let html = html(kind, n, figures);
    for text in expected {
        assert!(html.contains(text), "{kind}: {text} is missing in {html}");
    }
}

fn quarter(n: i64, share: u8) -> Value {
    json!({ "n": n, "share": share })
}

#[test]
fn choices_are_bars_with_their_shares_and_the_leading_one_first() {
    let counts = json!([{ "o": 1, "n": 3, "share": 25 }, { "o": 3, "n": 9, "share": 75 }]);
    let html = html(Kind::Single, 12, json!({ "counts": counts }));
    assert!(html.contains("Vorn liegt „Süd“ mit 75\u{a0}%."), "{html}");
    assert!(html.find("Süd<") < html.find("Nord<"), "{html}");
    assert!(html.contains("12 Antworten: 11 digital, 1 Handzeichen. Dazu 2 Enthaltungen."), "{html}");
    check(Kind::Multi, 12, json!({ "ticks": 20, "counts": counts }), &["12 Personen, 20 Nennungen"]);
}

#[test]
fn every_other_kind_is_drawn_with_its_values_beside_it() {
    let row = json!({ "q": 1, "n": 8, "dont_know": 1, "counts": [1, 1, 2, 2, 2], "shares": [12, 13, 25, 25, 25],
        "mean": "3.4", "median": "3.5", "sd": null });
    check(Kind::Scale, 9, json!({ "rows": [row] }), &["Im Mittel 3,4 von 5.", "1 nie", "5 immer", "seg-level-4"]);
    let bins = json!([{ "from": "0", "to": "50", "n": 2 }, { "from": "50", "to": "100", "n": 5 }]);
    let number = json!({ "bins": bins, "mean": "61.4", "median": "60.0", "q1": "45.0", "q3": "80.0", "min": null,
        "max": null });
    check(Kind::Number, 7, number, &["60,0\u{a0}Minuten", "histogram__mark", "0 bis 50\u{a0}Minuten"]);
    let rows = json!([{ "o": 1, "borda2": 24, "mean": "2.4", "first": 3, "ranked": 5 },
        { "o": 2, "borda2": 6, "mean": "0.6", "first": 2, "ranked": 5 }]);
    let rank = json!({ "rows": rows, "pairs": [[0, 3], [2, 0]], "condorcet": 1 });
    check(Kind::Rank, 5, rank, &["auch in jedem Vergleich zu zweit", "2,4", "3-mal erste Wahl"]);
    let rows = json!([{ "o": 1, "sum": 12, "mean": "1.2", "share": 80, "supporters": 6 },
        { "o": 2, "sum": 3, "mean": "0.3", "share": 20, "supporters": 3 }]);
    check(Kind::Points, 10, json!({ "rows": rows }), &["12 Punkte", "von 6 Personen", "80\u{a0}%"]);
    check(Kind::Dots, 10, json!({ "rows": rows }), &["pbars__dots", "12 Punkte", "stroke-dasharray"]);
    let grid = json!({ "steps": 4, "rows": [{ "o": 2, "n": 6, "counts": [], "x": "3.5", "y": "3.0",
        "high_high": quarter(5, 83), "high_low": quarter(1, 17), "low_high": quarter(0, 0), "low_low": quarter(0, 0) }] });
    check(Kind::Grid, 6, grid, &["meist „sofort“, 83\u{a0}%", "cx=\"75%\"", "Nach oben: wirksam"]);
    let words = json!({ "words": [{ "word": "<KI>", "keys": ["ki"], "n": 4 }], "hidden": 2, "pending": 0 });
    check(Kind::Words, 4, words, &["&lt;KI&gt;", "2 Wörter ausgeblendet", "aria-hidden"]);
    check(Kind::Cards, 4, json!({ "cards": 7 }), &["7 Karten"]);
    let yesno = json!({ "yes": 8, "no": 2, "share": 80, "share_no": 20, "rule": "two_thirds", "verdict": "accepted" });
    check(Kind::YesNo, 10, yesno, &["Angenommen mit 80\u{a0}% Ja.", "Nötig sind zwei Drittel."]);
}

#[test]
fn weighted_votes_are_told_apart_from_people() {
    let mut shown = outcome(
        Kind::YesNo,
        3,
        json!({ "yes": 15, "no": 5, "share": 75, "share_no": 25, "weight": { "total": 20, "unit": 10 } }),
    );
    shown.abstain = 0;
    let rules: Rules = serde_json::from_value(testing::rules(Kind::YesNo)).unwrap();
    let html = result(Asked { rules: &rules, options: &[] }, &shown, &format()).to_html();
    assert!(html.contains("zusammen mit Gewicht 2"), "{html}");
    assert!(html.contains("1,5 Stimmen"), "{html}");
}

/// L18: a count that would tell about few people is not written as a number.
#[test]
fn small_groups_of_a_shift_stay_words() {
    let shown = serde_json::from_value(json!({ "pairs": 20, "stayed": 17, "changed": null, "only_first": 0,
        "only_second": null, "rows": [{ "o": 1, "measure": "ticks", "change": "-3" }] }))
    .unwrap();
    let rules: Rules = serde_json::from_value(testing::rules(Kind::Multi)).unwrap();
    let options = testing::choices();
    let html = shift(Asked { rules: &rules, options: &options }, &shown, &format()).to_html();
    assert!(html.contains("Geändert: weniger als 5."), "{html}");
    assert!(html.contains("−3"), "{html}");
}
