//! What a form sends is what the domain reads, for every kind.

use super::{Vote, fields};
use crate::context::{RequestContext, request};
use crate::error::{Error, FieldError};
use crate::form::{FormReport, PostForm};
use crate::format::Format;
use crate::roundtable::attend::api::LiveBallot;
use crate::roundtable::scene::testing::round;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use regex::Regex;
use std::sync::Arc;
use weiterblick_domain::roundtable::identity::VoterRef;
use weiterblick_domain::roundtable::poll::{Kind, Offer, OptionSet, Payload, form, validate};
use weiterblick_domain::text::Language;

/// The form of a round for a voice with these stored fields.
fn html(kind: Kind, own: &[(&str, &str)]) -> String {
    let round = round(kind);
    let own: Vec<(String, String)> = own.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let format = Format::new(Language::De, TimeZone::UTC);
    let voter = VoterRef::from_bytes([1; 16]);
    let vote = Vote { round: &round, format: &format, own: &own, own_cards: &[], voter };
    fields(&vote, false).to_html()
}

/// The fields that a browser would send of this HTML.
fn sent(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let found = Regex::new(&format!(r#"\s{name}="([^"]*)""#)).unwrap();
        found.captures(tag).map(|found| found[1].to_owned())
    };
    let mut sent = Vec::new();
    for tag in Regex::new(r"<input[^>]*>").unwrap().find_iter(html) {
        let tag = tag.as_str();
        let ticked = Regex::new(r"\schecked\b").unwrap().is_match(tag);
        let is_tick = ["radio", "checkbox"].iter().any(|kind| tag.contains(&format!("type=\"{kind}\"")));
        if let (Some(name), true) = (attribute(tag, "name"), ticked || !is_tick) {
            sent.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for select in Regex::new(r"(?s)<select(.*?)</select>").unwrap().find_iter(html) {
        let chosen = Regex::new(r#"<option value="([^"]*)" selected"#).unwrap();
        let value = chosen.captures(select.as_str()).map(|found| found[1].to_owned());
        sent.push((attribute(select.as_str(), "name").unwrap(), value.unwrap_or_default()));
    }
    sent
}

/// A stored ballot comes back from its form as it was.
fn check(kind: Kind, own: &[(&str, &str)]) {
    let round = round(kind);
    let html = html(kind, own);
    let payload =
        Payload::from_form(&round.rules, &sent(&html)).unwrap_or_else(|error| panic!("{kind}: {error}\n{html}"));
    let options: OptionSet = round.options.iter().map(|option| option.o).collect();
    let accepted = validate(&round.rules, Offer { options, abstain: true }, &payload);
    let ballot = accepted.unwrap_or_else(|errors| panic!("{kind}: {errors:?}\n{html}")).ballot;
    let again = form::fields_of(&round.rules, &ballot);
    let own: Vec<(String, String)> = own.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    assert_eq!(again, own, "{kind}\n{html}");
}

#[test]
fn a_stored_ballot_is_filled_in_and_sent_as_the_same_ballot() {
    check(Kind::Single, &[("o", "3")]);
    check(Kind::Multi, &[("o", "1"), ("o", "4")]);
    check(Kind::Scale, &[("s.1", "4"), ("s.2", "0")]);
    check(Kind::Number, &[("x", "120")]);
    check(Kind::Rank, &[("p.3", "1"), ("p.1", "2")]);
    check(Kind::Points, &[("p.1", "60"), ("p.2", "40")]);
    check(Kind::Dots, &[("d.2", "2"), ("d.4", "1")]);
    check(Kind::Grid, &[("g.1.x", "4"), ("g.1.y", "2")]);
    check(Kind::Words, &[("w", "Führung"), ("w", "KI")]);
    check(Kind::YesNo, &[("y", "true")]);
    check(Kind::YesNo, &[("y", "abstain")]);
}

#[test]
fn nothing_is_chosen_at_first_and_everything_has_a_name() {
    for kind in Kind::ALL {
        let html = html(*kind, &[]);
        let filled: Vec<_> = sent(&html).into_iter().filter(|(_, value)| !value.is_empty()).collect();
        assert_eq!(filled, [], "{kind}");
        assert!(html.contains("type=\"submit\""), "{kind}");
    }
    assert!(html(Kind::Cards, &[]).contains("name=\"c.2\""));
    assert!(html(Kind::Single, &[]).contains("name=\"abstain\" value=\"true\""));
}

/// L16: a refusal leaves everything typed in its place, with the message at its field.
#[test]
fn a_refused_form_keeps_what_was_typed() {
    let round = round(Kind::Points);
    let values = [("round", round.id.to_string().as_str()), ("p.1", "60"), ("p.2", "zwei")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let field = |name: &str, key: &str| FieldError::new(format!("{}.{name}", round.id), key);
    let errors = vec![field("p.2", "ballot.error.not_a_number")];
    let report =
        FormReport { action: "live/ballot".to_owned(), values: values.to_vec(), outcome: Err(Error::invalid(errors)) };
    Owner::new().with(|| {
        provide_context(Arc::new(RequestContext { form: Some(report), ..(*request()).clone() }));
        let id = round.id.to_string();
        let format = Format::new(Language::De, TimeZone::UTC);
        let html = view! {
            <PostForm<LiveBallot> row=("round", id)>
                {move || {
                    let voter = VoterRef::from_bytes([1; 16]);
                    fields(&Vote { round: &round, format: &format, own: &[], own_cards: &[], voter }, false)
                }}
            </PostForm<LiveBallot>>
        }
        .to_html();
        assert!(html.contains("value=\"60\""), "{html}");
        assert!(html.contains("value=\"zwei\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
    });
}
