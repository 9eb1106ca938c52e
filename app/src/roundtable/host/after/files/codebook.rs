//! What the codes in the files mean, in German and English.

use super::sheet::Sheet;
use crate::export::csv::Cell;
use crate::texts::translate;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::text::Language;
use weiterblick_store::roundtable::minutes::Minutes;

/// Of the files; grows when a reader of older ones would misread them.
pub const SCHEMA: u32 = 1;

/// One row per code: what it is of, the code, its labels, and what else belongs to it.
pub fn codebook(minutes: &Minutes) -> Sheet {
    let row = |of: &str, code: String, label: &Wording, detail: String| {
        let english = label.en.clone().unwrap_or_else(|| label.de.clone());
        [Cell::text(of), Cell::text(code), Cell::text(label.de.clone()), Cell::text(english), Cell::text(detail)]
    };
    let text = |key: &str| Wording {
        en: Some(translate(Language::En, key, &[])),
        ..Wording::german(translate(Language::De, key, &[]))
    };
    let conditions = &minutes.event.conditions;
    let mut rows = vec![
        row("event", minutes.event.id.to_string(), &minutes.event.basics.title, String::new()),
        row("schema", SCHEMA.to_string(), &text("host.codebook.schema"), String::new()),
        row("product", env!("CARGO_PKG_VERSION").to_owned(), &text("host.codebook.product"), String::new()),
        row("k", conditions.k.to_string(), &text("host.codebook.k"), String::new()),
        row("missing", String::new(), &text("host.codebook.missing"), String::new()),
    ];
    for question in &conditions.attributes {
        let word = question.attribute.word();
        rows.push(row(word, "0".to_owned(), &text("host.codebook.not_stated"), String::new()));
        for (code, value) in (1_u8..).zip(&question.values) {
            rows.push(row(word, code.to_string(), value, String::new()));
        }
    }
    for (place, poll) in (1_usize..).zip(&minutes.polls) {
        // The rules are data of ours that always have a JSON form; without one the detail stays empty.
        let rules = serde_json::to_string(&poll.terms.rules).unwrap_or_default();
        rows.push(row("poll", place.to_string(), &poll.conduct.title, rules));
        rows.push(row("poll_id", poll.id.to_string(), &Wording::german(place.to_string()), String::new()));
        for option in &poll.options {
            rows.push(row("option", format!("{place}.{}", option.no), &option.label, option.state.word().to_owned()));
        }
    }
    Sheet::new(["of", "code", "label_de", "label_en", "detail"], rows)
}
