use super::super::Kind;
use super::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The files of `seeds/roundtable` in the order of live.md §9.
const FILES: [(&str, &[Kind]); 15] = [
    (include_str!("../../../../../seeds/roundtable/wer-ist-da.toml"), &[Kind::Single]),
    (include_str!("../../../../../seeds/roundtable/anlaesse-sammeln.toml"), &[Kind::Cards]),
    (include_str!("../../../../../seeds/roundtable/sammeln-ordnen-gewichten.toml"), &[Kind::Cards, Kind::Dots]),
    (include_str!("../../../../../seeds/roundtable/dringlichkeit-und-wirkung.toml"), &[Kind::Grid]),
    (include_str!("../../../../../seeds/roundtable/hundert-punkte.toml"), &[Kind::Points]),
    (include_str!("../../../../../seeds/roundtable/rangfolge.toml"), &[Kind::Rank]),
    (include_str!("../../../../../seeds/roundtable/wie-sicher.toml"), &[Kind::Scale]),
    (include_str!("../../../../../seeds/roundtable/vorher-nachher.toml"), &[Kind::Scale]),
    (include_str!("../../../../../seeds/roundtable/lernzeit.toml"), &[Kind::Number]),
    (include_str!("../../../../../seeds/roundtable/lernformen.toml"), &[Kind::Multi]),
    (include_str!("../../../../../seeds/roundtable/was-hindert-uns.toml"), &[Kind::Multi]),
    (include_str!("../../../../../seeds/roundtable/plaetze-schaetzen.toml"), &[Kind::Number]),
    (include_str!("../../../../../seeds/roundtable/gemeinsamer-kurs.toml"), &[Kind::YesNo]),
    (include_str!("../../../../../seeds/roundtable/ein-wort.toml"), &[Kind::Words]),
    (include_str!("../../../../../seeds/roundtable/blitzlicht.toml"), &[Kind::Scale, Kind::Cards]),
];

fn shipped() -> Vec<(Template, &'static [Kind])> {
    FILES.into_iter().map(|(text, kinds)| (toml::from_str(text).unwrap(), kinds)).collect()
}

/// Every text of a template, wherever it stands.
fn wordings(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(members) if members.contains_key("de") => vec![value],
        Value::Object(members) => members.values().flat_map(wordings).collect(),
        Value::Array(items) => items.iter().flat_map(wordings).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_shipped_template_can_be_used_as_it_is() {
    let mut codes = BTreeSet::new();
    for (template, kinds) in shipped() {
        assert_eq!(template.problems(), [], "{}", template.code);
        let found: Vec<Kind> = template.poll.iter().map(|poll| poll.rules.kind()).collect();
        assert_eq!(found, kinds, "{}", template.code);
        assert!(codes.insert(template.code.clone()), "{}", template.code);
    }
}

#[test]
fn every_shipped_text_is_there_in_english_and_every_question_in_plain_words() {
    for (template, _) in shipped() {
        let json = serde_json::to_value(&template).unwrap();
        for text in wordings(&json) {
            assert!(text["en"].is_string(), "{}: {}", template.code, text["de"]);
        }
        assert!(template.poll.iter().all(|poll| poll.title.plain.is_some()), "{}", template.code);
        assert_eq!(serde_json::from_value::<Template>(json).unwrap(), template);
    }
}

/// live.md §1: sentences for participants have at most 15 words.
#[test]
fn a_sentence_for_participants_has_at_most_15_words() {
    for (template, _) in shipped() {
        let asked = template.poll.iter().flat_map(|poll| [Some(&poll.title), poll.help.as_ref()]).flatten();
        let sentences = asked.flat_map(Wording::versions).flat_map(|text| text.split(['.', '?', '!', ':']));
        for sentence in sentences {
            assert!(sentence.split_whitespace().count() <= 15, "{}: {sentence}", template.code);
        }
    }
}

#[test]
fn a_template_names_the_field_where_it_is_wrong() {
    let text = json!({ "de": "Text" });
    let sound = json!({
        "code": "a", "title": text, "description": text,
        "poll": [
            { "title": text, "rules": { "kind": "cards", "max": 1 } },
            { "title": text, "rules": { "kind": "dots", "dots": 5, "max_per_option": 2 }, "options_from": 1 },
        ],
        "agenda": [{ "kind": "poll", "title": text, "minutes": 5, "poll": 2 }],
    });
    let check = |pointer: &str, value: Value, expected: &[&str]| {
        let mut json = sound.clone();
        *json.pointer_mut(pointer).unwrap() = value.clone();
        let template: Template = serde_json::from_value(json).unwrap();
        let fields: Vec<String> = template.problems().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, expected, "{pointer} {value}");
    };
    check("/code", json!("b"), &[]);
    check("/title", json!({ "de": "" }), &["title"]);
    check("/poll", json!([]), &["poll", "agenda.1.poll"]);
    check("/poll/0/rules/max", json!(6), &["poll.1.max"]);
    check("/poll/1/options_from", json!(2), &["poll.2.options_from"]);
    check("/poll/1/options_from", json!(0), &["poll.2.options_from"]);
    check("/poll/1/options_from", Value::Null, &["poll.2.options"]);
    check("/poll/1/rules/dots", json!(21), &["poll.2.dots"]);
    check("/poll/1/rules", json!({ "kind": "yesno" }), &["poll.2.options_from"]);
    check("/agenda/0/poll", json!(3), &["agenda.1.poll"]);
    check("/agenda/0/minutes", json!(601), &["agenda.1.minutes"]);
}
